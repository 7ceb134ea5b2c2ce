//! Questions to a prepared graph.

use super::ids::{NodeId, Table};
use super::impact::{Seed, Walker};
use super::model::Graph;
use super::{EdgeKind, read};
use crate::document::{Limits, Source};
use crate::error::{Error, Result};
use crate::suggest;

impl Graph {
    /// Returns the graph of a service index and of a graph file beside it. What the documents get
    /// wrong is left out; [`check_graph`](super::check_graph) reports it.
    ///
    /// # Errors
    /// `input_invalid` when a document is no YAML or JSON, `limit_exceeded` when it is too large.
    pub fn from_sources(catalog: &Source, graph: Option<&Source>) -> Result<Self> {
        let (catalog, file) = read(catalog, graph, &Limits::default())?;
        Ok(Self::new(&catalog.catalog, file.given.then_some(&file.value)))
    }

    /// Lists the names of the graph, sorted: the services, and what they depend on besides.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|(_, node)| node.name.as_str())
    }

    /// Tells whether the graph has the name `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Lists the services that `name` depends on directly, sorted.
    ///
    /// # Errors
    /// `input_invalid`, with the nearest name, when the graph does not have `name`.
    pub fn dependencies(&self, name: &str) -> Result<Vec<&str>> {
        let found = self.dependency.out.of(self.node(name)?);
        Ok(found.iter().map(|node| self.name(*node)).collect())
    }

    /// Lists the services that depend on `name` directly, sorted.
    ///
    /// # Errors
    /// As [`Graph::dependencies`].
    pub fn dependents(&self, name: &str) -> Result<Vec<&str>> {
        let found = self.dependency.back.of(self.node(name)?);
        Ok(found.iter().map(|node| self.name(*node)).collect())
    }

    /// Lists the services that depend on `name` directly or not, nearest first, then by name.
    ///
    /// # Errors
    /// As [`Graph::dependencies`].
    pub fn all_dependents(&self, name: &str) -> Result<Vec<&str>> {
        let seed = Seed::Service(self.node(name)?);
        let reached = Walker::new(self).run(&[(seed, 0)], &[EdgeKind::Dependency], None);
        Ok(reached.into_iter().map(|node| self.name(node)).collect())
    }

    /// Lists the services that `name` depends on directly or not, nearest first, then by name.
    ///
    /// # Errors
    /// As [`Graph::dependencies`].
    pub fn all_dependencies(&self, name: &str) -> Result<Vec<&str>> {
        let start = self.node(name)?;
        let mut seen: Table<NodeId, bool> = Table::filled(false, self.nodes.len());
        let mut found = Vec::new();
        let mut front = vec![start];
        while !front.is_empty() {
            let ends = front.iter().flat_map(|node| self.dependency.out.of(*node)).copied();
            let mut next: Vec<NodeId> = ends.filter(|end| *end != start).collect();
            next.sort_unstable_by_key(|node| self.name(*node));
            next.dedup();
            next.retain(|end| !std::mem::replace(&mut seen[*end], true));
            found.extend(next.iter().map(|node| self.name(*node)));
            front = next;
        }
        Ok(found)
    }

    /// Returns the shortest chain of dependencies from `from` to `to`, both included; of several the
    /// least by name. None when `from` does not depend on `to`.
    ///
    /// # Errors
    /// As [`Graph::dependencies`].
    pub fn path(&self, from: &str, to: &str) -> Result<Option<Vec<&str>>> {
        let (from, to) = (self.node(from)?, self.node(to)?);
        let mut before: Table<NodeId, Option<NodeId>> = Table::filled(None, self.nodes.len());
        let mut queue = vec![from];
        let mut next = 0;
        before[from] = Some(from);
        while let Some(node) = queue.get(next).copied() {
            if before[to].is_some() {
                break;
            }
            next += 1;
            for end in self.dependency.out.of(node) {
                if before[*end].is_none() {
                    before[*end] = Some(node);
                    queue.push(*end);
                }
            }
        }
        let mut path = vec![self.name(to)];
        let mut node = to;
        while node != from {
            let Some(previous) = before[node] else { return Ok(None) };
            path.push(self.name(previous));
            node = previous;
        }
        path.reverse();
        Ok(Some(path))
    }

    /// Returns the node called `name`.
    pub(crate) fn node(&self, name: &str) -> Result<NodeId> {
        self.find(name).ok_or_else(|| {
            let error = Error::invalid("", format!("no service is called `{name}`"));
            match suggest::nearest(name, self.service_names()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }
}
