//! Whether policies can be used.

use clap::ColorChoice;
use meta_core::Result;
use meta_rules::operations::{ValidatePoliciesInput, validate_policies};
use meta_rules::{CompileInput, PolicySet};

use crate::arguments::PolicyCheckArguments;
use crate::text::{error, summary};
use crate::{Status, answer, workspace};

/// Tells every fault of the policies in a folder, or lists them.
pub(crate) fn run(arguments: &PolicyCheckArguments, color: ColorChoice) -> Result<Status> {
    let files = workspace::policies(&arguments.policies)?;
    let input = CompileInput { files, ..CompileInput::default() };
    let faults = PolicySet::faults(&input);
    let report =
        validate_policies(&ValidatePoliciesInput { files: input.files, limits: input.limits })?;
    let mut text: String = faults.iter().map(error::render).collect();
    text.push_str(&summary::policies(&report));
    answer::plain(&report, text, &arguments.answer, color)?;
    Ok(if report.valid { Status::Clean } else { Status::Findings })
}
