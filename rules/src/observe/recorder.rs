//! What was seen.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{Dynamic, INT};

use super::shown::is_shown;
use crate::engine::api::{Api, Facts, Gives};
use crate::policy::{CAME_TO, RAN};

/// The most events of one question that are kept.
const MOST: usize = 10_000;

/// Something that was seen.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A condition, or a part of one, came to a value.
    CameTo { probe: usize, value: Dynamic },
    /// A fact was read.
    Read(FactRead),
}

/// A fact that was read.
#[derive(Clone, Debug)]
pub(crate) struct FactRead {
    /// Whose document it stands in: a service, an edge, `context` or `parameters`; none for data.
    pub(crate) of: Option<String>,
    /// JSON Pointer into that document.
    pub(crate) pointer: String,
    /// Its value; the unit when it is not stated.
    pub(crate) value: Dynamic,
}

/// Keeps what is seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Record>>);

#[derive(Debug, Default)]
struct Record {
    /// Statements that ran, and what came to any value.
    ran: BTreeSet<usize>,
    /// What came to true or false.
    came_to: BTreeSet<(usize, bool)>,
    events: Vec<Event>,
}

impl Recorder {
    fn lock(&self) -> MutexGuard<'_, Record> {
        // A panic while it was held leaves whole events behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether a statement ran, or something came to a value.
    pub(crate) fn has_run(&self, probe: usize) -> bool {
        self.lock().ran.contains(&probe)
    }

    /// Tells whether a condition came to a value.
    pub(crate) fn came_to(&self, probe: usize, value: bool) -> bool {
        self.lock().came_to.contains(&(probe, value))
    }

    /// Returns the events, in their order, and forgets them.
    pub(crate) fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.lock().events)
    }

    fn event(&self, event: Event) {
        let mut record = self.lock();
        if record.events.len() < MOST {
            record.events.push(event);
        }
    }

    /// Keeps that a property of facts was read.
    pub(crate) fn property<T: Facts>(&self, facts: &T, name: &str, value: Dynamic) {
        let of = facts.owner().map(|owner| owner.to_string());
        self.read(FactRead { of, pointer: format!("{}/{name}", T::POINTER), value });
    }

    /// Keeps that a fact was read. Facts that have facts of their own are none that decide.
    pub(crate) fn read(&self, read: FactRead) {
        if is_shown(&read.value) {
            self.event(Event::Read(read));
        }
    }

    /// Declares what the calls around what is watched do.
    pub(crate) fn declare(&self, api: &mut Api<'_>) {
        let recorder = self.clone();
        api.function(
            RAN,
            &["probe"],
            Gives::Any,
            "keeps that a statement runs",
            move |probe: INT| {
                if let Ok(probe) = usize::try_from(probe) {
                    recorder.lock().ran.insert(probe);
                }
            },
        );
        let recorder = self.clone();
        api.function(
            CAME_TO,
            &["probe", "value"],
            Gives::Any,
            "keeps what something comes to",
            move |probe: INT, value: Dynamic| {
                if let Ok(probe) = usize::try_from(probe) {
                    recorder.keep(probe, &value);
                }
                value
            },
        );
    }

    fn keep(&self, probe: usize, value: &Dynamic) {
        let mut record = self.lock();
        record.ran.insert(probe);
        if let Ok(flag) = value.as_bool() {
            record.came_to.insert((probe, flag));
        }
        drop(record);
        self.event(Event::CameTo { probe, value: value.clone() });
    }
}
