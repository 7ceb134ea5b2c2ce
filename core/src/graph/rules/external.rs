//! Which external technology services may use.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use super::versions::Versions;
use crate::catalog::{Service, split_dependency};
use crate::document::pointer;
use crate::finding::{Finding, Location, codes};
use crate::suggest;
use crate::version::Dialect;

/// Reports external dependencies that the allow-list does not have.
pub(crate) fn check(check: &Check<'_>, findings: &mut Vec<Finding>) {
    if !check.dependency().check_external {
        return;
    }
    dead_domains(check, findings);
    invalid_ranges(check, findings);
    let generic = AllowList::new(check, Ecosystem::Generic);
    let python = AllowList::new(check, Ecosystem::Python);
    for (node, _) in check.graph.nodes.iter() {
        let Some(service) = check.service(node) else { continue };
        let list = match Ecosystem::of(service) {
            Ecosystem::Generic => &generic,
            Ecosystem::Python => &python,
        };
        let mut seen: Vec<Cow<'_, str>> = Vec::new();
        for (index, text) in service.dependencies.external.iter().enumerate() {
            let (name, version) = split_dependency(text);
            let key = list.normal(name);
            if name.is_empty() || seen.contains(&key) {
                continue;
            }
            let Some(why) = list.refuses(&key, version, service) else { continue };
            let message = format!("`{}` uses `{text}`, {why}", service.name);
            let code = codes::graph::EXTERNAL_NOT_ALLOWED;
            let finding = Finding::new(code, service.name.as_str(), &[&key], message)
                .at(service.place_in("/dependencies/external", index))
                .evidence("external", name)
                .evidence("version", version);
            findings.push(match remedy(check, list, name, &key) {
                Some(remedy) => finding.remedy(remedy),
                None => finding,
            });
            // A second entry of the same name says nothing more.
            seen.push(key);
        }
    }
}

/// Reports exceptions for domains that nobody knows: they can never have an effect.
fn dead_domains(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let known = domains(check);
    for domain in check.dependency().external_exceptions.keys() {
        if known.contains(domain.as_str()) {
            continue;
        }
        let message = format!("`external_exceptions` has the unknown domain `{domain}`");
        let rule = "dependency.external_exceptions";
        let pointer = pointer::push("/dependency/external_exceptions", domain);
        let finding = Finding::new(codes::graph::DEAD_SELECTOR, rule, &[domain], message)
            .at(Location::new(check.rules_path, pointer).of_key());
        findings.push(match suggest::nearest(domain, known.iter().copied()) {
            Some(near) => finding.remedy(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}

/// Reports entries whose range no dialect can read: they admit only what is written the same.
fn invalid_ranges(check: &Check<'_>, findings: &mut Vec<Finding>) {
    let rules = check.dependency();
    let allowed = "/dependency/allowed_external".to_owned();
    let of_all = ("dependency.allowed_external", allowed, &rules.allowed_external);
    let of_domains = rules.external_exceptions.iter().map(|(domain, texts)| {
        let list = pointer::push("/dependency/external_exceptions", domain);
        ("dependency.external_exceptions", list, texts)
    });
    for (rule, list, texts) in std::iter::once(of_all).chain(of_domains) {
        for (index, text) in texts.iter().enumerate() {
            let (_, Some(range)) = split_dependency(text) else { continue };
            if Versions::read(range, Ecosystem::Generic.dialects()).is_readable() {
                continue;
            }
            let message = format!("`{text}` has the range `{range}`, which cannot be read");
            let place = Location::new(check.rules_path, pointer::push(&list, &index.to_string()));
            let finding = Finding::new(codes::graph::INVALID_RANGE, rule, &[text], message);
            findings.push(finding.at(place).evidence("range", range));
        }
    }
}

/// Lists the domains that the rules know or that a service has.
fn domains<'a>(check: &Check<'a>) -> BTreeSet<&'a str> {
    let nodes = check.graph.nodes.iter();
    let mut domains: BTreeSet<&str> = nodes.filter_map(|(_, n)| n.domain.as_deref()).collect();
    domains.extend(check.rules.known_domains());
    domains
}

fn remedy(check: &Check<'_>, list: &AllowList<'_>, name: &str, key: &str) -> Option<String> {
    let own = check.graph.find(name).is_some_and(|node| check.service(node).is_some());
    if own {
        return Some(format!(
            "`{name}` is a service of this catalog: list it under `dependencies.internal`"
        ));
    }
    let near = suggest::nearest(key, list.entries.keys().map(AsRef::as_ref))?;
    Some(format!("did you mean `{near}`?"))
}

/// How names compare.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ecosystem {
    /// Case is no matter.
    Generic,
    /// Nor are runs of `-`, `_` and `.` (PEP 503).
    Python,
}

impl Ecosystem {
    fn of(service: &Service) -> Self {
        match service.runtime.as_deref() {
            Some("python") => Self::Python,
            _ => Self::Generic,
        }
    }

    /// Returns the dialects that versions are read by, in the order they are tried.
    const fn dialects(self) -> [Dialect; 2] {
        match self {
            Self::Generic => [Dialect::Npm, Dialect::Pep440],
            Self::Python => [Dialect::Pep440, Dialect::Npm],
        }
    }

    fn normal(self, name: &str) -> Cow<'_, str> {
        let separators = |c: char| matches!(c, '-' | '_' | '.');
        let plain = !name.contains(char::is_uppercase)
            && (self == Self::Generic || !name.contains(separators));
        if plain {
            return Cow::Borrowed(name);
        }
        let lower = name.to_lowercase();
        if self == Self::Generic {
            return Cow::Owned(lower);
        }
        let parts: Vec<&str> = lower.split(separators).filter(|part| !part.is_empty()).collect();
        Cow::Owned(parts.join("-"))
    }
}

/// What the rules allow, by normalised name.
struct AllowList<'a> {
    ecosystem: Ecosystem,
    entries: BTreeMap<Cow<'a, str>, Vec<Allowed<'a>>>,
    aliases: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

/// One entry of the list.
struct Allowed<'a> {
    /// The domain it is for; none for all.
    domain: Option<&'a str>,
    /// The versions it is for; none for all.
    range: Option<Versions<'a>>,
}

impl<'a> AllowList<'a> {
    fn new(check: &Check<'a>, ecosystem: Ecosystem) -> Self {
        let rules = check.dependency();
        let pairs = rules.external_aliases.iter();
        let aliases =
            pairs.map(|(alias, name)| (ecosystem.normal(alias), ecosystem.normal(name))).collect();
        let mut list = Self { ecosystem, entries: BTreeMap::new(), aliases };
        let mut domains = domains(check);
        domains.extend(rules.external_exceptions.keys().map(String::as_str));
        for text in &rules.allowed_external {
            // A prefix that is no domain belongs to the name, as in `group:artifact`.
            match text.split_once(':').filter(|(domain, _)| domains.contains(domain)) {
                Some((domain, entry)) => list.add(Some(domain), entry),
                None => list.add(None, text),
            }
        }
        for (domain, texts) in &rules.external_exceptions {
            for text in texts {
                list.add(Some(domain), text);
            }
        }
        list
    }

    fn add(&mut self, domain: Option<&'a str>, text: &'a str) {
        let (name, range) = split_dependency(text);
        let key = self.normal(name);
        let range = range.map(|range| Versions::read(range, self.ecosystem.dialects()));
        self.entries.entry(key).or_default().push(Allowed { domain, range });
    }

    fn normal<'b>(&self, name: &'b str) -> Cow<'b, str> {
        let normal = self.ecosystem.normal(name);
        match self.aliases.get(&normal) {
            Some(known) => Cow::Owned(known.clone().into_owned()),
            None => normal,
        }
    }

    /// Tells why `key` in `version` is not allowed; none when it is.
    fn refuses(&self, key: &str, version: Option<&str>, service: &Service) -> Option<String> {
        let Some(entries) = self.entries.get(key) else {
            return Some("which is not allowed".to_owned());
        };
        let domain = service.domain.as_deref();
        let here = |entry: &&Allowed<'_>| entry.domain.is_none() || entry.domain == domain;
        let ranges: Option<Vec<&Versions<'_>>> =
            entries.iter().filter(here).map(|entry| entry.range.as_ref()).collect();
        let Some(ranges) = ranges else {
            // An entry without a range allows every version.
            return None;
        };
        if ranges.is_empty() {
            let domains: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.domain).collect();
            let domains: Vec<&str> = domains.into_iter().collect();
            return Some(format!("which is allowed only in {}", domains.join(", ")));
        }
        let quoted = |range: &&Versions<'_>| format!("`{}`", range.text);
        let texts: Vec<String> = ranges.iter().map(quoted).collect();
        let shown = texts.join(" or ");
        let Some(version) = version else {
            return Some(format!("without a version, but only {shown} is allowed"));
        };
        let wanted = Versions::read(version, self.ecosystem.dialects());
        if ranges.iter().any(|range| wanted.within(range)) {
            return None;
        }
        Some(if wanted.is_readable() {
            format!("but only {shown} is allowed")
        } else {
            format!("whose version cannot be read, but only {shown} is allowed")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Ecosystem;

    #[test]
    fn names_compare_by_ecosystem() {
        let generic = |name| Ecosystem::Generic.normal(name).into_owned();
        let python = |name| Ecosystem::Python.normal(name).into_owned();
        assert_eq!(generic("Redis"), "redis");
        assert_eq!(generic("Some_Lib"), "some_lib");
        assert_eq!(python("Some_Lib"), "some-lib");
        assert_eq!(python("zope.interface"), "zope-interface");
        assert_eq!(python("a-_.b"), "a-b");
    }
}
