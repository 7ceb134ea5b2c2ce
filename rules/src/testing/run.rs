//! Running cases.

use std::collections::BTreeMap;

use meta_core::finding::Finding;
use meta_core::{Error, Result};

use super::compare::compare;
use super::coverage;
use super::facts::is_fault;
use super::suite::{Case, Suite, Test};
use super::types::{
    CaseFailure, CaseReport, FailureKind, Statement, TestCounts, TestFileReport, TestPoliciesInput,
    TestPoliciesReport, UntestedPolicy, verdict_name,
};
use crate::engine::fault::Fault;
use crate::evaluate::{Answers, Installed, Said, ask};
use crate::observe::{Recorder, Watched};
use crate::policy::MissingFact;
use crate::{Catalog, EvaluateInput, GateReport, Mode, Outcome, PolicySet};

/// Runs every case that the filter leaves in.
///
/// # Errors
/// When the filter leaves no case in.
pub(super) fn report(
    suite: &Suite,
    set: &PolicySet,
    input: &TestPoliciesInput,
) -> Result<TestPoliciesReport> {
    let is_watched = input.coverage || input.threshold.is_some();
    let watched =
        is_watched.then(|| Watched::new(set.limits(), set.installed().iter(), Recorder::default()));
    let mut counts = TestCounts::default();
    let mut tests = Vec::new();
    for test in &suite.tests {
        let chosen: Vec<&Case> =
            test.cases.iter().filter(|case| is_wanted(input, test, case)).collect();
        counts.left_out += test.cases.len() - chosen.len();
        let Some(under_test) = set.installed().get(test.policy) else { continue };
        let running = Running { set, index: test.policy, under_test, watched: watched.as_ref() };
        let cases: Vec<CaseReport> = chosen.into_iter().map(|case| running.case(case)).collect();
        if cases.is_empty() {
            continue;
        }
        counts.passed += cases.iter().filter(|case| case.pass).count();
        counts.cases += cases.len();
        let policy = under_test.policy.header.id.clone();
        tests.push(TestFileReport { path: test.path.clone(), policy, cases });
    }
    if let (0, Some(text)) = (counts.cases, &input.filter) {
        let message = format!("no case has `{text}` in its name or the name of its file");
        return Err(Error::invalid("/filter", message));
    }
    counts.failed = counts.cases - counts.passed;
    let coverage = watched.map(|watched| coverage::report(set, &watched, input.threshold));
    Ok(TestPoliciesReport {
        schema_version: "1".to_owned(),
        pass: counts.failed == 0 && coverage.as_ref().is_none_or(|coverage| coverage.pass),
        counts,
        tests,
        untested: untested(suite, set),
        coverage,
    })
}

fn is_wanted(input: &TestPoliciesInput, test: &Test, case: &Case) -> bool {
    let filter = input.filter.as_deref();
    filter.is_none_or(|text| test.path.contains(text) || case.name.contains(text))
}

fn untested(suite: &Suite, set: &PolicySet) -> Vec<UntestedPolicy> {
    let is_tested = |index: usize| suite.tests.iter().any(|test| test.policy == index);
    let installed = set.installed().iter().enumerate();
    let own = installed.filter(|(_, installed)| !installed.policy.is_shipped);
    own.filter(|(index, _)| !is_tested(*index))
        .map(|(_, installed)| UntestedPolicy {
            id: installed.policy.header.id.clone(),
            path: installed.policy.path.clone(),
        })
        .collect()
}

/// What the cases of one test are run with.
struct Running<'a> {
    set: &'a PolicySet,
    /// Number of the policy under test.
    index: usize,
    under_test: &'a Installed,
    watched: Option<&'a Watched>,
}

impl Running<'_> {
    fn case(&self, case: &Case) -> CaseReport {
        let failures = match prepared(case) {
            Ok((catalog, input)) => {
                self.watch(case, &catalog, &input);
                self.failures(case, &catalog, &input)
            }
            Err(failures) => failures,
        };
        CaseReport { name: case.name.clone(), line: case.line, pass: failures.is_empty(), failures }
    }

    /// Asks the policy under test while it is watched. What it says then is said again below.
    fn watch(&self, case: &Case, catalog: &Catalog, input: &EvaluateInput) {
        let id = &self.under_test.policy.header.id;
        let Some((watched, own)) =
            self.watched.and_then(|watched| Some((watched, watched.find(id)?)))
        else {
            return;
        };
        // Subjects without names are told below.
        let _ = ask(&watched.set, &[&tested(own, case)], catalog, input);
        watched.recorder.take();
    }

    fn failures(&self, case: &Case, catalog: &Catalog, input: &EvaluateInput) -> Vec<CaseFailure> {
        let own = tested(self.under_test, case);
        let installed = self.set.installed().iter().enumerate();
        // What a pack takes of shipped policies has tests of its own, and nothing to say of the facts of others.
        let own_pack =
            installed.filter(|(index, other)| *index == self.index || !other.policy.is_shipped);
        let installed: Vec<&Installed> =
            own_pack.map(|(index, other)| if index == self.index { &own } else { other }).collect();
        let (said, gates) = match ask(self.set, &installed, catalog, input) {
            Ok(answer) => answer,
            Err(error) => return vec![of_facts(error.path(), error.message())],
        };
        let own_id = self.under_test.policy.header.id.as_str();
        let (own, others): (Vec<Said>, Vec<Said>) =
            said.into_iter().partition(|said| said.policy == own_id);
        let own: Vec<Statement> = own.iter().flat_map(statements).collect();
        let mut failures = compare(&case.expected, &own);
        failures.extend(of_others(case, self.set, &others));
        failures.extend(of_verdicts(case, &gates));
        failures
    }
}

/// Returns the policy under test for a case. A pack may have switched it off; its tests are about what it says.
pub(super) fn tested(installed: &Installed, case: &Case) -> Installed {
    Installed { mode: Mode::Deny, ..installed.with_parameters(&case.parameters) }
}

/// Returns the facts of a case as policies see them.
///
/// # Errors
/// When they cannot be used as they are written.
pub(super) fn prepared(
    case: &Case,
) -> std::result::Result<(Catalog, EvaluateInput), Vec<CaseFailure>> {
    let (catalog, input) =
        case.facts.prepared().map_err(|error| vec![of_facts(error.path(), error.message())])?;
    let wrong: Vec<CaseFailure> =
        catalog.findings().iter().filter(|finding| is_fault(finding)).map(of_finding).collect();
    if wrong.is_empty() { Ok((catalog, input)) } else { Err(wrong) }
}

impl Answers {
    /// Returns everything that was said.
    pub(crate) fn statements(&self) -> Vec<Statement> {
        self.said.iter().flat_map(statements).collect()
    }
}

pub(super) fn statements(said: &Said) -> Vec<Statement> {
    let decided = said.decisions.iter().map(|decision| Statement::decided(decision, &said.subject));
    let stopped = said.fault.as_ref();
    let stopped =
        stopped.map(|(fault, position)| Statement::stopped(fault, *position, &said.subject));
    decided.chain(stopped).collect()
}

fn failure(kind: FailureKind, message: String) -> CaseFailure {
    CaseFailure { kind, message, expected: None, said: None, policy: None }
}

fn of_facts(pointer: &str, message: &str) -> CaseFailure {
    let at = if pointer.is_empty() { String::new() } else { format!(" (at {pointer})") };
    failure(FailureKind::Facts, format!("the facts cannot be used: {message}{at}"))
}

fn of_finding(finding: &Finding) -> CaseFailure {
    let pointer = finding.location.as_ref().map_or("", |place| place.pointer.as_str());
    of_facts(pointer, &finding.message)
}

/// Holds what the other policies said against those that a case lists.
fn of_others(case: &Case, set: &PolicySet, said: &[Said]) -> Vec<CaseFailure> {
    let mut spoken: BTreeMap<&str, Statement> = BTreeMap::new();
    for said in said {
        let skips = set.headers().any(|header| {
            header.id == said.policy && header.missing == MissingFact::Skip && !said.hook.is_gate()
        });
        let is_skipped = |fault: &Fault| skips && matches!(fault, Fault::Missing { .. });
        let counts = said.decisions.iter().any(|decision| decision.outcome != Outcome::Allow)
            || said.fault.as_ref().is_some_and(|(fault, _)| !is_skipped(fault));
        let first = statements(said)
            .into_iter()
            .find(|said| said.told != super::Told::Said(crate::Outcome::Allow));
        if let (true, Some(first)) = (counts, first) {
            spoken.entry(said.policy.as_str()).or_insert(first);
        }
    }
    let is_listed = |id: &str| case.others.iter().any(|listed| listed == id);
    let spoke = spoken.iter().filter(|(id, _)| !is_listed(id)).map(|(id, said)| CaseFailure {
        said: Some(said.clone()),
        policy: Some((*id).to_owned()),
        ..failure(
            FailureKind::OtherSpoke,
            format!("`{id}` says something, too: {}", said.line_of()),
        )
    });
    let silent = case.others.iter().filter(|id| !spoken.contains_key(id.as_str()));
    let silent = silent.map(|id| CaseFailure {
        policy: Some(id.clone()),
        ..failure(FailureKind::OtherSilent, format!("`{id}` was expected to say something"))
    });
    spoke.chain(silent).collect()
}

fn of_verdicts(case: &Case, gates: &[GateReport]) -> Vec<CaseFailure> {
    let mut failures = Vec::new();
    for (subject, expected) in &case.verdicts {
        let mut found = gates.iter().filter(|gate| gate.subject == *subject).peekable();
        let wanted = verdict_name(*expected);
        if found.peek().is_none() {
            let message = format!("`{subject}` is no subject of a gate or a guard");
            failures.push(failure(FailureKind::Verdict, message));
        }
        failures.extend(found.filter(|gate| gate.verdict != *expected).map(|gate| {
            let verdict = verdict_name(gate.verdict);
            let hook = gate.hook.as_str();
            let mut message = format!("the {hook} of `{subject}` is {verdict}, not {wanted}");
            if !gate.reasons.is_empty() {
                message.push_str(": ");
                message.push_str(&gate.reasons.join("; "));
            }
            failure(FailureKind::Verdict, message)
        }));
    }
    failures
}
