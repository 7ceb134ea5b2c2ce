//! Every policy over every subject in one call.
//!
//! 1. [`PolicySet::compile`] reads and compiles policies once; [`Catalog`] is read once;
//! 2. `ask` runs each hook of each policy over its subjects, in waves whose sizes do not depend on threads;
//! 3. `findings` makes findings of what was denied, warned and told, and `verdicts` combines what gates said;
//! 4. waivers, severities and places are settled as everywhere, and the report is sorted.

mod about;
mod ask;
mod catalog;
mod collected;
mod findings;
mod loaded;
mod many;
mod opinions;
mod part;
mod report;
mod said;
mod set;
mod subjects;
mod timings;
mod verdicts;
mod worker;

use meta_core::Result;
use meta_core::finding::{Exceptions, Finding, Settlement, Severity, Texts, settle, summarize};

pub(crate) use about::engine;
pub use catalog::{Catalog, OpenCatalogInput};
pub(crate) use collected::Collected;
pub use many::{EvaluateItem, EvaluateManyInput, EvaluateManyReport, EvaluateResult};
pub(crate) use opinions::Opinion;
pub use part::EvaluateOneInput;
pub use report::{
    DecisionReport, Digests, EvaluateInput, GateReport, GateVerdict, PolicyReport, PolicyUse,
    Skipped,
};
pub(crate) use said::{Answers, Said, ask, ask_about};
pub(crate) use set::Installed;
pub use set::{CompileInput, PolicySet, is_pack, is_policy};
pub(crate) use timings::Stopwatch;
pub use timings::Timings;

use crate::Deadline;
use crate::engine::clock;
use crate::policy::Header;
use part::Part;

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
        deadline: Option<&Deadline>,
    ) -> Result<PolicyReport> {
        self.evaluate_part((catalog, input), &Part::default(), deadline)
    }

    /// Asks some policies about some subjects.
    fn evaluate_part(
        &self,
        (catalog, input): (&Catalog, &EvaluateInput),
        part: &Part<'_>,
        deadline: Option<&Deadline>,
    ) -> Result<PolicyReport> {
        let stated = clock::deadline(input.timeout_ms)?;
        let deadline = Deadline::first([stated.as_ref(), deadline]);
        let stopwatch = Stopwatch::asked(input.timings)?;
        let mut timings = Timings { compile_ms: self.compile_ms(), ..catalog.timings().clone() };
        let mut subjects = subjects::Subjects::new(catalog, input)?;
        part.check(self, &subjects)?;
        subjects.keep_named(part.subject);
        let ask = || {
            let limits = (part.policy, deadline.as_ref());
            self.collect((catalog, input), &subjects, limits, None).0
        };
        let said = stopwatch.time(&mut timings.evaluate_ms, ask);
        let mut report =
            stopwatch.time(&mut timings.settle_ms, || self.report(catalog, input, said));
        if part.is_narrower() {
            part.forget_others(&mut report, input.fail_on);
        }
        report.timings = stopwatch.runs().then_some(timings);
        Ok(report)
    }

    fn report(&self, catalog: &Catalog, input: &EvaluateInput, said: Collected) -> PolicyReport {
        let findings = self.settled(said.findings, catalog, input);
        let mut skipped = said.skipped;
        skipped.extend(self.not_asked());
        PolicyReport {
            schema_version: "1".to_owned(),
            generated_at: input.now,
            pass: passes(&findings, &said.gates, input.fail_on),
            summary: summarize(&findings),
            gates: said.gates,
            decisions: said.decisions,
            findings,
            shadow: placed(said.shadow, &catalog.texts(), input),
            skipped,
            policies: said.uses,
            digests: self.digests(catalog),
            timings: None,
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

/// Tells whether nothing fails an evaluation.
fn passes(findings: &[Finding], gates: &[GateReport], fail_on: Severity) -> bool {
    !findings.iter().any(|finding| finding.is_open() && finding.severity >= fail_on)
        && !gates.iter().any(|gate| gate.verdict == GateVerdict::Denied)
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
