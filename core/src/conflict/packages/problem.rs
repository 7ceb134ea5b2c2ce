//! What a scope asks, as numbers.
//!
//! A package is a number, and so is each of its versions, oldest first: what a range admits is a set of numbers, which
//! keeps the prerelease rules of every dialect exact. A package of which no versions are listed gets one made-up
//! version for every set of versions that its ranges tell apart: if no choice among these meets all ranges, no
//! versions do.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::library::{Library, Name, Set, admitted};
use crate::conflict::artifact::{Artifact, Requirement};
use crate::version::{Dialect, Range, Version};

/// Most ranges of one package without listed versions, in one scope.
const MOST_RANGES: usize = 1_000;

/// A range that somebody asks of a package.
pub(in crate::conflict) struct Constraint<'a> {
    pub(in crate::conflict) package: Name<'a>,
    pub(in crate::conflict) dialect: Dialect,
    pub(in crate::conflict) range: &'a str,
    /// Everybody who asks for exactly that.
    pub(in crate::conflict) asked_by: Vec<(&'a Artifact, &'a Requirement)>,
}

/// What a version needs: sets of versions of other packages.
type Needs = Vec<(u32, Set)>;

/// A package of a problem.
pub(in crate::conflict) struct Package<'a> {
    pub(in crate::conflict) name: Name<'a>,
    /// Whether its versions were listed, and not made up.
    pub(in crate::conflict) is_listed: bool,
    /// Oldest first.
    pub(in crate::conflict) versions: Vec<Version>,
    /// Whether prereleases are as good as releases; else they are taken when nothing else will do.
    pub(super) takes_prereleases: bool,
    pub(super) needs: Vec<Needs>,
}

/// Everything one scope asks.
pub(in crate::conflict) struct Problem<'a> {
    pub(in crate::conflict) constraints: Vec<Constraint<'a>>,
    /// By number; 0 is no package, but who asks.
    pub(in crate::conflict) packages: Vec<Package<'a>>,
    /// Package of each constraint, and what it admits.
    pub(super) asked: Vec<(u32, Set)>,
    /// Constraints that have to do with each other.
    pub(in crate::conflict) parts: Vec<Vec<usize>>,
    /// Packages that too many ranges ask for.
    pub(in crate::conflict) overrun: Vec<Name<'a>>,
}

impl<'a> Problem<'a> {
    /// Returns the problem of `constraints`, which are sorted.
    pub(in crate::conflict) fn new(
        library: &mut Library<'a>,
        constraints: Vec<Constraint<'a>>,
    ) -> Self {
        let mut names: BTreeMap<Name<'a>, BTreeSet<(Dialect, &'a str)>> = BTreeMap::new();
        let mut open: Vec<Name<'a>> = Vec::new();
        for one in &constraints {
            open.push(one.package.clone());
            names.entry(one.package.clone()).or_default().insert((one.dialect, one.range));
        }
        let mut seen: BTreeSet<Name<'a>> = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let needs = library.listed(&name).into_iter().flat_map(|listed| &listed.needs);
            for (needed, range) in needs.flatten() {
                names.entry(needed.clone()).or_default().insert((name.family, range));
                open.push(needed.clone());
            }
        }
        let mut overrun = Vec::new();
        let numbers: BTreeMap<Name<'a>, u32> = names.keys().cloned().zip(1..).collect();
        let mut packages = vec![Package::asker()];
        for (name, ranges) in names {
            let is_listed = library.listed(&name).is_some();
            if !is_listed && ranges.len() > MOST_RANGES {
                overrun.push(name.clone());
            }
            let ranges: Vec<(Dialect, &str)> = ranges.into_iter().collect();
            packages.push(Package::new(library, name, &ranges, is_listed));
        }
        let mut problem =
            Self { constraints, packages, asked: Vec::new(), parts: Vec::new(), overrun };
        problem.link(library, &numbers);
        problem
    }

    /// Fills in what is needed and asked, and which constraints have to do with each other.
    fn link(&mut self, library: &mut Library<'a>, numbers: &BTreeMap<Name<'a>, u32>) {
        let number = |name: &Name<'a>| numbers.get(name).copied().unwrap_or_default();
        let mut joined: UnionFind<usize> = UnionFind::new(self.packages.len());
        for index in 1..self.packages.len() {
            let Some(name) = self.packages.get(index).map(|package| package.name.clone()) else {
                continue;
            };
            let listed = library.listed(&name);
            let written: Vec<Vec<(Name<'a>, &'a str)>> =
                listed.map(|listed| listed.needs.clone()).unwrap_or_default();
            let needs: Vec<Needs> = written
                .into_iter()
                .map(|needs| {
                    let needs = needs.into_iter().map(|(needed, range)| {
                        let to = number(&needed);
                        joined.union(index, to as usize);
                        (to, self.set(library, to, name.family, range))
                    });
                    needs.collect()
                })
                .collect();
            if let Some(package) = self.packages.get_mut(index) {
                package.needs = needs;
            }
        }
        let asked = self.constraints.iter().map(|one| {
            let package = number(&one.package);
            (package, self.set(library, package, one.dialect, one.range))
        });
        self.asked = asked.collect();
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, (package, _)) in self.asked.iter().enumerate() {
            parts.entry(joined.find(*package as usize)).or_default().push(index);
        }
        self.parts = parts.into_values().collect();
        self.parts.sort();
    }

    /// Returns what a range admits of a package.
    fn set(
        &self,
        library: &mut Library<'a>,
        package: u32,
        dialect: Dialect,
        range: &'a str,
    ) -> Set {
        let Some(package) = self.package(package) else { return Set::empty() };
        if package.is_listed {
            return library.set(&package.name, dialect, range);
        }
        let range = library.range(dialect, range);
        range.map_or_else(Set::empty, |range| admitted(range, &package.versions))
    }

    pub(in crate::conflict) fn package(&self, number: u32) -> Option<&Package<'a>> {
        self.packages.get(number as usize)
    }

    /// Returns what a version of a package asks of others, as written.
    pub(in crate::conflict) fn written_needs(
        &self,
        library: &Library<'a>,
        package: u32,
        version: u32,
    ) -> Vec<(u32, &'a str)> {
        let Some(known) = self.package(package) else { return Vec::new() };
        let listed = library.listed(&known.name);
        let written = listed.and_then(|listed| listed.needs.get(version as usize));
        let numbered = written.into_iter().flatten().filter_map(|(name, range)| {
            let place = self.packages.binary_search_by(|one| one.name.cmp(name)).ok()?;
            Some((u32::try_from(place).ok()?, *range))
        });
        numbered.collect()
    }

    /// Returns the number of the package of a constraint.
    pub(in crate::conflict) fn number_of(&self, constraint: usize) -> u32 {
        self.asked.get(constraint).map_or(0, |(package, _)| *package)
    }
}

impl<'a> Package<'a> {
    /// Returns what stands for those who ask.
    fn asker() -> Self {
        Self {
            // Before every other: no package has an empty name.
            name: Name::new(Dialect::Semver, ""),
            is_listed: false,
            versions: Vec::new(),
            takes_prereleases: true,
            needs: Vec::new(),
        }
    }

    /// Returns a version in its canonical form.
    pub(in crate::conflict) fn version(&self, number: u32) -> String {
        self.versions.get(number as usize).map(ToString::to_string).unwrap_or_default()
    }

    fn new(
        library: &Library<'a>,
        name: Name<'a>,
        ranges: &[(Dialect, &'a str)],
        is_listed: bool,
    ) -> Self {
        let read = ranges.iter().take(MOST_RANGES);
        let read: Vec<&Range> =
            read.filter_map(|(dialect, text)| library.range(*dialect, text)).collect();
        let versions = match library.listed(&name) {
            Some(listed) => listed.versions.clone(),
            None => Range::representatives(name.family, &read),
        };
        // PEP 440, "Handling of pre-releases": as asked for by a clause that names one.
        let takes_prereleases =
            name.family != Dialect::Pep440 || read.iter().any(|range| range.names_prerelease());
        Self { name, is_listed, versions, takes_prereleases, needs: Vec::new() }
    }
}
