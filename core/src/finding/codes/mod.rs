//! The one table of finding codes.
//!
//! Codes are `<domain>/<problem>` and stable for ever: each domain keeps its rows in a file here, and
//! [`all`] lists them. A row tells what the problem is, why it matters and how to mend it.

pub mod catalog;
pub mod conflict;
pub mod diff;
pub mod document;
pub mod drift;
pub mod exception;
pub mod graph;
pub mod lifecycle;
pub mod lint;
pub mod platform;
pub mod policy;
pub mod quality;

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;

use super::Severity;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Code {
    /// `<domain>/<problem>`; `diff/<kind>/<change>` for changes of artifacts.
    #[serde(rename = "code")]
    pub id: &'static str,
    /// Severity unless the rules file states another.
    pub severity: Severity,
    /// What the problem is.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
}

impl Code {
    /// Returns the part before the slash.
    pub fn domain(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}

/// Declares the rows of one domain as constants, and `ALL` that lists them.
macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $summary:literal, $why:literal, $fix:literal;)*) => {
        $(
            #[doc = $summary]
            pub const $name: &$crate::finding::Code = &$crate::finding::Code {
                id: $id,
                severity: crate::finding::Severity::$severity,
                summary: $summary,
                why: $why,
                fix: $fix,
            };
        )*
        /// Every code of this domain, in the order of the table.
        pub const ALL: &[&$crate::finding::Code] = &[$($name),*];
    };
}
use codes;

/// Every code, sorted once.
static SORTED: LazyLock<Vec<&'static Code>> = LazyLock::new(|| {
    let mut codes: Vec<_> = [
        catalog::ALL,
        conflict::ALL,
        document::ALL,
        drift::ALL,
        exception::ALL,
        graph::ALL,
        lifecycle::ALL,
        lint::ALL,
        platform::ALL,
        policy::ALL,
        quality::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(diff::all())
    .collect();
    codes.sort_by_key(|code| code.id);
    codes
});

/// Lists every code, sorted.
pub fn all() -> Vec<&'static Code> {
    SORTED.clone()
}

/// Lists the identifier of every code, sorted.
pub(crate) fn ids() -> Vec<&'static str> {
    SORTED.iter().map(|code| code.id).collect()
}

/// Returns the row of `id`.
pub fn find(id: &str) -> Option<&'static Code> {
    let index = SORTED.binary_search_by_key(&id, |code| code.id).ok()?;
    SORTED.get(index).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_well_formed() {
        let codes = all();
        assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id), "duplicate code");
        for code in codes {
            let parts: Vec<&str> = code.id.split('/').collect();
            // Changes name the kind of artifact in between, as the command line spells it.
            let expected = if code.domain() == "diff" { 3 } else { 2 };
            assert_eq!(parts.len(), expected, "{}", code.id);
            for (part, dash) in
                parts.iter().zip([b'_', if expected == 3 { b'-' } else { b'_' }, b'_'])
            {
                assert!(
                    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == dash),
                    "{}",
                    code.id
                );
            }
        }
    }

    #[test]
    fn texts_follow_the_message_grammar() {
        for code in all() {
            for text in [code.summary, code.why, code.fix] {
                let first = text.chars().next().expect(code.id);
                assert!(!first.is_uppercase(), "{}: `{text}` starts upper case", code.id);
                assert!(!text.ends_with('.'), "{}: `{text}` ends in a full stop", code.id);
                assert!(!text.contains('\n'), "{}: `{text}` has two lines", code.id);
            }
        }
    }
}
