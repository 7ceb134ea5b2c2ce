//! Which conflicts are there after something has changed.
//!
//! Each question is asked again of no more than what can answer it otherwise than before: the versions of a key, those
//! who depend on it, the keys that lead to each other, the artifacts of a project.

use std::collections::{BTreeMap, BTreeSet};

use super::record::OpenConflict;
use super::step::{KeyChange, Step, Stopped};
use super::store::Store;
use super::subject::{Subject, key_of};
use crate::conflict::{
    Artifact, ArtifactState, Conflict, ConflictConfig, ConflictKind, Question, UndecidedQuestion,
    detect_among,
};
use crate::error::Result;
use crate::finding::Severity;

impl Step<'_> {
    /// Looks again at everything that has changed.
    pub(super) fn detect(&mut self) -> Stopped<()> {
        let dirty = std::mem::take(&mut self.dirty);
        if dirty.is_empty() {
            return Ok(());
        }
        for key in dirty.keys() {
            self.versions(key)?;
        }
        self.absent(&dirty)?;
        self.cycles(&dirty)?;
        let mut cells: BTreeSet<(String, Question)> = BTreeSet::new();
        for (key, change) in &dirty {
            let project = Subject::project_of(key);
            let asked = self.store.asked_of(key, *change);
            cells.extend(asked.into_iter().map(|one| (project.to_owned(), one)));
        }
        for (project, question) in cells {
            self.project(project, question)?;
        }
        self.touched.extend(dirty.keys().flat_map(|key| self.store.versions(key)).copied());
        Ok(())
    }

    fn versions(&mut self, key: &str) -> Result<()> {
        let indexes = self.store.versions(key).to_vec();
        let kinds = [ConflictKind::VersionGap, ConflictKind::ParallelWrite];
        let old = self.store.known(&indexes, &kinds);
        let is_first = |index: &usize| {
            self.store.artifact(*index).is_some_and(|one| one.artifact.version == 1)
        };
        if old.is_empty() && indexes.len() == 1 && indexes.iter().all(is_first) {
            return Ok(());
        }
        let config =
            &self.store.rules.scope(&self.store.tenant, Subject::project_of(key)).conflicts;
        let (found, _) = self.store.ask(&indexes, Question::Versions, config)?;
        self.write(old, found);
        Ok(())
    }

    /// Looks at the artifacts of the keys and at those that depend on them.
    fn absent(&mut self, dirty: &BTreeMap<String, KeyChange>) -> Result<()> {
        let mut asked: BTreeSet<usize> = BTreeSet::new();
        for (key, KeyChange { had_open, .. }) in dirty {
            asked.extend(self.store.versions(key));
            let all = *had_open != self.store.has_open(key);
            let names = |index: &usize| all || self.store.pins(*index, key);
            asked.extend(self.store.dependents(key).filter(names));
        }
        let kinds = [ConflictKind::MissingDependency];
        asked.retain(|index| {
            self.store.lacks(*index) || !self.store.known(&[*index], &kinds).is_empty()
        });
        if asked.is_empty() {
            return Ok(());
        }
        let indexes: Vec<usize> = asked.iter().copied().collect();
        let old = self.store.known(&indexes, &kinds);
        let mut with: BTreeSet<usize> = asked.clone();
        for index in &asked {
            let keys = self.store.named(*index);
            with.extend(keys.iter().flat_map(|key| self.store.versions(key)));
        }
        let with: Vec<usize> = with.into_iter().collect();
        let plain = ConflictConfig::default();
        let (mut found, _) = self.store.ask(&with, Question::Absent, &plain)?;
        let ids: BTreeSet<String> =
            asked.iter().map(|index| self.store.id(&Subject::Artifact(*index))).collect();
        found.retain(|one| one.members.iter().all(|member| ids.contains(member)));
        self.write(old, found);
        Ok(())
    }

    /// Looks at the keys that lead to one of the keys and are led to by it, now or so far.
    fn cycles(&mut self, dirty: &BTreeMap<String, KeyChange>) -> Result<()> {
        let mut seeds: BTreeSet<String> = BTreeSet::new();
        let kinds = [ConflictKind::Cycle];
        for key in dirty.keys() {
            let known = self.store.known(self.store.versions(key), &kinds);
            let members = known.iter().filter_map(|id| self.store.conflicts.get(id));
            let keys = members.flat_map(|one| &one.members).filter_map(|id| id.rsplit_once('@'));
            seeds.extend(keys.map(|(key, _)| key.to_owned()));
            if self.store.dependents(key).next().is_some() {
                seeds.insert(key.clone());
            }
        }
        if seeds.is_empty() {
            return Ok(());
        }
        let keys = self.store.entangled(&seeds);
        let among = |key: &String| self.store.versions(key).to_vec();
        let indexes: Vec<usize> = keys.union(&seeds).flat_map(among).collect();
        let old = self.store.known(&indexes, &kinds);
        let plain = ConflictConfig::default();
        let (found, _) = self.store.ask(&indexes, Question::Cycles, &plain)?;
        self.write(old, found);
        Ok(())
    }

    /// Looks at the files, the packages or the schemas of a project.
    fn project(&mut self, project: String, question: Question) -> Result<()> {
        let Some(group) = self.store.groups.get(project.as_str()) else { return Ok(()) };
        let indexes: Vec<usize> = match question {
            Question::Paths => group.paths.iter().copied().collect(),
            Question::Schemas => group.schemas.iter().copied().collect(),
            // Which version of a key counts depends on all of them.
            _ => {
                let key = |index: &usize| Some(self.store.artifact(*index)?.artifact.key());
                let keys: BTreeSet<String> = group.packages.iter().filter_map(key).collect();
                keys.iter().flat_map(|key| self.store.versions(key)).copied().collect()
            }
        };
        let kinds = kinds_of(question);
        let old = self.store.known(&indexes, kinds);
        let plain = ConflictConfig::default();
        let (found, undecided) = self.store.ask(&indexes, question, &plain)?;
        self.write(old, found);
        self.store.put_undecided((project.into(), question), undecided);
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

    /// Returns the conflicts of these kinds that some of the artifacts are members of.
    fn known(&self, indexes: &[usize], kinds: &[ConflictKind]) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        for index in indexes {
            let id = self.id(&Subject::Artifact(*index));
            let known = self.conflicts_of(&id).filter(|(_, one)| kinds.contains(&one.kind));
            ids.extend(known.map(|(id, _)| id.clone()));
        }
        ids
    }

    /// Lists the questions on whose answer a key has a say.
    fn asked_of(&self, key: &str, change: KeyChange) -> Vec<Question> {
        let Some(group) = self.groups.get(Subject::project_of(key)) else { return Vec::new() };
        let versions = self.versions(key);
        let sets = [
            (Question::Paths, &group.paths),
            (Question::Packages, &group.packages),
            (Question::Schemas, &group.schemas),
        ];
        let has = |set: &BTreeSet<usize>| versions.iter().any(|index| set.contains(index));
        let is_asked = |question: Question| match question {
            // Only what is open has files and schemas.
            Question::Paths => {
                let is_told = || !self.known(versions, kinds_of(Question::Paths)).is_empty();
                change.is_reshaped && (is_told() || self.meets(key))
            }
            Question::Schemas => change.is_reshaped,
            _ => true,
        };
        let asked = sets.into_iter().filter(|(question, set)| has(set) && is_asked(*question));
        asked.map(|(question, _)| question).collect()
    }

    /// Lists the keys an artifact names among what it depends on.
    fn named(&self, index: usize) -> BTreeSet<String> {
        let Some(one) = self.artifact(index).map(|one| &one.artifact) else {
            return BTreeSet::new();
        };
        one.depends_on.iter().map(|reference| key_of(&one.project, reference)).collect()
    }

    /// Tells whether an artifact asks for one version of a key.
    fn pins(&self, index: usize, key: &str) -> bool {
        let Some(one) = self.artifact(index).map(|one| &one.artifact) else { return false };
        let pins = |reference: &&crate::conflict::ArtifactReference| reference.version.is_some();
        one.depends_on.iter().filter(pins).any(|one_of| key_of(&one.project, one_of) == key)
    }

    /// Tells whether an open artifact depends on something that is not there.
    fn lacks(&self, index: usize) -> bool {
        let Some(one) = self.artifact(index).map(|one| &one.artifact) else { return false };
        let is_there = |reference: &crate::conflict::ArtifactReference| {
            let key = key_of(&one.project, reference);
            let Some(version) = reference.version else { return self.has_open(&key) };
            let target = self.find(&format!("{key}@{version}"));
            let target = target.and_then(|index| self.artifact(index));
            target.is_some_and(|one| one.artifact.state != ArtifactState::Archived)
        };
        one.is_open() && !one.depends_on.iter().all(is_there)
    }

    /// Returns the keys that lead to one of `seeds` and are led to by one: all circles with one of them lie there.
    ///
    /// Both ways are walked by turns; the one that ends first is the smaller one, and bounds the other.
    fn entangled(&self, seeds: &BTreeSet<String>) -> BTreeSet<String> {
        let (mut ahead, mut behind) = (Walk::new(seeds), Walk::new(seeds));
        loop {
            let Some(key) = ahead.next() else {
                let within = std::mem::take(&mut ahead.seen);
                return behind.rest(&within, |key| self.before(key));
            };
            ahead.add(self.behind(&key));
            let Some(key) = behind.next() else {
                let within = std::mem::take(&mut behind.seen);
                return ahead.rest(&within, |key| self.behind(key));
            };
            behind.add(self.before(&key));
        }
    }

    /// Lists the keys that open versions of a key depend on.
    fn behind(&self, key: &str) -> BTreeSet<String> {
        let open =
            |index: &&usize| self.artifact(**index).is_some_and(|one| one.artifact.is_open());
        self.versions(key).iter().filter(open).flat_map(|index| self.named(*index)).collect()
    }

    /// Lists the keys of open artifacts that depend on a key.
    fn before(&self, key: &str) -> BTreeSet<String> {
        let artifacts = self.dependents(key).filter_map(|index| self.artifact(index));
        artifacts.filter(|one| one.artifact.is_open()).map(|one| one.artifact.key()).collect()
    }
}

/// A walk over keys.
struct Walk {
    seen: BTreeSet<String>,
    next: Vec<String>,
}

impl Walk {
    fn new(seeds: &BTreeSet<String>) -> Self {
        Self { seen: seeds.clone(), next: seeds.iter().cloned().collect() }
    }

    fn next(&mut self) -> Option<String> {
        self.next.pop()
    }

    fn add(&mut self, keys: BTreeSet<String>) {
        for key in keys {
            if self.seen.insert(key.clone()) {
                self.next.push(key);
            }
        }
    }

    /// Walks on inside of `within` to the end.
    fn rest(
        mut self,
        within: &BTreeSet<String>,
        step: impl Fn(&str) -> BTreeSet<String>,
    ) -> BTreeSet<String> {
        while let Some(key) = self.next() {
            if within.contains(&key) {
                self.add(step(&key));
            }
        }
        self.seen.intersection(within).cloned().collect()
    }
}
