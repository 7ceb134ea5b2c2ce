//! What a core says, and which of its requirements to relax.

use std::collections::BTreeSet;

use super::Core;
use super::problem::Problem;
use super::solve::{Outcome, Search};
use crate::conflict::merged::merged;
use crate::conflict::suggestion::{SuggestedAction, Suggestion};
use crate::version::{Dialect, Version};

/// Most requirements that a sentence names.
const MOST_NAMED: usize = 4;

/// Says that a core cannot be met.
pub(in crate::conflict) fn message(problem: &Problem<'_>, scope: &str, core: &[usize]) -> String {
    let named = core.iter().take(MOST_NAMED);
    let named =
        named.filter_map(|one| Some((problem.name_of(*one), problem.constraints.get(*one)?)));
    let named: Vec<String> = named.map(|(name, one)| format!("`{name} {}`", one.range)).collect();
    let more = match core.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match core {
        [_] => format!("no version meets {} in scope `{scope}`", named.concat()),
        _ => format!("no versions meet {}{more} together in scope `{scope}`", named.join(" and ")),
    }
}

/// Suggests to relax each requirement of a core to the newest version that goes with everything else, those that the
/// fewest ask for first.
pub(in crate::conflict) fn suggestions(
    problem: &Problem<'_>,
    core: &Core,
    others: &[Core],
) -> Vec<Suggestion> {
    let elsewhere: BTreeSet<usize> = others
        .iter()
        .filter(|other| other.constraints != core.constraints)
        .flat_map(|other| other.constraints.iter().copied())
        .collect();
    let rest: Vec<usize> =
        core.part.iter().copied().filter(|one| !elsewhere.contains(one)).collect();
    let search = Search::new(problem);
    let mut order: Vec<usize> = core.constraints.clone();
    let askers = |one: &usize| problem.constraints.get(*one).map(|one| one.asked_by.len());
    order.sort_by_key(|one| (askers(one), *one));
    let relaxed = order.iter().map(|one| relax(problem, &search, (&rest, *one)));
    let mut list: Vec<Suggestion> = relaxed.flatten().collect();
    // What was tried comes first.
    list.sort_by_key(|one| !one.verified);
    list
}

fn relax(
    problem: &Problem<'_>,
    search: &Search<'_, '_>,
    (rest, out): (&[usize], usize),
) -> Option<Suggestion> {
    let asked = problem.constraints.get(out)?;
    let number = problem.number_of(out);
    let others: Vec<usize> = rest.iter().copied().filter(|one| *one != out).collect();
    let (name, range) = (problem.name_of(out), asked.range);
    let who = match asked.asked_by.as_slice() {
        [(artifact, _)] => format!("`{}`", artifact.id()),
        many => format!("{} artifacts", many.len()),
    };
    let artifact = match asked.asked_by.as_slice() {
        [(artifact, _)] => Some(artifact.id()),
        _ => None,
    };
    let whole = format!("{name} {range}");
    let solved = match search.run_with(&others, Some(number)) {
        Outcome::Solved(versions) => versions,
        // No version of this package goes with the rest.
        Outcome::Impossible(_) if matches!(search.run(&others), Outcome::Solved(_)) => {
            let text = format!("drop `{whole}`, which {who} asks for");
            let drop = Suggestion::new(SuggestedAction::DropRequirement, text).from(whole);
            return Some(Suggestion { artifact, ..drop }.verified());
        }
        Outcome::Impossible(_) | Outcome::Stopped => return None,
    };
    let version = problem.versions(number).get(*solved.get(&number)? as usize)?;
    let is_listed = problem.is_listed(number);
    // A made-up version is none to name.
    let others = if is_listed { None } else { of_others(problem, &others, number) };
    let to = others.unwrap_or_else(|| around(asked.dialect, version));
    let text = format!("relax `{whole}` of {who} to `{to}`");
    let relaxed = Suggestion::new(SuggestedAction::RelaxRequirement, text).from(whole);
    let relaxed = Suggestion { artifact, ..relaxed.to(format!("{name} {to}")) };
    Some(if is_listed { relaxed.verified() } else { relaxed })
}

/// Returns what others ask of a package, as one range.
fn of_others(problem: &Problem<'_>, others: &[usize], package: u32) -> Option<String> {
    let asked = others.iter().filter(|one| problem.number_of(**one) == package);
    let asked = asked.filter_map(|one| problem.constraints.get(*one));
    merged(&asked.map(|one| &one.asked.range).collect::<Vec<_>>())
}

/// Returns a range from a version on that admits it: with what is compatible, where the dialect has a sign for that.
fn around(dialect: Dialect, version: &Version) -> String {
    match dialect {
        Dialect::Cargo | Dialect::Npm | Dialect::NpmLegacyXrange => format!("^{version}"),
        // PEP 440 has local labels with `==` only.
        Dialect::Pep440 if version.to_string().contains('+') => format!("=={version}"),
        Dialect::Semver | Dialect::Pep440 => format!(">={version}"),
    }
}
