//! Strongly connected components: groups of services that all reach each other.

use petgraph::algo::kosaraju_scc;

use super::csr::Csr;
use super::ids::{ComponentId, Id, NodeId, Table};
use super::model::Links;

/// The components of a graph, from dependencies to dependents: each edge between two components
/// goes from the later to the earlier.
pub(crate) struct Components {
    /// Members of each component, sorted.
    pub(crate) members: Csr<ComponentId, NodeId>,
    /// Component of each node.
    pub(crate) of: Table<NodeId, ComponentId>,
}

impl Components {
    /// Finds the components.
    ///
    /// Kosaraju's algorithm, because petgraph's Tarjan recurses and a chain of a hundred thousand
    /// services would overflow the stack.
    pub(crate) fn new(links: &Links) -> Self {
        let found = kosaraju_scc(links.both());
        let mut of = Table::filled(ComponentId::new(0), links.out.sources());
        for (index, members) in found.iter().enumerate() {
            for member in members {
                of[*member] = ComponentId::new(index);
            }
        }
        let pairs = of.iter().map(|(node, component)| (*component, node)).collect();
        Self { members: Csr::from_unsorted(found.len(), pairs), of }
    }

    pub(crate) fn len(&self) -> usize {
        self.members.sources()
    }

    /// Lists the components, dependencies first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..self.len()).map(ComponentId::new)
    }

    /// Returns the edges inside `component`, between its members counted from 0 in sorted order.
    pub(crate) fn inside(&self, component: ComponentId, links: &Links) -> Csr<NodeId, NodeId> {
        let members = self.members.of(component);
        let local = |node: &NodeId| members.binary_search(node).ok().map(NodeId::new);
        let edges = members.iter().enumerate().flat_map(|(from, member)| {
            let inside = links.out.of(*member).iter().filter_map(local);
            inside.map(move |to| (NodeId::new(from), to))
        });
        Csr::from_sorted(members.len(), edges)
    }
}
