//! What is wrong with an entry that accepts findings or changes.

use crate::suggest::Budget;
use crate::time::Timestamp;

/// Judges entries of one file.
pub(crate) struct EntryCheck<'a> {
    known: Vec<&'a str>,
    now: Timestamp,
    /// What entries accept, such as `finding`.
    noun: &'static str,
    budget: Budget,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryProblem {
    /// It names a code that does not exist.
    UnknownCode,
    /// Its time is over.
    Expired,
    /// It accepts nothing.
    Unused,
}

/// A problem, and what to say about it.
pub(crate) struct EntryFault {
    pub(crate) problem: EntryProblem,
    pub(crate) message: String,
    pub(crate) remedy: Option<String>,
}

impl<'a> EntryCheck<'a> {
    pub(crate) fn new(noun: &'static str, known: Vec<&'a str>, now: Timestamp) -> Self {
        Self { known, now, noun, budget: Budget::new() }
    }

    /// Tells whether an entry is over.
    pub(crate) fn is_over(&self, expires: Option<Timestamp>) -> bool {
        expires.is_some_and(|expires| expires <= self.now)
    }

    /// Returns the fault of an entry that names no known code.
    pub(crate) fn unknown_code(&self, code: &str) -> Option<EntryFault> {
        if self.known.iter().any(|known| matches(code, known)) {
            return None;
        }
        let near = self.budget.nearest(code, self.known.iter().copied());
        Some(EntryFault {
            problem: EntryProblem::UnknownCode,
            message: format!("no rule has a code that matches `{code}`"),
            remedy: near.map(|near| format!("did you mean `{near}`?")),
        })
    }

    /// Returns what is wrong with an entry that accepted something, or nothing.
    pub(crate) fn judge(
        &self,
        code: &str,
        expires: Option<Timestamp>,
        used: bool,
    ) -> Option<EntryFault> {
        let fault = |problem, message| Some(EntryFault { problem, message, remedy: None });
        if let Some(unknown) = self.unknown_code(code) {
            return Some(unknown);
        }
        if let Some(over) = expires.filter(|_| self.is_over(expires)) {
            let message = format!("the entry for `{code}` expired at {over}");
            return fault(EntryProblem::Expired, message);
        }
        // Whether an entry for several domains is used can be told only over all of them.
        let whole = !code.split('/').next().unwrap_or_default().contains('*');
        if used || !whole {
            return None;
        }
        let message = format!("the entry for `{code}` accepts no {}", self.noun);
        fault(EntryProblem::Unused, message)
    }
}

/// Tells whether `text` matches `pattern`, in which `*` stands for any text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    // Most patterns are plain names, and there may be many of them.
    if !pattern.contains(['*', '?']) {
        return pattern == text;
    }
    wildmatch::WildMatch::new(pattern).matches(text)
}
