//! The profile `reference`: five dimensions from 0 to 100, weighted, times a factor by maturity.
//!
//! - coverage: `100 · min(coverage / target, 1)`
//! - security: `max(0, 100 − 40 · critical − 20 · high)`
//! - policy: `max(0, 100 − 35 · failures)`, a failure for each of the integration, contract and
//!   performance tests that does not pass
//! - stability: 100, 85, 60 or 40 by the days since the last update, 30 when they are not known
//! - drift: `max(0, 100 − penalty · issues)`

use super::metrics::{count, ratio, stability};
use super::score::{Score, Tally};
use crate::catalog::{Quality, Service};
use crate::config::Thresholds;
use crate::stats::round_half_even;
use crate::time::Timestamp;

/// Scores a service; what it does not report counts as none of it, as in the original formula.
pub(super) fn score(
    service: &Service,
    drift: usize,
    thresholds: &Thresholds,
    now: Timestamp,
) -> Score {
    let empty = Quality::default();
    let quality = service.quality.as_ref().unwrap_or(&empty);
    let critical = f64::from(quality.open_critical_vulns.unwrap_or(0));
    let high = f64::from(quality.open_high_vulns.unwrap_or(0));
    let age = service.last_update.map(|update| update.whole_days_until(now));
    let dimensions = [
        (
            "coverage",
            0.25,
            100.0 * ratio(quality.coverage.unwrap_or(0.0), thresholds.coverage.target),
        ),
        ("security", 0.35, (100.0 - 40.0 * critical - 20.0 * high).max(0.0)),
        ("policy", 0.15, (100.0 - 35.0 * failures(quality)).max(0.0)),
        (
            "stability",
            0.10,
            age.map_or(30.0, |days| 100.0 * stability(days, &thresholds.stability)),
        ),
        ("drift", 0.15, (100.0 - thresholds.drift.penalty_per_issue * count(drift)).max(0.0)),
    ];
    let factor = factor(service.maturity.as_deref().unwrap_or_default());
    let mut tally = Tally::new();
    for (name, weight, points) in dimensions {
        tally.add(name, weight * points, weight * 100.0);
    }
    // The sum in the order of the original, so that halves fall on the same side.
    let sum: f64 = dimensions.iter().map(|(_, weight, points)| weight * points).sum();
    let score = round_half_even((sum * factor).clamp(0.0, 100.0), 0);
    #[expect(clippy::cast_possible_truncation, reason = "scores are 0 to 100")]
    let whole = score as i64;
    tally.adjust("maturity and rounding", whole * 1000);
    let (score, contributions) = tally.finish();
    Score { score, contributions, confidence: 1.0 }
}

fn failures(quality: &Quality) -> f64 {
    let tests = [
        quality.integration_tests_pass,
        quality.contract_tests_pass,
        quality.performance_tests_pass,
    ];
    count(tests.iter().filter(|pass| **pass == Some(false)).count())
}

fn factor(maturity: &str) -> f64 {
    match maturity {
        "experimental" => 0.85,
        "beta" => 0.95,
        "deprecated" => 0.7,
        _ => 1.0,
    }
}
