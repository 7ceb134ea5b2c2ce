//! Numbers about each service of a graph.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::components::Components;
use super::ids::{ComponentId, NodeId, Table};
use super::model::Graph;
use super::rules::Check;
use crate::stats::round_half_even;

/// Numbers about one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceMetrics {
    /// Name of the service.
    pub service: String,
    /// Services that depend on it directly.
    pub fan_in: usize,
    /// Services it depends on directly.
    pub fan_out: usize,
    /// `fan_out / (fan_in + fan_out)`, from 0, which nothing moves, to 1; 0 without any dependency.
    pub instability: f64,
    /// Length of the longest chain of dependencies below it; a cycle counts as one service.
    pub depth: usize,
    /// Layer of its domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<u32>,
}

/// How many services are next to one, itself not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Degrees {
    pub(crate) fan_in: usize,
    pub(crate) fan_out: usize,
}

impl Degrees {
    pub(crate) fn of(graph: &Graph, node: NodeId) -> Self {
        let links = &graph.dependency;
        Self { fan_in: links.back.of(node).len(), fan_out: links.out.of(node).len() }
    }

    /// Returns Martin's instability, rounded half to even at 1e-6: a ratio of counts needs no more.
    #[expect(clippy::cast_precision_loss, reason = "counts of edges are far below 2^52")]
    pub(crate) fn instability(self) -> f64 {
        let all = self.fan_in + self.fan_out;
        if all == 0 {
            return 0.0;
        }
        (self.fan_out as f64 / all as f64 * 1e6).round_ties_even() / 1e6
    }
}

/// Returns a ratio as messages show it: at most three digits behind the point.
pub(crate) fn shown(value: f64) -> String {
    round_half_even(value, 3).to_string()
}

/// Measures every service of the catalog, sorted by name.
pub(crate) fn measure(check: &Check<'_>, components: &Components) -> Vec<ServiceMetrics> {
    let graph = check.graph;
    let depths = depths(graph, components);
    let services = graph.nodes.iter().filter(|(_, node)| node.service.is_some());
    services
        .map(|(id, node)| {
            let degrees = Degrees::of(graph, id);
            ServiceMetrics {
                service: node.name.clone(),
                fan_in: degrees.fan_in,
                fan_out: degrees.fan_out,
                instability: degrees.instability(),
                depth: depths[components.of[id]],
                layer: check.layers[id],
            }
        })
        .collect()
}

/// Returns the longest way down from each component, in edges between components.
fn depths(graph: &Graph, components: &Components) -> Table<ComponentId, usize> {
    let mut depths = Table::filled(0, components.len());
    for component in components.ids() {
        let members = components.members.of(component).iter();
        let below = members.flat_map(|node| graph.dependency.out.of(*node));
        let below = below.map(|to| components.of[*to]).filter(|to| *to != component);
        depths[component] = below.map(|to| depths[to] + 1).max().unwrap_or(0);
    }
    depths
}
