//! What is asked of a lifecycle, beside that something happens.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::decision::LifecycleDecision;
use super::event::{AdvanceSubject, LifecycleAction, LifecycleEvent, default_tenant};
use super::handle::Lifecycle;
use super::subject::Subject;
use crate::conflict::check_id;
use crate::error::Result;
use crate::lifecycle::PossibleTransition;
use crate::time::Timestamp;

/// What is asked of a transition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionQuery {
    /// Tenant. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// Who would have it happen.
    pub actor: SmolStr,
    /// When.
    pub at: Timestamp,
    /// What would happen: an artifact (`project/kind/name@version`), a task (`project/name`) or a project, the event of
    /// its machine, and what its conditions read.
    pub transition: AdvanceSubject,
}

/// What `explain_transition` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionExplanation {
    /// The state it is in at the time, after what is due by then.
    pub state: String,
    /// The transitions for the event in the order they are tried, each with every guard, what it has read, and what
    /// would make it hold.
    pub transitions: Vec<PossibleTransition>,
    /// What would come of it: everything that would move, the conflicts that would come and go, or what is refused.
    pub decision: LifecycleDecision,
}

/// What is asked of all that may happen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailableQuery {
    /// Tenant. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// Who asks: some guards look at who acts.
    pub actor: SmolStr,
    /// The time it is asked about.
    pub at: Timestamp,
    /// A project: of its artifacts and tasks, and itself. Absent: of everything.
    #[serde(default)]
    pub project: Option<String>,
    /// One artifact, task or project. Absent: all of them.
    #[serde(default)]
    pub subject: Option<String>,
    /// Whether only what may happen now is listed. Absent: all that a machine answers, with what it needs.
    #[serde(default)]
    pub allowed_only: bool,
    /// What conditions of machines read.
    #[serde(default)]
    pub facts: Value,
    /// Guards that machines declare, each with whether it holds. Guards that are built in are not asked of anybody.
    #[serde(default)]
    pub guards: BTreeMap<String, bool>,
}

/// What `list_available` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailableTransitions {
    /// Artifacts, tasks and projects by id, each with what may happen to it. Those to which nothing may happen are left
    /// out.
    pub subjects: Vec<AvailableSubject>,
}

/// An artifact, a task or a project, and what may happen to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailableSubject {
    /// Its id.
    pub subject: String,
    /// The state it is in.
    pub state: String,
    /// What may happen to it, by event.
    pub transitions: Vec<PossibleTransition>,
}

impl Lifecycle {
    /// Tells what an event would do, and why it would not. Nothing happens.
    ///
    /// # Errors
    /// Those of [`Lifecycle::advance`], at `/transition/…`.
    pub fn explain_transition(&mut self, asked: &TransitionQuery) -> Result<TransitionExplanation> {
        let (state, transitions) = self.transitions(asked)?;
        let event = LifecycleEvent {
            event_id: SmolStr::new_static("explain_transition"),
            tenant: asked.tenant.clone(),
            actor: asked.actor.clone(),
            at: asked.at,
            action: LifecycleAction::Advance(asked.transition.clone()),
        };
        let decision = self.explain(&event).map_err(|error| {
            let path = error.path().to_owned();
            match path.strip_prefix("/action/advance") {
                Some(rest) => error.at(format!("/transition{rest}")),
                None => error,
            }
        })?;
        Ok(TransitionExplanation { state, transitions, decision })
    }

    /// Returns where the subject is, and its transitions for the event.
    fn transitions(
        &mut self,
        asked: &TransitionQuery,
    ) -> Result<(String, Vec<PossibleTransition>)> {
        let wanted = &asked.transition;
        self.look(&asked.tenant, &asked.actor, asked.at, |step| {
            let subject = step.known(&wanted.subject, "/transition/subject")?;
            step.state(&wanted.facts, &wanted.guards);
            let cascade = wanted.cascade.iter().filter_map(|id| step.store.subject(id));
            step.leave(&cascade.chain([subject.clone()]).collect::<Vec<_>>());
            let state =
                step.position(&subject).map(|one| one.state.to_string()).unwrap_or_default();
            let mut possible = step.possible(&subject)?;
            possible.retain(|one| one.event.as_deref() == Some(wanted.event.as_str()));
            Ok((state, possible))
        })
    }

    /// Lists what an actor may have happen.
    ///
    /// # Errors
    /// `clock_regression` when the tenant is known beyond the time; `input_invalid` when there is no such subject, or
    /// the actor is no name.
    pub fn available(&mut self, asked: &AvailableQuery) -> Result<AvailableTransitions> {
        check_id(&asked.actor, "actor").map_err(|error| error.at("/actor"))?;
        let subjects = self.look(&asked.tenant, &asked.actor, asked.at, |step| {
            step.state(&asked.facts, &asked.guards);
            let ids: BTreeSet<String> = match &asked.subject {
                Some(id) => {
                    step.known(id, "/subject")?;
                    BTreeSet::from([id.clone()])
                }
                None => step.store.all_ids(),
            };
            let of_project = |id: &&String| {
                asked.project.as_ref().is_none_or(|project| Subject::project_of(id) == project)
            };
            let mut listed = Vec::new();
            for id in ids.iter().filter(of_project) {
                let Some(subject) = step.store.subject(id) else { continue };
                let mut transitions = step.possible(&subject)?;
                transitions.retain(|one| one.allowed || !asked.allowed_only);
                let state =
                    step.position(&subject).map(|one| one.state.to_string()).unwrap_or_default();
                if !transitions.is_empty() {
                    listed.push(AvailableSubject { subject: id.clone(), state, transitions });
                }
            }
            Ok(listed)
        })?;
        Ok(AvailableTransitions { subjects })
    }
}
