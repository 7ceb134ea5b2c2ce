//! Which file a change of a tree is in, by the name before and after.

use std::collections::BTreeMap;

use crate::diff::{Change, ChangesReport, FileDiff};
use crate::finding::Location;

/// The files of a report that have another name.
#[derive(Default)]
pub(super) struct Names {
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

/// Names a file in one of the states between two reports, and tells whether it is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Between {
    name: String,
    there: bool,
}

impl Names {
    pub(super) fn of(report: &ChangesReport) -> Self {
        let mut names = Self::default();
        for file in report.tree() {
            if let (Some(before), Some(after)) = (&file.before, &file.after) {
                names.before.insert(after.clone(), before.clone());
                names.after.insert(before.clone(), after.clone());
            }
        }
        names
    }

    /// Returns the name that the file of a change had.
    pub(super) fn before<'c>(&'c self, change: &'c Change) -> &'c str {
        let (before, after) = paths(change);
        let told = |after: &'c str| self.before.get(after).map_or(after, String::as_str);
        before.or_else(|| after.map(told)).unwrap_or_default()
    }

    /// Returns the name that the file of a change has.
    fn after<'c>(&'c self, change: &'c Change) -> &'c str {
        let (before, after) = paths(change);
        let told = |before: &'c str| self.after.get(before).map_or(before, String::as_str);
        after.or_else(|| before.map(told)).unwrap_or_default()
    }

    /// Returns what a file is called after this report.
    pub(super) fn called<'f>(&'f self, file: &'f Between) -> &'f str {
        self.after.get(&file.name).unwrap_or(&file.name)
    }

    /// Returns a change of an earlier report with the name that its file has after this one.
    pub(super) fn moved_on(&self, mut change: Change) -> Change {
        let place = change.after_location.as_mut();
        if let Some((place, name)) =
            place.and_then(|at| self.after.get(at.path.as_str()).map(|to| (at, to)))
        {
            place.path = name.into();
        }
        change
    }

    /// Returns a change of a later report with the name that its file had before this one.
    pub(super) fn moved_back(&self, mut change: Change) -> Change {
        let place = change.before_location.as_mut();
        if let Some((place, name)) =
            place.and_then(|at| self.before.get(at.path.as_str()).map(|to| (at, to)))
        {
            place.path = name.into();
        }
        change
    }

    /// Returns where a change of this report leaves its file.
    pub(super) fn left(&self, change: &Change, undone: bool) -> Between {
        let born = change.before_pointer.is_none();
        let gone = is_whole(change) && (change.after_pointer.is_none() || undone && born);
        let name = if gone { self.before(change) } else { self.after(change) };
        Between { name: name.to_owned(), there: !gone }
    }

    /// Returns where a change of this report finds its file.
    pub(super) fn found(&self, change: &Change) -> Between {
        let born = is_whole(change) && change.before_pointer.is_none();
        let name = if born { self.after(change) } else { self.before(change) };
        Between { name: name.to_owned(), there: !born }
    }
}

impl Between {
    /// Returns where a report leaves a file.
    pub(super) fn left(file: &FileDiff) -> Self {
        let name = file.after.as_ref().or(file.before.as_ref());
        Self { name: name.cloned().unwrap_or_default(), there: file.after.is_some() }
    }

    /// Returns where a report finds a file.
    pub(super) fn found(file: &FileDiff) -> Self {
        let name = file.before.as_ref().or(file.after.as_ref());
        Self { name: name.cloned().unwrap_or_default(), there: file.before.is_some() }
    }
}

/// Returns the files that the two places of a change are in.
fn paths(change: &Change) -> (Option<&str>, Option<&str>) {
    let [before, after] = [&change.before_location, &change.after_location]
        .map(|at| at.as_ref().map(|at: &Location| at.path.as_str()));
    (before, after)
}

/// Tells whether a change is about a whole file.
fn is_whole(change: &Change) -> bool {
    let pointer = change.after_pointer.as_ref().or(change.before_pointer.as_ref());
    pointer.is_some_and(String::is_empty)
}
