//! Where everything is: what a host stores between two steps.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::decision::DecisionOutcome;
use super::policy::EffectivePolicy;
use crate::conflict::{
    Artifact, ArtifactReference, ConflictFacts, ConflictKind, OverrideRecord, UndecidedQuestion,
};
use crate::finding::Severity;
use crate::lifecycle::Position;
use crate::time::Timestamp;

/// Where everything is, tenant by tenant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LifecycleState {
    /// The tenants by name. Nothing of one has anything to do with another.
    pub tenants: BTreeMap<SmolStr, TenantState>,
}

/// Where everything of one tenant is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantState {
    /// The time up to which it is known.
    pub now: Timestamp,
    /// SHA-256 of the rules it was last looked at with, in hexadecimal.
    pub config_digest: SmolStr,
    /// The artifacts, by key and version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<ArtifactRecord>,
    /// The projects by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub projects: BTreeMap<String, ProjectRecord>,
    /// The tasks by their ids, `project/name`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<String, TaskRecord>,
    /// The conflicts that are there, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conflicts: BTreeMap<String, OpenConflict>,
    /// What could not be decided, and so is not known to be free of conflicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<UndecidedQuestion>,
    /// The events that are kept in mind, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenEvent>,
}

/// An event that has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenEvent {
    /// Its id.
    pub event_id: SmolStr,
    /// SHA-256 of its canonical JSON (RFC 8785), in hexadecimal.
    pub digest: SmolStr,
    /// What has come of it.
    pub outcome: DecisionOutcome,
}

/// What guards read of an artifact, a project or a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// When it was verified last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// What came of its gates, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gates: BTreeMap<String, GateRecord>,
    /// Who has approved it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub approvals: BTreeMap<String, ApprovalRecord>,
}

/// What came of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateRecord {
    /// Whether it was passed.
    pub passed: bool,
    /// When that was told.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRecord {
    /// When it was given.
    pub at: Timestamp,
    /// From when on it does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// An artifact and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtifactRecord {
    /// The artifact, as `find_conflicts` reads it; its state is that of its position.
    pub artifact: Artifact,
    /// Where it is in its machine.
    pub position: Position,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// What guards read of it.
    #[serde(default)]
    pub credentials: Credentials,
}

/// A project and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectRecord {
    /// Where it is in its machine.
    pub position: Position,
    /// Who has begun it.
    pub actor: String,
    /// What guards read of it.
    #[serde(default)]
    pub credentials: Credentials,
}

/// A task and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskRecord {
    /// Where it is in its machine.
    pub position: Position,
    /// Who has begun it.
    pub actor: String,
    /// Artifacts it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ArtifactReference>,
    /// What guards read of it.
    #[serde(default)]
    pub credentials: Credentials,
}

/// A conflict that is there: it goes when a new look does not find it any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenConflict {
    /// What is wrong.
    pub kind: ConflictKind,
    /// How bad it is: the worst that any project of a member has it.
    pub severity: Severity,
    /// Project of the first member.
    pub project: String,
    /// Ids of the artifacts it is between, sorted.
    pub members: Vec<String>,
    /// Who made them, sorted.
    pub actors: Vec<String>,
    /// What shows it.
    pub facts: ConflictFacts,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Since when it is there.
    pub since: Timestamp,
    /// Ids of the members that have to wait: those whose project blocks at the severity, while no override is in force.
    pub waiting: Vec<String>,
    /// Who approves that it is accepted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub approvals: BTreeMap<String, ApprovalRecord>,
    /// The override that is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<OverrideRecord>,
    /// Who was asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<EscalationRecord>,
}

/// Who was asked to settle a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationRecord {
    /// Who was asked.
    pub to: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl ApprovalRecord {
    /// Tells whether it counts at an instant: at its end, it is over.
    pub(super) fn counts(&self, policy: &EffectivePolicy, at: Timestamp) -> bool {
        let bound = policy.approval_seconds.map(|seconds| self.at.plus_seconds(seconds));
        self.expires_at.is_none_or(|end| at < end)
            && bound.is_none_or(|bound| bound.is_none_or(|end| at < end))
    }
}
