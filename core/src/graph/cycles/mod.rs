//! Which services depend on each other in a circle, and what to cut.
//!
//! One [`Cycle`] stands for each strongly connected component: its shortest cycle shows it, its cut
//! ends it. Services that depend on themselves are cycles of one.

mod feedback;
mod witness;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::components::Components;
use super::csr::Csr;
use super::ids::{Id, NodeId, Table};
use super::model::{Graph, Links};
use feedback::Edge;

/// Services that depend on each other in a circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Every service of the circle or circles, sorted: each reaches each other.
    pub members: Vec<String>,
    /// The shortest cycle among them, from its least service back to it.
    pub path: Vec<String>,
    /// Whether no shorter cycle is possible; in very large tangles the search stops early.
    pub shortest: bool,
    /// Number of dependencies between the members.
    pub edges: usize,
    /// Dependencies whose removal leaves no cycle among the members; each of them is needed. Those
    /// that lead to a higher layer are preferred.
    pub cut: Vec<CutEdge>,
    /// Whether no smaller cut exists; in large tangles the cut is merely small.
    pub optimal: bool,
}

/// A dependency to cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CutEdge {
    /// The service that depends.
    pub from: String,
    /// The service it depends on.
    pub to: String,
}

/// A cycle of ids; `path` names each node once.
pub(crate) struct Tangle {
    pub(crate) members: Vec<NodeId>,
    pub(crate) path: Vec<NodeId>,
    pub(crate) shortest: bool,
    pub(crate) edges: usize,
    pub(crate) cut: Vec<Edge>,
    pub(crate) optimal: bool,
}

/// Finds the cycles of more than one service, by their least members. Of several least cuts one with
/// edges that are `wrong` for another reason is taken.
pub(crate) fn tangles(
    links: &Links,
    components: &Components,
    wrong: &dyn Fn(Edge) -> bool,
) -> Vec<Tangle> {
    let many = components.ids().filter(|id| components.members.of(*id).len() > 1);
    let mut spent = 0;
    let mut tangles: Vec<Tangle> = many
        .map(|id| {
            let members = components.members.of(id);
            let inside = components.inside(id, links);
            let global = Global(members);
            let witness = witness::shortest_cycle(&inside, &mut 0);
            let cut = feedback::cut(&inside, &|edge| wrong(global.edge(edge)), &mut spent);
            Tangle {
                members: members.to_vec(),
                shortest: witness.as_ref().is_some_and(|witness| witness.shortest),
                path: witness.iter().flat_map(|w| &w.path).map(|node| global.of(*node)).collect(),
                edges: inside.edge_count(),
                cut: cut
                    .edges
                    .iter()
                    .map(|(from, to)| (global.of(*from), global.of(*to)))
                    .collect(),
                optimal: cut.optimal,
            }
        })
        .collect();
    tangles.sort_by(|a, b| a.members.first().cmp(&b.members.first()));
    tangles
}

/// A circle among numbered things.
pub(crate) struct Circle {
    /// Everything in it, sorted.
    pub(crate) members: Vec<usize>,
    /// A shortest cycle from its least member on, each once.
    pub(crate) path: Vec<usize>,
    /// Whether no shorter one is possible.
    pub(crate) shortest: bool,
    /// Edges whose removal leaves no cycle.
    pub(crate) cut: Vec<(usize, usize)>,
}

/// Finds the circles of a graph of `nodes` numbered things, those of one included, by their least members.
pub(crate) fn circles(nodes: usize, edges: &[(usize, usize)]) -> Vec<Circle> {
    let (own, others): (Vec<_>, Vec<_>) = edges.iter().copied().partition(|(from, to)| from == to);
    let pairs = others.iter().map(|(from, to)| (NodeId::new(*from), NodeId::new(*to)));
    let out = Csr::from_unsorted(nodes, pairs.collect());
    let back = out.reversed(nodes);
    let links = Links { out, back, sources: Table::from_vec(Vec::new()) };
    let found = tangles(&links, &Components::new(&links), &|_| false);
    let many = found.into_iter().map(|tangle| Circle {
        members: tangle.members.iter().map(|node| node.index()).collect(),
        path: tangle.path.iter().map(|node| node.index()).collect(),
        shortest: tangle.shortest,
        cut: tangle.cut.iter().map(|(from, to)| (from.index(), to.index())).collect(),
    });
    let mut circles: Vec<Circle> = many.collect();
    // What depends on itself inside of a larger circle is a part of that.
    let mut alone: BTreeSet<usize> = own.into_iter().map(|(node, _)| node).collect();
    for circle in &mut circles {
        let inside: Vec<usize> =
            circle.members.iter().copied().filter(|node| alone.remove(node)).collect();
        if let Some(first) = inside.first() {
            circle.path = vec![*first];
            circle.shortest = true;
        }
        circle.cut.extend(inside.into_iter().map(|node| (node, node)));
    }
    circles.extend(alone.into_iter().map(|node| Circle {
        members: vec![node],
        path: vec![node],
        shortest: true,
        cut: vec![(node, node)],
    }));
    circles.sort_by(|a, b| a.members.cmp(&b.members));
    circles
}

/// Members of a component, by their place in it.
struct Global<'a>(&'a [NodeId]);

impl Global<'_> {
    fn of(&self, local: NodeId) -> NodeId {
        self.0.get(local.index()).copied().unwrap_or(local)
    }

    fn edge(&self, (from, to): Edge) -> Edge {
        (self.of(from), self.of(to))
    }
}

impl Graph {
    /// Returns the cycles of dependency edges, sorted by their least member.
    pub fn cycles(&self) -> Vec<Cycle> {
        self.described(&tangles(&self.dependency, &Components::new(&self.dependency), &|_| false))
    }

    pub(crate) fn described(&self, tangles: &[Tangle]) -> Vec<Cycle> {
        let loops = self.loops.keys().map(|node| Tangle {
            members: vec![*node],
            path: vec![*node],
            shortest: true,
            edges: 1,
            cut: vec![(*node, *node)],
            optimal: true,
        });
        let loops: Vec<Tangle> = loops.collect();
        let mut all: Vec<&Tangle> = loops.iter().chain(tangles).collect();
        all.sort_by(|a, b| a.members.cmp(&b.members));
        all.into_iter().map(|tangle| self.describe(tangle)).collect()
    }

    fn describe(&self, tangle: &Tangle) -> Cycle {
        let mut path = self.named(&tangle.path);
        path.extend(path.first().cloned());
        let named = |node: NodeId| self.name(node).to_owned();
        Cycle {
            members: self.named(&tangle.members),
            path,
            shortest: tangle.shortest,
            edges: tangle.edges,
            cut: tangle
                .cut
                .iter()
                .map(|(from, to)| CutEdge { from: named(*from), to: named(*to) })
                .collect(),
            optimal: tangle.optimal,
        }
    }
}
