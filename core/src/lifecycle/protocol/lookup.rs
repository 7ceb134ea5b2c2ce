//! Who depends on whom.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Bound;

use super::keys::Key;
use super::record::{ArtifactRecord, OpenConflict};
use super::store::Store;
use super::subject::{Subject, key_of};
use crate::conflict::{ArtifactReference, ArtifactState, Question, folded, path_fault};

impl Store {
    pub(super) fn artifact(&self, index: usize) -> Option<&ArtifactRecord> {
        self.artifacts.get(index)
    }

    /// Compares two artifacts by key and version.
    pub(super) fn by_id(&self, a: usize, b: usize) -> Ordering {
        let id = |index: usize| {
            let version = self.artifact(index).map(|one| one.artifact.version);
            (self.key(index).map(|key| self.keys.name(key)), version)
        };
        id(a).cmp(&id(b))
    }

    /// Tells whether an artifact is a draft, active or blocked.
    pub(super) fn is_open(&self, index: usize) -> bool {
        self.artifact(index).is_some_and(|one| one.artifact.is_open())
    }

    /// Tells whether an artifact is active, or was when it was blocked.
    pub(super) fn is_active(&self, index: usize) -> bool {
        self.artifact(index).is_some_and(|one| one.artifact.is_active())
    }

    /// Returns the version of a key that is active, or was when it was blocked.
    pub(super) fn active_version(&self, key: Key) -> Option<usize> {
        self.versions(key).iter().rev().copied().find(|index| self.is_active(*index))
    }

    /// Tells whether some version of a key is a draft, active or blocked.
    pub(super) fn has_open(&self, key: Key) -> bool {
        self.versions(key).iter().rev().any(|index| self.is_open(*index))
    }

    /// Returns what a dependency of something in `project` is on.
    pub(super) fn target(&self, project: &str, reference: &ArtifactReference) -> Option<usize> {
        self.meant(self.keys.find(&key_of(project, reference))?, reference.version)
    }

    /// Returns what is meant by a key: the version that is named, or else the one that is active, or else the newest
    /// that is open.
    pub(super) fn meant(&self, key: Key, version: Option<u64>) -> Option<usize> {
        if let Some(version) = version {
            return self.version(key, version);
        }
        let mut open = None;
        for index in self.versions(key).iter().rev().copied() {
            if self.is_active(index) {
                return Some(index);
            }
            open = open.or_else(|| self.is_open(index).then_some(index));
        }
        open
    }

    /// Lists the references of an artifact, each with its key.
    pub(super) fn references(
        &self,
        index: usize,
    ) -> impl Iterator<Item = (Key, &ArtifactReference)> {
        let known =
            self.known.get(index).into_iter().flat_map(|one| one.depends_on.iter().copied());
        let artifact = self.artifact(index).into_iter();
        known.zip(artifact.flat_map(|one| &one.artifact.depends_on))
    }

    /// Lists what the dependencies of an artifact are on.
    pub(super) fn targets(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let references = self.references(index);
        references.filter_map(|(key, reference)| self.meant(key, reference.version))
    }

    /// Lists what an artifact, a task or a project depends on, each with the artifact that is meant, if there is one.
    pub(super) fn dependencies<'a>(
        &'a self,
        subject: &Subject,
    ) -> Vec<(&'a ArtifactReference, Option<usize>)> {
        match subject {
            Subject::Artifact(index) => {
                let references = self.references(*index);
                references.map(|(key, one)| (one, self.meant(key, one.version))).collect()
            }
            Subject::Task(id) => {
                let references = self.tasks.get(id).into_iter().flat_map(|one| &one.depends_on);
                let project = Subject::project_of(id);
                references.map(|one| (one, self.target(project, one))).collect()
            }
            Subject::Project(_) => Vec::new(),
        }
    }

    /// Lists the dependencies that are not on something active, as they are written.
    pub(super) fn inactive(&self, subject: &Subject) -> Vec<String> {
        let is_active = |target: Option<usize>| {
            let target = target.and_then(|index| self.artifact(index));
            target.is_some_and(|one| one.artifact.state == ArtifactState::Active)
        };
        let dependencies = self.dependencies(subject).into_iter();
        let inactive = dependencies.filter(|(_, target)| !is_active(*target));
        inactive.map(|(reference, _)| reference.to_string()).collect()
    }

    /// Lists the artifacts that are active, or were when they were blocked, and depend on this one.
    pub(super) fn active_dependents(&self, index: usize) -> Vec<usize> {
        self.depending(index, |other| self.is_active(other))
    }

    /// Lists the artifacts that depend on this one.
    pub(super) fn dependents_of(&self, index: usize) -> Vec<usize> {
        self.depending(index, |_| true)
    }

    /// Lists the artifacts that depend on this one, among those that `is_meant`.
    fn depending(&self, index: usize, is_meant: impl Fn(usize) -> bool) -> Vec<usize> {
        let Some(key) = self.key(index) else { return Vec::new() };
        let depends = |other: usize| {
            let mut references = self.references(other).filter(|(named, _)| *named == key);
            references.any(|(_, reference)| self.meant(key, reference.version) == Some(index))
        };
        let dependents = self.keys.dependents(key).iter().copied();
        dependents.filter(|other| is_meant(*other) && depends(*other)).collect()
    }

    /// Tells whether an artifact is blocked.
    pub(super) fn is_blocked(&self, index: usize) -> bool {
        self.artifact(index).is_some_and(|one| one.artifact.state == ArtifactState::Blocked)
    }

    /// Returns what an id names; none when there is no such artifact, task or project.
    pub(super) fn subject(&self, id: &str) -> Option<Subject> {
        match id.bytes().filter(|byte| *byte == b'/').count() {
            0 => self.projects.contains_key(id).then(|| Subject::Project(id.to_owned())),
            1 => self.tasks.contains_key(id).then(|| Subject::Task(id.to_owned())),
            _ => self.find(id).map(Subject::Artifact),
        }
    }

    /// Tells whether a path of a key is none, or some other key writes it, something in it, or a folder it is in, in any
    /// case: only then files can clash.
    pub(super) fn meets(&self, key: Key) -> bool {
        let Some(group) = self.groups.get(self.keys.project(key)) else { return false };
        let versions = self.versions(key);
        let is_other = |writers: &Vec<usize>| writers.iter().any(|one| !versions.contains(one));
        let written = versions.iter().filter_map(|index| self.artifact(*index));
        let mut paths = written.flat_map(|one| &one.artifact.paths);
        paths.any(|path| {
            let mut folder = if path_fault(path).is_some() { return true } else { folded(path) };
            folder.push('/');
            // The last one is the path itself.
            let ends = folder.match_indices('/').filter_map(|(end, _)| folder.get(..end));
            let mut around = ends.filter_map(|one| group.files.get(one));
            let inside = (Bound::Included(folder.as_str()), Bound::Unbounded);
            let inside = group.files.range::<str, _>(inside);
            let mut inside = inside.take_while(|(inner, _)| inner.starts_with(&folder));
            around.any(is_other) || inside.any(|(_, writers)| is_other(writers))
        })
    }

    /// Lists the ids of all artifacts, tasks and projects.
    pub(super) fn all_ids(&self) -> BTreeSet<String> {
        let artifacts = self.artifacts.iter().map(|one| one.artifact.id());
        let others = self.tasks.keys().chain(self.projects.keys()).cloned();
        artifacts.chain(others).collect()
    }

    /// Returns the id of a subject.
    pub(super) fn id(&self, subject: &Subject) -> String {
        match subject {
            Subject::Artifact(index) => {
                self.artifact(*index).map(|one| one.artifact.id()).unwrap_or_default()
            }
            Subject::Task(id) | Subject::Project(id) => id.clone(),
        }
    }
}

impl Store {
    /// Returns the ids of the conflicts for which something waits that this depends on.
    pub(super) fn blocking(&self, subject: &Subject) -> BTreeSet<String> {
        let targets = self.dependencies(subject).into_iter().filter_map(|(_, target)| target);
        targets.flat_map(|index| self.ids_of_waits(index)).collect()
    }

    /// Returns the ids of the conflicts for which members of a project wait.
    pub(super) fn waiting_for_project(&self, project: &str) -> Vec<String> {
        if !self.is_project_waiting(project) {
            return Vec::new();
        }
        let waits = |conflict: &OpenConflict| {
            conflict.waiting.iter().any(|member| Subject::project_of(member) == project)
        };
        let conflicts = self.conflicts.iter().filter(|(_, conflict)| waits(conflict));
        conflicts.map(|(id, _)| id.clone()).collect()
    }

    /// Returns what could not be decided of an artifact: of packages it needs, or a schema it has.
    pub(super) fn undecided_of(&self, subject: &Subject) -> Option<&str> {
        let Subject::Artifact(index) = subject else { return None };
        let artifact = &self.artifact(*index)?.artifact;
        let of = |question| {
            let cell = (artifact.project.clone(), question);
            self.undecided.get(&cell).into_iter().flatten()
        };
        let package = of(Question::Packages).find(|asked| {
            // Packages depend on each other: whatever is needed for the same may be meant.
            artifact.requires.iter().any(|one| Some(&one.scope) == asked.scope.as_ref())
        });
        let schema = of(Question::Schemas).find(|asked| {
            let mut schemas = artifact.provides.iter().chain(&artifact.consumes);
            schemas.any(|schema| schema.name == asked.subject)
        });
        package.or(schema).map(|asked| asked.message.as_str())
    }
}
