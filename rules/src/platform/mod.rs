//! The check of a workspace and the comparison of artifacts, with policies beside the built-in rules.
//!
//! 1. `report` holds what is read and returned: that of the core, and a section about policies;
//! 2. `advisor` answers what the core asks of somebody beside its rules: findings, severities of drift, points of scores;
//! 3. `classifier` does so for changes of artifacts;
//! 4. `combine` makes one answer of what several policies want.
//!
//! Without policies, reports are those of the core, byte for byte.

mod advisor;
mod classifier;
mod combine;
mod diff;
mod report;

use meta_core::Result;
use meta_core::finding::Texts;
use meta_core::platform as core;

pub use diff::{
    DiffArtifactsInput, DiffReport, DiffTreesInput, TreesDiff, diff_artifacts,
    diff_artifacts_within, diff_trees, diff_trees_within,
};
pub use report::{BesideInput, PlatformInput, PlatformReport, PoliciesReport};

use crate::{Deadline, EvaluateInput, PolicySet};
use advisor::Policies;

/// Checks a workspace: its catalog, graph, drift, quality and security, and what policies say of it.
///
/// # Errors
/// `policy_invalid` when a policy cannot be used. Broken documents are findings, and so is a policy that fails.
pub fn check_platform(input: &PlatformInput) -> Result<PlatformReport> {
    check_platform_within(input, None)
}

/// As [`check_platform`], and ends asking policies when the host's time is over.
///
/// # Errors
/// As [`check_platform`].
pub fn check_platform_within(
    input: &PlatformInput,
    deadline: Option<&Deadline>,
) -> Result<PlatformReport> {
    let Some(policies) = &input.beside.policies else {
        let platform = core::check_platform(&input.workspace)?;
        return Ok(PlatformReport { platform, policies: None });
    };
    let set = PolicySet::compile(policies).map_err(|error| error.within("/policies"))?;
    let context = EvaluateInput {
        environment: input.environment.clone(),
        data: input.beside.data.clone(),
        ..EvaluateInput::at(input.workspace.now)
    };
    check(&set, &input.workspace, context, deadline)
}

/// Checks a workspace with policies that were compiled before.
fn check(
    set: &PolicySet,
    workspace: &core::PlatformInput,
    context: EvaluateInput,
    deadline: Option<&Deadline>,
) -> Result<PlatformReport> {
    let mut policies = Policies::new(set, context, deadline);
    let platform = core::check_platform_with(workspace, &mut policies)?;
    let mut texts = Texts::default();
    texts.add_all(&workspace.files);
    let policies = policies.report(&platform.catalog_digest, &texts);
    Ok(PlatformReport { platform, policies: Some(policies) })
}
