//! How artifacts, projects and tasks begin.

use serde_json::json;

use super::config::LifecycleMode;
use super::event::{BeginProject, BeginTask, DeclaredArtifact};
use super::keys::Key;
use super::record::{ArtifactRecord, Credentials, ProjectRecord, TaskRecord};
use super::step::{Step, Stopped, refused};
use super::subject::Subject;
use crate::conflict::{
    Artifact, ArtifactReference, ArtifactState, MOST_VERSION, check_artifact, check_name,
};
use crate::error::{Error, Result};
use crate::lifecycle::Judgement;

impl Step<'_> {
    /// Declares a new version of an artifact; returns its place.
    pub(super) fn declare(&mut self, declared: &DeclaredArtifact, at: &str) -> Stopped<usize> {
        let key = self.key_of_declared(declared).map_err(|error| error.within(at))?;
        let artifact = self.artifact(declared, key).map_err(|error| error.within(at))?;
        let named = artifact.depends_on.iter();
        let depends_on: Box<[Key]> =
            named.map(|one| self.store.named(&artifact.project, one)).collect();
        self.judge(&artifact, key, &depends_on)?;
        if !self.store.projects.contains_key(artifact.project.as_str()) {
            self.start(&artifact.project)?;
        }
        self.change(key, true);
        let index = self.store.artifacts.len();
        let position = self.begin(&Subject::Artifact(index), &artifact.id())?;
        let credentials = Credentials::default();
        let record = ArtifactRecord { artifact, position, declared_at: self.at, credentials };
        let index = self.store.add_artifact(record, key, depends_on);
        self.touched.insert(index);
        Ok(index)
    }

    /// Returns the place of the key of what is declared, which it has from now on.
    fn key_of_declared(&mut self, declared: &DeclaredArtifact) -> Result<Key> {
        let DeclaredArtifact { project, kind, name, .. } = declared;
        for (name, what) in [(project, "project"), (kind, "kind"), (name, "name")] {
            check_name(name, what).map_err(|error| error.at(format!("/{what}")))?;
        }
        Ok(self.store.keys.add(&declared.key()))
    }

    /// Returns the artifact that is declared.
    fn artifact(&self, declared: &DeclaredArtifact, key: Key) -> Result<Artifact> {
        let version = match declared.version {
            Some(version) => version,
            None => self.next_version(key)?,
        };
        if version == 0 || version > MOST_VERSION {
            let message = format!("{version} is no version");
            let error = Error::invalid("/version", message);
            return Err(error.help(format!("versions are 1 to {MOST_VERSION}")));
        }
        let artifact = Artifact {
            tenant: self.store.tenant.clone(),
            project: declared.project.clone(),
            kind: declared.kind.clone(),
            name: declared.name.clone(),
            version,
            actor: self.actor.into(),
            state: ArtifactState::Draft,
            blocked_from: None,
            depends_on: declared.depends_on.clone(),
            paths: declared.paths.clone(),
            requires: declared.requires.clone(),
            provides: declared.provides.clone(),
            consumes: declared.consumes.clone(),
        };
        check_artifact(&artifact)?;
        Ok(artifact)
    }

    /// Refuses an artifact that may not be declared.
    fn judge(&self, artifact: &Artifact, key: Key, depends_on: &[Key]) -> Stopped<()> {
        let mut guards = vec![self.version_follows(artifact, key)?];
        guards.extend(self.project_goes_on(&artifact.project));
        if self.is_strict(&artifact.project) {
            guards.push(self.dependencies_exist(artifact, key, depends_on));
            guards.push(self.no_blocking_conflict(&artifact.project, key));
        }
        if guards.iter().all(Judgement::passes) {
            return Ok(());
        }
        Err(refused(&artifact.id(), "declare", guards))
    }

    fn is_strict(&self, project: &str) -> bool {
        let policy = &self.store.rules.scope(&self.store.tenant, project).policy;
        policy.mode == LifecycleMode::Strict
    }

    /// Judges whether the version is the next one; what is not strict may leave some out.
    fn version_follows(&self, artifact: &Artifact, key: Key) -> Result<Judgement> {
        let next = self.next_version(key)?;
        let is_strict = self.is_strict(&artifact.project);
        let is_next = artifact.version == next;
        let follows = is_next || (!is_strict && artifact.version > next);
        Ok(judgement("version_follows", follows, json!(artifact.version), || {
            let more = if is_strict { "" } else { " or more" };
            format!("that the version is {next}{more}")
        }))
    }

    fn dependencies_exist(&self, artifact: &Artifact, key: Key, depends_on: &[Key]) -> Judgement {
        let named = depends_on.iter().zip(&artifact.depends_on);
        // A circle of one is told as such.
        let missing: Vec<String> = named
            .filter(|(named, one)| **named != key && !self.is_there(**named, one))
            .map(|(_, one)| one.to_string())
            .collect();
        judgement("dependencies_exist", missing.is_empty(), json!(missing), || {
            format!("that these are declared and not put away: {}", missing.join(", "))
        })
    }

    fn is_there(&self, key: Key, reference: &ArtifactReference) -> bool {
        let target = self.store.meant(key, reference.version);
        let target = target.and_then(|index| self.store.artifact(index));
        target.is_some_and(|one| one.artifact.state != ArtifactState::Archived)
    }

    /// Judges whether neither the versions of a key nor its project wait for a conflict.
    fn no_blocking_conflict(&self, project: &str, key: Key) -> Judgement {
        let versions = self.store.versions(key).iter();
        let open: Vec<String> = versions
            .flat_map(|index| self.store.ids_of_waits(*index))
            .chain(self.store.waiting_for_project(project))
            .collect();
        judgement("no_blocking_conflict", open.is_empty(), json!(open), || {
            format!("that these conflicts are settled: {}", open.join(", "))
        })
    }

    /// Judges whether a project that has begun is not finished.
    fn project_goes_on(&self, project: &str) -> Option<Judgement> {
        let state = &self.store.projects.get(project)?.position.state;
        let goes_on = !self.store.rules.project.is_final(state);
        Some(judgement("project_goes_on", goes_on, json!(state), || {
            format!("a project that goes on: `{project}` is `{state}`")
        }))
    }

    pub(super) fn begin_project(&mut self, begin: &BeginProject) -> Stopped<()> {
        check_name(&begin.project, "project")
            .map_err(|error| error.at("/action/begin_project/project"))?;
        if self.store.projects.contains_key(&begin.project) {
            let needs = || format!("a name that no project has: `{}` has begun", begin.project);
            let guard = judgement("project_is_new", false, json!(begin.project), needs);
            return Err(refused(&begin.project, "begin", vec![guard]));
        }
        Ok(self.start(&begin.project)?)
    }

    fn start(&mut self, project: &str) -> Result<()> {
        let subject = Subject::Project(project.to_owned());
        let position = self.begin(&subject, project)?;
        let record = ProjectRecord {
            position,
            actor: self.actor.into(),
            credentials: Credentials::default(),
        };
        self.store.put_project(project, record);
        self.touched_others.insert(subject);
        Ok(())
    }

    pub(super) fn begin_task(&mut self, begin: &BeginTask) -> Stopped<()> {
        for (name, what) in [(&begin.project, "project"), (&begin.name, "name")] {
            check_name(name, what)
                .map_err(|error| error.at(format!("/action/begin_task/{what}")))?;
        }
        let id = format!("{}/{}", begin.project, begin.name);
        let project = begin.project.clone();
        let has_begun = self.store.projects.contains_key(&begin.project);
        let is_new = !self.store.tasks.contains_key(&id);
        let mut guards = vec![
            judgement("project_has_begun", has_begun, json!(project), || {
                format!("that the project `{project}` has begun")
            }),
            judgement("task_is_new", is_new, json!(id), || {
                format!("a name that no task of the project has: `{id}` has begun")
            }),
        ];
        guards.extend(self.project_goes_on(&begin.project));
        if !guards.iter().all(Judgement::passes) {
            return Err(refused(&id, "begin", guards));
        }
        let subject = Subject::Task(id.clone());
        let position = self.begin(&subject, &id)?;
        let record = TaskRecord {
            position,
            actor: self.actor.into(),
            depends_on: begin.depends_on.clone(),
            credentials: Credentials::default(),
        };
        self.store.put_task(&id, record);
        self.touched_others.insert(subject);
        Ok(())
    }
}

pub(super) fn judgement(
    guard: &str,
    holds: bool,
    value: serde_json::Value,
    needs: impl FnOnce() -> String,
) -> Judgement {
    Judgement {
        guard: guard.to_owned(),
        holds: Some(holds),
        value: Some(value),
        needs: (!holds).then(needs),
        parts: Vec::new(),
    }
}
