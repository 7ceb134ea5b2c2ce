//! A change of one or several steps, with what is there before and after it.

use serde_json::Value;

use super::nested::{is_item, put, relative, stable};
use super::united::{contain, unite};
use crate::canonical;
use crate::diff::{Change, ChangeStep, StepAction};
use crate::error::Result;
use crate::finding::codes;

/// The state of the name of a file, which is none of its content.
const RENAMED: &str = "~";

/// A change, and what is there before and after it.
pub(super) struct Item {
    pub(super) change: Change,
    /// Whether nothing was there before.
    pub(super) born: bool,
    /// Whether nothing is there after.
    pub(super) gone: bool,
    /// Its place before; after, when nothing was there.
    pub(super) from: String,
    /// Its place after; before, when nothing is there.
    pub(super) to: String,
    /// Whether it ends where it began.
    pub(super) undone: bool,
}

impl Item {
    /// Returns a change of a report, with its steps moved on by `shift`.
    pub(super) fn new(mut change: Change, undone: bool, shift: usize) -> Self {
        change.steps = steps(&change, shift);
        let born = change.before_pointer.is_none();
        // What came and went is listed as it came.
        let gone = change.after_pointer.is_none() || (undone && born);
        let (before, after) = (change.before_pointer.clone(), change.after_pointer.clone());
        let from = before.clone().or_else(|| after.clone()).unwrap_or_default();
        let to = after.or(before).unwrap_or_default();
        Self { change, born, gone, from, to, undone }
    }

    /// Joins what left a place with what found it so: several rules may tell of one place, and then the
    /// ends of the first of each side stand for all.
    pub(super) fn join(earlier: Vec<Self>, later: Vec<Self>) -> Option<Self> {
        let [first, last] = [earlier.first()?, later.first()?];
        let mut joined = Self {
            change: first.change.clone(),
            born: first.born,
            gone: last.gone,
            from: first.from.clone(),
            to: last.to.clone(),
            undone: false,
        };
        let (before, after) = (first.change.clone(), last.change.clone());
        let all = earlier.into_iter().chain(later).map(|item| item.change);
        joined.change = unite(all.collect())?;
        joined.change.before = before.before;
        joined.change.before_location = before.before_location;
        joined.change.after_location = after.after_location;
        joined.change.after =
            if joined.born && joined.gone { before.after.or(after.before) } else { after.after };
        Some(joined.settle())
    }

    /// Adds what a later step does inside of what is there after this one. Those who see the whole come
    /// did not see it: the whole keeps its class.
    pub(super) fn take_in_later(mut self, later: Vec<Self>) -> Self {
        for item in &later {
            if let (Some(value), Some(at)) =
                (&mut self.change.after, relative(&item.from, &self.to))
            {
                put(value, at, item.change.after.as_ref().filter(|_| !item.gone));
            }
        }
        self.around(later)
    }

    /// Adds what an earlier step did inside of what was there before this one.
    pub(super) fn take_in_earlier(mut self, earlier: Vec<Self>) -> Self {
        for item in &earlier {
            if let (Some(value), Some(at)) =
                (&mut self.change.before, relative(&item.to, &self.from))
            {
                put(value, at, item.change.before.as_ref().filter(|_| !item.born));
            }
        }
        self.around(earlier)
    }

    fn around(mut self, inner: Vec<Self>) -> Self {
        let inner = inner.into_iter().map(|item| item.change).collect();
        self.change = contain(self.change, inner);
        self.settle()
    }

    /// Tells what the two ends make of it.
    fn settle(mut self) -> Self {
        let nothing = self.born && self.gone;
        let same = self.change.before.is_some() && self.change.before == self.change.after;
        // Of a file only the name is known.
        let same = same && !self.is_of_file();
        let back = !self.born && !self.gone && same && self.place_before() == self.place_after();
        self.undone = nothing || back || self.is_called_as_before();
        self.change.before_pointer = (!self.born).then(|| self.from.clone());
        self.change.after_pointer = (nothing || !self.gone).then(|| self.to.clone());
        if self.born {
            self.change.before = None;
            self.change.before_location = None;
        }
        if self.gone {
            // A name in a list is its own place, which a later step may come back to.
            let names = nothing && is_item(&self.to);
            self.change.after = self.change.after.filter(|value| names && value.is_string());
            self.change.after_location = None;
        }
        self
    }

    /// Tells whether it put something where nothing was, in its only step or in one of them.
    pub(super) fn is_whole_after(&self) -> bool {
        let came = |step: &ChangeStep| step.action == StepAction::Added && step.pointer == self.to;
        !self.gone && (self.born || self.change.steps.iter().any(came))
    }

    /// Tells whether it took something away as a whole, in its only step or in one of them.
    pub(super) fn is_whole_before(&self) -> bool {
        let went =
            |step: &ChangeStep| step.action == StepAction::Removed && step.pointer == self.from;
        !self.born && (self.gone || self.change.steps.iter().any(went))
    }

    /// Tells whether a step is about a whole file.
    fn is_of_file(&self) -> bool {
        let whole = [codes::diff::tree::FILE_ADDED.id, codes::diff::tree::FILE_REMOVED.id];
        self.change.steps.iter().any(|step| whole.contains(&step.code.as_str()))
    }

    /// Tells whether nothing happened but that a file got another name.
    fn is_rename(&self) -> bool {
        let mut steps = self.change.steps.iter();
        steps.all(|step| step.code == codes::diff::tree::FILE_RENAMED.id)
    }

    fn is_called_as_before(&self) -> bool {
        let [before, after] = [&self.change.before_location, &self.change.after_location]
            .map(|at| at.as_ref().map(|at| at.path.as_str()));
        self.is_rename() && before == after
    }

    pub(super) fn place_before(&self) -> String {
        stable(&self.from, self.change.before.as_ref().or(self.change.after.as_ref()))
    }

    pub(super) fn place_after(&self) -> String {
        stable(&self.to, self.change.after.as_ref().or(self.change.before.as_ref()))
    }

    /// Names the state in which it leaves its place.
    pub(super) fn end(&self) -> String {
        if self.is_rename() {
            return RENAMED.to_owned();
        }
        state(self.gone, &self.place_after(), self.change.after.as_ref())
    }

    /// Names the state in which it finds its place.
    pub(super) fn start(&self) -> String {
        if self.is_rename() {
            return RENAMED.to_owned();
        }
        state(self.born, &self.place_before(), self.change.before.as_ref())
    }
}

fn state(absent: bool, place: &str, value: Option<&Value>) -> String {
    if absent {
        return format!("-{place}");
    }
    let digest = value.map(canonical::digest_hex).and_then(Result::ok).unwrap_or_default();
    format!("+{place} {digest}")
}

/// Returns what happened to `change`, with its steps moved on by `shift`.
pub(super) fn steps(change: &Change, shift: usize) -> Vec<ChangeStep> {
    let mut steps = change.steps.clone();
    for step in &mut steps {
        step.step += shift;
    }
    if steps.is_empty() {
        let (action, pointer) = match (&change.before_pointer, &change.after_pointer) {
            (None, after) => (StepAction::Added, after),
            (Some(_), Some(_)) => (StepAction::Changed, &change.after_pointer),
            (before, None) => (StepAction::Removed, before),
        };
        steps.push(ChangeStep {
            step: shift + 1,
            code: change.code.clone(),
            action,
            pointer: pointer.clone().unwrap_or_default(),
            path: None,
            class: change.class,
            message: change.message.clone(),
            fingerprint: change.fingerprint.clone(),
        });
    }
    steps
}
