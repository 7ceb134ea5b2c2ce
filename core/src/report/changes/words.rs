//! What every format says of a change in the same words.

use std::fmt::Write as _;

use serde_json::Value;

use super::Shown;
use crate::config::Class;
use crate::diff::{Affected, Change, DiffSummary, FileCounts, FileDiff, FileStatus};
use crate::finding::{Location, codes};
use crate::version::ChangeClass;

/// How much of a value is shown, in characters.
const MOST: usize = 2_000;

/// Returns the name of the artifact: that of the version after. A tree has many.
pub(super) fn artifact(report: &Shown) -> Option<&str> {
    if report.files.is_some() {
        return None;
    }
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

/// Returns what names the place of a change in a report: its JSON Pointer, behind the name of the file
/// where there are many.
pub(super) fn whereabouts(report: &Shown, change: &Change) -> String {
    let at = pointer(change);
    match location(change).filter(|_| report.files.is_some()) {
        Some(place) if at == "/" => place.path.to_string(),
        Some(place) => format!("{}#{at}", place.path),
        None => at.to_owned(),
    }
}

/// Returns a place as editors open it: `path:line:column`.
pub(super) fn place(at: &Location) -> String {
    match (at.line, at.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", at.path),
        _ => at.path.to_string(),
    }
}

/// Returns the changes of a class that count.
pub(super) fn open(report: &Shown, class: Class) -> Vec<&Change> {
    let changes = report.changes.iter();
    changes.filter(|change| change.ignored.is_none() && change.class == class).collect()
}

/// Returns how many changes of which class there are: `2 breaking, 1 additive; 1 ignored`.
pub(super) fn counts(summary: &DiffSummary) -> String {
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

/// Returns how many changes a report has, and says so when not everything was compared.
pub(super) fn headline(report: &Shown) -> String {
    let none = report.summary == DiffSummary::default();
    let counts = counts(&report.summary);
    if none && is_partial(report) { counts + " in what was compared" } else { counts }
}

/// Tells whether changes may be missing, because of a limit or of files that were not compared.
pub(super) fn is_partial(report: &Shown) -> bool {
    report.incomplete || report.tree().iter().any(|file| !is_compared(file))
}

/// Returns what the changes ask of the version, and whether it was done.
pub(super) fn bump(report: &Shown) -> String {
    let name = step(report.required_bump);
    if report.required_bump == ChangeClass::None {
        let text = if is_partial(report) {
            "nothing of it needs a new version"
        } else {
            "no new version needed"
        };
        return text.to_owned();
    }
    match &report.version {
        None => format!("needs a {name} version step"),
        Some(made) if made.enough => format!("{} to {} is enough", made.before, made.after),
        Some(made) => {
            format!("needs a {name} version step, which {} to {} is not", made.before, made.after)
        }
    }
}

/// Returns what became of the files of a tree: `2 files changed, 1 added; 3 not compared`.
pub(super) fn files(counts: &FileCounts) -> String {
    let list = |counts: &[(usize, &str)]| {
        let shown = counts.iter().filter(|(count, _)| *count > 0);
        shown.map(|(count, name)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    };
    let compared = list(&[
        (counts.changed, "changed"),
        (counts.added, "added"),
        (counts.removed, "removed"),
        (counts.renamed, "renamed"),
    ]);
    let rest = list(&[
        (counts.unreadable, "cannot be read"),
        (counts.untold, "may be configuration, and nothing tells"),
    ]);
    let compared = if compared.is_empty() { "none".to_owned() } else { compared };
    let rest = if rest.is_empty() { rest } else { format!("; not compared: {rest}") };
    format!("artifacts: {compared}{rest}")
}

/// Returns why changes may be missing.
pub(super) fn incomplete(report: &Shown) -> &'static str {
    match report.files {
        Some(_) => "a limit was met, or an artifact cannot be read: changes may be missing",
        None => "a limit was met: changes may be missing",
    }
}

/// Returns the name of a file of a tree, and the one it had.
pub(super) fn file(file: &FileDiff) -> String {
    match (&file.before, &file.after) {
        (Some(before), Some(after)) if before != after => format!("{before} → {after}"),
        (_, Some(name)) | (Some(name), None) => name.clone(),
        (None, None) => String::new(),
    }
}

/// Returns what became of a file of a tree, and why it was not compared.
pub(super) fn status<'r>(report: &'r Shown, file: &FileDiff) -> &'r str {
    match file.status {
        FileStatus::Added => "added",
        FileStatus::Removed => "removed",
        FileStatus::Renamed => "renamed",
        FileStatus::Changed => "changed",
        FileStatus::Untold => {
            "not compared: nothing tells what it is; say so under `diff.artifacts` in the rules file"
        }
        FileStatus::Unreadable => {
            let names = [file.after.as_deref(), file.before.as_deref()];
            let mut findings = report.findings.iter();
            let found = findings.find(|finding| {
                finding.code == codes::diff::tree::FILE_UNREADABLE.id
                    && names.contains(&Some(finding.subject.as_str()))
            });
            found.map_or("not compared: it cannot be read", |finding| finding.message.as_str())
        }
    }
}

/// Returns what was counted in a file of a tree.
pub(super) fn changes(file: &FileDiff) -> String {
    if is_compared(file) { counts(&file.summary) } else { "not known".to_owned() }
}

fn is_compared(file: &FileDiff) -> bool {
    !matches!(file.status, FileStatus::Untold | FileStatus::Unreadable)
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
