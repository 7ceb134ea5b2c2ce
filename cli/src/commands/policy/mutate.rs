//! Changes of policies that no test notices.

use clap::ColorChoice;
use meta_core::Result;
use meta_rules::{Limits, MutatePoliciesInput, mutate_policies};

use super::test::files;
use crate::arguments::PolicyMutateArguments;
use crate::text::tests;
use crate::{Status, answer};

/// Changes the policies, and tells which changes their tests do not notice.
pub(crate) fn run(arguments: &PolicyMutateArguments, color: ColorChoice) -> Result<Status> {
    let report = mutate_policies(&MutatePoliciesInput {
        files: files(&arguments.policies)?,
        limits: Limits::default(),
        filter: arguments.filter.clone(),
        most: arguments.most,
    })?;
    answer::plain(&report, tests::mutants(&report), &arguments.answer, color)?;
    Ok(if report.pass { Status::Clean } else { Status::Findings })
}
