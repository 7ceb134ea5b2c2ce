//! Numbers over all services.

use std::collections::BTreeMap;

use super::snapshot::{QualitySnapshot, SnapshotEntry, SnapshotGlobal};
use super::types::{GlobalQuality, QualityStatus, ScoreChange, ServiceQuality, Trend};
use crate::catalog::Catalog;
use crate::config::{Profile, Thresholds};
use crate::stats;
use crate::time::Timestamp;

/// Sums up scores. A service of which too little is known is not averaged as zero: it is left out.
pub(super) fn summarize(
    services: &[ServiceQuality],
    thresholds: &Thresholds,
    previous: Option<&QualitySnapshot>,
) -> GlobalQuality {
    let scored: Vec<&ServiceQuality> = services
        .iter()
        .filter(|service| service.status != QualityStatus::InsufficientData)
        .collect();
    let scores: Vec<f64> = scored.iter().map(|service| points(service.score)).collect();
    let median = match thresholds.profile {
        Profile::Default => stats::median(&scores),
        Profile::Reference => stats::upper_median(&scores),
    };
    GlobalQuality {
        scored: scored.len(),
        average: stats::mean(&scores).map(|mean| stats::round_half_even(mean, 1)),
        median,
        min: stats::percentile(&scores, 0),
        p10: stats::percentile(&scores, 10),
        max: stats::percentile(&scores, 100),
        by_grade: tally(scored.iter().map(|service| service.grade.clone())),
        by_status: tally(services.iter().map(|service| service.status.as_str().to_owned())),
        below_threshold: services
            .iter()
            .filter(|service| !service.below_threshold.is_empty())
            .map(|service| service.service.clone())
            .collect(),
        trend: previous.map(|previous| trend(&scored, previous)),
    }
}

fn trend(scored: &[&ServiceQuality], previous: &QualitySnapshot) -> Trend {
    let mut changes = Vec::new();
    for service in scored {
        let before = previous.services.get(&service.service).and_then(|entry| entry.score);
        if let Some(before) = before {
            let after = points(service.score);
            changes.push(ScoreChange { service: service.service.clone(), before, after });
        }
    }
    let differences: Vec<f64> = changes.iter().map(|change| change.after - change.before).collect();
    let average_change = stats::mean(&differences).unwrap_or(0.0);
    let (improved, rest): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.after > change.before);
    Trend {
        since: previous.generated_at,
        average_change: stats::round_half_even(average_change, 1),
        improved,
        declined: rest.into_iter().filter(|change| change.after < change.before).collect(),
    }
}

/// Returns the scores in the shape that is kept.
pub(super) fn snapshot(
    catalog: &Catalog,
    services: &[ServiceQuality],
    global: &GlobalQuality,
    now: Timestamp,
) -> QualitySnapshot {
    let scores: BTreeMap<&str, &ServiceQuality> =
        services.iter().map(|service| (service.service.as_str(), service)).collect();
    let entries = catalog.services.iter().filter_map(|service| {
        let scored = scores.get(service.name.as_str())?;
        let quality = service.quality.as_ref();
        let known = scored.status != QualityStatus::InsufficientData;
        let entry = SnapshotEntry {
            score: known.then(|| points(scored.score)),
            grade: known.then(|| scored.grade.clone()),
            coverage: quality.and_then(|quality| quality.coverage),
            lint_pass: quality.and_then(|quality| quality.lint_pass),
            vuln_critical: quality.and_then(|quality| quality.open_critical_vulns),
        };
        Some((service.name.clone(), entry))
    });
    QualitySnapshot {
        schema_version: Some("1".to_owned()),
        generated_at: Some(now),
        services: entries.collect(),
        global: Some(SnapshotGlobal {
            avg_score: global.average,
            services_below_threshold: global.below_threshold.clone(),
        }),
    }
}

impl QualityStatus {
    /// Returns the name hosts see.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passing => "passing",
            Self::Warning => "warning",
            Self::Failing => "failing",
            Self::InsufficientData => "insufficient_data",
        }
    }
}

fn tally(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

#[expect(clippy::cast_precision_loss, reason = "scores are 0 to 100")]
fn points(score: i64) -> f64 {
    score as f64
}
