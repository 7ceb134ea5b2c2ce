//! Services, as scripts see them.

mod members;
mod questions;

use std::sync::Arc;

use meta_core::catalog::{self, split_dependency};
use rhai::{INT, ImmutableString};

use super::strings::Strings;
use super::{List, Table, Time};
use crate::engine::api::Facts;

pub(super) use members::parts;
pub(super) use questions::declare_edges;

/// Declares services and their parts.
pub(super) fn declare(api: &mut crate::engine::api::Api<'_>) {
    members::declare(api);
    questions::declare(api);
}

/// A service of the catalog.
#[derive(Clone, Debug)]
pub(crate) struct Service(pub(crate) Arc<ServiceFacts>);

/// What is known of a service.
#[derive(Debug)]
pub(crate) struct ServiceFacts {
    /// Its number in the catalog.
    pub(crate) index: usize,
    pub(crate) name: ImmutableString,
    texts: Texts,
    pub(crate) layer: Option<INT>,
    tier: Option<INT>,
    tags: List,
    api_contracts: List,
    api_dependencies: List,
    events_in: List,
    events_out: List,
    /// External dependencies without their versions, and as they are written.
    external: List,
    external_written: List,
    /// Internal dependencies: names without ranges.
    internal: List,
    internal_written: List,
    quality: catalog::Quality,
    security: catalog::Security,
    last_update: Option<Time>,
    libraries: Table,
}

/// The texts of a service that may be absent.
#[derive(Debug)]
struct Texts {
    repo: Option<ImmutableString>,
    domain: Option<ImmutableString>,
    version: Option<ImmutableString>,
    maturity: Option<ImmutableString>,
    runtime: Option<ImmutableString>,
    description: Option<ImmutableString>,
    owner: Option<ImmutableString>,
}

impl Facts for Service {
    const NAME: &'static str = "Service";

    fn owner(&self) -> Option<ImmutableString> {
        Some(self.0.name.clone())
    }
}

/// What a service needs to run.
#[derive(Clone, Debug)]
struct Dependencies(Arc<ServiceFacts>);

impl Facts for Dependencies {
    const NAME: &'static str = "Dependencies";
    const POINTER: &'static str = "/dependencies";

    fn owner(&self) -> Option<ImmutableString> {
        Some(self.0.name.clone())
    }
}

/// Measured quality of a service.
#[derive(Clone, Debug)]
struct Quality(Arc<ServiceFacts>);

impl Facts for Quality {
    const NAME: &'static str = "Quality";
    const POINTER: &'static str = "/quality";

    fn owner(&self) -> Option<ImmutableString> {
        Some(self.0.name.clone())
    }
}

/// Security signals of a service.
#[derive(Clone, Debug)]
struct Security(Arc<ServiceFacts>);

impl Facts for Security {
    const NAME: &'static str = "Security";
    const POINTER: &'static str = "/security";

    fn owner(&self) -> Option<ImmutableString> {
        Some(self.0.name.clone())
    }
}

impl ServiceFacts {
    pub(super) fn new(
        index: usize,
        service: &catalog::Service,
        layer: Option<u32>,
        strings: &mut Strings,
    ) -> Self {
        let mut names = |list: &[String]| -> List {
            list.iter().map(|item| strings.get(split_dependency(item).0)).collect()
        };
        let internal = names(&service.dependencies.internal);
        let external = names(&service.dependencies.external);
        Self {
            index,
            name: service.name.as_str().into(),
            texts: Texts::new(service, strings),
            layer: layer.map(INT::from),
            tier: service.tier.map(INT::from),
            tags: strings.list(&service.tags),
            api_contracts: strings.list(&service.api_contracts),
            api_dependencies: strings.list(&service.api_dependencies),
            events_in: strings.list(&service.events_in),
            events_out: strings.list(&service.events_out),
            external,
            external_written: strings.list(&service.dependencies.external),
            internal,
            internal_written: strings.list(&service.dependencies.internal),
            quality: service.quality.clone().unwrap_or_default(),
            security: service.security.clone().unwrap_or_default(),
            last_update: service.last_update.map(Time),
            libraries: service
                .libraries
                .iter()
                .map(|(name, version)| (name.as_str(), strings.get(version).into()))
                .collect(),
        }
    }
}

impl Texts {
    fn new(service: &catalog::Service, strings: &mut Strings) -> Self {
        let mut text = |text: &Option<String>| text.as_deref().map(|text| strings.get(text));
        Self {
            repo: text(&service.repo),
            domain: text(&service.domain),
            version: text(&service.version),
            maturity: text(&service.maturity),
            runtime: text(&service.runtime),
            description: text(&service.description),
            owner: text(&service.owner),
        }
    }
}

impl Service {
    /// Returns the names of its internal dependencies.
    pub(super) fn internal(&self) -> &List {
        &self.0.internal
    }

    /// Returns an internal dependency as it is written.
    pub(super) fn written_internal(&self, item: usize) -> Option<ImmutableString> {
        self.0.internal_written.iter().nth(item).cloned()
    }

    /// Returns the events it produces.
    pub(super) fn events_out(&self) -> &List {
        &self.0.events_out
    }

    /// Returns the events it consumes.
    pub(super) fn events_in(&self) -> &List {
        &self.0.events_in
    }

    /// Returns the contracts it implements.
    pub(super) fn api_contracts(&self) -> &List {
        &self.0.api_contracts
    }

    /// Returns the contracts it calls.
    pub(super) fn api_dependencies(&self) -> &List {
        &self.0.api_dependencies
    }

    pub(super) fn owner(&self) -> Option<&ImmutableString> {
        self.0.texts.owner.as_ref()
    }
}
