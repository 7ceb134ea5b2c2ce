//! How quality is weighed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The thresholds file. Weights are shares of the points above `base`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Thresholds {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Which formula is used.
    pub profile: Profile,
    /// Points every service starts with, 0 to 100.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub base: f64,
    /// How test coverage counts.
    pub coverage: CoverageThresholds,
    /// How vulnerabilities count.
    pub security: SecurityThresholds,
    /// How security policies count.
    pub policy: PolicyThresholds,
    /// How freshness counts.
    pub stability: StabilityThresholds,
    /// How drift counts.
    pub drift: DriftThresholds,
    /// How findings of the dependency graph count.
    pub architecture: ArchitectureThresholds,
    /// Points on top.
    pub bonuses: Bonuses,
    /// Factor on the score by maturity; 1 where a maturity is not named.
    pub maturity_multipliers: BTreeMap<String, f64>,
    /// Least score of each grade; what is below the last is `F`.
    pub grades: BTreeMap<String, f64>,
    /// What a missing metric does.
    pub missing: MissingPolicy,
    /// Metrics that count as zero when they are missing, whatever `missing` says: else leaving a bad
    /// metric out would raise the score.
    pub required: Vec<Metric>,
    /// Least share of the weights that must be known, 0 to 1; below it there is no verdict.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_confidence: f64,
    /// Points a score may fall since the previous snapshot without being a regression.
    pub max_drop: f64,
}

/// Which formula is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Base and weighted shares of the points above it, less a penalty for drift.
    #[default]
    Default,
    /// Five dimensions of 0 to 100 with the weights .25, .35, .15, .10 and .15, times a factor by
    /// maturity; weights of this file are not used.
    Reference,
}

/// A metric of a service.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Test coverage.
    Coverage,
    /// Open vulnerabilities.
    Security,
    /// Security policies.
    Policy,
    /// Freshness.
    Stability,
    /// Drift.
    Drift,
}

/// What a missing metric does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingPolicy {
    /// Its weight is shared by the metrics that are known.
    #[default]
    Renormalize,
    /// It counts as zero.
    Zero,
}

/// How test coverage counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct CoverageThresholds {
    /// Coverage that gives full points, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub target: f64,
    /// Share of the points above the base.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub weight: f64,
}

/// How vulnerabilities count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct SecurityThresholds {
    /// Open critical vulnerabilities a service may have: a hard limit.
    pub max_critical_vulns: u32,
    /// Share of the points above the base.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub weight: f64,
    /// Most points of a service that exceeds `max_critical_vulns`. Absent: no cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap_when_exceeded: Option<f64>,
    /// Whether unsigned images are a finding.
    pub require_signed_images: bool,
}

/// How security policies count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct PolicyThresholds {
    /// Share of the points above the base.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub weight: f64,
}

/// How freshness counts: the days since the last update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct StabilityThresholds {
    /// Share of the points above the base.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub weight: f64,
    /// Up to so many days: full points.
    pub fresh_days: u32,
    /// Up to so many days: 85 % of the points.
    pub warning_days: u32,
    /// Up to so many days: 60 % of the points; beyond it 40 %.
    pub critical_days: u32,
}

/// How drift counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DriftThresholds {
    /// Share of the points above the base that drift can take away.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub penalty_weight: f64,
    /// Issues that take all of it away.
    #[schemars(range(min = 1))]
    pub full_penalty_issues: u32,
    /// Profile `reference`: points of 100 that one issue takes away.
    pub penalty_per_issue: f64,
}

/// How findings of the dependency graph count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ArchitectureThresholds {
    /// Points one open finding takes away.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub penalty_per_finding: f64,
    /// Most points findings take away.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub max_penalty: f64,
}

/// Points on top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Bonuses {
    /// Points for signed images.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub signed_images: f64,
    /// Points for a published bill of materials.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub sbom: f64,
    /// Points for passing linters.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub lint: f64,
    /// Most points on top.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub max: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        let grades = [("A", 90.0), ("B", 80.0), ("C", 70.0), ("D", 60.0)];
        Self {
            schema_version: None,
            profile: Profile::Default,
            base: 50.0,
            coverage: CoverageThresholds::default(),
            security: SecurityThresholds::default(),
            policy: PolicyThresholds::default(),
            stability: StabilityThresholds::default(),
            drift: DriftThresholds::default(),
            architecture: ArchitectureThresholds::default(),
            bonuses: Bonuses::default(),
            maturity_multipliers: BTreeMap::new(),
            grades: grades.map(|(grade, least)| (grade.to_owned(), least)).into(),
            missing: MissingPolicy::Renormalize,
            required: vec![Metric::Coverage, Metric::Security],
            min_confidence: 0.5,
            max_drop: 5.0,
        }
    }
}

impl Default for CoverageThresholds {
    fn default() -> Self {
        Self { target: 0.75, weight: 0.25 }
    }
}

impl Default for SecurityThresholds {
    fn default() -> Self {
        Self {
            max_critical_vulns: 0,
            weight: 0.35,
            cap_when_exceeded: None,
            require_signed_images: false,
        }
    }
}

impl Default for PolicyThresholds {
    fn default() -> Self {
        Self { weight: 0.15 }
    }
}

impl Default for StabilityThresholds {
    fn default() -> Self {
        Self { weight: 0.10, fresh_days: 7, warning_days: 30, critical_days: 90 }
    }
}

impl Default for DriftThresholds {
    fn default() -> Self {
        Self { penalty_weight: 0.15, full_penalty_issues: 5, penalty_per_issue: 5.0 }
    }
}

impl Default for ArchitectureThresholds {
    fn default() -> Self {
        Self { penalty_per_finding: 0.0, max_penalty: 20.0 }
    }
}

impl Default for Bonuses {
    fn default() -> Self {
        Self { signed_images: 0.0, sbom: 0.0, lint: 0.0, max: 5.0 }
    }
}
