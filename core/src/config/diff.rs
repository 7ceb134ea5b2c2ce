//! The section `diff` of the rules file: what a team makes of changes of artifacts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::finding::Severity;
use crate::time::Timestamp;

/// How much a change asks of those who rely on an artifact; in rising order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Same values, same behaviour.
    Cosmetic,
    /// Something new that nobody has to use.
    Additive,
    /// What is exchanged stays valid, and means or does something else.
    Behavioral,
    /// Those who kept to the artifact before can fail.
    Breaking,
}

impl Class {
    /// Every class, worst first.
    pub const WORST_FIRST: [Self; 4] =
        [Self::Breaking, Self::Behavioral, Self::Additive, Self::Cosmetic];

    /// Returns the name hosts see, such as `breaking`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Additive => "additive",
            Self::Behavioral => "behavioral",
            Self::Breaking => "breaking",
        }
    }
}

/// What a team makes of changes of artifacts; `diff_artifacts` and `diff_trees` read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DiffRules {
    /// Whether a change that no registered consumer uses is one class less: `breaking` is `behavioral`,
    /// `behavioral` is `additive`. A class that an override states stays.
    pub consider_usage: bool,
    /// What the files of a tree are, for `diff_trees`; where several match, the first decides.
    pub artifacts: Vec<ArtifactRule>,
    /// Classes and severities that differ from the usual ones; where several match, the last decides.
    pub overrides: Vec<ChangeOverride>,
    /// Changes that are accepted by decision: they stay in the report and do not count.
    pub ignores: Vec<ChangeIgnore>,
}

/// What files of a tree are. Without `kind` and `skip` their content tells, and what it does not tell is
/// configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["path"]))]
pub struct ArtifactRule {
    /// Name of the files, such as `deploy/*`; `*` matches any text, folders too. Files whose ending is
    /// none of documents (JSON, YAML, TOML, GraphQL) are meant only when the name says their ending.
    pub path: String,
    /// What they are. Absent: told from their content, and configuration when it tells nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Whether they are left out.
    pub skip: bool,
    /// Whether they are one GraphQL schema. Absent: files are, where one needs what another one defines.
    pub together: bool,
}

/// Which changes an entry is about: all that is stated must match. `*` matches any text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["code", "set"]))]
pub struct ChangeOverride {
    /// Code of the changes, such as `diff/json-schema/*`.
    pub code: String,
    /// JSON Pointer of the changes, before or after, such as `/properties/internal/*`. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the artifact, before or after, such as `schemas/internal/**`. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Environment the comparison is made for, such as `staging`. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// What such changes are.
    pub set: ChangeSetting,
    /// Why; it stands in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What an override states.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ChangeSetting {
    /// The class. Absent: stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// The severity. Absent: that of the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// An entry that accepts changes: all that is stated must match. `*` matches any text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["code"]))]
pub struct ChangeIgnore {
    /// Code of the changes, such as `diff/json-schema/required_added`.
    pub code: String,
    /// JSON Pointer of the changes, before or after. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the artifact, before or after. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Fingerprint of the one change. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Why the change is accepted. An entry without a reason accepts nothing, and is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it ends (RFC 3339): at that instant the change counts again. Absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}
