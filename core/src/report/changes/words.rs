//! What every format says of a change in the same words.

use std::fmt::Write as _;

use serde_json::Value;

use crate::config::Class;
use crate::diff::{Affected, Change, DiffReport};
use crate::finding::Location;
use crate::version::ChangeClass;

/// What is said of a report that a limit cut.
pub(super) const INCOMPLETE: &str = "a limit was met: changes may be missing";

/// How much of a value is shown, in characters.
const MOST: usize = 2_000;

/// Returns the name of the artifact: that of the version after.
pub(super) fn artifact(report: &DiffReport) -> Option<&str> {
    let changes = report.changes.iter().chain(&report.undone);
    let mut places = changes.filter_map(location).map(|place| place.path.as_str());
    // Values without a name are called by their side, which says nothing.
    places.find(|path| !["before", "after"].contains(path))
}

/// Returns where people look for a change: after, or before for what is gone.
pub(super) fn location(change: &Change) -> Option<&Location> {
    change.after_location.as_ref().or(change.before_location.as_ref())
}

/// Returns the JSON Pointer of a change, `/` for the whole artifact.
pub(super) fn pointer(change: &Change) -> &str {
    let pointer = change.after_pointer.as_ref().or(change.before_pointer.as_ref());
    pointer.map(String::as_str).filter(|pointer| !pointer.is_empty()).unwrap_or("/")
}

/// Returns a place as editors open it: `path:line:column`.
pub(super) fn place(at: &Location) -> String {
    match (at.line, at.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", at.path),
        _ => at.path.clone(),
    }
}

/// Returns the changes of a class that count.
pub(super) fn open(report: &DiffReport, class: Class) -> Vec<&Change> {
    let changes = report.changes.iter();
    changes.filter(|change| change.ignored.is_none() && change.class == class).collect()
}

/// Returns how many changes of which class there are: `2 breaking, 1 additive; 1 ignored`.
pub(super) fn counts(report: &DiffReport) -> String {
    let summary = &report.summary;
    let counts = [
        (summary.breaking, "breaking"),
        (summary.behavioral, "behavioral"),
        (summary.additive, "additive"),
        (summary.cosmetic, "cosmetic"),
    ];
    let shown: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let mut text = if shown.is_empty() { "no changes".to_owned() } else { shown.join(", ") };
    if summary.ignored > 0 {
        let _ = write!(text, "; {} ignored", summary.ignored);
    }
    text
}

/// Returns what the changes ask of the version, and whether it was done.
pub(super) fn bump(report: &DiffReport) -> String {
    let name = step(report.required_bump);
    if report.required_bump == ChangeClass::None {
        return "no new version needed".to_owned();
    }
    match &report.version {
        None => format!("needs a {name} version step"),
        Some(made) if made.enough => format!("{} to {} is enough", made.before, made.after),
        Some(made) => {
            format!("needs a {name} version step, which {} to {} is not", made.before, made.after)
        }
    }
}

fn step(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::None => "new",
        ChangeClass::Patch => "patch",
        ChangeClass::Minor => "minor",
        ChangeClass::Major => "major",
    }
}

/// Returns a value as JSON, cut where it is long.
pub(super) fn value(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}\n… (cut)", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Returns a consumer with its environment and owner: `billing (production, team-money)`.
pub(super) fn consumer(affected: &Affected) -> String {
    let more: Vec<&str> = [&affected.environment, &affected.owner]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if more.is_empty() {
        return affected.name.clone();
    }
    format!("{} ({})", affected.name, more.join(", "))
}

/// Returns a text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
