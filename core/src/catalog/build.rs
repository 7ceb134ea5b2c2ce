//! From manifests to the service index: nothing that was known is lost silently.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::merge::{self, Collected};
use super::status::CollectionStatus;
use super::validate::{INDEX_PATH, extension};
use super::{Catalog, CatalogMetadata, LoadedCatalog, load};
use crate::canonical;
use crate::config::{self, Rules};
use crate::document::{Limits, Source};
use crate::error::Result;
use crate::finding::{Finding, SeverityCounts, Texts, settle, summarize};
use crate::schema::{self, Extension};
use crate::time::Timestamp;

pub use super::merge::{EntryChange, EntryChangeKind};

/// What `build_catalog` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildCatalogInput {
    /// The collected manifests by the name of their document, usually a path.
    pub manifests: BTreeMap<String, Source>,
    /// The index built last time. Absent: this is the first one.
    #[serde(default)]
    pub previous: Option<Source>,
    /// What the collector says of its work. Absent: every manifest is here that could be had.
    #[serde(default)]
    pub collection_status: Option<Source>,
    /// The rules file. Absent: the defaults.
    #[serde(default)]
    pub rules: Option<Source>,
    /// A JSON Schema that each manifest must satisfy besides the published one; the properties it
    /// declares are known keys.
    #[serde(default)]
    pub extension_schema: Option<Source>,
    /// The time of the build.
    pub now: Timestamp,
}

/// What `build_catalog` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BuildCatalogReport {
    /// The service index, sorted by name.
    pub catalog: Catalog,
    /// SHA-256 of the canonical JSON (RFC 8785) of the services, in hexadecimal; it does not depend
    /// on the time of the build.
    pub digest: String,
    /// What became of each service since the previous index.
    pub changes: Vec<EntryChange>,
    /// Number of open findings by severity.
    pub summary: SeverityCounts,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
}

/// Merges manifests, and what was known before, to a service index.
///
/// # Errors
/// `input_invalid` when the previous index, the status, the rules or the extension schema are no
/// YAML or JSON, `limit_exceeded` when one is too large. A manifest that cannot be read is a finding.
pub fn build_catalog(input: &BuildCatalogInput) -> Result<BuildCatalogReport> {
    let limits = Limits::default();
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let extension = extension(input.extension_schema.as_ref(), &limits)?;
    let load = |source| load::load_extended(source, INDEX_PATH, &limits, extension.as_ref());
    let previous = input.previous.as_ref().map(load).transpose();
    let sources = Sources {
        manifests: &input.manifests,
        previous: previous.map_err(|error| error.within("/previous"))?.unwrap_or_default(),
        status: input.collection_status.as_ref(),
        extension: extension.as_ref(),
        now: input.now,
    };
    let built = build(sources, &limits)?;
    let mut findings = rules.findings.clone();
    findings.extend(built.findings);
    let exceptions = rules.value.exceptions();
    let settlement =
        config::settlement(&rules, &exceptions, &["catalog", "document", "exception"], input.now);
    let mut texts = Texts::default();
    texts.add_all(&input.manifests);
    texts.add(INDEX_PATH, input.previous.as_ref());
    texts.add(config::RULES_PATH, input.rules.as_ref());
    let findings = settle(findings, &settlement, &texts);
    Ok(BuildCatalogReport {
        digest: canonical::digest_list(&built.catalog.services)?,
        catalog: built.catalog,
        changes: built.changes,
        summary: summarize(&findings),
        findings,
    })
}

/// A built index before its findings are settled.
pub(crate) struct Built {
    pub(crate) catalog: Catalog,
    pub(crate) changes: Vec<EntryChange>,
    pub(crate) findings: Vec<Finding>,
}

/// What an index is built from.
pub(crate) struct Sources<'a> {
    pub(crate) manifests: &'a BTreeMap<String, Source>,
    pub(crate) previous: LoadedCatalog,
    pub(crate) status: Option<&'a Source>,
    pub(crate) extension: Option<&'a Extension>,
    pub(crate) now: Timestamp,
}

/// Builds the index without judging its findings.
pub(crate) fn build(input: Sources<'_>, limits: &Limits) -> Result<Built> {
    let mut findings = input.previous.findings;
    let (status, status_findings) = read_status(input.status, limits)?;
    findings.extend(status_findings);
    let collected = collect(input.manifests, input.extension, limits, &mut findings);
    let merged = merge::merge(collected, input.previous.catalog, &status, input.now);
    findings.extend(merged.findings);
    let catalog = Catalog {
        schema_version: Some("1".to_owned()),
        metadata: Some(CatalogMetadata {
            generated_at: Some(input.now),
            version: None,
            total_services: u64::try_from(merged.services.len()).ok(),
        }),
        services: merged.services,
    };
    Ok(Built { catalog, changes: merged.changes, findings })
}

fn collect(
    manifests: &BTreeMap<String, Source>,
    extension: Option<&Extension>,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Vec<Collected> {
    let mut services = Vec::new();
    for (path, loaded) in load::load_manifests(manifests, limits, extension) {
        match loaded {
            Ok((service, faults)) => {
                findings.extend(faults);
                services.push(Collected { path, service });
            }
            Err(error) => findings.push(schema::unreadable(&path, &error)),
        }
    }
    services
}

fn read_status(
    source: Option<&Source>,
    limits: &Limits,
) -> Result<(CollectionStatus, Vec<Finding>)> {
    let Some(source) = source else { return Ok((CollectionStatus::default(), Vec::new())) };
    let document = source
        .load("catalog/collection-status.yaml", limits)
        .map_err(|error| error.within("/collection_status"))?;
    let read = schema::read(&document)?;
    Ok((read.value, read.findings))
}
