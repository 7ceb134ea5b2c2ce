//! Pinned contracts against the spec index.

use std::collections::BTreeMap;

use semver::Version;

use super::spec_index::Published;
use super::upgrade;
use super::{Facts, Lock};
use crate::catalog::{Service, split_contract};
use crate::config::{DriftRules, UpgradeClass};
use crate::finding::{Finding, Location, Severity, codes};

/// A pin of a service: where it stands and what it says.
struct Pin<'a> {
    service: &'a Service,
    name: &'a str,
    version: Version,
    list: &'static str,
    index: usize,
}

/// Checks every pin of `service`.
pub(super) fn check(service: &Service, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let lists = [
        ("/api_contracts", &service.api_contracts),
        ("/api_dependencies", &service.api_dependencies),
    ];
    let mut pinned = BTreeMap::new();
    for (list, contracts) in lists {
        for (index, text) in contracts.iter().enumerate() {
            // A contract that cannot be read is a finding of the catalog.
            let Some(contract) = split_contract(text) else { continue };
            let Ok(version) = Version::parse(contract.version) else { continue };
            let pin = Pin { service, name: contract.name, version, list, index };
            if let Some(specs) = &facts.specs {
                against_index(&pin, specs, facts, findings);
            }
            pinned.entry(contract.name).or_insert(pin);
        }
    }
    against_lock(service, &pinned, facts, findings);
}

fn against_index(
    pin: &Pin<'_>,
    specs: &BTreeMap<String, Vec<Published>>,
    facts: &Facts<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(versions) = specs.get(pin.name) else {
        let finding = pin.report(
            codes::drift::UNKNOWN_CONTRACT,
            format!("contract `{}` is not in the spec index", pin.name),
        );
        let near = facts.suggestions.nearest(pin.name, specs.keys().map(String::as_str));
        findings.push(match near {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
        return;
    };
    if !pin.version.pre.is_empty() {
        let message = format!("`{}@{}` is a pre-release", pin.name, pin.version);
        findings.push(pin.report(codes::drift::PRERELEASE_PIN, message));
    }
    let newest = newest(versions, &pin.version);
    let Some(published) = versions.iter().find(|published| published.version == pin.version) else {
        findings.push(unpublished(pin, versions, newest));
        return;
    };
    withdrawn(pin, published, newest, findings);
    findings.extend(newest.and_then(|newest| lag(pin, versions, newest, facts)));
}

/// Returns the newest version that may be used: stable, unless the pin is a pre-release itself.
fn newest<'v>(versions: &'v [Published], pin: &Version) -> Option<&'v Published> {
    let usable = |published: &&Published| {
        !published.facts.yanked && (published.version.pre.is_empty() || !pin.pre.is_empty())
    };
    versions.iter().rev().find(usable)
}

fn unpublished(pin: &Pin<'_>, versions: &[Published], newest: Option<&Published>) -> Finding {
    let newest_text = newest.map_or("none".to_owned(), |newest| newest.version.to_string());
    let ahead = versions.last().is_none_or(|last| pin.version > last.version);
    let (code, words) = if ahead {
        (codes::drift::PIN_AHEAD, "is newer than any published version")
    } else {
        (codes::drift::UNKNOWN_PIN_VERSION, "was never published")
    };
    let message = format!("`{}@{}` {words}; the newest is {newest_text}", pin.name, pin.version);
    pin.report(code, message)
        .evidence("current", pin.version.to_string())
        .evidence("expected", newest_text)
}

fn withdrawn(
    pin: &Pin<'_>,
    published: &Published,
    newest: Option<&Published>,
    findings: &mut Vec<Finding>,
) {
    let facts = &published.facts;
    let why = facts.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    let states = [
        (facts.yanked, codes::drift::YANKED_PIN, "was withdrawn"),
        (facts.deprecated && !facts.yanked, codes::drift::DEPRECATED_PIN, "is deprecated"),
    ];
    for (_, code, words) in states.into_iter().filter(|(holds, ..)| *holds) {
        let message = format!("`{}@{}` {words}{why}", pin.name, pin.version);
        let finding = pin.report(code, message).evidence("current", pin.version.to_string());
        findings.push(match newest {
            Some(newest) => finding.evidence("expected", newest.version.to_string()),
            None => finding,
        });
    }
}

fn lag(
    pin: &Pin<'_>,
    versions: &[Published],
    newest: &Published,
    facts: &Facts<'_>,
) -> Option<Finding> {
    let rules = &facts.rules.drift;
    let zero = rules.zero_minor_is_major;
    let class = upgrade::class(&pin.version, &newest.version, zero)?;
    let newer: Vec<&Published> = versions
        .iter()
        .filter(|published| published.version > pin.version && published.version <= newest.version)
        .filter(|published| !published.facts.yanked && published.version.pre.is_empty())
        .collect();
    let count = |wanted: UpgradeClass| {
        let of_class = |published: &&&Published| {
            upgrade::class(&pin.version, &published.version, zero) == Some(wanted)
        };
        newer.iter().filter(of_class).count()
    };
    let decision =
        upgrade::decide(pin.service, pin.name, class, &facts.rules.upgrades, facts.policies);
    let releases = if newer.len() == 1 { "release" } else { "releases" };
    let message = format!(
        "`{}@{}` is {} {releases} behind {}",
        pin.name,
        pin.version,
        newer.len(),
        newest.version
    );
    let finding = pin
        .report(codes::drift::SPEC_LAG, message)
        .severity(severity_of(class, rules))
        .evidence("class", class.as_str())
        .evidence("current", pin.version.to_string())
        .evidence("expected", newest.version.to_string())
        .evidence("behind_major", count(UpgradeClass::Major))
        .evidence("behind_minor", count(UpgradeClass::Minor))
        .evidence("behind_patch", count(UpgradeClass::Patch))
        .evidence("auto_upgrade", serde_json::to_value(&decision).unwrap_or_default())
        .remedy(format!("upgrade `{}` to {}", pin.name, newest.version));
    let since = newer.first().and_then(|next| next.facts.published);
    Some(match since.map(|since| since.whole_days_until(facts.now)) {
        Some(days) => finding.evidence("age_days", days),
        None => finding,
    })
}

fn severity_of(class: UpgradeClass, rules: &DriftRules) -> Severity {
    match class {
        UpgradeClass::Major => rules.lag_severity.major,
        UpgradeClass::Minor if !rules.warn_on_minor_spec_lag => Severity::Low,
        UpgradeClass::Minor => rules.lag_severity.minor,
        UpgradeClass::Patch => rules.lag_severity.patch,
    }
}

fn against_lock(
    service: &Service,
    pinned: &BTreeMap<&str, Pin<'_>>,
    facts: &Facts<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(lock) = facts.locks.get(service.name.as_str()) else {
        findings.extend(missing_lock(service, pinned.len(), facts));
        return;
    };
    for (name, pin) in pinned {
        match lock.file.specs.get(*name).map(super::inputs::LockedSpec::version) {
            Some(locked) if Version::parse(locked).is_ok_and(|locked| locked == pin.version) => {}
            Some(locked) => {
                let message =
                    format!("`{name}` is declared as {} and locked as {locked}", pin.version);
                findings.push(pin.mismatch(message, locked));
            }
            None => {
                let message = format!("`{name}@{}` is declared and not locked", pin.version);
                findings.push(pin.mismatch(message, "none"));
            }
        }
    }
    let undeclared = lock.file.specs.keys().filter(|name| !pinned.contains_key(name.as_str()));
    findings.extend(undeclared.map(|name| undeclared_lock(service, name, lock)));
}

fn undeclared_lock(service: &Service, name: &str, lock: &Lock) -> Finding {
    let pointer = crate::document::pointer::push("/specs", name);
    let message = format!("`{name}` is locked and not declared");
    Finding::new(codes::drift::LOCK_MISMATCH, &service.name, &[name], message)
        .at(Location::new(&lock.path, pointer))
        .evidence("contract", name)
}

fn missing_lock(service: &Service, pins: usize, facts: &Facts<'_>) -> Option<Finding> {
    if pins == 0 || facts.broken_locks.contains(&service.name) {
        return None;
    }
    let words = if pins == 1 { "contract" } else { "contracts" };
    let message = format!("{pins} {words} pinned and no lock file");
    let severity =
        if facts.rules.drift.block_on_missing_lock { Severity::High } else { Severity::Low };
    let finding = Finding::new(codes::drift::MISSING_LOCK, &service.name, &[], message);
    Some(finding.severity(severity).at(service.place("")))
}

impl Pin<'_> {
    fn report(&self, code: &'static crate::finding::Code, message: String) -> Finding {
        Finding::new(code, &self.service.name, &[self.name], message)
            .at(self.service.place_in(self.list, self.index))
            .evidence("contract", self.name)
    }

    fn mismatch(&self, message: String, locked: &str) -> Finding {
        self.report(codes::drift::LOCK_MISMATCH, message)
            .evidence("current", locked)
            .evidence("expected", self.version.to_string())
    }
}
