//! Classes and severities that a team states.

use super::types::{AdjustedBy, Adjustment};
use super::{Scope, is_at};
use crate::config::ChangeOverride;
use crate::diff::Change;
use crate::document::pointer;
use crate::finding::{EntryCheck, Finding, Location, Severity, codes, matches};

/// Applies what the rules file states, in its order, and reports codes that do not exist.
pub(super) fn apply(
    scope: &Scope<'_>,
    check: &EntryCheck<'_>,
    changes: &mut [Change],
) -> Vec<Finding> {
    let entries = &scope.rules.value.diff.overrides;
    let meant: Vec<&ChangeOverride> = entries.iter().filter(|one| concerns(scope, one)).collect();
    for change in changes {
        let mut fitting = meant.iter().filter(|entry| {
            matches(&entry.code, &change.code) && is_at(entry.pointer.as_ref(), change)
        });
        let stated = scope.rules.value.severities.get(&change.code);
        let last = fitting.next_back();
        // What is said of a code is weaker than what is said of a place; the last one decides.
        if let Some(severity) = stated.and_then(|stated| stated.severity()) {
            state(severity, change);
        }
        if let Some(entry) = last {
            set(entry, change);
        }
    }
    unknown_codes(scope, check)
}

fn concerns(scope: &Scope<'_>, entry: &ChangeOverride) -> bool {
    let environment = entry.environment.as_ref();
    // What could not be read was reported and left out: an entry may be left without a statement.
    (entry.set.class.is_some() || entry.set.severity.is_some())
        && scope.is_of(entry.path.as_ref())
        && environment.is_none_or(|glob| scope.environment.is_some_and(|name| matches(glob, name)))
}

fn set(entry: &ChangeOverride, change: &mut Change) {
    let reason = entry
        .reason
        .clone()
        .unwrap_or_else(|| format!("the rules file says so of `{}`", entry.code));
    let adjustment = adjustment(AdjustedBy::Override, change, reason);
    if let Some(class) = entry.set.class.filter(|class| *class != change.class) {
        change.become_class(class);
    }
    if let Some(severity) = entry.set.severity {
        change.severity = severity;
    }
    change.adjustments.push(adjustment);
}

/// Applies a severity of the section `severities`, which knows no classes.
fn state(severity: Severity, change: &mut Change) {
    if severity != change.severity {
        let reason = format!("`severities` states it for `{}`", change.code);
        change.adjustments.push(adjustment(AdjustedBy::Severities, change, reason));
        change.severity = severity;
    }
}

fn adjustment(by: AdjustedBy, change: &Change, reason: String) -> Adjustment {
    Adjustment {
        by,
        policy: None,
        from_class: change.class,
        from_severity: change.severity,
        reason,
    }
}

fn unknown_codes(scope: &Scope<'_>, check: &EntryCheck<'_>) -> Vec<Finding> {
    let entries = scope.rules.value.diff.overrides.iter().enumerate();
    let unknown = entries.filter_map(|(index, entry)| {
        let fault = check.unknown_code(&entry.code)?;
        let at = pointer::push("/diff/overrides", &index.to_string());
        let key = [entry.code.as_str(), "overrides"];
        let finding =
            Finding::new(codes::diff::policy::UNKNOWN_CODE, &entry.code, &key, fault.message)
                .at(Location::new(&scope.rules.path, at));
        Some(match fault.remedy {
            Some(remedy) => finding.remedy(remedy),
            None => finding,
        })
    });
    unknown.collect()
}
