//! Breadth-first walks against the edges: whom a change reaches, hop by hop.

use crate::graph::EdgeKind;
use crate::graph::ids::{HubId, Id, NodeId, Table};
use crate::graph::model::Graph;

/// Where walks of one graph keep what they have seen; used again by each.
pub(crate) struct Walker<'a> {
    graph: &'a Graph,
    /// The level a node was last seen on. Levels of later walks are higher, so that whatever lies
    /// below `first` counts as new.
    seen: Table<NodeId, u32>,
    visits: Table<NodeId, Visit>,
    contracts: Table<HubId, u32>,
    events: Table<HubId, u32>,
    /// Level of the origins of the current walk.
    first: u32,
    /// Level whose nodes are being found.
    level: u32,
}

/// How a walk came to a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) hop: u32,
    /// The node before; itself where the walk starts.
    pub(crate) via: NodeId,
    pub(crate) kind: EdgeKind,
    pub(crate) hub: Option<HubId>,
    /// Index of the change the way starts at.
    pub(crate) change: usize,
}

/// Where a walk starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seed {
    /// At a service, at hop 0.
    Service(NodeId),
    /// At a contract or event: its consumers are at hop 1.
    Hub(EdgeKind, HubId),
}

impl<'a> Walker<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Self {
        let (kind, zero) = (EdgeKind::Dependency, NodeId::new(0));
        let visit = Visit { hop: 0, via: zero, kind, hub: None, change: 0 };
        Self {
            graph,
            seen: Table::filled(0, graph.nodes.len()),
            visits: Table::filled(visit, graph.nodes.len()),
            contracts: Table::filled(0, graph.contracts.names.len()),
            events: Table::filled(0, graph.events.names.len()),
            first: 0,
            level: 0,
        }
    }

    /// Walks from `seeds`, each with the index of its change, and returns who is reached, by hop and
    /// then by name. Of several ways of one length, that over the least service is kept.
    pub(crate) fn run(
        &mut self,
        seeds: &[(Seed, usize)],
        kinds: &[EdgeKind],
        max_hops: Option<u32>,
    ) -> Vec<NodeId> {
        self.begin();
        // Most platforms have no edges of some kind: do not ask every service for them.
        let kinds: Vec<EdgeKind> =
            EdgeKind::ALL.into_iter().filter(|k| kinds.contains(k) && self.graph.has(*k)).collect();
        let mut reached = Vec::new();
        let mut level = self.origins(seeds);
        let mut hop = 0;
        while max_hops.is_none_or(|most| hop < most) {
            hop += 1;
            self.level += 1;
            let mut next = Vec::new();
            for node in level {
                self.pass_on(node, hop, &kinds, &mut next);
            }
            if hop == 1 {
                self.pass_on_hubs(seeds, &mut next);
            }
            if next.is_empty() {
                break;
            }
            // Sorted levels make the least service the one that passes a change on.
            self.sort(&mut next);
            reached.extend_from_slice(&next);
            level = next;
        }
        reached
    }

    fn begin(&mut self) {
        if self.level > u32::MAX / 2 {
            self.seen.fill(0);
            self.contracts.fill(0);
            self.events.fill(0);
            self.level = 0;
        }
        self.level += 1;
        self.first = self.level;
    }

    /// Sorts the nodes of the current level; a wide one by going through all nodes.
    fn sort(&self, nodes: &mut Vec<NodeId>) {
        const WIDE: usize = 32;
        if nodes.len() < self.seen.len() / WIDE {
            nodes.sort_unstable();
        } else {
            let on_level = self.seen.iter().filter(|(_, level)| **level == self.level);
            nodes.clear();
            nodes.extend(on_level.map(|(node, _)| node));
        }
    }

    /// Returns how the last walk came to `node`.
    pub(crate) fn visit(&self, node: NodeId) -> Visit {
        self.visits[node]
    }

    fn origins(&mut self, seeds: &[(Seed, usize)]) -> Vec<NodeId> {
        let mut level = Vec::new();
        for (seed, change) in seeds {
            if let Seed::Service(node) = *seed {
                let (kind, change) = (EdgeKind::Dependency, *change);
                let visit = Visit { hop: 0, via: node, kind, hub: None, change };
                if self.arrive(node, visit) {
                    level.push(node);
                }
            }
        }
        level.sort_unstable();
        level
    }

    /// Visits `node` unless this walk has done so.
    fn arrive(&mut self, node: NodeId, visit: Visit) -> bool {
        let seen = &mut self.seen[node];
        let new = *seen < self.first;
        if new {
            *seen = self.level;
            self.visits[node] = visit;
        }
        new
    }

    fn pass_on(&mut self, via: NodeId, hop: u32, kinds: &[EdgeKind], next: &mut Vec<NodeId>) {
        let graph = self.graph;
        let change = self.visits[via].change;
        for kind in kinds.iter().copied() {
            let visit = Visit { hop, via, kind, hub: None, change };
            for node in graph.links(kind).back.of(via) {
                if self.arrive(*node, visit) {
                    next.push(*node);
                }
            }
            let Some(hubs) = graph.hubs(kind) else { continue };
            for hub in hubs.provided.of(via) {
                self.pass_on_hub(*hub, visit, next);
            }
        }
    }

    fn pass_on_hub(&mut self, hub: HubId, visit: Visit, next: &mut Vec<NodeId>) {
        let graph = self.graph;
        let (hubs, seen) = match visit.kind {
            EdgeKind::Contract => (&graph.contracts, &mut self.contracts),
            _ => (&graph.events, &mut self.events),
        };
        // A hub passes on once: whoever comes later comes from the same level or a further one.
        if std::mem::replace(&mut seen[hub], self.level) >= self.first {
            return;
        }
        for node in hubs.consumers.of(hub) {
            if self.arrive(*node, Visit { hub: Some(hub), ..visit }) {
                next.push(*node);
            }
        }
    }

    fn pass_on_hubs(&mut self, seeds: &[(Seed, usize)], next: &mut Vec<NodeId>) {
        let graph = self.graph;
        for (seed, change) in seeds {
            let Seed::Hub(kind, hub) = *seed else { continue };
            let Some(hubs) = graph.hubs(kind) else { continue };
            for node in hubs.consumers.of(hub) {
                let (via, hub, change) = (*node, Some(hub), *change);
                let visit = Visit { hop: 1, via, kind, hub, change };
                if self.arrive(*node, visit) {
                    next.push(*node);
                }
            }
        }
    }
}
