//! Quality: one score for each service, what made it, and what would raise it most.
//!
//! 1. `metrics` reads what is known of a service as shares from 0 to 1;
//! 2. `score` (or `reference`) weighs them to points that add up exactly;
//! 3. `judge` compares scores with the thresholds; `fleet` and `security` sum up all services.

mod fleet;
mod judge;
mod metrics;
mod reference;
mod score;
mod security;
mod snapshot;
mod types;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::catalog::{self, INDEX_PATH};
use crate::config::{self, RULES_PATH, Rules, Thresholds};
use crate::document::{Limits, Source, typed};
use crate::error::{Error, Result};
use crate::finding::{Texts, settle, summarize};

pub(crate) use judge::{Evidence, adjust, analyze, conclude, score_all};
pub use security::{SecuritySummary, Share};
pub use snapshot::{QualitySnapshot, SnapshotEntry, SnapshotGlobal};
pub use types::{
    Contribution, GlobalQuality, QualityReport, QualityStatus, ScoreAdjustment, ScoreChange,
    ScoreQualityInput, ServiceQuality, Trend,
};

/// Where a workspace keeps the thresholds.
pub const THRESHOLDS_PATH: &str = "config/thresholds.yaml";

/// Where a workspace keeps the previous scores.
pub const SNAPSHOT_PATH: &str = "catalog/quality-snapshot.json";

/// Scores every service of a catalog.
///
/// # Errors
/// `input_invalid` or `limit_exceeded` when a document cannot be read.
pub fn score_quality(input: &ScoreQualityInput) -> Result<QualityReport> {
    let limits = Limits::default();
    let within = |place: &'static str| move |error: Error| error.within(place);
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(within("/rules"))?;
    let loaded = catalog::load(&input.catalog, INDEX_PATH, &limits).map_err(within("/catalog"))?;
    let thresholds =
        config::load::<Thresholds>(input.thresholds.as_ref(), THRESHOLDS_PATH, &limits)
            .map_err(within("/thresholds"))?;
    let previous = config::load::<QualitySnapshot>(input.previous.as_ref(), SNAPSHOT_PATH, &limits)
        .map_err(within("/previous"))?;
    let drift = counts(input.drift.as_ref(), "drift", &limits)?;
    let graph = counts(input.graph.as_ref(), "graph", &limits)?.unwrap_or_default();
    let evidence = Evidence {
        drift: drift.as_ref(),
        graph: &graph,
        thresholds: &thresholds.value,
        rules: &rules.value,
        previous: input.previous.as_ref().map(|_| &previous.value),
        now: input.now,
    };
    let mut report = analyze(&loaded.catalog, &evidence);
    for more in [&rules.findings, &loaded.findings, &thresholds.findings, &previous.findings] {
        report.findings.extend(more.iter().cloned());
    }
    let exceptions = rules.value.exceptions();
    let domains = ["quality", "document", "exception"];
    let settlement = config::settlement(&rules, &exceptions, &domains, input.now);
    let mut texts = Texts::default();
    texts.add(INDEX_PATH, Some(&input.catalog));
    texts.add(THRESHOLDS_PATH, input.thresholds.as_ref());
    texts.add(SNAPSHOT_PATH, input.previous.as_ref());
    texts.add(RULES_PATH, input.rules.as_ref());
    report.findings = settle(report.findings, &settlement, &texts);
    report.summary = summarize(&report.findings);
    Ok(report)
}

/// Reads numbers by service: a report with `by_service` or `findings`, or the numbers themselves.
fn counts(
    source: Option<&Source>,
    name: &str,
    limits: &Limits,
) -> Result<Option<BTreeMap<String, usize>>> {
    let Some(source) = source else { return Ok(None) };
    let place = format!("/{name}");
    let document = source.load(name, limits).map_err(|error| error.within(&place))?;
    if let Some(findings) = document.value.get("findings").and_then(Value::as_array) {
        return Ok(Some(subjects(findings)));
    }
    let numbers = document.value.get("by_service").unwrap_or(&document.value);
    typed::from_shared(numbers).map(Some).map_err(|error| {
        Error::invalid(place, format!("neither a report nor numbers by service: {error}"))
    })
}

/// Counts open findings by service; the subject of an edge is `from -> to`.
fn subjects(findings: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.get("suppression").is_none()) {
        let subject = finding.get("subject").and_then(Value::as_str).unwrap_or_default();
        let service = subject.split(" -> ").next().unwrap_or_default();
        *counts.entry(service.to_owned()).or_default() += 1;
    }
    counts
}
