//! How changes are written down.

use serde_json::Value;

use super::at::{At, Rule};
use super::names::words;
use super::polarity_table::EMPTY;
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::finding::Code;

/// Whether a change restricts or permits more than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Tightened,
    Loosened,
}

impl Direction {
    pub(super) fn tightened(tightened: bool) -> Self {
        if tightened { Self::Tightened } else { Self::Loosened }
    }

    /// Returns the one of two codes that has this direction.
    pub(super) fn pick(self, tightened: &'static Code, loosened: &'static Code) -> &'static Code {
        match self {
            Self::Tightened => tightened,
            Self::Loosened => loosened,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tightened => "tightened",
            Self::Loosened => "loosened",
        }
    }
}

/// What a change is.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) code: &'static Code,
    pub(super) class: Class,
    pub(super) direction: Option<Direction>,
    pub(super) sure: f64,
}

impl Verdict {
    pub(super) fn new(code: &'static Code, class: Class, sure: f64) -> Self {
        Self { code, class, direction: None, sure }
    }

    /// Tightening breaks those who are restricted now; loosening asks for a review.
    pub(super) fn guard(code: &'static Code, direction: Direction, sure: f64) -> Self {
        let class = match direction {
            Direction::Tightened => Class::Breaking,
            Direction::Loosened => Class::Behavioral,
        };
        Self { code, class, direction: Some(direction), sure }
    }
}

/// The values of both sides; none for what is new or gone.
#[derive(Clone, Copy)]
pub(super) struct Sides<'v> {
    pub(super) before: Option<&'v Value>,
    pub(super) after: Option<&'v Value>,
}

impl<'v> Sides<'v> {
    /// Returns the value that only one side has.
    pub(super) fn only(value: &'v Value, is_new: bool) -> Self {
        let (before, after) = if is_new { (None, Some(value)) } else { (Some(value), None) };
        Self { before, after }
    }
}

/// Returns the change at a place.
pub(super) fn draft(at: &At, verdict: Verdict, sides: Sides<'_>, message: String) -> Draft {
    let mut draft =
        Draft::new(verdict.code, verdict.class, message).sure(verdict.sure.min(at.sure));
    draft.before = sides.before.map(|value| Part::new(at.before.clone(), value.clone()));
    draft.after = sides.after.map(|value| Part::new(at.after.clone(), value.clone()));
    if let Some(direction) = verdict.direction {
        draft = draft.detail("direction", direction.name());
        if direction == Direction::Loosened {
            draft = draft.detail("security_relevant", true);
        }
    }
    if let Some(environment) = &at.environment {
        draft = draft.detail("environment", environment.as_str());
    }
    if let Some(name) = at.rule.as_ref().and_then(|rule| rule.name.as_ref()) {
        draft = draft.detail("rule", name.as_str());
    }
    draft
}

/// Returns a value as messages show it.
pub(super) fn show(value: &Value) -> String {
    const MOST: usize = 60;
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match value {
        _ if line.chars().count() <= MOST => format!("`{line}`"),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) => format!("a map with {} members", members.len()),
        _ => format!("`{}…`", line.chars().take(MOST).collect::<String>()),
    }
}

/// Returns the name of a place as messages show it.
pub(super) fn called(at: &At) -> String {
    let within = match (&at.rule, &at.of) {
        (Some(Rule { name: Some(name), .. }), _) if !at.item => format!(" of rule `{name}`"),
        (_, Some(name)) if !at.item => format!(" of {name}"),
        _ => String::new(),
    };
    if at.key.is_empty() {
        return "the document".to_owned();
    }
    // `enabled` alone tells little.
    let alone = at.rule.is_none() && at.of.is_none();
    let bare = alone && words(&at.key).iter().all(|word| EMPTY.contains(&word.as_str()));
    match at.parent.as_str() {
        parent if bare && !parent.is_empty() => format!("`{parent}.{}`{within}", at.key),
        _ => format!("`{}`{within}", at.key),
    }
}
