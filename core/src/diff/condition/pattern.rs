//! What a text looks like, and what one look says about another.

use super::glob;

/// What a text looks like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    StartsWith(String),
    EndsWith(String),
    /// It has a part, or, where the subject is a list, a member.
    Contains(String),
    Glob(String),
    /// A test that is only known by name: the operator and its argument.
    Other(String, String),
}

impl Pattern {
    /// Returns the texts that every text that fits begins and ends with.
    fn ends(&self) -> (&str, &str) {
        let wild = |c| matches!(c, '*' | '?' | '[' | '{');
        match self {
            Self::StartsWith(text) => (text, ""),
            Self::EndsWith(text) => ("", text),
            Self::Glob(glob) => {
                let wild_end = |c| matches!(c, '*' | '?' | ']' | '}');
                let first = glob.split(wild).next().unwrap_or_default();
                let last = glob.rsplit(wild_end).next().unwrap_or_default();
                // `**/` may stand for nothing: the slash is no part of every text.
                let nothing = glob.strip_suffix(last).is_some_and(|rest| rest.ends_with("**"));
                (first, last.strip_prefix('/').filter(|_| nothing).unwrap_or(last))
            }
            Self::Contains(_) | Self::Other(..) => ("", ""),
        }
    }

    /// Tells whether every text that fits this fits `other`.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let (start, end) = self.ends();
        match (self, other) {
            (_, Self::StartsWith(wanted)) => start.starts_with(wanted.as_str()),
            (_, Self::EndsWith(wanted)) => end.ends_with(wanted.as_str()),
            (Self::Contains(text), Self::Contains(wanted)) => text.contains(wanted.as_str()),
            (_, Self::Contains(wanted)) => {
                start.contains(wanted.as_str()) || end.contains(wanted.as_str())
            }
            _ => self == other,
        }
    }

    /// Tells whether no text fits both.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        let ((a, a_end), (b, b_end)) = (self.ends(), other.ends());
        let begin = a.starts_with(b) || b.starts_with(a);
        !begin || !(a_end.ends_with(b_end) || b_end.ends_with(a_end))
    }

    /// Tells whether `text` fits; none when only the name of the test is known, or when that depends
    /// on whether a `*` crosses slashes.
    pub(super) fn fits(&self, text: &str) -> Option<bool> {
        match self {
            Self::StartsWith(wanted) => Some(text.starts_with(wanted.as_str())),
            Self::EndsWith(wanted) => Some(text.ends_with(wanted.as_str())),
            Self::Contains(wanted) => Some(text.contains(wanted.as_str())),
            Self::Glob(pattern) => glob::fits(pattern, text),
            Self::Other(..) => None,
        }
    }

    /// Returns about how many steps it takes to hold the pattern against a text.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Glob(glob) => 1 + glob.len(),
            _ => 1,
        }
    }
}
