//! Choosing versions: PubGrub, over numbers.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use pubgrub::{
    Dependencies, DependencyConstraints, DependencyProvider, PackageResolutionStatistics,
    PubGrubError, resolve,
};

use super::problem::Problem;
use super::registry::Set;

/// Most rounds of one search, and of all searches of one part of a scope together.
const MOST_ROUNDS: usize = 200_000;

/// What came of a search.
pub(in crate::conflict) enum Outcome {
    /// A version for each package that is needed.
    Solved(BTreeMap<u32, u32>),
    /// There is none, because of the constraints on these packages.
    Impossible(Vec<u32>),
    /// The search took too long.
    Stopped,
}

/// A search over a part of a scope, with its rounds counted.
pub(in crate::conflict) struct Search<'p, 'a> {
    pub(in crate::conflict) problem: &'p Problem<'a>,
    rounds: Cell<usize>,
}

impl<'p, 'a> Search<'p, 'a> {
    pub(in crate::conflict) fn new(problem: &'p Problem<'a>) -> Self {
        Self { problem, rounds: Cell::new(0) }
    }

    /// Looks for versions that meet `constraints`.
    pub(in crate::conflict) fn run(&self, constraints: &[usize]) -> Outcome {
        self.run_with(constraints, None)
    }

    /// Looks for versions that meet `constraints`, and any version of one package more.
    pub(in crate::conflict) fn run_with(&self, constraints: &[usize], any: Option<u32>) -> Outcome {
        let mut asked: BTreeMap<u32, Set> = BTreeMap::new();
        asked.extend(any.map(|package| (package, Set::full())));
        for one in constraints {
            let Some(set) = self.problem.asked.get(*one) else { continue };
            let all = asked.entry(self.problem.number_of(*one)).or_insert_with(Set::full);
            *all = all.intersection(set);
        }
        let provider = Provider { search: self, asked };
        match resolve(&provider, 0_u32, 0_u32) {
            Ok(solution) => {
                let solution: BTreeMap<u32, u32> = solution.into_iter().collect();
                Outcome::Solved(solution.into_iter().filter(|(package, _)| *package > 0).collect())
            }
            Err(PubGrubError::NoSolution(tree)) => {
                let mut packages: Vec<u32> = tree.packages().into_iter().copied().collect();
                packages.sort_unstable();
                Outcome::Impossible(packages)
            }
            Err(_) => Outcome::Stopped,
        }
    }

    /// Returns the least part of `constraints` that cannot be met: whichever is left out, the others can. None when it
    /// takes too long.
    ///
    /// Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems" (AAAI 2004).
    pub(in crate::conflict) fn core(&self, constraints: &[usize]) -> Option<Vec<usize>> {
        let mut core = self.explain(&mut Vec::new(), false, constraints)?;
        core.sort_unstable();
        Some(core)
    }

    fn explain(&self, given: &mut Vec<usize>, is_new: bool, rest: &[usize]) -> Option<Vec<usize>> {
        if is_new {
            match self.run(given) {
                Outcome::Impossible(_) => return Some(Vec::new()),
                Outcome::Solved(_) => {}
                Outcome::Stopped => return None,
            }
        }
        if rest.len() <= 1 {
            return Some(rest.to_vec());
        }
        let (first, second) = rest.split_at(rest.len() / 2);
        let before = given.len();
        given.extend(first);
        let mut needed = self.explain(given, true, second)?;
        given.truncate(before);
        given.extend(&needed);
        let more = self.explain(given, !needed.is_empty(), first)?;
        given.truncate(before);
        needed.extend(more);
        Some(needed)
    }
}

/// What PubGrub asks for.
struct Provider<'s, 'p, 'a> {
    search: &'s Search<'p, 'a>,
    asked: BTreeMap<u32, Set>,
}

/// The search took too long.
#[derive(Debug)]
struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the search took too long")
    }
}

impl std::error::Error for TooLong {}

impl DependencyProvider for Provider<'_, '_, '_> {
    type P = u32;
    type V = u32;
    type VS = Set;
    /// Packages with the most conflicts so far, then with the fewest versions, then the first by name.
    type Priority = (u32, Reverse<u32>, Reverse<u32>);
    type M = String;
    type Err = TooLong;

    fn prioritize(
        &self,
        package: &u32,
        range: &Set,
        conflicts: &PackageResolutionStatistics,
    ) -> Self::Priority {
        let count: u32 = self.runs(*package, range).map(|(from, end)| end - from).sum();
        (conflicts.conflict_count(), Reverse(count), Reverse(*package))
    }

    fn choose_version(&self, package: &u32, range: &Set) -> Result<Option<u32>, TooLong> {
        if *package == 0 {
            return Ok(Some(0));
        }
        let problem = self.search.problem;
        let runs: Vec<(u32, u32)> = self.runs(*package, range).collect();
        let newest = runs.iter().map(|(_, end)| end - 1).max();
        if problem.takes_prereleases(*package) {
            return Ok(newest);
        }
        let versions = problem.versions(*package);
        let is_release = |number: &u32| {
            versions.get(*number as usize).is_some_and(|version| !version.is_prerelease())
        };
        let release =
            runs.iter().rev().find_map(|(from, end)| (*from..*end).rev().find(is_release));
        Ok(release.or(newest))
    }

    fn get_dependencies(
        &self,
        package: &u32,
        version: &u32,
    ) -> Result<Dependencies<u32, Set, String>, TooLong> {
        if *package == 0 {
            let asked = self.asked.iter().map(|(package, set)| (*package, set.clone()));
            return Ok(Dependencies::Available(asked.collect()));
        }
        let problem = self.search.problem;
        let mut all: BTreeMap<u32, Set> = BTreeMap::new();
        for need in problem.needs(*package, *version) {
            let Some(set) = problem.admitted(need) else {
                return Ok(Dependencies::Unavailable("what it needs is not known".to_owned()));
            };
            // PubGrub has no word for what depends on itself: only one version can be there.
            if need.package == *package {
                if set.contains(version) {
                    continue;
                }
                let why = "it depends on another version of itself".to_owned();
                return Ok(Dependencies::Unavailable(why));
            }
            let known = all.entry(need.package).or_insert_with(Set::full);
            *known = known.intersection(set);
        }
        let all: DependencyConstraints<u32, Set> = all.into_iter().collect();
        Ok(Dependencies::Available(all))
    }

    fn should_cancel(&self) -> Result<(), TooLong> {
        let rounds = self.search.rounds.get() + 1;
        self.search.rounds.set(rounds);
        if rounds > MOST_ROUNDS { Err(TooLong) } else { Ok(()) }
    }
}

impl Provider<'_, '_, '_> {
    /// Lists the versions of a package within a set: from one number to the one before another, oldest first.
    fn runs<'r>(&self, package: u32, range: &'r Set) -> impl Iterator<Item = (u32, u32)> + use<'r> {
        let count = self.search.problem.versions(package).len();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let runs = range.iter().map(move |(from, to)| {
            let from = match from {
                Bound::Included(from) => *from,
                Bound::Excluded(from) => from.saturating_add(1),
                Bound::Unbounded => 0,
            };
            let end = match to {
                Bound::Included(to) => to.saturating_add(1),
                Bound::Excluded(to) => *to,
                Bound::Unbounded => count,
            };
            (from, end.min(count))
        });
        runs.filter(|(from, end)| from < end)
    }
}
