//! What an evaluation reads and returns.

use std::collections::BTreeMap;

use meta_core::finding::{Finding, Severity, SeverityCounts};
use meta_core::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::set::Installed;
use super::timings::Timings;
use crate::Outcome;
use crate::pack::Mode;
use crate::policy::Hook;

/// What an evaluation reads besides the catalog.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateInput {
    /// The time of the evaluation.
    pub now: Timestamp,
    /// Where the decisions count, such as `production`.
    #[serde(default)]
    pub environment: Option<String>,
    /// Whatever policies need besides, as `ctx.data`.
    #[serde(default)]
    pub data: Value,
    /// Subjects of the hooks that are about other things than the catalog, by the name of the hook: each an object
    /// with a `name`.
    #[serde(default)]
    pub subjects: BTreeMap<Hook, Vec<Value>>,
    /// Least severity of an open finding with which the evaluation does not pass.
    #[serde(default = "default_fail_on")]
    pub fail_on: Severity,
    /// Milliseconds after which nothing more is asked: what was not judged is a finding, and gates deny it. Absent: no
    /// end. It needs the clock of the host.
    #[serde(default)]
    pub timeout_ms: Option<u64>,
    /// Whether the report tells how long its phases took, by the clock of the host. Two reports then differ.
    #[serde(default)]
    pub timings: bool,
}

impl EvaluateInput {
    /// Returns an input that tells the time and nothing else.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            environment: None,
            data: Value::Null,
            subjects: BTreeMap::new(),
            fail_on: default_fail_on(),
            timeout_ms: None,
            timings: false,
        }
    }
}

fn default_fail_on() -> Severity {
    Severity::High
}

/// What policies found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// The time of the evaluation.
    pub generated_at: Timestamp,
    /// Whether no open finding is at least as severe as `fail_on`, and no gate or guard denies a subject.
    pub pass: bool,
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
    /// What gates and guards let pass.
    pub gates: Vec<GateReport>,
    /// Everything policies said that is no finding.
    pub decisions: Vec<DecisionReport>,
    /// What policies in the mode `shadow` would find, worst first.
    pub shadow: Vec<Finding>,
    /// What policies were not asked about, and why.
    pub skipped: Vec<Skipped>,
    /// The policies, in the order they were asked in.
    pub policies: Vec<PolicyUse>,
    /// What the report was made from: with the same digests it is the same.
    pub digests: Digests,
    /// How long its phases took, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}

/// Whether a subject may pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GateReport {
    /// `gate` or `guard`.
    pub hook: Hook,
    /// Name of the subject.
    pub subject: String,
    /// Whether it may pass.
    pub verdict: GateVerdict,
    /// Policies that decided.
    pub decided_by: Vec<String>,
    /// Why it may not pass, or what must happen first.
    pub reasons: Vec<String>,
}

/// Whether a subject may pass a gate.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum GateVerdict {
    /// It may.
    Allowed,
    /// It may after what the reasons name has happened.
    Conditional,
    /// It may not.
    Denied,
    /// No policy has an opinion.
    NoOpinion,
}

/// Something a policy said that is no finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionReport {
    /// Identifier of the policy.
    pub policy: String,
    /// The hook that was asked.
    pub hook: Hook,
    /// Name of the subject.
    pub subject: String,
    /// What was said.
    pub outcome: Outcome,
    /// Why; the word of a tag.
    pub message: String,
    /// Class or severity that `raise` and `lower` give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Points of `adjust`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// Facts that show it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, Value>,
    /// Line of the policy, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// What a policy was not asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    /// Identifier of the policy.
    pub policy: String,
    /// The hook; absent for the whole policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook: Option<Hook>,
    /// Why.
    pub reason: String,
    /// Number of subjects; absent for the whole policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subjects: Option<usize>,
}

impl Skipped {
    pub(super) fn whole(installed: &Installed, reason: &str) -> Self {
        let policy = installed.policy.header.id.clone();
        Self { policy, hook: None, reason: reason.to_owned(), subjects: None }
    }

    pub(super) fn some(
        installed: &Installed,
        hook: Hook,
        count: usize,
        reason: &str,
    ) -> Option<Self> {
        let policy = installed.policy.header.id.clone();
        let skipped =
            Self { policy, hook: Some(hook), reason: reason.to_owned(), subjects: Some(count) };
        (count > 0).then_some(skipped)
    }
}

/// A policy, and how often it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyUse {
    /// Identifier.
    pub id: String,
    /// What is wrong where it finds something, in a line.
    pub title: String,
    /// How bad what it denies is.
    pub severity: Severity,
    /// Why it matters.
    pub why: String,
    /// How to mend what it finds.
    pub fix: String,
    /// Free words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Version.
    pub version: String,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
    /// How far its rollout is.
    pub mode: Mode,
    /// The hooks it has.
    pub hooks: Vec<Hook>,
    /// Subjects it was asked about.
    pub asked: usize,
    /// Subjects it said something of, or failed on.
    pub decided: usize,
}

/// What a report was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Digests {
    /// SHA-256 of the policies and their pack, in hexadecimal.
    pub policies: String,
    /// SHA-256 of the canonical JSON (RFC 8785) of the services, in hexadecimal.
    pub catalog: String,
    /// The engine and its version.
    pub engine: String,
    /// SHA-256 of the canonical JSON of the limits, in hexadecimal.
    pub limits: String,
}
