//! Made-up graphs of a wanted size.

use crate::model::DOMAINS;
use crate::random::Random;

/// A graph whose node numbers are also its names.
#[derive(Clone, Debug)]
pub struct EdgeList {
    /// Number of nodes.
    pub nodes: usize,
    /// Edges: who depends, on whom. Without repeats, in no order.
    pub edges: Vec<(usize, usize)>,
}

/// One edge of a circle is planted for so many edges.
const ONE_CIRCLE_IN: usize = 2000;

/// Returns a graph of `nodes` nodes and exactly `edges` edges, popular targets first. All edges lead
/// to smaller numbers, but for one in two thousand, which leads back and closes a circle.
pub fn graph(nodes: usize, edges: usize, seed: u64) -> EdgeList {
    let mut random = Random::new(seed);
    let mut seen = std::collections::BTreeSet::new();
    let mut list = Vec::with_capacity(edges);
    while list.len() < edges {
        let from = 1 + random.below(nodes.saturating_sub(1));
        let to = random.skewed(from);
        let mut planned = vec![(from, to)];
        if random.once_in(ONE_CIRCLE_IN) {
            planned.push((to, from));
        }
        for edge in planned {
            if list.len() < edges && seen.insert(edge) {
                list.push(edge);
            }
        }
    }
    EdgeList { nodes, edges: list }
}

/// Returns the domain of node `index` of `nodes`: the nine in ascending layers.
pub fn domain(index: usize, nodes: usize) -> &'static str {
    DOMAINS.get(index * DOMAINS.len() / nodes.max(1)).copied().unwrap_or_default()
}

impl EdgeList {
    /// Returns the graph as a service index in JSON, with nothing in it but names, domains and
    /// dependencies.
    pub fn catalog(&self) -> String {
        let mut internal = vec![Vec::new(); self.nodes];
        for (from, to) in &self.edges {
            if let Some(list) = internal.get_mut(*from) {
                list.push(format!("n{to}"));
            }
        }
        let entry = |(index, internal): (usize, Vec<String>)| {
            serde_json::json!({
                "name": format!("n{index}"),
                "repo": "r",
                "domain": domain(index, self.nodes),
                "version": "1.0.0",
                "maturity": "stable",
                "dependencies": {"internal": internal, "external": []},
            })
        };
        let services: Vec<_> = internal.into_iter().enumerate().map(entry).collect();
        serde_json::json!({"services": services}).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::graph;

    #[test]
    fn a_graph_has_the_wanted_size() {
        let graph = graph(1000, 5000, 1);
        assert_eq!(graph.edges.len(), 5000);
        assert!(graph.edges.iter().all(|(from, to)| *from < 1000 && *to < 1000));
        assert!(graph.edges.iter().any(|(from, to)| from < to), "no circle");
    }
}
