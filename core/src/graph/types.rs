//! What `check_graph` reads and returns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyze::{Analysis, GraphTotals};
use super::cycles::Cycle;
use super::metrics::ServiceMetrics;
use crate::document::Source;
use crate::finding::{Finding, SeverityCounts, summarize};
use crate::time::Timestamp;

/// What `check_graph` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckGraphInput {
    /// The service index.
    pub catalog: Source,
    /// The graph file. Absent: the dependencies of the manifests are all there are.
    #[serde(default)]
    pub graph: Option<Source>,
    /// The rules file. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
    /// The time of the check.
    pub now: Timestamp,
}

/// What `check_graph` found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GraphReport {
    /// What was counted.
    pub totals: GraphTotals,
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
    /// Services that depend on each other in a circle, by their least member.
    pub cycles: Vec<Cycle>,
    /// Numbers about each service, sorted by name.
    pub metrics: Vec<ServiceMetrics>,
}

impl GraphReport {
    /// Returns the report of an analysis whose findings are settled.
    pub(crate) fn new(analysis: Analysis, findings: Vec<Finding>) -> Self {
        let Analysis { metrics, cycles, totals, .. } = analysis;
        Self { totals, summary: summarize(&findings), findings, cycles, metrics }
    }
}
