//! What policies say of every subject, before anything is made of it: for tests and explanations.

use meta_core::Result;
use rhai::Position;

use super::ask::{Answer, Asked, Asking, Voice};
use super::set::Installed;
use super::subjects::Subjects;
use super::{Catalog, EvaluateInput, GateReport, PolicySet, verdicts};
use crate::decision::Decision;
use crate::engine::fault::Fault;
use crate::policy::Hook;

/// What a policy said of one subject.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Identifier of the policy.
    pub(crate) policy: String,
    pub(crate) hook: Hook,
    /// Name of the subject.
    pub(crate) subject: String,
    pub(crate) decisions: Vec<Decision>,
    /// What stopped it, and where.
    pub(crate) fault: Option<(Fault, Position)>,
}

/// What one policy answered about one subject.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    /// Subjects it was asked about: none when it is not about this one.
    pub(crate) asked: usize,
    pub(crate) said: Vec<Said>,
}

/// Asks one policy about one subject of one hook; none when there is no such subject.
///
/// # Errors
/// As [`ask`].
pub(crate) fn ask_about(
    set: &PolicySet,
    installed: &Installed,
    catalog: &Catalog,
    input: &EvaluateInput,
    (hook, subject): (Hook, &str),
) -> Result<Option<Answers>> {
    let subjects = Subjects::new(catalog, input)?.only(hook, subject);
    if subjects.of(hook).is_empty() {
        return Ok(None);
    }
    let asking = Asking { set, catalog, input, subjects: &subjects, deadline: None };
    let mut answers = Answers::default();
    for (asked, said) in Voice::all_of(installed).into_iter().map(|voice| asking.answers(voice)) {
        answers.asked += asked.count;
        answers.said.extend(told(asked.voice, said));
    }
    Ok(Some(answers))
}

/// Asks `installed` about every subject, and returns what they say and what gates and guards let pass.
///
/// # Errors
/// `input_invalid` when `input` has subjects without names.
pub(crate) fn ask(
    set: &PolicySet,
    installed: &[&Installed],
    catalog: &Catalog,
    input: &EvaluateInput,
) -> Result<(Vec<Said>, Vec<GateReport>)> {
    let subjects = Subjects::new(catalog, input)?;
    let asking = Asking { set, catalog, input, subjects: &subjects, deadline: None };
    let voices = installed.iter().flat_map(|one| Voice::all_of(one));
    let asked: Vec<(Asked<'_>, Vec<Answer<'_>>)> = voices.map(|one| asking.answers(one)).collect();
    let gates = verdicts::gates(set, &subjects, &asked);
    Ok((asked.into_iter().flat_map(|(asked, said)| told(asked.voice, said)).collect(), gates))
}

fn told<'a>(voice: Voice<'a>, answers: Vec<Answer<'a>>) -> impl Iterator<Item = Said> + 'a {
    let Voice { installed, hook, .. } = voice;
    let policy = installed.policy.header.id.clone();
    answers.into_iter().map(move |answer| Said {
        policy: policy.clone(),
        hook,
        subject: answer.subject.name().to_string(),
        decisions: answer.decisions.into_vec(),
        fault: answer.fault,
    })
}
