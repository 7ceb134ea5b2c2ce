//! What the entries of a catalog must be to each other.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::names::split_dependency;
use super::{Catalog, Service};
use crate::config::Rules;
use crate::finding::{Finding, codes};
use crate::suggest;

/// Reports names that two entries share, and dependencies that no entry provides.
pub(super) fn check(catalog: &Catalog, rules: &Rules, findings: &mut Vec<Finding>) {
    let names = catalog.by_name();
    let mut suggestions = Suggestions { catalog, names: &names, found: BTreeMap::new() };
    for (index, service) in catalog.services.iter().enumerate() {
        if service.name.is_empty() {
            continue;
        }
        if let Some(first) = names.get(service.name.as_str()).filter(|first| **first != index) {
            findings.push(duplicate(service, catalog.services.get(*first)));
        }
        if rules.catalog.require_known_dependencies {
            unknown_dependencies(service, &mut suggestions, findings);
        }
    }
}

/// Returns the finding for an entry whose name `first` has already.
pub(super) fn duplicate(service: &Service, first: Option<&Service>) -> Finding {
    let other = first.and_then(|first| first.origin.as_ref());
    let message = match other {
        Some(origin) => format!("`{}` is already defined in {}", service.name, origin.path),
        None => format!("`{}` is defined twice", service.name),
    };
    let own = service.origin.as_ref().map_or("", |origin| &origin.path);
    Finding::new(codes::catalog::DUPLICATE_SERVICE, &service.name, &[own], message)
        .at(service.place("/name"))
}

/// Names that are looked for; each costs a pass over the catalog.
const MOST_SUGGESTIONS: usize = 100;

/// The nearest name of the catalog for unknown ones, each looked for once.
struct Suggestions<'a> {
    catalog: &'a Catalog,
    names: &'a HashMap<&'a str, usize>,
    found: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> Suggestions<'a> {
    fn nearest(&mut self, unknown: &'a str) -> Option<&'a str> {
        if let Some(found) = self.found.get(unknown) {
            return *found;
        }
        if self.found.len() >= MOST_SUGGESTIONS {
            return None;
        }
        let names = self.catalog.services.iter().map(|service| service.name.as_str());
        let nearest = suggest::nearest(unknown, names);
        self.found.insert(unknown, nearest);
        nearest
    }
}

fn unknown_dependencies<'a>(
    service: &'a Service,
    suggestions: &mut Suggestions<'a>,
    findings: &mut Vec<Finding>,
) {
    for (index, text) in service.dependencies.internal.iter().enumerate() {
        let (name, _) = split_dependency(text);
        if suggestions.names.contains_key(name) {
            continue;
        }
        let message = format!("`{name}` is not in the catalog");
        let finding =
            Finding::new(codes::catalog::UNKNOWN_DEPENDENCY, &service.name, &[name], message)
                .at(service.place_in("/dependencies/internal", index))
                .evidence("dependency", name);
        findings.push(match suggestions.nearest(name) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}
