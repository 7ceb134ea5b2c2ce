//! What the search for conflicts reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::artifact::Artifact;
use super::config::ConflictConfig;
use super::facts::ConflictFacts;
use super::kind::ConflictKind;
use super::overrides::{OverrideRecord, UnusedOverride};
use super::suggestion::Suggestion;
use crate::finding::{Severity, SeverityCounts};
use crate::time::Timestamp;

/// What `find_conflicts` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindConflictsInput {
    /// The artifacts, of any tenants and projects, in any order.
    pub artifacts: Vec<Artifact>,
    /// What counts as a conflict. Absent: the defaults.
    #[serde(default)]
    pub config: ConflictConfig,
    /// Conflicts that somebody decided to accept.
    #[serde(default)]
    pub overrides: Vec<OverrideRecord>,
    /// The time of the search, to tell whether overrides are in force. Absent: no override may expire.
    #[serde(default)]
    pub now: Option<Timestamp>,
}

/// The conflicts between artifacts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictsReport {
    /// Whether some conflict blocks.
    pub is_blocked: bool,
    /// Every conflict, worst first, then by id and tenant.
    pub conflicts: Vec<Conflict>,
    /// The artifacts that conflicts block, by tenant and id.
    pub blocked: Vec<BlockedArtifact>,
    /// What could not be decided, and so is not known to be free of conflicts.
    pub undecided: Vec<UndecidedQuestion>,
    /// Overrides without any effect, in their order.
    pub unused_overrides: Vec<UnusedOverride>,
    /// What was counted.
    pub counts: ConflictCounts,
}

/// One conflict between artifacts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Sixteen hexadecimal digits: the first of the SHA-256 of the canonical JSON (RFC 8785) of `kind`, `members` and
    /// `facts`. The same conflict has the same id in every run, and another tenant may have it too.
    pub id: String,
    /// What is wrong.
    pub kind: ConflictKind,
    /// Code `conflict/<kind>`; `explain_code` tells what it means.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether its members have to wait: its severity is at least `block_at`, and no override is in force.
    pub is_blocking: bool,
    /// Tenant.
    pub tenant: String,
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
    /// Why it matters, in a sentence.
    pub why: String,
    /// What would mend it, the best first.
    pub suggestions: Vec<Suggestion>,
    /// Ways to settle it, and what each needs.
    pub resolutions: Vec<ResolutionOption>,
    /// The override that is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<OverrideRecord>,
}

/// A way to settle a conflict.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionWay {
    /// One member is declared again, with another version.
    Retry,
    /// Somebody decides that the conflict is accepted, and who wins.
    Override,
    /// All members are replaced by one.
    Merge,
    /// Somebody else is asked; the conflict goes on blocking.
    Escalate,
}

/// A way to settle a conflict, and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionOption {
    /// The way.
    pub way: ResolutionWay,
    /// Whether the conflict can be closed so.
    pub can_close: bool,
    /// What it needs.
    pub requires: Vec<Precondition>,
}

/// What a resolution needs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Precondition {
    /// The way is open to conflicts of this kind.
    KindAllows,
    /// A new search does not find the conflict any more, and nothing new with what was changed.
    CleanRecheck,
    /// A member is named.
    Member,
    /// A reason is given.
    Justification,
    /// Two approvers who are neither the one who overrides nor a maker of a member.
    TwoApprovers,
    /// At least two parents, which are all members and nothing else.
    AllMembersAsParents,
    /// The result, with the SHA-256 of its canonical JSON.
    Result,
    /// Somebody to ask.
    Receiver,
}

/// An artifact that has to wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedArtifact {
    /// Tenant.
    pub tenant: String,
    /// Id of the artifact.
    pub artifact: String,
    /// Ids of the conflicts that block it, in the order of the report.
    pub conflicts: Vec<String>,
}

/// What could not be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndecidedQuestion {
    /// Tenant.
    pub tenant: String,
    /// Project.
    pub project: String,
    /// The kind of conflict that may be there.
    pub kind: ConflictKind,
    /// The package or the schema it is about.
    pub subject: String,
    /// Scope of the requirements, of packages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Why it could not be decided.
    pub message: String,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictCounts {
    /// All conflicts.
    pub total: usize,
    /// Conflicts that block.
    pub blocking: usize,
    /// Conflicts with an override in force.
    pub overridden: usize,
    /// Conflicts of each severity.
    pub by_severity: SeverityCounts,
    /// Conflicts of each kind that occurs.
    pub by_kind: BTreeMap<ConflictKind, usize>,
}
