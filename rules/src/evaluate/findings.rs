//! From what policies said to findings.

use std::borrow::Cow;

use meta_core::document::pointer;
use meta_core::finding::{Finding, Location, PolicyReference, Severity, codes};
use rhai::Position;
use smol_str::SmolStr;

use super::Catalog;
use super::ask::{Answer, Asked, Voice};
use super::set::Installed;
use super::subjects::Subject;
use super::verdicts::Verdicts;
use crate::Outcome;
use crate::decision::Decision;
use crate::engine::fault::Fault;
use crate::pack::Mode;
use crate::policy::MissingFact;

/// Returns the findings of what a policy answered, at most so many, and the number of those that were left out.
pub(super) fn of(
    voice: Voice<'_>,
    answers: &[Answer<'_>],
    verdicts: &Verdicts,
    catalog: &Catalog,
    most: usize,
) -> (Vec<Finding>, usize) {
    let mut findings: Vec<Finding> = Vec::new();
    let mut left_out = 0;
    let author = Author::of(voice.installed);
    for answer in answers {
        let overruled = verdicts.overrules(voice, answer);
        for said in &answer.decisions {
            if overruled && said.outcome == Outcome::Deny {
                continue;
            }
            // What is left out is only counted.
            if findings.len() < most {
                findings.extend(author.finding(voice, answer, said, catalog));
            } else {
                left_out += usize::from(severity(voice.installed, said.outcome).is_some());
            }
        }
        match &answer.fault {
            Some((Fault::Missing { .. }, _)) if overruled => {}
            Some((fault, position)) => {
                let stopped = author.stopped_by(voice, answer, (fault, *position), catalog);
                if findings.len() < most {
                    findings.extend(stopped);
                } else {
                    left_out += usize::from(stopped.is_some());
                }
            }
            None => {}
        }
    }
    (findings, left_out)
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

/// What findings say of the policy that makes them. They share the texts.
struct Author {
    id: SmolStr,
    version: SmolStr,
    path: SmolStr,
    title: SmolStr,
    fix: SmolStr,
}

impl Author {
    fn of(installed: &Installed) -> Self {
        let header = &installed.policy.header;
        let [id, version, title, fix] =
            [&header.id, &header.version, &header.title, &header.fix].map(SmolStr::new);
        Self { id, version, path: SmolStr::new(&installed.policy.path), title, fix }
    }

    fn reference(&self, position: Position) -> PolicyReference {
        let (id, version, path) = (self.id.clone(), self.version.clone(), self.path.clone());
        PolicyReference { id, version, path, line: line(position) }
    }

    fn finding(
        &self,
        voice: Voice<'_>,
        answer: &Answer<'_>,
        said: &Decision,
        catalog: &Catalog,
    ) -> Option<Finding> {
        let severity = severity(voice.installed, said.outcome)?;
        let details = &said.details;
        let unnumbered;
        let key = if let Some(about) = &details.about {
            about.as_str()
        } else {
            unnumbered = without_numbers(&said.message);
            &unnumbered
        };
        let policy = self.reference(said.position);
        let place = place(answer, details.pointer.as_deref().unwrap_or_default(), catalog);
        let message = if said.message.is_empty() { &*self.title } else { said.message.as_str() };
        let mut finding =
            Finding::of_policy(policy, severity, answer.subject.name(), &[key], message).at(place);
        finding.evidence.clone_from(&details.evidence);
        Some(finding.remedy(details.fix.as_deref().map_or_else(|| self.fix.clone(), SmolStr::new)))
    }

    /// Returns the finding of a policy that could not answer.
    fn stopped_by(
        &self,
        voice: Voice<'_>,
        answer: &Answer<'_>,
        (fault, position): (&Fault, Position),
        catalog: &Catalog,
    ) -> Option<Finding> {
        let (id, installed) = (&self.id, voice.installed);
        let (code, message, key, pointer) = match fault {
            Fault::Missing { pointer } => {
                let missing = installed.policy.header.missing;
                if voice.hook.is_gate() || missing == MissingFact::Deny {
                    let place = place(answer, pointer, catalog);
                    return self.denied(voice, answer, pointer, position).map(|it| it.at(place));
                }
                if missing == MissingFact::Skip {
                    return None;
                }
                let message = format!("`{id}` cannot decide: `{pointer}` is not stated");
                (codes::policy::UNDECIDED, message, pointer.as_str(), pointer.as_str())
            }
            Fault::Limit(which) => {
                let message = format!("`{id}` met a limit: {which}");
                (codes::policy::LIMIT_EXCEEDED, message, which.as_str(), "")
            }
            Fault::Failed(why) => (codes::policy::FAILED, format!("`{id}` failed: {why}"), "", ""),
        };
        let mut finding = Finding::new(code, answer.subject.name(), &[id, key], message);
        finding.policy = Some(self.reference(position));
        // A policy that only warns does not stop anybody when it fails either.
        if installed.mode == Mode::Warn {
            finding.severity = finding.severity.min(Severity::Moderate);
        }
        // Where nothing stands there is no place; the nearest value around it has one.
        Some(finding.at(place(answer, pointer, catalog)))
    }

    /// Returns the finding of a policy that denies what does not state a fact.
    fn denied(
        &self,
        voice: Voice<'_>,
        answer: &Answer<'_>,
        pointer: &str,
        position: Position,
    ) -> Option<Finding> {
        let severity = severity(voice.installed, Outcome::Deny)?;
        let message = format!("`{pointer}` is not stated");
        let (policy, subject) = (self.reference(position), answer.subject.name());
        let finding = Finding::of_policy(policy, severity, subject, &[pointer], message);
        Some(finding.remedy(self.fix.clone()))
    }
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
fn without_numbers(message: &str) -> Cow<'_, str> {
    if !message.contains(|letter: char| letter.is_ascii_digit()) {
        return message.into();
    }
    let mut key = String::with_capacity(message.len());
    for letter in message.chars() {
        match letter {
            '0'..='9' | '.' if key.ends_with('#') => {}
            '0'..='9' => key.push('#'),
            other => key.push(other),
        }
    }
    key.into()
}

pub(super) fn reference(installed: &Installed, position: Position) -> PolicyReference {
    Author::of(installed).reference(position)
}

pub(super) fn line(position: Position) -> Option<u32> {
    position.line().and_then(|line| u32::try_from(line).ok())
}

/// Returns the finding of subjects that were not judged.
pub(super) fn given_up(asked: &Asked<'_>) -> Option<Finding> {
    let Voice { installed, hook, .. } = asked.voice;
    let header = &installed.policy.header;
    let count = asked.stopped.len();
    let subjects = if count == 1 { "subject was" } else { "subjects were" };
    let limit = match (asked.is_over, asked.is_full) {
        (true, _) => Some("the time that the host gave"),
        (false, true) => Some("the length of what policies say"),
        (false, false) => None,
    };
    let (code, message) = if let Some(limit) = limit {
        let message =
            format!("`{}` met a limit: {limit}; {count} {subjects} not judged", header.id);
        (codes::policy::LIMIT_EXCEEDED, message)
    } else {
        let message =
            format!("`{}` failed, or said, so much that {count} {subjects} not judged", header.id);
        (codes::policy::STOPPED, message)
    };
    let mut finding = Finding::new(code, &header.id, &[hook.as_str()], message);
    finding.policy = Some(reference(installed, Position::NONE));
    (count > 0).then(|| finding.evidence("subjects", count))
}

/// Returns the finding of findings beyond the limit.
pub(super) fn left_out(count: usize) -> Option<Finding> {
    let message = format!("{count} findings were left out");
    let finding = Finding::new(codes::policy::TOO_MANY_FINDINGS, "policies", &[], message);
    (count > 0).then(|| finding.evidence("findings", count))
}
