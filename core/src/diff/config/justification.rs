//! Guards that were loosened, and whether anybody says why.

use std::collections::BTreeMap;

use serde_json::Value;

use super::comments::Comments;
use super::environment::is_production;
use super::names::justifies;
use super::options::ConfigOptions;
use super::resource::Name;
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
    let mut said = Around::new(&after.value, says_why);
    let mut without: Vec<&Draft> =
        loosened.filter(|change| !has_reason(change, &mut said)).collect();
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
    let mut live = [before, after].map(|side| Around::new(&side.value, covers_production));
    let [live_before, live_after] = &mut live;
    let found = without.into_iter().filter_map(|change| {
        let (part, document, live, located) = match (&change.after, &change.before) {
            (Some(part), _) => (part, after, &mut *live_after, &located),
            (None, part) => (part.as_ref()?, before, &mut *live_before, &located_before),
        };
        let production = pointer::ancestors(&part.pointer).any(|around| live.at(around));
        Some(finding((change, part), document, located, &options.identity_keys, production))
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
fn has_reason(change: &Draft, said: &mut Around<'_>) -> bool {
    let Some(part) = change.after.as_ref().or(change.before.as_ref()) else { return false };
    if change.after.as_ref().and_then(|part| part.value.as_ref()).is_some_and(says_why) {
        return true;
    }
    // Out to the nearest object: that of the rule, where it is one.
    let document = said.document;
    let mut around = pointer::ancestors(&part.pointer).skip(1);
    let nearest = around.find(|pointer| document.pointer(pointer).is_some_and(Value::is_object));
    nearest.is_some_and(|pointer| said.at(pointer))
}

fn says_why(value: &Value) -> bool {
    value.as_object().is_some_and(|members| {
        members.iter().any(|(key, value)| {
            justifies(key)
                && !matches!(value, Value::Null | Value::Bool(false))
                && value.as_str() != Some("")
        })
    })
}

/// What is true of the values around changes; of one that is around many it is asked once.
struct Around<'d> {
    document: &'d Value,
    is: fn(&Value) -> bool,
    known: BTreeMap<String, bool>,
}

impl<'d> Around<'d> {
    fn new(document: &'d Value, is: fn(&Value) -> bool) -> Self {
        Self { document, is, known: BTreeMap::new() }
    }

    fn at(&mut self, pointer: &str) -> bool {
        if let Some(known) = self.known.get(pointer) {
            return *known;
        }
        let found = self.document.pointer(pointer).is_some_and(self.is);
        self.known.insert(pointer.to_owned(), found);
        found
    }
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
            let named = named.or(item.as_str()).map(str::to_owned);
            named.or_else(|| Name::of(item).map(Name::full))
        });
        stable = pointer::push(&stable, &name.unwrap_or(segment));
        value = inner;
    }
    stable
}

fn finding(
    (change, part): (&Draft, &Part),
    document: &Document,
    located: &BTreeMap<&str, Place>,
    identity_keys: &[String],
    // Whether anything around the place names production among its environments.
    production: bool,
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
    if text("environment").is_some_and(is_production) || production {
        finding = finding.severity(Severity::High);
    }
    finding
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
