//! From manifests and the graph file to the prepared graph.

use std::collections::{BTreeMap, HashMap};

use super::csr::Csr;
use super::ids::{HubId, Id, NodeId, Table};
use super::model::{EdgeSource, Graph, Hubs, Links, Mention, Node};
use super::{EdgeKind, GraphFile};
use crate::catalog::{Catalog, Service, split_dependency};

impl Graph {
    /// Returns the graph of the services of `catalog` and the edges of `file`.
    ///
    /// Edges go from the dependent to what it depends on: `dependencies.internal` of the manifests
    /// and the edges of the graph file; parallel ones become one. Contracts and events tie their
    /// consumers to their providers. Of entries that share a name, the edges of all count and the
    /// rest of one.
    pub fn new(catalog: &Catalog, file: Option<&GraphFile>) -> Self {
        let mut draft = Draft::default();
        for (index, service) in catalog.services.iter().enumerate() {
            draft.add_service(index, service);
        }
        if let Some(file) = file {
            draft.add_file(file);
        }
        draft.finish(catalog, file)
    }
}

/// Names in order of appearance.
#[derive(Default)]
struct Names<'a> {
    ids: HashMap<&'a str, usize>,
    names: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn intern(&mut self, name: &'a str) -> usize {
        *self.ids.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    /// Returns the names by bytes, and the new id of each old one.
    fn sorted<I: Id>(&self) -> (Vec<usize>, Vec<I>) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_unstable_by_key(|old| self.names.get(*old));
        let mut new = vec![I::new(0); order.len()];
        for (place, old) in order.iter().enumerate() {
            if let Some(slot) = new.get_mut(*old) {
                *slot = I::new(place);
            }
        }
        (order, new)
    }
}

/// An edge between two names that are not yet sorted.
struct RawEdge {
    from: usize,
    to: usize,
    kind: EdgeKind,
    source: Said,
}

/// Who says an edge; a manifest goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Manifest(Mention),
    File(usize),
}

/// One side of contracts or events: pairs of hub and service.
#[derive(Default)]
struct RawHubs<'a> {
    names: Names<'a>,
    providers: Vec<(usize, usize)>,
    consumers: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Draft<'a> {
    names: Names<'a>,
    /// Entry of the catalog by name; more than one where entries share a name.
    entries: BTreeMap<usize, Vec<usize>>,
    edges: Vec<RawEdge>,
    contracts: RawHubs<'a>,
    events: RawHubs<'a>,
}

impl<'a> Draft<'a> {
    fn add_service(&mut self, index: usize, service: &'a Service) {
        let name = service.name.as_str();
        if name.is_empty() {
            return;
        }
        let from = self.names.intern(name);
        self.entries.entry(from).or_default().push(index);
        for (item, text) in service.dependencies.internal.iter().enumerate() {
            let (name, _) = split_dependency(text);
            if !name.is_empty() {
                let to = self.names.intern(name);
                let source = Said::Manifest(Mention { service: index, item });
                self.edges.push(RawEdge { from, to, kind: EdgeKind::Dependency, source });
            }
        }
        self.contracts.add(from, &service.api_contracts, &service.api_dependencies);
        self.events.add(from, &service.events_out, &service.events_in);
    }

    fn add_file(&mut self, file: &'a GraphFile) {
        for node in &file.nodes {
            if !node.name().is_empty() {
                self.names.intern(node.name());
            }
        }
        for (index, edge) in file.edges.iter().enumerate() {
            let (from, to) = (edge.from.as_str(), edge.to.as_str());
            if from.is_empty() || to.is_empty() {
                continue;
            }
            let (from, to) = (self.names.intern(from), self.names.intern(to));
            let source = Said::File(index);
            self.edges.push(RawEdge { from, to, kind: edge.kind, source });
        }
    }

    fn finish(self, catalog: &Catalog, file: Option<&GraphFile>) -> Graph {
        let (order, ids) = self.names.sorted::<NodeId>();
        let id = |old: usize| ids.get(old).copied().unwrap_or(NodeId::new(0));
        let declared: BTreeMap<&str, &str> = file
            .iter()
            .flat_map(|file| &file.nodes)
            .filter_map(|node| Some((node.name(), node.domain()?)))
            .collect();
        let nodes: Vec<Node> = order
            .iter()
            .map(|old| {
                let name = self.names.names.get(*old).copied().unwrap_or_default();
                let entry = self.entries.get(old).and_then(|entries| preferred(catalog, entries));
                node(name, catalog, entry, declared.get(name).copied())
            })
            .collect();
        let mut loops = BTreeMap::new();
        let mut kinds: [Vec<_>; 3] = Default::default();
        for edge in self.edges {
            let (from, to) = (id(edge.from), id(edge.to));
            if from == to {
                let source: &mut EdgeSource = loops.entry(from).or_default();
                source.add(edge.source);
            } else if let Some(list) = kinds.get_mut(edge.kind as usize) {
                list.push((from, to, edge.source));
            }
        }
        let [dependency, contract, event] = kinds.map(|edges| links(nodes.len(), edges));
        let contracts = self.contracts.finish(nodes.len(), id);
        let events = self.events.finish(nodes.len(), id);
        let nodes = Table::from_vec(nodes);
        Graph { nodes, dependency, contract, event, contracts, events, loops }
    }
}

impl<'a> RawHubs<'a> {
    fn add(&mut self, service: usize, provided: &'a [String], consumed: &'a [String]) {
        for (list, texts) in [(&mut self.providers, provided), (&mut self.consumers, consumed)] {
            for text in texts {
                let (name, _) = split_dependency(text);
                if !name.is_empty() {
                    list.push((self.names.intern(name), service));
                }
            }
        }
    }

    fn finish(self, nodes: usize, node: impl Fn(usize) -> NodeId) -> Hubs {
        let (order, ids) = self.names.sorted::<HubId>();
        let names: Vec<String> = order
            .iter()
            .filter_map(|old| self.names.names.get(*old).map(|name| (*name).to_owned()))
            .collect();
        let hub = |old: usize| ids.get(old).copied().unwrap_or(HubId::new(0));
        let side = |pairs: Vec<(usize, usize)>| {
            let pairs = pairs.into_iter().map(|(old, service)| (hub(old), node(service)));
            Csr::from_unsorted(names.len(), pairs.collect())
        };
        let (providers, consumers) = (side(self.providers), side(self.consumers));
        let (provided, consumed) = (providers.reversed(nodes), consumers.reversed(nodes));
        Hubs { names: Table::from_vec(names), providers, consumers, provided, consumed }
    }
}

/// Picks one of the entries that share a name: the least as text, so that their order is no matter.
fn preferred(catalog: &Catalog, entries: &[usize]) -> Option<usize> {
    match entries {
        [only] => Some(*only),
        _ => entries.iter().copied().min_by_key(|entry| {
            catalog.services.get(*entry).and_then(|service| serde_json::to_string(service).ok())
        }),
    }
}

fn node(name: &str, catalog: &Catalog, entry: Option<usize>, declared: Option<&str>) -> Node {
    let service = entry.and_then(|entry| catalog.services.get(entry));
    let domain = match service {
        Some(service) => service.domain.clone(),
        None => declared.map(str::to_owned),
    };
    let tier = service.and_then(|service| service.tier);
    Node { name: name.to_owned(), service: entry, domain, tier }
}

fn links(nodes: usize, mut edges: Vec<(NodeId, NodeId, Said)>) -> Links {
    edges.sort_unstable();
    let mut ends: Vec<(NodeId, NodeId)> = Vec::with_capacity(edges.len());
    let mut sources: Vec<EdgeSource> = Vec::with_capacity(edges.len());
    for (from, to, said) in edges {
        if ends.last() != Some(&(from, to)) {
            ends.push((from, to));
            sources.push(EdgeSource::default());
        }
        if let Some(source) = sources.last_mut() {
            source.add(said);
        }
    }
    let out = Csr::from_sorted(nodes, ends);
    let back = out.reversed(nodes);
    Links { out, back, sources: Table::from_vec(sources) }
}

impl EdgeSource {
    fn add(&mut self, said: Said) {
        match said {
            Said::Manifest(mention) => {
                self.manifest = Some(self.manifest.map_or(mention, |old| old.min(mention)));
            }
            Said::File(edge) => {
                self.declared = Some(self.declared.map_or(edge, |old| old.min(edge)));
            }
        }
    }
}
