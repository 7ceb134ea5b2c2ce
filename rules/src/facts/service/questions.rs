//! What is asked of a service beside what its manifest states.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use meta_core::graph::Selector;
use rhai::{Array, EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::Service;
use crate::decision::{charge, world};
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;
use crate::facts::{Edge, List, World, graph, texts_of};
use crate::library::{selector, selectors};

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Steps that looking into a manifest is charged for.
const STEPS: usize = 64;

impl World {
    /// Tells whether a selector means `service`.
    pub(in crate::facts) fn is_meant(&self, selector: &Selector, service: &Service) -> bool {
        let layer = service.0.layer.and_then(|layer| u32::try_from(layer).ok());
        let entry = self.catalog.services.get(service.0.index);
        entry.is_some_and(|entry| selector.selects(entry, layer))
    }
}

/// Declares the questions.
pub(super) fn declare(api: &mut Api<'_>) {
    let doc =
        "those of a list of paths, such as `quality.coverage`, that the manifest does not state";
    api.more::<Service>()
        .method(
            "missing",
            &["paths"],
            Gives::List,
            doc,
            |context: NativeCallContext, service: &mut Service, paths: List| {
                missing(&context, service, &paths)
            },
        )
        .method(
            "fits",
            &["selector"],
            Gives::Boolean,
            "whether a selector means it, such as `domain:access & !maturity:experimental`",
            fits,
        );
    api.more::<Service>().method(
        "count_dependents",
        &["most"],
        Gives::Integer,
        "how many services depend on it, directly or not, counted up to a number; quicker than the length of a list",
        count_dependents,
    );
    api.also("missing", |context: NativeCallContext, service: &mut Service, paths: Array| {
        missing(&context, service, &texts_of(&context, &paths)?)
    });
}

fn count_dependents(
    context: NativeCallContext<'_>,
    service: &mut Service,
    most: INT,
) -> Answer<INT> {
    let limit = usize::try_from(most).map_err(|_| failed("a number of services is at least 0"))?;
    let found = graph::count_dependents(&context, &service.0.name, limit)?;
    Ok(INT::try_from(found).unwrap_or(INT::MAX))
}

/// Declares what is asked of dependencies. Their type is declared behind that of services.
pub(in crate::facts) fn declare_edges(api: &mut Api<'_>) {
    api.more::<Edge>().method(
        "fits",
        &["pattern"],
        Gives::Boolean,
        "whether both ends are meant by `selector -> selector`, such as `access -> domain:ml & !tier:1`; of what the catalog does not have, nothing is known",
        edge_fits,
    );
}

fn missing(context: &NativeCallContext<'_>, service: &Service, paths: &List) -> Answer<List> {
    charge(context, paths.iter().map(|path| path.len() + STEPS).sum())?;
    let manifest = world(context)?.raw(service.0.index)?;
    let mut missing = Vec::new();
    for path in paths.iter() {
        if manifest.stated(path)?.is_unit() {
            missing.push(path.clone());
        }
    }
    Ok(missing.into_iter().collect())
}

fn fits(
    context: NativeCallContext<'_>,
    service: &mut Service,
    text: ImmutableString,
) -> Answer<bool> {
    charge(&context, text.len())?;
    let selector = selector(&context, &text)?;
    Ok(world(&context)?.is_meant(&selector, service))
}

fn edge_fits(
    context: NativeCallContext<'_>,
    edge: &mut Edge,
    text: ImmutableString,
) -> Answer<bool> {
    charge(&context, text.len())?;
    let (from, to) = selectors(&context, &text)?;
    let world = world(&context)?;
    let is_meant = |service: &Service| world.is_meant(&to, service);
    Ok(world.is_meant(&from, edge.from()) && edge.to().is_some_and(is_meant))
}
