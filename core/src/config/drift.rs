//! How far behind the specifications a service may be.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Severity;

/// How far behind the specifications a service may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DriftRules {
    /// Whether a missing lock file blocks (`high`) or is only told (`low`).
    pub block_on_missing_lock: bool,
    /// Whether a minor lag is a warning (`lag_severity.minor`) or only told (`low`).
    pub warn_on_minor_spec_lag: bool,
    /// Whether, below 1.0.0, a newer minor version counts as a major one.
    pub zero_minor_is_major: bool,
    /// Severity of a lag by its class.
    pub lag_severity: LagSeverity,
    /// Days without an update after which a service is stale (`moderate`).
    pub stale_after_days: u32,
    /// Days without an update after which a stale service is a blocker (`high`).
    pub abandoned_after_days: u32,
    /// Days after which a spec index counts as degraded. Absent: never by age alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_max_age_days: Option<u32>,
    /// Files whose change needs no release; `*` matches any text.
    pub ignored_paths: Vec<String>,
    /// What labels of changes under way do to the severity of drift.
    pub label_weights: BTreeMap<String, LabelWeight>,
    /// Least severity a label can lower a `high` or `critical` finding to.
    pub label_floor: Severity,
}

/// Severity of a lag by its class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct LagSeverity {
    /// A newer major version is published.
    pub major: Severity,
    /// A newer minor version is published.
    pub minor: Severity,
    /// A newer patch version is published.
    pub patch: Severity,
}

impl Default for LagSeverity {
    fn default() -> Self {
        Self { major: Severity::High, minor: Severity::Moderate, patch: Severity::Low }
    }
}

/// What a label does to the severity of drift.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LabelWeight {
    /// Codes it concerns, with `*` for any text.
    pub codes: Vec<String>,
    /// Factor on the weight of the severity (low 1, moderate 3, high 6, critical 9), from 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub factor: f64,
}

impl Default for DriftRules {
    fn default() -> Self {
        let weight = |codes: &[&str]| LabelWeight { codes: super::names(codes), factor: 0.5 };
        let weights = [
            (
                "affects:contracts",
                weight(&[
                    "drift/spec_lag",
                    "drift/*pin*",
                    "drift/unknown_contract",
                    "drift/lock_mismatch",
                ]),
            ),
            ("affects:catalog", weight(&["drift/version_not_bumped", "drift/stale_entry"])),
            ("affects:security", weight(&["drift/library_divergence"])),
        ];
        Self {
            block_on_missing_lock: true,
            warn_on_minor_spec_lag: true,
            zero_minor_is_major: true,
            lag_severity: LagSeverity::default(),
            stale_after_days: 90,
            abandoned_after_days: 180,
            index_max_age_days: None,
            ignored_paths: super::names(&["docs/*", "*.md", ".github/*", "LICENSE*", ".gitignore"]),
            label_weights: weights.map(|(label, weight)| (label.to_owned(), weight)).into(),
            label_floor: Severity::Moderate,
        }
    }
}
