//! Security signals over all services.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Security, Service};
use crate::stats::round_half_even;

/// Security signals over all services. Shares are of the services that reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SecuritySummary {
    /// Services with signed images.
    pub signed_images: Share,
    /// Services with a published bill of materials.
    pub sbom: Share,
    /// Open critical vulnerabilities over all services.
    pub open_critical_vulns: u64,
    /// Open critical vulnerabilities by service, where there are any.
    pub critical_vulns_by_service: BTreeMap<String, u32>,
    /// Failed security policies that block a release.
    pub blocking_policy_failures: u64,
    /// Failed security policies that only advise.
    pub advisory_policy_failures: u64,
}

/// A share of the services that reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// Services that have it.
    pub count: usize,
    /// Services that reported.
    pub reported: usize,
    /// All services.
    pub total: usize,
    /// `count` of `reported` in percent, to one decimal; none when no service reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
}

/// Sums up the security signals of `catalog`.
pub(super) fn summarize(catalog: &Catalog) -> SecuritySummary {
    let critical = |service: &Service| service.quality.as_ref()?.open_critical_vulns;
    let by_service: BTreeMap<String, u32> = catalog
        .services
        .iter()
        .filter_map(|service| Some((service.name.clone(), critical(service)?)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let signals = || catalog.services.iter().filter_map(|service| service.security.as_ref());
    let sum =
        |field: fn(&Security) -> Option<u32>| signals().filter_map(field).map(u64::from).sum();
    SecuritySummary {
        signed_images: share(catalog, |security| security.signed_images),
        sbom: share(catalog, |security| security.sbom_present),
        open_critical_vulns: by_service.values().map(|count| u64::from(*count)).sum(),
        critical_vulns_by_service: by_service,
        blocking_policy_failures: sum(|security| security.policy_failures_blocking),
        advisory_policy_failures: sum(|security| security.policy_failures_advisory),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(catalog: &Catalog, field: fn(&Security) -> Option<bool>) -> Share {
    let reports: Vec<bool> = catalog
        .services
        .iter()
        .filter_map(|service| service.security.as_ref().and_then(field))
        .collect();
    let count = reports.iter().filter(|holds| **holds).count();
    let percent = (!reports.is_empty())
        .then(|| round_half_even(100.0 * count as f64 / reports.len() as f64, 1));
    Share { count, reported: reports.len(), total: catalog.services.len(), percent }
}
