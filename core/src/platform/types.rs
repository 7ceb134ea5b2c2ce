//! What the whole check reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, EntryChange};
use crate::document::Source;
use crate::drift::DriftReport;
use crate::finding::{Finding, Severity, SeverityCounts};
use crate::graph::GraphReport;
use crate::quality::{QualityReport, SecuritySummary};
use crate::time::Timestamp;

/// What `check_platform` reads: the files of a workspace.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformInput {
    /// Documents of the workspace by their path relative to its root, with `/` between folders.
    pub files: BTreeMap<String, Source>,
    /// The time of the check.
    pub now: Timestamp,
    /// Least severity of an open finding that fails the check.
    #[serde(default = "default_fail_on")]
    pub fail_on: Severity,
}

fn default_fail_on() -> Severity {
    Severity::High
}

/// The one report over a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlatformReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// The time of the check.
    pub generated_at: Timestamp,
    /// Whether the platform passes, and why not.
    pub verdict: Verdict,
    /// What was counted.
    pub summary: PlatformSummary,
    /// Inputs that were missing, old or broken, and what that leaves undecided.
    pub degraded: Vec<Degraded>,
    /// Services that need attention first.
    pub top_risks: Vec<Risk>,
    /// Every finding of every domain, worst first.
    pub findings: Vec<Finding>,
    /// The documents that were read, with their shapes.
    pub inputs: Vec<InputFile>,
    /// The service index, as built from the manifests.
    pub catalog: Catalog,
    /// SHA-256 of the canonical JSON (RFC 8785) of the services, in hexadecimal.
    pub catalog_digest: String,
    /// What became of each service since the previous index.
    pub changes: Vec<EntryChange>,
    /// The dependency graph; its findings stand in `findings`.
    pub graph: GraphReport,
    /// Drift from the specifications; its findings stand in `findings`.
    pub drift: DriftReport,
    /// Quality of each service and of all; its findings stand in `findings`.
    pub quality: QualityReport,
    /// Security signals over all services.
    pub security: SecuritySummary,
}

/// Whether the platform passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Whether no open finding is at least as severe as `fail_on`.
    pub pass: bool,
    /// Exit status of the check: 0 when it passes, 1 when not.
    pub exit_status: u8,
    /// Least severity of an open finding that fails the check.
    pub fail_on: Severity,
    /// One line for people for each code that fails the check.
    pub reasons: Vec<String>,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlatformSummary {
    /// Number of services.
    pub services: usize,
    /// Number of services by domain; `unknown` for those without one.
    pub by_domain: BTreeMap<String, usize>,
    /// Number of services by maturity; `unknown` for those without one.
    pub by_maturity: BTreeMap<String, usize>,
    /// Number of open findings by severity.
    pub findings: SeverityCounts,
    /// Number of findings that a waiver or the baseline accepts.
    pub suppressed: usize,
}

/// An input that was missing, old or broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Degraded {
    /// The input: a path or the name of a shape.
    pub input: String,
    /// What is wrong with it, and what that leaves undecided.
    pub reason: String,
}

/// A service that needs attention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// Name of the service.
    pub service: String,
    /// Risk from 0 to 100: `100 · (1 − Π(1 − p))` over its open findings, with `p` 0.6 for critical,
    /// 0.3 for high, 0.1 for moderate, 0.03 for low and 0 for info.
    pub score: f64,
    /// Services that depend on it, directly or not.
    pub dependents: usize,
    /// Codes of its open findings, worst first.
    pub codes: Vec<String>,
}

/// A document of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputFile {
    /// Path relative to the root of the workspace.
    pub path: String,
    /// Name of the shape it was read as; absent when no rule reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
}
