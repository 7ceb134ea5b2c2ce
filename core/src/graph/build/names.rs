//! Names and their numbers while a graph is built.

use foldhash::{HashMap, HashMapExt};

use crate::catalog::Catalog;
use crate::graph::csr::Csr;
use crate::graph::ids::{EntryId, Id, NodeId, Table};

/// The names of the services of a catalog, sorted, end to end in one text.
///
/// Every dependency is looked up by name: names that lie together stay in the cache of the
/// processor, those of the manifests do not.
pub(super) struct Roster {
    text: String,
    ends: Vec<usize>,
    /// Entries of the catalog by the number of their name.
    entries: Csr<NodeId, EntryId>,
}

impl Roster {
    /// Sorts the names of `catalog`; entries without one are left out.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let named = catalog.services.iter().enumerate();
        let mut sorted: Vec<(&str, EntryId)> = named
            .filter(|(_, service)| !service.name.is_empty())
            .map(|(entry, service)| (service.name.as_str(), EntryId::new(entry)))
            .collect();
        sorted.sort_unstable();
        let mut text = String::with_capacity(sorted.iter().map(|(name, _)| name.len()).sum());
        let mut ends = Vec::with_capacity(sorted.len());
        let mut pairs = Vec::with_capacity(sorted.len());
        let mut last = None;
        for (name, entry) in sorted {
            if last.replace(name) != Some(name) {
                text.push_str(name);
                ends.push(text.len());
            }
            pairs.push((NodeId::new(ends.len() - 1), entry));
        }
        let entries = Csr::from_sorted(ends.len(), pairs);
        Self { text, ends, entries }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }
}

/// The names of a graph: first the services, sorted, and then whatever else is named.
pub(super) struct Names<'a> {
    ids: HashMap<&'a str, NodeId>,
    texts: Vec<&'a str>,
    roster: &'a Roster,
}

impl<'a> Names<'a> {
    pub(super) fn new(roster: &'a Roster) -> Self {
        let texts: Vec<&str> = roster.names().collect();
        let mut ids = HashMap::with_capacity(texts.len());
        for (number, name) in texts.iter().enumerate() {
            ids.insert(*name, NodeId::new(number));
        }
        Self { ids, texts, roster }
    }

    /// Returns the number of `name`, when it has one.
    pub(super) fn known(&self, name: &str) -> Option<NodeId> {
        self.ids.get(name).copied()
    }

    /// Returns the number of `name`, a new one when it is new.
    pub(super) fn id(&mut self, name: &'a str) -> NodeId {
        *self.ids.entry(name).or_insert_with(|| {
            self.texts.push(name);
            NodeId::new(self.texts.len() - 1)
        })
    }

    /// Lists the entries of the catalog by name.
    pub(super) fn entries(&self) -> impl Iterator<Item = (NodeId, EntryId)> + use<'a> {
        self.roster.entries.edges()
    }

    /// Returns the final number of each name: by bytes.
    pub(super) fn finish(&self) -> Table<NodeId, NodeId> {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        order.sort_unstable_by_key(|number| self.texts.get(*number));
        let mut ids = Table::filled(NodeId::new(0), order.len());
        for (place, number) in order.into_iter().enumerate() {
            ids[NodeId::new(number)] = NodeId::new(place);
        }
        ids
    }

    /// Lists the names by their final numbers, with the entries of the catalog that have them.
    pub(super) fn in_order(
        &self,
        ids: &Table<NodeId, NodeId>,
    ) -> impl Iterator<Item = (&'a str, &'a [EntryId])> + use<'a> {
        let mut names = vec![("", NodeId::new(0)); self.texts.len()];
        for (number, place) in ids.iter() {
            if let Some(slot) = names.get_mut(place.index()) {
                *slot = (self.texts.get(number.index()).copied().unwrap_or_default(), number);
            }
        }
        let roster = self.roster;
        names.into_iter().map(|(name, number)| (name, roster.entries.of(number)))
    }
}
