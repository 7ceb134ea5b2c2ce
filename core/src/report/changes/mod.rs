//! Reports of changes, for people and for other tools.

mod changelog;
mod github;
mod html;
mod junit;
mod markdown;
mod notes;
mod sarif;
mod words;

use serde_json::Value;

use super::ReportFormat;
use super::rules::described;
use crate::diff::ChangesReport as Shown;
use crate::document::typed;
use crate::error::{Error, Result};

/// Tells whether a report is one of changes.
pub(super) fn is_one(report: &Value) -> bool {
    report.get("changes").is_some_and(Value::is_array) && report.get("direction").is_some()
}

/// Writes a report of changes; returns the text and its media type.
pub(super) fn render(report: &Value, format: ReportFormat) -> Result<(String, &'static str)> {
    let policies = described(report);
    let report = typed::from_shared::<Shown>(report).map_err(|error| {
        Error::invalid("/report", format!("not a report of changes: {error}"))
            .help("pass what `diff_artifacts`, `diff_trees` or `merge_reports` returned")
    })?;
    Ok(match format {
        ReportFormat::Markdown => (markdown::render(&report), "text/markdown"),
        ReportFormat::Sarif => (sarif::render(&report, &policies)?, "application/sarif+json"),
        ReportFormat::Junit => (junit::render(&report)?, "application/xml"),
        ReportFormat::Github => (github::render(&report), "text/plain"),
        ReportFormat::Html => (html::render(&report), "text/html"),
        ReportFormat::Changelog => (changelog::render(&report), "text/markdown"),
        ReportFormat::ReleaseNotes => (notes::render(&report), "text/markdown"),
    })
}
