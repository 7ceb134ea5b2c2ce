//! Shared libraries whose major versions diverge over the services.

use std::collections::BTreeMap;

use semver::Version;
use serde_json::{Map, Value};

use super::{Facts, Lock};
use crate::catalog::{Catalog, Service};
use crate::document::pointer;
use crate::finding::{Finding, Location, codes};

/// One use of a library.
struct Use<'a> {
    service: &'a Service,
    library: &'a str,
    major: u64,
    version: &'a str,
    /// The lock file, where the manifest does not say.
    lock: Option<&'a Lock>,
}

impl Use<'_> {
    fn place(&self) -> Option<Location> {
        let pointer = pointer::push("/libraries", self.library);
        match self.lock {
            Some(lock) => Some(Location::new(&lock.path, pointer)),
            None => self.service.place(&pointer),
        }
    }
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
        let evidence = matrix(&majors);
        for used in uses.iter().filter(|used| used.major != *expected) {
            let message =
                format!("`{library}` is {} here; most services use {expected}.x", used.version);
            let code = codes::drift::LIBRARY_DIVERGENCE;
            let mut finding = Finding::new(code, &used.service.name, &[library], message)
                .at(used.place())
                .evidence("library", library)
                .evidence("current", used.version)
                .evidence("expected", format!("{expected}.x"));
            for (name, value) in &evidence {
                finding = finding.evidence(name, value.clone());
            }
            findings.push(finding);
        }
    }
}

/// Names the services of each major, and where they are many, the first ones and their number. Every
/// finding carries them: with all of a large platform the report would grow with the square of its
/// size.
fn matrix(majors: &BTreeMap<u64, Vec<&str>>) -> Vec<(&'static str, Value)> {
    const MOST: usize = 20;
    let first = |users: &Vec<&str>| {
        let mut users = users.clone();
        users.sort_unstable();
        users.truncate(MOST);
        Value::from(users)
    };
    let by_major = |of: &dyn Fn(&Vec<&str>) -> Value| -> Value {
        majors
            .iter()
            .map(|(major, users)| (major.to_string(), of(users)))
            .collect::<Map<_, _>>()
            .into()
    };
    let mut evidence = vec![("services_by_major", by_major(&first))];
    if majors.values().any(|users| users.len() > MOST) {
        evidence.push(("count_by_major", by_major(&|users| users.len().into())));
    }
    evidence
}

fn uses<'a>(catalog: &'a Catalog, facts: &'a Facts<'_>) -> BTreeMap<&'a str, Vec<Use<'a>>> {
    let mut uses: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for service in &catalog.services {
        let lock = facts.locks.get(service.name.as_str());
        let declared = service.libraries.iter().map(|(name, version)| (name, version, None));
        // What was built counts where the manifest does not say.
        let locked = lock.into_iter().flat_map(|lock| {
            let undeclared = |name: &String| !service.libraries.contains_key(name);
            let libraries = lock.file.libraries.iter();
            libraries
                .filter(move |(name, _)| undeclared(name))
                .map(move |(name, version)| (name, version, Some(lock)))
        });
        for (library, version, lock) in declared.chain(locked) {
            if let Some(major) = major(version) {
                let used = Use { service, library, major, version, lock };
                uses.entry(library).or_default().push(used);
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
