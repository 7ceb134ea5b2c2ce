//! Everything that accepts changes: entries of the rules file and of the artifact itself.

use super::types::IgnoredBy;
use super::{Scope, inline, is_at, members};
use crate::config::ChangeIgnore;
use crate::diff::Change;
use crate::document::pointer;
use crate::finding::{Finding, Location, matches};
use crate::time::Timestamp;

/// The version of the artifact that an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Before,
    After,
}

/// An entry that accepts changes.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) reason: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) expires: Option<Timestamp>,
    pub(super) at: Location,
    pub(super) reach: Reach,
}

/// Which changes of its code an entry accepts.
#[derive(Debug)]
pub(super) enum Reach {
    /// Those that the entry of the rules file matches.
    Stated { pointer: Option<String>, fingerprint: Option<String> },
    /// Those on a line of a file of one version.
    Line(Side, String, u32),
    /// Those at or below a value of one version.
    Within(Side, String),
}

impl Entry {
    pub(super) fn by(&self) -> IgnoredBy {
        match self.reach {
            Reach::Stated { .. } => IgnoredBy::Rules,
            Reach::Line(..) | Reach::Within(..) => IgnoredBy::Inline,
        }
    }

    /// Tells whether it stands in the version before.
    pub(super) fn is_past(&self) -> bool {
        matches!(self.reach, Reach::Line(Side::Before, ..) | Reach::Within(Side::Before, _))
    }

    /// Tells whether an inline entry may mean changes in a file.
    pub(super) fn is_in(&self, path: &str) -> bool {
        if let Reach::Line(_, file, _) = &self.reach { file == path } else { true }
    }

    /// Tells whether an entry of the rules file means `change`.
    pub(super) fn states(&self, change: &Change) -> bool {
        let Reach::Stated { pointer, fingerprint } = &self.reach else { return false };
        fingerprint.as_ref().is_none_or(|print| *print == change.fingerprint)
            && matches(&self.code, &change.code)
            && is_at(pointer.as_ref(), change)
    }
}

/// Collects the entries that concern this artifact; inline ones that cannot be read are reported.
pub(super) fn collect(scope: &Scope<'_>, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let (before, after) = (&scope.versions.before, &scope.versions.after);
    // Nobody can mend the version before: what cannot be read there is not reported.
    let mut past = Vec::new();
    for (document, side, faults) in
        [(before, Side::Before, &mut past), (after, Side::After, findings)]
    {
        entries.extend(inline::entries(document, side, faults));
        entries.extend(members::entries(document, side, faults));
    }
    let stated = scope.rules.value.diff.ignores.iter().enumerate();
    entries.extend(
        stated
            .filter(|(_, entry)| scope.is_of(entry.path.as_ref()))
            .map(|(index, entry)| stated_entry(&scope.rules.path, index, entry)),
    );
    entries
}

fn stated_entry(path: &str, index: usize, entry: &ChangeIgnore) -> Entry {
    Entry {
        code: entry.code.clone(),
        reason: entry.reason.clone(),
        owner: entry.owner.clone(),
        expires: entry.expires,
        at: Location::new(path, pointer::push("/diff/ignores", &index.to_string())),
        reach: Reach::Stated {
            pointer: entry.pointer.clone(),
            fingerprint: entry.fingerprint.clone(),
        },
    }
}
