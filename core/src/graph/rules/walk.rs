//! Chains of dependencies from some services to others, through services between.

use crate::graph::csr::Csr;
use crate::graph::ids::{NodeId, Table};

/// Steps that all searches of one check may take together.
const STEPS: usize = 20_000_000;

/// What searches of one check may still spend.
pub(crate) struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Self(STEPS)
    }
}

/// A search for chains.
pub(super) struct Walk<'a, T, E> {
    pub(super) out: &'a Csr<NodeId, NodeId>,
    pub(super) back: &'a Csr<NodeId, NodeId>,
    /// Services a chain may start at, sorted.
    pub(super) heads: &'a [NodeId],
    /// Services chains may pass through.
    pub(super) through: T,
    /// Tells whether a chain from the first may end at the second.
    pub(super) ends: E,
}

/// What a search found.
pub(super) struct Chains {
    /// The shortest chain for each pair of ends, by its ends.
    pub(super) found: Vec<Vec<NodeId>>,
    /// Services whose chains were not searched, or not all of them.
    pub(super) unsearched: usize,
}

impl<T: Fn(NodeId) -> bool, E: Fn(NodeId, NodeId) -> bool> Walk<'_, T, E> {
    /// Finds the shortest chain from each head to each end. Only services from which one of
    /// `goals`, those a chain may end at, is in reach are entered.
    pub(super) fn run(&self, goals: &[NodeId], allowance: &mut Allowance) -> Chains {
        let near = self.near(goals);
        let mut found = Vec::new();
        let mut unsearched = 0;
        let mut reached: Table<NodeId, Option<(NodeId, NodeId)>> =
            Table::filled(None, self.out.sources());
        for head in self.heads.iter().copied().filter(|head| near[*head]) {
            if allowance.0 == 0 {
                unsearched += 1;
                continue;
            }
            if !self.walk_head(head, &near, &mut reached, &mut found, allowance) {
                unsearched += 1;
            }
        }
        found.sort_unstable_by(|a: &Vec<NodeId>, b| {
            (a.first(), a.last()).cmp(&(b.first(), b.last()))
        });
        Chains { found, unsearched }
    }

    /// Marks the goals, and what reaches one of them through services between.
    fn near(&self, goals: &[NodeId]) -> Table<NodeId, bool> {
        let mut near = Table::filled(false, self.out.sources());
        let mut entered = Table::filled(false, self.out.sources());
        let mut stack = goals.to_vec();
        for goal in goals {
            entered[*goal] = true;
        }
        while let Some(node) = stack.pop() {
            for from in self.back.of(node) {
                near[*from] = true;
                if !entered[*from] && (self.through)(*from) {
                    entered[*from] = true;
                    stack.push(*from);
                }
            }
        }
        near
    }

    /// Walks from `head`; tells whether the allowance lasted.
    fn walk_head(
        &self,
        head: NodeId,
        near: &Table<NodeId, bool>,
        reached: &mut Table<NodeId, Option<(NodeId, NodeId)>>,
        found: &mut Vec<Vec<NodeId>>,
        allowance: &mut Allowance,
    ) -> bool {
        let mut queue = vec![head];
        let mut next = 0;
        reached[head] = Some((head, head));
        while let Some(node) = queue.get(next).copied() {
            next += 1;
            for to in self.out.of(node).iter().copied() {
                allowance.0 = allowance.0.saturating_sub(1);
                if reached[to].is_some_and(|(walk, _)| walk == head) {
                    continue;
                }
                reached[to] = Some((head, node));
                if (self.ends)(head, to) {
                    let chain = chain(head, to, reached);
                    allowance.0 = allowance.0.saturating_sub(chain.len());
                    found.push(chain);
                }
                if near[to] && (self.through)(to) {
                    queue.push(to);
                }
            }
            if allowance.0 == 0 {
                return false;
            }
        }
        true
    }
}

fn chain(
    head: NodeId,
    end: NodeId,
    reached: &Table<NodeId, Option<(NodeId, NodeId)>>,
) -> Vec<NodeId> {
    let mut chain = vec![end];
    let mut node = end;
    while node != head {
        let Some((_, from)) = reached[node] else { break };
        chain.push(from);
        node = from;
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::ids::Id;

    fn run(edges: &[(usize, usize)], allowance: usize) -> (Vec<Vec<usize>>, usize) {
        let node = NodeId::new;
        let out = Csr::from_unsorted(
            6,
            edges.iter().map(|(from, to)| (node(*from), node(*to))).collect(),
        );
        let walk = Walk {
            out: &out,
            back: &out.reversed(6),
            heads: &[node(0), node(1)],
            through: |inner: NodeId| (2..4).contains(&inner.index()),
            ends: |_: NodeId, end: NodeId| end.index() >= 4,
        };
        let chains = walk.run(&[node(4), node(5)], &mut Allowance(allowance));
        let indexes = |chain: Vec<NodeId>| chain.into_iter().map(Id::index).collect();
        (chains.found.into_iter().map(indexes).collect(), chains.unsearched)
    }

    #[test]
    fn each_pair_has_its_shortest_chain() {
        let edges = [(0, 2), (0, 3), (2, 3), (3, 4), (2, 5), (5, 4), (1, 5), (1, 2)];
        let (found, unsearched) = run(&edges, 1_000);
        assert_eq!(found, [vec![0, 3, 4], vec![0, 2, 5], vec![1, 2, 3, 4], vec![1, 5]]);
        assert_eq!(unsearched, 0);
    }

    #[test]
    fn a_spent_allowance_is_told() {
        let edges = [(0, 2), (2, 4), (1, 3), (3, 5)];
        assert_eq!(run(&edges, 5), (vec![vec![0, 2, 4]], 2));
        assert_eq!(run(&edges, 0), (vec![], 2));
        assert_eq!(run(&edges, 1_000).1, 0);
    }
}
