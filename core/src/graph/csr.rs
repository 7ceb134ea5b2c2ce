//! Adjacency in two flat arrays (compressed sparse rows), and the view of it petgraph walks.

use petgraph::visit::{
    GraphBase, GraphRef, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, VisitMap,
    Visitable,
};

use super::ids::{EdgeId, Id, NodeId, Table};

/// Which `T`s each `S` points to, sorted.
#[derive(Clone, Debug)]
pub(crate) struct Csr<S, T> {
    /// `starts[s]..starts[s + 1]` is the part of `targets` of `s`.
    starts: Vec<usize>,
    targets: Vec<T>,
    source: std::marker::PhantomData<S>,
}

impl<S: Id, T: Id> Csr<S, T> {
    /// Returns the adjacency of `edges` over `sources` sources; duplicates must be gone and the
    /// edges sorted.
    pub(crate) fn from_sorted(sources: usize, edges: impl IntoIterator<Item = (S, T)>) -> Self {
        let mut starts = Vec::with_capacity(sources + 1);
        let mut targets = Vec::new();
        for (from, to) in edges {
            while starts.len() <= from.index() {
                starts.push(targets.len());
            }
            targets.push(to);
        }
        starts.resize(sources + 1, targets.len());
        Self { starts, targets, source: std::marker::PhantomData }
    }

    /// Returns the adjacency of `edges` in any order, with duplicates.
    pub(crate) fn from_unsorted(sources: usize, mut edges: Vec<(S, T)>) -> Self {
        edges.sort_unstable();
        edges.dedup();
        Self::from_sorted(sources, edges)
    }

    /// Returns the same edges turned round, over `targets` sources.
    pub(crate) fn reversed(&self, targets: usize) -> Csr<T, S> {
        let mut next = vec![0_usize; targets + 1];
        for target in &self.targets {
            if let Some(count) = next.get_mut(target.index() + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for count in &mut next {
            total += *count;
            *count = total;
        }
        let starts = next.clone();
        let mut sources = vec![S::new(0); self.targets.len()];
        for (from, to) in self.edges() {
            if let Some(place) = next.get_mut(to.index()) {
                if let Some(slot) = sources.get_mut(*place) {
                    *slot = from;
                }
                *place += 1;
            }
        }
        Csr { starts, targets: sources, source: std::marker::PhantomData }
    }

    pub(crate) fn sources(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn edge_count(&self) -> usize {
        self.targets.len()
    }

    #[inline]
    fn range(&self, from: S) -> std::ops::Range<usize> {
        let start = self.starts.get(from.index()).copied().unwrap_or_default();
        let end = self.starts.get(from.index() + 1).copied().unwrap_or(start);
        start..end
    }

    /// Returns what `from` points to, sorted.
    #[inline]
    pub(crate) fn of(&self, from: S) -> &[T] {
        self.targets.get(self.range(from)).unwrap_or_default()
    }

    /// Lists the edges of `from` with their ids.
    pub(crate) fn edges_of(&self, from: S) -> impl Iterator<Item = (EdgeId, T)> + '_ {
        let range = self.range(from);
        range.map(EdgeId::new).zip(self.of(from).iter().copied())
    }

    /// Lists every edge in order; the n-th has the id n.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (S, T)> + '_ {
        let sources = (0..self.sources()).map(S::new);
        sources.flat_map(|from| self.of(from).iter().map(move |to| (from, *to)))
    }

    /// Returns the id of the edge `from -> to`.
    pub(crate) fn find(&self, from: S, to: T) -> Option<EdgeId> {
        let place = self.of(from).binary_search(&to).ok()?;
        Some(EdgeId::new(self.range(from).start + place))
    }
}

/// A directed graph seen from both sides, as petgraph's algorithms want it.
#[derive(Clone, Copy)]
pub(crate) struct Both<'a> {
    pub(crate) out: &'a Csr<NodeId, NodeId>,
    pub(crate) back: &'a Csr<NodeId, NodeId>,
}

/// The nodes a walk has seen.
pub(crate) struct Seen(Table<NodeId, bool>);

impl VisitMap<NodeId> for Seen {
    fn visit(&mut self, node: NodeId) -> bool {
        !std::mem::replace(&mut self.0[node], true)
    }

    fn is_visited(&self, node: &NodeId) -> bool {
        self.0[*node]
    }

    fn unvisit(&mut self, node: NodeId) -> bool {
        std::mem::replace(&mut self.0[node], false)
    }
}

impl GraphBase for Both<'_> {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
}

impl GraphRef for Both<'_> {}

impl<'a> IntoNeighbors for Both<'a> {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, NodeId>>;

    fn neighbors(self, node: NodeId) -> Self::Neighbors {
        self.out.of(node).iter().copied()
    }
}

impl<'a> IntoNeighborsDirected for Both<'a> {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, NodeId>>;

    fn neighbors_directed(
        self,
        node: NodeId,
        direction: petgraph::Direction,
    ) -> Self::NeighborsDirected {
        let side = if direction == petgraph::Outgoing { self.out } else { self.back };
        side.of(node).iter().copied()
    }
}

impl IntoNodeIdentifiers for Both<'_> {
    type NodeIdentifiers = std::iter::Map<std::ops::Range<usize>, fn(usize) -> NodeId>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.out.sources()).map(NodeId::new)
    }
}

impl Visitable for Both<'_> {
    type Map = Seen;

    fn visit_map(&self) -> Seen {
        Seen(Table::filled(false, self.out.sources()))
    }

    fn reset_map(&self, map: &mut Seen) {
        *map = self.visit_map();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Csr<NodeId, NodeId> {
        let ids = edges.iter().map(|(from, to)| (NodeId::new(*from), NodeId::new(*to)));
        Csr::from_unsorted(nodes, ids.collect())
    }

    fn pairs(csr: &Csr<NodeId, NodeId>) -> Vec<(usize, usize)> {
        csr.edges().map(|(from, to)| (from.index(), to.index())).collect()
    }

    #[test]
    fn edges_are_sorted_and_unique() {
        let csr = graph(4, &[(3, 0), (1, 2), (1, 0), (1, 2)]);
        assert_eq!(pairs(&csr), [(1, 0), (1, 2), (3, 0)]);
        assert_eq!(csr.sources(), 4);
        assert_eq!(csr.edge_count(), 3);
        assert!(csr.of(NodeId::new(2)).is_empty());
    }

    #[test]
    fn reversed_twice_is_the_same() {
        let csr = graph(5, &[(0, 4), (2, 1), (2, 4), (4, 0)]);
        assert_eq!(pairs(&csr.reversed(5)), [(0, 4), (1, 2), (4, 0), (4, 2)]);
        assert_eq!(pairs(&csr.reversed(5).reversed(5)), pairs(&csr));
    }

    #[test]
    fn edges_are_found_by_their_ends() {
        let csr = graph(3, &[(0, 1), (0, 2), (2, 1)]);
        let find = |from, to| csr.find(NodeId::new(from), NodeId::new(to)).map(Id::index);
        assert_eq!(find(0, 2), Some(1));
        assert_eq!(find(2, 1), Some(2));
        assert_eq!(find(1, 0), None);
    }
}
