//! Which services need attention first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::types::Risk;
use crate::catalog::Catalog;
use crate::finding::{Finding, Severity};
use crate::graph::Graph;
use crate::stats::round_half_even;

/// Most services that are named.
const MOST: usize = 10;

/// Returns the riskiest services: `100 · (1 − Π(1 − p))` over their open findings.
pub(super) fn top(catalog: &Catalog, graph: &Graph, findings: &[Finding]) -> Vec<Risk> {
    let risks = by_service(catalog, findings);
    let mut ranked: Vec<(&str, f64, Vec<String>)> = risks
        .into_iter()
        .map(|(service, (safe, codes))| (service, round_half_even(100.0 * (1.0 - safe), 1), codes))
        .filter(|(_, score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.truncate(MOST);
    let mut top: Vec<Risk> = ranked
        .into_iter()
        .map(|(service, score, codes)| Risk {
            service: service.to_owned(),
            score,
            dependents: graph.all_dependents(service).map_or(0, |all| all.len()),
            codes,
        })
        .collect();
    top.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| {
            (Reverse(a.dependents), &a.service).cmp(&(Reverse(b.dependents), &b.service))
        })
    });
    top
}

/// Returns, for each service with open findings, the probability that all is well, and their codes.
fn by_service<'a>(
    catalog: &'a Catalog,
    findings: &[Finding],
) -> BTreeMap<&'a str, (f64, Vec<String>)> {
    let names = catalog.by_name();
    let by_path: BTreeMap<&str, &str> = catalog
        .services
        .iter()
        .filter_map(|service| Some((&*service.origin.as_ref()?.path, service.name.as_str())))
        .filter(|(path, _)| path.starts_with("manifests/"))
        .collect();
    let mut risks: BTreeMap<&str, (f64, Vec<String>)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.is_open()) {
        let first = finding.subject.split(" -> ").next().unwrap_or_default();
        let named = names.get_key_value(first).map(|(name, _)| *name);
        let path = finding.location.as_ref().map_or("", |at| at.path.as_str());
        let Some(service) = named.or_else(|| by_path.get(path).copied()) else { continue };
        let (safe, codes) = risks.entry(service).or_insert((1.0, Vec::new()));
        *safe *= 1.0 - weight(finding.severity);
        let code = finding.code.to_string();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    risks
}

fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::Critical => 0.6,
        Severity::High => 0.3,
        Severity::Moderate => 0.1,
        Severity::Low => 0.03,
        Severity::Info => 0.0,
    }
}
