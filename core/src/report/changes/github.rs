//! Annotations of GitHub Actions: one workflow command a line.

use std::fmt::Write as _;

use super::{Shown, words};
use crate::diff::Change;
use crate::report::github::{command, findings};

/// Writes a command for each change that counts, and for each finding.
pub(super) fn render(report: &Shown) -> String {
    let mut out = String::new();
    for change in report.changes.iter().filter(|change| change.ignored.is_none()) {
        annotate(&mut out, change);
    }
    out.push_str(&findings(&report.findings));
    let cut =
        if report.incomplete { format!("\n{}", words::incomplete(report)) } else { String::new() };
    let sum = format!("{}: {}{cut}", words::headline(report), words::bump(report));
    out.push_str(&command("notice", None, "changes", &sum));
    out
}

fn annotate(out: &mut String, change: &Change) {
    let mut text = format!("{}: {}", change.message, change.rationale);
    if let Some(fix) = &change.remediation {
        let _ = write!(text, "\n{fix}");
    }
    let names: Vec<String> = change.consumers.iter().flatten().map(words::consumer).collect();
    if !names.is_empty() {
        let _ = write!(text, "\nconcerns {}", names.join(", "));
    }
    let title = format!("{} {}", change.class.as_str(), change.code);
    let level = crate::report::github::level(change.severity);
    // The lines of the version before are not those of the files that are shown.
    let mut place = words::location(change).cloned();
    if let Some(place) = place.as_mut().filter(|_| change.after_location.is_none()) {
        // What is about a whole file stood on no line.
        let line = place.line.take().filter(|_| !place.pointer.is_empty());
        if let Some(line) = line {
            let _ = write!(text, "\nit stood on line {line}");
        }
    }
    out.push_str(&command(level, place.as_ref(), &title, &text));
}
