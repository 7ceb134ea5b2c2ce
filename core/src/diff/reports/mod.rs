//! What can be asked of reports of changes: a part of one, the difference of two, the sum of many.

mod chain;
mod compare;
mod find;
mod item;
mod merge;
mod names;
mod nested;
mod trees;
mod types;
mod united;

use crate::document::{Limits, Source, typed};
use crate::error::{Error, Result};

pub use compare::{DiffReportsInput, ReclassifiedChange, ReportsDiff, RiskTrend, diff_reports};
pub use find::{FindChangesInput, FoundChanges, find_changes};
pub use merge::{MergeReportsInput, merge_reports};
pub use types::ChangesReport;

/// Reads a report of changes from the place `at` of an input.
fn read(source: &Source, at: &str) -> Result<ChangesReport> {
    let document = source.load("report", &Limits::default()).map_err(|e| e.within(at))?;
    let report = typed::from_owned::<ChangesReport>(document.value).map_err(|e| e.to_string());
    let of_something = |report: &ChangesReport| report.kind.is_some() || report.files.is_some();
    let report = match report {
        Ok(report) if !of_something(&report) => Err("it has neither `kind` nor `files`".to_owned()),
        report => report,
    };
    report.map_err(|error| {
        Error::invalid(at, format!("not a report of changes: {error}"))
            .help("pass what `diff_artifacts`, `diff_trees` or `merge_reports` returned")
    })
}
