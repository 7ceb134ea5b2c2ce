//! Waivers and baselines: findings that are accepted for a reason and for a time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// An entry that accepts findings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the findings it accepts; `*` matches any text, such as `graph/*`.
    pub code: String,
    /// Subject of the findings it accepts; `*` matches any text. Absent: any subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Fingerprint of the one finding it accepts. Absent: any finding of this code and subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it ends (RFC 3339): at that instant the finding counts again. Absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

/// The accepted findings of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Exceptions {
    /// Findings accepted by decision; match by code and subject.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// Findings that were there when a rule was introduced; match by fingerprint, so that a new
    /// instance under an old rule still counts.
    #[serde(default)]
    pub baseline: Vec<Waiver>,
}

/// What accepts a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionKind {
    /// A waiver.
    Waiver,
    /// The baseline.
    Baseline,
    /// A comment in the document itself.
    Comment,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppression {
    /// What accepts the finding.
    pub kind: SuppressionKind,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it counts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}
