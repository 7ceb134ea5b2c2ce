//! Who depends on whom.

use std::collections::BTreeSet;

use super::record::{ArtifactRecord, OpenConflict};
use super::store::Store;
use super::subject::{Subject, key_of};
use crate::conflict::{ArtifactReference, ArtifactState, Question, folded, path_fault};

impl Store {
    pub(super) fn artifact(&self, index: usize) -> Option<&ArtifactRecord> {
        self.artifacts.get(index)
    }

    /// Returns the version of a key that is active, or was when it was blocked.
    pub(super) fn active_version(&self, key: &str) -> Option<usize> {
        let is_active =
            |index: &usize| self.artifact(*index).is_some_and(|one| one.artifact.is_active());
        self.versions(key).iter().rev().copied().find(is_active)
    }

    /// Tells whether some version of a key is a draft, active or blocked.
    pub(super) fn has_open(&self, key: &str) -> bool {
        let is_open =
            |index: &usize| self.artifact(*index).is_some_and(|one| one.artifact.is_open());
        self.versions(key).iter().rev().any(is_open)
    }

    /// Returns what a dependency of something in `project` is on: the version it names, or else the one that is active,
    /// or else the newest that is open.
    pub(super) fn target(&self, project: &str, reference: &ArtifactReference) -> Option<usize> {
        let key = key_of(project, reference);
        if let Some(version) = reference.version {
            return self.find(&format!("{key}@{version}"));
        }
        let is_open =
            |index: &usize| self.artifact(*index).is_some_and(|one| one.artifact.is_open());
        self.active_version(&key)
            .or_else(|| self.versions(&key).iter().rev().copied().find(is_open))
    }

    /// Lists what the dependencies of an artifact are on.
    pub(super) fn targets(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let artifact = self.artifact(index).map(|one| &one.artifact);
        artifact.into_iter().flat_map(|artifact| {
            artifact.depends_on.iter().filter_map(|one| self.target(&artifact.project, one))
        })
    }

    /// Lists the dependencies that are not on something active, as they are written.
    pub(super) fn inactive(&self, project: &str, depends_on: &[ArtifactReference]) -> Vec<String> {
        let is_active = |reference: &&ArtifactReference| {
            let target = self.target(project, reference).and_then(|index| self.artifact(index));
            target.is_some_and(|one| one.artifact.state == ArtifactState::Active)
        };
        depends_on.iter().filter(|one| !is_active(one)).map(ToString::to_string).collect()
    }

    /// Lists the artifacts that are active, or were when they were blocked, and depend on this one.
    pub(super) fn active_dependents(&self, index: usize) -> Vec<usize> {
        let is_active =
            |other: &usize| self.artifact(*other).is_some_and(|one| one.artifact.is_active());
        self.depending(index, is_active)
    }

    /// Lists the artifacts that depend on this one.
    pub(super) fn dependents_of(&self, index: usize) -> Vec<usize> {
        self.depending(index, |_| true)
    }

    /// Lists the artifacts that depend on this one, among those that `is_meant`.
    fn depending(&self, index: usize, is_meant: impl Fn(&usize) -> bool) -> Vec<usize> {
        let Some(artifact) = self.artifact(index).map(|one| &one.artifact) else {
            return Vec::new();
        };
        let key = artifact.key();
        let depends = |other: &usize| {
            let Some(one) = self.artifact(*other).map(|one| &one.artifact) else { return false };
            one.depends_on.iter().any(|reference| {
                reference.version.is_none_or(|version| version == artifact.version)
                    && key_of(&one.project, reference) == key
                    && self.target(&one.project, reference) == Some(index)
            })
        };
        self.dependents(&key).filter(is_meant).filter(depends).collect()
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
    pub(super) fn meets(&self, key: &str) -> bool {
        let Some(group) = self.groups.get(Subject::project_of(key)) else { return false };
        let versions = self.versions(key);
        let is_other =
            |writers: &BTreeSet<usize>| writers.iter().any(|one| !versions.contains(one));
        let written = versions.iter().filter_map(|index| self.artifact(*index));
        let mut paths = written.flat_map(|one| &one.artifact.paths);
        paths.any(|path| {
            let path = if path_fault(path).is_some() { return true } else { folded(path) };
            let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            let mut around = folders.chain([path.as_str()]).filter_map(|one| group.files.get(one));
            let folder = format!("{path}/");
            let inside = group.files.range(folder.clone()..);
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
    /// Returns the ids of the conflicts for which something waits that these dependencies are on.
    pub(super) fn blocking(
        &self,
        project: &str,
        depends_on: &[ArtifactReference],
    ) -> BTreeSet<String> {
        let targets = depends_on.iter().filter_map(|one| self.target(project, one));
        let ids = targets.map(|index| self.id(&Subject::Artifact(index)));
        ids.flat_map(|id| self.waits_for(&id).map(|(id, _)| id.clone()).collect::<Vec<_>>())
            .collect()
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
