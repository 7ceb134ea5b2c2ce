//! A lifecycle that hosts keep open.

use std::sync::{Mutex, MutexGuard};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::blocking::{BlockingQuery, BlockingReport};
use super::config::LifecycleConfig;
use super::decision::LifecycleDecision;
use super::event::LifecycleEvent;
use super::handle::Lifecycle;
use super::many::EventResult;
use super::queries::{
    AvailableQuery, AvailableTransitions, TransitionExplanation, TransitionQuery,
};
use super::record::LifecycleState;
use crate::error::{Error, ErrorCode, Result};

/// What a lifecycle is opened from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OpenLifecycleInput {
    /// The rules. Absent: the machines that come along, and the mode `adaptive`.
    pub config: LifecycleConfig,
    /// Where everything is. Absent: nothing has happened yet.
    pub state: LifecycleState,
}

/// Events that happen one after another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// What happens, in this order.
    pub events: Vec<LifecycleEvent>,
}

/// What is asked of the state as a whole: nothing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateQuery {}

/// What has come of events.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventResults {
    /// What has come of each event, in their order.
    pub results: Vec<EventResult>,
}

/// A lifecycle that is asked by one thread at a time.
pub(crate) struct SharedLifecycle(Mutex<Lifecycle>);

impl SharedLifecycle {
    /// Returns the lifecycle, for one question.
    ///
    /// # Errors
    /// `input_invalid` when a question before has failed half-way: what it has written is not to be trusted.
    fn hold(&self) -> Result<MutexGuard<'_, Lifecycle>> {
        self.0.lock().map_err(|_| {
            let error = Error::new(ErrorCode::InputInvalid, "the lifecycle has failed before");
            error.help("open it again from the state that was stored last")
        })
    }
}

pub(crate) fn open(input: &OpenLifecycleInput) -> Result<SharedLifecycle> {
    Lifecycle::open(&input.config, input.state.clone()).map(Mutex::new).map(SharedLifecycle)
}

pub(crate) fn advance(one: &SharedLifecycle, event: &LifecycleEvent) -> Result<LifecycleDecision> {
    one.hold()?.advance(event)
}

pub(crate) fn advance_many(one: &SharedLifecycle, asked: &EventsQuery) -> Result<EventResults> {
    Ok(EventResults { results: one.hold()?.advance_many(&asked.events) })
}

pub(crate) fn available(
    one: &SharedLifecycle,
    asked: &AvailableQuery,
) -> Result<AvailableTransitions> {
    one.hold()?.available(asked)
}

pub(crate) fn blocking_report(
    one: &SharedLifecycle,
    asked: &BlockingQuery,
) -> Result<BlockingReport> {
    one.hold()?.blocking_report(asked)
}

pub(crate) fn explain(
    one: &SharedLifecycle,
    asked: &TransitionQuery,
) -> Result<TransitionExplanation> {
    one.hold()?.explain_transition(asked)
}

pub(crate) fn state(one: &SharedLifecycle, _: &StateQuery) -> Result<LifecycleState> {
    Ok(one.hold()?.state())
}
