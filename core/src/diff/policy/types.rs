//! What the policy leaves on a change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Class;
use crate::finding::Severity;
use crate::time::Timestamp;

/// What changed the class or the severity of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdjustedBy {
    /// The section `severities` of the rules file.
    Severities,
    /// An override of the rules file.
    Override,
    /// No registered consumer uses what changed.
    Usage,
    /// A policy raised or lowered it.
    Policy,
}

/// One step from the usual class and severity of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// What made it.
    pub by: AdjustedBy,
    /// Identifier of the policy that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The class before it.
    pub from_class: Class,
    /// The severity before it.
    pub from_severity: Severity,
    /// Why.
    pub reason: String,
}

/// Where the entry stands that accepts a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IgnoredBy {
    /// The rules file.
    Rules,
    /// The artifact itself.
    Inline,
}

/// Why a change does not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ignored {
    /// Where the entry stands.
    pub by: IgnoredBy,
    /// Why the change is accepted.
    pub reason: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it counts again. Absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}
