//! What an explanation reads and returns.

use meta_core::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

use crate::policy::Hook;
use crate::{CompileInput, OpenCatalogInput, Statement};

/// Which decision is to be explained.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainInput {
    /// Identifier of the policy.
    pub policy: String,
    /// Name of the subject: a service, an edge `from -> to`, `catalog`, or the name of a subject that is given.
    pub subject: String,
    /// The hook. Absent: the first one of the policy that has a subject of this name.
    #[serde(default)]
    pub hook: Option<Hook>,
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
}

/// What `explain_decision` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainDecisionInput {
    /// The policies, and what they may cost.
    pub policies: CompileInput,
    /// The catalog they judge.
    pub catalog: OpenCatalogInput,
    /// Which decision is to be explained, the time, and what policies are told besides.
    pub question: ExplainInput,
}

/// Why a policy says what it says of a subject.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// Identifier of the policy.
    pub policy: String,
    /// The hook that was asked.
    pub hook: Hook,
    /// Name of the subject.
    pub subject: String,
    /// What follows for the subject from what the policy says.
    pub stands: Standing,
    /// Why the policy is not asked about the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_asked: Option<String>,
    /// Why the conditions of the policy cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unwatched: Option<String>,
    /// What the policy says, in its order.
    pub decisions: Vec<ExplainedDecision>,
    /// The conditions that were evaluated, in their order.
    pub conditions: Vec<ExplainedCondition>,
    /// Every fact that was read, by its first reading.
    pub facts: Vec<ExplainedFact>,
    /// Parameters that were read, with their values.
    pub parameters: BTreeMap<String, Value>,
    /// The smallest change of one fact after which something else follows for the subject, when one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flip: Option<Flip>,
    /// How the change was looked for.
    pub search: Search,
}

/// What follows for a subject from what a policy says of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing is said, or that it may pass.
    Passes,
    /// Something else is changed: a class, a score, or a word.
    Changed,
    /// Something is worth knowing.
    Informed,
    /// It is warned of.
    Warned,
    /// It may pass after something has happened.
    Conditional,
    /// It is denied.
    Denied,
    /// A fact is not stated.
    Undecided,
    /// The policy failed or met a limit.
    Failed,
}

/// Something the policy says, and why.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedDecision {
    /// What it says.
    pub said: Statement,
    /// The conditions of the branch it stands in, by their numbers in `conditions`, counted from 0. Where it stands in
    /// none, the last one before it.
    pub because: Vec<usize>,
}

/// A condition that was evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedCondition {
    /// Line of the policy, counted from 1.
    pub line: u32,
    /// Column, counted from 1 in characters.
    pub column: u32,
    /// What is written there.
    pub text: String,
    /// What it came to.
    pub outcome: bool,
    /// What it compares.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ComparedValue>,
    /// Facts that it reads itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ExplainedFact>,
}

/// A value that a condition compares.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ComparedValue {
    /// What is written there.
    pub text: String,
    /// What it came to.
    pub value: Value,
}

/// A fact that was read.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedFact {
    /// Whose document it stands in: a service, an edge, or `context`; absent for data that are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// JSON Pointer into that document.
    pub pointer: String,
    /// Its value, cut where it is long; `null` when it is not stated.
    pub value: Value,
}

/// A change of one fact after which something else follows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Flip {
    /// Whose document it stands in: a service, the subject, or `data`.
    pub of: String,
    /// JSON Pointer into that document.
    pub pointer: String,
    /// The value as it is; `null` when it is not stated.
    pub before: Value,
    /// The value after the change; `null` when it is not stated.
    pub after: Value,
    /// What follows then.
    pub stands: Standing,
    /// What the policy says then.
    pub says: Vec<Statement>,
}

/// How a change was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Search {
    /// Changes that were tried.
    pub tried: usize,
    /// Changes that were left out because the search would have taken too long.
    pub left_out: usize,
    /// What came of it, in a sentence.
    pub note: String,
}
