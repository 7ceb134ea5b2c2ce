//! Facts: what scripts see of the documents. They are made once from a catalog, typed and shared; a script reads
//! them and copies none.

mod catalog;
mod context;
mod cycles;
mod data;
mod edge;
mod exchange;
mod graph;
mod list;
mod numbers;
mod service;
mod strings;
mod table;
mod time;

use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt};
use meta_core::catalog::Catalog;
use meta_core::config::Rules;
use meta_core::graph::{Graph, GraphFile};
use rhai::{EvalAltResult, ImmutableString};
use serde_json::Value;

pub(crate) use catalog::CatalogFacts;
pub(crate) use context::{Context, ContextFacts, Parameters};
pub(crate) use data::Data;
pub(crate) use edge::{Edge, Edges};
pub(crate) use list::{List, texts_of};
pub(crate) use numbers::Numbers;
pub(crate) use service::{Service, ServiceFacts};
pub(crate) use table::{Table, cell};
pub(crate) use time::Time;

use crate::engine::api::Api;
use crate::engine::fault::failed;

/// The platform as scripts see it.
#[derive(Debug)]
pub(crate) struct World {
    /// The documents it was made from.
    pub(crate) catalog: Catalog,
    file: Option<GraphFile>,
    /// The services, in the order of the catalog.
    pub(crate) services: Vec<Service>,
    names: HashMap<ImmutableString, usize>,
    /// Made when the first policy asks.
    graph: OnceLock<Graph>,
    raw: Vec<OnceLock<Data>>,
    /// Services that depend on each other in a circle; found when the first policy asks.
    cycles: OnceLock<cycles::Cycles>,
    /// Who produces, consumes, implements and calls what; gathered when the first policy asks.
    exchange: OnceLock<exchange::Exchange>,
    /// The internal dependencies of each service, made when they are first asked for.
    edges: Vec<OnceLock<Edges>>,
    no_edges: Edges,
}

impl World {
    pub(crate) fn new(catalog: Catalog, file: Option<GraphFile>, rules: &Rules) -> Self {
        let layers = &rules.dependency.domain_layers;
        let layer = |domain: Option<&String>| domain.and_then(|domain| layers.get(domain)).copied();
        let mut strings = strings::Strings::new();
        let mut names = HashMap::with_capacity(catalog.services.len());
        let services = catalog.services.iter().enumerate().map(|(index, service)| {
            let facts =
                ServiceFacts::new(index, service, layer(service.domain.as_ref()), &mut strings);
            names.entry(facts.name.clone()).or_insert(index);
            Service(Arc::new(facts))
        });
        let services: Vec<Service> = services.collect();
        let raw = services.iter().map(|_| OnceLock::new()).collect();
        let edges = services.iter().map(|_| OnceLock::new()).collect();
        Self {
            catalog,
            file,
            services,
            names,
            graph: OnceLock::new(),
            raw,
            cycles: OnceLock::new(),
            exchange: OnceLock::new(),
            edges,
            no_edges: Edges::default(),
        }
    }

    /// Returns the service called `name`.
    pub(crate) fn find(&self, name: &str) -> Option<&Service> {
        self.services.get(*self.names.get(name)?)
    }

    /// Returns the internal dependencies of a service of this platform.
    pub(crate) fn edges(&self, service: &Service) -> &Edges {
        let known = self.edges.get(service.0.index);
        known.map_or(&self.no_edges, |edges| edges.get_or_init(|| Edges::new(self, service)))
    }

    /// Returns the graph file it was made with.
    pub(crate) fn file(&self) -> Option<&GraphFile> {
        self.file.as_ref()
    }

    fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::new(&self.catalog, self.file.as_ref()))
    }

    /// Returns the manifest of a service as data, as it was written but for what no shape has.
    fn raw(&self, index: usize) -> Result<Data, Box<EvalAltResult>> {
        let found = self.raw.get(index).zip(self.catalog.services.get(index));
        let (raw, service) = found.ok_or_else(|| failed("the service is of another catalog"))?;
        if let Some(known) = raw.get() {
            return Ok(known.clone());
        }
        let mut value = serde_json::to_value(service)
            .map_err(|error| failed(format!("the manifest has no JSON form: {error}")))?;
        if let Some(members) = value.as_object_mut() {
            if let Some(Value::Object(extensions)) = members.remove("extensions") {
                members.extend(extensions);
            }
        }
        Ok(raw.get_or_init(|| Data::new(&value)).clone())
    }
}

/// Declares every type of facts.
pub(crate) fn declare(api: &mut Api<'_>) {
    // Parts first: the properties of their types are then read in one step with them.
    service::parts(&mut api.readers);
    api.readers.part("from", |edge: &Edge| Some(edge.from().clone()));
    api.readers.part("to", |edge: &Edge| edge.to().cloned());
    api.readers.part("params", |context: &Context| Some(context.parameters().clone()));
    list::declare(api);
    table::declare(api);
    time::declare(api);
    data::declare(api);
    service::declare(api);
    edge::declare(api);
    service::declare_edges(api);
    catalog::declare(api);
    numbers::declare(api);
    cycles::declare(api);
    exchange::declare(api);
    context::declare(api);
}
