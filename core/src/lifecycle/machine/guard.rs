//! Whether a condition holds, and what would make it hold.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::definition::{FactGuard, Guard, GuardWith};
use crate::present::present;
use crate::time::Timestamp;

/// What conditions are judged by.
pub trait World {
    /// Returns what a guard says.
    fn guard(&self, asked: &GuardQuestion<'_>) -> Said;

    /// Returns the fact at the JSON Pointer `pointer`.
    fn fact(&self, pointer: &str) -> Option<&Value>;
}

/// A guard that is asked whether a transition may be taken.
#[derive(Clone, Copy, Debug)]
pub struct GuardQuestion<'a> {
    /// Name of the guard.
    pub name: &'a str,
    /// Its parameters.
    pub with: &'a BTreeMap<String, Value>,
    /// The transition.
    pub crossing: Crossing<'a>,
}

/// A transition that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<'a> {
    /// The event it answers. Absent: it is taken by itself, and nobody acts.
    pub event: Option<&'a str>,
    /// The state it leaves.
    pub from: &'a str,
    /// The state it enters, without others inside; the one it is in when it leaves none. Absent: nothing is remembered.
    pub to: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// What a guard says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Whether it holds; none when it is not known.
    pub holds: Option<bool>,
    /// What it has read.
    pub value: Option<Value>,
    /// What would make it hold.
    pub needs: Option<String>,
}

/// A condition, whether it holds, and what would make it hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The condition, such as `soak_met` or `/tests/passed is true`.
    pub guard: String,
    /// Whether it holds. Absent: it is not known, and nothing passes by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// What was read.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value: Option<Value>,
    /// What would make it hold. Absent when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// The conditions inside of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Judgement>,
}

impl Judgement {
    /// Tells whether the condition is known to hold.
    pub fn passes(&self) -> bool {
        self.holds == Some(true)
    }
}

/// Judges every one of `guards`: none is left out, so that all reasons are told at once.
pub(crate) fn judge_all(guards: &[Guard], world: &dyn World, at: Crossing<'_>) -> Vec<Judgement> {
    guards.iter().map(|guard| judge(guard, world, at)).collect()
}

fn judge(guard: &Guard, world: &dyn World, at: Crossing<'_>) -> Judgement {
    match guard {
        Guard::Named(name) => named(name, &BTreeMap::new(), world, at),
        Guard::With(GuardWith { guard, with }) => named(guard, with, world, at),
        Guard::Fact(fact) => compared(fact, world.fact(&fact.fact)),
        Guard::All(of) => combined("all", judge_all(&of.all, world, at), all_of),
        Guard::Any(of) => combined("any", judge_all(&of.any, world, at), any_of),
        Guard::Not(of) => denied(judge(&of.not, world, at)),
    }
}

fn named(
    name: &str,
    with: &BTreeMap<String, Value>,
    world: &dyn World,
    crossing: Crossing<'_>,
) -> Judgement {
    let Said { holds, value, needs } = world.guard(&GuardQuestion { name, with, crossing });
    let needs = if holds == Some(true) { None } else { needs };
    Judgement { guard: name.to_owned(), holds, value, needs, parts: Vec::new() }
}

/// Kleene's strong three-valued conjunction: what is not known decides nothing that is known.
fn all_of(parts: &[Judgement]) -> Option<bool> {
    if parts.iter().any(|part| part.holds == Some(false)) {
        return Some(false);
    }
    parts.iter().all(Judgement::passes).then_some(true)
}

fn any_of(parts: &[Judgement]) -> Option<bool> {
    if parts.iter().any(Judgement::passes) {
        return Some(true);
    }
    parts.iter().all(|part| part.holds == Some(false)).then_some(false)
}

fn combined(
    word: &str,
    parts: Vec<Judgement>,
    holds: fn(&[Judgement]) -> Option<bool>,
) -> Judgement {
    Judgement { guard: word.to_owned(), holds: holds(&parts), parts, ..Judgement::default() }
}

fn denied(part: Judgement) -> Judgement {
    let holds = part.holds.map(|holds| !holds);
    let needs =
        (holds == Some(false)).then(|| format!("that `{}` does not hold any more", part.guard));
    Judgement { guard: "not".to_owned(), holds, needs, parts: vec![part], value: None }
}

fn compared(guard: &FactGuard, fact: Option<&Value>) -> Judgement {
    let wanted = wanted(guard);
    let known = fact.filter(|value| !value.is_null() || asks_for_null(guard));
    let holds = holds(guard, known);
    let text = format!("{} {wanted}", guard.fact);
    let needs = (holds != Some(true)).then(|| match known {
        None => format!("the fact `{}`, which is not stated", guard.fact),
        Some(_) => format!("that `{}` {wanted}", guard.fact),
    });
    Judgement { guard: text, holds, value: known.cloned(), needs, parts: Vec::new() }
}

/// Tells whether a fact is compared with null, which is no fact to any other guard.
fn asks_for_null(guard: &FactGuard) -> bool {
    guard.equals.iter().chain(guard.one_of.iter().flatten()).any(Value::is_null)
}

fn holds(guard: &FactGuard, fact: Option<&Value>) -> Option<bool> {
    let is_there = guard.exists.map(|exists| exists == fact.is_some());
    let is_compared = guard.equals.is_some()
        || guard.one_of.is_some()
        || guard.at_least.is_some()
        || guard.at_most.is_some();
    if is_there == Some(false) || !is_compared {
        return is_there;
    }
    let fact = fact?;
    let number = fact.as_f64();
    let bounded = |bound: Option<f64>, fits: fn(f64, f64) -> bool| match (bound, number) {
        (None, _) => Some(true),
        (Some(_), None) => None,
        (Some(bound), Some(number)) => Some(fits(number, bound)),
    };
    let tests = [
        guard.equals.as_ref().map_or(Some(true), |value| Some(same(value, fact))),
        guard.one_of.as_ref().map_or(Some(true), |of| Some(of.iter().any(|v| same(v, fact)))),
        bounded(guard.at_least, |number, bound| number >= bound),
        bounded(guard.at_most, |number, bound| number <= bound),
    ];
    if tests.contains(&Some(false)) {
        Some(false)
    } else {
        tests.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
    }
}

/// Returns the comparison in words.
fn wanted(guard: &FactGuard) -> String {
    let mut words = Vec::new();
    match guard.exists {
        Some(true) => words.push("is stated".to_owned()),
        Some(false) => words.push("is not stated".to_owned()),
        None => {}
    }
    if let Some(value) = &guard.equals {
        words.push(format!("is {value}"));
    }
    if let Some(values) = &guard.one_of {
        let values: Vec<String> = values.iter().map(Value::to_string).collect();
        words.push(format!("is one of {}", values.join(", ")));
    }
    if let Some(bound) = guard.at_least {
        words.push(format!("is at least {bound}"));
    }
    if let Some(bound) = guard.at_most {
        words.push(format!("is at most {bound}"));
    }
    words.join(" and ")
}

/// Tells whether two values are equal as JSON Schema has it: 1 and 1.0 are one number.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    if a == b {
        return true;
    }
    // Two integers are equal only exactly; a double is compared with what an integer is near.
    if !a.is_f64() && !b.is_f64() {
        return false;
    }
    matches!((a.as_f64(), b.as_f64()), (Some(a), Some(b)) if a.partial_cmp(&b) == Some(Ordering::Equal))
}
