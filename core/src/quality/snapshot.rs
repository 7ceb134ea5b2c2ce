//! The scores as they are kept from one check to the next.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schema::shape;
use crate::time::Timestamp;

/// The quality snapshot file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct QualitySnapshot {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// When the scores were computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<Timestamp>,
    /// Scores and what they rest on, by service.
    pub services: BTreeMap<String, SnapshotEntry>,
    /// Numbers over all services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global: Option<SnapshotGlobal>,
}

/// The score of one service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SnapshotEntry {
    /// Score from 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Share of code that tests run, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// Whether the linters passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint_pass: Option<bool>,
    /// Open critical vulnerabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vuln_critical: Option<u32>,
}

/// Numbers over all services.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SnapshotGlobal {
    /// Mean score, to one decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avg_score: Option<f64>,
    /// Services below the minimum or beyond a hard limit, sorted.
    pub services_below_threshold: Vec<String>,
}

shape!(QualitySnapshot, "quality-snapshot", version "1", at "catalog/quality-snapshot.json");
