//! What agents make: versioned artifacts, and what each needs and gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::reference::ArtifactReference;
use crate::version::Dialect;

/// One version of an artifact. Tenant, project, kind and name together are its key; `project/kind/name@version` is its
/// id, which no other artifact of the tenant has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Tenant it belongs to; nothing is ever held against what other tenants have. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// Project it belongs to: 1 to 256 bytes without control characters, `/` and `@`, as of kind and name.
    pub project: SmolStr,
    /// What it is, such as `design` or `service`.
    pub kind: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// Version: 1, 2, 3 and so on for each key, 2^53 - 1 at most.
    pub version: u64,
    /// Who made it, an agent or a person: 1 to 256 bytes without control characters.
    pub actor: SmolStr,
    /// Where it is in its life. Absent: `draft`.
    #[serde(default)]
    pub state: ArtifactState,
    /// What a blocked artifact was before; only with the state `blocked`. Absent: `draft`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_from: Option<OpenState>,
    /// Artifacts it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ArtifactReference>,
    /// Files it writes, relative to the root of the project, with `/` between folders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<SmolStr>,
    /// Packages it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Requirement>,
    /// Schemas of what it writes for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<NamedSchema>,
    /// Schemas of what it reads from others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<NamedSchema>,
}

fn default_tenant() -> SmolStr {
    SmolStr::new_static("default")
}

impl Artifact {
    /// Returns `project/kind/name@version`.
    pub fn id(&self) -> String {
        format!("{}/{}/{}@{}", self.project, self.kind, self.name, self.version)
    }

    /// Returns `project/kind/name`.
    pub fn key(&self) -> String {
        [&*self.project, "/", &self.kind, "/", &self.name].concat()
    }

    /// Tells whether it counts: it is a draft, active or blocked.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Tells whether it is a draft, or was one when it was blocked.
    pub fn is_draft(&self) -> bool {
        self.state.unblocked(self.blocked_from) == ArtifactState::Draft
    }

    /// Tells whether it is active, or was when it was blocked.
    pub fn is_active(&self) -> bool {
        self.state.unblocked(self.blocked_from) == ArtifactState::Active
    }
}

/// Where an artifact is in its life.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactState {
    /// Somebody works on it.
    #[default]
    Draft,
    /// It is the version in force.
    Active,
    /// A later version took its place.
    Superseded,
    /// It was put away.
    Archived,
    /// A conflict holds it.
    Blocked,
}

impl ArtifactState {
    /// Returns what conflicts take it for: what is blocked counts as what it was before.
    pub(crate) fn unblocked(self, from: Option<OpenState>) -> Self {
        match (self, from.unwrap_or_default()) {
            (Self::Blocked, OpenState::Draft) => Self::Draft,
            (Self::Blocked, OpenState::Active) => Self::Active,
            (state, _) => state,
        }
    }

    /// Tells whether what is in it counts: not what is superseded or archived.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Superseded | Self::Archived)
    }
}

/// A state in which an artifact can be blocked.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OpenState {
    /// Somebody works on it.
    #[default]
    Draft,
    /// It is the version in force.
    Active,
}

/// A package that an artifact needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Name of the package; of Python in any spelling that PEP 503 holds the same.
    pub package: String,
    /// Versions that will do, in the dialect.
    pub range: String,
    /// Rules the range is read by. Absent: `npm`.
    #[serde(default = "default_dialect")]
    pub dialect: Dialect,
    /// What the package is needed for: requirements of different scopes never meet. Absent: `runtime`.
    #[serde(default = "default_scope")]
    pub scope: String,
    /// Why it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

fn default_dialect() -> Dialect {
    Dialect::Npm
}

fn default_scope() -> String {
    "runtime".to_owned()
}

/// A JSON Schema with the name that producers and consumers know it by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedSchema {
    /// Name, the same on both sides.
    pub name: String,
    /// The JSON Schema: of a producer what it writes, of a consumer what it can read.
    pub schema: Value,
}
