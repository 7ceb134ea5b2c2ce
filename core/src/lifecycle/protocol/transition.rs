//! A change of state as policies see it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::guards::{Asked, View};
use super::record::{GateRecord, OpenConflict};
use super::subject::Subject;
use crate::conflict::{ArtifactReference, ConflictKind, OverrideRecord};
use crate::finding::Severity;
use crate::lifecycle::machine::{Crossing, Said};
use crate::time::Timestamp;

/// Somebody who is asked whether something may change its state: policies, which the core does not know.
///
/// The same transition always gets the same answer: journals are replayed.
pub trait TransitionGuard: Send + Sync {
    /// Returns the SHA-256 of everything that answers depend on besides the transition, in hexadecimal.
    fn digest(&self) -> &str;

    /// Tells whether the transition may be taken.
    fn judge(&self, transition: &Transition) -> Said;
}

/// A [`TransitionGuard`] as a part of the rules: shared, not copied, and equal to one with the same digest.
#[derive(Clone)]
pub struct SharedGuard(Arc<dyn TransitionGuard>);

impl SharedGuard {
    /// Shares a guard.
    pub fn new(guard: impl TransitionGuard + 'static) -> Self {
        Self(Arc::new(guard))
    }

    pub(super) fn digest(&self) -> &str {
        self.0.digest()
    }

    pub(super) fn judge(&self, transition: &Transition) -> Said {
        self.0.judge(transition)
    }
}

impl fmt::Debug for SharedGuard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("SharedGuard").field(&self.digest()).finish()
    }
}

impl PartialEq for SharedGuard {
    fn eq(&self, other: &Self) -> bool {
        self.digest() == other.digest()
    }
}

/// A change of state that somebody asks for, or that follows from one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transition {
    /// Tenant.
    pub tenant: String,
    /// Id of the artifact, task or project: what policies call the subject.
    pub name: String,
    /// `artifact`, `task` or `project`.
    pub subject: &'static str,
    /// Kind of the artifact; `task` and `project` of others.
    pub kind: String,
    /// Project.
    pub project: String,
    /// Version of the artifact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// The event. Absent: it is due by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The state it leaves; of an artifact what that stands for, such as `draft`.
    pub from: String,
    /// The state it would enter; of an artifact what that stands for, such as `active`. Absent: nothing is remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The state of its machine that it leaves.
    pub from_state: String,
    /// The state of its machine that it would enter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_state: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Since when it is in its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Who acts: the `name`, and what the event's facts state as `actor` besides. Absent: it is due by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Value>,
    /// Who has declared or begun it.
    pub author: String,
    /// When it was verified last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// What came of its gates.
    pub gates: BTreeMap<String, GateRecord>,
    /// Whose approval counts now, sorted.
    pub approved_by: Vec<String>,
    /// The conflicts it is a member of; of tasks and projects those they wait for.
    pub conflicts: Vec<TransitionConflict>,
    /// What it depends on.
    pub depends_on: Vec<TransitionNeighbour>,
    /// The artifacts that depend on it.
    pub dependents: Vec<TransitionNeighbour>,
    /// The artifacts to which the event happens, too.
    pub cascade: Vec<String>,
    /// What the event states for conditions. Its members are members of the transition, too, where there is no other of
    /// their name.
    pub facts: Value,
}

/// A conflict that something is a member of, or waits for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionConflict {
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub kind: ConflictKind,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Since when it is there.
    pub since: Timestamp,
    /// Who was decided for, by whom and why: the `reason`. Absent: it is open.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub decided: Option<TransitionOverride>,
}

/// Why a conflict is accepted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionOverride {
    /// Why.
    pub reason: String,
    /// The member that wins.
    pub winner: String,
    /// Who has decided.
    pub by: String,
    /// Who has approved.
    pub approvals: Vec<String>,
}

/// An artifact beside one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransitionNeighbour {
    /// Its id, or the reference to it where there is no such artifact.
    pub name: String,
    /// What its state stands for. Absent: there is no such artifact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Transition {
    /// Returns the transition as policies see it: with the members of the event's facts, where it has no other of their
    /// name. So nobody can state what the lifecycle knows.
    ///
    /// # Errors
    /// `input_invalid` when it has no JSON form.
    pub fn document(&self) -> crate::Result<Value> {
        let own = serde_json::to_value(self).map_err(|error| {
            let message = format!("the transition has no JSON form: {error}");
            crate::Error::invalid("", message)
        })?;
        let mut members = match &self.facts {
            Value::Object(facts) => facts.clone(),
            _ => Map::new(),
        };
        // What is absent is known to be so, and cannot be stated by an event either.
        for name in ["actor", "event", "since", "to", "to_state", "verified_at", "version"] {
            members.remove(name);
        }
        if let Value::Object(own) = own {
            members.extend(own);
        }
        Ok(Value::Object(members))
    }

    pub(super) fn of(view: &View<'_>, asked: &Asked<'_>, crossing: Crossing<'_>) -> Self {
        let store = view.store;
        let policy = &store.rules.scope(&store.tenant, asked.project).policy;
        let artifact = match view.subject {
            Subject::Artifact(index) => store.artifact(*index).map(|one| &one.artifact),
            _ => None,
        };
        let (subject, kind) = match (view.subject, artifact) {
            (_, Some(artifact)) => ("artifact", artifact.kind.as_str()),
            (Subject::Task(_), _) => ("task", "task"),
            _ => ("project", "project"),
        };
        let names = |state: &str| store.rules.stands_for(view.subject, state);
        let version = artifact.map(|artifact| artifact.version);
        Self {
            tenant: store.tenant.to_string(),
            name: store.id(view.subject),
            subject,
            kind: kind.to_owned(),
            project: asked.project.to_owned(),
            version,
            event: crossing.event.map(str::to_owned),
            from: names(crossing.from),
            to: crossing.to.map(names),
            from_state: crossing.from.to_owned(),
            to_state: crossing.to.map(str::to_owned),
            at: crossing.at,
            since: Some(asked.entered),
            actor: view.actor(crossing).map(|name| actor(name, view.facts)),
            author: asked.maker.to_owned(),
            verified_at: asked.credentials.verified_at,
            gates: asked.credentials.gates.clone(),
            approved_by: asked.approvers(policy, crossing.at).map(str::to_owned).collect(),
            conflicts: view.conflicts(),
            depends_on: view.depends_on(),
            dependents: view.dependents(),
            cascade: view.leaving().collect(),
            facts: view.facts.clone(),
        }
    }
}

/// Returns who acts, with what the facts state besides the name.
fn actor(name: &str, facts: &Value) -> Value {
    let mut actor = facts.get("actor").and_then(Value::as_object).cloned().unwrap_or_default();
    actor.insert("name".to_owned(), json!(name));
    Value::Object(actor)
}

impl View<'_> {
    fn conflicts(&self) -> Vec<TransitionConflict> {
        let shown = |(id, one): (&String, &OpenConflict)| TransitionConflict {
            id: id.clone(),
            kind: one.kind,
            severity: one.severity,
            message: one.message.clone(),
            since: one.since,
            decided: one.overridden_by.as_ref().map(decided),
        };
        let waits = match self.subject {
            Subject::Artifact(index) => {
                return self.store.conflicts_of(*index).into_iter().map(shown).collect();
            }
            Subject::Task(_) => self.store.blocking(self.subject).into_iter().collect(),
            Subject::Project(name) => self.store.waiting_for_project(name),
        };
        let known = waits.iter().filter_map(|id| self.store.conflicts.get_key_value(id));
        known.map(shown).collect()
    }

    fn depends_on(&self) -> Vec<TransitionNeighbour> {
        let shown = |(reference, target): (&ArtifactReference, Option<usize>)| {
            let absent = || TransitionNeighbour { name: reference.to_string(), state: None };
            target.and_then(|index| self.neighbour(index)).unwrap_or_else(absent)
        };
        self.store.dependencies(self.subject).into_iter().map(shown).collect()
    }

    fn dependents(&self) -> Vec<TransitionNeighbour> {
        let Subject::Artifact(index) = self.subject else { return Vec::new() };
        let dependents = self.store.dependents_of(*index).into_iter();
        let mut all: Vec<_> = dependents.filter_map(|index| self.neighbour(index)).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    fn neighbour(&self, index: usize) -> Option<TransitionNeighbour> {
        let one = self.store.artifact(index)?;
        let subject = Subject::Artifact(index);
        let state = self.store.rules.stands_for(&subject, &one.position.state);
        Some(TransitionNeighbour { name: one.artifact.id(), state: Some(state) })
    }

    /// Lists the artifacts that leave together with this one, sorted.
    fn leaving(&self) -> impl Iterator<Item = String> {
        let own = match self.subject {
            Subject::Artifact(index) => Some(*index),
            _ => None,
        };
        let others = self.leaving.iter().filter(move |index| Some(**index) != own);
        let mut names: Vec<String> =
            others.map(|index| self.store.id(&Subject::Artifact(*index))).collect();
        names.sort();
        names.into_iter()
    }
}

fn decided(record: &OverrideRecord) -> TransitionOverride {
    TransitionOverride {
        reason: record.justification.clone(),
        winner: record.winner.clone(),
        by: record.by.clone(),
        approvals: record.approvals.clone(),
    }
}
