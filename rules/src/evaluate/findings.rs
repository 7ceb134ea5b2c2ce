//! From what policies said to findings.

use meta_core::document::pointer;
use meta_core::finding::{Finding, Location, PolicyReference, Severity, codes};
use rhai::Position;

use super::Catalog;
use super::ask::{Answer, Asked};
use super::set::Installed;
use super::subjects::Subject;
use super::verdicts::Verdicts;
use crate::Outcome;
use crate::decision::Decision;
use crate::engine::fault::Fault;
use crate::pack::Mode;
use crate::policy::MissingFact;

/// Returns the findings of what a policy answered.
pub(super) fn of(asked: &Asked<'_>, verdicts: &Verdicts, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    for answer in &asked.answers {
        let overruled = verdicts.overrules(asked, answer);
        let decisions = answer.decisions.iter();
        let decisions = decisions.filter(|said| !(overruled && said.outcome == Outcome::Deny));
        findings.extend(decisions.filter_map(|said| finding(asked, answer, said, catalog)));
        match &answer.fault {
            Some((Fault::Missing { .. }, _)) if overruled => {}
            Some((fault, position)) => {
                findings.extend(stopped_by(asked, answer, fault, *position, catalog));
            }
            None => {}
        }
    }
    findings.extend(given_up(asked));
    findings
}

/// Returns the severity with which an outcome counts; none for what is no finding.
pub(super) fn severity(installed: &Installed, outcome: Outcome) -> Option<Severity> {
    let stated = installed.policy.header.severity;
    let is_softened = installed.mode == Mode::Warn;
    match outcome {
        Outcome::Deny if !is_softened => Some(stated),
        Outcome::Deny | Outcome::Warn => Some(stated.min(Severity::Moderate)),
        Outcome::Info => Some(Severity::Info),
        _ => None,
    }
}

fn finding(
    asked: &Asked<'_>,
    answer: &Answer<'_>,
    said: &Decision,
    catalog: &Catalog,
) -> Option<Finding> {
    let severity = severity(asked.installed, said.outcome)?;
    let details = &said.details;
    let key = match &details.about {
        Some(about) => about.to_string(),
        None => without_numbers(&said.message),
    };
    let policy = reference(asked.installed, said.position);
    let place = place(answer, details.pointer.as_deref().unwrap_or_default(), catalog);
    let message = if said.message.is_empty() {
        &*asked.installed.policy.header.title
    } else {
        said.message.as_str()
    };
    let mut finding =
        Finding::of_policy(policy, severity, answer.subject.name(), &[&key], message).at(place);
    finding.evidence = details.evidence.clone();
    let fix = details.fix.as_deref().unwrap_or(&asked.installed.policy.header.fix);
    Some(finding.remedy(fix))
}

/// Returns where a finding lies in the documents of the catalog.
fn place(answer: &Answer<'_>, inner: &str, catalog: &Catalog) -> Option<Location> {
    let service = |index: usize| catalog.world().catalog.services.get(index);
    match &answer.subject {
        Subject::Service(of) => service(of.0.index)?.place(inner),
        Subject::Edge(edge) => {
            let item = pointer::push("/dependencies/internal", &edge.item().to_string());
            service(edge.from().0.index)?.place(&(item + inner))
        }
        Subject::Catalog(_) | Subject::Data(..) => None,
    }
}

/// Returns a message with `#` in place of its numbers, which change while the problem stays.
fn without_numbers(message: &str) -> String {
    let mut key = String::with_capacity(message.len());
    for letter in message.chars() {
        match letter {
            '0'..='9' | '.' if key.ends_with('#') => {}
            '0'..='9' => key.push('#'),
            other => key.push(other),
        }
    }
    key
}

fn reference(installed: &Installed, position: Position) -> PolicyReference {
    PolicyReference {
        id: installed.policy.header.id.clone(),
        version: installed.policy.header.version.clone(),
        path: installed.policy.path.clone(),
        line: line(position),
    }
}

pub(super) fn line(position: Position) -> Option<u32> {
    position.line().and_then(|line| u32::try_from(line).ok())
}

/// Returns the finding of a policy that could not answer.
fn stopped_by(
    asked: &Asked<'_>,
    answer: &Answer<'_>,
    fault: &Fault,
    position: Position,
    catalog: &Catalog,
) -> Option<Finding> {
    let header = &asked.installed.policy.header;
    let (code, message, key, pointer) = match fault {
        Fault::Missing { pointer } => {
            let denies = asked.hook.is_gate() || header.missing == MissingFact::Deny;
            if denies {
                return denied(asked, answer, pointer, position, catalog);
            }
            if header.missing == MissingFact::Skip {
                return None;
            }
            let message = format!("`{}` cannot decide: `{pointer}` is not stated", header.id);
            (codes::policy::UNDECIDED, message, pointer.as_str(), pointer.as_str())
        }
        Fault::Limit(which) => {
            let message = format!("`{}` met a limit: {which}", header.id);
            (codes::policy::LIMIT_EXCEEDED, message, which.as_str(), "")
        }
        Fault::Failed(why) => {
            (codes::policy::FAILED, format!("`{}` failed: {why}", header.id), "", "")
        }
    };
    let mut finding = Finding::new(code, answer.subject.name(), &[&header.id, key], message);
    finding.policy = Some(reference(asked.installed, position));
    // A policy that only warns does not stop anybody when it fails either.
    if asked.installed.mode == Mode::Warn {
        finding.severity = finding.severity.min(Severity::Moderate);
    }
    // Where nothing stands there is no place; the nearest value around it has one.
    Some(finding.at(place(answer, pointer, catalog)))
}

fn denied(
    asked: &Asked<'_>,
    answer: &Answer<'_>,
    pointer: &str,
    position: Position,
    catalog: &Catalog,
) -> Option<Finding> {
    let severity = severity(asked.installed, Outcome::Deny)?;
    let message = format!("`{pointer}` is not stated");
    let policy = reference(asked.installed, position);
    let finding = Finding::of_policy(policy, severity, answer.subject.name(), &[pointer], message);
    let fix = asked.installed.policy.header.fix.as_str();
    Some(finding.at(place(answer, pointer, catalog)).remedy(fix))
}

fn given_up(asked: &Asked<'_>) -> Option<Finding> {
    let header = &asked.installed.policy.header;
    let count = asked.stopped.len();
    let subjects = if count == 1 { "subject was" } else { "subjects were" };
    let message =
        format!("`{}` failed, or said, so much that {count} {subjects} not judged", header.id);
    let mut finding =
        Finding::new(codes::policy::STOPPED, &header.id, &[asked.hook.as_str()], message);
    finding.policy = Some(reference(asked.installed, Position::NONE));
    (count > 0).then(|| finding.evidence("subjects", count))
}

/// Returns the finding of findings beyond the limit.
pub(super) fn left_out(count: usize) -> Option<Finding> {
    let message = format!("{count} findings were left out");
    let finding = Finding::new(codes::policy::TOO_MANY_FINDINGS, "policies", &[], message);
    (count > 0).then(|| finding.evidence("findings", count))
}
