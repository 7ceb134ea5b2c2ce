//! What a comparison of effects reads and returns.

use std::collections::BTreeMap;

use meta_core::finding::{Finding, Severity};
use meta_core::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::policy::Hook;
use crate::{CompileInput, DecisionReport, EvaluateInput, GateVerdict, Mode, OpenCatalogInput};

/// What `diff_policies` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffPoliciesInput {
    /// The policies as they were.
    pub before: CompileInput,
    /// The policies as they are.
    pub after: CompileInput,
    /// The catalogs that both are asked about, by names for them.
    pub catalogs: BTreeMap<String, OpenCatalogInput>,
    /// The time, and what policies are told besides.
    pub context: EvaluateInput,
}

/// What `diff_findings` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffFindingsInput {
    /// The policies.
    pub policies: CompileInput,
    /// The catalog as it was.
    pub before: OpenCatalogInput,
    /// The catalog as it is.
    pub after: OpenCatalogInput,
    /// The time, and what policies are told besides.
    pub context: EvaluateInput,
}

/// What a change of policies, or of a catalog, does to what is found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EffectReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// The time of both evaluations.
    pub generated_at: Timestamp,
    /// What was counted, over all catalogs.
    pub summary: EffectSummary,
    /// Policies that came, went or changed; sorted.
    pub policies: Vec<PolicyChange>,
    /// What it does to the findings of each catalog.
    pub effects: Vec<CatalogEffect>,
    /// SHA-256 of the policies before and their pack, in hexadecimal.
    pub policies_before: String,
    /// SHA-256 of the policies after and their pack, in hexadecimal.
    pub policies_after: String,
    /// The engine and its version.
    pub engine: String,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EffectSummary {
    /// Findings that are new.
    pub gained: usize,
    /// Findings that are gone.
    pub lost: usize,
    /// Findings of which something else is told.
    pub changed: usize,
    /// Findings that stayed as they were.
    pub unchanged: usize,
    /// Subjects of gates and guards with another verdict.
    pub gates: usize,
    /// Catalogs that do not pass any more.
    pub newly_failing: usize,
    /// Catalogs that pass now, and did not before.
    pub newly_passing: usize,
}

/// What became of a policy.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PolicyChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It, or what the pack sets for it, is another one.
    Changed,
}

/// A policy that came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyChange {
    /// Identifier.
    pub id: String,
    /// What became of it.
    pub kind: PolicyChangeKind,
    /// What of it changed: `text`, `version`, `severity`, `mode`, `parameters`.
    pub what: Vec<String>,
    /// What it was; absent for one that is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<PolicyState>,
    /// What it is; absent for one that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<PolicyState>,
}

/// A policy, and what the pack sets for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyState {
    /// Version.
    pub version: String,
    /// How bad what it denies is.
    pub severity: Severity,
    /// How far its rollout is.
    pub mode: Mode,
    /// Values of its parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
}

/// What a change does to the findings of one catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CatalogEffect {
    /// Name of the catalog.
    pub catalog: String,
    /// Whether it passed.
    pub passed: bool,
    /// Whether it passes now.
    pub passes: bool,
    /// Findings that are new, worst first.
    pub gained: Vec<Finding>,
    /// Findings that are gone, worst first.
    pub lost: Vec<Finding>,
    /// Findings of which something else is told, worst first.
    pub changed: Vec<FindingChange>,
    /// Number of findings that stayed as they were.
    pub unchanged: usize,
    /// Subjects of gates and guards with another verdict.
    pub gates: Vec<GateChange>,
    /// Decisions that are no findings, and new.
    pub decisions_gained: Vec<DecisionReport>,
    /// Decisions that are no findings, and gone.
    pub decisions_lost: Vec<DecisionReport>,
    /// SHA-256 of the canonical JSON of the services before, in hexadecimal.
    pub digest_before: String,
    /// SHA-256 of the canonical JSON of the services after, in hexadecimal.
    pub digest_after: String,
}

/// A finding of which something else is told; its fingerprint is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingChange {
    /// What of it changed: `severity`, `message`, `evidence`, `remediation`, `suppression`.
    pub what: Vec<String>,
    /// The finding as it was.
    pub before: Finding,
    /// The finding as it is.
    pub after: Finding,
}

/// A subject of a gate or a guard with another verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GateChange {
    /// `gate` or `guard`.
    pub hook: Hook,
    /// Name of the subject.
    pub subject: String,
    /// Whether it could pass.
    pub before: GateVerdict,
    /// Whether it may pass now.
    pub after: GateVerdict,
    /// Policies that decide now.
    pub decided_by: Vec<String>,
    /// Why it may not pass now, or what must happen first.
    pub reasons: Vec<String>,
}
