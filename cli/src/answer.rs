//! What a check answers, and writing it in the wanted format.

use std::collections::{BTreeMap, BTreeSet};
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
pub(crate) struct Root {
    folder: PathBuf,
    /// Documents from elsewhere, whose paths are as seen from the current folder.
    beside: BTreeSet<String>,
}

impl Root {
    pub(crate) fn new(path: &Path) -> Self {
        let here = path == Path::new(".") || path == Path::new("./");
        let folder = if here { PathBuf::new() } else { path.to_owned() };
        Self { folder, beside: BTreeSet::new() }
    }

    /// Adds documents whose paths are as seen from the current folder.
    pub(crate) fn beside(self, beside: BTreeSet<String>) -> Self {
        Self { beside, ..self }
    }

    /// Returns the path of a document as seen from the current folder.
    pub(crate) fn join(&self, path: &str) -> String {
        if self.beside.contains(path) {
            return path.to_owned();
        }
        self.folder.join(path).to_string_lossy().replace('\\', "/")
    }
}

/// The answer of a check.
pub(crate) struct Answer<'a, R> {
    /// The report of the core, with its findings under `findings`.
    pub(crate) report: &'a R,
    pub(crate) findings: &'a [Finding],
    /// Returns what follows the findings in the format for people.
    pub(crate) summary: fn(&R) -> String,
}

impl<R: Serialize> Answer<'_, R> {
    /// Writes the answer, and tells whether findings fail the check.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(
        &self,
        files: &BTreeMap<String, Source>,
        root: &Root,
        check: &CheckArguments,
        color: clap::ColorChoice,
    ) -> Result<Status> {
        let rendered = match check.format {
            Format::Text => {
                let summary: String = (self.summary)(self.report);
                text::findings::render(self.findings, files, root) + summary.as_str()
            }
            Format::Json => json(self.report)?,
            Format::Md => self.render(root, ReportFormat::Markdown)?,
            Format::Sarif => self.render(root, ReportFormat::Sarif)?,
            Format::Junit => self.render(root, ReportFormat::Junit)?,
        };
        output::write(&rendered, check.output.output.as_deref(), color)?;
        Ok(status(self.findings, check))
    }

    /// Lets the core write the report; its paths are seen from the current folder, because that is
    /// where code scanning and test dashboards look for them.
    fn render(&self, root: &Root, format: ReportFormat) -> Result<String> {
        let mut findings = self.findings.to_vec();
        for location in findings.iter_mut().filter_map(|finding| finding.location.as_mut()) {
            location.path = root.join(&location.path).into();
        }
        let mut report = value(self.report)?;
        if let Some(members) = report.as_object_mut() {
            members.insert("findings".to_owned(), value(&findings)?);
        }
        rendered(Source::Value(report), format)
    }
}

/// Lets the core write a report; the text ends with a line end.
///
/// # Errors
/// When it cannot be written in this format.
pub(crate) fn rendered(report: Source, format: ReportFormat) -> Result<String> {
    let mut text = render_report(&RenderReportInput { report, format })?.text;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Tells whether findings fail a check.
pub(crate) fn status(findings: &[Finding], check: &CheckArguments) -> Status {
    let failing = |finding: &Finding| finding.is_open() && finding.severity >= check.fail_on;
    if !check.exit_zero && findings.iter().any(failing) { Status::Findings } else { Status::Clean }
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
        AnswerFormat::Json => json(answer)?,
    };
    output::write(&rendered, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Returns a report as JSON for people and programs alike: indented, with a line end.
///
/// # Errors
/// When it has no JSON form.
pub(crate) fn json(report: &impl Serialize) -> Result<String> {
    serde_json::to_string_pretty(report).map(|text| text + "\n").map_err(|error| no_json(&error))
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
