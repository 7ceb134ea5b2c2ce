//! The model of a service catalog: what a manifest says, and what the index keeps of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::format_smolstr;

use crate::document::pointer;
use crate::finding::Location;
use crate::schema::shape;
use crate::time::Timestamp;

/// One service: its manifest, and, in the index, its entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name", "repo", "domain", "version", "maturity", "dependencies"]))]
pub struct Service {
    /// Unique name: lower-case letters, digits, `-`, `_`, `.`; at most 63 characters.
    pub name: String,
    /// Repository the service is built from, usually a URL.
    #[schemars(with = "String", length(min = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// Folder inside the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Domain the service belongs to; `catalog.domains` in the rules file lists the known ones.
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Version of the service (SemVer 2.0.0).
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Maturity, such as `experimental`, `beta`, `stable` or `deprecated`.
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maturity: Option<String>,
    /// Language or platform it runs on, such as `python`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
    /// What the service is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Team or person that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How much the platform depends on it: 1 is the most critical tier, 4 the least.
    #[schemars(range(min = 1, max = 4))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// Free tags; selectors match them with `tag:`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// API contracts the service implements, as `name@x.y.z`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_contracts: Vec<String>,
    /// API contracts the service calls, as `name@x.y.z`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_dependencies: Vec<String>,
    /// Events it consumes, such as `pricing.curve.updates.v1`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events_in: Vec<String>,
    /// Events it produces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events_out: Vec<String>,
    /// What it needs to run.
    pub dependencies: Dependencies,
    /// Shared libraries it is built with: name to version.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub libraries: BTreeMap<String, String>,
    /// Measured quality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// Security signals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Security>,
    /// When the manifest was last updated (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_update: Option<Timestamp>,
    /// Commit the manifest was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether the entry is fresh; written by `build_catalog`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When the manifest was last collected; written by `build_catalog`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_at: Option<Timestamp>,
    /// Keys that no rule reads, kept as they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, Value>,
    /// Where the service was read.
    #[serde(skip)]
    #[schemars(skip)]
    pub origin: Option<Origin>,
}

/// What a service needs to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["internal", "external"]))]
pub struct Dependencies {
    /// Services of this catalog, as `name` or `name@range`.
    pub internal: Vec<String>,
    /// Technology from elsewhere, as `name` or `name@version`.
    pub external: Vec<String>,
}

/// Measured quality of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Quality {
    /// Share of code that tests run, from 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// Whether the linters pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint_pass: Option<bool>,
    /// Open vulnerabilities of critical severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_critical_vulns: Option<u32>,
    /// Open vulnerabilities of high severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_high_vulns: Option<u32>,
    /// Whether the integration tests pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_tests_pass: Option<bool>,
    /// Whether the contract tests pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_tests_pass: Option<bool>,
    /// Whether the performance tests pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performance_tests_pass: Option<bool>,
}

/// Security signals of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Security {
    /// Whether its images are signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_images: Option<bool>,
    /// Whether a software bill of materials is published with each image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sbom_present: Option<bool>,
    /// Whether every security policy passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_pass: Option<bool>,
    /// Failed policies that block a release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_failures_blocking: Option<u32>,
    /// Failed policies that only advise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_failures_advisory: Option<u32>,
}

/// Whether an entry of the index is fresh.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Collected this time.
    Active,
    /// Known from before, and not collected this time.
    Unknown,
    /// Collected, but its manifest has errors.
    Error,
}

/// The service index: every service of the platform, sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "ServiceIndex", deny_unknown_fields, extend("required" = ["services"]))]
pub struct Catalog {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// What is said of the index as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<CatalogMetadata>,
    /// The services.
    pub services: Vec<Service>,
}

/// What is said of an index as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct CatalogMetadata {
    /// When the index was built.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<Timestamp>,
    /// Version of the index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Number of services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_services: Option<u64>,
}

/// Where a service was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Name of the document.
    pub path: Arc<str>,
    /// JSON Pointer of the service in it; empty for a manifest.
    pub pointer: String,
}

impl Service {
    /// Returns the place of the service's value at the JSON Pointer `inner`, such as `/version`.
    pub fn place(&self, inner: &str) -> Option<Location> {
        let origin = self.origin.as_ref()?;
        Some(Location::new(Arc::clone(&origin.path), format_smolstr!("{}{inner}", origin.pointer)))
    }

    /// Returns the place of item `index` of the list at the JSON Pointer `list`.
    pub fn place_in(&self, list: &str, index: usize) -> Option<Location> {
        self.place(&pointer::push(list, &index.to_string()))
    }
}

impl Catalog {
    /// Returns the index into `services` by name; the first wins where two share one.
    pub(crate) fn by_name(&self) -> HashMap<&str, usize> {
        let mut names = HashMap::with_capacity(self.services.len());
        for (index, service) in self.services.iter().enumerate() {
            names.entry(service.name.as_str()).or_insert(index);
        }
        names
    }

    /// Returns the service called `name`; a linear search, for single questions.
    pub fn find(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }
}

shape!(Service, "service-manifest", version "1", at "manifests/**/*.yaml");
shape!(Catalog, "service-index", version "1", at "catalog/service-index.yaml");
