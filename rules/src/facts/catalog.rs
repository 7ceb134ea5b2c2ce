//! The whole catalog, for `check_catalog` and for questions beside one service.

use std::sync::Arc;

use rhai::{EvalAltResult, INT, ImmutableString, NativeCallContext};

use super::{Service, World, graph};
use crate::decision::charge;
use crate::engine::api::{Api, Facts, Gives, or_unit};

/// Every service of the platform.
#[derive(Clone, Debug)]
pub(crate) struct CatalogFacts(pub(crate) Arc<World>);

impl Facts for CatalogFacts {
    const NAME: &'static str = "Catalog";
}

/// The services that a script goes through.
#[derive(Clone, Debug)]
struct Services(Arc<World>);

impl Facts for Services {
    const NAME: &'static str = "Services";
}

struct EachService {
    world: Arc<World>,
    next: usize,
}

impl IntoIterator for Services {
    type Item = Service;
    type IntoIter = EachService;

    fn into_iter(self) -> EachService {
        EachService { world: self.0, next: 0 }
    }
}

impl Iterator for EachService {
    type Item = Service;

    fn next(&mut self) -> Option<Service> {
        let service = self.world.services.get(self.next).cloned();
        self.next += 1;
        service
    }
}

/// Declares the catalog.
pub(super) fn declare(api: &mut Api<'_>) {
    api.engine.register_iterator::<Services>();
    api.facts::<Services>(
        "the services of the catalog, sorted by name; `for service in services` works",
    )
    .method("len", &[], Gives::Integer, "the number of services", |services: &mut Services| {
        INT::try_from(services.0.services.len()).unwrap_or(INT::MAX)
    });
    api.facts::<CatalogFacts>("the whole catalog")
        .field("services", Gives::Many("Service"), "every service", |catalog| Services(Arc::clone(&catalog.0)))
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
