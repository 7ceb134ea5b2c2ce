//! Guards that were loosened, and whether anybody says why.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::environment::is_production;
use super::names::justifies;
use super::options::ConfigOptions;
use crate::diff::draft::{Draft, Part};
use crate::document::{Document, Place, pointer};
use crate::finding::codes::diff::config as codes;
use crate::finding::{Finding, Location, Severity};

/// Returns a finding for each change that loosens without a reason.
pub(super) fn check(
    changes: &[Draft],
    before: &Document,
    after: &Document,
    options: &ConfigOptions,
) -> Vec<Finding> {
    let loosened = changes.iter().filter(|change| {
        change.details.get("direction").and_then(Value::as_str) == Some("loosened")
    });
    let mut without: Vec<&Draft> =
        loosened.filter(|change| !has_reason(change, &after.value)).collect();
    let places: Vec<&str> =
        without.iter().filter_map(|change| Some(change.after.as_ref()?.pointer.as_str())).collect();
    let located = after.locate(&places);
    let gone = without.iter().filter(|change| change.after.is_none());
    let gone: Vec<&str> =
        gone.filter_map(|change| Some(change.before.as_ref()?.pointer.as_str())).collect();
    let located_before = before.locate(&gone);
    let comments = Comments::of(before, after);
    without.retain(|change| {
        let gone = change.before.as_ref().filter(|_| change.after.is_none());
        if gone.is_some_and(|part| comments.mention(&name(change, &part.pointer))) {
            return false;
        }
        let place = change.after.as_ref().and_then(|part| located.get(part.pointer.as_str()));
        !place
            .is_some_and(|place| comments.explain(place.key_or_value().line, place.value.end_line))
    });
    let keys = &options.identity_keys;
    let found = without.into_iter().filter_map(|change| match (&change.after, &change.before) {
        (Some(part), _) => Some(finding(change, part, after, &located, keys)),
        (None, Some(part)) => Some(finding(change, part, before, &located_before, keys)),
        (None, None) => None,
    });
    found.collect()
}

/// Returns what a comment about something that is gone would call it.
fn name(change: &Draft, pointer: &str) -> String {
    let rule = change.details.get("rule").and_then(Value::as_str);
    rule.map_or_else(|| pointer::last(pointer), str::to_owned)
}

/// Tells whether a member beside or in what changed says why; beside an item of a list of single
/// values is beside the list.
fn has_reason(change: &Draft, after: &Value) -> bool {
    let Some(part) = change.after.as_ref().or(change.before.as_ref()) else { return false };
    let says = |value: &Value| {
        value.as_object().is_some_and(|members| {
            members.iter().any(|(key, value)| {
                justifies(key)
                    && !matches!(value, Value::Null | Value::Bool(false))
                    && value.as_str() != Some("")
            })
        })
    };
    if change.after.as_ref().is_some_and(|part| says(&part.value)) {
        return true;
    }
    // Out to the nearest object: that of the rule, where it is one.
    let around = pointer::ancestors(&part.pointer).skip(1);
    let mut around = around.filter_map(|pointer| after.pointer(pointer));
    around.find(|value| value.is_object()).is_some_and(says)
}

/// The lines of a text that are new, and have a comment.
struct Comments<'t> {
    lines: Vec<&'t str>,
    old: BTreeSet<&'t str>,
    /// The words of new comments.
    words: BTreeSet<&'t str>,
}

impl<'t> Comments<'t> {
    fn of(before: &'t Document, after: &'t Document) -> Self {
        let lines = |document: &'t Document| document.text.as_deref().unwrap_or_default().lines();
        let old: BTreeSet<&str> = lines(before).filter_map(comment).collect();
        let new = lines(after).filter_map(comment).filter(|text| !old.contains(text));
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let words = new.flat_map(|text| text.split(move |c| !part(c))).collect();
        Self { lines: lines(after).collect(), old, words }
    }

    /// Tells whether a new comment names something; the position of an item is no name.
    fn mention(&self, name: &str) -> bool {
        name.parse::<usize>().is_err() && self.words.contains(name)
    }

    /// Tells whether a new comment stands at the lines from `first` to `last`, or just before.
    fn explain(&self, first: u32, last: u32) -> bool {
        let number = |line: u32| usize::try_from(line).unwrap_or(usize::MAX);
        let at = |line: usize| self.lines.get(line.checked_sub(1)?).copied();
        let new = |line: &str| comment(line).is_some_and(|text| !self.old.contains(text));
        let above = at(number(first).saturating_sub(1))
            .is_some_and(|line| line.trim_start().starts_with('#') && new(line));
        above || at(number(first)).is_some_and(new) || at(number(last)).is_some_and(new)
    }
}

/// Returns the comment of a line of YAML or TOML: a `#` at its start or behind white space.
fn comment(line: &str) -> Option<&str> {
    let trimmed = line.trim();
    match trimmed.strip_prefix('#') {
        Some(text) => Some(text.trim()),
        None => trimmed.split_once(" #").map(|(_, text)| text.trim()),
    }
    .filter(|text| !text.is_empty())
}

/// Returns a pointer with the names of items in place of their positions, so that it outlives other
/// items; a value of a list stands for itself.
fn by_identity(document: &Value, pointer: &str, keys: &[String]) -> String {
    let mut stable = String::with_capacity(pointer.len());
    let mut value = Some(document);
    for segment in pointer::segments(pointer) {
        let inner = value.and_then(|value| match value {
            Value::Array(items) => segment.parse().ok().and_then(|index: usize| items.get(index)),
            other => other.get(&segment),
        });
        let name = inner.filter(|_| value.is_some_and(Value::is_array)).and_then(|item| {
            let named = keys.iter().find_map(|key| item.get(key)?.as_str());
            named.or(item.as_str()).map(str::to_owned)
        });
        stable = pointer::push(&stable, &name.unwrap_or(segment));
        value = inner;
    }
    stable
}

fn finding(
    change: &Draft,
    part: &Part,
    document: &Document,
    located: &BTreeMap<&str, Place>,
    identity_keys: &[String],
) -> Finding {
    let pointer = part.pointer.as_str();
    let text = |key: &str| change.details.get(key).and_then(Value::as_str);
    let stable = by_identity(&document.value, pointer, identity_keys);
    let subject = text("rule").map_or_else(|| stable.clone(), str::to_owned);
    let message = format!("{}, and nothing says why", change.message);
    let mut location = Location::new(&document.path, pointer);
    if let Some(place) = located.get(pointer) {
        location.line = Some(place.value.line);
        location.column = Some(place.value.column);
        location.end_line = Some(place.value.end_line);
        location.end_column = Some(place.value.end_column);
    }
    let code = codes::LOOSENED_WITHOUT_JUSTIFICATION;
    let mut finding = Finding::new(code, subject, &[change.code.id, &stable], message)
        .at(location)
        .evidence("change", change.code.id)
        .remedy(code.fix);
    if let Some(environment) = text("environment") {
        finding = finding.evidence("environment", environment);
    }
    if text("environment").is_some_and(is_production) || serves_production(document, pointer) {
        finding = finding.severity(Severity::High);
    }
    finding
}

/// Tells whether a place, or anything around it, names production among its environments.
fn serves_production(document: &Document, pointer: &str) -> bool {
    let mut around = pointer::ancestors(pointer).filter_map(|at| document.value.pointer(at));
    around.any(covers_production)
}

/// Tells whether a rule names production among its environments.
fn covers_production(rule: &Value) -> bool {
    let names = ["environment", "environments", "env"];
    let scopes = names.iter().filter_map(|name| rule.get(*name));
    scopes
        .flat_map(|scope| match scope {
            Value::Array(items) => items.iter().collect(),
            single => vec![single],
        })
        .any(|name| name.as_str().is_some_and(is_production))
}
