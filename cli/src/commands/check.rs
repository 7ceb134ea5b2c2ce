//! The check of a workspace, whole or the part of one domain.

use std::collections::BTreeMap;

use clap::ColorChoice;
use meta_core::catalog::{CatalogReport, ValidateCatalogInput, validate_catalog};
use meta_core::document::Source;
use meta_core::finding::{Finding, summarize};
use meta_core::platform::{PlatformInput, PlatformReport, check_platform};
use meta_core::time::Timestamp;
use meta_core::{Error, ErrorCode, Result};
use serde::Serialize;

use crate::answer::{self, Answer, Root};
use crate::arguments::{CheckArguments, FolderArguments, PlatformArguments};
use crate::text::{findings, summary};
use crate::{Status, beside, output, workspace};

type Files = BTreeMap<String, Source>;

/// Which part of a check is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Graph,
    Drift,
    Quality,
}

/// Checks the workspace, with policies beside the built-in rules where these are named.
pub(crate) fn platform(arguments: &PlatformArguments, color: ColorChoice) -> Result<Status> {
    let folder = &arguments.folder;
    let beside = beside::read(&arguments.beside)?;
    let root = Root::new(&folder.path).beside(beside::names(&beside));
    let input = meta_rules::platform::PlatformInput {
        workspace: input(folder)?,
        beside,
        environment: arguments.environment.clone(),
    };
    let mut report = meta_rules::platform::check_platform(&input)?;
    beside::tell(report.policies.as_mut().and_then(|policies| policies.timings.take()));
    let mut files = input.workspace.files;
    files.extend(input.beside.policies.into_iter().flat_map(|policies| policies.files));
    let findings = &report.platform.findings;
    let answer = Answer { report: &report, findings, summary: summary::platform };
    answer.write(&files, &root, &folder.check, color)
}

/// Checks the workspace and writes the part of the report that was asked for.
pub(crate) fn run(part: Part, arguments: &FolderArguments, color: ColorChoice) -> Result<Status> {
    let (report, files) = check(arguments)?;
    match part {
        Part::Graph => {
            let mut graph = report.graph;
            graph.findings = of(report.findings, &["document", "graph"]);
            graph.summary = summarize(&graph.findings);
            write(&graph, &graph.findings, summary::graph, arguments, &files, color)
        }
        Part::Drift => {
            let mut drift = report.drift;
            drift.findings = of(report.findings, &["document", "drift"]);
            drift.summary = summarize(&drift.findings);
            write(&drift, &drift.findings, summary::drift, arguments, &files, color)
        }
        Part::Quality => {
            let mut quality = report.quality;
            quality.findings = of(report.findings, &["document", "quality"]);
            quality.summary = summarize(&quality.findings);
            write(&quality, &quality.findings, summary::quality, arguments, &files, color)
        }
    }
}

fn write<R: Serialize>(
    report: &R,
    findings: &[Finding],
    summary: fn(&R) -> String,
    arguments: &FolderArguments,
    files: &Files,
    color: ColorChoice,
) -> Result<Status> {
    let root = Root::new(&arguments.path);
    Answer { report, findings, summary }.write(files, &root, &arguments.check, color)
}

/// Checks the catalog of a workspace, or one index file.
pub(crate) fn validate(arguments: &FolderArguments, color: ColorChoice) -> Result<Status> {
    if arguments.path.is_file() {
        let path = arguments.path.display().to_string();
        let text = workspace::text(&arguments.path).map_err(|error| error.in_file(&path))?;
        let index = Source::named(path.clone(), text);
        let input = ValidateCatalogInput {
            index: index.clone(),
            rules: None,
            extension_schema: None,
            now: now(&arguments.check)?,
        };
        let report = validate_catalog(&input)?;
        let findings = &report.findings;
        let answer = Answer { report: &report, findings, summary: summary::catalog };
        let here = Root::new(std::path::Path::new("."));
        return answer.write(&Files::from([(path, index)]), &here, &arguments.check, color);
    }
    let (report, files) = check(arguments)?;
    let services = report.summary.services;
    let findings = of(report.findings, &["catalog", "document", "platform"]);
    let report = CatalogReport { summary: summarize(&findings), services, findings };
    write(&report, &report.findings, summary::catalog, arguments, &files, color)
}

/// Writes the service index of a workspace; the findings go to standard error.
pub(crate) fn build(arguments: &FolderArguments, color: ColorChoice) -> Result<Status> {
    let (report, files) = check(arguments)?;
    let findings = of(report.findings, &["catalog", "document", "platform"]);
    let text = findings::render(&findings, &files, &Root::new(&arguments.path));
    output::write_to(std::io::stderr(), &text, output::auto(color)).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("cannot write the findings: {error}"))
    })?;
    let check = &arguments.check;
    output::write(&answer::json(&report.catalog)?, check.output.output.as_deref(), color)?;
    Ok(answer::status(&findings, check))
}

/// Reads the workspace and runs the whole check over it.
fn check(arguments: &FolderArguments) -> Result<(PlatformReport, Files)> {
    let input = input(arguments)?;
    let report = check_platform(&input)?;
    Ok((report, input.files))
}

/// Reads the workspace.
fn input(arguments: &FolderArguments) -> Result<PlatformInput> {
    let files = workspace::read(&arguments.path)?;
    Ok(PlatformInput { files, now: now(&arguments.check)?, fail_on: arguments.check.fail_on })
}

/// Returns the findings of some domains.
fn of(findings: Vec<Finding>, domains: &[&str]) -> Vec<Finding> {
    let asked = |finding: &Finding| {
        finding.code.split_once('/').is_some_and(|(domain, _)| domains.contains(&domain))
    };
    findings.into_iter().filter(asked).collect()
}

/// Returns the time of the check: the stated one, or the current one in whole seconds.
fn now(arguments: &CheckArguments) -> Result<Timestamp> {
    arguments.now.map_or_else(current, Ok)
}

/// Returns the current time in whole seconds.
///
/// # Errors
/// When the clock stands outside the years that a timestamp can have.
pub(crate) fn current() -> Result<Timestamp> {
    let seconds = jiff::Timestamp::now().as_second();
    Timestamp::from_milliseconds(seconds.saturating_mul(1_000))
}
