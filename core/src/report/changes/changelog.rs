//! A section of a changelog, in the form of Keep a Changelog 1.1.0.

use std::fmt::Write as _;

use super::{Shown, words};
use crate::config::Class;
use crate::diff::Change;
use crate::report::markup::{Within, code, message, plain};

const SECTIONS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// Writes what is notable: changes that count and are more than cosmetic.
pub(super) fn render(report: &Shown) -> String {
    let version = report.version.as_ref().map(|step| plain(&step.after));
    let mut out = format!("## [{}]\n", version.as_deref().unwrap_or("Unreleased"));
    let notable = report.changes.iter().filter(|change| change.ignored.is_none());
    let notable: Vec<&Change> = notable.filter(|change| change.class > Class::Cosmetic).collect();
    for section in SECTIONS {
        let changes: Vec<&&Change> =
            notable.iter().filter(|change| section_of(change) == section).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n### {section}\n");
        for change in changes {
            let breaking = if change.class == Class::Breaking { "**Breaking:** " } else { "" };
            let text = message(&words::capital(&change.message), Within::Text);
            let at = code(&words::whereabouts(report, change), Within::Text);
            let _ = writeln!(out, "- {breaking}{text} ({at}).");
        }
    }
    if report.incomplete {
        let _ = writeln!(out, "\n{}.", words::capital(words::incomplete(report)));
    } else if notable.is_empty() {
        let part = if words::is_partial(report) { " in what was compared" } else { "" };
        let _ = writeln!(out, "\nNo notable changes{part}.");
    }
    out
}

/// Returns the section of a change, by what its code says.
fn section_of(change: &Change) -> &'static str {
    let name = change.code.rsplit('/').next().unwrap_or_default();
    let has = |word: &str| name.split('_').any(|part| part == word);
    if ["security", "scope", "scopes"].into_iter().any(has) {
        "Security"
    } else if has("deprecated") && !has("not") {
        "Deprecated"
    } else if has("fixed") {
        "Fixed"
    } else if has("added") && change.class == Class::Additive {
        "Added"
    } else if has("removed") && change.class >= Class::Behavioral {
        "Removed"
    } else {
        "Changed"
    }
}
