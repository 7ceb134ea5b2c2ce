//! What lints read and return.

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::finding::{Finding, Severity, SeverityCounts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Limits;

/// What `lint_policies` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LintPoliciesInput {
    /// Policies, the manifest of their pack and their tests (`*.test.yaml`) by the names of their documents.
    pub files: BTreeMap<String, Source>,
    /// What a policy may cost.
    #[serde(default)]
    pub limits: Limits,
    /// Least severity of an open finding with which the policies do not pass.
    #[serde(default = "default_fail_on")]
    pub fail_on: Severity,
}

fn default_fail_on() -> Severity {
    Severity::High
}

/// What lints find.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LintReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// Whether no open finding is at least as severe as `fail_on`.
    pub pass: bool,
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Number of policies.
    pub policies: usize,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
}
