//! One report over a range of versions, from the reports of its steps.
//!
//! 1. What a step adds explains what later steps do to it, and what a step removes what earlier ones did
//!    to it: one change each.
//! 2. A change that goes on where another ended is one with it: from the first value to the last one,
//!    with the worse class. What ends where it began is undone.
//! 3. Everything else stays as it is. Each change tells what happened in which step, so that merging
//!    step by step, from either end, comes to the same report.
//!
//! Of trees, `trees` does this for each file, which it follows through its names.

use schemars::JsonSchema;
use serde::Deserialize;

use super::chain::{Side, join};
use super::trees::{self, Index};
use super::types::ChangesReport;
use crate::diff::trees::sort_by_file;
use crate::diff::{Change, ChangeStep, StepAction, sort, summary, versions};
use crate::document::Source;
use crate::error::{Error, Result};
use crate::finding::{self, Finding, codes};

/// What `merge_reports` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeReportsInput {
    /// Reports of `diff_artifacts`, or of `diff_trees`, in the order of the versions: from the first to the second,
    /// from the second to the third, and so on.
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
pub fn merge_reports(input: &MergeReportsInput) -> Result<ChangesReport> {
    let mut merged: Option<ChangesReport> = None;
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

fn merge(mut before: ChangesReport, mut after: ChangesReport) -> Result<ChangesReport> {
    check_alike(&before, &after)?;
    let is_tree = before.files.is_some();
    let (earlier, later) = (count(&before), count(&after));
    let both = earlier > 0 && later > 0;
    let steps = if both { Some(earlier + later) } else { before.steps.or(after.steps) };
    let ends = versions::ends([&before.version, &after.version], [earlier == 0, later == 0]);
    let told = is_tree.then(|| [before.changes.clone(), after.changes.clone()]);
    let (mut changes, mut undone) = join_both(&mut before, &mut after, both.then_some(earlier))?;
    for list in [&mut changes, &mut undone] {
        sort(list);
        if is_tree {
            sort_by_file(list);
        }
    }
    let (mut required_bump, version) = versions::over(ends.as_ref(), &changes);
    let files = told.map(|told| {
        let told = told.each_ref().map(|changes| Index::of(changes));
        trees::files([before.tree(), after.tree()], told, &Index::of(&changes))
    });
    if let (Some(files), None) = (&files, &version) {
        required_bump = files.iter().map(|file| file.required_bump).max().unwrap_or_default();
    }
    Ok(ChangesReport {
        kind: before.kind,
        direction: before.direction,
        summary: summary(&changes),
        required_bump,
        version,
        counts: files.as_ref().map(|files| trees::counts(&before, &after, files)),
        files,
        steps,
        undone,
        incomplete: before.incomplete || after.incomplete,
        findings: findings(before.findings, after.findings, both, &changes),
        changes,
        schema_version: before.schema_version,
    })
}

fn check_alike(before: &ChangesReport, after: &ChangesReport) -> Result<()> {
    let what = |report: &ChangesReport| (report.kind, report.direction, report.files.is_some());
    if what(before) == what(after) {
        return Ok(());
    }
    Err(Error::invalid("", "the report is of another kind or direction")
        .help("merge reports of one artifact, or of one tree, compared in one direction"))
}

/// Joins the changes of two reports; without `earlier`, the number of steps of the first, one of them has none.
fn join_both(
    before: &mut ChangesReport,
    after: &mut ChangesReport,
    earlier: Option<usize>,
) -> Result<(Vec<Change>, Vec<Change>)> {
    let take = |list: &mut Vec<Change>| std::mem::take(list);
    let Some(earlier) = earlier else {
        let list = |one: &mut Vec<Change>, other: &mut Vec<Change>| -> Vec<Change> {
            take(one).into_iter().chain(take(other)).collect()
        };
        let changes = list(&mut before.changes, &mut after.changes);
        return Ok((changes, list(&mut before.undone, &mut after.undone)));
    };
    if before.files.is_some() {
        return trees::joined(before, after, earlier);
    }
    let first = Side::of(take(&mut before.changes), take(&mut before.undone), 0);
    join(first, Side::of(take(&mut after.changes), take(&mut after.undone), earlier))
}

/// Returns the findings of both, and of what went and came back among `changes`. What was wrong with the version of
/// a step, or with a part of a range, is not what is wrong with the whole range.
fn findings(
    before: Vec<Finding>,
    after: Vec<Finding>,
    both: bool,
    changes: &[Change],
) -> Vec<Finding> {
    let mut findings = before;
    findings.extend(after);
    if both {
        let of_part = |code: &str| {
            code.starts_with("diff/version/") || code == codes::diff::merge::REPLACED.id
        };
        findings.retain(|finding| !of_part(&finding.code));
    }
    findings.extend(changes.iter().filter_map(replaced));
    finding::sort(&mut findings);
    findings.dedup();
    findings
}

/// Reports a part that went and came back otherwise: no step compared what is inside of it.
fn replaced(change: &Change) -> Option<Finding> {
    let at = change.before_pointer.as_ref().filter(|_| change.after_pointer.is_some())?;
    let went = |step: &ChangeStep| step.action == StepAction::Removed && step.pointer == *at;
    if change.ignored.is_some() || !change.steps.iter().any(went) {
        return None;
    }
    let message = match change.after_location.as_ref().filter(|_| at.is_empty()) {
        Some(file) => format!("`{}` was removed and came back, perhaps otherwise", file.path),
        None => format!("`{at}` was removed and came back otherwise"),
    };
    let code = codes::diff::merge::REPLACED;
    Some(Finding::new(code, at, &[], message).at(change.after_location.clone()))
}

/// Returns how many steps with changes a report is of.
fn count(report: &ChangesReport) -> usize {
    let empty = report.changes.is_empty() && report.undone.is_empty();
    report.steps.unwrap_or(usize::from(!empty))
}
