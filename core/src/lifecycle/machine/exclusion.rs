//! Whether two lists of conditions can never hold at once, as far as it can be told from how they are written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::definition::{FactGuard, Guard};
use super::guard::same;

/// Tells whether `a` and `b` are known to exclude each other. `false` may also mean that it cannot be told.
pub(super) fn exclude_each_other(a: &[Guard], b: &[Guard]) -> bool {
    let a = flat(a);
    let b = flat(b);
    a.iter().any(|a| b.iter().any(|b| contradict(a, b)))
}

/// Returns the conditions that have to hold, those inside of `all` among them.
fn flat(guards: &[Guard]) -> Vec<&Guard> {
    let mut found = Vec::new();
    for guard in guards {
        match guard {
            Guard::All(of) => found.extend(flat(&of.all)),
            other => found.push(other),
        }
    }
    found
}

fn contradict(a: &Guard, b: &Guard) -> bool {
    match (a, b) {
        (Guard::Not(not), other) | (other, Guard::Not(not)) if is_one(&not.not, other) => true,
        (Guard::Fact(a), Guard::Fact(b)) => a.fact == b.fact && facts_contradict(a, b),
        _ => false,
    }
}

/// Tells whether two conditions are one, however they are spelled.
fn is_one(a: &Guard, b: &Guard) -> bool {
    let empty = BTreeMap::new();
    let call = |guard: &Guard| match guard {
        Guard::Named(name) => Some((name.clone(), empty.clone())),
        Guard::With(with) => Some((with.guard.clone(), with.with.clone())),
        _ => None,
    };
    match (call(a), call(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn facts_contradict(a: &FactGuard, b: &FactGuard) -> bool {
    if let (Some(a), Some(b)) = (values(a), values(b)) {
        return !a.iter().any(|a| b.iter().any(|b| same(a, b)));
    }
    let is_absent = |guard: &FactGuard| guard.exists == Some(false);
    let is_present = |guard: &FactGuard| {
        guard.exists == Some(true)
            || values(guard).is_some()
            || guard.at_least.is_some()
            || guard.at_most.is_some()
    };
    if (is_absent(a) && is_present(b)) || (is_absent(b) && is_present(a)) {
        return true;
    }
    above(a, b) || above(b, a)
}

fn values(guard: &FactGuard) -> Option<Vec<&Value>> {
    match (&guard.equals, &guard.one_of) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(values)) => Some(values.iter().collect()),
        _ => None,
    }
}

/// Tells whether every number that fits `a` is above every number that fits `b`.
fn above(a: &FactGuard, b: &FactGuard) -> bool {
    let number = |guard: &FactGuard| guard.equals.as_ref().and_then(Value::as_f64);
    let least = a.at_least.or_else(|| number(a));
    let most = b.at_most.or_else(|| number(b));
    matches!((least, most), (Some(least), Some(most)) if least > most)
}
