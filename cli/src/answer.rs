//! What a check answers, and writing it in the wanted format.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use meta_core::document::Source;
use meta_core::finding::Finding;
use meta_core::report::{RenderReportInput, ReportFormat, render_report};
use meta_core::{Error, ErrorCode, Result};
use serde::Serialize;
use serde_json::Value;

use crate::arguments::{AnswerArguments, AnswerFormat, CheckArguments, Format};
use crate::{Status, output, text};

/// The folder that paths in findings are relative to.
#[derive(Clone, Debug)]
pub(crate) struct Root(PathBuf);

impl Root {
    pub(crate) fn new(path: &Path) -> Self {
        let here = path == Path::new(".") || path == Path::new("./");
        Self(if here { PathBuf::new() } else { path.to_owned() })
    }

    /// Returns the path of a document as seen from the current folder.
    pub(crate) fn join(&self, path: &str) -> String {
        self.0.join(path).to_string_lossy().replace('\\', "/")
    }
}

/// The answer of a check.
pub(crate) struct Answer {
    /// The report of the core, with its findings under `findings`.
    pub(crate) report: Value,
    pub(crate) findings: Vec<Finding>,
    /// What follows the findings in the format for people.
    pub(crate) summary: String,
}

impl Answer {
    /// Returns an answer from a report.
    ///
    /// # Errors
    /// When the report has no JSON form.
    pub(crate) fn new(
        report: &impl Serialize,
        findings: Vec<Finding>,
        summary: String,
    ) -> Result<Self> {
        Ok(Self { report: value(report)?, findings, summary })
    }

    /// Writes the answer, and tells whether findings fail the check.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(
        mut self,
        files: &BTreeMap<String, Source>,
        root: &Root,
        check: &CheckArguments,
        color: clap::ColorChoice,
    ) -> Result<Status> {
        let failing = |finding: &Finding| finding.is_open() && finding.severity >= check.fail_on;
        let fails = !check.exit_zero && self.findings.iter().any(failing);
        let rendered = match check.format {
            Format::Text => text::findings::render(&self.findings, files, root) + &self.summary,
            Format::Json => json(&self.report)?,
            Format::Md => self.render(root, ReportFormat::Markdown)?,
            Format::Sarif => self.render(root, ReportFormat::Sarif)?,
            Format::Junit => self.render(root, ReportFormat::Junit)?,
        };
        output::write(&rendered, check.output.output.as_deref(), color)?;
        Ok(if fails { Status::Findings } else { Status::Clean })
    }

    /// Lets the core write the report; its paths are seen from the current folder, because that is
    /// where code scanning and test dashboards look for them.
    fn render(&mut self, root: &Root, format: ReportFormat) -> Result<String> {
        for finding in &mut self.findings {
            if let Some(location) = &mut finding.location {
                location.path = root.join(&location.path);
            }
        }
        if let Some(members) = self.report.as_object_mut() {
            members.insert("findings".to_owned(), value(&self.findings)?);
        }
        let report = Source::Value(std::mem::take(&mut self.report));
        let mut text = render_report(&RenderReportInput { report, format })?.text;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }
}

/// Writes an answer without findings.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn plain(
    answer: &impl Serialize,
    text: String,
    arguments: &AnswerArguments,
    color: clap::ColorChoice,
) -> Result<Status> {
    let rendered = match arguments.format {
        AnswerFormat::Text => text,
        AnswerFormat::Json => json(&value(answer)?)?,
    };
    output::write(&rendered, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Returns `value` as JSON for people and programs alike: indented, with a line end.
///
/// # Errors
/// When it has no JSON form.
pub(crate) fn json(value: &Value) -> Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| no_json(&error))
}

/// Returns a report as a JSON value.
///
/// # Errors
/// When it has no JSON form.
pub(crate) fn value(report: &impl Serialize) -> Result<Value> {
    serde_json::to_value(report).map_err(|error| no_json(&error))
}

fn no_json(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("the report has no JSON form: {error}"))
}
