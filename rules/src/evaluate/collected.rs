//! Everything policies said, before anything of it is accepted: several evaluations can be put together.

use std::collections::BTreeMap;

use meta_core::Result;
use meta_core::finding::Finding;

use super::ask::{Answer, Asked, Asking, SAID_BY_ALL, Take, Voice};
use super::opinions::{self, Opinion};
use super::report::{DecisionReport, GateReport, PolicyUse, Skipped};
use super::set::Installed;
use super::subjects::Subjects;
use super::verdicts::{self, Verdicts};
use super::{Catalog, EvaluateInput, PolicySet, findings};
use crate::Deadline;
use crate::policy::Hook;

/// What policies said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    pub(crate) findings: Vec<Finding>,
    pub(crate) shadow: Vec<Finding>,
    pub(crate) gates: Vec<GateReport>,
    /// Whether a policy could not decide what it was asked by a gate: it failed, or missed a fact.
    pub(crate) is_undecided: bool,
    pub(crate) decisions: Vec<DecisionReport>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) uses: Vec<PolicyUse>,
}

impl Collected {
    /// Adds what was said when the same policies were asked again.
    pub(crate) fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.shadow.extend(other.shadow);
        self.gates.extend(other.gates);
        self.is_undecided |= other.is_undecided;
        self.decisions.extend(other.decisions);
        self.skipped.extend(other.skipped);
        if self.uses.is_empty() {
            self.uses = other.uses;
            return;
        }
        for (used, more) in self.uses.iter_mut().zip(other.uses) {
            used.asked += more.asked;
            used.decided += more.decided;
        }
    }

    fn sort(&mut self) {
        self.decisions.sort_by(|a, b| (&a.policy, a.hook).cmp(&(&b.policy, b.hook)));
        self.skipped.sort_by(|a, b| (&a.policy, a.hook).cmp(&(&b.policy, b.hook)));
    }

    /// Puts the subjects that were skipped for one reason together.
    pub(crate) fn sum_skipped(&mut self) {
        let mut sums: BTreeMap<(String, Option<Hook>, String), Option<usize>> = BTreeMap::new();
        for skipped in std::mem::take(&mut self.skipped) {
            let sum = sums.entry((skipped.policy, skipped.hook, skipped.reason)).or_insert(Some(0));
            *sum = sum.zip(skipped.subjects).map(|(sum, more)| sum + more);
        }
        self.skipped = sums
            .into_iter()
            .map(|((policy, hook, reason), subjects)| Skipped { policy, hook, reason, subjects })
            .collect();
    }
}

impl PolicySet {
    /// Asks every policy by some of its hooks. Besides what they said, returns what those that count said of subjects,
    /// which are called by their member `key`.
    pub(crate) fn ask_by(
        &self,
        (catalog, input): (&Catalog, &EvaluateInput),
        hooks: &[Hook],
        key: &str,
        deadline: Option<&Deadline>,
    ) -> Result<(Collected, Vec<Opinion>)> {
        let mut subjects = Subjects::new(catalog, input)?;
        subjects.keep(hooks);
        Ok(self.collect((catalog, input), &subjects, (None, deadline), Some(key)))
    }

    /// Asks policies, all or `only` one, and returns what they say, with no more findings than the limit allows, and
    /// what they want of subjects, which are called by their member `key`. The answers to gates alone are weighed
    /// together, and so kept.
    pub(super) fn collect(
        &self,
        (catalog, input): (&Catalog, &EvaluateInput),
        subjects: &Subjects<'_>,
        (only, deadline): (Option<&str>, Option<&Deadline>),
        key: Option<&str>,
    ) -> (Collected, Vec<Opinion>) {
        let asking = Asking { set: self, catalog, input, subjects, deadline };
        let is_meant = |one: &&Installed| only.is_none_or(|only| only == one.policy.header.id);
        let policies = self.installed().iter().filter(is_meant);
        let voices: Vec<Voice<'_>> = policies.flat_map(Voice::all_of).collect();
        let (gates, mut others): (Vec<_>, Vec<_>) =
            voices.into_iter().partition(|voice| voice.hook.is_gate());
        // Their order in the pack decides what gates say first, and nothing else.
        let mut asked: Vec<(Asked<'_>, Vec<Answer<'_>>)> =
            gates.into_iter().map(|voice| asking.answers(voice)).collect();
        let gates = verdicts::gates(self, subjects, &asked);
        let verdicts = Verdicts::of(&gates);
        let is_undecided = verdicts::is_undecided(&asked);
        let collected =
            Collected { gates, is_undecided, uses: self.uses(), ..Collected::default() };
        let mut collecting = Collecting {
            collected,
            opinions: Vec::new(),
            key,
            most: self.limits().findings,
            left_out: 0,
            bytes: 0,
            most_bytes: self.limits().said.saturating_mul(SAID_BY_ALL),
            verdicts,
            catalog,
        };
        asked.sort_by_key(|(asked, _)| asked.voice.place());
        others.sort_by_key(Voice::place);
        for (asked, answers) in asked {
            collecting.policy(asked.voice, |collecting| {
                let part = collecting.part(asked.voice, answers);
                collecting.add(asked.voice, part);
                asked
            });
        }
        for voice in others {
            collecting.policy(voice, |collecting| asking.ask(voice, collecting));
        }
        let Collecting { mut collected, opinions, left_out, .. } = collecting;
        collected.findings.extend(findings::left_out(left_out));
        collected.sort();
        (collected, opinions)
    }
}

/// What was collected so far.
struct Collecting<'c> {
    collected: Collected,
    opinions: Vec<Opinion>,
    /// The member by which the caller calls subjects, when what policies want of them counts.
    key: Option<&'c str>,
    /// Findings that are kept, and the number of those that are not.
    most: usize,
    left_out: usize,
    /// Bytes that were said, and that may be said before nobody is asked any more.
    bytes: usize,
    most_bytes: usize,
    verdicts: Verdicts,
    catalog: &'c Catalog,
}

/// What is kept of some answers.
struct Part {
    bytes: usize,
    findings: Vec<Finding>,
    left_out: usize,
    decisions: Vec<DecisionReport>,
    opinions: Vec<Opinion>,
}

impl<'a> Take<'a> for Collecting<'_> {
    type Part = Part;

    fn part(&self, voice: Voice<'a>, answers: Vec<Answer<'a>>) -> Part {
        let said = &self.collected;
        let list = if voice.installed.is_shadow() { &said.shadow } else { &said.findings };
        let room = self.most.saturating_sub(list.len());
        let (findings, left_out) =
            findings::of(voice, &answers, &self.verdicts, self.catalog, room);
        let decisions = verdicts::decisions(voice, &answers, &self.verdicts);
        let opinions = self.key.map(|key| opinions::of(voice, &answers, key));
        let bytes = answers.iter().map(|answer| answer.bytes).sum();
        Part { bytes, findings, left_out, decisions, opinions: opinions.unwrap_or_default() }
    }

    fn add(&mut self, voice: Voice<'a>, part: Part) {
        let most = self.most;
        let list = self.list(voice);
        list.extend(part.findings);
        let beyond = list.len().saturating_sub(most);
        list.truncate(most);
        self.left_out += part.left_out + beyond;
        self.bytes += part.bytes;
        self.collected.decisions.extend(part.decisions);
        self.opinions.extend(part.opinions);
    }

    fn is_full(&self) -> bool {
        self.bytes > self.most_bytes
    }
}

impl Collecting<'_> {
    /// Returns where the findings of a policy belong.
    fn list(&mut self, voice: Voice<'_>) -> &mut Vec<Finding> {
        let said = &mut self.collected;
        if voice.installed.is_shadow() { &mut said.shadow } else { &mut said.findings }
    }

    /// Adds what a policy says by one hook.
    fn policy<'a>(&mut self, voice: Voice<'_>, ask: impl FnOnce(&mut Self) -> Asked<'a>) {
        let before = self.list(voice).len();
        let asked = ask(self);
        if let Some(given_up) = findings::given_up(&asked) {
            let most = self.most;
            let list = self.list(voice);
            // What was not judged at all comes before what was found.
            let is_full = list.len() >= most;
            if is_full && list.len() > before {
                list.pop();
            }
            if list.len() < most {
                list.push(given_up);
            }
            self.left_out += usize::from(is_full);
        }
        let id = &voice.installed.policy.header.id;
        if let Some(used) = self.collected.uses.iter_mut().find(|used| used.id == *id) {
            used.asked += asked.count;
            used.decided += asked.decided;
        }
        self.collected.skipped.extend(asked.skipped);
    }
}
