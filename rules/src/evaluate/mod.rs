//! Every policy over every subject in one call.
//!
//! 1. [`PolicySet::compile`] reads and compiles policies once; [`Catalog`] is read once;
//! 2. `ask` runs each hook of each policy over its subjects, in waves whose sizes do not depend on threads;
//! 3. `findings` makes findings of what was denied, warned and told, and `verdicts` combines what gates said;
//! 4. waivers, severities and places are settled as everywhere, and the report is sorted.

mod ask;
mod catalog;
mod findings;
mod opinions;
mod report;
mod said;
mod set;
mod subjects;
mod verdicts;

use meta_core::Result;
use meta_core::finding::{Exceptions, Finding, Settlement, Texts, settle, summarize};

pub use catalog::{Catalog, OpenCatalogInput};
pub(crate) use opinions::Opinion;
pub use report::{
    DecisionReport, Digests, EvaluateInput, GateReport, GateVerdict, PolicyReport, PolicyUse,
    Skipped,
};
pub(crate) use said::Said;
pub use set::{CompileInput, PolicySet, is_pack, is_policy};

use crate::policy::Header;

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
        let asked = self.ask(catalog, &subjects, input, deadline);
        Ok(self.report(catalog, input, self.said(catalog, &subjects, &asked)))
    }

    fn report(&self, catalog: &Catalog, input: &EvaluateInput, said: Said) -> PolicyReport {
        let findings = self.settled(said.findings, catalog, input);
        let mut skipped = said.skipped;
        skipped.extend(self.not_asked());
        PolicyReport {
            schema_version: "1".to_owned(),
            generated_at: input.now,
            pass: !findings.iter().any(|f| f.is_open() && f.severity >= input.fail_on)
                && !said.gates.iter().any(|gate| gate.verdict == GateVerdict::Denied),
            summary: summarize(&findings),
            gates: said.gates,
            decisions: said.decisions,
            findings,
            shadow: placed(said.shadow, &catalog.texts(), input),
            skipped,
            policies: said.uses,
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
pub(crate) fn placed(
    findings: Vec<Finding>,
    texts: &Texts<'_>,
    input: &EvaluateInput,
) -> Vec<Finding> {
    let none = Exceptions::default();
    settle(findings, &Settlement::of_policies(&[], &[], &none, "", input.now), texts)
}
