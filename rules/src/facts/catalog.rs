//! The whole catalog, for `check_catalog` and for questions beside one service.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use std::sync::Arc;

use rhai::{EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::{Service, World, graph};
use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives, or_unit};
use crate::library::selector;

/// Every service of the platform.
#[derive(Clone, Debug)]
pub(crate) struct CatalogFacts(pub(crate) Arc<World>);

impl Facts for CatalogFacts {
    const NAME: &'static str = "Catalog";
}

/// Services that a script goes through.
#[derive(Clone, Debug)]
pub(super) struct Services {
    world: Arc<World>,
    /// Which of all; absent for every one.
    chosen: Option<Arc<[usize]>>,
}

impl Facts for Services {
    const NAME: &'static str = "Services";
}

impl Services {
    pub(super) fn len(&self) -> usize {
        self.chosen.as_ref().map_or(self.world.services.len(), |chosen| chosen.len())
    }

    fn get(&self, index: usize) -> Option<&Service> {
        let index = match &self.chosen {
            Some(chosen) => *chosen.get(index)?,
            None => index,
        };
        self.world.services.get(index)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Service> {
        let one = |index: usize| self.get(index);
        (0..self.len()).filter_map(one)
    }
}

pub(super) struct EachService {
    services: Services,
    next: usize,
}

impl IntoIterator for Services {
    type Item = Service;
    type IntoIter = EachService;

    fn into_iter(self) -> EachService {
        EachService { services: self, next: 0 }
    }
}

impl Iterator for EachService {
    type Item = Service;

    fn next(&mut self) -> Option<Service> {
        let service = self.services.get(self.next).cloned();
        self.next += 1;
        service
    }
}

/// Declares the catalog.
pub(super) fn declare(api: &mut Api<'_>) {
    api.iterable::<Services>();
    api.facts::<Services>(
        "services of the catalog, sorted by name; `for service in services` works",
    )
    .method("len", &[], Gives::Integer, "the number of services", |services: &mut Services| {
        INT::try_from(services.len()).unwrap_or(INT::MAX)
    })
    .method(
        "names",
        &[],
        Gives::List,
        "their names",
        |context: NativeCallContext, services: &mut Services| {
            charge(&context, services.len())?;
            let names = services.iter().map(|service| service.0.name.clone());
            Ok::<super::List, Box<EvalAltResult>>(names.collect())
        },
    );
    api.facts::<CatalogFacts>("the whole catalog")
        .field("services", Gives::Many("Service"), "every service", |catalog| Services { world: Arc::clone(&catalog.0), chosen: None })
        .method("select", &["selector"], Gives::Many("Service"), "the services that a selector means, such as `maturity:stable & tier:1`", select)
        .method("find", &["name"], Gives::Any, "the service of a name, or `()`", |catalog: &mut CatalogFacts, name: ImmutableString| {
            or_unit(catalog.0.find(&name).cloned())
        })
        .method("path", &["from", "to"], Gives::Any, "the shortest chain of dependencies from one service to another, both included, or `()`", |context: NativeCallContext, _: &mut CatalogFacts, from: ImmutableString, to: ImmutableString| {
            Ok::<rhai::Dynamic, Box<EvalAltResult>>(or_unit(graph::path(&context, &from, &to)?))
        })
        .method("owned_by", &["owner"], Gives::List, "the services that a team or person answers for, sorted", |context: NativeCallContext, catalog: &mut CatalogFacts, owner: ImmutableString| {
            charge(&context, catalog.0.services.len())?;
            let owned = catalog.0.services.iter().filter(|service| service.owner() == Some(&owner));
            Ok::<super::List, Box<EvalAltResult>>(owned.map(|service| service.0.name.clone()).collect())
        });
}

fn select(
    context: NativeCallContext<'_>,
    catalog: &mut CatalogFacts,
    text: ImmutableString,
) -> Result<Services, Box<EvalAltResult>> {
    let world = &catalog.0;
    charge(&context, world.services.len().saturating_mul(text.len()))?;
    let selector = selector(&context, &text)?;
    let chosen = world.services.iter().filter(|service| world.is_meant(&selector, service));
    let chosen = chosen.map(|service| service.0.index).collect();
    Ok(Services { world: Arc::clone(world), chosen: Some(chosen) })
}
