//! The rules about a graph; each file judges one kind of them.

pub(super) mod completeness;
pub(super) mod cycles;
pub(super) mod domains;
pub(super) mod edges;
pub(super) mod external;
pub(super) mod indirect;
pub(super) mod layers;
pub(super) mod limits;
pub(super) mod required;
pub(super) mod selection;
mod versions;
mod walk;

use super::GraphFile;
use super::ids::{EdgeId, NodeId, Table};
use super::model::Graph;
use super::selector::Facts;
use crate::catalog::{Catalog, Service};
use crate::config::{DependencyRules, Rules};
use crate::finding::{Code, Finding, Location};
use crate::suggest::Budget;

/// What the rules judge, and by what.
pub(crate) struct Check<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) catalog: &'a Catalog,
    /// The graph file and the name of its document.
    pub(crate) file: Option<(&'a GraphFile, &'a str)>,
    pub(crate) rules: &'a Rules,
    pub(crate) rules_path: &'a str,
    /// Layer of each service; none for those whose domain has no layer.
    pub(crate) layers: Table<NodeId, Option<u32>>,
    /// How many more names are looked for that an unknown one may stand for.
    suggestions: Budget,
}

impl<'a> Check<'a> {
    pub(crate) fn new(
        graph: &'a Graph,
        catalog: &'a Catalog,
        file: Option<(&'a GraphFile, &'a str)>,
        (rules, rules_path): (&'a Rules, &'a str),
    ) -> Self {
        let ranks = &rules.dependency.domain_layers;
        let rank = |domain: &String| ranks.get(domain).copied();
        let layers =
            graph.nodes.iter().map(|(_, node)| node.domain.as_ref().and_then(rank)).collect();
        let layers = Table::from_vec(layers);
        let suggestions = Budget::new();
        Self { graph, catalog, file, rules, rules_path, layers, suggestions }
    }

    /// Tells whether an edge leads to a higher layer.
    pub(crate) fn leads_up(&self, from: NodeId, to: NodeId) -> bool {
        matches!((self.layers[from], self.layers[to]), (Some(from), Some(to)) if from < to)
    }

    fn dependency(&self) -> &'a DependencyRules {
        &self.rules.dependency
    }

    fn name(&self, node: NodeId) -> &'a str {
        self.graph.name(node)
    }

    fn service(&self, node: NodeId) -> Option<&'a Service> {
        self.graph.service(self.catalog, node)
    }

    fn domain(&self, node: NodeId) -> Option<&'a str> {
        self.graph.nodes[node].domain.as_deref()
    }

    fn facts(&self, node: NodeId) -> Facts<'a> {
        Facts {
            name: self.name(node),
            domain: self.domain(node),
            layer: self.layers[node],
            service: self.service(node),
        }
    }

    /// Returns where a dependency edge is stated.
    fn edge_place(&self, edge: EdgeId) -> Option<Location> {
        let source = self.graph.dependency.sources[edge];
        source.place(self.catalog, self.file.map(|(_, path)| path))
    }

    /// Returns a finding about the edge `from -> to`.
    fn edge_finding(
        &self,
        code: &'static Code,
        (from, to): (NodeId, NodeId),
        key: &[&str],
        message: String,
    ) -> Finding {
        let subject = format!("{} -> {}", self.name(from), self.name(to));
        let edge = self.graph.dependency.out.find(from, to);
        Finding::new(code, subject, key, message).at(edge.and_then(|edge| self.edge_place(edge)))
    }

    /// Names the services of a chain, for messages: long ones are cut in the middle.
    fn shown(&self, chain: &[NodeId]) -> String {
        const MOST: usize = 10;
        let names: Vec<&str> = chain.iter().map(|node| self.name(*node)).collect();
        match (names.get(..MOST / 2), names.get(names.len().saturating_sub(MOST / 2)..)) {
            (Some(head), Some(tail)) if names.len() > MOST => {
                let left_out = names.len() - MOST;
                format!("{} -> … {left_out} more … -> {}", head.join(" -> "), tail.join(" -> "))
            }
            _ => names.join(" -> "),
        }
    }

    /// Names the services of a chain, as evidence.
    fn evidence(&self, chain: &[NodeId]) -> Vec<&'a str> {
        chain.iter().map(|node| self.name(*node)).collect()
    }

    /// Adds the nearest name of a service to a finding about the unknown `name`.
    fn suggest_service(&self, name: &str, finding: Finding) -> Finding {
        match self.suggestions.nearest(name, self.graph.service_names()) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        }
    }

    /// Returns where a service states its dependencies, or else the service itself.
    fn service_place(&self, node: NodeId, inner: &str) -> Option<Location> {
        self.service(node)?.place(inner)
    }
}
