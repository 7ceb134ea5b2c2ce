//! How a state that was stored is opened again: nothing in it is believed before it was checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::handle::Tenant;
use super::keys::Key;
use super::record::{ArtifactRecord, OpenConflict, ProjectRecord, TaskRecord, TenantState};
use super::rules::Rules;
use super::step::{Step, Stop};
use super::subject::Subject;
use crate::conflict::{
    ConflictKind, Overridden, OverrideRecord, Question, UndecidedQuestion, check_artifact,
    check_id, check_name, override_fault,
};
use crate::document::pointer::push;
use crate::error::{Error, ErrorCode, Result};

impl Tenant {
    /// Opens what was stored of a tenant.
    ///
    /// # Errors
    /// `input_invalid` when it is none of these rules, `tenant_mismatch` when it has artifacts of another tenant.
    pub(super) fn open(name: &str, state: TenantState, rules: Arc<Rules>) -> Result<Self> {
        check_id(name, "tenant")?;
        let mut tenant = Self::new(name, rules);
        tenant.now = Some(state.now);
        tenant.config_digest = state.config_digest;
        tenant.store.reserve(state.artifacts.len());
        for (index, record) in state.artifacts.into_iter().enumerate() {
            tenant.check(&record).map_err(|error| error.within(&format!("/artifacts/{index}")))?;
            tenant.store.add_loaded(record);
        }
        tenant.add_others(state.projects, state.tasks)?;
        tenant.add_conflicts(state.conflicts, state.undecided)?;
        tenant.check_blocked()?;
        for (index, event) in state.seen.into_iter().enumerate() {
            if tenant.seen(&event.event_id).is_some() {
                let message = format!("the event `{}` is listed twice", event.event_id);
                return Err(Error::invalid(format!("/seen/{index}/event_id"), message));
            }
            tenant.remember(event);
        }
        tenant.store.commit();
        Ok(tenant)
    }

    fn add_others(
        &mut self,
        projects: BTreeMap<String, ProjectRecord>,
        tasks: BTreeMap<String, TaskRecord>,
    ) -> Result<()> {
        for (name, record) in projects {
            let at = push("/projects", &name);
            check_name(&name, "project").map_err(|error| error.at(&*at))?;
            let machine = &self.store.rules.project;
            record.position.check(machine).map_err(|error| error.within(&push(&at, "position")))?;
            self.store.put_project(&name, record);
        }
        for (id, record) in tasks {
            let at = push("/tasks", &id);
            if id.matches('/').count() != 1 {
                let error = Error::invalid(at, format!("`{id}` is no id of a task"));
                return Err(error.help("the id of a task is `project/name`"));
            }
            let machine = &self.store.rules.task;
            record.position.check(machine).map_err(|error| error.within(&push(&at, "position")))?;
            self.store.put_task(&id, record);
        }
        Ok(())
    }

    fn add_conflicts(
        &mut self,
        conflicts: BTreeMap<String, OpenConflict>,
        undecided: Vec<UndecidedQuestion>,
    ) -> Result<()> {
        for (id, conflict) in conflicts {
            let cause = conflict.facts.blocked_dependency();
            let mut named = conflict.members.iter().chain(cause);
            let unknown = named.find(|id| self.store.find(id).is_none());
            if let Some(unknown) = unknown {
                let message = format!("there is no artifact `{unknown}`");
                return Err(Error::invalid(push("/conflicts", &id), message));
            }
            self.store.put_conflict(&id, Some(conflict));
        }
        for (index, asked) in undecided.into_iter().enumerate() {
            let question = match asked.kind {
                ConflictKind::Unsatisfiable => Question::Packages,
                ConflictKind::SchemaMismatch => Question::Schemas,
                kind => {
                    let message = format!("conflicts of kind `{kind}` are always decided");
                    return Err(Error::invalid(format!("/undecided/{index}/kind"), message));
                }
            };
            let cell = (asked.project.as_str().into(), question);
            self.store.undecided.entry(cell).or_default().push(asked);
        }
        Ok(())
    }

    /// Checks that exactly those are blocked that wait for a conflict.
    fn check_blocked(&self) -> Result<()> {
        for (index, record) in self.store.artifacts.iter().enumerate() {
            let waits = !self.store.waits_for(index).is_empty();
            if waits != self.store.is_blocked(index) {
                let (id, state) = (record.artifact.id(), &record.position.state);
                let message = if waits {
                    format!("`{id}` waits for a conflict, and is `{state}`")
                } else {
                    format!("`{id}` is blocked, and waits for no conflict")
                };
                let error = Error::invalid(format!("/artifacts/{index}/artifact/state"), message);
                return Err(error.help("store a state as it was returned"));
            }
        }
        Ok(())
    }

    fn check(&self, record: &ArtifactRecord) -> Result<()> {
        let (store, artifact) = (&self.store, &record.artifact);
        if artifact.tenant != store.tenant {
            let message = format!("the artifact is of the tenant `{}`", artifact.tenant);
            let error = Error::new(ErrorCode::TenantMismatch, message).at("/artifact/tenant");
            return Err(error.help(format!("everything here belongs to `{}`", store.tenant)));
        }
        check_artifact(artifact).map_err(|error| error.within("/artifact"))?;
        if store.find(&artifact.id()).is_some() {
            let message = format!("`{}` is listed twice", artifact.id());
            return Err(Error::invalid("/artifact", message));
        }
        let machine = &store.rules.artifact;
        record.position.check(machine).map_err(|error| error.within("/position"))?;
        let standing = store.rules.standing(&record.position);
        if standing != (artifact.state, artifact.blocked_from) {
            let message = format!(
                "the artifact is `{}`, and its position in the machine stands for another state",
                record.position.state
            );
            return Err(Error::invalid("/artifact/state", message));
        }
        Ok(())
    }
}

impl Step<'_> {
    /// Looks at everything again, as the rules have changed.
    pub(super) fn look_again(&mut self) -> Result<()> {
        let keys: Vec<Key> = self.store.known.iter().map(|one| one.key).collect();
        for key in keys {
            self.change(key, true);
        }
        let names: Vec<Subject> =
            self.store.projects.keys().cloned().map(Subject::Project).collect();
        self.touched_others.extend(names);
        let open: Vec<String> = self.store.conflicts.keys().cloned().collect();
        for id in open {
            let Some(mut conflict) = self.store.conflicts.get(&id).cloned() else { continue };
            if conflict.kind == ConflictKind::BlockedDependency {
                continue;
            }
            conflict.severity = self.severity(conflict.kind, &conflict.members);
            // What is worse by the new rules may need approvals that were not asked for.
            let named = Overridden {
                severity: conflict.severity,
                members: &conflict.members,
                actors: &conflict.actors,
            };
            let is_good =
                |record: &OverrideRecord| override_fault(record, &named, Some(self.at)).is_none();
            let overridden_by = conflict.overridden_by.take().filter(is_good);
            conflict.overridden_by = overridden_by;
            if conflict.overridden_by.is_none() {
                conflict.waiting = self.waiting(conflict.severity, &conflict.members);
            }
            self.put(&id, conflict);
        }
        match self.follow() {
            Ok(()) => Ok(()),
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Denied(_)) => {
                let message = "the new rules cannot be applied to what is there";
                Err(Error::new(ErrorCode::PolicyInvalid, message).at("/config"))
            }
        }
    }
}
