//! Conditions of rules, with the segments that they use.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::model::{Manifest, Rule, Segment};
use crate::diff::condition::{Budget, Condition, Relation, overlaps, relation};

/// Values that the conditions of one comparison may grow to by their segments.
const MOST_VALUES: usize = 400_000;
/// Pairs of conditions that one comparison looks at.
const MOST_PAIRS: usize = 2_000;
/// Pairs of rules that one comparison looks at, whether it compares their conditions or not.
const MOST_LOOKS: usize = 1 << 23;
/// Segments that stand inside of segments.
const MOST_NESTED: usize = 8;

/// Conditions, and how much of the work for them is left.
pub(super) struct Conditions {
    values: Cell<usize>,
    pairs: Cell<usize>,
    looks: Cell<usize>,
    steps: Budget,
}

impl Conditions {
    pub(super) fn new() -> Self {
        Self {
            values: Cell::new(MOST_VALUES),
            pairs: Cell::new(MOST_PAIRS),
            looks: Cell::new(MOST_LOOKS),
            steps: Budget::new(),
        }
    }

    /// Returns the condition of a rule; none when it is not understood.
    pub(super) fn read(&self, manifest: &Manifest<'_>, rule: &Rule<'_>) -> Option<Condition> {
        let condition =
            Condition::parse(&self.expand(&rule.logic, &manifest.segments, MOST_NESTED)?)?;
        // It may have more parts than it is written with.
        self.values.set(self.values.get().checked_sub(condition.size())?);
        Some(condition)
    }

    /// Returns the condition that a segment is; none when it is not understood.
    pub(super) fn of_segment(
        &self,
        manifest: &Manifest<'_>,
        segment: &Segment<'_>,
    ) -> Option<Condition> {
        let logic = self.expand(&segment.logic, &manifest.segments, MOST_NESTED)?;
        let condition = Condition::parse(&logic)?;
        self.values.set(self.values.get().checked_sub(condition.size())?);
        Some(condition)
    }

    /// Returns `logic` with segments in place of their names.
    fn expand(
        &self,
        logic: &Value,
        segments: &BTreeMap<String, Segment<'_>>,
        nested: usize,
    ) -> Option<Value> {
        self.values.set(self.values.get().checked_sub(1)?);
        match logic {
            Value::Object(members) => {
                if let Some(name) = used(members) {
                    let opaque = || json!({"!!": [{"var": format!("segment {name}")}]});
                    return match (segments.get(name), nested.checked_sub(1)) {
                        (Some(segment), Some(left)) => self.expand(&segment.logic, segments, left),
                        _ => Some(opaque()),
                    };
                }
                let inner = members
                    .iter()
                    .map(|(key, value)| Some((key.clone(), self.expand(value, segments, nested)?)));
                inner.collect::<Option<_>>().map(Value::Object)
            }
            Value::Array(items) => {
                let inner = items.iter().map(|item| self.expand(item, segments, nested));
                inner.collect::<Option<_>>().map(Value::Array)
            }
            other => Some(other.clone()),
        }
    }

    pub(super) fn relation(&self, a: Option<&Condition>, b: Option<&Condition>) -> Relation {
        match (a, b, self.pairs.get().checked_sub(1)) {
            (Some(a), Some(b), Some(left)) => {
                self.pairs.set(left);
                relation(a, b, &self.steps)
            }
            _ => Relation::Unknown,
        }
    }

    /// Tells whether two conditions can hold together; none when nothing tells.
    pub(super) fn overlap(&self, a: Option<&Condition>, b: Option<&Condition>) -> Option<bool> {
        self.pairs.set(self.pairs.get().checked_sub(1)?);
        overlaps(a?, b?, &self.steps)
    }

    /// Tells whether one more pair of rules may be looked at.
    pub(super) fn may_look(&self) -> bool {
        let left = self.looks.get().checked_sub(1);
        self.looks.set(left.unwrap_or_default());
        left.is_some() && self.pairs.get() > 0
    }

    pub(super) fn exhausted(&self) -> bool {
        self.looks.get() == 0
            || self.pairs.get() == 0
            || self.values.get() == 0
            || self.steps.exhausted()
    }
}

/// Returns the segment that an object stands for.
fn used(members: &serde_json::Map<String, Value>) -> Option<&str> {
    let mut all = members.iter();
    match (all.next(), all.next()) {
        (Some((key, value)), None) if key == "$ref" || key == "segment" => value.as_str(),
        _ => None,
    }
}

/// Adds the segments that `logic` uses.
pub(super) fn segments_of<'v>(logic: &'v Value, found: &mut Vec<&'v str>) {
    match logic {
        Value::Object(members) => match used(members) {
            Some(name) => found.push(name),
            None => members.values().for_each(|value| segments_of(value, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| segments_of(item, found)),
        _ => {}
    }
}
