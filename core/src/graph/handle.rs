//! What a prepared graph is asked by hosts: each question with its input and its report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::impact::all_kinds;
use super::{
    EdgeKind, Graph, ImpactChange, ImpactOptions, ImpactReport, ImpactScoring, OrderReport,
};
use crate::document::Source;
use crate::error::Result;

/// What a graph is prepared from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenGraphInput {
    /// The service index.
    pub catalog: Source,
    /// The graph file. Absent: the dependencies of the manifests are all there are.
    #[serde(default)]
    pub graph: Option<Source>,
}

/// What is asked of the reach of changes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactQuery {
    /// What changes; at least one.
    pub changes: Vec<ImpactChange>,
    /// Hops after which the search ends, at least 1. Absent: it goes on to the end.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub max_hops: Option<u32>,
    /// Kinds of edges that pass a change on. Absent: all.
    #[serde(default = "all_kinds")]
    pub edge_kinds: Vec<EdgeKind>,
    /// How the blast radius is scored.
    #[serde(default)]
    pub scoring: ImpactScoring,
}

/// What is asked of the order of services.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderQuery {
    /// Services to order; the others pass their order on. Absent: every service of the catalog.
    #[serde(default)]
    pub services: Option<Vec<String>>,
}

/// What is asked of the neighbours of a service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeighbourQuery {
    /// Name of the service.
    pub service: String,
    /// Whether neighbours of neighbours count too.
    #[serde(default)]
    pub transitive: bool,
}

/// What is asked of the way between two services.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathQuery {
    /// The service that depends.
    pub start: String,
    /// The service it depends on.
    pub end: String,
}

/// What is asked of the names of a graph: nothing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamesQuery {}

/// Services by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServiceNames {
    /// The names; sorted, or nearest first where the question was transitive.
    pub services: Vec<String>,
}

/// The way from one service to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PathReport {
    /// The shortest chain of dependencies, both ends included; null when there is none.
    pub path: Option<Vec<String>>,
}

/// Prepares a graph.
pub(crate) fn open(input: &OpenGraphInput) -> Result<Graph> {
    Graph::from_sources(&input.catalog, input.graph.as_ref())
}

pub(crate) fn impact(graph: &Graph, query: &ImpactQuery) -> Result<ImpactReport> {
    let options = ImpactOptions {
        max_hops: query.max_hops,
        edge_kinds: query.edge_kinds.clone(),
        scoring: query.scoring.clone(),
    };
    graph.impact(&query.changes, &options)
}

pub(crate) fn order(graph: &Graph, query: &OrderQuery) -> Result<OrderReport> {
    graph.order(query.services.as_deref())
}

pub(crate) fn dependencies(graph: &Graph, query: &NeighbourQuery) -> Result<ServiceNames> {
    let found = if query.transitive {
        graph.all_dependencies(&query.service)
    } else {
        graph.dependencies(&query.service)
    };
    found.map(names).map_err(|error| error.at("/service"))
}

pub(crate) fn dependents(graph: &Graph, query: &NeighbourQuery) -> Result<ServiceNames> {
    let found = if query.transitive {
        graph.all_dependents(&query.service)
    } else {
        graph.dependents(&query.service)
    };
    found.map(names).map_err(|error| error.at("/service"))
}

pub(crate) fn path(graph: &Graph, query: &PathQuery) -> Result<PathReport> {
    for (name, at) in [(&query.start, "/start"), (&query.end, "/end")] {
        graph.node(name).map_err(|error| error.at(at))?;
    }
    let path = graph.path(&query.start, &query.end)?;
    Ok(PathReport { path: path.map(|path| names(path).services) })
}

#[expect(clippy::unnecessary_wraps, reason = "every question has the same form")]
pub(crate) fn services(graph: &Graph, _: &NamesQuery) -> Result<ServiceNames> {
    Ok(names(graph.names().collect()))
}

fn names(found: Vec<&str>) -> ServiceNames {
    ServiceNames { services: found.into_iter().map(str::to_owned).collect() }
}
