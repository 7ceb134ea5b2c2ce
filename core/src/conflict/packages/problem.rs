//! What a scope asks, as numbers.
//!
//! A package is a number, and so is each of its versions, oldest first: what a range admits is a set of numbers, which
//! keeps the prerelease rules of every dialect exact. A package of which no versions are listed gets one made-up
//! version for every set of versions that its ranges tell apart: if no choice among these meets all ranges, no
//! versions do.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::library::{Asked, Library};
use super::registry::{Name, Need, Set, admitted};
use crate::conflict::artifact::{Artifact, Requirement};
use crate::version::{Dialect, Range, Version};

/// Most ranges of one package without listed versions, in one scope.
const MOST_RANGES: usize = 1_000;

/// A range that somebody asks of a package.
pub(in crate::conflict) struct Constraint<'a> {
    pub(in crate::conflict) dialect: Dialect,
    pub(in crate::conflict) range: &'a str,
    pub(in crate::conflict) asked: &'a Asked,
    /// Everybody who asks for exactly that.
    pub(in crate::conflict) asked_by: Vec<(&'a Artifact, &'a Requirement)>,
}

/// The ranges of a package, with their texts.
type Ranges<'a> = BTreeMap<(Dialect, &'a str), &'a Range>;

/// A package of which no versions are listed.
struct MadeUp {
    /// Oldest first.
    versions: Vec<Version>,
    /// What the ranges of listed packages admit, by their numbers.
    needed: BTreeMap<u32, Set>,
}

/// Everything one scope asks.
pub(in crate::conflict) struct Problem<'a> {
    library: &'a Library<'a>,
    pub(in crate::conflict) constraints: Vec<Constraint<'a>>,
    /// What each constraint admits.
    pub(super) asked: Vec<Set>,
    made_up: BTreeMap<u32, MadeUp>,
    /// Packages of which prereleases are as good as releases; of others, they are taken when nothing else will do.
    prereleases: BTreeSet<u32>,
    /// Constraints that have to do with each other.
    pub(in crate::conflict) parts: Vec<Vec<usize>>,
    /// Packages that too many ranges ask for.
    pub(in crate::conflict) overrun: BTreeSet<u32>,
}

impl<'a> Problem<'a> {
    /// Returns the problem of `constraints`, which are sorted.
    pub(in crate::conflict) fn new(
        library: &'a Library<'a>,
        constraints: Vec<Constraint<'a>>,
    ) -> Self {
        let mut problem = Self {
            library,
            constraints,
            asked: Vec::new(),
            made_up: BTreeMap::new(),
            prereleases: BTreeSet::new(),
            parts: Vec::new(),
            overrun: BTreeSet::new(),
        };
        let reached = problem.reached();
        for (package, ranges) in problem.ranges(&reached) {
            problem.make_up(package, &ranges);
        }
        let asked = problem.constraints.iter().map(|one| {
            let set = one.asked.set.clone();
            set.unwrap_or_else(|| admitted(&one.asked.range, problem.versions(one.asked.package)))
        });
        problem.asked = asked.collect();
        problem.parts = problem.parts(&reached);
        problem
    }

    /// Lists the packages that are asked for and those that these need, sorted.
    fn reached(&self) -> Vec<u32> {
        let mut open: Vec<u32> = self.constraints.iter().map(|one| one.asked.package).collect();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        while let Some(package) = open.pop() {
            if seen.insert(package) {
                open.extend(self.links(package).iter().map(|(needed, _)| *needed));
            }
        }
        seen.into_iter().collect()
    }

    /// Returns the packages and ranges that versions of a package need.
    fn links(&self, package: u32) -> &'a [(u32, u32)] {
        self.library.registry.listed(package).map(|one| one.links.as_slice()).unwrap_or_default()
    }

    /// Returns the ranges of those packages that depend on all of them.
    fn ranges(&self, reached: &[u32]) -> BTreeMap<u32, Ranges<'a>> {
        let depends = |package: u32| {
            let family = self.library.name(package).map(|name| name.family);
            !self.is_listed(package) || family == Some(Dialect::Pep440)
        };
        let mut all: BTreeMap<u32, Ranges<'a>> = BTreeMap::new();
        for one in self.constraints.iter().filter(|one| depends(one.asked.package)) {
            let ranges = all.entry(one.asked.package).or_default();
            ranges.insert((one.dialect, one.range), &one.asked.range);
        }
        for package in reached {
            let Some(family) = self.library.name(*package).map(|name| name.family) else {
                continue;
            };
            for (needed, range) in self.links(*package).iter().filter(|(one, _)| depends(*one)) {
                if let Some((text, range)) = self.library.registry.range(*range) {
                    all.entry(*needed).or_default().insert((family, text), range);
                }
            }
        }
        all
    }

    /// Looks at a package with all of its ranges.
    fn make_up(&mut self, package: u32, ranges: &Ranges<'a>) {
        let Some(family) = self.library.name(package).map(|name| name.family) else { return };
        let read: Vec<&Range> = ranges.values().take(MOST_RANGES).copied().collect();
        // PEP 440, "Handling of pre-releases": as asked for by a clause that names one.
        if read.iter().any(|range| range.names_prerelease()) {
            self.prereleases.insert(package);
        }
        if self.is_listed(package) {
            return;
        }
        if ranges.len() > MOST_RANGES {
            self.overrun.insert(package);
        }
        let versions = Range::representatives(family, &read);
        self.made_up.insert(package, MadeUp { versions, needed: BTreeMap::new() });
    }

    /// Puts constraints together that have to do with each other.
    fn parts(&mut self, reached: &[u32]) -> Vec<Vec<usize>> {
        let place = |package: &u32| reached.binary_search(package).unwrap_or_default();
        let mut joined: UnionFind<usize> = UnionFind::new(reached.len());
        for (index, package) in reached.iter().enumerate() {
            for (needed, range) in self.links(*package) {
                joined.union(index, place(needed));
                if let Some(one) = self.made_up.get_mut(needed)
                    && let Some((_, read)) = self.library.registry.range(*range)
                {
                    one.needed.insert(*range, admitted(read, &one.versions));
                }
            }
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, one) in self.constraints.iter().enumerate() {
            parts.entry(joined.find(place(&one.asked.package))).or_default().push(index);
        }
        let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
        parts.sort();
        parts
    }

    /// Lists the packages of which no versions are listed.
    pub(in crate::conflict) fn made_up(&self) -> impl Iterator<Item = u32> + '_ {
        self.made_up.keys().copied()
    }

    /// Returns the name of a package.
    pub(in crate::conflict) fn name(&self, package: u32) -> Option<&'a Name> {
        self.library.name(package)
    }

    /// Tells whether the versions of a package were listed, and not made up.
    pub(in crate::conflict) fn is_listed(&self, package: u32) -> bool {
        self.library.registry.listed(package).is_some()
    }

    /// Returns the versions of a package, oldest first.
    pub(in crate::conflict) fn versions(&self, package: u32) -> &[Version] {
        match self.library.registry.listed(package) {
            Some(listed) => &listed.versions,
            None => {
                self.made_up.get(&package).map(|one| one.versions.as_slice()).unwrap_or_default()
            }
        }
    }

    /// Returns a version in its canonical form.
    pub(in crate::conflict) fn version(&self, package: u32, number: u32) -> String {
        self.versions(package).get(number as usize).map(ToString::to_string).unwrap_or_default()
    }

    /// Tells whether prereleases of a package are as good as releases.
    pub(super) fn takes_prereleases(&self, package: u32) -> bool {
        self.prereleases.contains(&package)
            || self.name(package).is_none_or(|name| name.family != Dialect::Pep440)
    }

    /// Returns what a version of a package needs.
    pub(super) fn needs(&self, package: u32, version: u32) -> &'a [Need] {
        let needs = self.library.registry.needs(package);
        needs.get(version as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns what a need admits.
    pub(super) fn admitted<'s>(&'s self, need: &'s Need) -> Option<&'s Set> {
        let made_up = || self.made_up.get(&need.package)?.needed.get(&need.range);
        need.set.as_ref().or_else(made_up)
    }

    /// Returns what a version of a package asks of others, as written.
    pub(in crate::conflict) fn written_needs(
        &self,
        package: u32,
        version: u32,
    ) -> impl Iterator<Item = (u32, &'a str, &'a Range)> {
        self.needs(package, version).iter().filter_map(|need| {
            let (text, range) = self.library.registry.range(need.range)?;
            Some((need.package, text, range))
        })
    }

    /// Returns the number of the package of a constraint.
    pub(in crate::conflict) fn number_of(&self, constraint: usize) -> u32 {
        self.constraints.get(constraint).map_or(0, |one| one.asked.package)
    }

    /// Returns the name of the package of a constraint.
    pub(in crate::conflict) fn name_of(&self, constraint: usize) -> &'a str {
        self.name(self.number_of(constraint)).map_or("", |name| name.name.as_str())
    }
}
