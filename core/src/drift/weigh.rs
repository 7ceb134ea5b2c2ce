//! What policies make of issues: severities and words.

use std::collections::BTreeMap;

use super::types::{DriftIssue, DriftReport, Weighing};
use crate::finding::{Finding, sort, summarize};

impl DriftReport {
    /// Gives issues, and the `findings` they are made of, the severities and words of `weighings`, and sorts both.
    pub(crate) fn weigh(&mut self, weighings: &[Weighing], findings: &mut [Finding]) {
        let of: BTreeMap<&str, &Weighing> =
            weighings.iter().map(|weighing| (weighing.fingerprint.as_str(), weighing)).collect();
        for issue in &mut self.issues {
            if let Some(weighing) = of.get(issue.fingerprint.as_str()) {
                weigh_issue(issue, weighing);
            }
        }
        let is_drift = |finding: &&mut Finding| is_of_drift(finding);
        for finding in findings.iter_mut().filter(is_drift) {
            if let Some(weighing) = of.get(finding.fingerprint.as_str()) {
                weigh_finding(finding, weighing);
            }
        }
        sort(findings);
        self.summary = summarize(findings.iter().filter(|finding| is_of_drift(finding)));
        let rank: BTreeMap<&str, usize> =
            findings.iter().enumerate().map(|(rank, f)| (f.fingerprint.as_str(), rank)).collect();
        self.issues.sort_by_key(|issue| rank.get(issue.fingerprint.as_str()).copied());
    }
}

/// Tells whether a finding is of the rules of drift; a policy may call its own so, too.
fn is_of_drift(finding: &Finding) -> bool {
    finding.policy.is_none() && finding.code.starts_with("drift/")
}

fn weigh_issue(issue: &mut DriftIssue, weighing: &Weighing) {
    if let Some(severity) = weighing.severity.filter(|severity| *severity != issue.severity) {
        issue.original_severity.get_or_insert(issue.severity);
        issue.severity = severity;
    }
    issue.weighed.clone_from(&weighing.weighed);
    issue.tags.clone_from(&weighing.tags);
}

/// The finding tells the same in its evidence, where every format has it.
fn weigh_finding(finding: &mut Finding, weighing: &Weighing) {
    if let Some(severity) = weighing.severity.filter(|severity| *severity != finding.severity) {
        let before = finding.severity.as_str();
        finding.evidence.entry("original_severity".to_owned()).or_insert_with(|| before.into());
        finding.severity = severity;
    }
    if let Ok(weighed) = serde_json::to_value(&weighing.weighed)
        && !weighing.weighed.is_empty()
    {
        finding.evidence.insert("weighed".to_owned(), weighed);
    }
    if !weighing.tags.is_empty() {
        finding.evidence.insert("tags".to_owned(), weighing.tags.clone().into());
    }
}
