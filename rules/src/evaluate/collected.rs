//! Everything policies said, before anything of it is accepted: several evaluations can be put together.

use std::collections::BTreeMap;

use meta_core::Result;
use meta_core::finding::Finding;

use super::ask::{self, Asked};
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
        let mut opinions = Vec::new();
        let each = |asked: &Asked<'_>| opinions.extend(opinions::of(asked, key));
        let collected = self.collect((catalog, input), &subjects, (None, deadline), each);
        Ok((collected, opinions))
    }

    /// Asks policies, all or `only` one, and returns what they say, with no more findings than the limit allows. Each
    /// answer is shown to `each`, and dropped before the next policy is asked: the answers to gates alone are weighed
    /// together.
    pub(super) fn collect(
        &self,
        from: (&Catalog, &EvaluateInput),
        subjects: &Subjects<'_>,
        (only, deadline): (Option<&str>, Option<&Deadline>),
        mut each: impl FnMut(&Asked<'_>),
    ) -> Collected {
        let is_meant = |one: &&Installed| only.is_none_or(|only| only == one.policy.header.id);
        let ask = |one, hooks| ask::ask_policy(self, one, from, subjects, hooks, deadline);
        // Their order in the pack decides what gates say first, and nothing else.
        let mut policies: Vec<&Installed> = self.installed().iter().filter(is_meant).collect();
        let asked = policies.iter().flat_map(|one| ask(one, Hook::is_gate));
        let mut asked: Vec<Asked<'_>> = asked.collect();
        let gates = verdicts::gates(self, subjects, &asked);
        let verdicts = Verdicts::of(&gates);
        let collected = Collected { gates, uses: self.uses(), ..Collected::default() };
        let most = self.limits().findings;
        let mut collecting = Collecting { collected, most, verdicts, catalog: from.0, left_out: 0 };
        asked.sort_by_key(|asked| (asked.installed.policy.header.id.as_str(), asked.hook));
        policies.sort_by_key(|one| one.policy.header.id.as_str());
        let others = policies.iter().flat_map(|one| ask(one, |hook| !hook.is_gate()));
        for asked in asked.into_iter().chain(others) {
            each(&asked);
            collecting.add(&asked);
        }
        let Collecting { mut collected, left_out, .. } = collecting;
        collected.findings.extend(findings::left_out(left_out));
        collected.decisions.sort_by(|a, b| (&a.policy, a.hook).cmp(&(&b.policy, b.hook)));
        collected.skipped.sort_by(|a, b| (&a.policy, a.hook).cmp(&(&b.policy, b.hook)));
        collected
    }
}

/// What was collected so far.
struct Collecting<'c> {
    collected: Collected,
    /// Findings that are kept, and the number of those that are not.
    most: usize,
    left_out: usize,
    verdicts: Verdicts,
    catalog: &'c Catalog,
}

impl Collecting<'_> {
    fn add(&mut self, asked: &Asked<'_>) {
        let said = &mut self.collected;
        let id = &asked.installed.policy.header.id;
        if let Some(used) = said.uses.iter_mut().find(|used| used.id == *id) {
            used.asked += asked.count;
            used.decided += asked.answers.len();
        }
        said.skipped.extend(asked.skipped.iter().cloned());
        let is_shadow = asked.installed.is_shadow();
        let list = if is_shadow { &mut said.shadow } else { &mut said.findings };
        let room = self.most.saturating_sub(list.len());
        let (made, left_out) = findings::of(asked, &self.verdicts, self.catalog, room);
        list.extend(made);
        self.left_out += left_out;
        said.decisions.extend(verdicts::decisions(asked, &self.verdicts));
    }
}
