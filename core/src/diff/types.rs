//! What a comparison reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Adjustment, Affected, ConfigOptions, Effect, Ignored, VersionStep};
pub use crate::config::{Class, Kind};
use crate::document::Source;
use crate::finding::{Finding, Location, Severity};
use crate::present::present;
use crate::time::Timestamp;
use crate::version::ChangeClass;

/// Who writes the values that a schema describes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Those who rely on the artifact write, and its owner reads: requests, arguments, configuration.
    Input,
    /// Its owner writes, and they read: responses, events.
    Output,
    /// Both write.
    Both,
}

/// Which side may be upgraded first (the compatibility levels of schema registries).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Readers: whatever was written under the old schema is valid under the new one.
    #[default]
    Backward,
    /// Writers: whatever is written under the new schema is valid under the old one.
    Forward,
    /// Either.
    Full,
}

impl Direction {
    /// Returns the polarity that a document has which is judged in this direction.
    pub fn polarity(self) -> Polarity {
        match self {
            Self::Backward => Polarity::Input,
            Self::Forward => Polarity::Output,
            Self::Full => Polarity::Both,
        }
    }
}

/// What is expected of objects that accept members their schemas do not list.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OpenContent {
    /// Nobody has used a name so far that a schema lists from now on: listing it is `additive`.
    #[default]
    Lenient,
    /// Somebody may have: listing it is `breaking` for those who write.
    Strict,
}

/// What `diff_artifacts` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffArtifactsInput {
    /// The artifact as it was.
    pub before: Source,
    /// The artifact as it is.
    pub after: Source,
    /// Other files that the artifact before refers to, by path; nothing is ever fetched. References are
    /// resolved against the path of `before`, or lead to identifiers that files give themselves. Only JSON Schema
    /// and OpenAPI have references. Of a GraphQL schema, the definitions of all files are one schema. The other
    /// kinds leave the files alone.
    #[serde(default)]
    pub before_files: BTreeMap<String, Source>,
    /// Other files that the artifact after refers to, by path.
    #[serde(default)]
    pub after_files: BTreeMap<String, Source>,
    /// Versions earlier than `before` that the artifact must keep to as well, as the transitive levels of
    /// schema registries ask. What changed since any of them is a change; `details.versions` lists since which.
    /// Of a GraphQL schema, an earlier version is one document.
    #[serde(default)]
    pub earlier: Vec<Source>,
    /// What it is. Absent: told from the content.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Which side may be upgraded first, for plain schemas. Absent: `backward`.
    #[serde(default)]
    pub direction: Direction,
    /// What is expected of objects that accept members their schemas do not list, for plain schemas. Absent:
    /// `lenient`.
    #[serde(default)]
    pub open_content: OpenContent,
    /// Who uses what of the artifact: the file `config/consumers.yaml`. Absent: unknown.
    #[serde(default)]
    pub consumers: Option<Source>,
    /// The rules file; its sections `diff`, `severities`, `waivers` and `baseline` are read.
    #[serde(default)]
    pub rules: Option<Source>,
    /// Environment the artifact goes to, such as `production`: overrides and consumers of others have
    /// no part. Absent: all have.
    #[serde(default)]
    pub environment: Option<String>,
    /// Version of the artifact as it was (SemVer). Absent: what the artifact says, when it does.
    #[serde(default)]
    pub before_version: Option<String>,
    /// Version of the artifact as it is (SemVer). Absent: what the artifact says, when it does.
    #[serde(default)]
    pub after_version: Option<String>,
    /// What is asked of GraphQL schemas.
    #[serde(default)]
    pub graphql: GraphqlOptions,
    /// What is asked of `OpenAPI` descriptions.
    #[serde(default)]
    pub openapi: OpenapiOptions,
    /// How configuration and policies are compared. Absent: as the defaults say.
    #[serde(default)]
    pub config: Option<ConfigOptions>,
    /// The time of the comparison.
    pub now: Timestamp,
}

/// What is asked of `OpenAPI` descriptions.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenapiOptions {
    /// Whether what becomes deprecated must state a sunset. Absent: no.
    #[serde(default)]
    pub require_sunset: bool,
    /// Days that must lie between `now` and the sunset of what becomes deprecated. Absent: none.
    #[serde(default)]
    pub grace_days: u32,
    /// The same for operations of stability `beta`. Absent: as `grace_days`.
    #[serde(default)]
    pub beta_grace_days: Option<u32>,
}

/// What is asked of GraphQL schemas.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraphqlOptions {
    /// Whether what was deprecated may go: `behavioral` instead of `breaking`. Absent: no.
    #[serde(default)]
    pub allow_removal_of_deprecated: bool,
    /// What clients really send. A change that concerns none of it asks one step less. Absent:
    /// anything may be sent.
    #[serde(default)]
    pub usage: Option<GraphqlUsage>,
}

/// What clients really send to a GraphQL server.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraphqlUsage {
    /// Documents of operations and fragments, valid for the schema before.
    #[serde(default)]
    pub operations: Vec<Source>,
    /// How often fields were asked for, by `Type.field`. Without operations, only changes of fields
    /// can be lowered by them.
    #[serde(default)]
    pub counts: BTreeMap<String, u64>,
}

/// What changed between two versions of an artifact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// What the artifact is.
    pub kind: Kind,
    /// Which side may be upgraded first.
    pub direction: Direction,
    /// What was counted.
    pub summary: DiffSummary,
    /// The least step of the version that the changes ask for.
    #[serde(default)]
    pub required_bump: ChangeClass,
    /// The step of the version that was made, when both versions are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionStep>,
    /// Every change, worst first.
    pub changes: Vec<Change>,
    /// How many reports with changes were merged to this one. Absent: it is of one comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
    /// Changes of some steps that later steps took back; they count nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Change>,
    /// Whether a limit was met, so that changes may be missing.
    pub incomplete: bool,
    /// What is odd about the documents themselves.
    pub findings: Vec<Finding>,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffSummary {
    /// Changes of class `breaking`.
    pub breaking: usize,
    /// Changes of class `behavioral`.
    pub behavioral: usize,
    /// Changes of class `additive`.
    pub additive: usize,
    /// Changes of class `cosmetic`.
    pub cosmetic: usize,
    /// Changes that are ignored; they count in no class.
    #[serde(default)]
    pub ignored: usize,
}

/// One change of meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Stable code `diff/<kind>/<change>`; `explain_code` tells what it means.
    pub code: String,
    /// How much it asks of those who rely on the artifact.
    pub class: Class,
    /// How urgent it is.
    pub severity: Severity,
    /// What it does to the set of accepted values, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Who writes the values, where it is about values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// JSON Pointer in the artifact before; absent for what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_pointer: Option<String>,
    /// JSON Pointer in the artifact after; absent for what is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_pointer: Option<String>,
    /// Place before, with line and column when the artifact was text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_location: Option<Location>,
    /// Place after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_location: Option<Location>,
    /// The value before; absent for what is new, and for what is too large to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub before: Option<Value>,
    /// The value after; absent for what is gone, and for what is too large to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub after: Option<Value>,
    /// What changed, in a sentence.
    pub message: String,
    /// Why it has its class, in a sentence.
    pub rationale: String,
    /// A value that shows the break, checked against both versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// How sure the class is, from 0 to 1: 1 for what an exact rule or a witness decides, 0.9 for an
    /// exact rule about one keyword, 0.7 for a likely one, 0.5 for what cannot be decided.
    pub confidence: f64,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remediation: Option<String>,
    /// Names the change across runs: hexadecimal, independent of wording and lines.
    pub fingerprint: String,
    /// What this change explains, such as the changes of the parts of a renamed property.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, Value>,
    /// What the rules file, the consumers or policies made of it, in order. Empty: it is as it was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// Words that policies gave it, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Why it does not count, when an entry of the rules file or of the artifact accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Ignored>,
    /// The consumers it concerns. Absent when nobody was registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumers: Option<Vec<Affected>>,
    /// What happened in each step, in a merged report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<ChangeStep>,
}

/// What a step did to a place.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StepAction {
    /// Nothing was there.
    Added,
    /// Something was there, and still is.
    Changed,
    /// Nothing is there any more.
    Removed,
}

/// What happened in one step of a merged report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeStep {
    /// Number of the step, counted from 1; reports without changes do not count.
    pub step: usize,
    /// Code of the change.
    pub code: String,
    /// Whether something was added, removed or changed.
    pub action: StepAction,
    /// JSON Pointer of what changed: after the step, before it for what was removed.
    pub pointer: String,
    /// Name of the file it is in, in a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its class.
    pub class: Class,
    /// What changed, in a sentence.
    pub message: String,
    /// Names the change in the report of its step.
    pub fingerprint: String,
}

/// A value that one version accepts and the other rejects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Witness {
    /// The value.
    pub value: Value,
    /// JSON Pointer of the schema before that it was checked with.
    pub before_pointer: String,
    /// JSON Pointer of the schema after that it was checked with.
    pub after_pointer: String,
    /// Whether the version before accepts it.
    pub valid_before: bool,
    /// Whether the version after accepts it.
    pub valid_after: bool,
}

impl Witness {
    /// Returns the JSON Pointer of the schema that accepts it; none when that is the whole artifact.
    pub fn part(&self) -> Option<&str> {
        let at = if self.valid_before { &self.before_pointer } else { &self.after_pointer };
        Some(at.as_str()).filter(|at| !at.is_empty())
    }
}
