//! Policies: whether they can be used, and what they find.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ColorChoice;
use meta_core::config::{self, RULES_PATH, Rules};
use meta_core::document::{Limits, Source};
use meta_core::finding::Texts;
use meta_core::graph::GraphFile;
use meta_core::platform::{PlatformInput, check_platform};
use meta_core::{Error, ErrorCode, Result};
use meta_rules::{Catalog, CompileInput, EvaluateInput, PolicyReport, PolicySet};
use serde_json::Value;

use super::check::current;
use crate::answer::{self, Answer, Root};
use crate::arguments::{PolicyCheckArguments, PolicyEvalArguments};
use crate::text::{error, summary};
use crate::{Status, workspace};

type Files = BTreeMap<String, Source>;

/// Tells every fault of the policies in a folder, or lists them.
pub(crate) fn check(arguments: &PolicyCheckArguments, color: ColorChoice) -> Result<Status> {
    let files = workspace::policies(&arguments.policies)?;
    let input = CompileInput { files, ..CompileInput::default() };
    let faults = PolicySet::faults(&input);
    let report = meta_rules::operations::validate_policies(
        &meta_rules::operations::ValidatePoliciesInput { files: input.files, limits: input.limits },
    )?;
    let mut text: String = faults.iter().map(error::render).collect();
    text.push_str(&summary::policies(&report));
    answer::plain(&report, text, &arguments.answer, color)?;
    Ok(if report.valid { Status::Clean } else { Status::Findings })
}

/// Asks policies about the services of a workspace.
pub(crate) fn eval(arguments: &PolicyEvalArguments, color: ColorChoice) -> Result<Status> {
    let policies = workspace::policies(&arguments.policies)?;
    let set = PolicySet::compile(&CompileInput { files: policies, ..CompileInput::default() })?;
    let folder = &arguments.folder;
    let files = workspace::read(&folder.path)?;
    let now = folder.check.now.map_or_else(current, Ok)?;
    let catalog = catalog(&files, now)?;
    let input = EvaluateInput {
        now,
        environment: arguments.environment.clone(),
        data: arguments.data.as_deref().map(data).transpose()?.unwrap_or_default(),
        subjects: BTreeMap::new(),
        fail_on: folder.check.fail_on,
    };
    let mut report = set.evaluate(&catalog, &input)?;
    let mut texts = Texts::default();
    texts.add_all(&files);
    texts.locate(&mut report.findings);
    let findings = &report.findings;
    let answer =
        Answer::<PolicyReport> { report: &report, findings, summary: summary::policy_report };
    answer.write(&files, &Root::new(&folder.path), &folder.check, color)
}

/// Returns the catalog of a workspace as policies see it.
fn catalog(files: &Files, now: meta_core::time::Timestamp) -> Result<Catalog> {
    let limits = Limits::default();
    let rules = Rules::load(files.get(RULES_PATH), &limits)?;
    let path = "catalog/dependency-graph.yaml";
    let graph = config::load::<GraphFile>(files.get(path), path, &limits)?;
    let fail_on = meta_core::finding::Severity::Critical;
    let platform = check_platform(&PlatformInput { files: files.clone(), now, fail_on })?;
    Catalog::new(platform.catalog, graph.given.then_some(graph.value), &rules.value)
}

/// Reads what policies are told besides.
fn data(path: &Path) -> Result<Value> {
    let name = path.display().to_string();
    let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
    Ok(Source::named(name, text).load("data", &Limits::default())?.value)
}

/// Returns the error of a folder without policies.
pub(crate) fn none(root: &Path) -> Error {
    Error::new(ErrorCode::InputInvalid, "the folder has no policies")
        .in_file(root.display().to_string())
        .help("policies are files that end in `.rhai`")
}
