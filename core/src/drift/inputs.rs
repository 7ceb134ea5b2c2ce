//! The other documents drift is told from: lock files, release histories and labels.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schema::shape;
use crate::time::Timestamp;

/// The lock file of a service: what it was built against.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SpecsLock {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Name of the service. Absent: the service whose manifest lies beside the lock file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// When the lock was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<Timestamp>,
    /// Contracts by name with the locked version.
    pub specs: BTreeMap<String, LockedSpec>,
    /// Shared libraries by name with the locked version.
    pub libraries: BTreeMap<String, String>,
}

/// A locked version: a text, or an object with its digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LockedSpec {
    /// The version alone.
    Plain(String),
    /// The version and the digest of the contract.
    Full(LockedFacts),
}

/// A locked version and the digest of the contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LockedFacts {
    /// The version.
    pub version: String,
    /// Digest of the contract, such as `sha256:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl LockedSpec {
    /// Returns the locked version.
    pub fn version(&self) -> &str {
        match self {
            Self::Plain(version) | Self::Full(LockedFacts { version, .. }) => version,
        }
    }
}

/// What happened since the last release of each service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct History {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Services by name.
    pub services: BTreeMap<String, ServiceHistory>,
}

/// What happened since the last release of one service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ServiceHistory {
    /// Version of the last release.
    pub released_version: String,
    /// When it was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    /// Commits since then.
    #[serde(default)]
    pub commits: Vec<Commit>,
}

/// A commit since the last release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Commit {
    /// Its hash.
    pub sha: String,
    /// Its message; Conventional Commits tell whether it breaks something.
    pub message: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Files it touches. Empty: unknown, and the type of the commit decides.
    pub paths: Vec<String>,
}

/// Labels of changes that are under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Labels {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// The labels.
    pub labels: Vec<Label>,
}

/// A label that makes some drift expected for a time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Label {
    /// The label, such as `affects:contracts`; `drift.label_weights` in the rules file gives it
    /// its meaning.
    pub label: String,
    /// Services it concerns, with `*` for any text. Empty: all.
    #[serde(default)]
    pub services: Vec<String>,
    /// When it ends: from that instant it has no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// Where the change is tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

shape!(SpecsLock, "specs-lock", version "1", at "manifests/**/specs.lock.json");
shape!(History, "history", version "1", at "catalog/history.yaml");
shape!(Labels, "labels", version "1", at "catalog/labels.yaml");
