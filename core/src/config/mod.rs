//! What a platform team configures: `config/rules.yaml`, `config/thresholds.yaml` and
//! `config/upgrade-policies.yaml`.
//!
//! Each section is read by the domain of its name. Every key has a default, so that any file, and
//! any key, may be absent; keys that no rule reads are reported.

mod dependency;
mod diff;
mod drift;
mod kind;
mod thresholds;
mod upgrades;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{Limits, Source};
use crate::error::Result;
use crate::finding::{Exceptions, Settlement, SeverityOverride, Waiver, gaps};
use crate::schema::{self, Read, shape};
use crate::time::Timestamp;

pub use dependency::{AllowedEdge, DependencyRules, EdgeLimits, EdgeRule, ReverseEdge, SameRank};
pub use diff::{ArtifactRule, ChangeIgnore, ChangeOverride, ChangeSetting, Class, DiffRules};
pub use drift::{DriftRules, LabelWeight, LagSeverity};
pub use kind::Kind;
pub use thresholds::{
    ArchitectureThresholds, Bonuses, CoverageThresholds, DriftThresholds, Metric, MissingPolicy,
    PolicyThresholds, Profile, SecurityThresholds, StabilityThresholds, Thresholds,
};
pub use upgrades::{
    UpgradeAction, UpgradeClass, UpgradeMatch, UpgradePolicies, UpgradeRule, UpgradeRules,
};

/// Where a workspace keeps its rules file.
pub const RULES_PATH: &str = "config/rules.yaml";

/// The rules file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Rules {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// What entries of the catalog may say.
    pub catalog: CatalogRules,
    /// Which dependencies are allowed.
    pub dependency: DependencyRules,
    /// Edges that must not exist, between domains or selectors.
    pub forbidden_reverse_edges: Vec<ReverseEdge>,
    /// When a quality score is good enough.
    pub quality: QualityRules,
    /// How far behind the specifications a service may be.
    pub drift: DriftRules,
    /// Which upgrades may be made without a person.
    pub upgrades: UpgradeRules,
    /// What to make of changes of artifacts.
    pub diff: DiffRules,
    /// Severity by finding code, or `off`.
    pub severities: BTreeMap<String, SeverityOverride>,
    /// Findings accepted by decision.
    pub waivers: Vec<Waiver>,
    /// Findings that were there when a rule was introduced, by fingerprint.
    pub baseline: Vec<Waiver>,
}

/// What entries of the catalog may say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct CatalogRules {
    /// Known domains. Empty: those of `dependency.domain_layers`.
    pub domains: Vec<String>,
    /// Known maturities.
    pub maturities: Vec<String>,
    /// Known runtimes. Empty: any.
    pub runtimes: Vec<String>,
    /// Fields that should be present, as dotted paths such as `quality.coverage`.
    pub recommended: Vec<String>,
    /// Days after which an entry that was not updated is stale.
    #[schemars(range(min = 0))]
    pub stale_after_days: u32,
    /// Whether every internal dependency must be in the catalog.
    pub require_known_dependencies: bool,
}

impl Default for CatalogRules {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            maturities: names(&["experimental", "beta", "stable", "deprecated"]),
            runtimes: Vec::new(),
            recommended: Vec::new(),
            stale_after_days: 90,
            require_known_dependencies: true,
        }
    }
}

/// When a quality score is good enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct QualityRules {
    /// Scores below this are a warning; 0 to 100.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub min_score: f64,
    /// Scores below this are a failure; 0 to 100.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub fail_under: f64,
}

impl Default for QualityRules {
    fn default() -> Self {
        Self { min_score: 70.0, fail_under: 60.0 }
    }
}

shape!(Rules, "rules", version "1", at "config/rules.yaml");
shape!(Thresholds, "thresholds", version "1", at "config/thresholds.yaml");
shape!(UpgradePolicies, "upgrade-policies", version "1", at "config/upgrade-policies.yaml");

impl Rules {
    /// Reads the rules file, or the defaults when there is none.
    ///
    /// # Errors
    /// As [`Source::load`].
    pub fn load(source: Option<&Source>, limits: &Limits) -> Result<Loaded<Self>> {
        load(source, RULES_PATH, limits)
    }

    /// Returns the known domains.
    pub fn known_domains(&self) -> Vec<&str> {
        if self.catalog.domains.is_empty() {
            return self.dependency.domain_layers.keys().map(String::as_str).collect();
        }
        self.catalog.domains.iter().map(String::as_str).collect()
    }

    /// Returns the accepted findings.
    pub fn exceptions(&self) -> Exceptions {
        Exceptions { waivers: self.waivers.clone(), baseline: self.baseline.clone() }
    }
}

/// A configuration file, read.
#[derive(Debug)]
pub struct Loaded<T> {
    /// Name of the document.
    pub path: String,
    /// What it says, or the defaults.
    pub value: T,
    /// Whether there was a document.
    pub given: bool,
    /// Every difference from its schema.
    pub findings: Vec<crate::finding::Finding>,
}

/// Reads a configuration document of shape `T`, or its defaults when there is none.
///
/// # Errors
/// As [`Source::load`].
pub fn load<T: schema::Shape>(
    source: Option<&Source>,
    path: &str,
    limits: &Limits,
) -> Result<Loaded<T>> {
    let Some(source) = source else {
        return Ok(Loaded {
            path: path.to_owned(),
            value: T::default(),
            given: false,
            findings: Vec::new(),
        });
    };
    let document = source.load(path, limits)?;
    let Read { value, findings, .. } = schema::read(&document)?;
    Ok(Loaded { path: document.path, value, given: true, findings })
}

/// Returns how findings of `domains` are settled under `rules`.
pub(crate) fn settlement<'a>(
    rules: &'a Loaded<Rules>,
    exceptions: &'a Exceptions,
    domains: &'a [&'a str],
    now: Timestamp,
) -> Settlement<'a> {
    Settlement {
        severities: &rules.value.severities,
        exceptions,
        rules_path: &rules.path,
        rules_gaps: gaps(&rules.findings),
        domains,
        policies: &[],
        pack: None,
        now,
    }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}
