//! Places in the order of versions.

use std::fmt;

use semver::Prerelease;

use super::pep440::Place;

/// A place in the order of versions: a version, or the edge of a group of versions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Triple(Triple),
    Python(Place),
}

/// Precedence of three numbers and a prerelease (SemVer 2.0.0, section 11). The order of the fields
/// is the order of comparison; `Prerelease` sorts the absence of one last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Triple {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
    pub pre: Prerelease,
}

impl Triple {
    pub(crate) fn release(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch, pre: Prerelease::EMPTY }
    }

    /// Returns the least version of all.
    pub(crate) fn least() -> Self {
        Self::release(0, 0, 0).first_prerelease()
    }

    pub(crate) fn is_prerelease(&self) -> bool {
        !self.pre.is_empty()
    }

    pub(crate) fn to_semver(&self) -> semver::Version {
        let release = semver::Version::new(self.major, self.minor, self.patch);
        semver::Version { pre: self.pre.clone(), ..release }
    }

    /// Returns the release of the same numbers.
    pub(crate) fn without_prerelease(&self) -> Self {
        Self::release(self.major, self.minor, self.patch)
    }

    /// Returns the least version of the same numbers.
    pub(crate) fn first_prerelease(&self) -> Self {
        Self { pre: prerelease("0"), ..*self }
    }

    /// Returns the release after all of the same three numbers; none when there is none.
    pub(crate) fn next_patch(&self, most: u64) -> Option<Self> {
        match self.patch {
            patch if patch < most => Some(Self::release(self.major, self.minor, patch + 1)),
            _ => self.next_minor(most),
        }
    }

    /// Returns the release after all of the same major and minor.
    pub(crate) fn next_minor(&self, most: u64) -> Option<Self> {
        match self.minor {
            minor if minor < most => Some(Self::release(self.major, minor + 1, 0)),
            _ => self.next_major(most),
        }
    }

    /// Returns the release after all of the same major.
    pub(crate) fn next_major(&self, most: u64) -> Option<Self> {
        (self.major < most).then(|| Self::release(self.major + 1, 0, 0))
    }

    /// Returns the version right after this one: nothing lies between. After a prerelease it is the
    /// same with one more identifier `0`, after a release the least prerelease of the next patch.
    pub(crate) fn successor(&self, most: u64) -> Option<Self> {
        if self.is_prerelease() {
            return Some(Self { pre: prerelease(&format!("{}.0", self.pre)), ..*self });
        }
        self.next_patch(most).map(|next| next.first_prerelease())
    }
}

impl Triple {
    /// Returns the prerelease right before this one, when there is one.
    pub(crate) fn predecessor(&self) -> Option<Self> {
        let shorter = self.pre.strip_suffix(".0").map(prerelease)?;
        Some(Self { pre: shorter, ..*self })
    }
}

/// Returns the prerelease `text`, of which the caller knows that it is one.
fn prerelease(text: &str) -> Prerelease {
    Prerelease::new(text).unwrap_or(Prerelease::EMPTY)
}

impl fmt::Display for Triple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if self.is_prerelease() {
            write!(f, "-{}", self.pre)?;
        }
        Ok(())
    }
}

impl From<&semver::Version> for Triple {
    fn from(version: &semver::Version) -> Self {
        let semver::Version { major, minor, patch, pre, .. } = version;
        Self { major: *major, minor: *minor, patch: *patch, pre: pre.clone() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Triple(triple) => triple.fmt(f),
            Self::Python(place) => place.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Triple;

    fn triple(text: &str) -> Triple {
        Triple::from(&semver::Version::parse(text).unwrap())
    }

    #[test]
    fn nothing_lies_before_the_successor() {
        let after = |text: &str| triple(text).successor(9).map(|next| next.to_string());
        assert_eq!(after("1.2.3").as_deref(), Some("1.2.4-0"));
        assert_eq!(after("1.2.3-a").as_deref(), Some("1.2.3-a.0"));
        assert_eq!(after("1.2.9").as_deref(), Some("1.3.0-0"));
        assert_eq!(after("1.9.9").as_deref(), Some("2.0.0-0"));
        assert_eq!(after("9.9.9"), None);
        assert_eq!(after("9.9.9-0").as_deref(), Some("9.9.9-0.0"));
    }
}
