//! One version.

use std::cmp::Ordering;
use std::fmt;

use super::dialect::Dialect;
use super::hint;
use super::key::{Key, Triple};
use super::npm::is_space;
use super::pep440;
use crate::error::{Error, Result};

/// A version, read by the rules of a dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    dialect: Dialect,
    written: String,
    parts: Parts,
    key: Key,
}

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    Semver(semver::Version),
    Python(pep440_rs::Version),
}

impl Version {
    /// Returns the version that `text` says in `dialect`: three numbers, `-` prerelease, `+` build
    /// (SemVer 2.0.0, sections 2, 9 and 10), or what PEP 440 calls a version.
    ///
    /// # Errors
    /// `input_invalid` when it says none, with help where the likely fault is known.
    ///
    /// ```
    /// use meta_core::version::{Dialect, Version};
    ///
    /// let version = Version::parse(Dialect::Semver, "1.2.3-rc.1+build.5")?;
    /// assert!(version.is_prerelease());
    /// let error = Version::parse(Dialect::Semver, "v1.2.3").unwrap_err();
    /// assert_eq!(error.help_text(), Some("remove the leading `v`: `1.2.3`"));
    /// # Ok::<(), meta_core::Error>(())
    /// ```
    pub fn parse(dialect: Dialect, text: &str) -> Result<Self> {
        Self::read(dialect, text).map_err(|why| {
            let error = Error::invalid("", why);
            match hint::of_version(dialect, text) {
                Some(hint) => error.help(hint),
                None => error,
            }
        })
    }

    /// Reads a version, or says why it is none.
    pub(crate) fn read(dialect: Dialect, text: &str) -> std::result::Result<Self, String> {
        let (most, title) = (dialect.most_characters(), dialect.title());
        if text.encode_utf16().count() > most {
            return Err(format!("a {title} version has at most {most} characters"));
        }
        if text.is_empty() {
            return Err(format!("an empty text is no {title} version"));
        }
        if dialect == Dialect::Pep440 {
            let version = pep440::version(text)
                .map_err(|why| format!("`{}` is no {title} version: {why}", hint::shown(text)))?;
            return Ok(Self::from_python(version, text.to_owned()));
        }
        let bare = if dialect.is_npm() { without_prefix(text) } else { text };
        let version = semver::Version::parse(bare)
            .map_err(|why| format!("`{}` is no {title} version: {why}", hint::shown(text)))?;
        let most = dialect.most_number();
        if version.major.max(version.minor).max(version.patch) > most {
            let shown = hint::shown(text);
            return Err(format!("`{shown}` is no {title} version: a number is larger than {most}"));
        }
        Ok(Self { written: text.to_owned(), ..Self::from_semver(dialect, version) })
    }

    /// Returns a version of a dialect that has three numbers.
    pub(crate) fn from_semver(dialect: Dialect, version: semver::Version) -> Self {
        let key = Key::Triple(Triple::from(&version));
        Self { dialect, written: version.to_string(), parts: Parts::Semver(version), key }
    }

    /// Returns a version of PEP 440 that is written so.
    pub(crate) fn from_python(version: pep440_rs::Version, written: String) -> Self {
        let key = Key::Python(pep440::Place::from(&version));
        Self { dialect: Dialect::Pep440, written, parts: Parts::Python(version), key }
    }

    /// Returns the dialect it was read by.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns how this version orders against `other`: by precedence (SemVer 2.0.0, section 11),
    /// which build metadata has no part in, or by PEP 440, where zeros at the end have none.
    pub fn compare(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }

    /// Returns whether it comes before a release of the same numbers; a development release of a
    /// post-release counts too (PEP 440, "Handling of pre-releases").
    pub fn is_prerelease(&self) -> bool {
        match &self.parts {
            Parts::Semver(version) => !version.pre.is_empty(),
            Parts::Python(version) => version.any_prerelease(),
        }
    }

    /// Returns the same version of PEP 440 in another text: with one more zero.
    pub(crate) fn respelled(self) -> Self {
        let Parts::Python(version) = &self.parts else { return self };
        let release = version.release().iter().copied().chain([0]);
        let longer = version.clone().with_release(release);
        let written = longer.to_string();
        Self::from_python(longer, written)
    }

    /// Returns its place when it has three numbers.
    pub(crate) fn triple(&self) -> Option<&Triple> {
        match &self.key {
            Key::Triple(triple) => Some(triple),
            Key::Python(_) => None,
        }
    }

    /// Returns the text it was read from.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }
}

/// The canonical form; that of npm is without build metadata.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.parts {
            Parts::Semver(version) if self.dialect.is_npm() => Triple::from(version).fmt(f),
            Parts::Semver(version) => version.fmt(f),
            Parts::Python(version) => version.fmt(f),
        }
    }
}

/// Drops what node-semver drops: white space around the version, and one `v` before it.
fn without_prefix(text: &str) -> &str {
    let text = text.trim_matches(is_space);
    text.strip_prefix('v').unwrap_or(text)
}
