//! Every policy over every subject in one call.
//!
//! 1. [`PolicySet::compile`] reads and compiles policies once; [`Catalog`] is read once;
//! 2. `ask` runs each hook of each policy over its subjects, in waves whose sizes do not depend on threads;
//! 3. `findings` makes findings of what was denied, warned and told, and `verdicts` combines what gates said;
//! 4. waivers, severities and places are settled as everywhere, and the report is sorted.

mod ask;
mod catalog;
mod findings;
mod report;
mod said;
mod set;
mod subjects;
mod verdicts;

use meta_core::Result;
use meta_core::finding::{Exceptions, Finding, Settlement, settle, summarize};

pub use catalog::{Catalog, OpenCatalogInput};
pub use report::{
    DecisionReport, Digests, EvaluateInput, GateReport, GateVerdict, PolicyReport, PolicyUse,
    Skipped,
};
pub(crate) use said::{Answers, Said, ask, ask_about};
pub(crate) use set::Installed;
pub use set::{CompileInput, PolicySet, is_pack, is_policy};

use crate::policy::Header;
use ask::Asked;
use verdicts::Verdicts;

impl PolicySet {
    /// Asks every policy about every subject of `catalog` and of `input`.
    ///
    /// # Errors
    /// `input_invalid` when `input` has subjects without a name. A policy that fails is a finding.
    pub fn evaluate(&self, catalog: &Catalog, input: &EvaluateInput) -> Result<PolicyReport> {
        self.evaluate_within(catalog, input, None)
    }

    /// As [`PolicySet::evaluate`], and ends when the host's time is over.
    ///
    /// # Errors
    /// As [`PolicySet::evaluate`].
    pub fn evaluate_within(
        &self,
        catalog: &Catalog,
        input: &EvaluateInput,
        deadline: Option<&crate::Deadline>,
    ) -> Result<PolicyReport> {
        let subjects = subjects::Subjects::new(catalog, input)?;
        let asked: Vec<Asked<'_>> = self
            .installed()
            .iter()
            .flat_map(|installed| {
                ask::ask_policy(self, installed, catalog, &subjects, input, deadline)
            })
            .collect();
        Ok(self.report(catalog, input, &subjects, &asked))
    }

    fn report(
        &self,
        catalog: &Catalog,
        input: &EvaluateInput,
        subjects: &subjects::Subjects<'_>,
        asked: &[Asked<'_>],
    ) -> PolicyReport {
        let gates = verdicts::gates(self, subjects, asked);
        let verdicts = Verdicts::of(&gates);
        let mut uses = self.uses();
        let (mut skipped, mut counted, mut shadow) = (Vec::new(), Vec::new(), Vec::new());
        let mut decisions = Vec::new();
        for asked in asked {
            if let Some(used) =
                uses.iter_mut().find(|used| used.id == asked.installed.policy.header.id)
            {
                used.asked += asked.count;
                used.decided += asked.answers.len();
            }
            skipped.extend(asked.skipped.iter().cloned());
            let list = if asked.installed.is_shadow() { &mut shadow } else { &mut counted };
            list.extend(findings::of(asked, &verdicts, catalog));
            decisions.extend(verdicts::decisions(asked, &verdicts));
        }
        let left_out = counted.len().saturating_sub(self.limits().findings);
        counted.truncate(self.limits().findings);
        counted.extend(findings::left_out(left_out));
        let findings = self.settled(counted, catalog, input);
        let shadow = placed(shadow, catalog, input);
        skipped.extend(self.not_asked());
        PolicyReport {
            schema_version: "1".to_owned(),
            generated_at: input.now,
            pass: !findings.iter().any(|f| f.is_open() && f.severity >= input.fail_on)
                && !gates.iter().any(|gate| gate.verdict == GateVerdict::Denied),
            summary: summarize(&findings),
            gates,
            decisions,
            findings,
            shadow,
            skipped,
            policies: uses,
            digests: self.digests(catalog),
        }
    }

    /// Applies the waivers of the pack, and finds places.
    fn settled(
        &self,
        findings: Vec<Finding>,
        catalog: &Catalog,
        input: &EvaluateInput,
    ) -> Vec<Finding> {
        let ids: Vec<&str> = self.headers().map(|header| header.id.as_str()).collect();
        let mut domains: Vec<&str> = self.headers().map(Header::domain).collect();
        domains.extend(["policy", "exception"]);
        let mut texts = catalog.texts();
        let none = Exceptions::default();
        let (exceptions, path) =
            self.pack().map_or((&none, ""), |pack| (&pack.exceptions, &*pack.path));
        texts.add(path, self.pack().map(|pack| &pack.source));
        settle(
            findings,
            &Settlement::of_policies(&ids, &domains, exceptions, path, input.now),
            &texts,
        )
    }
}

/// Finds the places of findings that do not count, which nothing has to accept, and sorts them.
fn placed(findings: Vec<Finding>, catalog: &Catalog, input: &EvaluateInput) -> Vec<Finding> {
    let none = Exceptions::default();
    settle(findings, &Settlement::of_policies(&[], &[], &none, "", input.now), &catalog.texts())
}
