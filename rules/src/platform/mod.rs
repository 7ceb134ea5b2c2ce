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
    DiffArtifactsInput, DiffReport, DiffTreesInput, TreesDiff, diff_artifacts, diff_trees,
};
pub(crate) use report::part;
pub use report::{BesideInput, PlatformInput, PlatformReport, PoliciesReport};

use crate::PolicySet;
use advisor::Policies;

/// Checks a workspace: its catalog, graph, drift, quality and security, and what policies say of it.
///
/// # Errors
/// `policy_invalid` when a policy cannot be used, `input_unsupported` when a time is stated and no clock lent. Broken
/// documents are findings, and so is a policy that fails.
pub fn check_platform(input: &PlatformInput) -> Result<PlatformReport> {
    let PlatformInput { workspace, beside, environment } = input;
    let Some(policies) = &beside.policies else {
        let platform = core::check_platform(workspace)?;
        return Ok(PlatformReport { platform, policies: None });
    };
    let set = PolicySet::compile(policies).map_err(|error| error.within("/policies"))?;
    let mut policies = Policies::new(&set, beside.context(workspace.now, environment.clone()))?;
    let platform = core::check_platform_with(workspace, &mut policies)?;
    let mut texts = Texts::default();
    texts.add_all(&workspace.files);
    let policies = policies.report(&platform.catalog_digest, &texts);
    Ok(PlatformReport { platform, policies: Some(policies) })
}
