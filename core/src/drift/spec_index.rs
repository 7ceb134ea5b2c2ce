//! The spec index: which contracts, events and libraries are published, in which versions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Location, codes};
use crate::schema::shape;
use crate::time::Timestamp;

/// Where a workspace keeps the spec index.
pub const SPEC_INDEX_PATH: &str = "catalog/spec-index.yaml";

/// The spec index file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SpecIndex {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Where the index was fetched from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was last fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<Timestamp>,
    /// Whether the last attempt to fetch it succeeded; else this is the cached one.
    pub status: IndexStatus,
    /// Contracts by name.
    pub specs: BTreeMap<String, SpecEntry>,
    /// Events by name without version.
    pub events: BTreeMap<String, EventEntry>,
}

/// Whether an index is fresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndexStatus {
    /// It was fetched.
    #[default]
    Ok,
    /// It could not be fetched: this is the cached one.
    Unreachable,
}

/// The published versions of a contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SpecEntry {
    /// Versions in any order.
    pub versions: Vec<SpecVersion>,
}

/// A published version: a text, or an object with more to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum SpecVersion {
    /// The version alone.
    Plain(String),
    /// The version and what is known of it.
    Full(VersionFacts),
}

/// What is known of a published version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct VersionFacts {
    /// The version (SemVer 2.0.0).
    pub version: String,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// Whether it was withdrawn.
    #[serde(default)]
    pub yanked: bool,
    /// Whether it will be withdrawn.
    #[serde(default)]
    pub deprecated: bool,
    /// Why it was withdrawn or deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The published versions of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct EventEntry {
    /// Versions such as `v1`.
    pub versions: Vec<String>,
    /// Those of them that are deprecated.
    pub deprecated: Vec<String>,
}

shape!(SpecIndex, "spec-index", version "1", at "catalog/spec-index.yaml");

/// A published version, parsed.
#[derive(Clone, Debug)]
pub(super) struct Published {
    pub(super) version: Version,
    pub(super) facts: VersionFacts,
}

/// Every contract with its versions parsed and sorted, once for all services.
pub(super) fn parse(
    index: &SpecIndex,
    path: &str,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Vec<Published>> {
    let mut parsed = BTreeMap::new();
    for (name, entry) in &index.specs {
        let mut versions = Vec::new();
        for (place, stated) in entry.versions.iter().enumerate() {
            let facts = stated.facts();
            match Version::parse(&facts.version) {
                Ok(version) => versions.push(Published { version, facts }),
                Err(_) => findings.push(invalid(path, name, place, &facts.version)),
            }
        }
        versions.sort_by(|a, b| a.version.cmp(&b.version));
        parsed.insert(name.clone(), versions);
    }
    parsed
}

impl SpecVersion {
    fn facts(&self) -> VersionFacts {
        match self {
            Self::Full(facts) => facts.clone(),
            Self::Plain(version) => {
                VersionFacts { version: version.clone(), ..VersionFacts::default() }
            }
        }
    }
}

fn invalid(path: &str, name: &str, place: usize, version: &str) -> Finding {
    let pointer = crate::document::pointer::push("/specs", name);
    let message = format!("`{version}` is not a semantic version");
    Finding::new(codes::drift::INVALID_PIN, name, &[path, version], message)
        .at(Location::new(path, format!("{pointer}/versions/{place}")))
}
