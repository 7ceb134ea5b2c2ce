//! One report over a range of versions, from the reports of its steps.
//!
//! 1. What a step adds explains what later steps do to it, and what a step removes what earlier ones did
//!    to it: one change each.
//! 2. A change that goes on where another ended is one with it: from the first value to the last one,
//!    with the worse class. What ends where it began is undone.
//! 3. Everything else stays as it is. Each change tells what happened in which step, so that merging
//!    step by step, from either end, comes to the same report.

use schemars::JsonSchema;
use serde::Deserialize;

use super::chain::{Side, join};
use crate::diff::{Change, ChangeStep, DiffReport, StepAction, sort, summary, versions};
use crate::document::Source;
use crate::error::{Error, Result};
use crate::finding::{self, Finding, codes};

/// What `merge_reports` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeReportsInput {
    /// Reports of `diff_artifacts` in the order of the versions: from the first to the second, from the
    /// second to the third, and so on.
    #[schemars(length(min = 1))]
    pub reports: Vec<Source>,
}

/// Merges the reports of the steps between versions to one report from the first version to the last.
///
/// ```
/// let step = |before: u8, after: u8| meta_core::call("diff_artifacts", &format!(
///     r#"{{"before": {{"maximum": {before}}}, "after": {{"maximum": {after}}},
///          "kind": "json-schema", "now": "2026-11-21T00:00:00Z"}}"#));
/// let steps = format!(r#"{{"reports": [{}, {}]}}"#, step(9, 7)?, step(7, 5)?);
/// let merged = meta_core::call("merge_reports", &steps)?;
/// assert!(merged.contains(r#""before":9"#) && merged.contains(r#""after":5"#));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// `input_invalid` when there is none, one is no report of changes, or they are of different kinds.
pub fn merge_reports(input: &MergeReportsInput) -> Result<DiffReport> {
    let mut merged: Option<DiffReport> = None;
    for (index, source) in input.reports.iter().enumerate() {
        let at = format!("/reports/{index}");
        let next = super::read(source, &at)?;
        merged = Some(match merged {
            None => next,
            Some(before) => merge(before, next).map_err(|error| error.at(at))?,
        });
    }
    merged.ok_or_else(|| Error::invalid("/reports", "there is no report to merge"))
}

fn merge(before: DiffReport, after: DiffReport) -> Result<DiffReport> {
    if before.kind != after.kind || before.direction != after.direction {
        return Err(Error::invalid("", "the report is of another kind or direction")
            .help("merge reports of one artifact, compared in one direction"));
    }
    let (earlier, later) = (count(&before), count(&after));
    let both = earlier > 0 && later > 0;
    let steps = if both { Some(earlier + later) } else { before.steps.or(after.steps) };
    let ends = ends(&before, &after);
    let mut findings = findings(before.findings, after.findings, both);
    let (mut changes, mut undone) = if both {
        let first = Side::of(before.changes, before.undone, 0);
        join(first, Side::of(after.changes, after.undone, earlier))?
    } else {
        let list = |one: Vec<Change>, other| one.into_iter().chain::<Vec<Change>>(other).collect();
        (list(before.changes, after.changes), list(before.undone, after.undone))
    };
    sort(&mut changes);
    sort(&mut undone);
    findings.extend(changes.iter().filter_map(replaced));
    finding::sort(&mut findings);
    findings.dedup();
    let (required_bump, version) = match &ends {
        Some((first, last)) => versions::between(first, last, &changes),
        None => (versions::asked(&changes), None),
    };
    Ok(DiffReport {
        schema_version: before.schema_version,
        kind: before.kind,
        direction: before.direction,
        summary: summary(&changes),
        required_bump,
        version,
        changes,
        steps,
        undone,
        incomplete: before.incomplete || after.incomplete,
        findings,
    })
}

/// Returns the first and the last version. A report without changes says nothing of them, unless it
/// states some.
fn ends(before: &DiffReport, after: &DiffReport) -> Option<(String, String)> {
    let (first, last) = match (&before.version, &after.version) {
        (Some(first), Some(last)) => (first, last),
        (Some(step), None) if count(after) == 0 => (step, step),
        (None, Some(step)) if count(before) == 0 => (step, step),
        _ => return None,
    };
    Some((first.before.clone(), last.after.clone()))
}

/// Returns the findings of both. What was wrong with the version of a step, or with a part of a range,
/// is not what is wrong with the whole range.
fn findings(before: Vec<Finding>, after: Vec<Finding>, both: bool) -> Vec<Finding> {
    let mut findings = before;
    findings.extend(after);
    if both {
        let of_part = |code: &str| {
            code.starts_with("diff/version/") || code == codes::diff::merge::REPLACED.id
        };
        findings.retain(|finding| !of_part(&finding.code));
    }
    findings
}

/// Reports a part that went and came back otherwise: no step compared what is inside of it.
fn replaced(change: &Change) -> Option<Finding> {
    let at = change.before_pointer.as_ref().filter(|_| change.after_pointer.is_some())?;
    let went = |step: &ChangeStep| step.action == StepAction::Removed && step.pointer == *at;
    if change.ignored.is_some() || !change.steps.iter().any(went) {
        return None;
    }
    let message = format!("`{at}` was removed and came back otherwise");
    let code = codes::diff::merge::REPLACED;
    Some(Finding::new(code, at, &[], message).at(change.after_location.clone()))
}

/// Returns how many steps with changes a report is of.
fn count(report: &DiffReport) -> usize {
    let empty = report.changes.is_empty() && report.undone.is_empty();
    report.steps.unwrap_or(usize::from(!empty))
}
