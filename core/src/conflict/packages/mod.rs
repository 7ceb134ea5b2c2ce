//! Packages that no versions can meet.
//!
//! 1. `registry` reads the listed versions, once for many calls; `library` reads what is asked in one.
//! 2. For each project and scope, `problem` turns what is asked into numbers, in parts that have nothing to do with
//!    each other; `solve` asks PubGrub for the newest versions that meet all of a part.
//! 3. Where there are none, QuickXplain finds a least part of the requirements that cannot be met, a core. What is
//!    left without the core is looked at again, so that every problem is told.
//!
//! Of each artifact one version counts, because versions of one artifact are never in force together: the newest one
//! that is open, as the project is meant to become; and in a second look the active one, as it is now.

mod explain;
mod library;
mod problem;
mod registry;
mod solve;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::artifact::{Artifact, Requirement};
use super::facts::{Asker, ConflictFacts, CoreRequirement, UnsatisfiableFacts};
use super::found::Found;
use super::kind::ConflictKind;
use super::register::Register;
use super::types::UndecidedQuestion;
use crate::parallel;

pub(super) use explain::{message, suggestions};
pub(super) use library::{Asked, Library};
pub(super) use problem::{Constraint, Problem};
pub(crate) use registry::Registry;
use solve::{Outcome, Search};

/// Most cores of one scope that are told.
const MOST_CORES: usize = 100;

/// What came of one project.
type Answer<'a> = (Vec<Found<'a>>, Vec<UndecidedQuestion>);

/// Finds the packages that no versions can meet, and lists what could not be decided.
pub(super) fn find<'a>(register: &Register<'a>, library: &'a Library<'a>) -> Answer<'a> {
    let newest = picked(register, |versions| versions.iter().rev().find(|one| one.is_open()));
    let active = picked(register, |versions| {
        let active = versions.iter().rev().find(|one| one.is_active());
        active.or_else(|| versions.iter().rev().find(|one| one.is_open()))
    });
    let pairs: Vec<_> = projects(&newest).into_iter().zip(projects(&active)).collect();
    let answers = parallel::map(pairs, |(later, now)| {
        let mut answer = Answer::default();
        in_project(later, library, &mut answer);
        let is_same = later.len() == now.len()
            && later.iter().zip(now.iter()).all(|(a, b)| std::ptr::eq(*a, *b));
        if !is_same {
            in_project(now, library, &mut answer);
        }
        answer
    });
    let mut all = Answer::default();
    for (found, undecided) in answers {
        all.0.extend(found);
        all.1.extend(undecided);
    }
    all
}

/// Returns one version of each artifact, those without requirements too.
fn picked<'a>(
    register: &Register<'a>,
    pick: impl for<'v> Fn(&'v [&'a Artifact]) -> Option<&'v &'a Artifact>,
) -> Vec<&'a Artifact> {
    register.keys.values().filter_map(|range| pick(register.versions(range)).copied()).collect()
}

/// Splits artifacts, which are sorted, by tenant and project.
fn projects<'s, 'a>(artifacts: &'s [&'a Artifact]) -> Vec<&'s [&'a Artifact]> {
    let same = |a: &&Artifact, b: &&Artifact| a.tenant == b.tenant && a.project == b.project;
    artifacts.chunk_by(same).collect()
}

fn in_project<'a>(
    artifacts: &[&'a Artifact],
    library: &'a Library<'a>,
    (found, undecided): &mut Answer<'a>,
) {
    let Some(first) = artifacts.first() else { return };
    for (scope, constraints) in scopes(artifacts, library) {
        let problem = Problem::new(library, constraints);
        let mut judged = judge(&problem);
        for cores in &judged.cores {
            found.extend(cores.iter().map(|core| unsatisfiable(&problem, scope, core, cores)));
        }
        judged.undecided.sort();
        undecided.extend(judged.undecided.into_iter().map(|(subject, message)| {
            UndecidedQuestion {
                tenant: first.tenant.to_string(),
                project: first.project.to_string(),
                kind: ConflictKind::Unsatisfiable,
                subject,
                scope: Some(scope.to_owned()),
                message,
            }
        }));
    }
}

/// Returns what artifacts ask, by scope; who asks the same is listed together.
pub(super) fn scopes<'a>(
    artifacts: &[&'a Artifact],
    library: &'a Library<'a>,
) -> Vec<(&'a str, Vec<Constraint<'a>>)> {
    let all = artifacts.iter().flat_map(|artifact| {
        artifact.requires.iter().filter_map(|one| Some((library.asked(one)?, *artifact, one)))
    });
    let mut all: Vec<(&'a Asked, &'a Artifact, &'a Requirement)> = all.collect();
    // A stable sort: artifacts are sorted, and the requirements of one stay in their order.
    all.sort_by(|(a, _, one), (b, _, two)| {
        let name = |one: &'a Asked| library.name(one.package);
        let by_name = || {
            if a.package == b.package { Ordering::Equal } else { name(a).cmp(&name(b)) }
        };
        let rest = |one: &'a Requirement| (one.range.as_str(), one.dialect);
        one.scope.cmp(&two.scope).then_with(by_name).then_with(|| rest(one).cmp(&rest(two)))
    });
    let scopes = all.chunk_by(|(_, _, a), (_, _, b)| a.scope == b.scope);
    let scopes = scopes.filter_map(|scope| {
        let same = |a: &Requirement, b: &Requirement| a.range == b.range && a.dialect == b.dialect;
        let groups =
            scope.chunk_by(|(a, _, one), (b, _, two)| a.package == b.package && same(one, two));
        let constraints = groups.filter_map(|group| {
            let (asked, _, first) = group.first()?;
            Some(Constraint {
                dialect: first.dialect,
                range: &first.range,
                asked,
                asked_by: group.iter().map(|(_, artifact, one)| (*artifact, *one)).collect(),
            })
        });
        let (_, _, first) = scope.first()?;
        Some((first.scope.as_str(), constraints.collect()))
    });
    scopes.collect()
}

/// A core, with what else its part of the scope asks.
pub(super) struct Core {
    /// The core, sorted.
    pub(super) constraints: Vec<usize>,
    /// Everything its part asks.
    pub(super) part: Vec<usize>,
}

/// What came of one scope.
#[derive(Default)]
pub(super) struct Judged {
    /// The cores of each part.
    pub(super) cores: Vec<Vec<Core>>,
    /// Packages that nothing is known of, or that took too long, and why.
    pub(super) undecided: Vec<(String, String)>,
    /// The versions of packages, by number.
    pub(super) chosen: Vec<(u32, u32)>,
    /// Whether a search took too long.
    pub(super) is_cut_short: bool,
}

/// Decides a scope.
pub(super) fn judge(problem: &Problem<'_>) -> Judged {
    let mut judged = Judged::default();
    for part in &problem.parts {
        judge_part(problem, part, &mut judged);
    }
    let cores = judged.cores.iter().flatten().flat_map(|core| &core.constraints);
    let decided: BTreeSet<u32> = cores.map(|one| problem.number_of(*one)).collect();
    for package in problem.made_up().filter(|package| !decided.contains(package)) {
        let name = problem.name(package).map(|name| name.name.clone()).unwrap_or_default();
        if problem.overrun.contains(&package) {
            judged.undecided.push((name, "too many ranges ask for it to compare them".to_owned()));
        } else {
            let message = "no versions are listed: its ranges were compared, but not what exists";
            judged.undecided.push((name, message.to_owned()));
        }
    }
    judged
}

fn judge_part(problem: &Problem<'_>, part: &[usize], judged: &mut Judged) {
    let search = Search::new(problem);
    let mut rest = part.to_vec();
    let mut cores: Vec<Core> = Vec::new();
    let stopped = loop {
        if cores.len() >= MOST_CORES {
            break Some("there are more problems than are told");
        }
        let packages = match search.run(&rest) {
            Outcome::Solved(versions) => {
                if cores.is_empty() {
                    judged.chosen.extend(versions);
                }
                break None;
            }
            Outcome::Stopped => break Some("the search for versions took too long"),
            Outcome::Impossible(packages) => packages,
        };
        let is_named = |one: &&usize| packages.binary_search(&problem.number_of(**one)).is_ok();
        let named: Vec<usize> = rest.iter().filter(is_named).copied().collect();
        let Some(core) = search.core(&named).filter(|core| !core.is_empty()) else {
            break Some("the search for what cannot be met took too long");
        };
        rest.retain(|one| !core.contains(one));
        cores.push(Core { constraints: core, part: part.to_vec() });
    };
    if let Some(why) = stopped {
        judged.is_cut_short = true;
        let names: BTreeSet<&str> = rest.iter().map(|one| problem.name_of(*one)).collect();
        judged.undecided.extend(names.into_iter().map(|name| (name.to_owned(), why.to_owned())));
    }
    if !cores.is_empty() {
        judged.cores.push(cores);
    }
}

/// Returns who asks for what in a core.
pub(super) fn core_requirements(problem: &Problem<'_>, core: &[usize]) -> Vec<CoreRequirement> {
    let asked =
        core.iter().filter_map(|at| Some((problem.name_of(*at), problem.constraints.get(*at)?)));
    let described = asked.map(|(name, one)| {
        let askers: BTreeSet<Asker> = one
            .asked_by
            .iter()
            .map(|(artifact, required)| Asker {
                artifact: artifact.id(),
                actor: artifact.actor.to_string(),
                purpose: required.purpose.clone(),
            })
            .collect();
        CoreRequirement {
            dialect: one.dialect,
            package: name.to_owned(),
            range: one.range.to_owned(),
            asked_by: askers.into_iter().collect(),
        }
    });
    described.collect()
}

fn unsatisfiable<'a>(
    problem: &Problem<'a>,
    scope: &str,
    core: &Core,
    others: &[Core],
) -> Found<'a> {
    let constraints = &core.constraints;
    let members = constraints.iter().filter_map(|one| problem.constraints.get(*one));
    let members = members.flat_map(|one| one.asked_by.iter().map(|(artifact, _)| *artifact));
    let members: Vec<&Artifact> = members.collect();
    let facts = UnsatisfiableFacts {
        scope: scope.to_owned(),
        core: core_requirements(problem, constraints),
    };
    Found {
        kind: ConflictKind::Unsatisfiable,
        members,
        message: message(problem, scope, constraints),
        suggestions: suggestions(problem, core, others),
        facts: ConflictFacts::Unsatisfiable(facts),
    }
}
