//! The dialects versions and ranges are written in.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules a version and a range are read by.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// Semantic Versioning 2.0.0, to the letter. The specification has no ranges; here a range is
    /// `*`, or comparators `=`, `>`, `>=`, `<`, `<=` with a full version, joined by spaces or commas,
    /// all of which must hold by precedence (section 11). A bare version means exactly that one, and
    /// prereleases have no rule of their own.
    Semver,
    /// Cargo: versions of Semantic Versioning 2.0.0, requirements of the `semver` crate. A bare
    /// `1.2` means `^1.2`, a comma means and; a prerelease must be named by a comparator with the
    /// same three numbers.
    Cargo,
    /// npm: versions and ranges as node-semver 7.8 reads them when it is strict. `||` separates
    /// alternatives, a space means and; `^`, `~`, `1.x` and `1.2 - 2.3` stand for comparators. A
    /// prerelease must be named by a comparator with the same three numbers, in one alternative.
    /// Numbers go to 2^53 - 1, a version has at most 256 characters. `1.x.5` is no range.
    Npm,
    /// The same, but a number after a wildcard is read as a wildcard, as node-semver did before
    /// 7.8.4 and Renovate does: `1.x.5` is `1.x.x`.
    NpmLegacyXrange,
    /// Python: versions and version specifiers of PEP 440. Commas join clauses `~=`, `==`, `!=`,
    /// `<=`, `>=`, `<`, `>` and `===`, all of which must hold; an empty text is every version. Whether
    /// prereleases count is decided where versions are chosen: when asked for, when a clause names
    /// one, or when nothing else is admitted.
    Pep440,
}

impl Dialect {
    /// Every dialect, in declaration order.
    pub const ALL: [Self; 5] =
        [Self::Semver, Self::Cargo, Self::Npm, Self::NpmLegacyXrange, Self::Pep440];

    /// Returns the name as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Semver => "semver",
            Self::Cargo => "cargo",
            Self::Npm => "npm",
            Self::NpmLegacyXrange => "npm_legacy_xrange",
            Self::Pep440 => "pep440",
        }
    }

    /// Returns the name people know.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Semver => "SemVer 2.0.0",
            Self::Cargo => "Cargo",
            Self::Npm | Self::NpmLegacyXrange => "npm",
            Self::Pep440 => "PEP 440",
        }
    }

    /// Returns the largest number a version may hold.
    pub(crate) const fn most_number(self) -> u64 {
        match self {
            Self::Semver | Self::Cargo => u64::MAX,
            Self::Npm | Self::NpmLegacyXrange => (1 << 53) - 1,
            Self::Pep440 => u64::MAX - 1,
        }
    }

    /// Tells whether versions are read as node-semver does.
    pub(crate) const fn is_npm(self) -> bool {
        matches!(self, Self::Npm | Self::NpmLegacyXrange)
    }

    /// Returns what stands between two comparators that must both hold.
    pub(crate) const fn joint(self) -> &'static str {
        match self {
            Self::Semver | Self::Cargo => ", ",
            Self::Npm | Self::NpmLegacyXrange => " ",
            Self::Pep440 => ",",
        }
    }

    /// Returns whether a prerelease must be named by a comparator with the same three numbers.
    pub(crate) const fn gates_prereleases(self) -> bool {
        match self {
            Self::Semver | Self::Pep440 => false,
            Self::Cargo | Self::Npm | Self::NpmLegacyXrange => true,
        }
    }

    /// Returns the most characters of a version.
    pub(crate) const fn most_characters(self) -> usize {
        match self {
            Self::Semver | Self::Cargo | Self::Pep440 => 1_024,
            Self::Npm | Self::NpmLegacyXrange => 256,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which prereleases a range admits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prereleases {
    /// Those of the dialect's own rule.
    #[default]
    ByDialect,
    /// All that lie within the range.
    Admit,
    /// None.
    Refuse,
}

impl From<Option<bool>> for Prereleases {
    fn from(choice: Option<bool>) -> Self {
        match choice {
            None => Self::ByDialect,
            Some(true) => Self::Admit,
            Some(false) => Self::Refuse,
        }
    }
}
