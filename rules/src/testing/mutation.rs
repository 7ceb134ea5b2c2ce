//! Which changes of a policy no test notices.

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::{Result, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::compare::compare;
use super::mutations::{Change, Setting, changes, settings};
use super::run::{prepared, statements, tested};
use super::suite::{Case, Suite};
use super::types::Statement;
use crate::evaluate::{Installed, ask};
use crate::policy::{Policy, Written};
use crate::{Catalog, CompileInput, EvaluateInput, Limits, PolicySet};

/// The most mutants of a policy, unless the caller asks for others.
const MOST: usize = 1_000;

/// What `mutate_policies` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MutatePoliciesInput {
    /// Policies, the manifest of their pack, tests (`*.test.yaml`) and the facts these begin with, by the names of their
    /// documents.
    pub files: BTreeMap<String, Source>,
    /// What a policy may cost.
    #[serde(default)]
    pub limits: Limits,
    /// Only policies with this text in their identifier.
    #[serde(default)]
    pub filter: Option<String>,
    /// The most mutants of each policy; those beyond are left out and counted.
    #[serde(default = "most")]
    #[schemars(range(min = 1))]
    pub most: usize,
}

fn most() -> usize {
    MOST
}

/// Which changes of policies their tests notice.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MutatePoliciesReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// Whether the tests notice every mutant that was tested, and there are tests that pass.
    pub pass: bool,
    /// Number of mutants of all policies.
    pub counts: MutantCounts,
    /// The policies, in the order they are asked in.
    pub policies: Vec<MutatedPolicy>,
}

/// Number of mutants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MutantCounts {
    /// Mutants that were tested.
    pub mutants: usize,
    /// Mutants that a test noticed.
    pub killed: usize,
    /// Mutants that no test noticed.
    pub survived: usize,
    /// Changes that are no policy any more, such as without a variable that is used.
    pub not_compiled: usize,
    /// Mutants beyond the limit, which were not tested.
    pub left_out: usize,
}

/// The mutants of a policy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MutatedPolicy {
    /// Identifier.
    pub id: String,
    /// Name of its document.
    pub path: String,
    /// Number of its mutants.
    pub counts: MutantCounts,
    /// The changes that no test noticed, by their place.
    pub survivors: Vec<Survivor>,
    /// Why it was not changed at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_mutated: Option<String>,
}

/// A change that no test noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Survivor {
    /// What kind of change it is.
    pub kind: MutationKind,
    /// Line of the policy, counted from 1.
    pub line: u32,
    /// Column, counted from 1 in characters.
    pub column: u32,
    /// What is written there.
    pub before: String,
    /// What no test tells from it.
    pub after: String,
}

/// What kind of change a mutant has.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MutationKind {
    /// Another comparison.
    Comparison,
    /// A condition turned round.
    Condition,
    /// `&&` for `||`, and the other way round.
    Logic,
    /// A number that is one more or less.
    Number,
    /// Another text.
    Text,
    /// Another word that decides.
    Outcome,
    /// A statement less.
    Statement,
    /// Another default of a parameter.
    Parameter,
}

/// Changes policies a little, and tells which changes no test notices.
///
/// # Errors
/// As [`super::test_policies`].
pub fn mutate_policies(input: &MutatePoliciesInput) -> Result<MutatePoliciesReport> {
    let compile = CompileInput { files: input.files.clone(), limits: input.limits.clone() };
    let set = PolicySet::compile(&compile)?;
    let suite = Suite::read(&input.files, &set).map_err(super::first)?;
    let wanted = |installed: &&Installed| {
        let is_named = |text: &str| installed.policy.header.id.contains(text);
        !installed.policy.is_shipped && input.filter.as_deref().is_none_or(is_named)
    };
    let policies: Vec<MutatedPolicy> = set
        .installed()
        .iter()
        .enumerate()
        .filter(|(_, installed)| wanted(installed))
        .map(|(index, installed)| {
            let tests = suite.tests.iter().filter(|test| test.policy == index);
            let cases: Vec<&Case> = tests.flat_map(|test| &test.cases).collect();
            mutated(&set, installed, &cases, input.most)
        })
        .collect();
    let mut counts = MutantCounts::default();
    for policy in &policies {
        counts.mutants += policy.counts.mutants;
        counts.killed += policy.counts.killed;
        counts.survived += policy.counts.survived;
        counts.not_compiled += policy.counts.not_compiled;
        counts.left_out += policy.counts.left_out;
    }
    let pass = policies.iter().all(|p| p.survivors.is_empty() && p.not_mutated.is_none());
    Ok(MutatePoliciesReport { schema_version: "1".to_owned(), pass, counts, policies })
}

/// A case that is asked again for each mutant.
struct Asked<'a> {
    case: &'a Case,
    catalog: Catalog,
    input: EvaluateInput,
}

/// A mutant.
enum Mutant {
    Text(Change),
    Default(Setting),
}

/// What became of a mutant.
#[derive(PartialEq)]
enum Fate {
    Killed,
    Survived,
    NotCompiled,
}

fn mutated(set: &PolicySet, installed: &Installed, cases: &[&Case], most: usize) -> MutatedPolicy {
    let policy = &installed.policy;
    let mut report = MutatedPolicy {
        id: policy.header.id.clone(),
        path: policy.path.clone(),
        counts: MutantCounts::default(),
        survivors: Vec::new(),
        not_mutated: None,
    };
    let asked: Vec<Asked<'_>> = cases
        .iter()
        .filter_map(|case| {
            let (catalog, input) = prepared(case).ok()?;
            Some(Asked { case, catalog, input })
        })
        .collect();
    if cases.is_empty() {
        report.not_mutated = Some("it has no tests".to_owned());
        return report;
    }
    if asked.len() < cases.len() || notices(set, installed, &asked) {
        report.not_mutated = Some("its tests fail".to_owned());
        return report;
    }
    let mut mutants = mutants(set, policy);
    report.counts.left_out = mutants.len().saturating_sub(most);
    mutants.truncate(most);
    let fates = parallel::map(mutants, |mutant| (fate(set, installed, &mutant, &asked), mutant));
    for (fate, mutant) in fates {
        match fate {
            Fate::NotCompiled => report.counts.not_compiled += 1,
            Fate::Killed => report.counts.killed += 1,
            Fate::Survived => {
                report.counts.survived += 1;
                report.survivors.push(survivor(installed, &mutant));
            }
        }
    }
    report.counts.mutants = report.counts.killed + report.counts.survived;
    report
}

/// Returns every mutant of a policy. Defaults that the pack sets have no effect.
fn mutants(set: &PolicySet, policy: &Policy) -> Vec<Mutant> {
    let own = |setting: &Setting| !set.sets(&policy.header.id, &setting.name);
    let defaults = settings(&policy.header).into_iter().filter(own).map(Mutant::Default);
    defaults.chain(changes(&policy.text).into_iter().map(Mutant::Text)).collect()
}

/// Tells whether any case notices that the policy is not what it was.
fn notices(set: &PolicySet, installed: &Installed, asked: &[Asked<'_>]) -> bool {
    asked.iter().any(|asked| {
        let own = tested(installed, asked.case);
        // What other policies say, and which verdict follows, depends on nothing else of this one.
        let Ok((said, _)) = ask(set, &[&own], &asked.catalog, &asked.input) else { return true };
        let said: Vec<Statement> = said.iter().flat_map(statements).collect();
        !compare(&asked.case.expected, &said).is_empty()
    })
}

fn fate(set: &PolicySet, installed: &Installed, mutant: &Mutant, asked: &[Asked<'_>]) -> Fate {
    let made = match mutant {
        Mutant::Default(setting) => {
            let values = BTreeMap::from([(setting.name.clone(), setting.after.clone())]);
            installed.with_parameters(&values)
        }
        Mutant::Text(change) => {
            let policy = &installed.policy;
            let mut text = policy.text.to_string();
            text.replace_range(change.span.clone(), &change.text);
            let header = policy.header.clone();
            let is_shipped = policy.is_shipped;
            let written = Written { path: &policy.path, text: &text, header, is_shipped };
            let Ok(policy) = written.compile(set.host()) else { return Fate::NotCompiled };
            let parameters = installed.parameters.clone();
            Installed { policy, mode: installed.mode, parameters }
        }
    };
    if notices(set, &made, asked) { Fate::Killed } else { Fate::Survived }
}

fn survivor(installed: &Installed, mutant: &Mutant) -> Survivor {
    let policy = &installed.policy;
    match mutant {
        Mutant::Default(setting) => {
            let (line, column) =
                policy.header_place(&format!("/parameters/{}/default", setting.name));
            let name = &setting.name;
            Survivor {
                kind: MutationKind::Parameter,
                line,
                column,
                before: format!("{name}: {}", setting.before),
                after: format!("{name}: {}", setting.after),
            }
        }
        Mutant::Text(change) => text_survivor(&policy.text, change),
    }
}

fn text_survivor(text: &str, change: &Change) -> Survivor {
    let before = text.get(..change.span.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(change.span.end..).unwrap_or_default();
    let end = change.span.end + rest.find('\n').unwrap_or(rest.len());
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    let lines = text.get(start..end).unwrap_or_default();
    let head = text.get(start..change.span.start).unwrap_or_default();
    let tail = text.get(change.span.end..end).unwrap_or_default();
    Survivor {
        kind: change.kind,
        line: number(before.matches('\n').count()),
        column: number(head.chars().count()),
        before: lines.trim().to_owned(),
        after: format!("{head}{}{tail}", change.text).trim().to_owned(),
    }
}
