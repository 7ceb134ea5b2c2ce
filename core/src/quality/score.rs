//! From metrics to a score whose parts add up to it exactly.
//!
//! Points are counted in thousandths, so that sums are exact and the same in every host:
//!
//! `base + (100 − base) · (Σ weight · share − drift weight · drift share) + bonuses − penalties`,
//! times the factor of the maturity, capped, clamped to 0–100, rounded half to even.

use super::metrics::Metrics;
use super::types::{Contribution, ScoreAdjustment};
use crate::catalog::Service;
use crate::config::{Metric, MissingPolicy, Thresholds};
use crate::stats::round_half_even;

/// A score with its parts.
pub(super) struct Score {
    pub(super) score: i64,
    pub(super) contributions: Vec<Contribution>,
    pub(super) confidence: f64,
}

/// A sum of parts, in thousandths of a point.
pub(super) struct Tally {
    parts: Vec<Contribution>,
    milli: i64,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self { parts: Vec::new(), milli: 0 }
    }

    /// Adds a part of `points`, of `most` points it could add.
    pub(super) fn add(&mut self, name: &str, points: f64, most: f64) {
        let milli = to_milli(points);
        let lost = to_milli(most).saturating_sub(milli).max(0);
        self.push(name, milli, lost);
    }

    fn push(&mut self, name: &str, milli: i64, lost: i64) {
        self.milli += milli;
        let (points, lost) = (from_milli(milli), from_milli(lost));
        self.parts.push(Contribution { name: name.to_owned(), points, lost, reason: None });
    }

    /// Adds what brings the sum to `milli`, when it differs.
    pub(super) fn adjust(&mut self, name: &str, milli: i64) {
        if milli != self.milli {
            self.push(name, milli - self.milli, 0);
        }
    }

    pub(super) fn points(&self) -> f64 {
        from_milli(self.milli)
    }

    /// Clamps and rounds, each as a part of its own.
    pub(super) fn finish(mut self) -> (i64, Vec<Contribution>) {
        self.adjust("clamp", self.milli.clamp(0, 100_000));
        let score = round_milli(self.milli);
        self.adjust("rounding", score * 1000);
        (score, self.parts)
    }
}

/// Adds the points of policies to the parts of a score, and returns the score that they have together.
pub(super) fn adjusted(
    parts: Vec<Contribution>,
    adjustments: &[&ScoreAdjustment],
) -> (i64, Vec<Contribution>) {
    let milli = parts.iter().map(|part| to_milli(part.points)).sum();
    let mut tally = Tally { parts, milli };
    for adjustment in adjustments {
        let milli = to_milli(adjustment.points);
        tally.milli = tally.milli.saturating_add(milli);
        tally.parts.push(Contribution {
            name: adjustment.policy.clone(),
            points: from_milli(milli),
            lost: 0.0,
            reason: Some(adjustment.reason.clone()),
        });
    }
    tally.finish()
}

/// Scores a service by the default formula; `architecture` is the number of its graph findings.
pub(super) fn score(
    service: &Service,
    metrics: &Metrics,
    architecture: usize,
    thresholds: &Thresholds,
) -> Score {
    let span = 100.0 - thresholds.base;
    let mut tally = Tally::new();
    tally.add("base", thresholds.base, thresholds.base);
    let weights = weights(metrics, thresholds);
    for (metric, share, weight) in &weights.parts {
        let most = span * weight * weights.stretch;
        tally.add(metric.as_str(), most * share, most);
    }
    let penalty = span * thresholds.drift.penalty_weight;
    tally.add("drift", -penalty * metrics.drift.unwrap_or(0.0), 0.0);
    add_extras(&mut tally, service, architecture, thresholds);
    let maturity = service.maturity.as_deref().unwrap_or_default();
    if let Some(factor) = thresholds.maturity_multipliers.get(maturity) {
        tally.adjust("maturity", to_milli(tally.points() * factor));
    }
    if let Some(cap) = cap(service, thresholds).filter(|cap| tally.points() > *cap) {
        tally.adjust("cap", to_milli(cap));
    }
    let (score, contributions) = tally.finish();
    Score { score, contributions, confidence: weights.confidence }
}

struct Weights {
    /// Metric, share from 0 to 1, weight.
    parts: Vec<(Metric, f64, f64)>,
    /// What the weights of known metrics are multiplied by, to take over those of missing ones.
    stretch: f64,
    confidence: f64,
}

fn weights(metrics: &Metrics, thresholds: &Thresholds) -> Weights {
    let all = [
        (Metric::Coverage, metrics.coverage, thresholds.coverage.weight),
        (Metric::Security, metrics.security, thresholds.security.weight),
        (Metric::Policy, metrics.policy, thresholds.policy.weight),
        (Metric::Stability, metrics.stability, thresholds.stability.weight),
    ];
    let total: f64 = all.iter().map(|(.., weight)| weight).sum();
    let known: f64 =
        all.iter().filter(|(_, share, _)| share.is_some()).map(|(.., weight)| weight).sum();
    let drift = thresholds.drift.penalty_weight;
    let drift_known = if metrics.drift.is_some() { drift } else { 0.0 };
    let counts_as_zero = |metric: &Metric| {
        thresholds.missing == MissingPolicy::Zero || thresholds.required.contains(metric)
    };
    let parts: Vec<(Metric, f64, f64)> = all
        .iter()
        .filter(|(metric, share, _)| share.is_some() || counts_as_zero(metric))
        .map(|(metric, share, weight)| (*metric, share.unwrap_or(0.0), *weight))
        .collect();
    let used: f64 = parts.iter().map(|(.., weight)| weight).sum();
    let stretch = if used > 0.0 { total / used } else { 1.0 };
    let whole = total + drift;
    let confidence = if whole > 0.0 { (known + drift_known) / whole } else { 1.0 };
    Weights { parts, stretch, confidence: round_half_even(confidence, 3) }
}

fn add_extras(tally: &mut Tally, service: &Service, architecture: usize, thresholds: &Thresholds) {
    let rules = &thresholds.architecture;
    if rules.penalty_per_finding > 0.0 {
        let penalty = super::metrics::count(architecture) * rules.penalty_per_finding;
        tally.add("architecture", -penalty.min(rules.max_penalty), 0.0);
    }
    let security = service.security.as_ref();
    let holds = |flag: Option<bool>| flag == Some(true);
    let extras = [
        (
            holds(security.and_then(|security| security.signed_images)),
            thresholds.bonuses.signed_images,
        ),
        (holds(security.and_then(|security| security.sbom_present)), thresholds.bonuses.sbom),
        (
            holds(service.quality.as_ref().and_then(|quality| quality.lint_pass)),
            thresholds.bonuses.lint,
        ),
    ];
    let most: f64 =
        extras.iter().map(|(_, points)| points).sum::<f64>().min(thresholds.bonuses.max);
    let earned: f64 = extras.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum();
    if most > 0.0 {
        tally.add("bonuses", earned.min(thresholds.bonuses.max), most);
    }
}

/// Returns the most points the service may have, when it exceeds a hard limit.
fn cap(service: &Service, thresholds: &Thresholds) -> Option<f64> {
    exceeds_vulnerabilities(service, thresholds)?;
    thresholds.security.cap_when_exceeded
}

/// Returns the open critical vulnerabilities, when they are more than allowed.
pub(super) fn exceeds_vulnerabilities(service: &Service, thresholds: &Thresholds) -> Option<u32> {
    let open = service.quality.as_ref()?.open_critical_vulns?;
    (open > thresholds.security.max_critical_vulns).then_some(open)
}

#[expect(clippy::cast_possible_truncation, reason = "points are at most a few hundred")]
fn to_milli(points: f64) -> i64 {
    round_half_even(points * 1000.0, 0) as i64
}

#[expect(clippy::cast_precision_loss, reason = "points are at most a few hundred")]
fn from_milli(milli: i64) -> f64 {
    milli as f64 / 1000.0
}

/// Rounds thousandths to whole points, halves to even.
fn round_milli(milli: i64) -> i64 {
    let (whole, rest) = (milli.div_euclid(1000), milli.rem_euclid(1000));
    match rest.cmp(&500) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole.rem_euclid(2),
    }
}
