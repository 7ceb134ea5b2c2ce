//! What has come of an event, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::conflict::ConflictKind;
use crate::finding::Severity;
use crate::lifecycle::{EffectWith, Judgement};
use crate::time::Timestamp;

/// What has come of an event. With its digests it can be checked by anybody who has the rules and the events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleDecision {
    /// Id of the event.
    pub event_id: SmolStr,
    /// Tenant.
    pub tenant: SmolStr,
    /// When it happened.
    pub at: Timestamp,
    /// What has come of it.
    pub outcome: DecisionOutcome,
    /// Of a repeated event: what came of it the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_outcome: Option<DecisionOutcome>,
    /// What it was about: an artifact, a task, a project or a conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Everything that went from one state to another, in that order; what was due by then comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<SubjectMove>,
    /// Events that machines have raised and nothing answered: a definition that should be looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<UnansweredEvent>,
    /// Of a denied event: what has to hold and does not, and everything that was looked at with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<TransitionRefusal>,
    /// Conflicts that are there now and were not, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<ConflictNotice>,
    /// Conflicts that are not there any more, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ConflictNotice>,
    /// SHA-256 of the rules that hold for the tenant, in hexadecimal, as are the others.
    pub config_digest: SmolStr,
    /// SHA-256 of the canonical JSON (RFC 8785) of the event.
    pub event_digest: SmolStr,
    /// SHA-256 of the canonical JSON of the record of what it was about, before. Absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The same, behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What has come of an event.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// It has happened.
    Accepted,
    /// Something that has to hold does not: nothing has happened but what was due.
    Denied,
    /// It had happened already: nothing has happened.
    Duplicate,
}

/// Something that went from one state to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectMove {
    /// An artifact, a task or a project.
    pub subject: String,
    /// When.
    pub at: Timestamp,
    /// The event of its machine. Absent: it began, or its time had come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The state before. Absent: it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SmolStr>,
    /// The state behind.
    pub to: SmolStr,
    /// What the host is to do: effects that are not built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectWith>,
}

/// An event that the machine of a subject has raised, and nothing answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnansweredEvent {
    /// An artifact, a task or a project.
    pub subject: String,
    /// When.
    pub at: Timestamp,
    /// The event.
    pub event: String,
}

/// Something that did not happen, and what it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionRefusal {
    /// What it was to happen to.
    pub subject: String,
    /// What was to happen.
    pub event: String,
    /// The state it would lead to. Absent: it leads to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Everything that has to hold, each with whether it does.
    pub guards: Vec<Judgement>,
}

/// A conflict that came or went.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictNotice {
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub kind: ConflictKind,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Ids of the members that wait for it.
    pub waiting: Vec<String>,
}
