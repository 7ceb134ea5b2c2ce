//! Versions of which some numbers may be missing or `x`.

use semver::Prerelease;

use crate::version::dialect::Dialect;
use crate::version::key::Triple;

/// The largest number.
pub(crate) const MOST: u64 = Dialect::Npm.most_number();

/// `1`, `1.2`, `1.x`, `1.2.3-beta` and the like.
#[derive(Clone, Debug)]
pub(super) struct Partial<'a> {
    /// All of it, with any `v`, `=` and white space before the first number.
    pub text: &'a str,
    /// All of it, without them.
    pub bare: &'a str,
    pub major: Part<'a>,
    pub minor: Part<'a>,
    pub patch: Part<'a>,
    pub pre: Option<&'a str>,
}

/// One number of a partial version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Not written.
    Absent,
    /// `x`, `X` or `*`.
    Any,
    /// Digits without leading zero, in whatever number.
    Number(&'a str),
}

impl<'a> Partial<'a> {
    /// Reads the whole of `text`; none when it is no partial version.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let rest = text.trim_start_matches(['v', '=', ' ']);
        let (numbers, pre) = match rest.split_once('-') {
            Some((numbers, pre)) => (numbers, Some(pre)),
            None => (rest, None),
        };
        let mut parts = numbers.split('.').map(Part::parse);
        let major = parts.next()??;
        let minor = parts.next().unwrap_or(Some(Part::Absent))?;
        let patch = parts.next().unwrap_or(Some(Part::Absent))?;
        let complete = parts.next().is_none() && (pre.is_none() || patch != Part::Absent);
        let readable = pre.is_none_or(|pre| !pre.is_empty() && Prerelease::new(pre).is_ok());
        (complete && readable).then_some(Self { text, bare: rest, major, minor, patch, pre })
    }

    /// Tells whether all three numbers are there.
    pub(super) fn is_full(&self) -> bool {
        ![self.major, self.minor, self.patch].iter().any(|part| part.is_any())
    }

    /// Tells whether a number comes after a wildcard, as in `1.x.5`.
    pub(super) fn is_out_of_order(&self) -> bool {
        self.major.is_any() && !self.minor.is_any() || self.minor.is_any() && !self.patch.is_any()
    }
}

impl<'a> Part<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        match text {
            "x" | "X" | "*" => Some(Self::Any),
            "0" => Some(Self::Number(text)),
            _ if text.is_empty() || text.starts_with('0') => None,
            _ => text.bytes().all(|byte| byte.is_ascii_digit()).then_some(Self::Number(text)),
        }
    }

    pub(super) fn is_any(self) -> bool {
        !matches!(self, Self::Number(_))
    }

    /// Returns the number; 0 for a wildcard.
    pub(super) fn number(self) -> Result<u64, String> {
        let Self::Number(text) = self else { return Ok(0) };
        let number = text.parse().ok().filter(|number| *number <= MOST);
        number.ok_or_else(|| format!("the number {} is larger than {MOST}", short(text)))
    }

    /// Returns the number after it.
    pub(super) fn next(self) -> Result<u64, String> {
        match self.number()? {
            number if number < MOST => Ok(number + 1),
            _ => Err(format!("no number comes after {MOST}")),
        }
    }
}

fn short(digits: &str) -> String {
    crate::version::hint::shown(digits)
}

/// Returns the release of three numbers, or its least prerelease.
pub(super) fn place(major: u64, minor: u64, patch: u64, least: bool) -> Triple {
    let release = Triple::release(major, minor, patch);
    if least { release.first_prerelease() } else { release }
}
