//! One step of a machine: an event, or time that passes.
//!
//! As SCXML has it (W3C, State Chart XML, appendix D), without parallel states: inner states answer before those
//! around them, the first transition whose guards hold is taken, and what happens by itself is done before anything
//! else. What was to happen between two steps happens first, at the instants it was due.

use std::collections::{BTreeMap, VecDeque};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::compile::{Edge, Machine, PREVIOUS, Trigger};
use super::definition::EffectWith;
use super::guard::{Crossing, Judgement, World, judge_all};
use super::position::Position;
use crate::error::{Error, ErrorCode, Result};
use crate::suggest;
use crate::time::Timestamp;

/// Most transitions that may be taken at one instant: more never come to rest.
const MOST_AT_ONCE: usize = 1000;
/// Most instants at which something was due between two steps.
const MOST_INSTANTS: usize = 100_000;

/// A transition that was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// When: an instant at which it was due may lie before `now`.
    pub at: Timestamp,
    /// Its number in the definition, from 0. Absent: the machine began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<usize>,
    /// The event it answered. Absent when none was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The state before. Absent: the machine began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SmolStr>,
    /// The state behind.
    pub to: SmolStr,
    /// What is to be done, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectWith>,
}

/// A transition that was not taken, with what was said of its guards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Its number in the definition, from 0.
    pub transition: usize,
    /// The state it would enter. Absent: it leaves none, or nothing is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its guards, each with whether it holds.
    pub guards: Vec<Judgement>,
}

/// What an event has come to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// A transition was taken.
    Taken,
    /// Guards of every transition for it do not hold.
    Denied(Vec<Candidate>),
}

/// A machine in motion.
pub(crate) struct Run<'a> {
    pub(super) machine: &'a Machine,
    world: &'a dyn World,
    /// Where it is.
    pub(crate) position: Position,
    /// What was taken so far.
    pub(crate) taken: Vec<Taken>,
    pub(super) raised: VecDeque<String>,
    /// Raised events that nothing answered.
    pub(crate) unanswered: Vec<String>,
}

impl<'a> Run<'a> {
    /// Begins a machine at `now`.
    ///
    /// # Errors
    /// `limit_exceeded` when it does not come to rest.
    pub(crate) fn begin(
        machine: &'a Machine,
        world: &'a dyn World,
        now: Timestamp,
    ) -> Result<Self> {
        let position = Position {
            state: SmolStr::default(),
            since: now,
            around_since: BTreeMap::new(),
            remembered: BTreeMap::new(),
            now,
        };
        let mut run = Self::new(machine, world, position);
        let effects = run.enter(&machine.initial, None, now, false);
        let to = run.position.state.clone();
        run.push(
            Taken { at: now, transition: None, event: None, from: None, to, effects: Vec::new() },
            effects,
        );
        run.settle(now)?;
        Ok(run)
    }

    /// Goes on from a position up to `now`: whatever is due by then happens.
    ///
    /// # Errors
    /// `input_invalid` when the position is not one of the machine, `clock_regression` when `now` lies before it,
    /// `limit_exceeded` when too much is due or it does not come to rest.
    pub(crate) fn resume(
        machine: &'a Machine,
        world: &'a dyn World,
        position: Position,
        now: Timestamp,
    ) -> Result<Self> {
        position.check(machine)?;
        if now < position.now {
            let message =
                format!("`now` is {now}, and the position is known up to {}", position.now);
            return Err(Error::new(ErrorCode::ClockRegression, message)
                .help("steps have to come in the order of their times"));
        }
        let mut run = Self::new(machine, world, position);
        run.pass_time(now)?;
        run.position.now = now;
        Ok(run)
    }

    fn new(machine: &'a Machine, world: &'a dyn World, position: Position) -> Self {
        Self {
            machine,
            world,
            position,
            taken: Vec::new(),
            raised: VecDeque::new(),
            unanswered: Vec::new(),
        }
    }

    /// Has the event happen.
    ///
    /// # Errors
    /// `illegal_transition` when nothing answers it here, `limit_exceeded` when the machine does not come to rest.
    pub(crate) fn event(&mut self, event: &str) -> Result<Answer> {
        let now = self.position.now;
        let answer = self.answer(event, now);
        if let Some(answer) = answer {
            self.settle(now)?;
            return Ok(answer);
        }
        Err(self.illegal(event))
    }

    /// Has everything happen that happens by itself, as facts may have changed since the last step.
    ///
    /// # Errors
    /// `limit_exceeded` when the machine does not come to rest.
    pub(crate) fn rest(&mut self) -> Result<()> {
        self.settle(self.position.now)
    }

    /// Returns the edges for an event from where it is, as they are tried.
    pub(crate) fn candidates(&self, event: &str) -> Vec<Candidate> {
        let tried = self.machine.tried(
            &self.position.state,
            |trigger| matches!(trigger, Trigger::Event(name) if name == event),
        );
        let judged = tried.map(|(_, index, edge)| self.candidate(index, edge, self.position.now));
        judged.collect()
    }

    pub(crate) fn candidate(&self, index: usize, edge: &Edge, at: Timestamp) -> Candidate {
        let to = edge.to.as_deref().and_then(|to| self.target(to)).map(str::to_owned);
        let from = self.position.state.as_str();
        let enters = if edge.to.is_none() { Some(from) } else { to.as_deref() };
        let event = edge.trigger.event();
        let crossing = Crossing { event, from, to: enters.map(|to| self.machine.leaf_of(to)), at };
        let mut guards = judge_all(&edge.guards, self.world, crossing);
        if to.is_none() && edge.to.is_some() {
            let needs = Some("a state that is remembered".to_owned());
            guards.push(Judgement {
                guard: PREVIOUS.into(),
                holds: Some(false),
                needs,
                ..Judgement::default()
            });
        }
        Candidate { transition: index, to, guards }
    }

    /// Takes the first transition for an event whose guards hold; none when there is no transition for it.
    fn answer(&mut self, event: &str, at: Timestamp) -> Option<Answer> {
        let is_event = |trigger: &Trigger| matches!(trigger, Trigger::Event(name) if name == event);
        let mut refused = Vec::new();
        let machine = self.machine;
        let leaf = self.position.state.clone();
        for (from, index, edge) in machine.tried(&leaf, is_event) {
            let candidate = self.candidate(index, edge, at);
            if candidate.guards.iter().all(Judgement::passes) {
                self.take(from, index, edge, at);
                return Some(Answer::Taken);
            }
            refused.push(candidate);
        }
        (!refused.is_empty()).then_some(Answer::Denied(refused))
    }

    /// Has everything happen that happens by itself.
    fn settle(&mut self, at: Timestamp) -> Result<()> {
        for _ in 0..MOST_AT_ONCE {
            if self.take_eventless(at) {
                continue;
            }
            let Some(event) = self.raised.pop_front() else { return Ok(()) };
            if !matches!(self.answer(&event, at), Some(Answer::Taken)) {
                self.unanswered.push(event);
            }
        }
        let message = format!(
            "the machine `{}` does not come to rest: {MOST_AT_ONCE} transitions in the state `{}`",
            self.machine.name, self.position.state
        );
        Err(Error::limit(message).help("`check_machine` tells which transitions go in a circle"))
    }

    fn take_eventless(&mut self, at: Timestamp) -> bool {
        let leaf = self.position.state.clone();
        let machine = self.machine;
        for (from, index, edge) in machine.tried(&leaf, |trigger| *trigger == Trigger::Always) {
            if self.candidate(index, edge, at).guards.iter().all(Judgement::passes) {
                self.take(from, index, edge, at);
                return true;
            }
        }
        false
    }

    /// Has everything happen that was due after the time of the position, up to `now`.
    ///
    /// What is due is judged once, at the instant it is due: if its guards do not hold then, it does not happen. So it
    /// makes no difference how often somebody looks.
    fn pass_time(&mut self, now: Timestamp) -> Result<()> {
        let mut tried: Vec<usize> = Vec::new();
        for _ in 0..MOST_INSTANTS {
            let Some((at, from, index)) = self.next_due(now, &tried) else { return Ok(()) };
            if at > self.position.now {
                tried.clear();
                self.position.now = at;
            }
            tried.push(index);
            let Some(edge) = self.machine.edges.get(index) else { return Ok(()) };
            if self.candidate(index, edge, at).guards.iter().all(Judgement::passes) {
                self.take(from.as_deref(), index, edge, at);
                self.settle(at)?;
            }
        }
        let message =
            format!("more than {MOST_INSTANTS} transitions were due since {}", self.position.now);
        Err(Error::limit(message).help("let time pass in smaller steps"))
    }

    /// Returns what is due next, at the time of the position if it is not among `tried`, or later.
    fn next_due(
        &self,
        now: Timestamp,
        tried: &[usize],
    ) -> Option<(Timestamp, Option<String>, usize)> {
        let timed = self
            .machine
            .tried(&self.position.state, |trigger| matches!(trigger, Trigger::After(_)));
        let due = timed.filter_map(|(from, index, edge)| {
            let Trigger::After(seconds) = edge.trigger else { return None };
            let entered = self.position.entered(from.unwrap_or(&self.position.state))?;
            let at = entered.plus_seconds(seconds)?;
            let is_next = at > self.position.now
                || (at == self.position.now && !tried.is_empty() && !tried.contains(&index));
            (is_next && at <= now).then(|| (at, from.map(str::to_owned), index))
        });
        // The first of those at one instant: inner states before those around them, then as written.
        due.min_by_key(|(at, ..)| *at)
    }

    fn illegal(&self, event: &str) -> Error {
        let (state, name) = (&self.position.state, &self.machine.name);
        let events = self.machine.events();
        let refused = |message| Error::new(ErrorCode::IllegalTransition, message).at("/event");
        if !events.contains(&event) {
            let error = refused(format!("the machine `{name}` has no event `{event}`"));
            return error.help(match suggest::nearest(event, events.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has: {}", some(&events)),
            });
        }
        let message =
            format!("nothing answers `{event}` in the state `{state}` of the machine `{name}`");
        let possible = self.machine.events_from(state);
        refused(message).help(if possible.is_empty() {
            "no event is answered in this state".to_owned()
        } else {
            format!("possible here: {}", some(&possible))
        })
    }
}

/// Returns the first names of a list that may be long.
fn some(names: &[&str]) -> String {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(MOST);
    if more == 0 { shown } else { format!("{shown}, and {more} more") }
}
