//! What changed in meaning between two versions of an artifact.

use std::path::Path;

use clap::ColorChoice;
use meta_core::diff::{DiffArtifactsInput, DiffReport, GraphqlOptions, diff_artifacts};
use meta_core::document::Source;
use meta_core::report::{RenderReportInput, ReportFormat, render_report};
use meta_core::{Error, ErrorCode, Result};

use super::check::current;
use crate::arguments::{DiffArguments, DiffFormat};
use crate::{Status, answer, output, text, workspace};

/// Compares two files.
pub(crate) fn run(arguments: &DiffArguments, color: ColorChoice) -> Result<Status> {
    let is_input = |path: &Path| path.as_os_str() == "-";
    if is_input(&arguments.before) && is_input(&arguments.after) {
        return Err(Error::new(ErrorCode::InputInvalid, "standard input gives only one version")
            .help("name a file for the other"));
    }
    let input = DiffArtifactsInput {
        before: read(&arguments.before)?,
        after: read(&arguments.after)?,
        kind: arguments.kind,
        direction: arguments.direction.into(),
        consumers: arguments.consumers.as_deref().map(read).transpose()?,
        rules: arguments.rules.as_deref().map(read).transpose()?,
        environment: arguments.environment.clone(),
        before_version: arguments.before_version.clone(),
        after_version: arguments.after_version.clone(),
        graphql: GraphqlOptions::default(),
        config: None,
        now: arguments.now.map_or_else(current, Ok)?,
    };
    let report = diff_artifacts(&input)?;
    let rendered = match arguments.format {
        DiffFormat::Text => text::changes::render(&report, [&input.before, &input.after]),
        DiffFormat::Json => answer::json(&report)?,
        DiffFormat::Md => written(&report, ReportFormat::Markdown)?,
        DiffFormat::Sarif => written(&report, ReportFormat::Sarif)?,
        DiffFormat::Junit => written(&report, ReportFormat::Junit)?,
        DiffFormat::Github => written(&report, ReportFormat::Github)?,
        DiffFormat::Html => written(&report, ReportFormat::Html)?,
        DiffFormat::Changelog => written(&report, ReportFormat::Changelog)?,
        DiffFormat::ReleaseNotes => written(&report, ReportFormat::ReleaseNotes)?,
    };
    output::write(&rendered, arguments.output.output.as_deref(), color)?;
    Ok(status(&report, arguments))
}

/// Lets the core write the report.
fn written(report: &DiffReport, format: ReportFormat) -> Result<String> {
    let report = Source::Value(answer::value(report)?);
    let mut text = render_report(&RenderReportInput { report, format })?.text;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Changes fail by their class, and findings, such as an ignore that expired, by their severity.
fn status(report: &DiffReport, arguments: &DiffArguments) -> Status {
    let changes = report
        .changes
        .iter()
        .any(|change| change.ignored.is_none() && arguments.fail_on.fails(change.class));
    let findings = report
        .findings
        .iter()
        .any(|finding| finding.is_open() && finding.severity >= arguments.fail_on_findings);
    if changes || findings { Status::Findings } else { Status::Clean }
}

fn read(path: &Path) -> Result<Source> {
    if path.as_os_str() == "-" {
        return Ok(Source::named("-", workspace::text_of(std::io::stdin().lock())?));
    }
    let name = path.to_string_lossy().replace('\\', "/");
    let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
    Ok(Source::named(name, text))
}
