//! Merging what was collected with what was known.
//!
//! A collected service replaces its old entry. A service that was known and was not collected stays,
//! with `status: unknown` and the time it was last collected. Only an explicit removal drops one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::relations::duplicate;
use super::status::{Collection, CollectionStatus};
use super::{Catalog, Service, Status};
use crate::finding::{Finding, codes};
use crate::time::Timestamp;

/// A manifest that was collected.
pub(super) struct Collected {
    pub(super) path: String,
    pub(super) service: Service,
}

/// What became of one service since the previous index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryChange {
    /// Name of the service.
    pub service: String,
    /// What became of it.
    pub kind: EntryChangeKind,
}

/// What became of a service since the previous index.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EntryChangeKind {
    /// It is new.
    Added,
    /// Its manifest says something else than before.
    Updated,
    /// Its manifest says the same as before.
    Unchanged,
    /// It was not collected, and its old entry was kept.
    Kept,
    /// It was removed, as the collection status states.
    Removed,
}

pub(super) struct Merged {
    pub(super) services: Vec<Service>,
    pub(super) changes: Vec<EntryChange>,
    pub(super) findings: Vec<Finding>,
}

/// Merges `collected` and `previous`; the result is sorted by name.
pub(super) fn merge(
    collected: Vec<Collected>,
    previous: Catalog,
    status: &CollectionStatus,
    now: Timestamp,
) -> Merged {
    let mut findings = Vec::new();
    let mut services = unique(collected, &mut findings);
    let mut changes = Vec::new();
    let mut known: BTreeMap<String, Service> = BTreeMap::new();
    for service in previous.services.into_iter().filter(|service| !service.name.is_empty()) {
        known.entry(service.name.clone()).or_insert(service);
    }
    for service in services.values_mut() {
        service.collected_at = Some(status.collected_at.unwrap_or(now));
        let same = known.remove(&service.name).map(|before| same(before, service));
        let kind = match same {
            None => EntryChangeKind::Added,
            Some(true) => EntryChangeKind::Unchanged,
            Some(false) => EntryChangeKind::Updated,
        };
        changes.push(EntryChange { service: service.name.clone(), kind });
    }
    for (name, before) in known {
        if outcome(status, &name) == Some(Collection::Removed) {
            changes.push(EntryChange { service: name, kind: EntryChangeKind::Removed });
            continue;
        }
        findings.push(not_collected(&before, status, now));
        changes.push(EntryChange { service: name.clone(), kind: EntryChangeKind::Kept });
        services.insert(name, Service { status: Some(Status::Unknown), ..before });
    }
    findings.extend(never_collected(status, &services));
    changes.sort_by(|a, b| a.service.cmp(&b.service));
    Merged { services: services.into_values().collect(), changes, findings }
}

/// Keeps the first manifest of each name, in the order of their paths, and reports the others.
fn unique(collected: Vec<Collected>, findings: &mut Vec<Finding>) -> BTreeMap<String, Service> {
    let mut services = BTreeMap::new();
    for Collected { path, service } in collected {
        if service.name.is_empty() {
            // Its missing name is a finding of the schema already; without it there is no entry.
            continue;
        }
        match services.entry(service.name.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(service);
            }
            Entry::Occupied(entry) => {
                findings.push(duplicate(&service, Some(entry.get())).evidence("path", path));
            }
        }
    }
    services
}

/// Tells whether two entries say the same, apart from when and how they were collected.
fn same(mut before: Service, after: &Service) -> bool {
    before.status = after.status;
    before.collected_at = after.collected_at;
    before.origin.clone_from(&after.origin);
    before == *after
}

fn outcome(status: &CollectionStatus, name: &str) -> Option<Collection> {
    status.services.get(name).map(|service| service.status)
}

/// Reports the entries of an index that were not collected when it was built.
pub(crate) fn unknown_entries(catalog: &Catalog, now: Timestamp) -> Vec<Finding> {
    let status = CollectionStatus::default();
    let unknown = catalog.services.iter().filter(|s| s.status == Some(Status::Unknown));
    unknown.map(|service| not_collected(service, &status, now)).collect()
}

fn not_collected(before: &Service, status: &CollectionStatus, now: Timestamp) -> Finding {
    let failed = outcome(status, &before.name) == Some(Collection::Failed);
    let code =
        if failed { codes::catalog::COLLECTION_FAILED } else { codes::catalog::NOT_COLLECTED };
    let last = before.collected_at.or(before.last_update);
    let age = last.map(|last| last.whole_days_until(now));
    let known = match age {
        Some(days) => format!("what is known of it is {days} days old"),
        None => "how old its entry is cannot be told".to_owned(),
    };
    let message = match reason(status, &before.name) {
        Some(reason) => format!("not collected ({reason}); {known}"),
        None => format!("not collected; {known}"),
    };
    let finding = Finding::new(code, &before.name, &[], message).at(before.place("/name"));
    match age {
        Some(days) => finding.evidence("age_days", days),
        None => finding,
    }
}

fn reason<'a>(status: &'a CollectionStatus, name: &str) -> Option<&'a str> {
    status.services.get(name)?.reason.as_deref()
}

/// Reports services whose collection failed and of which nothing is known.
fn never_collected(
    status: &CollectionStatus,
    services: &BTreeMap<String, Service>,
) -> Vec<Finding> {
    let failed = status.services.iter().filter(|(name, collection)| {
        collection.status == Collection::Failed && !services.contains_key(*name)
    });
    failed
        .map(|(name, collection)| {
            let reason = collection.reason.as_deref().unwrap_or("no reason given");
            let message = format!("not collected ({reason}); nothing is known of it");
            Finding::new(codes::catalog::COLLECTION_FAILED, name, &[], message)
        })
        .collect()
}
