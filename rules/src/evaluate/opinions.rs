//! What policies want to change of what was decided elsewhere, for those who apply it.

use meta_core::finding::PolicyReference;

use super::ask::{Answer, Voice};
use super::findings::reference;
use super::subjects::Subject;
use crate::Outcome;
use crate::pack::Mode;
use crate::policy::Hook;

/// What one policy wants of one subject.
#[derive(Clone, Debug)]
pub(crate) struct Opinion {
    pub(crate) hook: Hook,
    /// What the caller calls the subject by.
    pub(crate) key: String,
    /// What findings call it.
    pub(crate) subject: String,
    pub(crate) policy: PolicyReference,
    pub(crate) outcome: Outcome,
    /// Why; the word of a tag.
    pub(crate) reason: String,
    /// Class or severity of `raise` and `lower`.
    pub(crate) class: Option<String>,
    /// Points of `adjust`.
    pub(crate) points: Option<f64>,
}

/// Returns what a policy wants, when it is in the mode `deny`. One that failed on a subject has no opinion of it.
pub(super) fn of(voice: Voice<'_>, answers: &[Answer<'_>], key: &str) -> Vec<Opinion> {
    let mut opinions = Vec::new();
    if voice.installed.mode != Mode::Deny {
        return opinions;
    }
    for answer in answers.iter().filter(|answer| answer.fault.is_none()) {
        let Subject::Data(name, data) = &answer.subject else { continue };
        let Some(key) = data.text(key) else { continue };
        for said in answer.decisions.iter().filter(|said| changes(said.outcome)) {
            opinions.push(Opinion {
                hook: voice.hook,
                key: key.clone(),
                subject: (*name).to_owned(),
                policy: reference(voice.installed, said.position),
                outcome: said.outcome,
                reason: said.message.to_string(),
                class: said.details.class.as_ref().map(ToString::to_string),
                points: said.details.points,
            });
        }
    }
    opinions
}

fn changes(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Raise | Outcome::Lower | Outcome::Adjust | Outcome::Tag)
}
