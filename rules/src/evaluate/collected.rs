//! Everything policies said, before anything of it is accepted: several evaluations can be put together.

use std::collections::BTreeMap;

use meta_core::Result;
use meta_core::finding::Finding;

use super::ask::{self, Asked};
use super::opinions::{self, Opinion};
use super::report::{DecisionReport, GateReport, PolicyUse, Skipped};
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
        let asked = self.ask_some(catalog, &subjects, input, (None, deadline));
        Ok((self.said(catalog, &subjects, &asked), opinions::of(&asked, key)))
    }

    /// Asks every policy about `subjects`, or the one that is called `only`.
    pub(super) fn ask_some<'a>(
        &'a self,
        catalog: &Catalog,
        subjects: &'a Subjects<'a>,
        input: &EvaluateInput,
        (only, deadline): (Option<&str>, Option<&Deadline>),
    ) -> Vec<Asked<'a>> {
        let is_meant = |id: &str| only.is_none_or(|only| only == id);
        let installed = self.installed().iter();
        installed
            .filter(|one| is_meant(&one.policy.header.id))
            .flat_map(|one| ask::ask_policy(self, one, catalog, subjects, input, deadline))
            .collect()
    }

    /// Returns what was said, with no more findings than the limit allows.
    pub(super) fn said(
        &self,
        catalog: &Catalog,
        subjects: &Subjects<'_>,
        asked: &[Asked<'_>],
    ) -> Collected {
        let gates = verdicts::gates(self, subjects, asked);
        let verdicts = Verdicts::of(&gates);
        let mut said = Collected { gates, uses: self.uses(), ..Collected::default() };
        // The order of the pack decides what gates say first, and nothing else.
        let mut by_name: Vec<&Asked<'_>> = asked.iter().collect();
        by_name.sort_by_key(|asked| (asked.installed.policy.header.id.as_str(), asked.hook));
        for asked in by_name {
            let id = &asked.installed.policy.header.id;
            if let Some(used) = said.uses.iter_mut().find(|used| used.id == *id) {
                used.asked += asked.count;
                used.decided += asked.answers.len();
            }
            said.skipped.extend(asked.skipped.iter().cloned());
            let is_shadow = asked.installed.is_shadow();
            let list = if is_shadow { &mut said.shadow } else { &mut said.findings };
            list.extend(findings::of(asked, &verdicts, catalog));
            said.decisions.extend(verdicts::decisions(asked, &verdicts));
        }
        let left_out = said.findings.len().saturating_sub(self.limits().findings);
        said.findings.truncate(self.limits().findings);
        said.findings.extend(findings::left_out(left_out));
        said
    }
}
