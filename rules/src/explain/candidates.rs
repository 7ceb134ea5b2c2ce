//! Other values that a fact might have, made from what facts were compared with.

use std::collections::BTreeSet;

use meta_core::time::Timestamp;
use rhai::Dynamic;
use serde_json::{Number, Value};

use crate::facts::{List, Table, Time};

/// What stands in place of a text that is not stated, where nothing tells which.
const STATED: &str = "stated";

/// A text that is none of those that are compared, where there is no better one.
const ANOTHER: &str = "another";

/// How much a change of each kind counts, beside the distance of numbers, which is below 1: what is not stated is stated
/// first, then a boolean is turned round, then a list has an item more or less.
const STATING: f64 = 0.01;
const TURNING: f64 = 0.25;
const LISTING: f64 = 0.5;
const WRITING: f64 = 1.0;
const INVENTING: f64 = 1.5;
const REMOVING: f64 = 3.0;

/// The numbers and texts that facts were compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    numbers: Vec<f64>,
    texts: BTreeSet<String>,
    times: BTreeSet<String>,
}

/// Another value of a fact, and how much it differs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// None when the fact is not stated any more.
    pub(super) value: Option<Value>,
    pub(super) distance: f64,
}

impl Constants {
    /// Adds what a value of a script has in it.
    pub(super) fn add(&mut self, value: &Dynamic) {
        if let Ok(number) = value.as_float() {
            self.numbers.push(number);
        } else if let Ok(number) = value.as_int() {
            #[expect(clippy::cast_precision_loss, reason = "what is compared is small")]
            self.numbers.push(number as f64);
        } else if let Ok(text) = value.clone().into_immutable_string() {
            self.texts.insert(text.to_string());
        } else if let Some(list) = value.read_lock::<List>() {
            self.texts.extend(list.iter().map(ToString::to_string));
        } else if let Some(time) = value.read_lock::<Time>() {
            self.times.insert(time.0.to_string());
        } else if let Some(table) = value.read_lock::<Table>() {
            for (name, value) in table.members() {
                self.texts.insert(name.to_owned());
                self.add(value);
            }
        }
    }

    /// Adds the numbers and texts that are written out in a condition.
    pub(super) fn written(&mut self, text: &str) {
        use crate::policy::{Kind, scan};
        for token in scan(text) {
            let written = text.get(token.span).unwrap_or_default();
            match token.kind {
                Kind::Number => self.numbers.extend(written.replace('_', "").parse::<f64>().ok()),
                Kind::Text => {
                    let inside = written.get(1..written.len().saturating_sub(1));
                    self.texts.extend(inside.map(str::to_owned));
                }
                _ => {}
            }
        }
    }

    /// Returns other values of a fact, the nearest first. `elsewhere` are its values in other documents.
    pub(super) fn candidates(
        &self,
        value: Option<&Value>,
        elsewhere: &BTreeSet<String>,
    ) -> Vec<Candidate> {
        let mut found = match value {
            None | Some(Value::Null) => self.stated(elsewhere),
            Some(Value::Bool(flag)) => vec![candidate((!flag).into(), TURNING)],
            Some(Value::Number(number)) => self.numbers(number),
            Some(Value::String(text)) => self.texts(text, elsewhere),
            Some(Value::Array(items)) => self.lists(items),
            Some(Value::Object(_)) => Vec::new(),
        };
        if value.is_some_and(|value| !value.is_null()) {
            found.push(Candidate { value: None, distance: REMOVING });
        }
        found.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        found.dedup();
        found
    }

    fn texts(&self, text: &str, elsewhere: &BTreeSet<String>) -> Vec<Candidate> {
        let is_time = |text: &str| Timestamp::parse(text).is_ok();
        let known = if is_time(text) { &self.times } else { &self.texts };
        let others = known.iter().chain(elsewhere).filter(|other| *other != text);
        let mut found: Vec<Candidate> =
            others.map(|other| candidate(other.as_str().into(), WRITING)).collect();
        if !is_time(text) {
            found.push(candidate(ANOTHER.into(), INVENTING));
        }
        found
    }

    /// What type a fact has is told by its document, which takes no other.
    fn stated(&self, elsewhere: &BTreeSet<String>) -> Vec<Candidate> {
        let text = |text: &String, times: f64| candidate(text.as_str().into(), STATING * times);
        let known = self.texts.iter().chain(elsewhere).map(|known| text(known, 1.0));
        let times = self.times.iter().map(|time| text(time, 3.0));
        let numbers = self.numbers.iter().flat_map(|number| [number - 1.0, *number, number + 1.0]);
        let numbers = numbers.chain([0.0, 1.0]).filter_map(json);
        let numbers = numbers.map(|number| candidate(number, STATING * 4.0));
        let flags = [(true, 5.0), (false, 6.0)];
        let flags = flags.map(|(flag, times)| candidate(flag.into(), STATING * times));
        let invented = candidate(STATED.into(), STATING * 2.0);
        known.chain([invented]).chain(times).chain(numbers).chain(flags).collect()
    }

    fn numbers(&self, number: &Number) -> Vec<Candidate> {
        let Some(now) = number.as_f64() else { return Vec::new() };
        let near = |other: &f64| {
            let fine = if number.is_f64() { 0.01 } else { 1.0 };
            [other - fine, *other, other + fine]
        };
        let others = self.numbers.iter().flat_map(near).chain([now - 1.0, now + 1.0]);
        let others = others.filter(|other| (other - now).abs() > f64::EPSILON);
        let whole = |other: &f64| number.is_f64() || other.fract() == 0.0;
        let made = others.filter(whole).filter_map(|other| {
            let distance = (other - now).abs() / (other.abs().max(now.abs()) + 1.0);
            Some(candidate(json(rounded(other))?, distance))
        });
        made.collect()
    }

    fn lists(&self, items: &[Value]) -> Vec<Candidate> {
        let without = (0..items.len().min(100)).map(|left| {
            let kept = items.iter().enumerate().filter(|(index, _)| *index != left);
            Value::Array(kept.map(|(_, item)| item.clone()).collect())
        });
        let more = self.texts.iter().filter(|text| !items.iter().any(|item| item == text.as_str()));
        let with = more.map(|text| {
            let mut items = items.to_vec();
            items.push(text.as_str().into());
            Value::Array(items)
        });
        without.chain(with).map(|value| candidate(value, LISTING)).collect()
    }
}

fn candidate(value: Value, distance: f64) -> Candidate {
    Candidate { value: Some(value), distance }
}

/// Steps of a hundredth leave digits behind that nobody wrote.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Returns a number as JSON; whole ones as integers.
fn json(number: f64) -> Option<Value> {
    #[expect(clippy::cast_possible_truncation, reason = "the range was looked at")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Some((number as i64).into());
    }
    Number::from_f64(number).map(Value::Number)
}
