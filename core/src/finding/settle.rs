//! From raw findings to what a report shows: severities, exceptions, places, order.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::entries::{EntryCheck, EntryProblem, matches};
use super::{Exceptions, Finding, Location, Severity, Suppression, sort};
use super::{SuppressionKind, Waiver, codes};
use crate::document::{Gaps, Source, locate};
use crate::suggest;
use crate::time::Timestamp;

/// What the rules file says of a code's severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityOverride {
    /// The rule is switched off.
    Off,
    /// Severity `info`.
    Info,
    /// Severity `low`.
    Low,
    /// Severity `moderate`.
    Moderate,
    /// Severity `high`.
    High,
    /// Severity `critical`.
    Critical,
}

impl SeverityOverride {
    /// Returns the severity; none when the rule is switched off.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Low => Some(Severity::Low),
            Self::Moderate => Some(Severity::Moderate),
            Self::High => Some(Severity::High),
            Self::Critical => Some(Severity::Critical),
        }
    }
}

/// What the rules file says about findings in general, and the scope it is applied in.
pub struct Settlement<'a> {
    /// Severity by code.
    pub severities: &'a BTreeMap<String, SeverityOverride>,
    /// Accepted findings.
    pub exceptions: &'a Exceptions,
    /// Name of the document the two come from.
    pub rules_path: &'a str,
    /// What was taken out of that document before it was read.
    pub(crate) rules_gaps: Gaps,
    /// Code domains this operation can report: entries for others are not its to judge.
    pub domains: &'a [&'a str],
    /// Identifiers of the policies in use, whose findings have these as their codes.
    pub policies: &'a [&'a str],
    /// What the pack of these policies accepts of what they find.
    pub pack: Option<&'a PackExceptions>,
    /// The time of the check.
    pub now: Timestamp,
}

/// What a pack of policies accepts, beside the rules file. It has no say in what is built in.
#[derive(Clone, Debug, PartialEq)]
pub struct PackExceptions {
    /// Accepted findings of policies.
    pub exceptions: Exceptions,
    /// Name of the document they come from.
    pub path: String,
}

/// A document that accepts findings.
struct Accepting<'a> {
    exceptions: &'a Exceptions,
    path: &'a str,
    gaps: Option<&'a Gaps>,
    /// Whether it means findings of policies alone.
    of_policies: bool,
}

impl<'a> Settlement<'a> {
    /// Returns the settlement of the findings of `policies` by what `exceptions` of the document `path`
    /// accept.
    pub fn of_policies(
        policies: &'a [&'a str],
        domains: &'a [&'a str],
        exceptions: &'a Exceptions,
        path: &'a str,
        now: Timestamp,
    ) -> Self {
        static NO_SEVERITIES: BTreeMap<String, SeverityOverride> = BTreeMap::new();
        Self {
            severities: &NO_SEVERITIES,
            exceptions,
            rules_path: path,
            rules_gaps: Gaps::default(),
            domains,
            policies,
            pack: None,
            now,
        }
    }
}

/// Applies `rules` to `findings`, fills in lines and columns from `texts`, and sorts: worst
/// first, then by code, subject, place and fingerprint.
pub fn settle(
    mut findings: Vec<Finding>,
    rules: &Settlement<'_>,
    texts: &Texts<'_>,
) -> Vec<Finding> {
    restore_places(&mut findings);
    let mut settled: Vec<Finding> =
        findings.into_iter().filter_map(|finding| rules.with_severity(finding)).collect();
    if rules.judges_the_rules() {
        settled.extend(rules.unknown_codes());
    }
    let entry_findings = rules.accept(&mut settled);
    settled.extend(entry_findings.into_iter().filter_map(|finding| rules.with_severity(finding)));
    texts.locate(&mut settled);
    sort(&mut settled);
    settled
}

/// Broken items were taken out of their lists before any rule looked at these; moves what the rules
/// found to where it stands in the document.
fn restore_places(findings: &mut [Finding]) {
    let mut gaps: BTreeMap<SmolStr, Gaps> = BTreeMap::new();
    for at in taken_out(findings) {
        gaps.entry(at.path.clone()).or_default().add(&at.pointer);
    }
    if gaps.values().all(Gaps::is_empty) {
        return;
    }
    // What the schema found has its place already.
    let of_rules = |finding: &&mut Finding| !finding.code.starts_with("document/");
    let places = findings.iter_mut().filter(of_rules).filter_map(|f| f.location.as_mut());
    for place in places {
        if let Some(gaps) = gaps.get(&place.path) {
            place.pointer = gaps.restore(&place.pointer).into();
        }
    }
}

/// Returns the gaps of the document that `findings` are about.
pub(crate) fn gaps(findings: &[Finding]) -> Gaps {
    let mut gaps = Gaps::default();
    taken_out(findings).for_each(|at| gaps.add(&at.pointer));
    gaps
}

fn taken_out(findings: &[Finding]) -> impl Iterator<Item = &Location> {
    findings.iter().filter_map(|finding| finding.location.as_ref()).filter(|at| at.taken_out)
}

/// The texts findings point into, by name.
#[derive(Debug, Default)]
pub struct Texts<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Texts<'a> {
    /// Adds the text of `source`, when it is one; without a name it is called `default_path`.
    pub fn add(&mut self, default_path: &'a str, source: Option<&'a Source>) {
        if let Some((source, text)) = source.and_then(|source| Some((source, source.as_text()?))) {
            self.0.insert(source.path_or(default_path), text);
        }
    }

    /// Adds the texts of many sources by name.
    pub fn add_all(&mut self, sources: &'a BTreeMap<String, Source>) {
        for (path, source) in sources {
            self.add(path, Some(source));
        }
    }

    /// Fills in the lines and columns of `findings`, in one pass over each text that has any.
    pub fn locate(&self, findings: &mut [Finding]) {
        let mut wanted: BTreeMap<&str, Vec<&mut Location>> = BTreeMap::new();
        let places = findings.iter_mut().filter_map(|finding| finding.location.as_mut());
        for location in places.filter(|location| location.line.is_none()) {
            if let Some((path, _)) = self.0.get_key_value(location.path.as_str()) {
                wanted.entry(path).or_default().push(location);
            }
        }
        for (path, locations) in wanted {
            fill(self.0.get(path).copied().unwrap_or_default(), locations);
        }
    }
}

fn fill(text: &str, locations: Vec<&mut Location>) {
    let pointers: Vec<SmolStr> = locations.iter().map(|at| at.pointer.clone()).collect();
    let pointers: Vec<&str> = pointers.iter().map(SmolStr::as_str).collect();
    let places = locate(text, &pointers);
    for location in locations {
        if let Some(place) = places.get(location.pointer.as_str()) {
            let span = if location.of_key { place.key_or_value() } else { place.value };
            location.line = Some(span.line);
            location.column = Some(span.column);
            location.end_line = Some(span.end_line);
            location.end_column = Some(span.end_column);
        }
    }
}

impl<'a> Settlement<'a> {
    fn with_severity(&self, mut finding: Finding) -> Option<Finding> {
        if let Some(stated) = self.severities.get(finding.code.as_str()) {
            finding.severity = stated.severity()?;
        }
        Some(finding)
    }

    /// Reports severities stated for codes that do not exist.
    fn unknown_codes(&self) -> Vec<Finding> {
        let known = self.known_codes();
        let unknown = self.severities.keys().filter(|id| !known.contains(&id.as_str()));
        unknown
            .map(|id| {
                let pointer = crate::document::pointer::push("/severities", id);
                let finding = Finding::new(
                    codes::exception::UNKNOWN_CODE,
                    id,
                    &["severities"],
                    format!("no rule has the code `{id}`"),
                )
                .at(Location::new(self.rules_path, pointer).of_key());
                match suggest::nearest(id, known.iter().copied()) {
                    Some(near) => finding.remedy(format!("did you mean `{near}`?")),
                    None => finding,
                }
            })
            .collect()
    }

    /// Marks accepted findings, and reports the entries that are expired, unused or impossible.
    fn accept(&self, findings: &mut [Finding]) -> Vec<Finding> {
        let rules = Accepting {
            exceptions: self.exceptions,
            path: self.rules_path,
            gaps: Some(&self.rules_gaps),
            of_policies: false,
        };
        let mut reports = self.accept_by(&rules, findings);
        if let Some(pack) = self.pack {
            let (exceptions, path) = (&pack.exceptions, pack.path.as_str());
            let pack = Accepting { exceptions, path, gaps: None, of_policies: true };
            reports.extend(self.accept_by(&pack, findings));
        }
        reports
    }

    fn accept_by(&self, source: &Accepting<'_>, findings: &mut [Finding]) -> Vec<Finding> {
        let lists = [
            (SuppressionKind::Waiver, "/waivers", &source.exceptions.waivers),
            (SuppressionKind::Baseline, "/baseline", &source.exceptions.baseline),
        ];
        let meant = |finding: &Finding| !source.of_policies || finding.policy.is_some();
        let names_one = |entries: &Vec<Waiver>| entries.iter().any(|e| e.fingerprint.is_some());
        let numbered = findings.iter().enumerate().filter(|(_, finding)| meant(finding));
        let mut by_print: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
        if lists.iter().any(|(.., entries)| names_one(entries)) {
            for (index, finding) in numbered.clone() {
                by_print.entry(finding.fingerprint.clone()).or_default().push(index);
            }
        }
        let all: Vec<usize> = numbered.map(|(index, _)| index).collect();
        let check = EntryCheck::new("finding", self.known_codes(), self.now);
        let mut reports = Vec::new();
        for (kind, list, entries) in lists {
            for (index, entry) in entries.iter().enumerate() {
                if !self.concerns(entry) {
                    continue;
                }
                // A baseline names thousands of findings one by one: look only at those it can mean.
                let candidates = match &entry.fingerprint {
                    Some(print) => by_print.get(print.as_str()).map_or(&[][..], Vec::as_slice),
                    None => &all,
                };
                let used = accept_one(kind, entry, self.now, findings, candidates);
                let pointer = format!("{list}/{index}");
                let pointer = source.gaps.map_or(pointer.clone(), |gaps| gaps.restore(&pointer));
                let place = Location::new(source.path, pointer);
                reports.extend(judge(&check, entry, used).map(|finding| finding.at(place)));
            }
        }
        reports
    }

    fn concerns(&self, entry: &Waiver) -> bool {
        let domain = entry.code.split('/').next().unwrap_or_default();
        if self.knows_domain(domain) {
            return self.domains.iter().any(|own| matches(domain, own));
        }
        self.judges_the_rules()
    }

    /// Lists the codes that findings can have: those of the table and the policies in use.
    fn known_codes(&self) -> Vec<&'a str> {
        codes::ids().into_iter().chain(self.policies.iter().copied()).collect()
    }

    fn knows_domain(&self, domain: &str) -> bool {
        let of = |code: &&str| code.split('/').next() == Some(domain);
        domain.contains('*')
            || codes::all().iter().any(|code| code.domain() == domain)
            || self.policies.iter().any(of)
    }

    /// Tells whether faults of the rules file itself are reported here, and not by another
    /// settlement of the same check.
    fn judges_the_rules(&self) -> bool {
        self.domains.contains(&"exception")
    }
}

fn judge(check: &EntryCheck<'_>, entry: &Waiver, used: bool) -> Option<Finding> {
    let subject = entry.subject.clone().unwrap_or_else(|| entry.code.clone());
    let key = [entry.code.as_str(), entry.fingerprint.as_deref().unwrap_or_default()];
    let fault = check.judge(&entry.code, entry.expires, used)?;
    let code = match fault.problem {
        EntryProblem::UnknownCode => codes::exception::UNKNOWN_CODE,
        EntryProblem::Expired => codes::exception::EXPIRED,
        EntryProblem::Unused => codes::exception::UNUSED,
    };
    let finding = Finding::new(code, subject, &key, fault.message);
    Some(match fault.remedy {
        Some(remedy) => finding.remedy(remedy),
        None => finding,
    })
}

fn accept_one(
    kind: SuppressionKind,
    entry: &Waiver,
    now: Timestamp,
    findings: &mut [Finding],
    candidates: &[usize],
) -> bool {
    let expired = entry.expires.is_some_and(|expires| expires <= now);
    let mut used = false;
    for index in candidates {
        let Some(finding) = findings.get_mut(*index).filter(|finding| entry.matches(finding))
        else {
            continue;
        };
        used = true;
        if !expired && finding.suppression.is_none() {
            let suppression = Suppression {
                kind,
                reason: entry.reason.clone(),
                owner: entry.owner.clone(),
                expires: entry.expires,
            };
            finding.suppression = Some(suppression.into());
        }
    }
    used
}

impl Waiver {
    fn matches(&self, finding: &Finding) -> bool {
        self.fingerprint.as_ref().is_none_or(|print| *print == finding.fingerprint)
            && matches(&self.code, &finding.code)
            && self.subject.as_ref().is_none_or(|subject| matches(subject, &finding.subject))
    }
}
