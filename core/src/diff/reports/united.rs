//! What two changes are together, apart from their ends.

use std::collections::BTreeMap;

use crate::diff::{Affected, Change, ChangeStep, Class, Effect};
use crate::finding::Severity;

/// How many messages are told one by one.
const MOST: usize = 6;

/// Returns the worst of changes, with the steps, effects and consumers of all. What counts is worse than
/// what is ignored.
pub(super) fn unite(changes: Vec<Change>) -> Option<Change> {
    let effects = changes.iter().filter_map(|change| change.effect);
    let effect = effects.reduce(Effect::and);
    let consumers = consumers(&changes);
    let steps = changes.iter().flat_map(|change| &change.steps).cloned().collect();
    let weighed = changes.into_iter().map(|change| (weight(&change), change));
    let heavier = |one: (Weight, Change), other: (Weight, Change)| {
        if other.0 > one.0 { other } else { one }
    };
    let (_, mut worst) = weighed.reduce(heavier)?;
    worst.effect = effect;
    worst.consumers = consumers;
    tell(&mut worst, steps);
    Some(worst)
}

/// Adds the steps and consumers of what happened inside of what came or went as a whole.
pub(super) fn contain(whole: Change, inner: Vec<Change>) -> Change {
    let mut all = vec![whole];
    all.extend(inner);
    let consumers = consumers(&all);
    let steps = all.iter().flat_map(|change| &change.steps).cloned().collect();
    let mut whole = all.swap_remove(0);
    whole.consumers = consumers;
    tell(&mut whole, steps);
    whole
}

fn tell(change: &mut Change, mut steps: Vec<ChangeStep>) {
    steps.sort();
    change.message = message(&steps);
    change.steps = steps;
    // A witness is of one step.
    change.witness = None;
}

type Weight = (bool, Class, Severity, u64, String);

/// Orders changes from harmless to bad. Everything that is kept of the worse one is part of it, so that
/// it does not matter in which order changes are united.
fn weight(change: &Change) -> Weight {
    let rest = serde_json::json!([
        change.code,
        change.rationale,
        change.polarity,
        change.remediation,
        change.adjustments,
        change.ignored,
        change.details,
    ]);
    let open = change.ignored.is_none();
    (open, change.class, change.severity, change.confidence.to_bits(), rest.to_string())
}

fn message(steps: &[ChangeStep]) -> String {
    let mut text = String::new();
    let mut last = None;
    for step in steps.iter().take(MOST) {
        match last {
            None => {}
            Some(number) if number == step.step => text.push_str("; "),
            Some(_) => text.push_str("; then "),
        }
        text.push_str(&step.message);
        last = Some(step.step);
    }
    let more = steps.len().saturating_sub(MOST);
    if more > 0 {
        text.push_str("; and ");
        text.push_str(&more.to_string());
        text.push_str(" more");
    }
    text
}

/// Returns the consumers of all changes, each once, with the highest confidence.
fn consumers(changes: &[Change]) -> Option<Vec<Affected>> {
    let mut all: BTreeMap<(&str, Option<&str>, Option<&str>), &Affected> = BTreeMap::new();
    for affected in changes.iter().filter_map(|change| change.consumers.as_ref()).flatten() {
        let key =
            (affected.name.as_str(), affected.environment.as_deref(), affected.owner.as_deref());
        let best = all.entry(key).or_insert(affected);
        if affected.confidence > best.confidence {
            *best = affected;
        }
    }
    let known = changes.iter().any(|change| change.consumers.is_some());
    known.then(|| all.into_values().cloned().collect())
}
