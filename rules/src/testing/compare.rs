//! What was said against what was expected.

use rhai::Position;

use super::expectation::Expectation;
use super::types::{CaseFailure, FailureKind, Statement, Stop, Told};
use crate::decision::Decision;
use crate::engine::fault::Fault;

impl Statement {
    fn new(told: Told, subject: impl Into<String>) -> Self {
        Self {
            told,
            subject: subject.into(),
            at: None,
            about: None,
            message: None,
            class: None,
            points: None,
            fix: None,
            evidence: std::collections::BTreeMap::new(),
            line: None,
        }
    }

    /// Returns what is expected.
    ///
    /// # Errors
    /// As [`Expectation::told`].
    pub(super) fn expected(expectation: &Expectation) -> Result<Self, (String, String)> {
        let (told, subject) = expectation.told()?;
        let stated = expectation.clone();
        Ok(Self {
            at: stated.missing.or(stated.at),
            about: stated.about,
            message: stated.message,
            class: stated.class,
            points: stated.points,
            fix: stated.fix,
            evidence: stated.evidence,
            ..Self::new(told, subject)
        })
    }

    /// Returns a decision as a statement.
    pub(super) fn decided(decision: &Decision, subject: &str) -> Self {
        let details = &decision.details;
        let text = |text: &Option<rhai::ImmutableString>| text.as_ref().map(ToString::to_string);
        Self {
            at: text(&details.pointer),
            about: text(&details.about),
            message: Some(decision.message.to_string()).filter(|message| !message.is_empty()),
            class: text(&details.class),
            points: details.points,
            fix: text(&details.fix),
            evidence: details.evidence.clone(),
            line: line(decision.position),
            ..Self::new(Told::Said(decision.outcome), subject)
        }
    }

    /// Returns what stopped a policy as a statement.
    pub(super) fn stopped(fault: &Fault, position: Position, subject: &str) -> Self {
        let (told, at, message) = match fault {
            Fault::Missing { pointer } => {
                (Told::Stopped(Stop::Missing), Some(pointer.clone()), None)
            }
            Fault::Limit(which) => (Told::Stopped(Stop::Limit), None, Some(which.clone())),
            Fault::Failed(why) => (Told::Stopped(Stop::Error), None, Some(why.clone())),
        };
        Self { at, message, line: line(position), ..Self::new(told, subject) }
    }

    /// Tells whether what was said is as this expects it.
    fn is_met_by(&self, said: &Self) -> bool {
        let mut evidence = self.evidence.iter();
        let is_shown = |(name, value): (&String, &serde_json::Value)| {
            said.evidence.get(name).is_some_and(|said| is_same(value, said))
        };
        self.told == said.told
            && self.subject == said.subject
            && self.agreements(said).iter().all(|agrees| *agrees != Some(false))
            && evidence.all(is_shown)
    }

    /// Tells for each part that is expected whether it was said so.
    fn agreements(&self, said: &Self) -> [Option<bool>; 6] {
        let text = |expected: &Option<String>, said: &Option<String>| {
            expected.as_ref().map(|expected| Some(expected) == said.as_ref())
        };
        [
            text(&self.at, &said.at),
            text(&self.about, &said.about),
            text(&self.message, &said.message),
            text(&self.class, &said.class),
            text(&self.fix, &said.fix),
            self.points.map(|points| said.points.is_some_and(|said| is_near(points, said))),
        ]
    }

    /// Returns how much two statements are alike: the subject counts more than the outcome, and this more than the rest.
    fn likeness(&self, said: &Self) -> usize {
        let parts = self.agreements(said).iter().filter(|agrees| **agrees == Some(true)).count();
        let subject = usize::from(self.subject == said.subject) * 16;
        subject + usize::from(self.told == said.told) * 8 + parts
    }
}

fn line(position: Position) -> Option<u32> {
    position.line().and_then(|line| u32::try_from(line).ok())
}

/// Numbers are the same when they have the same value, such as 1 and 1.0.
fn is_same(expected: &serde_json::Value, said: &serde_json::Value) -> bool {
    match (expected.as_f64(), said.as_f64()) {
        (Some(expected), Some(number)) => is_near(expected, number),
        _ => expected == said,
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs())
}

/// Returns everything that was expected and not said, or said and not expected.
pub(super) fn compare(expected: &[Statement], said: &[Statement]) -> Vec<CaseFailure> {
    let matched = matching(expected, said);
    let is_free = |index: &usize| !matched.contains(&Some(*index));
    let free: Vec<&Statement> =
        (0..said.len()).filter(is_free).filter_map(|index| said.get(index)).collect();
    let unmet: Vec<&Statement> = expected
        .iter()
        .zip(&matched)
        .filter(|(_, met)| met.is_none())
        .map(|(expected, _)| expected)
        .collect();
    let unsaid = unmet.iter().map(|expected| CaseFailure {
        kind: FailureKind::Unsaid,
        message: format!("expected and not said: {}", expected.line_of()),
        expected: Some((*expected).clone()),
        said: nearest(free.iter().copied(), |said| expected.likeness(said)).cloned(),
        policy: None,
    });
    let unexpected = free.iter().map(|said| CaseFailure {
        kind: FailureKind::Unexpected,
        message: format!("said and not expected: {}", said.line_of()),
        expected: nearest(unmet.iter().copied(), |expected| expected.likeness(said)).cloned(),
        said: Some((*said).clone()),
        policy: None,
    });
    unsaid.chain(unexpected).collect()
}

/// Returns the most alike of `candidates`, the first of several.
fn nearest<'a>(
    candidates: impl Iterator<Item = &'a Statement>,
    likeness: impl Fn(&Statement) -> usize,
) -> Option<&'a Statement> {
    let mut best: Option<(usize, &Statement)> = None;
    for candidate in candidates {
        let alike = likeness(candidate);
        if alike >= 8 && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns for each expectation the statement that meets it, such that as many as possible are met: one that says
/// little must not take the statement that another needs.
fn matching(expected: &[Statement], said: &[Statement]) -> Vec<Option<usize>> {
    let mut taken: Vec<Option<usize>> = vec![None; said.len()];
    for index in 0..expected.len() {
        let mut seen = vec![false; said.len()];
        assign(index, expected, said, &mut taken, &mut seen);
    }
    let mut met = vec![None; expected.len()];
    for (index, by) in taken.into_iter().enumerate() {
        if let Some(slot) = by.and_then(|by: usize| met.get_mut(by)) {
            *slot = Some(index);
        }
    }
    met
}

/// Finds a statement for an expectation, and moves others to other statements for it.
fn assign(
    index: usize,
    expected: &[Statement],
    said: &[Statement],
    taken: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    let Some(wanted) = expected.get(index) else { return false };
    for (number, statement) in said.iter().enumerate() {
        let is_new = seen.get(number).is_some_and(|seen| !seen) && wanted.is_met_by(statement);
        if !is_new {
            continue;
        }
        if let Some(seen) = seen.get_mut(number) {
            *seen = true;
        }
        let holder = taken.get(number).copied().flatten();
        if holder.is_none_or(|holder| assign(holder, expected, said, taken, seen)) {
            if let Some(slot) = taken.get_mut(number) {
                *slot = Some(index);
            }
            return true;
        }
    }
    false
}
