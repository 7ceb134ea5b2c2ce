//! How artifacts, projects and tasks begin.

use serde_json::json;

use super::config::LifecycleMode;
use super::event::{BeginProject, BeginTask, DeclaredArtifact};
use super::record::{ArtifactRecord, Credentials, ProjectRecord, TaskRecord};
use super::step::{Step, Stopped, refused};
use super::subject::{Subject, key_of};
use crate::conflict::{
    Artifact, ArtifactReference, ArtifactState, MOST_VERSION, check_artifact, check_name,
};
use crate::error::{Error, Result};
use crate::lifecycle::Judgement;

impl Step<'_> {
    /// Declares a new version of an artifact; returns its place.
    pub(super) fn declare(&mut self, declared: &DeclaredArtifact, at: &str) -> Stopped<usize> {
        let artifact = self.artifact(declared).map_err(|error| error.within(at))?;
        let guards = self.judge(declared, &artifact)?;
        if !guards.iter().all(Judgement::passes) {
            return Err(refused(&artifact.id(), "declare", guards));
        }
        if !self.store.projects.contains_key(artifact.project.as_str()) {
            self.start(&artifact.project.clone())?;
        }
        self.change(&artifact.key(), true);
        let index = self.store.artifacts.len();
        let position = self.begin(&Subject::Artifact(index), &artifact.id())?;
        let credentials = Credentials::default();
        let record = ArtifactRecord { artifact, position, declared_at: self.at, credentials };
        let index = self.store.add_artifact(record);
        self.touched.insert(index);
        Ok(index)
    }

    /// Returns the artifact that is declared.
    fn artifact(&self, declared: &DeclaredArtifact) -> Result<Artifact> {
        let DeclaredArtifact { project, kind, name, version, .. } = declared;
        for (name, what) in [(project, "project"), (kind, "kind"), (name, "name")] {
            check_name(name, what).map_err(|error| error.at(format!("/{what}")))?;
        }
        let version = match version {
            Some(version) => *version,
            None => self.next_version(&format!("{project}/{kind}/{name}"))?,
        };
        if version == 0 || version > MOST_VERSION {
            let message = format!("{version} is no version");
            let error = Error::invalid("/version", message);
            return Err(error.help(format!("versions are 1 to {MOST_VERSION}")));
        }
        let artifact = Artifact {
            tenant: self.store.tenant.clone(),
            project: project.clone(),
            kind: kind.clone(),
            name: name.clone(),
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

    /// Judges whether an artifact may be declared.
    fn judge(&self, declared: &DeclaredArtifact, artifact: &Artifact) -> Result<Vec<Judgement>> {
        let key = artifact.key();
        let policy = &self.store.rules.scope(&self.store.tenant, &artifact.project).policy;
        let next = self.next_version(&key)?;
        let strict = policy.mode == LifecycleMode::Strict;
        let follows = if strict { artifact.version == next } else { artifact.version >= next };
        let wanted = if strict { format!("{next}") } else { format!("{next} or more") };
        let mut guards =
            vec![judgement("version_follows", follows, json!(artifact.version), || {
                format!("that the version is {wanted}")
            })];
        guards.extend(self.project_goes_on(&artifact.project));
        if !strict {
            return Ok(guards);
        }
        let missing: Vec<String> = declared
            .depends_on
            .iter()
            .filter(|one| !self.is_there(artifact, one))
            .map(ToString::to_string)
            .collect();
        guards.push(judgement("dependencies_exist", missing.is_empty(), json!(missing), || {
            format!("that these are declared and not put away: {}", missing.join(", "))
        }));
        let versions = self.store.versions(&key).iter();
        let ids = versions.map(|index| self.store.id(&Subject::Artifact(*index)));
        let open: Vec<String> = ids
            .flat_map(|id| self.store.waits_for(&id).map(|(id, _)| id.clone()).collect::<Vec<_>>())
            .chain(self.store.waiting_for_project(&artifact.project))
            .collect();
        guards.push(judgement("no_blocking_conflict", open.is_empty(), json!(open), || {
            format!("that these conflicts are settled: {}", open.join(", "))
        }));
        Ok(guards)
    }

    /// Judges whether a project that has begun is not finished.
    fn project_goes_on(&self, project: &str) -> Option<Judgement> {
        let state = &self.store.projects.get(project)?.position.state;
        let goes_on = !self.store.rules.project.is_final(state);
        Some(judgement("project_goes_on", goes_on, json!(state), || {
            format!("a project that goes on: `{project}` is `{state}`")
        }))
    }

    fn is_there(&self, artifact: &Artifact, reference: &ArtifactReference) -> bool {
        if key_of(&artifact.project, reference) == artifact.key() {
            return true; // A circle of one, which is told as such.
        }
        let target = self.store.target(&artifact.project, reference);
        let target = target.and_then(|index| self.store.artifact(index));
        target.is_some_and(|one| one.artifact.state != ArtifactState::Archived)
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
