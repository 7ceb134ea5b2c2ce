//! What can be asked of reports of changes: a part of one, the difference of two, the sum of many.

mod chain;
mod compare;
mod find;
mod item;
mod merge;
mod nested;
mod united;

use super::DiffReport;
use crate::document::{Limits, Source, typed};
use crate::error::{Error, Result};

pub use compare::{DiffReportsInput, ReclassifiedChange, ReportsDiff, RiskTrend, diff_reports};
pub use find::{FindChangesInput, FoundChanges, find_changes};
pub use merge::{MergeReportsInput, merge_reports};

/// Reads a report of `diff_artifacts` from the place `at` of an input.
fn read(source: &Source, at: &str) -> Result<DiffReport> {
    let document = source.load("report", &Limits::default()).map_err(|e| e.within(at))?;
    typed::from_owned::<DiffReport>(document.value).map_err(|error| {
        Error::invalid(at, format!("not a report of changes: {error}"))
            .help("pass what `diff_artifacts` returned")
    })
}
