//! Contracts and events while a graph is built.

use foldhash::HashMap;

use crate::catalog::split_dependency;
use crate::graph::csr::Csr;
use crate::graph::ids::{HubId, Id, NodeId, Table};
use crate::graph::model::Hubs;

/// Contracts, or events: who provides and who consumes them.
#[derive(Default)]
pub(super) struct RawHubs<'a> {
    ids: HashMap<&'a str, HubId>,
    names: Vec<&'a str>,
    providers: Vec<(HubId, NodeId)>,
    consumers: Vec<(HubId, NodeId)>,
}

impl<'a> RawHubs<'a> {
    /// Adds what a service provides and consumes, as `name` or `name@version`.
    pub(super) fn add(&mut self, service: NodeId, provided: &'a [String], consumed: &'a [String]) {
        for text in provided {
            let id = self.id(text);
            self.providers.extend(id.map(|id| (id, service)));
        }
        for text in consumed {
            let id = self.id(text);
            self.consumers.extend(id.map(|id| (id, service)));
        }
    }

    fn id(&mut self, text: &'a str) -> Option<HubId> {
        let (name, _) = split_dependency(text);
        if name.is_empty() {
            return None;
        }
        Some(*self.ids.entry(name).or_insert_with(|| {
            self.names.push(name);
            HubId::new(self.names.len() - 1)
        }))
    }

    /// Sorts the names by bytes; `nodes` gives the final numbers of the services.
    pub(super) fn finish(self, count: usize, nodes: &Table<NodeId, NodeId>) -> Hubs {
        let mut order: Vec<(&str, HubId)> = self.names.iter().copied().zip(ids()).collect();
        order.sort_unstable();
        let mut hubs = Table::filled(HubId::new(0), order.len());
        for ((_, old), new) in order.iter().zip(ids()) {
            hubs[*old] = new;
        }
        let side = |pairs: Vec<(HubId, NodeId)>| {
            let pairs = pairs.into_iter().map(|(hub, node)| (hubs[hub], nodes[node]));
            Csr::from_unsorted(hubs.len(), pairs.collect())
        };
        let (providers, consumers) = (side(self.providers), side(self.consumers));
        let (provided, consumed) = (providers.reversed(count), consumers.reversed(count));
        let names = order.into_iter().map(|(name, _)| name.to_owned()).collect();
        Hubs { names: Table::from_vec(names), providers, consumers, provided, consumed }
    }
}

fn ids() -> impl Iterator<Item = HubId> {
    (0..).map(HubId::new)
}
