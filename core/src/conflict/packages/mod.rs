//! Packages that no versions can meet.
//!
//! 1. `library` reads the listed versions and every range once.
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
mod solve;

use std::collections::BTreeSet;

use super::artifact::{Artifact, Requirement};
use super::facts::{Asker, ConflictFacts, CoreRequirement, UnsatisfiableFacts};
use super::found::Found;
use super::kind::ConflictKind;
use super::register::Register;
use super::types::UndecidedQuestion;

pub(super) use explain::{message, suggestions};
pub(super) use library::{Library, Name};
pub(super) use problem::{Constraint, Package, Problem};
use solve::{Outcome, Search};

/// Most cores of one scope that are told.
const MOST_CORES: usize = 100;

/// Finds the packages that no versions can meet, and lists what could not be decided.
pub(super) fn find<'a>(
    register: &Register<'a>,
    library: &mut Library<'a>,
    found: &mut Vec<Found<'a>>,
    undecided: &mut Vec<UndecidedQuestion>,
) {
    let newest = picked(register, |versions| versions.iter().rev().find(|one| one.is_open()));
    let active = picked(register, |versions| {
        let active = versions.iter().rev().find(|one| one.is_active());
        active.or_else(|| versions.iter().rev().find(|one| one.is_open()))
    });
    let later = projects(&newest);
    let now = projects(&active);
    for (project, other) in later.iter().zip(&now) {
        in_project(project, library, found, undecided);
        let is_same = project.len() == other.len()
            && project.iter().zip(other.iter()).all(|(a, b)| std::ptr::eq(*a, *b));
        if !is_same {
            in_project(other, library, found, undecided);
        }
    }
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
    library: &mut Library<'a>,
    found: &mut Vec<Found<'a>>,
    undecided: &mut Vec<UndecidedQuestion>,
) {
    let Some(first) = artifacts.first() else { return };
    for (scope, constraints) in scopes(artifacts) {
        let problem = Problem::new(library, constraints);
        let mut judged = judge(&problem);
        for cores in &judged.cores {
            found.extend(cores.iter().map(|core| unsatisfiable(&problem, scope, core, cores)));
        }
        judged.undecided.sort();
        undecided.extend(judged.undecided.into_iter().map(|(subject, message)| {
            UndecidedQuestion {
                tenant: first.tenant.clone(),
                project: first.project.clone(),
                kind: ConflictKind::Unsatisfiable,
                subject,
                scope: Some(scope.to_owned()),
                message,
            }
        }));
    }
}

/// Returns what artifacts ask, by scope; who asks the same is listed together.
pub(super) fn scopes<'a>(artifacts: &[&'a Artifact]) -> Vec<(&'a str, Vec<Constraint<'a>>)> {
    let asked = artifacts
        .iter()
        .flat_map(|artifact| artifact.requires.iter().map(move |required| (*artifact, required)));
    let mut asked: Vec<(Name<'a>, &'a Artifact, &'a Requirement)> = asked
        .map(|(artifact, one)| (Name::new(one.dialect, &one.package), artifact, one))
        .collect();
    // A stable sort: artifacts are sorted, and the requirements of one stay in their order.
    asked.sort_by(|(a, _, one), (b, _, two)| {
        let rest = |one: &'a Requirement| (one.range.as_str(), one.dialect);
        one.scope.cmp(&two.scope).then_with(|| a.cmp(b)).then_with(|| rest(one).cmp(&rest(two)))
    });
    let scopes = asked.chunk_by(|(_, _, a), (_, _, b)| a.scope == b.scope);
    let scopes = scopes.filter_map(|scope| {
        let same = |a: &Requirement, b: &Requirement| a.range == b.range && a.dialect == b.dialect;
        let groups = scope.chunk_by(|(a, _, one), (b, _, two)| a == b && same(one, two));
        let constraints = groups.filter_map(|group| {
            let (package, _, first) = group.first()?;
            Some(Constraint {
                package: package.clone(),
                dialect: first.dialect,
                range: &first.range,
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
    for (package, number) in problem.packages.iter().zip(0_u32..).skip(1) {
        if package.is_listed || decided.contains(&number) {
            continue;
        }
        let name = package.name.name.as_ref().to_owned();
        if problem.overrun.contains(&package.name) {
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
        let names: BTreeSet<&str> = rest
            .iter()
            .filter_map(|one| problem.constraints.get(*one))
            .map(|one| one.package.name.as_ref())
            .collect();
        judged.undecided.extend(names.into_iter().map(|name| (name.to_owned(), why.to_owned())));
    }
    if !cores.is_empty() {
        judged.cores.push(cores);
    }
}

/// Returns who asks for what in a core.
pub(super) fn core_requirements(problem: &Problem<'_>, core: &[usize]) -> Vec<CoreRequirement> {
    let asked = core.iter().filter_map(|one| problem.constraints.get(*one));
    let described = asked.map(|one| {
        let askers: BTreeSet<Asker> = one
            .asked_by
            .iter()
            .map(|(artifact, required)| Asker {
                artifact: artifact.id(),
                actor: artifact.actor.clone(),
                purpose: required.purpose.clone(),
            })
            .collect();
        CoreRequirement {
            dialect: one.dialect,
            package: one.package.name.as_ref().to_owned(),
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
