//! Events against the spec index, and consumers against producers.

use std::collections::{BTreeMap, BTreeSet};

use super::spec_index::EventEntry;
use crate::catalog::{Catalog, Service};
use crate::finding::{Code, Finding, codes};
use crate::suggest::Budget;

/// Checks the events of every service.
pub(super) fn check(
    catalog: &Catalog,
    events: &BTreeMap<String, EventEntry>,
    findings: &mut Vec<Finding>,
) {
    let produced: BTreeSet<&str> = catalog
        .services
        .iter()
        .flat_map(|service| &service.events_out)
        .map(String::as_str)
        .collect();
    let suggestions = Budget::new();
    for service in &catalog.services {
        for (list, names) in
            [("/events_in", &service.events_in), ("/events_out", &service.events_out)]
        {
            for (index, event) in names.iter().enumerate() {
                let known =
                    against_index(service, list, index, event, events, &suggestions, findings);
                if known && list == "/events_in" && !produced.contains(event.as_str()) {
                    let message = format!("no service produces `{event}`");
                    let code = codes::drift::EVENT_WITHOUT_PRODUCER;
                    findings.push(report(service, code, list, index, event, message));
                }
            }
        }
    }
}

/// Reports an event the index does not have; tells whether it has it. An event that is not written
/// as one is a finding of the catalog.
fn against_index(
    service: &Service,
    list: &str,
    index: usize,
    event: &str,
    events: &BTreeMap<String, EventEntry>,
    suggestions: &Budget,
    findings: &mut Vec<Finding>,
) -> bool {
    let Some((name, version)) =
        event.rsplit_once('.').filter(|(_, version)| version.starts_with('v'))
    else {
        return false;
    };
    let Some(entry) = events.get(name) else {
        let message = format!("event `{name}` is not in the spec index");
        let finding = report(service, codes::drift::UNKNOWN_EVENT, list, index, event, message);
        findings.push(match suggestions.nearest(name, events.keys().map(String::as_str)) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
        return false;
    };
    if !entry.versions.iter().any(|known| known == version) {
        let newest = entry.versions.iter().max_by_key(|version| number(version));
        let code = codes::drift::UNKNOWN_EVENT_VERSION;
        let message = format!("event `{name}` has no version `{version}`");
        let finding =
            report(service, code, list, index, event, message).evidence("current", version);
        findings.push(match newest {
            Some(newest) => finding
                .evidence("expected", newest.as_str())
                .remedy(format!("the newest is `{newest}`")),
            None => finding,
        });
        return false;
    }
    if entry.deprecated.iter().any(|known| known == version) {
        let message = format!("event `{event}` is deprecated");
        findings.push(report(service, codes::drift::DEPRECATED_EVENT, list, index, event, message));
    }
    true
}

fn report(
    service: &Service,
    code: &'static Code,
    list: &str,
    index: usize,
    event: &str,
    message: String,
) -> Finding {
    Finding::new(code, &service.name, &[list, event], message)
        .at(service.place_in(list, index))
        .evidence("event", event)
}

fn number(version: &str) -> u64 {
    version.trim_start_matches('v').parse().unwrap_or(0)
}
