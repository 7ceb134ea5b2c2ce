//! The comparison of artifacts with policies beside it.

use meta_core::diff as core;
use meta_core::{Result, operations};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::classifier::Policies;
use super::report::{BesideInput, PoliciesReport};
use crate::{EvaluateInput, PolicySet};

/// What `diff_artifacts` reads: two versions of an artifact, and policies that classify what changed.
#[derive(Clone, Debug, JsonSchema)]
pub struct DiffArtifactsInput {
    /// What is read without policies.
    #[schemars(flatten)]
    pub artifacts: core::DiffArtifactsInput,
    /// What is told of policies.
    #[schemars(flatten)]
    pub beside: BesideInput,
}

/// What `diff_trees` reads: two trees of files, and policies that classify what changed.
#[derive(Clone, Debug, JsonSchema)]
pub struct DiffTreesInput {
    /// What is read without policies.
    #[schemars(flatten)]
    pub trees: core::DiffTreesInput,
    /// What is told of policies.
    #[schemars(flatten)]
    pub beside: BesideInput,
}

/// What changed between two versions of an artifact.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DiffReport {
    /// What the report says without policies, with what these changed.
    #[serde(flatten)]
    pub diff: core::DiffReport,
    /// What policies said besides their findings; absent without policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<PoliciesReport>,
}

/// What changed between two trees of files.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TreesDiff {
    /// What the report says without policies, with what these changed.
    #[serde(flatten)]
    pub diff: core::TreesDiff,
    /// What policies said besides their findings; absent without policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<PoliciesReport>,
}

impl DiffArtifactsInput {
    /// Reads an input.
    ///
    /// # Errors
    /// `input_invalid`, with the place of what does not fit.
    pub fn read(value: Value) -> Result<Self> {
        let (value, beside) = BesideInput::split(value)?;
        Ok(Self { artifacts: operations::read_input(value)?, beside })
    }
}

impl DiffTreesInput {
    /// Reads an input.
    ///
    /// # Errors
    /// `input_invalid`, with the place of what does not fit.
    pub fn read(value: Value) -> Result<Self> {
        let (value, beside) = BesideInput::split(value)?;
        Ok(Self { trees: operations::read_input(value)?, beside })
    }
}

/// Tells what changed in meaning between two versions of an artifact; policies classify the changes.
///
/// # Errors
/// As [`core::diff_artifacts`]; `policy_invalid` when a policy cannot be used, `input_unsupported` when a time is stated
/// and no clock lent.
pub fn diff_artifacts(input: &DiffArtifactsInput) -> Result<DiffReport> {
    let DiffArtifactsInput { artifacts, beside } = input;
    let context = beside.context(artifacts.now, artifacts.environment.clone());
    let diff =
        |policies: Option<&dyn core::Classifier>| core::diff_artifacts_with(artifacts, policies);
    let (diff, policies) = with(beside, context, diff)?;
    Ok(DiffReport { diff, policies })
}

/// Tells what changed in meaning between two trees of files; policies classify the changes.
///
/// # Errors
/// As [`core::diff_trees`]; `policy_invalid` when a policy cannot be used, `input_unsupported` when a time is stated and
/// no clock lent.
pub fn diff_trees(input: &DiffTreesInput) -> Result<TreesDiff> {
    let DiffTreesInput { trees, beside } = input;
    let context = beside.context(trees.now, trees.environment.clone());
    let diff = |policies: Option<&dyn core::Classifier>| core::diff_trees_with(trees, policies);
    let (diff, policies) = with(beside, context, diff)?;
    Ok(TreesDiff { diff, policies })
}

/// Compares with the policies that are told, or without any.
fn with<R>(
    beside: &BesideInput,
    context: EvaluateInput,
    diff: impl FnOnce(Option<&dyn core::Classifier>) -> Result<R>,
) -> Result<(R, Option<PoliciesReport>)> {
    let Some(input) = &beside.policies else { return Ok((diff(None)?, None)) };
    let set = PolicySet::compile(input).map_err(|error| error.within("/policies"))?;
    let policies = Policies::new(&set, context)?;
    let report = diff(Some(&policies))?;
    Ok((report, Some(policies.report())))
}
