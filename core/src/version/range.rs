//! One range, and how ranges relate.

use std::collections::BTreeSet;

use super::admitted::Admitted;
use super::cargo_range;
use super::comparator::Alternative;
use super::dialect::{Dialect, Prereleases};
use super::hint;
use super::intervals::Intervals;
use super::key::Key;
use super::npm;
use super::pep440;
use super::semver_range;
use super::show;
use super::value::Version;
use crate::error::{Error, Result};

/// Most characters of a range.
const MOST_CHARACTERS: usize = 16_384;

/// A set of versions, read by the rules of a dialect.
///
/// All questions are decided from the set of versions, not from the text: `>=1.0.0 <2.0.0` and
/// `1.x` are equal, and `>1.2.3 <1.2.4` admits nothing. Ranges of dialects whose versions differ
/// in kind have no version in common.
#[derive(Clone, Debug)]
pub struct Range {
    dialect: Dialect,
    policy: Prereleases,
    canonical: String,
    alternatives: Vec<Alternative>,
    admitted: Admitted,
    /// The text that a version must have, in lower case (`===` of PEP 440).
    arbitrary: Option<String>,
}

impl Range {
    /// Returns the range that `text` says in `dialect`, with the dialect's own prerelease rule.
    ///
    /// # Errors
    /// `input_invalid` when it says none.
    ///
    /// ```
    /// use meta_core::version::{Dialect, Range, Version};
    ///
    /// let range = Range::parse(Dialect::Cargo, "1.2, <1.9")?;
    /// assert!(range.admits(&Version::parse(Dialect::Cargo, "1.8.3")?));
    /// assert!(range.subset_of(&Range::parse(Dialect::Cargo, "^1")?));
    /// # Ok::<(), meta_core::Error>(())
    /// ```
    pub fn parse(dialect: Dialect, text: &str) -> Result<Self> {
        Self::parse_with(dialect, text, Prereleases::ByDialect)
    }

    /// Returns the range that `text` says in `dialect`, with the prereleases that `policy` tells.
    ///
    /// # Errors
    /// As [`Range::parse`].
    pub fn parse_with(dialect: Dialect, text: &str, policy: Prereleases) -> Result<Self> {
        Self::read(dialect, text, policy).map_err(|why| {
            let error = Error::invalid("", why);
            match hint::of_range(dialect, text) {
                Some(hint) => error.help(hint),
                None => error,
            }
        })
    }

    /// Reads a range, or says why it is none.
    pub(crate) fn read(
        dialect: Dialect,
        text: &str,
        policy: Prereleases,
    ) -> std::result::Result<Self, String> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(format!("a range has at most {MOST_CHARACTERS} characters"));
        }
        let (alternatives, canonical) = parse(dialect, text, policy)?;
        let parts = alternatives.iter().map(|one| one.admitted(dialect, policy));
        let mut admitted = Admitted::union(parts);
        let texts: BTreeSet<&String> = alternatives
            .iter()
            .flat_map(|one| &one.comparators)
            .filter_map(|comparator| comparator.arbitrary.as_ref())
            .collect();
        if texts.len() > 1 {
            admitted = Admitted::default();
        }
        let arbitrary = texts.into_iter().next().cloned();
        Ok(Self { dialect, policy, canonical, alternatives, admitted, arbitrary })
    }

    /// Returns the dialect it was read by.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns the prerelease policy it was read with.
    pub fn prereleases(&self) -> Prereleases {
        self.policy
    }

    /// Returns whether `version` is in the range. A prerelease of PEP 440 is, unless prereleases are
    /// refused; whether it is to be taken depends on what else there is to choose from.
    pub fn admits(&self, version: &Version) -> bool {
        let same = |wanted: &String| *wanted == version.written().to_lowercase();
        let refused = self.policy == Prereleases::Refuse && version.is_prerelease();
        !refused
            && self.admitted.contains(version.key())
            && self.arbitrary.as_ref().is_none_or(same)
    }

    /// Returns whether no version is in the range.
    pub fn is_unsatisfiable(&self) -> bool {
        self.admitted.is_empty()
    }

    /// Returns whether every release is in the range.
    pub fn is_any(&self) -> bool {
        let all = Admitted::all(self.dialect);
        self.arbitrary.is_none() && all.stable() == self.admitted.stable()
    }

    /// Returns whether some version is in both ranges.
    pub fn intersects(&self, other: &Self) -> bool {
        self.example_shared(other).is_some()
    }

    /// Returns whether every version of this range is in `other` too.
    pub fn subset_of(&self, other: &Self) -> bool {
        self.example_outside(other).is_none()
    }

    /// Returns whether both ranges have the same versions.
    pub fn same_versions(&self, other: &Self) -> bool {
        self.subset_of(other) && other.subset_of(self)
    }

    /// Returns the least release of the range, or its least prerelease when it has no release.
    pub fn example(&self) -> Option<Version> {
        self.example_in(&self.admitted, self.arbitrary.as_deref())
    }

    /// Returns a version of this range that is in `other` too; none when there is none.
    pub fn example_shared(&self, other: &Self) -> Option<Version> {
        let shared = self.admitted.intersection(&other.admitted);
        match (&self.arbitrary, &other.arbitrary) {
            (Some(one), Some(two)) if one != two => None,
            (one, two) => self.example_in(&shared, one.as_deref().or(two.as_deref())),
        }
    }

    /// Returns a version of this range that is not in `other`; none when there is none.
    pub fn example_outside(&self, other: &Self) -> Option<Version> {
        let outside = self.admitted.difference(&other.admitted);
        if let Some(found) = self.example_in(&outside, self.arbitrary.as_deref()) {
            return Some(found);
        }
        // The same version in another text is not the text that `===` asks for.
        let other_text = other.arbitrary.as_deref()?;
        let mut own = self.example()?;
        if self.arbitrary.is_none() && own.written().to_lowercase() == other_text {
            own = own.respelled();
        }
        (own.written().to_lowercase() != other_text).then_some(own)
    }

    /// Returns a version among `admitted`, one that is no prerelease where there is one.
    fn example_in(&self, admitted: &Admitted, written: Option<&str>) -> Option<Version> {
        let stable = admitted.stable();
        let chosen = if stable.is_empty() { admitted } else { &stable };
        let first = chosen.releases.iter().chain(chosen.prereleases.iter()).next()?;
        let place = match (&first.from, &first.to) {
            (Key::Triple(triple), _) => {
                return Some(Version::from_semver(self.dialect, triple.to_semver()));
            }
            (Key::Python(from), Some(Key::Python(to))) => pep440::example::within(from, Some(to))?,
            (Key::Python(from), _) => pep440::example::within(from, None)?,
        };
        let text = written.map_or_else(|| place.to_string(), str::to_owned);
        Version::read(self.dialect, &text).ok()
    }

    /// Returns versions, oldest first, that stand for all: those of every set of versions that `ranges` tell apart
    /// have one among them, as far as some range admits them.
    ///
    /// Between two neighbouring ends of intervals all versions are admitted by the same ranges, and an end begins
    /// what follows it.
    pub(crate) fn representatives(dialect: Dialect, ranges: &[&Self]) -> Vec<Version> {
        let mut found: Vec<Version> = Vec::new();
        let admitted = || ranges.iter().map(|range| &range.admitted);
        for intervals in [
            admitted().map(|one| &one.releases).collect::<Vec<_>>(),
            admitted().map(|one| &one.prereleases).collect::<Vec<_>>(),
        ] {
            let all = intervals.into_iter().flat_map(Intervals::iter);
            let ends: BTreeSet<&Key> =
                all.flat_map(|one| std::iter::once(&one.from).chain(&one.to)).collect();
            let next = ends.iter().skip(1).copied().map(Some).chain([None]);
            found.extend(ends.iter().zip(next).filter_map(|(from, to)| match (from, to) {
                (Key::Triple(triple), _) => Some(Version::from_semver(dialect, triple.to_semver())),
                (Key::Python(from), to) => {
                    let end = match to {
                        Some(Key::Python(end)) => Some(end),
                        _ => None,
                    };
                    let place = pep440::example::within(from, end)?;
                    Version::read(dialect, &place.to_string()).ok()
                }
            }));
        }
        let texts = ranges.iter().filter_map(|range| range.arbitrary.as_deref());
        found.extend(texts.filter_map(|text| Version::read(dialect, text).ok()));
        found.retain(|version| ranges.iter().any(|range| range.admits(version)));
        found.sort_by(|a, b| a.compare(b).then_with(|| a.written().cmp(b.written())));
        found.dedup_by(|a, b| a.written() == b.written());
        found
    }

    /// Returns the releases of the range as intervals, in order, none touching another.
    pub fn releases(&self) -> Vec<String> {
        self.admitted.releases.iter().map(show::interval).collect()
    }

    /// Returns the prereleases of the range as intervals.
    pub fn prerelease_intervals(&self) -> Vec<String> {
        self.admitted.prereleases.iter().map(show::interval).collect()
    }

    /// Returns whether it asks for prereleases by naming one, as clauses of PEP 440 do.
    pub(crate) fn names_prerelease(&self) -> bool {
        self.alternatives.iter().flat_map(|one| &one.comparators).any(|one| one.opens)
    }

    pub(crate) fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }
}

/// Reads the alternatives of a range, and its canonical form.
fn parse(
    dialect: Dialect,
    text: &str,
    policy: Prereleases,
) -> std::result::Result<(Vec<Alternative>, String), String> {
    let all = match dialect {
        Dialect::Semver => semver_range::parse(text)?,
        Dialect::Cargo => {
            let (all, canonical) = cargo_range::parse(text)?;
            return Ok((vec![all], canonical));
        }
        Dialect::Npm | Dialect::NpmLegacyXrange => {
            return npm::parse(text, npm::Mode { dialect, all: policy == Prereleases::Admit });
        }
        Dialect::Pep440 => pep440::parse(text)?,
    };
    let canonical = match all.text(dialect.joint()) {
        text if text.is_empty() && dialect == Dialect::Semver => "*".to_owned(),
        text => text,
    };
    Ok((vec![all], canonical))
}

/// The canonical form.
impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.canonical)
    }
}
