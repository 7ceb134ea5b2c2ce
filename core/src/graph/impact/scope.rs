//! What to test after changes.

use std::collections::BTreeSet;

use super::types::{ImpactedService, ScopedTie, TestScope};
use super::walk::Seed;
use crate::graph::EdgeKind;
use crate::graph::ids::{HubId, NodeId};
use crate::graph::model::Graph;

/// Returns what to test when `seeds` change and `impacted` are reached.
pub(super) fn scope(graph: &Graph, seeds: &[Seed], impacted: &[ImpactedService]) -> TestScope {
    let changed: BTreeSet<NodeId> =
        seeds.iter().flat_map(|seed| seed.services(graph)).copied().collect();
    let changed: BTreeSet<&str> = changed.iter().map(|node| graph.name(*node)).collect();
    let at = |hop: fn(u32) -> bool| {
        let services = impacted.iter().filter(|service| hop(service.hop));
        let others = services.filter(|service| !changed.contains(service.service.as_str()));
        others.map(|service| service.service.clone()).collect()
    };
    TestScope {
        changed: changed.iter().map(|name| (*name).to_owned()).collect(),
        direct: at(|hop| hop == 1),
        transitive: at(|hop| hop > 1),
        contracts: ties(graph, EdgeKind::Contract, seeds),
        events: ties(graph, EdgeKind::Event, seeds),
    }
}

impl Seed {
    /// Lists the services that change: the service itself, or those that provide the hub.
    pub(super) fn services<'a>(&'a self, graph: &'a Graph) -> &'a [NodeId] {
        match self {
            Self::Service(node) => std::slice::from_ref(node),
            Self::Hub(kind, hub) => {
                graph.hubs(*kind).map(|hubs| hubs.providers.of(*hub)).unwrap_or_default()
            }
        }
    }
}

/// Lists the contracts or events that change, or that a changed service provides, when another
/// service consumes them. Services that provide a changed contract do not change their others.
fn ties(graph: &Graph, kind: EdgeKind, seeds: &[Seed]) -> Vec<ScopedTie> {
    let Some(hubs) = graph.hubs(kind) else { return Vec::new() };
    let mut concerned: BTreeSet<HubId> = BTreeSet::new();
    for seed in seeds {
        match seed {
            Seed::Service(node) => concerned.extend(hubs.provided.of(*node)),
            Seed::Hub(of, hub) if *of == kind => {
                concerned.insert(*hub);
            }
            Seed::Hub(..) => {}
        }
    }
    let consumed = concerned.into_iter().filter(|hub| {
        let providers = hubs.providers.of(*hub);
        hubs.consumers.of(*hub).iter().any(|node| providers != [*node])
    });
    consumed
        .map(|hub| ScopedTie {
            name: hubs.names[hub].clone(),
            providers: graph.named(hubs.providers.of(hub)),
            consumers: graph.named(hubs.consumers.of(hub)),
        })
        .collect()
}
