//! The set of versions a range admits.

use super::dialect::Dialect;
use super::intervals::Intervals;
use super::key::{Key, Triple};
use super::pep440::Place;

/// A set of versions, in two parts that together say which prerelease rule is in force.
///
/// Under the rule of npm and Cargo a range holds releases all along an interval, but prereleases of
/// a few triples only. Kept apart, each part is a plain union of intervals, and every question
/// about sets is decided part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Admitted {
    /// Releases, and each end is one. For PEP 440, which has no such rule, all versions.
    pub releases: Intervals,
    /// Prereleases. Each end is a prerelease.
    pub prereleases: Intervals,
}

impl Admitted {
    /// Returns the versions from `from` up to, without, `to`, by precedence alone.
    pub(crate) fn between(from: &Triple, to: Option<&Triple>, most: u64) -> Self {
        let prereleases = to_prerelease(from, most).map_or_else(Intervals::default, |from| {
            let to = to.and_then(|to| to_prerelease(to, most));
            Intervals::between(Key::Triple(from), to.map(Key::Triple))
        });
        Self { releases: releases(from, to), prereleases }
    }

    /// Returns every version there is.
    pub(crate) fn all(dialect: Dialect) -> Self {
        if dialect == Dialect::Pep440 {
            let releases = Intervals::between(Key::Python(Place::least()), None);
            return Self { releases, prereleases: Intervals::default() };
        }
        Self::between(&Triple::least(), None, dialect.most_number())
    }

    /// Returns the versions that are no prereleases.
    pub(crate) fn stable(&self) -> Self {
        let stable = |key: &Key| match key {
            Key::Python(place) => Key::Python(place.to_stable()),
            Key::Triple(_) => key.clone(),
        };
        let intervals = self.releases.iter().map(|interval| {
            Intervals::between(stable(&interval.from), interval.to.as_ref().map(stable))
        });
        Self { releases: Intervals::union(intervals), prereleases: Intervals::default() }
    }

    /// Returns the prereleases that have the numbers of `triple`.
    pub(crate) fn prereleases_of(triple: &Triple, most: u64) -> Intervals {
        let from = triple.first_prerelease();
        let to = triple.next_patch(most).map(|next| Key::Triple(next.first_prerelease()));
        Intervals::between(Key::Triple(from), to)
    }

    pub(crate) fn union(parts: impl IntoIterator<Item = Self>) -> Self {
        let (releases, prereleases): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|part| (part.releases, part.prereleases)).unzip();
        Self { releases: Intervals::union(releases), prereleases: Intervals::union(prereleases) }
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        Self {
            releases: self.releases.intersection(&other.releases),
            prereleases: self.prereleases.intersection(&other.prereleases),
        }
    }

    pub(crate) fn difference(&self, other: &Self) -> Self {
        Self {
            releases: self.releases.difference(&other.releases),
            prereleases: self.prereleases.difference(&other.prereleases),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.releases.is_empty() && self.prereleases.is_empty()
    }

    pub(crate) fn contains(&self, key: &Key) -> bool {
        match key {
            Key::Triple(triple) if triple.is_prerelease() => self.prereleases.contains(key),
            Key::Triple(_) | Key::Python(_) => self.releases.contains(key),
        }
    }
}

/// Returns the releases between two places.
pub(crate) fn releases(from: &Triple, to: Option<&Triple>) -> Intervals {
    // No release lies between a prerelease and the release it leads to.
    let end = to.map(|to| Key::Triple(to.without_prerelease()));
    Intervals::between(Key::Triple(from.without_prerelease()), end)
}

/// Returns the first place of prereleases that is not before `place`.
fn to_prerelease(place: &Triple, most: u64) -> Option<Triple> {
    if place.is_prerelease() { Some(place.clone()) } else { place.successor(most) }
}
