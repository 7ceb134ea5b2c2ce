//! The prepared graph: names, edges and hubs, ready for many questions.

use std::collections::BTreeMap;

use super::EdgeKind;
use super::csr::{Both, Csr};
use super::ids::{DeclaredId, EdgeId, EntryId, HubId, Id, ItemId, NodeId, Table};
use crate::catalog::{Catalog, Service};
use crate::finding::Location;

/// The dependencies of a platform, prepared once for many questions.
///
/// Edges point from the dependent to what it depends on. Services that are named but not in the
/// catalog are nodes too.
#[derive(Clone, Debug)]
pub struct Graph {
    pub(super) nodes: Table<NodeId, Node>,
    pub(super) dependency: Links,
    /// Contract and event edges that the graph file declares between two services.
    pub(super) contract: Links,
    pub(super) event: Links,
    pub(super) contracts: Hubs,
    pub(super) events: Hubs,
    /// Services that depend on themselves; kept out of `dependency`, so that no rule counts them.
    pub(super) loops: BTreeMap<NodeId, EdgeSource>,
}

/// A service, or the name of one.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: String,
    /// Its entry in the catalog; none when the catalog does not have it.
    pub(crate) service: Option<EntryId>,
    /// Domain by the catalog, else by the graph file.
    pub(crate) domain: Option<String>,
    pub(crate) tier: Option<u8>,
}

/// The edges of one kind between services.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    pub(crate) out: Csr<NodeId, NodeId>,
    pub(crate) back: Csr<NodeId, NodeId>,
    pub(crate) sources: Table<EdgeId, EdgeSource>,
}

/// Who says that an edge is there; at least one is present.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EdgeSource {
    /// A manifest.
    pub(crate) manifest: Option<Mention>,
    /// The graph file.
    pub(crate) declared: Option<DeclaredId>,
}

/// An item of `dependencies.internal` of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mention {
    pub(crate) service: EntryId,
    pub(crate) item: ItemId,
}

/// Contracts, or events, with the services on both sides.
///
/// Their edges are kept through the hub: a thousand consumers of an event with a thousand producers
/// are two thousand entries, not a million.
#[derive(Clone, Debug)]
pub(crate) struct Hubs {
    pub(crate) names: Table<HubId, String>,
    pub(crate) providers: Csr<HubId, NodeId>,
    pub(crate) consumers: Csr<HubId, NodeId>,
    pub(crate) provided: Csr<NodeId, HubId>,
    pub(crate) consumed: Csr<NodeId, HubId>,
}

impl Links {
    pub(crate) fn both(&self) -> Both<'_> {
        Both { out: &self.out, back: &self.back }
    }
}

impl Hubs {
    pub(crate) fn find(&self, name: &str) -> Option<HubId> {
        self.names.find(|hub| hub.as_str().cmp(name))
    }

    /// Tells whether `node` shares a hub with another service on the other side.
    pub(crate) fn connects(&self, node: NodeId) -> bool {
        let others = |side: &[NodeId]| side.iter().any(|other| *other != node);
        self.provided.of(node).iter().any(|hub| others(self.consumers.of(*hub)))
            || self.consumed.of(node).iter().any(|hub| others(self.providers.of(*hub)))
    }
}

impl Graph {
    pub(crate) fn name(&self, node: NodeId) -> &str {
        &self.nodes[node].name
    }

    pub(crate) fn find(&self, name: &str) -> Option<NodeId> {
        self.nodes.find(|node| node.name.as_str().cmp(name))
    }

    /// Returns the services of the catalog, sorted by name.
    pub(crate) fn service_names(&self) -> impl Iterator<Item = &str> {
        let known = self.nodes.iter().filter(|(_, node)| node.service.is_some());
        known.map(|(_, node)| node.name.as_str())
    }

    pub(crate) fn links(&self, kind: EdgeKind) -> &Links {
        match kind {
            EdgeKind::Dependency => &self.dependency,
            EdgeKind::Contract => &self.contract,
            EdgeKind::Event => &self.event,
        }
    }

    /// Tells whether there is any edge of a kind.
    pub(crate) fn has(&self, kind: EdgeKind) -> bool {
        self.links(kind).out.edge_count() > 0
            || self.hubs(kind).is_some_and(|hubs| hubs.providers.edge_count() > 0)
    }

    /// Returns the hubs of a kind; dependencies have none.
    pub(crate) fn hubs(&self, kind: EdgeKind) -> Option<&Hubs> {
        match kind {
            EdgeKind::Dependency => None,
            EdgeKind::Contract => Some(&self.contracts),
            EdgeKind::Event => Some(&self.events),
        }
    }

    /// Returns the entry of `node` in the catalog the graph was built from.
    pub(crate) fn service<'a>(&self, catalog: &'a Catalog, node: NodeId) -> Option<&'a Service> {
        catalog.services.get(self.nodes[node].service?.index())
    }

    /// Names the services of `nodes`.
    pub(crate) fn named(&self, nodes: &[NodeId]) -> Vec<String> {
        nodes.iter().map(|node| self.name(*node).to_owned()).collect()
    }
}

impl EdgeSource {
    /// Returns where the edge is stated; a manifest goes before the graph file.
    pub(crate) fn place(&self, catalog: &Catalog, file: Option<&str>) -> Option<Location> {
        if let Some(at) = self.manifest {
            let service = catalog.services.get(at.service.index())?;
            return service.place_in("/dependencies/internal", at.item.index());
        }
        self.declared
            .and_then(|edge| Some(Location::new(file?, format!("/edges/{}", edge.index()))))
    }
}
