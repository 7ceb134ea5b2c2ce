//! The shortest cycle of a graph, the same one for the same graph.

use crate::graph::csr::Csr;
use crate::graph::ids::{Id, NodeId, Table};

/// Edges looked at for each edge of the graph, and at least, before the search settles for the
/// shortest cycle so far.
const STEPS_PER_EDGE: usize = 16;
const LEAST_STEPS: usize = 200_000;

/// A cycle: its nodes from the least one on, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Witness {
    pub(crate) path: Vec<NodeId>,
    /// Whether no shorter cycle is possible; the search gives up in large tangles.
    pub(crate) shortest: bool,
}

/// Returns the shortest cycle, of several the one whose nodes are least from its least node on; none
/// when there is no cycle. There are no edges from a node to itself.
///
/// For each node, in order, one breadth-first walk over the nodes after it looks for a way back that
/// is shorter than the best so far. Nodes that lie on no cycle of the nodes left are taken out.
/// Adds the edges it looked at to `steps`.
pub(crate) fn shortest_cycle(graph: &Csr<NodeId, NodeId>, steps: &mut usize) -> Option<Witness> {
    let mut search = Search::new(graph);
    search.drop_dead_ends();
    let witness = search.run();
    *steps += search.steps + graph.edge_count();
    witness
}

struct Search<'a> {
    graph: &'a Csr<NodeId, NodeId>,
    back: Csr<NodeId, NodeId>,
    /// Whether a node may still lie on a cycle that was not looked at.
    alive: Table<NodeId, bool>,
    ins: Table<NodeId, usize>,
    outs: Table<NodeId, usize>,
    dead_ends: Vec<NodeId>,
    /// The walk that reached the node last, and from where.
    reached: Table<NodeId, Option<(NodeId, NodeId)>>,
    queue: Vec<NodeId>,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Csr<NodeId, NodeId>) -> Self {
        let nodes = graph.sources();
        let back = graph.reversed(nodes);
        let degrees = |side: &Csr<NodeId, NodeId>| {
            Table::from_vec((0..nodes).map(|node| side.of(NodeId::new(node)).len()).collect())
        };
        let (ins, outs): (Table<NodeId, usize>, _) = (degrees(&back), degrees(graph));
        let dead_ends = ins.ids().filter(|node| ins[*node] == 0 || outs[*node] == 0).collect();
        let alive = Table::filled(true, nodes);
        let reached = Table::filled(None, nodes);
        Self { graph, back, alive, ins, outs, dead_ends, reached, queue: Vec::new(), steps: 0 }
    }

    fn run(&mut self) -> Option<Witness> {
        let budget = (self.graph.edge_count() * STEPS_PER_EDGE).max(LEAST_STEPS);
        let mut best: Option<Vec<NodeId>> = None;
        for start in (0..self.graph.sources()).map(NodeId::new) {
            if !self.alive[start] {
                continue;
            }
            if best.is_some() && self.steps > budget {
                return best.map(|path| Witness { path, shortest: false });
            }
            let limit = best.as_ref().map_or(usize::MAX, Vec::len);
            if let Some(shorter) = self.cycle_through(start, limit) {
                // Without edges to oneself no cycle is shorter than two.
                if shorter.len() == 2 {
                    return Some(Witness { path: shorter, shortest: true });
                }
                best = Some(shorter);
            }
            self.remove(start);
            self.drop_dead_ends();
        }
        best.map(|path| Witness { path, shortest: true })
    }

    /// Walks from `start` over living nodes, and returns the way when it comes back in fewer than
    /// `limit` edges. Sorted adjacency makes it the least of the shortest ways.
    fn cycle_through(&mut self, start: NodeId, limit: usize) -> Option<Vec<NodeId>> {
        self.queue.clear();
        self.queue.push(start);
        self.reached[start] = Some((start, start));
        let (mut next, mut length) = (0, 1);
        // Each round walks the nodes of one distance; a way back from there has `length` edges.
        while next < self.queue.len() && length < limit {
            let level = next..self.queue.len();
            next = level.end;
            for place in level {
                let Some(node) = self.queue.get(place).copied() else { break };
                for to in self.graph.of(node) {
                    self.steps += 1;
                    if *to == start {
                        return Some(self.way(start, node));
                    }
                    let seen = self.reached[*to].is_some_and(|(walk, _)| walk == start);
                    if self.alive[*to] && !seen {
                        self.reached[*to] = Some((start, node));
                        self.queue.push(*to);
                    }
                }
            }
            length += 1;
        }
        None
    }

    fn way(&self, start: NodeId, last: NodeId) -> Vec<NodeId> {
        let mut way = vec![last];
        let mut node = last;
        while node != start {
            let Some((_, from)) = self.reached[node] else { break };
            way.push(from);
            node = from;
        }
        way.reverse();
        way
    }

    fn remove(&mut self, node: NodeId) {
        self.alive[node] = false;
        for to in self.graph.of(node) {
            self.ins[*to] -= 1;
            if self.ins[*to] == 0 {
                self.dead_ends.push(*to);
            }
        }
        for from in self.back.of(node) {
            self.outs[*from] -= 1;
            if self.outs[*from] == 0 {
                self.dead_ends.push(*from);
            }
        }
    }

    fn drop_dead_ends(&mut self) {
        while let Some(node) = self.dead_ends.pop() {
            if self.alive[node] {
                self.remove(node);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(nodes: usize, edges: &[(usize, usize)]) -> Option<(Vec<usize>, bool)> {
        let ids = edges.iter().map(|(from, to)| (NodeId::new(*from), NodeId::new(*to)));
        let witness = shortest_cycle(&Csr::from_unsorted(nodes, ids.collect()), &mut 0)?;
        Some((witness.path.into_iter().map(Id::index).collect(), witness.shortest))
    }

    #[test]
    fn a_graph_without_cycle_has_no_witness() {
        assert_eq!(shortest(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]), None);
    }

    #[test]
    fn the_shorter_of_two_cycles_is_found() {
        let edges = [(0, 1), (1, 2), (2, 3), (3, 0), (3, 1)];
        assert_eq!(shortest(4, &edges), Some((vec![1, 2, 3], true)));
    }

    #[test]
    fn of_equal_cycles_the_least_is_found() {
        let edges = [(0, 3), (3, 4), (4, 0), (0, 2), (2, 4)];
        assert_eq!(shortest(5, &edges), Some((vec![0, 2, 4], true)));
        let edges = [(3, 2), (2, 3), (1, 4), (4, 1)];
        assert_eq!(shortest(5, &edges), Some((vec![1, 4], true)));
    }

    #[test]
    fn a_long_ring_is_walked_once() {
        let nodes = 50_000;
        let mut edges: Vec<_> = (1..nodes).map(|node| (node - 1, node)).collect();
        edges.push((nodes - 1, 0));
        let (path, shortest) = shortest(nodes, &edges).unwrap();
        assert_eq!(path.len(), nodes);
        assert!(shortest);
    }
}
