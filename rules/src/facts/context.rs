//! What a policy is told besides its subject: the time, the environment, its parameters, and data of the host.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, ImmutableString};

use super::{CatalogFacts, Data, Time, World};
use crate::engine::api::{Api, Facts, Gives};

/// The second parameter of every hook.
#[derive(Clone, Debug)]
pub(crate) struct Context(Arc<ContextFacts>);

#[derive(Debug)]
pub(crate) struct ContextFacts {
    pub(crate) now: Time,
    pub(crate) environment: Option<ImmutableString>,
    pub(crate) parameters: Parameters,
    pub(crate) data: Data,
    pub(crate) world: Arc<World>,
}

impl Facts for Context {
    const NAME: &'static str = "Context";

    fn owner(&self) -> Option<ImmutableString> {
        Some("context".into())
    }
}

impl Context {
    pub(crate) fn new(facts: ContextFacts) -> Self {
        Self(Arc::new(facts))
    }

    pub(super) fn parameters(&self) -> &Parameters {
        &self.0.parameters
    }
}

/// The parameters of a policy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters(pub(crate) Arc<BTreeMap<Box<str>, Dynamic>>);

impl Facts for Parameters {
    const NAME: &'static str = "Parameters";

    fn owner(&self) -> Option<ImmutableString> {
        Some("parameters".into())
    }
}

/// Declares the context.
pub(super) fn declare(api: &mut Api<'_>) {
    api.facts::<Context>("what a policy is told besides its subject")
        .field("now", Gives::Time, "the time of the evaluation", |context| context.0.now)
        .optional(
            "environment",
            Gives::Text,
            "where the decision counts, such as `production`",
            |context| context.0.environment.clone(),
        )
        .field(
            "params",
            Gives::Facts("Parameters"),
            "the parameters of the policy, by the names its header declares",
            |context| context.0.parameters.clone(),
        )
        .field("data", Gives::Facts("Data"), "what the host gave besides", |context| {
            context.0.data.clone()
        })
        .field("catalog", Gives::Facts("Catalog"), "the whole catalog", |context| {
            CatalogFacts(Arc::clone(&context.0.world))
        });
    api.facts::<Parameters>("the parameters of a policy; the compiler knows their names");
}
