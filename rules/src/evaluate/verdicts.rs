//! What gates and guards let pass, and everything else that is no finding.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::ask::{Answer, Asked, Voice};
use super::findings::{line, severity};
use super::subjects::Subjects;
use super::{DecisionReport, GateReport, GateVerdict, PolicySet};
use crate::Outcome;
use crate::engine::fault::Fault;
use crate::pack::{Combine, Mode};
use crate::policy::Hook;

/// The verdicts of gates and guards, by hook and name of the subject.
pub(super) struct Verdicts(BTreeMap<(Hook, SmolStr), GateVerdict>);

impl Verdicts {
    pub(super) fn of(gates: &[GateReport]) -> Self {
        Self(
            gates
                .iter()
                .map(|gate| ((gate.hook, SmolStr::new(&gate.subject)), gate.verdict))
                .collect(),
        )
    }

    /// Tells whether a policy denies what another one has allowed. What has no vote is never overruled.
    pub(super) fn overrules(&self, voice: Voice<'_>, answer: &Answer<'_>) -> bool {
        if !(voice.hook.is_gate() && votes(voice)) {
            return false;
        }
        let verdict = self.0.get(&(voice.hook, answer.subject.name()));
        verdict.is_some_and(|verdict| *verdict != GateVerdict::Denied)
    }
}

/// Returns what a policy said that is no finding.
pub(super) fn decisions(
    voice: Voice<'_>,
    answers: &[Answer<'_>],
    verdicts: &Verdicts,
) -> Vec<DecisionReport> {
    if voice.installed.is_shadow() {
        return Vec::new();
    }
    let said = answers.iter().flat_map(|answer| {
        let overruled = verdicts.overrules(voice, answer);
        let plain = answer.decisions.iter().filter(move |said| {
            severity(voice.installed, said.outcome).is_none()
                || (overruled && said.outcome == Outcome::Deny)
        });
        plain.map(|said| DecisionReport {
            policy: voice.installed.policy.header.id.clone(),
            hook: voice.hook,
            subject: answer.subject.name().to_string(),
            outcome: said.outcome,
            message: said.message.to_string(),
            class: said.details.class.as_ref().map(ToString::to_string),
            points: said.details.points,
            evidence: said.details.evidence.clone(),
            line: line(said.position),
        })
    });
    said.collect()
}

/// What one policy makes of one subject of a gate.
struct Vote<'a> {
    policy: &'a str,
    verdict: GateVerdict,
    reasons: Vec<String>,
}

/// Combines what policies say of each subject of gates and guards.
pub(super) fn gates(
    set: &PolicySet,
    subjects: &Subjects<'_>,
    asked: &[(Asked<'_>, Vec<Answer<'_>>)],
) -> Vec<GateReport> {
    let mut reports = Vec::new();
    for hook in Hook::ALL.into_iter().filter(|hook| hook.is_gate()) {
        let of_hook =
            || asked.iter().filter(|(asked, _)| asked.voice.hook == hook && votes(asked.voice));
        // A subject that nobody has said anything of has a verdict, too.
        let named = subjects.of(hook).into_iter().map(|subject| (subject.name(), Vec::new()));
        let mut cast: BTreeMap<SmolStr, Vec<Vote<'_>>> = named.collect();
        for (asked, answers) in of_hook() {
            for answer in answers {
                cast.entry(answer.subject.name()).or_default().push(vote(asked.voice, answer));
            }
            for subject in &asked.stopped {
                cast.entry(subject.name()).or_default().push(not_judged(asked));
            }
        }
        let policies = of_hook().count();
        let combine = set.combine(hook);
        if combine != Combine::FirstApplicable {
            for votes in cast.values_mut() {
                votes.sort_by_key(|vote| vote.policy);
            }
        }
        reports.extend(cast.into_iter().map(|(subject, votes)| {
            combined(hook, subject.to_string(), &votes, combine, policies)
        }));
    }
    reports
}

/// Tells whether a policy that can hold anything up could not decide.
pub(super) fn is_undecided(asked: &[(Asked<'_>, Vec<Answer<'_>>)]) -> bool {
    let voting = asked.iter().filter(|(asked, _)| votes(asked.voice));
    voting.into_iter().any(|(asked, answers)| {
        !asked.stopped.is_empty() || answers.iter().any(|answer| answer.fault.is_some())
    })
}

/// Returns the vote of a policy that was given up: what it did not judge must not pass.
fn not_judged<'a>(asked: &Asked<'a>) -> Vote<'a> {
    let policy = asked.voice.installed.policy.header.id.as_str();
    let reason = if asked.is_over {
        format!("`{policy}` was not asked: the time that the host gave is over")
    } else {
        format!("`{policy}` failed, or said, so much that it was not asked")
    };
    Vote { policy, verdict: GateVerdict::Denied, reasons: vec![reason] }
}

/// Tells whether a policy can hold anything up.
fn votes(voice: Voice<'_>) -> bool {
    voice.installed.mode == Mode::Deny
}

fn vote<'a>(voice: Voice<'a>, answer: &Answer<'_>) -> Vote<'a> {
    let policy = voice.installed.policy.header.id.as_str();
    if let Some((fault, _)) = &answer.fault {
        let reason = match fault {
            Fault::Missing { pointer } => format!("`{pointer}` is not stated"),
            Fault::Limit(which) => format!("`{policy}` met a limit: {which}"),
            Fault::Failed(why) => format!("`{policy}` failed: {why}"),
        };
        return Vote { policy, verdict: GateVerdict::Denied, reasons: vec![reason] };
    }
    let said = |outcome: Outcome| -> Vec<String> {
        let of = answer.decisions.iter().filter(|said| said.outcome == outcome);
        of.map(|said| said.message.to_string()).collect()
    };
    let (denied, required) = (said(Outcome::Deny), said(Outcome::Require));
    if !denied.is_empty() {
        return Vote { policy, verdict: GateVerdict::Denied, reasons: denied };
    }
    if !required.is_empty() {
        return Vote { policy, verdict: GateVerdict::Conditional, reasons: required };
    }
    let allows = answer.decisions.iter().any(|said| said.outcome == Outcome::Allow);
    let verdict = if allows { GateVerdict::Allowed } else { GateVerdict::NoOpinion };
    Vote { policy, verdict, reasons: Vec::new() }
}

fn combined(
    hook: Hook,
    subject: String,
    votes: &[Vote<'_>],
    combine: Combine,
    policies: usize,
) -> GateReport {
    let has_opinion = |vote: &&Vote<'_>| vote.verdict != GateVerdict::NoOpinion;
    let verdict = match combine {
        Combine::FirstApplicable => votes.iter().find(has_opinion).map(|vote| vote.verdict),
        Combine::DenyOverrides => votes.iter().filter(has_opinion).map(|vote| vote.verdict).max(),
        Combine::All => {
            let silent = votes.iter().filter(has_opinion).count() < policies;
            let worst = votes.iter().filter(has_opinion).map(|vote| vote.verdict).max();
            if silent { Some(GateVerdict::Denied) } else { worst }
        }
    };
    let verdict = verdict.unwrap_or(GateVerdict::NoOpinion);
    let deciding: Vec<&Vote<'_>> = match combine {
        Combine::FirstApplicable => votes.iter().find(has_opinion).into_iter().collect(),
        _ => votes.iter().filter(|vote| vote.verdict == verdict).collect(),
    };
    let mut reasons: Vec<String> =
        deciding.iter().flat_map(|vote| vote.reasons.iter().cloned()).collect();
    if combine == Combine::All && deciding.is_empty() && verdict == GateVerdict::Denied {
        reasons.push("not every policy allows it".to_owned());
    }
    let decided_by = deciding.iter().map(|vote| vote.policy.to_owned()).collect();
    GateReport { hook, subject, verdict, decided_by, reasons }
}
