//! What hosts ask of a lifecycle.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::blocking::{BlockingQuery, BlockingReport};
use super::config::LifecycleConfig;
use super::decision::{DecisionOutcome, LifecycleDecision};
use super::event::{AdvanceSubject, LifecycleEvent, default_tenant};
use super::handle::Lifecycle;
use super::many::{EventResult, report_of};
use super::queries::{
    AvailableQuery, AvailableTransitions, TransitionExplanation, TransitionQuery,
};
use super::record::LifecycleState;
use crate::canonical;
use crate::error::{ErrorReport, Result};
use crate::time::Timestamp;

/// Events whose decisions are in memory at a time when a journal is read.
const EVENTS_AT_ONCE: usize = 10_000;

/// What `advance_lifecycle` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceLifecycleInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// Where everything is. Absent: nothing has happened yet.
    #[serde(default)]
    pub state: LifecycleState,
    /// What happens.
    pub event: LifecycleEvent,
}

/// What `advance_lifecycle` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleStep {
    /// Where everything is now.
    pub state: LifecycleState,
    /// What has come of the event, and why.
    pub decision: LifecycleDecision,
}

/// Has one event happen to artifacts, projects and tasks. What was due by then happens first, conflicts come and go, and
/// what they are between is blocked or goes on.
///
/// # Errors
/// Those of [`Lifecycle::open`] and, at `/event/…`, of [`Lifecycle::advance`]: the state that was given is still the one
/// to store.
///
/// # Examples
/// ```
/// use meta_core::lifecycle::{AdvanceLifecycleInput, DecisionOutcome, advance_lifecycle};
///
/// let input: AdvanceLifecycleInput = serde_json::from_value(serde_json::json!({"event": {
///     "event_id": "1", "actor": "ann", "at": "2026-01-01T00:00:00Z",
///     "action": {"declare": {"project": "shop", "kind": "design", "name": "cart"}},
/// }}))?;
/// let step = advance_lifecycle(&input)?;
/// assert_eq!(step.decision.outcome, DecisionOutcome::Accepted);
/// assert_eq!(step.decision.subject.as_deref(), Some("shop/design/cart@1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn advance_lifecycle(input: &AdvanceLifecycleInput) -> Result<LifecycleStep> {
    let mut lifecycle = Lifecycle::open(&input.config, input.state.clone())?;
    let decision = lifecycle.advance(&input.event).map_err(|error| error.within("/event"))?;
    Ok(LifecycleStep { state: lifecycle.state(), decision })
}

/// What `advance_many` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceManyInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// Where everything is. Absent: nothing has happened yet.
    #[serde(default)]
    pub state: LifecycleState,
    /// What happens, in this order.
    pub events: Vec<LifecycleEvent>,
}

/// What `advance_many` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManySteps {
    /// Where everything is now.
    pub state: LifecycleState,
    /// What has come of each event, in their order.
    pub results: Vec<EventResult>,
}

/// Has events happen one after another. An event that cannot happen changes nothing, and is told.
///
/// # Errors
/// Those of [`Lifecycle::open`].
pub fn advance_many(input: &AdvanceManyInput) -> Result<ManySteps> {
    let mut lifecycle = Lifecycle::open(&input.config, input.state.clone())?;
    let results = lifecycle.advance_many(&input.events);
    Ok(ManySteps { state: lifecycle.state(), results })
}

/// What `replay_lifecycle` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayLifecycleInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// The state to begin with. Absent: nothing has happened yet.
    #[serde(default)]
    pub snapshot: LifecycleState,
    /// The journal: what has happened since, in this order. Events that the snapshot knows already do nothing.
    pub events: Vec<LifecycleEvent>,
    /// The digest that the state has to have behind it. Absent: it is not compared.
    #[serde(default)]
    pub expected_digest: Option<String>,
}

/// What `replay_lifecycle` returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayedLifecycle {
    /// Where everything is behind the last event.
    pub state: LifecycleState,
    /// SHA-256 of the canonical JSON (RFC 8785) of the state, in hexadecimal.
    pub state_digest: String,
    /// Whether that is the digest that was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_expected: Option<bool>,
    /// Events that have happened.
    pub accepted: usize,
    /// Events that were denied.
    pub denied: usize,
    /// Events that had happened already.
    pub duplicates: usize,
    /// Events that could not happen, by their place.
    pub errors: BTreeMap<usize, ErrorReport>,
}

/// Rebuilds the state of a lifecycle from its journal, or from a snapshot and what has happened since: both give the
/// same bytes.
///
/// # Errors
/// Those of [`Lifecycle::open`], at `/snapshot/…` for the state.
pub fn replay_lifecycle(input: &ReplayLifecycleInput) -> Result<ReplayedLifecycle> {
    let mut lifecycle =
        Lifecycle::open(&input.config, input.snapshot.clone()).map_err(|error| {
            let path = error.path().to_owned();
            match path.strip_prefix("/state") {
                Some(rest) => error.at(format!("/snapshot{rest}")),
                None => error,
            }
        })?;
    let mut counts: BTreeMap<DecisionOutcome, usize> = BTreeMap::new();
    let mut errors = BTreeMap::new();
    for (events, first) in input.events.chunks(EVENTS_AT_ONCE).zip((0..).step_by(EVENTS_AT_ONCE)) {
        for (index, taken) in (first..).zip(lifecycle.take_many(events)) {
            match taken {
                Ok(decision) => *counts.entry(decision.outcome).or_default() += 1,
                Err(error) => drop(errors.insert(index, report_of(error, index))),
            }
        }
    }
    let state = lifecycle.state();
    let state_digest = canonical::digest_hex(&state)?;
    let is_expected = input.expected_digest.as_ref().map(|one| one.to_lowercase() == state_digest);
    let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
    Ok(ReplayedLifecycle {
        state,
        state_digest,
        is_expected,
        accepted: count(DecisionOutcome::Accepted),
        denied: count(DecisionOutcome::Denied),
        duplicates: count(DecisionOutcome::Duplicate),
        errors,
    })
}

/// What `explain_transition` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainTransitionInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// Where everything is.
    pub state: LifecycleState,
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

/// Tells what an event would do, and why it would not: every guard with what it has read, and what would make it hold.
/// Nothing happens.
///
/// # Errors
/// Those of [`advance_lifecycle`].
pub fn explain_transition(input: &ExplainTransitionInput) -> Result<TransitionExplanation> {
    let query = TransitionQuery {
        tenant: input.tenant.clone(),
        actor: input.actor.clone(),
        at: input.at,
        transition: input.transition.clone(),
    };
    Lifecycle::open(&input.config, input.state.clone())?.explain_transition(&query)
}

/// What `list_available` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListAvailableInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// Where everything is.
    pub state: LifecycleState,
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

/// Lists what an actor may have happen, to one artifact, task or project or to all: each with its guards, whether they
/// hold, and what would make them.
///
/// # Errors
/// Those of [`Lifecycle::open`]; `clock_regression` when the tenant is known beyond the time; `input_invalid` when there
/// is no such subject.
pub fn list_available(input: &ListAvailableInput) -> Result<AvailableTransitions> {
    let query = AvailableQuery {
        tenant: input.tenant.clone(),
        actor: input.actor.clone(),
        at: input.at,
        project: input.project.clone(),
        subject: input.subject.clone(),
        allowed_only: input.allowed_only,
        facts: input.facts.clone(),
        guards: input.guards.clone(),
    };
    Lifecycle::open(&input.config, input.state.clone())?.available(&query)
}

/// What `build_blocking_report` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildBlockingReportInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    #[serde(default)]
    pub config: LifecycleConfig,
    /// Where everything is.
    pub state: LifecycleState,
    /// Tenant. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// The project it is asked of. Absent: all.
    #[serde(default)]
    pub project: Option<String>,
    /// The time it is asked about, after what is due by then. Absent: that of the state.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// Reports what is blocked, by what, waiting for whom, in which order it can go on, and what would mend each conflict.
/// It is empty exactly when nothing is blocked.
///
/// # Errors
/// Those of [`Lifecycle::open`]; `clock_regression` when the tenant is known beyond the time; `input_invalid` when there
/// is no such project.
pub fn build_blocking_report(input: &BuildBlockingReportInput) -> Result<BlockingReport> {
    let query = BlockingQuery {
        tenant: input.tenant.clone(),
        project: input.project.clone(),
        at: input.at,
    };
    Lifecycle::open(&input.config, input.state.clone())?.blocking_report(&query)
}
