//! What is wrong, or probably not meant, in policies.

use std::path::Path;

use clap::ColorChoice;
use meta_core::Result;
use meta_core::finding::Severity;
use meta_rules::{
    Limits, LintPoliciesInput, LintReport, is_pack, is_policy, is_test, lint_policies,
};

use crate::answer::{Answer, Root};
use crate::arguments::PolicyLintArguments;
use crate::text::summary;
use crate::{Status, workspace};

/// Tells what lints find in the policies of a folder.
pub(crate) fn run(arguments: &PolicyLintArguments, color: ColorChoice) -> Result<Status> {
    let root = &arguments.policies;
    let is_wanted = |path: &str| is_policy(path) || is_pack(path) || is_test(path);
    let files = workspace::documents(root, is_wanted)?;
    if !workspace::has_policies(&files) {
        return Err(super::none(root));
    }
    let fail_on: Severity = arguments.check.fail_on;
    let input = LintPoliciesInput { files, limits: Limits::default(), fail_on };
    let report = lint_policies(&input)?;
    let findings = &report.findings;
    let answer = Answer::<LintReport> { report: &report, findings, summary: summary::lints };
    // The names of the documents are paths from the current folder already.
    answer.write(&input.files, &Root::new(Path::new(".")), &arguments.check, color)
}
