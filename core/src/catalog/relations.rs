//! What the entries of a catalog must be to each other.

use std::collections::BTreeMap;

use super::names::split_dependency;
use super::{Catalog, Service};
use crate::config::Rules;
use crate::finding::{Finding, codes};
use crate::suggest;

/// Reports names that two entries share, and dependencies that no entry provides.
pub(super) fn check(catalog: &Catalog, rules: &Rules, findings: &mut Vec<Finding>) {
    let names = catalog.by_name();
    for (index, service) in catalog.services.iter().enumerate() {
        if service.name.is_empty() {
            continue;
        }
        if let Some(first) = names.get(service.name.as_str()).filter(|first| **first != index) {
            findings.push(duplicate(service, catalog.services.get(*first)));
        }
        if rules.catalog.require_known_dependencies {
            findings.extend(unknown_dependencies(service, &names));
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

fn unknown_dependencies<'a>(
    service: &'a Service,
    names: &'a BTreeMap<&str, usize>,
) -> impl Iterator<Item = Finding> + 'a {
    let list = service.dependencies.internal.iter().enumerate();
    list.filter_map(|(index, text)| {
        let (name, _) = split_dependency(text);
        if names.contains_key(name) {
            return None;
        }
        let message = format!("`{name}` is not in the catalog");
        let finding =
            Finding::new(codes::catalog::UNKNOWN_DEPENDENCY, &service.name, &[name], message)
                .at(service.place_in("/dependencies/internal", index))
                .evidence("dependency", name);
        Some(match suggest::nearest(name, names.keys().copied()) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        })
    })
}
