//! Shared libraries whose major versions diverge over the services.

use std::collections::BTreeMap;

use semver::Version;

use super::Facts;
use crate::catalog::{Catalog, Service};
use crate::document::pointer;
use crate::finding::{Finding, Location, codes};

/// One use of a library.
struct Use<'a> {
    service: &'a Service,
    major: u64,
    version: &'a str,
    place: Option<Location>,
}

/// Reports, for each library with several majors, the services that do not use the plurality major;
/// of equally common ones the newest is expected.
pub(super) fn check(catalog: &Catalog, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (library, uses) in uses(catalog, facts) {
        let mut majors: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
        for used in &uses {
            majors.entry(used.major).or_default().push(&used.service.name);
        }
        if majors.len() < 2 {
            continue;
        }
        let expected = majors.iter().max_by_key(|(major, users)| (users.len(), **major));
        let Some((expected, _)) = expected else { continue };
        let matrix: serde_json::Map<String, serde_json::Value> = majors
            .iter()
            .map(|(major, users)| (major.to_string(), serde_json::json!(users)))
            .collect();
        for used in uses.iter().filter(|used| used.major != *expected) {
            let message =
                format!("`{library}` is {} here; most services use {expected}.x", used.version);
            findings.push(
                Finding::new(
                    codes::drift::LIBRARY_DIVERGENCE,
                    &used.service.name,
                    &[library],
                    message,
                )
                .at(used.place.clone())
                .evidence("library", library)
                .evidence("current", used.version)
                .evidence("expected", format!("{expected}.x"))
                .evidence("services_by_major", matrix.clone()),
            );
        }
    }
}

fn uses<'a>(catalog: &'a Catalog, facts: &'a Facts<'_>) -> BTreeMap<&'a str, Vec<Use<'a>>> {
    let mut uses: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for service in &catalog.services {
        let lock = facts.locks.get(service.name.as_str());
        let declared = service.libraries.iter().map(|(name, version)| {
            (name, version, service.place(&pointer::push("/libraries", name)))
        });
        // What was built counts where the manifest does not say.
        let locked = lock.into_iter().flat_map(|lock| {
            let undeclared = |name: &String| !service.libraries.contains_key(name);
            lock.file.libraries.iter().filter(move |(name, _)| undeclared(name)).map(
                |(name, version)| {
                    let place = Location::new(&lock.path, pointer::push("/libraries", name));
                    (name, version, Some(place))
                },
            )
        });
        for (name, version, place) in declared.chain(locked) {
            if let Some(major) = major(version) {
                uses.entry(name).or_default().push(Use { service, major, version, place });
            }
        }
    }
    uses
}

/// Returns the major version; libraries of other ecosystems may have one or two numbers only.
fn major(version: &str) -> Option<u64> {
    let bare = version.trim_start_matches(['v', '=', '^', '~', ' ']);
    Version::parse(bare)
        .map(|version| version.major)
        .ok()
        .or_else(|| bare.split('.').next()?.parse().ok())
}

/// Reports libraries whose version cannot be read.
pub(super) fn invalid(service: &Service) -> impl Iterator<Item = Finding> + '_ {
    service.libraries.iter().filter(|(_, version)| major(version).is_none()).map(
        |(name, version)| {
            let message = format!("`{version}` of library `{name}` is no version");
            Finding::new(codes::drift::INVALID_PIN, &service.name, &[name], message)
                .at(service.place(&pointer::push("/libraries", name)))
        },
    )
}
