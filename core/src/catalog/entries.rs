//! What one entry of the catalog must say.

use std::cell::OnceCell;

use super::names::{is_event_name, is_semver, is_service_name, split_contract};
use super::{Service, names};
use crate::config::Rules;
use crate::finding::{Code, Finding, Location, codes};
use crate::suggest;
use crate::time::Timestamp;

/// Checks one entry on its own, and adds what it finds to `findings`.
pub(super) fn check(service: &Service, rules: &Rules, now: Timestamp, findings: &mut Vec<Finding>) {
    let mut entry = Entry { service, findings };
    entry.identity();
    entry.known_words(rules);
    entry.contracts("/api_contracts", &service.api_contracts);
    entry.contracts("/api_dependencies", &service.api_dependencies);
    entry.events("/events_in", &service.events_in);
    entry.events("/events_out", &service.events_out);
    entry.repeated("/dependencies/internal", &service.dependencies.internal);
    entry.repeated("/dependencies/external", &service.dependencies.external);
    entry.times(now);
    entry.recommended(rules);
}

struct Entry<'a, 'f> {
    service: &'a Service,
    findings: &'f mut Vec<Finding>,
}

impl Entry<'_, '_> {
    fn report(&mut self, code: &'static Code, key: &[&str], message: String, at: Option<Location>) {
        self.findings.push(Finding::new(code, &self.service.name, key, message).at(at));
    }

    fn identity(&mut self) {
        let name = &self.service.name;
        if !name.is_empty() && !is_service_name(name) {
            let message = format!("`{name}` is not a usable service name");
            self.report(codes::catalog::INVALID_NAME, &[], message, self.service.place("/name"));
        }
        if let Some(version) = self.service.version.as_deref().filter(|v| !is_semver(v)) {
            let message = format!("`{version}` is not a semantic version");
            self.report(
                codes::catalog::INVALID_VERSION,
                &[],
                message,
                self.service.place("/version"),
            );
        }
    }

    fn known_words(&mut self, rules: &Rules) {
        let domains = rules.known_domains();
        self.word(
            codes::catalog::UNKNOWN_DOMAIN,
            "/domain",
            self.service.domain.as_deref(),
            &domains,
        );
        let maturities: Vec<&str> = rules.catalog.maturities.iter().map(String::as_str).collect();
        let maturity = self.service.maturity.as_deref();
        self.word(codes::catalog::UNKNOWN_MATURITY, "/maturity", maturity, &maturities);
        if !rules.catalog.runtimes.is_empty() {
            let runtimes: Vec<&str> = rules.catalog.runtimes.iter().map(String::as_str).collect();
            let runtime = self.service.runtime.as_deref();
            self.word(codes::catalog::UNKNOWN_RUNTIME, "/runtime", runtime, &runtimes);
        }
    }

    fn word(&mut self, code: &'static Code, at: &str, word: Option<&str>, known: &[&str]) {
        let Some(word) = word.filter(|word| !known.contains(word)) else { return };
        let message = format!("`{word}` is not one of {}", quoted(known));
        let finding =
            Finding::new(code, &self.service.name, &[], message).at(self.service.place(at));
        self.findings.push(match suggest::nearest(word, known.iter().copied()) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
    }

    fn contracts(&mut self, list: &str, contracts: &[String]) {
        for (index, text) in contracts.iter().enumerate() {
            if !split_contract(text).is_some_and(|contract| is_semver(contract.version)) {
                let message = format!("`{text}` is not written as `name@x.y.z`");
                let at = self.service.place_in(list, index);
                self.report(codes::catalog::INVALID_CONTRACT, &[list, text], message, at);
            }
        }
        self.repeated(list, contracts);
    }

    fn events(&mut self, list: &str, events: &[String]) {
        for (index, event) in events.iter().enumerate().filter(|(_, event)| !is_event_name(event)) {
            let message = format!("`{event}` is not dotted segments that end in `.vN`");
            let at = self.service.place_in(list, index);
            self.report(codes::catalog::INVALID_EVENT_NAME, &[list, event], message, at);
        }
        self.repeated(list, events);
    }

    fn repeated(&mut self, list: &str, items: &[String]) {
        if items.len() < 2 {
            return;
        }
        let names = items.iter().map(|item| names::split_dependency(item).0).enumerate();
        let mut sorted: Vec<(&str, usize)> = names.map(|(index, name)| (name, index)).collect();
        sorted.sort_unstable();
        for pair in sorted.windows(2) {
            let [(before, _), (name, index)] = *pair else { continue };
            if before == name {
                let message = format!("`{name}` stands twice in `{}`", dotted(list));
                let at = self.service.place_in(list, index);
                self.report(codes::catalog::DUPLICATE_ENTRY, &[list, name], message, at);
            }
        }
    }

    fn times(&mut self, now: Timestamp) {
        if self.service.last_update.is_none() && self.service.commit.is_none() {
            let message = "neither `last_update` nor `commit` is given".to_owned();
            self.report(codes::catalog::MISSING_TIMESTAMP, &[], message, self.service.place(""));
        }
        if let Some(update) = self.service.last_update.filter(|update| *update > now) {
            let message = format!("`last_update` {update} lies after the check at {now}");
            let at = self.service.place("/last_update");
            self.report(codes::catalog::FUTURE_TIMESTAMP, &[], message, at);
        }
    }

    fn recommended(&mut self, rules: &Rules) {
        if rules.catalog.recommended.is_empty() {
            return;
        }
        let written = OnceCell::new();
        for field in &rules.catalog.recommended {
            let stated = stated(self.service, field).unwrap_or_else(|| {
                let written =
                    written.get_or_init(|| serde_json::to_value(self.service).unwrap_or_default());
                written.pointer(&format!("/{}", field.replace('.', "/"))).is_some()
            });
            if !stated {
                let message = format!("recommended field `{field}` is absent");
                let at = self.service.place("");
                self.report(codes::catalog::MISSING_RECOMMENDED, &[field], message, at);
            }
        }
    }
}

/// Tells whether a field that is often recommended is there; none for the others, for which the
/// entry is written out.
fn stated(service: &Service, field: &str) -> Option<bool> {
    match field {
        "owner" => Some(service.owner.is_some()),
        "description" => Some(service.description.is_some()),
        "runtime" => Some(service.runtime.is_some()),
        "tier" => Some(service.tier.is_some()),
        "commit" => Some(service.commit.is_some()),
        "last_update" => Some(service.last_update.is_some()),
        "quality" => Some(service.quality.is_some()),
        "security" => Some(service.security.is_some()),
        _ => None,
    }
}

/// Reports an entry that has not been updated for `rules.catalog.stale_after_days`.
pub(super) fn check_age(service: &Service, rules: &Rules, now: Timestamp) -> Option<Finding> {
    let updated = service.last_update.or(service.collected_at)?;
    let days = updated.whole_days_until(now);
    (days > i64::from(rules.catalog.stale_after_days)).then(|| {
        let message = format!("last updated {days} days ago");
        Finding::new(codes::catalog::STALE_ENTRY, &service.name, &[], message)
            .at(service.place("/last_update"))
            .evidence("age_days", days)
            .evidence("limit_days", rules.catalog.stale_after_days)
    })
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn dotted(list: &str) -> String {
    list.trim_start_matches('/').replace('/', ".")
}
