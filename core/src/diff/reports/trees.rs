//! The files of two reports of trees, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{Side, join};
use super::item::steps;
use super::names::{Between, Names};
use super::types::ChangesReport;
use crate::diff::trees::sort_files;
use crate::diff::{Change, DiffSummary, FileCounts, FileDiff, FileStatus, summary, versions};
use crate::error::Result;
use crate::finding::Location;
use crate::version::ChangeClass;

/// What two reports tell of one file.
#[derive(Default)]
struct Told {
    changes: Vec<Change>,
    undone: Vec<Change>,
    next: Vec<Change>,
    next_undone: Vec<Change>,
}

/// Joins the changes of each file; returns what is left and what is undone.
pub(super) fn joined(
    before: &mut ChangesReport,
    after: &mut ChangesReport,
    shift: usize,
) -> Result<(Vec<Change>, Vec<Change>)> {
    let (earlier, later) = (Names::of(before), Names::of(after));
    let mut files: BTreeMap<Between, Told> = BTreeMap::new();
    for change in std::mem::take(&mut before.changes) {
        let told = files.entry(earlier.left(&change, false)).or_default();
        told.changes.push(later.moved_on(stepped(change)));
    }
    for change in std::mem::take(&mut before.undone) {
        let told = files.entry(earlier.left(&change, true)).or_default();
        told.undone.push(later.moved_on(change));
    }
    for change in std::mem::take(&mut after.changes) {
        let told = files.entry(later.found(&change)).or_default();
        told.next.push(earlier.moved_back(stepped(change)));
    }
    for change in std::mem::take(&mut after.undone) {
        let told = files.entry(later.found(&change)).or_default();
        told.next_undone.push(earlier.moved_back(change));
    }
    let (mut changes, mut undone) = (Vec::new(), Vec::new());
    for (file, told) in files {
        let first = Side::of(told.changes, told.undone, 0);
        let (kept, lost) = join(first, Side::of(told.next, told.next_undone, shift))?;
        changes.extend(kept);
        let name = later.called(&file);
        undone.extend(lost.into_iter().map(|change| placed(change, name)));
    }
    Ok((changes, undone))
}

/// Returns a change with its step, which tells the file.
fn stepped(mut change: Change) -> Change {
    if change.steps.is_empty() {
        let place = change.after_location.as_ref().or(change.before_location.as_ref());
        let path = place.map(|place| place.path.to_string());
        change.steps = steps(&change, 0);
        change.steps.iter_mut().for_each(|step| step.path.clone_from(&path));
    }
    change
}

/// Returns what came and went with the file it came in; that is called `name` now, unless it went, too.
fn placed(mut change: Change, name: &str) -> Change {
    let is_lost = change.before_location.is_none() && change.after_location.is_none();
    if is_lost && change.before_pointer.is_none() {
        let pointer = change.after_pointer.as_deref().unwrap_or_default();
        let first = change.steps.first().and_then(|step| step.path.as_deref());
        let path = first.filter(|_| pointer.is_empty()).unwrap_or(name);
        change.after_location = Some(Location::new(path, pointer));
    }
    change
}

/// Changes by the file they are in.
pub(super) struct Index<'a>(BTreeMap<(bool, &'a str), Vec<&'a Change>>);

impl<'a> Index<'a> {
    pub(super) fn of(changes: &'a [Change]) -> Self {
        let mut files: BTreeMap<(bool, &str), Vec<&Change>> = BTreeMap::new();
        for change in changes {
            let (before, after) = (&change.before_location, &change.after_location);
            if let Some(place) = after.as_ref().or(before.as_ref()) {
                files.entry((after.is_some(), &place.path)).or_default().push(change);
            }
        }
        Self(files)
    }

    /// Returns the changes in a file itself or the parts of its schema, and not in others that it refers to.
    fn own(&self, file: &FileDiff) -> Vec<Change> {
        let names = [(true, &file.after), (false, &file.before)];
        let keys = names.into_iter().filter_map(|(there, name)| Some((there, name.as_deref()?)));
        let parts = file.parts.iter().flat_map(|part| [(true, part.as_str()), (false, part)]);
        let lists = keys.chain(parts).filter_map(|key| self.0.get(&key));
        lists.flatten().map(|change| (*change).clone()).collect()
    }
}

/// What a report counted in a file, and what of it is in other files that it is made of.
struct Step {
    file: FileDiff,
    elsewhere: DiffSummary,
}

impl Step {
    fn of(file: &FileDiff, changes: &Index<'_>) -> Self {
        let own = summary(&changes.own(file));
        Self { file: file.clone(), elsewhere: tally(&file.summary, &own, usize::saturating_sub) }
    }
}

/// Returns the files of both reports. `steps` are the changes of each, and `changes` those of both.
pub(super) fn files(
    [before, after]: [&[FileDiff]; 2],
    [earlier, later]: [Index<'_>; 2],
    changes: &Index<'_>,
) -> Vec<FileDiff> {
    let first = before.iter().map(|file| (Between::left(file), Step::of(file, &earlier)));
    let mut first: BTreeMap<Between, Step> = first.collect();
    let mut all = Vec::new();
    for file in after {
        match first.remove(&Between::found(file)) {
            Some(first) => all.extend(chained(first, Step::of(file, &later), changes)),
            None => all.push(counted(Step::of(file, &later), changes)),
        }
    }
    all.extend(first.into_values().map(|step| counted(step, changes)));
    sort_files(&mut all);
    all
}

/// Returns a file that one report alone lists: what came and went before may be part of its changes.
fn counted(step: Step, changes: &Index<'_>) -> FileDiff {
    let Step { mut file, elsewhere } = step;
    let own = changes.own(&file);
    let summary = tally(&summary(&own), &elsewhere, usize::saturating_add);
    if summary != file.summary {
        let ends = file.version.as_ref().map(|step| (step.before.clone(), step.after.clone()));
        (file.required_bump, file.version) = versions::over(ends.as_ref(), &own);
        file.summary = summary;
    }
    file
}

/// Returns what became of a file in two steps; none when it came and went.
fn chained(first: Step, last: Step, changes: &Index<'_>) -> Option<FileDiff> {
    let elsewhere = tally(&first.elsewhere, &last.elsewhere, usize::saturating_add);
    let (first, last) = (first.file, last.file);
    let parts: BTreeSet<&String> = first.parts.iter().chain(&last.parts).collect();
    let quiet = |file: &FileDiff| file.summary == DiffSummary::default();
    let ends = versions::ends([&first.version, &last.version], [quiet(&first), quiet(&last)]);
    let mut file = FileDiff {
        status: status(&first, &last)?,
        before: first.before,
        after: last.after,
        kind: last.kind.or(first.kind),
        summary: DiffSummary::default(),
        required_bump: ChangeClass::None,
        version: None,
        incomplete: first.incomplete || last.incomplete,
        parts: parts.into_iter().cloned().collect(),
    };
    let own = changes.own(&file);
    file.summary = tally(&summary(&own), &elsewhere, usize::saturating_add);
    (file.required_bump, file.version) = versions::over(ends.as_ref(), &own);
    if elsewhere != DiffSummary::default() {
        // What happened in other files was not followed: the steps tell what it asks for.
        let asked = first.required_bump.max(last.required_bump);
        file.required_bump = file.required_bump.max(asked);
    }
    Some(file)
}

fn status(first: &FileDiff, last: &FileDiff) -> Option<FileStatus> {
    let either = |status: FileStatus| first.status == status || last.status == status;
    Some(match (&first.before, &last.after) {
        (None, None) => return None,
        _ if either(FileStatus::Unreadable) => FileStatus::Unreadable,
        _ if either(FileStatus::Untold) => FileStatus::Untold,
        (None, Some(_)) => FileStatus::Added,
        (Some(_), None) => FileStatus::Removed,
        (Some(before), Some(after)) if before == after => FileStatus::Changed,
        (Some(_), Some(_)) => FileStatus::Renamed,
    })
}

fn tally(one: &DiffSummary, other: &DiffSummary, by: fn(usize, usize) -> usize) -> DiffSummary {
    DiffSummary {
        breaking: by(one.breaking, other.breaking),
        behavioral: by(one.behavioral, other.behavioral),
        additive: by(one.additive, other.additive),
        cosmetic: by(one.cosmetic, other.cosmetic),
        ignored: by(one.ignored, other.ignored),
    }
}

/// Counts the files of two reports. Of files that are not listed only numbers are known: those that none of
/// the reports lists are `unchanged`, and at least so many are `skipped`.
pub(super) fn counts(
    before: &ChangesReport,
    after: &ChangesReport,
    all: &[FileDiff],
) -> FileCounts {
    let count = |status: FileStatus| all.iter().filter(|file| file.status == status).count();
    let of = |report: &ChangesReport| report.counts.clone().unwrap_or_default();
    let ends = |report: &ChangesReport, at: fn(&FileDiff) -> Option<String>| -> BTreeSet<String> {
        report.tree().iter().filter_map(at).collect()
    };
    let left = ends(before, |file| file.after.clone());
    let found = ends(after, |file| file.before.clone());
    // Each report may have been given fewer files that are the same in both of its trees.
    let unchanged = of(after)
        .unchanged
        .saturating_sub(left.difference(&found).count())
        .min(of(before).unchanged.saturating_sub(found.difference(&left).count()));
    FileCounts {
        added: count(FileStatus::Added),
        removed: count(FileStatus::Removed),
        renamed: count(FileStatus::Renamed),
        changed: count(FileStatus::Changed),
        unchanged,
        untold: count(FileStatus::Untold),
        unreadable: count(FileStatus::Unreadable),
        skipped: of(before).skipped.max(of(after).skipped),
    }
}
