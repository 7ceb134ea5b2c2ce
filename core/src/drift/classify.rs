//! The whole comparison.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::{History, Labels, SpecsLock};
use super::spec_index::{self, Published, SPEC_INDEX_PATH, SpecIndex};
use super::types::{ClassifyDriftInput, DegradedInput, DriftReport};
use super::{degraded, events, labels, libraries, pins, releases};
use crate::catalog::{self, Catalog, INDEX_PATH};
use crate::config::{self, Loaded, RULES_PATH, Rules, UpgradePolicies};
use crate::document::Limits;
use crate::error::Result;
use crate::finding::{Finding, Location, Texts, codes, settle};
use crate::schema;
use crate::suggest::Budget;
use crate::time::Timestamp;

/// The documents drift is told from, read.
pub(crate) struct Documents {
    /// The spec index, when there is one.
    pub(crate) index: Option<Loaded<SpecIndex>>,
    /// Lock files by service.
    pub(crate) locks: BTreeMap<String, Lock>,
    /// Services whose lock file cannot be read.
    pub(crate) broken_locks: BTreeSet<String>,
    pub(crate) history: History,
    pub(crate) labels: Labels,
    pub(crate) policies: UpgradePolicies,
}

/// A lock file and its name.
pub(crate) struct Lock {
    pub(crate) path: String,
    pub(crate) file: SpecsLock,
}

/// What each comparison may look up.
pub(super) struct Facts<'a> {
    pub(super) specs: Option<BTreeMap<String, Vec<Published>>>,
    pub(super) locks: &'a BTreeMap<String, Lock>,
    pub(super) broken_locks: &'a BTreeSet<String>,
    pub(super) rules: &'a Rules,
    pub(super) policies: &'a UpgradePolicies,
    pub(super) now: Timestamp,
    pub(super) suggestions: Budget,
}

/// Compares what services declare with what is published.
///
/// # Errors
/// `input_invalid` or `limit_exceeded` when a document cannot be read.
pub fn classify_drift(input: &ClassifyDriftInput) -> Result<DriftReport> {
    let limits = Limits::default();
    let rules = Rules::load(input.rules.as_ref(), &limits).map_err(|e| e.within("/rules"))?;
    let loaded =
        catalog::load(&input.catalog, INDEX_PATH, &limits).map_err(|e| e.within("/catalog"))?;
    let mut findings = rules.findings.clone();
    findings.extend(loaded.findings);
    let documents = read(input, &limits, &mut findings)?;
    let (found, degraded) = analyze(&loaded.catalog, &documents, &rules.value, input.now);
    findings.extend(found);
    let exceptions = rules.value.exceptions();
    let domains = ["drift", "document", "exception"];
    let settlement = config::settlement(&rules, &exceptions, &domains, input.now);
    let mut texts = Texts::default();
    texts.add(INDEX_PATH, Some(&input.catalog));
    texts.add(SPEC_INDEX_PATH, input.spec_index.as_ref());
    texts.add("catalog/history.yaml", input.history.as_ref());
    texts.add("catalog/labels.yaml", input.labels.as_ref());
    texts.add(RULES_PATH, input.rules.as_ref());
    texts.add("config/upgrade-policies.yaml", input.upgrade_policies.as_ref());
    for (service, source) in &input.locks {
        texts.add(service, Some(source));
    }
    Ok(DriftReport::new(settle(findings, &settlement, &texts), degraded))
}

fn read(
    input: &ClassifyDriftInput,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<Documents> {
    let within = |place: &'static str| move |error: crate::Error| error.within(place);
    let index = match &input.spec_index {
        Some(source) => Some(
            config::load::<SpecIndex>(Some(source), SPEC_INDEX_PATH, limits)
                .map_err(within("/spec_index"))?,
        ),
        None => None,
    };
    let history = config::load::<History>(input.history.as_ref(), "catalog/history.yaml", limits)
        .map_err(within("/history"))?;
    let labels = config::load::<Labels>(input.labels.as_ref(), "catalog/labels.yaml", limits)
        .map_err(within("/labels"))?;
    let path = "config/upgrade-policies.yaml";
    let policies = config::load::<UpgradePolicies>(input.upgrade_policies.as_ref(), path, limits)
        .map_err(within("/upgrade_policies"))?;
    let (locks, broken_locks) = read_locks(input, limits, findings);
    findings.extend(index.iter().flat_map(|index| index.findings.clone()));
    findings.extend(history.findings);
    findings.extend(labels.findings);
    findings.extend(policies.findings);
    Ok(Documents {
        index,
        locks,
        broken_locks,
        history: history.value,
        labels: labels.value,
        policies: policies.value,
    })
}

/// Reads the lock files, and names the services whose lock file cannot be read.
fn read_locks(
    input: &ClassifyDriftInput,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<String, Lock>, BTreeSet<String>) {
    let mut locks = BTreeMap::new();
    let mut broken_locks = BTreeSet::new();
    for (service, source) in &input.locks {
        match config::load::<SpecsLock>(Some(source), service, limits) {
            Ok(lock) => {
                findings.extend(lock.findings);
                locks.insert(service.clone(), Lock { path: lock.path, file: lock.value });
            }
            Err(error) => {
                findings.push(schema::unreadable(source.path_or(service), &error));
                broken_locks.insert(service.clone());
            }
        }
    }
    (locks, broken_locks)
}

/// Compares without settling the findings.
pub(crate) fn analyze(
    catalog: &Catalog,
    documents: &Documents,
    rules: &Rules,
    now: Timestamp,
) -> (Vec<Finding>, Vec<DegradedInput>) {
    let mut findings = Vec::new();
    let specs = documents
        .index
        .as_ref()
        .map(|index| spec_index::parse(&index.value, &index.path, &mut findings));
    let facts = Facts {
        specs,
        locks: &documents.locks,
        broken_locks: &documents.broken_locks,
        rules,
        policies: &documents.policies,
        now,
        suggestions: Budget::new(),
    };
    for service in &catalog.services {
        pins::check(service, &facts, &mut findings);
        let history = documents.history.services.get(&service.name);
        findings.extend(history.and_then(|history| releases::not_bumped(service, history, &facts)));
        findings.extend(releases::stale(service, &facts));
        findings.extend(libraries::invalid(service));
    }
    if let Some(index) = &documents.index {
        events::check(catalog, &index.value.events, &mut findings);
    }
    libraries::check(catalog, &facts, &mut findings);
    findings.extend(orphaned_locks(catalog, documents));
    let degraded = degraded::check(catalog, documents, rules, now, &mut findings);
    labels::weigh(&mut findings, &documents.labels, &rules.drift, now);
    (findings, degraded)
}

fn orphaned_locks(catalog: &Catalog, documents: &Documents) -> Vec<Finding> {
    let names = catalog.by_name();
    let orphans =
        documents.locks.iter().filter(|(service, _)| !names.contains_key(service.as_str()));
    orphans
        .map(|(service, lock)| {
            let message = format!("no service is called `{service}`");
            Finding::new(codes::drift::ORPHANED_LOCK, service, &[], message)
                .at(Location::new(&lock.path, ""))
        })
        .collect()
}
