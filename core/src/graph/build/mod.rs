//! From manifests and the graph file to the prepared graph.

mod hubs;
mod names;

use std::collections::BTreeMap;

use self::hubs::RawHubs;
use self::names::{Names, Roster};
use super::csr::Csr;
use super::ids::{DeclaredId, EntryId, Id, ItemId, NodeId, Table};
use super::model::{EdgeSource, Graph, Links, Mention, Node};
use super::{EdgeKind, GraphFile};
use crate::catalog::{Catalog, split_dependency};
use crate::parallel;

impl Graph {
    /// Returns the graph of the services of `catalog` and the edges of `file`.
    ///
    /// Edges go from the dependent to what it depends on: `dependencies.internal` of the manifests
    /// and the edges of the graph file; parallel ones become one. Contracts and events tie their
    /// consumers to their providers. Of entries that share a name, the edges of all count and the
    /// rest of one.
    pub fn new(catalog: &Catalog, file: Option<&GraphFile>) -> Self {
        let roster = Roster::new(catalog);
        let mut names = Names::new(&roster);
        let mut draft = Draft::default();
        draft.add_manifests(catalog, &mut names);
        if let Some(file) = file {
            draft.add_file(file, &mut names);
        }
        let ids = names.finish();
        let declared = declared_domains(file);
        let domain_of = |name: &str| declared.get(name).copied();
        let nodes = names.in_order(&ids).map(|(name, entries)| {
            node(name, catalog, preferred(catalog, entries), domain_of(name))
        });
        let nodes: Vec<Node> = nodes.collect();
        draft.finish(nodes, &ids)
    }
}

/// Who says an edge; a manifest goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Manifest(Mention),
    File(DeclaredId),
}

/// An edge between names whose order is not final.
type RawEdge = (NodeId, NodeId, Said);

/// A dependency that a manifest names.
struct Mentioned<'a> {
    from: NodeId,
    name: &'a str,
    /// Number of `name`; none when the catalog does not have it.
    to: Option<NodeId>,
    mention: Mention,
}

/// Lists the dependencies that the manifest of a service names.
fn mentions<'a>(
    catalog: &'a Catalog,
    (from, entry): (NodeId, EntryId),
    names: &Names<'a>,
) -> impl Iterator<Item = Mentioned<'a>> {
    let service = catalog.services.get(entry.index());
    let items = service.into_iter().flat_map(|service| service.dependencies.internal.iter());
    items.enumerate().filter_map(move |(item, text)| {
        let (name, _) = split_dependency(text);
        let mention = Mention { service: entry, item: ItemId::new(item) };
        let found = || Mentioned { from, name, to: names.known(name), mention };
        (!name.is_empty()).then(found)
    })
}

/// What the documents say, before the names are in order.
#[derive(Default)]
struct Draft<'a> {
    edges: [Vec<RawEdge>; 3],
    contracts: RawHubs<'a>,
    events: RawHubs<'a>,
}

impl<'a> Draft<'a> {
    /// Adds what the manifests say, by the name of their service, so that the edges come out sorted.
    fn add_manifests(&mut self, catalog: &'a Catalog, names: &mut Names<'a>) {
        const PART: usize = 1024;
        let entries: Vec<(NodeId, EntryId)> = names.entries().collect();
        let known = &*names;
        let parts = parallel::map(entries.chunks(PART).collect(), |part: &[_]| {
            part.iter().flat_map(|entry| mentions(catalog, *entry, known)).collect::<Vec<_>>()
        });
        let edges = self.kind(EdgeKind::Dependency);
        edges.reserve(parts.iter().map(Vec::len).sum());
        for Mentioned { from, name, to, mention } in parts.into_iter().flatten() {
            let to = to.unwrap_or_else(|| names.id(name));
            edges.push((from, to, Said::Manifest(mention)));
        }
        for (from, entry) in entries {
            let Some(service) = catalog.services.get(entry.index()) else { continue };
            self.contracts.add(from, &service.api_contracts, &service.api_dependencies);
            self.events.add(from, &service.events_out, &service.events_in);
        }
    }

    fn add_file(&mut self, file: &'a GraphFile, names: &mut Names<'a>) {
        for node in file.nodes.iter().filter(|node| !node.name().is_empty()) {
            names.id(node.name());
        }
        for (index, edge) in file.edges.iter().enumerate() {
            if edge.from.is_empty() || edge.to.is_empty() {
                continue;
            }
            let ends = (names.id(&edge.from), names.id(&edge.to));
            self.kind(edge.kind).push((ends.0, ends.1, Said::File(DeclaredId::new(index))));
        }
    }

    fn kind(&mut self, kind: EdgeKind) -> &mut Vec<RawEdge> {
        let [dependency, contract, event] = &mut self.edges;
        match kind {
            EdgeKind::Dependency => dependency,
            EdgeKind::Contract => contract,
            EdgeKind::Event => event,
        }
    }

    fn finish(mut self, nodes: Vec<Node>, ids: &Table<NodeId, NodeId>) -> Graph {
        for edges in &mut self.edges {
            for (from, to, _) in edges.iter_mut() {
                (*from, *to) = (ids[*from], ids[*to]);
            }
            sort(edges);
        }
        let mut loops = BTreeMap::new();
        let [dependency, contract, event] =
            self.edges.map(|edges| links(nodes.len(), edges, &mut loops));
        let contracts = self.contracts.finish(nodes.len(), ids);
        let events = self.events.finish(nodes.len(), ids);
        Graph {
            nodes: Table::from_vec(nodes),
            dependency,
            contract,
            event,
            contracts,
            events,
            loops,
        }
    }
}

/// Sorts edges; those that are sorted by their first end, as manifests give them, in small parts.
fn sort(edges: &mut [RawEdge]) {
    if edges.is_sorted_by_key(|(from, ..)| *from) {
        for part in edges.chunk_by_mut(|a, b| a.0 == b.0) {
            part.sort_unstable();
        }
    } else {
        edges.sort_unstable();
    }
}

/// Makes parallel edges one, and takes out those from a service to itself.
fn links(nodes: usize, edges: Vec<RawEdge>, loops: &mut BTreeMap<NodeId, EdgeSource>) -> Links {
    let mut ends: Vec<(NodeId, NodeId)> = Vec::with_capacity(edges.len());
    let mut sources: Vec<EdgeSource> = Vec::with_capacity(edges.len());
    for (from, to, said) in edges {
        if from == to {
            loops.entry(from).or_default().add(said);
            continue;
        }
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
    /// Adds a statement of the edge; of several of one document the first counts.
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

/// Returns the domains that the graph file states.
fn declared_domains(file: Option<&GraphFile>) -> BTreeMap<&str, &str> {
    let nodes = file.into_iter().flat_map(|file| &file.nodes);
    nodes.filter_map(|node| Some((node.name(), node.domain()?))).collect()
}

/// Picks one of the entries that share a name: the least as text, so that their order is no matter.
fn preferred(catalog: &Catalog, entries: &[EntryId]) -> Option<EntryId> {
    match entries {
        [only] => Some(*only),
        _ => entries.iter().copied().min_by_key(|entry| {
            let service = catalog.services.get(entry.index());
            service.and_then(|service| serde_json::to_string(service).ok())
        }),
    }
}

fn node(name: &str, catalog: &Catalog, entry: Option<EntryId>, declared: Option<&str>) -> Node {
    let service = entry.and_then(|entry| catalog.services.get(entry.index()));
    let domain = match service {
        Some(service) => service.domain.clone(),
        None => declared.map(str::to_owned),
    };
    let tier = service.and_then(|service| service.tier);
    Node { name: name.to_owned(), service: entry, domain, tier }
}
