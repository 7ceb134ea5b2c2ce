//! What policies find in a workspace.

use std::collections::BTreeMap;

use clap::ColorChoice;
use meta_core::Result;
use meta_core::finding::Texts;
use meta_rules::{CompileInput, EvaluateInput, PolicyReport, PolicySet};

use super::catalog;
use crate::answer::{Answer, Root};
use crate::arguments::PolicyEvalArguments;
use crate::commands::check::current;
use crate::text::summary;
use crate::{Status, beside, workspace};

/// Asks policies about the services of a workspace.
pub(crate) fn run(arguments: &PolicyEvalArguments, color: ColorChoice) -> Result<Status> {
    let policies = workspace::policies(&arguments.policies)?;
    let set = PolicySet::compile(&CompileInput { files: policies, ..CompileInput::default() })?;
    let folder = &arguments.folder;
    let files = workspace::read(&folder.path)?;
    let now = folder.check.now.map_or_else(current, Ok)?;
    let catalog = catalog(&files, now)?;
    let input = EvaluateInput {
        now,
        environment: arguments.environment.clone(),
        data: arguments.data.as_deref().map(beside::data).transpose()?.unwrap_or_default(),
        subjects: BTreeMap::new(),
        fail_on: folder.check.fail_on,
        timeout_ms: arguments.time.timeout_ms,
        timings: arguments.time.timings,
    };
    let mut report = set.evaluate(&catalog, &input)?;
    beside::tell(report.timings.take());
    let mut texts = Texts::default();
    texts.add_all(&files);
    texts.locate(&mut report.findings);
    let findings = &report.findings;
    let answer =
        Answer::<PolicyReport> { report: &report, findings, summary: summary::policy_report };
    answer.write(&files, &Root::new(&folder.path), &folder.check, color)
}
