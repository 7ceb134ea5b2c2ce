//! Which edges to cut so that no cycle is left.

use std::collections::BTreeSet;

use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::witness::shortest_cycle;
use crate::graph::csr::Csr;
use crate::graph::ids::{Id, NodeId, Table};

pub(crate) type Edge = (NodeId, NodeId);

/// Graphs with more edges than this are not searched for the least set.
const MOST_EDGES_EXACT: usize = 2_000;
/// Edges looked at before the search for the least set gives up.
const EXACT_STEPS: usize = 100_000;
/// The same for all components of one graph together.
const EXACT_STEPS_IN_ALL: usize = 4_000_000;
/// Graphs with more edges than this get no heuristic: its needless edges would take too long to find.
const MOST_EDGES_GREEDY: usize = 20_000;
/// Edges looked at before the search for needless edges gives up.
const REDUCE_STEPS: usize = 4_000_000;

/// Edges whose removal leaves no cycle; each of them is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) edges: Vec<Edge>,
    /// Whether no smaller set does. Finding the least set is hard (NP), so that large tangles get a
    /// set that is merely small.
    pub(crate) optimal: bool,
}

/// Returns the edges to cut from a strongly connected graph.
///
/// The heuristic of Eades, Lin and Smyth gives a set, from which needless edges are dropped; where
/// the graph is small, all sets are tried by size, those with edges that are `wrong` anyway first.
///
/// `spent` counts the steps of all searches for a least set.
pub(crate) fn cut(
    graph: &Csr<NodeId, NodeId>,
    wrong: &dyn Fn(Edge) -> bool,
    spent: &mut usize,
) -> Cut {
    let small = small(graph);
    if graph.edge_count() > MOST_EDGES_EXACT {
        let optimal = small.len() <= 1;
        return Cut { edges: small, optimal };
    }
    let limit = EXACT_STEPS.min(EXACT_STEPS_IN_ALL.saturating_sub(*spent));
    let mut search = Least { graph, wrong, cut: BTreeSet::new(), steps: 0, limit };
    let mut found = Cut { edges: small, optimal: false };
    for size in 1..=found.edges.len() {
        // Nothing smaller does, so that a set of this size is a least one.
        found.optimal = size == found.edges.len();
        match search.within(size) {
            Some(true) => {
                found = Cut { edges: search.cut.iter().copied().collect(), optimal: true };
                break;
            }
            Some(false) => {}
            None => break,
        }
    }
    *spent += search.steps;
    found
}

fn small(graph: &Csr<NodeId, NodeId>) -> Vec<Edge> {
    if graph.edge_count() > MOST_EDGES_GREEDY {
        return back_edges(graph);
    }
    reduced(graph, &greedy(graph)).unwrap_or_else(|| back_edges(graph))
}

fn greedy(graph: &Csr<NodeId, NodeId>) -> BTreeSet<Edge> {
    let index = |node: NodeId| NodeIndex::<usize>::new(node.index());
    let pairs = graph.edges().map(|(from, to)| (index(from), index(to)));
    let peer: DiGraph<(), (), usize> = DiGraph::from_edges(pairs);
    let node = |index: NodeIndex<usize>| NodeId::new(index.index());
    let cut: BTreeSet<Edge> = greedy_feedback_arc_set(&peer)
        .map(|edge| (node(edge.source()), node(edge.target())))
        .collect();
    cut
}

/// Puts back each edge of `cut` that closes no cycle; none when that takes too long.
fn reduced(graph: &Csr<NodeId, NodeId>, cut: &BTreeSet<Edge>) -> Option<Vec<Edge>> {
    let mut cut = cut.clone();
    let mut steps = 0;
    let mut seen: Table<NodeId, Option<Edge>> = Table::filled(None, graph.sources());
    for edge in cut.clone() {
        let (from, to) = edge;
        let mut stack = vec![to];
        let mut closes = false;
        while let Some(node) = stack.pop() {
            closes |= node == from;
            if closes {
                break;
            }
            for next in graph.of(node) {
                steps += 1;
                if seen[*next] != Some(edge) && !cut.contains(&(node, *next)) {
                    seen[*next] = Some(edge);
                    stack.push(*next);
                }
            }
        }
        if !closes {
            cut.remove(&edge);
        }
        if steps > REDUCE_STEPS {
            return None;
        }
    }
    Some(cut.into_iter().collect())
}

/// Returns the edges that lead back to a node on the way of one depth-first walk. Each closes a
/// cycle with edges that stay, so that each is needed.
fn back_edges(graph: &Csr<NodeId, NodeId>) -> Vec<Edge> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnWay,
        Done,
    }
    let mut state = Table::filled(State::New, graph.sources());
    let mut cut = Vec::new();
    for root in (0..graph.sources()).map(NodeId::new) {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::OnWay;
        let mut way = vec![(root, graph.of(root).iter())];
        while let Some((node, rest)) = way.last_mut() {
            let node = *node;
            match rest.next() {
                Some(to) if state[*to] == State::OnWay => cut.push((node, *to)),
                Some(to) if state[*to] == State::New => {
                    state[*to] = State::OnWay;
                    way.push((*to, graph.of(*to).iter()));
                }
                Some(_) => {}
                None => {
                    state[node] = State::Done;
                    way.pop();
                }
            }
        }
    }
    cut.sort_unstable();
    cut
}

/// A search for a least set, by size: some edge of a shortest cycle is in it.
struct Least<'a> {
    graph: &'a Csr<NodeId, NodeId>,
    wrong: &'a dyn Fn(Edge) -> bool,
    cut: BTreeSet<Edge>,
    steps: usize,
    limit: usize,
}

impl Least<'_> {
    /// Tells whether `size` more edges suffice; none when the search took too long.
    fn within(&mut self, size: usize) -> Option<bool> {
        let kept = self.graph.edges().filter(|edge| !self.cut.contains(edge));
        let kept = Csr::from_sorted(self.graph.sources(), kept);
        if self.steps > self.limit {
            return None;
        }
        let Some(cycle) = shortest_cycle(&kept, &mut self.steps) else { return Some(true) };
        if size == 0 {
            return Some(false);
        }
        let after = cycle.path.iter().cycle().skip(1);
        let mut edges: Vec<Edge> = cycle.path.iter().copied().zip(after.copied()).collect();
        edges.sort_by_key(|edge| !(self.wrong)(*edge));
        for edge in edges {
            self.cut.insert(edge);
            if self.within(size - 1)? {
                return Some(true);
            }
            self.cut.remove(&edge);
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Csr<NodeId, NodeId> {
        let ids = edges.iter().map(|(from, to)| (NodeId::new(*from), NodeId::new(*to)));
        Csr::from_unsorted(nodes, ids.collect())
    }

    fn pairs(edges: &[Edge]) -> Vec<(usize, usize)> {
        edges.iter().map(|(from, to)| (from.index(), to.index())).collect()
    }

    #[test]
    fn one_edge_that_all_cycles_share_is_enough() {
        let cut = cut(&graph(4, &[(0, 1), (1, 2), (2, 0), (1, 3), (3, 0)]), &|_| false, &mut 0);
        assert_eq!(pairs(&cut.edges), [(0, 1)]);
        assert!(cut.optimal);
    }

    #[test]
    fn of_least_cuts_one_with_a_wrong_edge_is_taken() {
        let ring = graph(3, &[(0, 1), (1, 2), (2, 0)]);
        let wrong = |edge: Edge| edge == (NodeId::new(1), NodeId::new(2));
        assert_eq!(pairs(&cut(&ring, &|_| false, &mut 0).edges), [(0, 1)]);
        assert_eq!(pairs(&cut(&ring, &wrong, &mut 0).edges), [(1, 2)]);
    }

    #[test]
    fn three_cycles_that_share_no_edge_need_three() {
        let cut =
            cut(&graph(4, &[(0, 1), (1, 0), (1, 2), (2, 3), (3, 2), (2, 1)]), &|_| false, &mut 0);
        assert_eq!(cut.edges.len(), 3);
        assert!(cut.optimal);
    }

    #[test]
    fn back_edges_leave_no_cycle_and_none_is_needless() {
        let graph = graph(5, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 1), (3, 4), (4, 0)]);
        let back = back_edges(&graph);
        let set: BTreeSet<Edge> = back.iter().copied().collect();
        assert_eq!(reduced(&graph, &set).as_ref(), Some(&back));
        let kept = graph.edges().filter(|edge| !set.contains(edge));
        assert_eq!(shortest_cycle(&Csr::from_sorted(5, kept), &mut 0), None);
    }
}
