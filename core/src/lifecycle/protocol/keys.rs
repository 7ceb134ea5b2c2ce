//! The keys `project/kind/name` of a tenant: each has a place, and what is known of it is found there without its name.

use std::collections::BTreeSet;

use foldhash::HashMap;
use smol_str::SmolStr;

use super::subject::Subject;

/// The place of a key that some artifact has, or something depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(usize);

/// What is known of a key. Artifacts are added in the order of their places, and only the last one ever goes.
struct KeyRecord {
    name: SmolStr,
    versions: Versions,
    /// Artifacts that depend on it, by place.
    dependents: Vec<usize>,
    /// Tasks that depend on it.
    tasks: BTreeSet<String>,
}

/// The versions of a key, oldest first. Most keys have one, which is found without another look at memory.
enum Versions {
    One(usize),
    Listed(Vec<usize>),
}

/// The keys of a tenant.
#[derive(Default)]
pub(super) struct Keys {
    places: HashMap<SmolStr, Key>,
    records: Vec<KeyRecord>,
}

impl Keys {
    /// Makes room for so many keys.
    pub(super) fn reserve(&mut self, count: usize) {
        self.places.reserve(count);
        self.records.reserve(count);
    }

    /// Returns the place of a key, if it has one.
    pub(super) fn find(&self, name: &str) -> Option<Key> {
        self.places.get(name).copied()
    }

    /// Returns the place of a key, which it has from now on.
    pub(super) fn add(&mut self, name: &str) -> Key {
        if let Some(known) = self.find(name) {
            return known;
        }
        let (key, name) = (Key(self.records.len()), SmolStr::new(name));
        self.places.insert(name.clone(), key);
        let (versions, dependents, tasks) =
            (Versions::Listed(Vec::new()), Vec::new(), BTreeSet::new());
        self.records.push(KeyRecord { name, versions, dependents, tasks });
        key
    }

    /// Forgets the last keys, as far as no artifact has them and nothing depends on them.
    pub(super) fn trim(&mut self) {
        while self.records.last().is_some_and(KeyRecord::is_unused) {
            let last = self.records.pop();
            last.map(|last| self.places.remove(&last.name));
        }
    }

    pub(super) fn name(&self, key: Key) -> &str {
        self.records.get(key.0).map(|one| one.name.as_str()).unwrap_or_default()
    }

    /// Returns the project of a key.
    pub(super) fn project(&self, key: Key) -> &str {
        Subject::project_of(self.name(key))
    }

    /// Returns the versions of a key, oldest first.
    pub(super) fn versions(&self, key: Key) -> &[usize] {
        self.records.get(key.0).map(|one| one.versions.as_slice()).unwrap_or_default()
    }

    /// Returns the artifacts that depend on a key.
    pub(super) fn dependents(&self, key: Key) -> &[usize] {
        self.records.get(key.0).map(|one| one.dependents.as_slice()).unwrap_or_default()
    }

    /// Lists the tasks that depend on a key.
    pub(super) fn tasks(&self, key: Key) -> impl Iterator<Item = &String> {
        self.records.get(key.0).into_iter().flat_map(|one| &one.tasks)
    }

    /// Adds an artifact as the version behind `older` others of its key.
    pub(super) fn add_version(&mut self, key: Key, older: usize, index: usize) {
        if let Some(one) = self.records.get_mut(key.0) {
            one.versions.insert(older, index);
        }
    }

    /// Takes an artifact away from the versions of its key.
    pub(super) fn remove_version(&mut self, key: Key, index: usize) {
        if let Some(one) = self.records.get_mut(key.0) {
            one.versions.remove(index);
        }
    }

    /// Adds the last artifact to those that depend on a key.
    pub(super) fn add_dependent(&mut self, key: Key, index: usize) {
        if let Some(one) = self.records.get_mut(key.0) {
            push_once(&mut one.dependents, index);
        }
    }

    /// Takes the last artifact away from those that depend on a key.
    pub(super) fn remove_dependent(&mut self, key: Key, index: usize) {
        if let Some(one) = self.records.get_mut(key.0) {
            pop_once(&mut one.dependents, index);
        }
    }

    /// Adds a task to those that depend on a key.
    pub(super) fn add_task(&mut self, key: Key, id: &str) {
        if let Some(one) = self.records.get_mut(key.0) {
            one.tasks.insert(id.to_owned());
        }
    }

    /// Takes a task away from those that depend on a key.
    pub(super) fn remove_task(&mut self, key: Key, id: &str) {
        if let Some(one) = self.records.get_mut(key.0) {
            one.tasks.remove(id);
        }
    }
}

impl Versions {
    fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(only) => std::slice::from_ref(only),
            Self::Listed(all) => all,
        }
    }

    fn insert(&mut self, place: usize, index: usize) {
        match self {
            Self::Listed(all) if all.is_empty() => *self = Self::One(index),
            Self::Listed(all) => all.insert(place.min(all.len()), index),
            Self::One(only) if place == 0 => *self = Self::Listed(vec![index, *only]),
            Self::One(only) => *self = Self::Listed(vec![*only, index]),
        }
    }

    fn remove(&mut self, index: usize) {
        match self {
            Self::Listed(all) => all.retain(|other| *other != index),
            Self::One(only) if *only == index => *self = Self::Listed(Vec::new()),
            Self::One(_) => {}
        }
    }
}

impl KeyRecord {
    fn is_unused(&self) -> bool {
        self.versions.as_slice().is_empty() && self.dependents.is_empty() && self.tasks.is_empty()
    }
}

/// Adds the last artifact to a list by place, if it is not there.
pub(super) fn push_once(list: &mut Vec<usize>, index: usize) {
    if list.last() != Some(&index) {
        list.push(index);
    }
}

/// Takes the last artifact away from a list by place, if it is there.
pub(super) fn pop_once(list: &mut Vec<usize>, index: usize) {
    if list.last() == Some(&index) {
        list.pop();
    }
}
