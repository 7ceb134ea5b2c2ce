//! The whole judgement of a graph, before severities, waivers and places are settled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::components::Components;
use super::cycles::{Cycle, tangles};
use super::metrics::{ServiceMetrics, measure};
use super::rules::indirect::Allowance;
use super::rules::{Check, completeness, cycles, domains, edges, external, indirect, layers};
use super::rules::{limits, required, selection::Selections};
use crate::finding::Finding;

/// What was counted in a graph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraphTotals {
    /// Services of the catalog.
    pub services: usize,
    /// Names that edges or the graph file mention and the catalog does not have.
    pub unknown: usize,
    /// Dependencies between two services; several statements of one count once.
    pub dependencies: usize,
    /// API contracts that some service implements or calls.
    pub contracts: usize,
    /// Events that some service produces or consumes.
    pub events: usize,
    /// Cycles, services that depend on themselves included.
    pub cycles: usize,
}

/// What the rules say about a graph.
pub(crate) struct Analysis {
    /// Findings as the rules make them; [`settle`](crate::finding) them before they are shown.
    pub(crate) findings: Vec<Finding>,
    pub(crate) metrics: Vec<ServiceMetrics>,
    pub(crate) cycles: Vec<Cycle>,
    pub(crate) totals: GraphTotals,
}

/// Judges a graph by every rule but those that a check of the catalog applies too
/// ([`catalog_rules`]).
pub(crate) fn analyze(check: &Check<'_>) -> Analysis {
    let graph = check.graph;
    let components = Components::new(&graph.dependency);
    let tangles = tangles(&graph.dependency, &components, &|(from, to)| check.leads_up(from, to));
    let mut findings = Vec::new();
    let mut selections = Selections::new(check);
    let mut allowance = Allowance::default();
    cycles::check(check, &tangles, &mut findings);
    layers::check(check, &mut findings);
    indirect::check(check, &mut allowance, &mut findings);
    edges::forbidden(check, &mut selections, &mut allowance, &mut findings);
    edges::allowed(check, &mut selections, &mut findings);
    required::check(check, &mut selections, &mut findings);
    external::check(check, &mut findings);
    completeness::check(check, &mut findings);
    limits::check(check, &mut findings);
    let cycles = graph.described(&tangles);
    let known = graph.nodes.iter().filter(|(_, node)| node.service.is_some()).count();
    let totals = GraphTotals {
        services: known,
        unknown: graph.nodes.len() - known,
        dependencies: graph.dependency.out.edge_count() + graph.loops.len(),
        contracts: graph.contracts.names.len(),
        events: graph.events.names.len(),
        cycles: cycles.len(),
    };
    Analysis { findings, metrics: measure(check, &components), cycles, totals }
}

/// Reports unknown domains and unknown dependencies, which a check of the catalog reports too.
pub(crate) fn catalog_rules(check: &Check<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    domains::unknown_domains(check, &mut findings);
    domains::unknown_dependencies(check, &mut findings);
    findings
}
