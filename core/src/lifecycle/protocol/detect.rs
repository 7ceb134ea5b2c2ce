//! Which conflicts are there after something has changed.
//!
//! Each question is asked again of no more than what can answer it otherwise than before: the versions of a key, those
//! who depend on it, the keys that lead to each other, the artifacts of a project.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Key;
use super::record::OpenConflict;
use super::step::{KeyChange, Step, Stopped};
use super::store::{Cell, Store};
use super::subject::Subject;
use crate::conflict::{
    Artifact, ArtifactReference, ArtifactState, Conflict, ConflictConfig, ConflictKind, Question,
    UndecidedQuestion, detect_among,
};
use crate::error::Result;
use crate::finding::Severity;

impl Step<'_> {
    /// Looks again at everything that has changed.
    pub(super) fn detect(&mut self) -> Stopped<()> {
        let dirty = std::mem::take(&mut self.dirty);
        for key in dirty.keys() {
            self.versions(*key)?;
        }
        self.absent(&dirty)?;
        self.cycles(&dirty)?;
        let mut cells: BTreeSet<Cell> = BTreeSet::new();
        for (key, change) in &dirty {
            let asked = self.store.asked_of(*key, *change);
            let project = self.store.keys.project(*key);
            cells.extend(asked.into_iter().map(|one| (project.into(), one)));
        }
        for cell in cells {
            self.project(cell)?;
        }
        self.touched.extend(dirty.keys().flat_map(|key| self.store.versions(*key)).copied());
        Ok(())
    }

    fn versions(&mut self, key: Key) -> Result<()> {
        let indexes = self.store.versions(key);
        let old = self.store.told(indexes, kinds_of(Question::Versions));
        let only = match indexes {
            [only] => self.store.artifact(*only),
            _ => None,
        };
        if old.is_empty() && only.is_some_and(|one| one.artifact.version == 1) {
            return Ok(());
        }
        let scope = self.store.rules.scope(&self.store.tenant, self.store.keys.project(key));
        let (found, _) = self.store.ask(indexes, Question::Versions, &scope.conflicts)?;
        self.write(old, found);
        Ok(())
    }

    /// Looks at the artifacts of the keys and at those that depend on them.
    fn absent(&mut self, dirty: &BTreeMap<Key, KeyChange>) -> Result<()> {
        let mut asked: BTreeSet<usize> = BTreeSet::new();
        for (key, KeyChange { had_open, .. }) in dirty {
            asked.extend(self.store.versions(*key));
            let all = *had_open != self.store.has_open(*key);
            let names = |index: &&usize| all || self.store.pins(**index, *key);
            asked.extend(self.store.keys.dependents(*key).iter().filter(names));
        }
        let kinds = kinds_of(Question::Absent);
        asked.retain(|index| {
            self.store.lacks(*index) || !self.store.told(&[*index], kinds).is_empty()
        });
        if asked.is_empty() {
            return Ok(());
        }
        let indexes: Vec<usize> = asked.iter().copied().collect();
        let old = self.store.told(&indexes, kinds);
        let keys = indexes.iter().flat_map(|index| self.store.references(*index));
        let mut with: BTreeSet<usize> = asked.clone();
        with.extend(keys.flat_map(|(key, _)| self.store.versions(key)));
        let with: Vec<usize> = with.into_iter().collect();
        let plain = ConflictConfig::default();
        let (mut found, _) = self.store.ask(&with, Question::Absent, &plain)?;
        let is_asked = |id: &String| self.store.find(id).is_some_and(|one| asked.contains(&one));
        found.retain(|one| one.members.iter().all(is_asked));
        self.write(old, found);
        Ok(())
    }

    /// Looks at the keys that lead to one of the keys and are led to by it, now or so far. Only what is open leads
    /// anywhere.
    fn cycles(&mut self, dirty: &BTreeMap<Key, KeyChange>) -> Result<()> {
        let mut seeds: BTreeSet<Key> = BTreeSet::new();
        let kinds = kinds_of(Question::Cycles);
        for (key, _) in dirty.iter().filter(|(_, change)| change.is_reshaped) {
            let told = self.store.told(self.store.versions(*key), kinds);
            let members = told.iter().filter_map(|id| self.store.conflicts.get(id));
            let places = members.flat_map(|one| &one.members).filter_map(|id| self.store.find(id));
            seeds.extend(places.filter_map(|index| self.store.key(index)));
            if !self.store.keys.dependents(*key).is_empty() {
                seeds.insert(*key);
            }
        }
        if seeds.is_empty() {
            return Ok(());
        }
        let keys = self.store.entangled(&seeds);
        let indexes = self.store.versions_of(keys.union(&seeds).copied());
        let old = self.store.told(&indexes, kinds);
        let plain = ConflictConfig::default();
        let (found, _) = self.store.ask(&indexes, Question::Cycles, &plain)?;
        self.write(old, found);
        Ok(())
    }

    /// Looks at the files, the packages or the schemas of a project.
    fn project(&mut self, cell: Cell) -> Result<()> {
        let (project, question) = &cell;
        let Some(group) = self.store.groups.get(project.as_str()) else { return Ok(()) };
        let indexes: Vec<usize> = match question {
            Question::Paths => group.paths.clone(),
            Question::Schemas => group.schemas.clone(),
            // Which version of a key counts depends on all of them.
            _ => {
                let keys = group.packages.iter().filter_map(|index| self.store.key(*index));
                self.store.versions_of(keys)
            }
        };
        let old = self.store.told(&indexes, kinds_of(*question));
        let plain = ConflictConfig::default();
        let (found, undecided) = self.store.ask(&indexes, *question, &plain)?;
        self.write(old, found);
        self.store.put_undecided(cell, undecided);
        Ok(())
    }

    /// Writes what was found in place of what was there.
    pub(super) fn write(&mut self, old: BTreeSet<String>, found: Vec<Conflict>) {
        let found: BTreeMap<String, Conflict> =
            found.into_iter().map(|one| (one.id.clone(), one)).collect();
        for id in old.into_iter().filter(|id| !found.contains_key(id)) {
            self.remove(&id);
        }
        for (id, conflict) in found {
            let conflict = self.opened(&id, conflict);
            self.put(&id, conflict);
        }
    }

    /// Takes a conflict away.
    pub(super) fn remove(&mut self, id: &str) {
        let Some(conflict) = self.store.conflicts.get(id).cloned() else { return };
        self.note(id);
        self.touch_members(&conflict);
        self.store.put_conflict(id, None);
    }

    /// Writes a conflict, if it is not there like that.
    pub(super) fn put(&mut self, id: &str, conflict: OpenConflict) {
        if self.store.conflicts.get(id) == Some(&conflict) {
            return;
        }
        self.note(id);
        self.touch_members(&conflict);
        self.store.put_conflict(id, Some(conflict));
    }

    fn opened(&self, id: &str, found: Conflict) -> OpenConflict {
        let known = self.store.conflicts.get(id);
        let overridden_by = known.and_then(|one| one.overridden_by.clone());
        let severity = self.severity(found.kind, &found.members);
        let waiting = if overridden_by.is_some() {
            Vec::new()
        } else {
            self.waiting(severity, &found.members)
        };
        OpenConflict {
            kind: found.kind,
            severity,
            project: found.project,
            members: found.members,
            actors: found.actors,
            facts: found.facts,
            message: found.message,
            since: known.map_or(self.at, |one| one.since),
            waiting,
            approvals: known.map(|one| one.approvals.clone()).unwrap_or_default(),
            overridden_by,
            escalated: known.and_then(|one| one.escalated.clone()),
        }
    }

    /// Returns how bad a conflict is: the worst that a project of a member has it.
    pub(super) fn severity(&self, kind: ConflictKind, members: &[String]) -> Severity {
        let of = |id: &String| {
            let scope = self.store.rules.scope(&self.store.tenant, Subject::project_of(id));
            scope.conflicts.severity(kind)
        };
        members.iter().map(of).max().unwrap_or(kind.code().severity)
    }

    /// Returns the members whose projects block at a severity.
    pub(super) fn waiting(&self, severity: Severity, members: &[String]) -> Vec<String> {
        let blocks = |id: &&String| {
            let scope = self.store.rules.scope(&self.store.tenant, Subject::project_of(id));
            severity >= scope.policy.block_at
        };
        members.iter().filter(blocks).cloned().collect()
    }

    /// Has everything be looked at that a conflict keeps, or kept, from going on.
    pub(super) fn touch_members(&mut self, conflict: &OpenConflict) {
        for id in &conflict.members {
            self.touched.extend(self.store.find(id));
            let project = Subject::project_of(id).to_owned();
            self.touched_others.insert(Subject::Project(project));
        }
    }
}

fn kinds_of(question: Question) -> &'static [ConflictKind] {
    match question {
        Question::Paths => &[
            ConflictKind::PathCase,
            ConflictKind::PathInvalid,
            ConflictKind::PathPrefix,
            ConflictKind::PathSame,
        ],
        Question::Packages => &[ConflictKind::Unsatisfiable],
        Question::Schemas => &[ConflictKind::SchemaMismatch],
        Question::Versions => &[ConflictKind::VersionGap, ConflictKind::ParallelWrite],
        Question::Absent => &[ConflictKind::MissingDependency],
        Question::Cycles => &[ConflictKind::Cycle],
    }
}

impl Store {
    fn ask(
        &self,
        indexes: &[usize],
        question: Question,
        config: &ConflictConfig,
    ) -> Result<(Vec<Conflict>, Vec<UndecidedQuestion>)> {
        let one = |index: &usize| self.artifact(*index).map(|one| &one.artifact);
        let artifacts: Vec<&Artifact> = indexes.iter().filter_map(one).collect();
        detect_among(&artifacts, config, &self.rules.packages, &[question])
    }

    /// Lists the versions of keys, by key and version.
    fn versions_of(&self, keys: impl Iterator<Item = Key>) -> Vec<usize> {
        let mut keys: Vec<Key> = keys.collect::<BTreeSet<Key>>().into_iter().collect();
        keys.sort_by_key(|key| self.keys.name(*key));
        keys.into_iter().flat_map(|key| self.versions(key)).copied().collect()
    }

    /// Returns the conflicts of these kinds that some of the artifacts are members of.
    fn told(&self, indexes: &[usize], kinds: &[ConflictKind]) -> BTreeSet<String> {
        let conflicts = indexes.iter().flat_map(|index| self.conflicts_of(*index));
        let told = conflicts.filter(|(_, one)| kinds.contains(&one.kind));
        told.map(|(id, _)| id.clone()).collect()
    }

    /// Lists the questions on whose answer a key has a say.
    fn asked_of(&self, key: Key, change: KeyChange) -> Vec<Question> {
        let Some(group) = self.groups.get(self.keys.project(key)) else { return Vec::new() };
        let versions = self.versions(key);
        let lists = [
            (Question::Paths, &group.paths),
            (Question::Packages, &group.packages),
            (Question::Schemas, &group.schemas),
        ];
        let has = |list: &[usize]| versions.iter().any(|index| list.binary_search(index).is_ok());
        let is_asked = |question: Question| match question {
            // Only what is open has files and schemas.
            Question::Paths => {
                let is_told = || !self.told(versions, kinds_of(Question::Paths)).is_empty();
                change.is_reshaped && (is_told() || self.meets(key))
            }
            Question::Schemas => change.is_reshaped,
            _ => true,
        };
        let asked = lists.into_iter().filter(|(question, list)| has(list) && is_asked(*question));
        asked.map(|(question, _)| question).collect()
    }

    /// Tells whether an artifact asks for one version of a key.
    fn pins(&self, index: usize, key: Key) -> bool {
        let mut references = self.references(index);
        references.any(|(named, reference)| named == key && reference.version.is_some())
    }

    /// Tells whether an open artifact depends on something that is not there.
    fn lacks(&self, index: usize) -> bool {
        let is_there = |(key, reference): (Key, &ArtifactReference)| {
            let Some(version) = reference.version else { return self.has_open(key) };
            let target = self.version(key, version).and_then(|index| self.artifact(index));
            target.is_some_and(|one| one.artifact.state != ArtifactState::Archived)
        };
        self.is_open(index) && !self.references(index).all(is_there)
    }

    /// Returns the keys that lead to one of `seeds` and are led to by one: all circles with one of them lie there.
    ///
    /// Both ways are walked by turns; the one that ends first is the smaller one, and bounds the other.
    fn entangled(&self, seeds: &BTreeSet<Key>) -> BTreeSet<Key> {
        let (mut ahead, mut behind) = (Walk::new(seeds), Walk::new(seeds));
        loop {
            let Some(key) = ahead.next() else {
                let within = std::mem::take(&mut ahead.seen);
                return behind.rest(&within, |key| self.before(key));
            };
            ahead.add(self.behind(key));
            let Some(key) = behind.next() else {
                let within = std::mem::take(&mut behind.seen);
                return ahead.rest(&within, |key| self.behind(key));
            };
            behind.add(self.before(key));
        }
    }

    /// Lists the keys that open versions of a key depend on.
    fn behind(&self, key: Key) -> Vec<Key> {
        let open = self.versions(key).iter().filter(|index| self.is_open(**index));
        open.flat_map(|index| self.references(*index)).map(|(key, _)| key).collect()
    }

    /// Lists the keys of open artifacts that depend on a key.
    fn before(&self, key: Key) -> Vec<Key> {
        let open = self.keys.dependents(key).iter().filter(|index| self.is_open(**index));
        open.filter_map(|index| self.key(*index)).collect()
    }
}

/// A walk over keys.
struct Walk {
    seen: BTreeSet<Key>,
    next: Vec<Key>,
}

impl Walk {
    fn new(seeds: &BTreeSet<Key>) -> Self {
        Self { seen: seeds.clone(), next: seeds.iter().copied().collect() }
    }

    fn next(&mut self) -> Option<Key> {
        self.next.pop()
    }

    fn add(&mut self, keys: Vec<Key>) {
        let new = keys.into_iter().filter(|key| self.seen.insert(*key));
        self.next.extend(new);
    }

    /// Walks on inside of `within` to the end.
    fn rest(mut self, within: &BTreeSet<Key>, step: impl Fn(Key) -> Vec<Key>) -> BTreeSet<Key> {
        while let Some(key) = self.next() {
            if within.contains(&key) {
                self.add(step(key));
            }
        }
        self.seen.intersection(within).copied().collect()
    }
}
