//! One range, and how ranges relate.

use super::admitted::Admitted;
use super::cargo_range;
use super::comparator::Alternative;
use super::dialect::{Dialect, Prereleases};
use super::hint;
use super::key::Key;
use super::npm;
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
        let (alternatives, canonical) = match dialect {
            Dialect::Semver => {
                let all = semver_range::parse(text)?;
                let text = if all.comparators.is_empty() {
                    "*".to_owned()
                } else {
                    all.text(dialect.joint())
                };
                (vec![all], text)
            }
            Dialect::Cargo => {
                let (all, text) = cargo_range::parse(text)?;
                (vec![all], text)
            }
            Dialect::Npm | Dialect::NpmLegacyXrange => {
                npm::parse(text, npm::Mode { dialect, all: policy == Prereleases::Admit })?
            }
        };
        let parts = alternatives.iter().map(|one| one.admitted(dialect, policy));
        let admitted = Admitted::union(parts);
        Ok(Self { dialect, policy, canonical, alternatives, admitted })
    }

    /// Returns the dialect it was read by.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns the prerelease policy it was read with.
    pub fn prereleases(&self) -> Prereleases {
        self.policy
    }

    /// Returns whether `version` is in the range.
    pub fn admits(&self, version: &Version) -> bool {
        self.admitted.contains(version.key())
    }

    /// Returns whether no version is in the range.
    pub fn is_unsatisfiable(&self) -> bool {
        self.admitted.is_empty()
    }

    /// Returns whether every release is in the range.
    pub fn is_any(&self) -> bool {
        let all = Admitted::all(self.dialect.most_number());
        all.releases == self.admitted.releases
    }

    /// Returns whether some version is in both ranges.
    pub fn intersects(&self, other: &Self) -> bool {
        !self.admitted.intersection(&other.admitted).is_empty()
    }

    /// Returns whether every version of this range is in `other` too.
    pub fn subset_of(&self, other: &Self) -> bool {
        self.admitted.difference(&other.admitted).is_empty()
    }

    /// Returns whether both ranges have the same versions.
    pub fn same_versions(&self, other: &Self) -> bool {
        self.admitted == other.admitted
    }

    /// Returns the least release of the range, or its least prerelease when it has no release.
    pub fn example(&self) -> Option<Version> {
        self.example_in(&self.admitted)
    }

    /// Returns a version of this range that is in `other` too.
    pub fn example_shared(&self, other: &Self) -> Option<Version> {
        self.example_in(&self.admitted.intersection(&other.admitted))
    }

    /// Returns a version of this range that is not in `other`.
    pub fn example_outside(&self, other: &Self) -> Option<Version> {
        self.example_in(&self.admitted.difference(&other.admitted))
    }

    fn example_in(&self, admitted: &Admitted) -> Option<Version> {
        let first = admitted.releases.iter().chain(admitted.prereleases.iter()).next()?;
        match &first.from {
            Key::Triple(triple) => Some(Version::from_semver(self.dialect, triple.to_semver())),
        }
    }

    /// Returns the releases of the range as intervals, in order, none touching another.
    pub fn releases(&self) -> Vec<String> {
        self.admitted.releases.iter().map(show::interval).collect()
    }

    /// Returns the prereleases of the range as intervals.
    pub fn prerelease_intervals(&self) -> Vec<String> {
        self.admitted.prereleases.iter().map(show::interval).collect()
    }

    pub(crate) fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }
}

/// The canonical form.
impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.canonical)
    }
}
