//! From scores to verdicts and findings.

use std::collections::BTreeMap;

use super::metrics::Metrics;
use super::score::{self, Score};
use super::snapshot::QualitySnapshot;
use super::types::{QualityReport, QualityStatus, ScoreAdjustment, ServiceQuality};
use super::{fleet, reference, security};
use crate::catalog::{Catalog, Service};
use crate::config::{Profile, Rules, Thresholds};
use crate::finding::{Finding, SeverityCounts, codes};
use crate::time::Timestamp;

/// What scores are computed from, besides the catalog.
pub(crate) struct Evidence<'a> {
    /// Open drift issues by service; none when drift was not looked at.
    pub(crate) drift: Option<&'a BTreeMap<String, usize>>,
    /// Open findings of the graph by service.
    pub(crate) graph: &'a BTreeMap<String, usize>,
    pub(crate) thresholds: &'a Thresholds,
    pub(crate) rules: &'a Rules,
    pub(crate) previous: Option<&'a QualitySnapshot>,
    pub(crate) now: Timestamp,
}

/// Scores every service; the findings of the report are not settled yet.
pub(crate) fn analyze(catalog: &Catalog, evidence: &Evidence<'_>) -> QualityReport {
    conclude(catalog, score_all(catalog, evidence), evidence)
}

/// Scores every service, in the order of the catalog.
pub(crate) fn score_all(catalog: &Catalog, evidence: &Evidence<'_>) -> Vec<ServiceQuality> {
    named(catalog).map(|service| judge(service, evidence)).collect()
}

/// Adds the points of `adjustments` to scores in the order of the catalog, each as a part of its own, and judges
/// these anew.
pub(crate) fn adjust(
    catalog: &Catalog,
    scores: &mut [ServiceQuality],
    adjustments: &[ScoreAdjustment],
    evidence: &Evidence<'_>,
) {
    let mut of: BTreeMap<&str, Vec<&ScoreAdjustment>> = BTreeMap::new();
    for adjustment in adjustments {
        of.entry(&adjustment.service).or_default().push(adjustment);
    }
    for (service, scored) in named(catalog).zip(scores) {
        let Some(adjustments) = of.get(service.name.as_str()) else { continue };
        let parts = std::mem::take(&mut scored.contributions);
        (scored.score, scored.contributions) = score::adjusted(parts, adjustments);
        settle_status(service, scored, evidence);
    }
}

/// Sums up scores in the order of the catalog; the findings of the report are not settled yet.
pub(crate) fn conclude(
    catalog: &Catalog,
    mut services: Vec<ServiceQuality>,
    evidence: &Evidence<'_>,
) -> QualityReport {
    let mut findings = Vec::new();
    for (service, scored) in named(catalog).zip(&services) {
        report(service, scored, evidence, &mut findings);
    }
    services.sort_by(|a, b| a.service.cmp(&b.service));
    let global = fleet::summarize(&services, evidence.thresholds, evidence.previous);
    QualityReport {
        summary: SeverityCounts::default(),
        security: security::summarize(catalog),
        snapshot: fleet::snapshot(catalog, &services, &global, evidence.now),
        services,
        global,
        findings,
    }
}

/// Returns the services that can be scored.
fn named(catalog: &Catalog) -> impl Iterator<Item = &Service> {
    catalog.services.iter().filter(|service| !service.name.is_empty())
}

fn judge(service: &Service, evidence: &Evidence<'_>) -> ServiceQuality {
    let thresholds = evidence.thresholds;
    let issues = evidence.drift.map(|drift| drift.get(&service.name).copied().unwrap_or(0));
    let metrics = Metrics::of(service, issues, thresholds, evidence.now);
    let Score { score, contributions, confidence } = match thresholds.profile {
        Profile::Default => {
            let architecture = evidence.graph.get(&service.name).copied().unwrap_or(0);
            score::score(service, &metrics, architecture, thresholds)
        }
        Profile::Reference => {
            reference::score(service, issues.unwrap_or(0), thresholds, evidence.now)
        }
    };
    let mut scored = ServiceQuality {
        service: service.name.clone(),
        score,
        grade: String::new(),
        status: QualityStatus::InsufficientData,
        confidence,
        missing: metrics.missing().into_iter().map(|metric| metric.as_str().to_owned()).collect(),
        contributions,
        below_threshold: Vec::new(),
    };
    settle_status(service, &mut scored, evidence);
    scored
}

/// Tells what a score means: its grade, the verdict, and why it is below the threshold.
fn settle_status(service: &Service, scored: &mut ServiceQuality, evidence: &Evidence<'_>) {
    let rules = &evidence.rules.quality;
    #[expect(clippy::cast_precision_loss, reason = "scores are 0 to 100")]
    let points = scored.score as f64;
    scored.status = if scored.confidence < evidence.thresholds.min_confidence {
        QualityStatus::InsufficientData
    } else if points < rules.fail_under {
        QualityStatus::Failing
    } else if points < rules.min_score {
        QualityStatus::Warning
    } else {
        QualityStatus::Passing
    };
    scored.grade = grade(points, evidence.thresholds);
    scored.below_threshold = below_threshold(service, points, scored.status, evidence);
}

fn below_threshold(
    service: &Service,
    points: f64,
    status: QualityStatus,
    evidence: &Evidence<'_>,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let least = evidence.rules.quality.min_score;
    if status != QualityStatus::InsufficientData && points < least {
        reasons.push(format!("score {points} is below {least}"));
    }
    if let Some(open) = score::exceeds_vulnerabilities(service, evidence.thresholds) {
        let allowed = evidence.thresholds.security.max_critical_vulns;
        reasons.push(format!("{open} open critical vulnerabilities, {allowed} allowed"));
    }
    reasons
}

/// Returns the best grade whose least score is reached.
fn grade(points: f64, thresholds: &Thresholds) -> String {
    let reached = thresholds.grades.iter().filter(|(_, least)| points >= **least);
    let best = reached.max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map_or_else(|| "F".to_owned(), |(grade, _)| grade.clone())
}

fn report(
    service: &Service,
    scored: &ServiceQuality,
    evidence: &Evidence<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut push = |code, at: &str, message: String| {
        findings.push(Finding::new(code, &service.name, &[], message).at(service.place(at)));
    };
    let rules = &evidence.rules.quality;
    let worst = most_lost(scored);
    match scored.status {
        QualityStatus::Failing => {
            let message = format!("score {} is below {}; {worst}", scored.score, rules.fail_under);
            push(codes::quality::FAILING, "/quality", message);
        }
        QualityStatus::Warning => {
            let message = format!("score {} is below {}; {worst}", scored.score, rules.min_score);
            push(codes::quality::BELOW_MINIMUM, "/quality", message);
        }
        QualityStatus::InsufficientData => {
            let missing = scored.missing.join(", ");
            push(codes::quality::INSUFFICIENT_DATA, "", format!("not known: {missing}"));
        }
        QualityStatus::Passing => {}
    }
    if let Some(open) = score::exceeds_vulnerabilities(service, evidence.thresholds) {
        let allowed = evidence.thresholds.security.max_critical_vulns;
        let message = format!("{open} open critical vulnerabilities, {allowed} allowed");
        push(codes::quality::CRITICAL_VULNERABILITIES, "/quality/open_critical_vulns", message);
    }
    security_findings(service, evidence, &mut push);
    if let Some(message) = regression(scored, evidence) {
        push(codes::quality::REGRESSION, "/quality", message);
    }
}

fn security_findings(
    service: &Service,
    evidence: &Evidence<'_>,
    push: &mut impl FnMut(&'static crate::finding::Code, &str, String),
) {
    let Some(security) = &service.security else { return };
    if let Some(failures) = security.policy_failures_blocking.filter(|failures| *failures > 0) {
        let message = format!("{failures} blocking policies fail");
        push(codes::quality::POLICY_FAILURE, "/security/policy_failures_blocking", message);
    } else if security.policy_pass == Some(false) {
        push(codes::quality::POLICY_FAILURE, "/security/policy_pass", "a policy fails".to_owned());
    }
    if evidence.thresholds.security.require_signed_images && security.signed_images == Some(false) {
        let message = "the images are not signed".to_owned();
        push(codes::quality::UNSIGNED_IMAGES, "/security/signed_images", message);
    }
}

/// Says which dimension would raise the score most.
fn most_lost(scored: &ServiceQuality) -> String {
    let most = scored
        .contributions
        .iter()
        .max_by(|a, b| a.lost.total_cmp(&b.lost).then_with(|| b.name.cmp(&a.name)));
    match most.filter(|part| part.lost > 0.0) {
        Some(part) => format!("{} loses most, {} points", part.name, part.lost),
        None => "drift and penalties take it there".to_owned(),
    }
}

fn regression(scored: &ServiceQuality, evidence: &Evidence<'_>) -> Option<String> {
    let before = evidence.previous?.services.get(&scored.service)?.score?;
    #[expect(clippy::cast_precision_loss, reason = "scores are 0 to 100")]
    let drop = before - scored.score as f64;
    let known = scored.status != QualityStatus::InsufficientData;
    (known && drop > evidence.thresholds.max_drop)
        .then(|| format!("score fell from {before} to {}", scored.score))
}
