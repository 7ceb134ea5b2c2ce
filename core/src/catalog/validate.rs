//! Whether a service index can be relied on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Catalog, entries, load, relations};
use crate::config::{self, Rules};
use crate::document::{Limits, Source};
use crate::error::Result;
use crate::finding::{Finding, SeverityCounts, Texts, settle, summarize};
use crate::parallel;
use crate::schema::Extension;
use crate::time::Timestamp;

/// Where a workspace keeps its service index.
pub const INDEX_PATH: &str = "catalog/service-index.yaml";

/// What `validate_catalog` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateCatalogInput {
    /// The service index.
    pub index: Source,
    /// The rules file. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
    /// A JSON Schema that each entry must satisfy besides the published one; the properties it
    /// declares are known keys.
    #[serde(default)]
    pub extension_schema: Option<Source>,
    /// The time of the check.
    pub now: Timestamp,
}

/// What `validate_catalog` found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CatalogReport {
    /// Number of entries.
    pub services: usize,
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
}

/// Checks a service index: its schema, each entry, and the entries against each other.
///
/// # Errors
/// `input_invalid` when a document is no YAML or JSON, `limit_exceeded` when it is too large,
/// `policy_invalid` when the extension schema is not a schema.
pub fn validate_catalog(input: &ValidateCatalogInput) -> Result<CatalogReport> {
    let limits = Limits::default();
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let extension = extension(input.extension_schema.as_ref(), &limits)?;
    let loaded = load::load_extended(&input.index, INDEX_PATH, &limits, extension.as_ref())
        .map_err(|e| e.within("/index"))?;
    let mut findings = rules.findings.clone();
    findings.extend(loaded.findings);
    findings.extend(check_entries(&loaded.catalog, &rules.value, input.now));
    findings.extend(check_ages(&loaded.catalog, &rules.value, input.now));
    findings.extend(super::unknown_entries(&loaded.catalog, input.now));
    let exceptions = rules.value.exceptions();
    let settlement =
        config::settlement(&rules, &exceptions, &["catalog", "document", "exception"], input.now);
    let mut texts = Texts::default();
    texts.add(INDEX_PATH, Some(&input.index));
    texts.add(config::RULES_PATH, input.rules.as_ref());
    let findings = settle(findings, &settlement, &texts);
    Ok(CatalogReport {
        services: loaded.catalog.services.len(),
        summary: summarize(&findings),
        findings,
    })
}

/// Checks each entry, and the entries against each other.
pub(crate) fn check_entries(catalog: &Catalog, rules: &Rules, now: Timestamp) -> Vec<Finding> {
    // In parts, so that most of them cost no list of their own.
    const PART: usize = 256;
    let parts = parallel::map(catalog.services.chunks(PART).collect(), |services| {
        let mut findings = Vec::new();
        for service in services {
            entries::check(service, rules, now, &mut findings);
        }
        findings
    });
    let mut findings: Vec<Finding> = parts.into_iter().flatten().collect();
    relations::check(catalog, rules, &mut findings);
    findings
}

/// Reports the entries that have not been updated for a long time.
pub(crate) fn check_ages(catalog: &Catalog, rules: &Rules, now: Timestamp) -> Vec<Finding> {
    catalog.services.iter().filter_map(|service| entries::check_age(service, rules, now)).collect()
}

/// Compiles the extension schema, when there is one.
pub(super) fn extension(source: Option<&Source>, limits: &Limits) -> Result<Option<Extension>> {
    let Some(source) = source else { return Ok(None) };
    let read = |source: &Source| {
        let document = source.load("schemas/service-manifest.schema.json", limits)?;
        Extension::compile(document.value)
    };
    read(source).map(Some).map_err(|error| error.within("/extension_schema"))
}
