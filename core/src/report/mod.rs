//! Reports for people and for other tools, from any report with findings or changes.

mod blocking;
mod changes;
mod github;
mod junit;
mod markdown;
mod markup;
mod rules;
mod said;
mod sarif;

pub use blocking::{BlockingFormat, RenderBlockingReportInput, render_blocking_report};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{Limits, Source, typed};
use crate::error::{Error, ErrorCode, Result};
use crate::finding::Finding;
use crate::platform::Degraded;

/// What `render_report` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderReportInput {
    /// A report of any operation that returns findings.
    pub report: Source,
    /// What to write.
    pub format: ReportFormat,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// Markdown, for pull requests and pages.
    Markdown,
    /// SARIF 2.1.0 (OASIS), for code scanning.
    Sarif,
    /// JUnit XML, for test dashboards.
    Junit,
    /// Workflow commands of GitHub Actions, which annotate files.
    Github,
    /// A page of HTML that needs nothing else; for reports of changes.
    Html,
    /// A section in the form of Keep a Changelog; for reports of changes.
    Changelog,
    /// Notes for those who use the artifact; for reports of changes.
    ReleaseNotes,
}

/// What `render_report` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RenderedReport {
    /// The written report.
    pub text: String,
    /// Its media type.
    pub media_type: String,
}

/// The parts every report with findings has.
#[derive(Clone, Debug, Deserialize)]
struct Findings {
    findings: Vec<Finding>,
    #[serde(default)]
    degraded: Vec<Degraded>,
}

pub use markdown::{escape as escape_markdown, findings_section};
pub use said::{Said, said_section};

/// Writes a report in one of the formats.
///
/// # Errors
/// `input_invalid` when the report has no findings or they have another shape; `input_unsupported` when
/// only reports of changes can be written in this format.
pub fn render_report(input: &RenderReportInput) -> Result<RenderedReport> {
    let document =
        input.report.load("report", &Limits::default()).map_err(|error| error.within("/report"))?;
    if changes::is_one(&document.value) {
        let (text, media_type) = changes::render(&document.value, input.format)?;
        return Ok(RenderedReport { text, media_type: media_type.to_owned() });
    }
    let parts: Findings = read(&document.value)?;
    let (text, media_type) = match input.format {
        ReportFormat::Markdown if document.value.get("verdict").is_some() => {
            (markdown::platform(&read::<markdown::Platform>(&document.value)?), "text/markdown")
        }
        ReportFormat::Markdown => (markdown::findings(&parts.findings), "text/markdown"),
        ReportFormat::Sarif => (
            sarif::render(&parts.findings, &parts.degraded, &rules::described(&document.value))?,
            "application/sarif+json",
        ),
        ReportFormat::Junit => (junit::render(&parts.findings)?, "application/xml"),
        ReportFormat::Github => (github::findings(&parts.findings), "text/plain"),
        ReportFormat::Html | ReportFormat::Changelog | ReportFormat::ReleaseNotes => {
            return Err(Error::new(
                ErrorCode::InputUnsupported,
                "only reports of changes can be written in this format",
            )
            .at("/format")
            .help("use `markdown`, `sarif`, `junit` or `github`"));
        }
    };
    Ok(RenderedReport { text, media_type: media_type.to_owned() })
}

fn read<T: for<'de> Deserialize<'de>>(value: &Value) -> Result<T> {
    typed::from_shared(value).map_err(|error| {
        Error::invalid("/report", format!("not a report with findings: {error}"))
            .help("pass what `check_platform` or another check returned")
    })
}
