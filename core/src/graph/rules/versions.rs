//! Versions that references to external technology name, and whether others hold them.

use crate::version::{Dialect, Range, Version};

/// The versions that a text stands for: a version or a range, in each dialect that can read it.
///
/// The dialects are that of npm and that of Python, in the order of the ecosystem, because the
/// same list of technology serves services of both.
pub(super) struct Versions<'a> {
    pub text: &'a str,
    readings: Vec<Range>,
}

impl<'a> Versions<'a> {
    pub(super) fn read(text: &'a str, dialects: [Dialect; 2]) -> Self {
        let readings = dialects.into_iter().filter_map(|dialect| read(dialect, text)).collect();
        Self { text, readings }
    }

    /// Tells whether some dialect can read it.
    pub(super) fn is_readable(&self) -> bool {
        !self.readings.is_empty()
    }

    /// Tells whether all of these versions are among `allowed`: by the first dialect that reads
    /// both, or because they are written the same.
    pub(super) fn within(&self, allowed: &Self) -> bool {
        if self.text == allowed.text {
            return true;
        }
        let pairs = self.readings.iter().find_map(|own| {
            let theirs = allowed.readings.iter().find(|range| range.dialect() == own.dialect());
            theirs.map(|theirs| (own, theirs))
        });
        // A prerelease is agreed only where one is named, in Python as in npm.
        pairs.is_some_and(|(own, theirs)| {
            let named = theirs.names_prerelease() || !own.names_prerelease();
            named && !own.is_unsatisfiable() && own.subset_of(theirs)
        })
    }
}

/// Reads a range; a bare version of Python is exactly that one.
fn read(dialect: Dialect, text: &str) -> Option<Range> {
    if dialect == Dialect::Pep440 && Version::parse(dialect, text).is_ok() {
        return Range::parse(dialect, &format!("=={text}")).ok();
    }
    Range::parse(dialect, text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(dialects: [Dialect; 2], wanted: &str, allowed: &str) -> bool {
        Versions::read(wanted, dialects).within(&Versions::read(allowed, dialects))
    }

    #[test]
    fn npm_reads_first_for_most() {
        let generic = |wanted, allowed| within([Dialect::Npm, Dialect::Pep440], wanted, allowed);
        assert!(generic("7.2.4", "^7"));
        assert!(generic("7", ">=6 <8"));
        assert!(generic("7.2", "7"));
        assert!(!generic("7", "7.2"));
        assert!(!generic("7.2.0-rc.1", "^7"));
        assert!(generic("7.2.0-rc.1", "^7.2.0-rc.0"));
        assert!(generic("2.31.0", ">=2.0,<3"));
        assert!(generic("latest", "latest"));
        assert!(!generic("latest", "^7"));
        assert!(!generic(">7.0.0 <7.0.1", "^7"));
    }

    #[test]
    fn python_reads_specifiers_first() {
        let python = |wanted, allowed| within([Dialect::Pep440, Dialect::Npm], wanted, allowed);
        assert!(python("2.31", "~=2.0"));
        assert!(python("1.26.4.post1", ">=1.20,<2"));
        assert!(!python("2.0rc1", ">=1.20"));
        assert!(python("2.0rc1", ">=2.0b1"));
        assert!(python("7.2.4", "^7"));
        assert!(!python("1.26.4.post1", "^1"));
    }
}
