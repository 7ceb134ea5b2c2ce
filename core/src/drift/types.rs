//! What `classify_drift` reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::upgrade::UpgradeDecision;
use crate::document::{Source, typed};
use crate::finding::{Finding, Severity, SeverityCounts, summarize};
use crate::time::Timestamp;

/// What `classify_drift` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassifyDriftInput {
    /// The service index.
    pub catalog: Source,
    /// The spec index. Absent: pins and events cannot be decided, and the report says so.
    #[serde(default)]
    pub spec_index: Option<Source>,
    /// Lock files by the name of their service.
    #[serde(default)]
    pub locks: BTreeMap<String, Source>,
    /// Commits since the last releases.
    #[serde(default)]
    pub history: Option<Source>,
    /// Labels of changes under way.
    #[serde(default)]
    pub labels: Option<Source>,
    /// The rules file. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
    /// The upgrade policies file. Absent: `upgrades` in the rules file decides alone.
    #[serde(default)]
    pub upgrade_policies: Option<Source>,
    /// The time of the check.
    pub now: Timestamp,
}

/// What `classify_drift` found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriftReport {
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Open issues of each service that has any.
    pub by_service: BTreeMap<String, usize>,
    /// Open issues of each kind.
    pub by_code: BTreeMap<String, usize>,
    /// Inputs that were missing or old, and what that leaves undecided.
    pub degraded: Vec<DegradedInput>,
    /// Every open difference, worst first, with what to do.
    pub issues: Vec<DriftIssue>,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
}

/// An input that was missing or old.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DegradedInput {
    /// Name of the document.
    pub input: String,
    /// What is wrong with it, and what that leaves undecided.
    pub reason: String,
    /// Age of what was used instead, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_days: Option<i64>,
}

/// One difference between what is declared and what is published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DriftIssue {
    /// Code of the finding.
    pub code: String,
    /// The service.
    pub service: String,
    /// Severity, after labels, overrides and policies.
    pub severity: Severity,
    /// Severity before labels lowered it, or policies changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_severity: Option<Severity>,
    /// What policies ask about its severity. The one that it has follows from all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighed: Vec<Weighed>,
    /// Words that policies gave it, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// What should be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What to do.
    pub remediation: String,
    /// Whether policy would allow an automatic upgrade; absent where no upgrade helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_upgrade: Option<UpgradeDecision>,
    /// Fingerprint of the finding.
    pub fingerprint: String,
}

/// What a policy asks about the severity of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// Identifier of the policy.
    pub policy: String,
    /// The severity it asks for.
    pub severity: Severity,
    /// Why.
    pub reason: String,
}

/// What policies make of one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighing {
    /// Fingerprint of the issue.
    pub fingerprint: String,
    /// The severity that it has now; none when it stays as it is.
    pub severity: Option<Severity>,
    /// What was asked about it.
    pub weighed: Vec<Weighed>,
    /// Words for it, sorted.
    pub tags: Vec<String>,
}

impl DriftReport {
    /// Returns the report of settled findings.
    pub(crate) fn new(findings: Vec<Finding>, degraded: Vec<DegradedInput>) -> Self {
        let drift = |finding: &&Finding| finding.code.starts_with("drift/") && finding.is_open();
        let mut report = Self { summary: summarize(&findings), degraded, ..Self::default() };
        for finding in findings.iter().filter(drift) {
            *report.by_service.entry(finding.subject.to_string()).or_default() += 1;
            *report.by_code.entry(finding.code.to_string()).or_default() += 1;
            report.issues.push(DriftIssue::of(finding));
        }
        report.findings = findings;
        report
    }
}

impl DriftIssue {
    fn of(finding: &Finding) -> Self {
        let text = |name: &str| finding.evidence.get(name)?.as_str().map(str::to_owned);
        let value = |name: &str| finding.evidence.get(name).cloned();
        let known = crate::finding::codes::find(&finding.code).map(|code| code.fix);
        Self {
            code: finding.code.to_string(),
            service: finding.subject.to_string(),
            severity: finding.severity,
            original_severity: value("original_severity").and_then(|v| typed::from_owned(v).ok()),
            weighed: Vec::new(),
            tags: Vec::new(),
            current: text("current"),
            expected: text("expected"),
            remediation: finding.remediation.as_deref().or(known).unwrap_or_default().to_owned(),
            auto_upgrade: value("auto_upgrade").and_then(|v| typed::from_owned(v).ok()),
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}
