//! What is known of a service, as shares from 0 to 1.

use crate::catalog::{Quality, Security, Service};
use crate::config::{Metric, StabilityThresholds, Thresholds};
use crate::time::Timestamp;

/// The metrics of a service; none where it did not report.
pub(super) struct Metrics {
    pub(super) coverage: Option<f64>,
    pub(super) security: Option<f64>,
    pub(super) policy: Option<f64>,
    pub(super) stability: Option<f64>,
    /// 1 when drift takes its full penalty.
    pub(super) drift: Option<f64>,
}

impl Metrics {
    /// Reads the metrics of `service`; `drift` is the number of its open issues.
    pub(super) fn of(
        service: &Service,
        drift: Option<usize>,
        thresholds: &Thresholds,
        now: Timestamp,
    ) -> Self {
        let quality = service.quality.as_ref();
        Self {
            coverage: quality
                .and_then(|quality| quality.coverage)
                .map(|coverage| ratio(coverage, thresholds.coverage.target)),
            security: quality.and_then(|quality| security(quality, thresholds)),
            policy: service.security.as_ref().and_then(policy),
            stability: service
                .last_update
                .map(|update| stability(update.whole_days_until(now), &thresholds.stability)),
            drift: drift.map(|issues| {
                ratio(count(issues), f64::from(thresholds.drift.full_penalty_issues))
            }),
        }
    }

    /// Lists the metrics that are not known.
    pub(super) fn missing(&self) -> Vec<Metric> {
        let known = [
            (Metric::Coverage, self.coverage),
            (Metric::Security, self.security),
            (Metric::Policy, self.policy),
            (Metric::Stability, self.stability),
            (Metric::Drift, self.drift),
        ];
        known.into_iter().filter(|(_, value)| value.is_none()).map(|(metric, _)| metric).collect()
    }
}

impl Metric {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Security => "security",
            Self::Policy => "policy",
            Self::Stability => "stability",
            Self::Drift => "drift",
        }
    }
}

/// `1 − min(1, open / (allowed + 1))` over the open critical vulnerabilities.
fn security(quality: &Quality, thresholds: &Thresholds) -> Option<f64> {
    let open = f64::from(quality.open_critical_vulns?);
    Some(1.0 - ratio(open, f64::from(thresholds.security.max_critical_vulns) + 1.0))
}

/// 1 when every policy passes.
fn policy(security: &Security) -> Option<f64> {
    let blocking = security.policy_failures_blocking.map(|failures| failures == 0);
    let passes = match (security.policy_pass, blocking) {
        (Some(pass), Some(none)) => pass && none,
        (Some(known), None) | (None, Some(known)) => known,
        (None, None) => return None,
    };
    Some(if passes { 1.0 } else { 0.0 })
}

/// Full points while fresh, then 85 %, 60 % and 40 % by the age in days.
pub(super) fn stability(days: i64, thresholds: &StabilityThresholds) -> f64 {
    match days {
        days if days <= i64::from(thresholds.fresh_days) => 1.0,
        days if days <= i64::from(thresholds.warning_days) => 0.85,
        days if days <= i64::from(thresholds.critical_days) => 0.6,
        _ => 0.4,
    }
}

/// `value / full`, at most 1; 1 when nothing is asked for.
pub(super) fn ratio(value: f64, full: f64) -> f64 {
    if full <= 0.0 { 1.0 } else { (value / full).clamp(0.0, 1.0) }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}
