//! What `score_quality` reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::security::SecuritySummary;
use super::snapshot::QualitySnapshot;
use crate::document::Source;
use crate::finding::{Finding, SeverityCounts};
use crate::time::Timestamp;

/// What `score_quality` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreQualityInput {
    /// The service index.
    pub catalog: Source,
    /// A drift report, or the number of issues by service. Absent: drift is not known.
    #[serde(default)]
    pub drift: Option<Source>,
    /// A graph report, or the number of findings by service. Absent: architecture does not count.
    #[serde(default)]
    pub graph: Option<Source>,
    /// The thresholds file. Absent: the defaults.
    #[serde(default)]
    pub thresholds: Option<Source>,
    /// The rules file. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
    /// The previous snapshot, for the trend.
    #[serde(default)]
    pub previous: Option<Source>,
    /// The time of the check.
    pub now: Timestamp,
}

/// What `score_quality` found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QualityReport {
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Scores of each service, sorted by name.
    pub services: Vec<ServiceQuality>,
    /// Numbers over all services.
    pub global: GlobalQuality,
    /// Security signals over all services.
    pub security: SecuritySummary,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
    /// The scores in the shape that the next check takes as `previous`.
    pub snapshot: QualitySnapshot,
}

/// The score of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceQuality {
    /// Name of the service.
    pub service: String,
    /// Score from 0 to 100, rounded half to even.
    pub score: i64,
    /// Grade by `grades` of the thresholds file; `F` below all of them.
    pub grade: String,
    /// Verdict.
    pub status: QualityStatus,
    /// Share of the weights that was known, 0 to 1.
    pub confidence: f64,
    /// Metrics that were not known.
    pub missing: Vec<String>,
    /// What made the score: the points add up to it exactly.
    pub contributions: Vec<Contribution>,
    /// Why the service counts as below the threshold; empty when it does not.
    pub below_threshold: Vec<String>,
}

/// What one dimension adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contribution {
    /// The dimension, or `base`, `maturity`, `cap`, `rounding`, or the identifier of a policy.
    pub name: String,
    /// Points it adds; a multiple of 0.001.
    pub points: f64,
    /// Points it could add more.
    pub lost: f64,
    /// Why a policy adds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Points that a policy adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreAdjustment {
    /// Name of the service.
    pub service: String,
    /// Identifier of the policy.
    pub policy: String,
    /// Points; less than 0 to take some.
    pub points: f64,
    /// Why.
    pub reason: String,
}

/// Verdict about the quality of a service.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum QualityStatus {
    /// The score is at least the minimum.
    Passing,
    /// The score is below the minimum.
    Warning,
    /// The score is below the failing mark.
    Failing,
    /// Too little is known.
    InsufficientData,
}

/// Numbers over all services that could be scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GlobalQuality {
    /// Services that were scored.
    pub scored: usize,
    /// Mean score, to one decimal; none when no service was scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    /// Median score: the mean of the middle two, or, in the profile `reference`, the upper one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// Least score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Tenth percentile, by nearest rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p10: Option<f64>,
    /// Best score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Services by grade.
    pub by_grade: BTreeMap<String, usize>,
    /// Services by verdict.
    pub by_status: BTreeMap<String, usize>,
    /// Services below the minimum or beyond a hard limit, sorted.
    pub below_threshold: Vec<String>,
    /// What changed since the previous snapshot; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
}

/// What changed since the previous snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trend {
    /// When the previous snapshot was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Change of the mean over the services of both snapshots, to one decimal.
    pub average_change: f64,
    /// Services whose score rose.
    pub improved: Vec<ScoreChange>,
    /// Services whose score fell.
    pub declined: Vec<ScoreChange>,
}

/// How the score of a service changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreChange {
    /// Name of the service.
    pub service: String,
    /// Score in the previous snapshot.
    pub before: f64,
    /// Score now.
    pub after: f64,
}
