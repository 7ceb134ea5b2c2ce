//! More than one version before: what holds since the last of them need not hold since each.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::Versions;
use super::{Change, Concluded, DiffReport, Pair, sort, summary};
use crate::document::{Limits, Source};
use crate::error::{Error, Result};
use crate::finding::codes;
use crate::parallel;

/// Adds what changed since each earlier version to the report about the last one. The step of the version is the
/// one from the last version.
pub(super) fn since(pair: &Pair<'_>, versions: &Versions, last: Concluded) -> Result<DiffReport> {
    let Concluded { mut report, mut used } = last;
    if pair.input.earlier.is_empty() {
        return Ok(report);
    }
    let earlier: Vec<(usize, &Source)> = pair.input.earlier.iter().enumerate().collect();
    let found = parallel::map(earlier, |(index, earlier)| {
        one(pair, versions, (index, earlier)).map_err(|error| rebased(error, index))
    });
    let mut all = All::default();
    all.add(&versions.before.path, std::mem::take(&mut report.changes));
    for found in found {
        let (path, Concluded { report: other, used: more }) = found?;
        all.add(&path, other.changes);
        report.incomplete |= other.incomplete;
        used.extend(more);
    }
    forget_used(&mut report, &pair.rules.path, &used);
    report.changes = all.changes();
    report.summary = summary(&report.changes);
    Ok(report)
}

/// The changes since all versions, each once.
#[derive(Default)]
struct All {
    changes: Vec<(Change, Vec<String>)>,
    known: BTreeMap<String, usize>,
}

impl All {
    fn add(&mut self, version: &str, changes: Vec<Change>) {
        for change in changes {
            let next = self.changes.len();
            let index = *self.known.entry(change.fingerprint.clone()).or_insert(next);
            match self.changes.get_mut(index) {
                Some((_, versions)) => versions.push(version.to_owned()),
                None => self.changes.push((change, vec![version.to_owned()])),
            }
        }
    }

    fn changes(self) -> Vec<Change> {
        let told = self.changes.into_iter().map(|(mut change, versions)| {
            change.details.insert("versions".to_owned(), versions.into());
            change
        });
        let mut changes: Vec<Change> = told.collect();
        sort(&mut changes);
        changes
    }
}

fn one(
    pair: &Pair<'_>,
    versions: &Versions,
    (index, earlier): (usize, &Source),
) -> Result<(String, Concluded)> {
    let older = versions.since(
        earlier,
        &format!("earlier/{index}"),
        &pair.input.before_files,
        &Limits::default(),
    )?;
    Ok((older.before.path.clone(), pair.concluded(&older)?))
}

/// Kinds that read their text themselves call the older version `before`.
fn rebased(error: Error, index: usize) -> Error {
    match error.path().strip_prefix("/before").map(str::to_owned) {
        Some(inside) if !inside.starts_with('_') => error.at(format!("/earlier/{index}{inside}")),
        _ => error,
    }
}

/// An entry that accepts a change since any version is of use.
fn forget_used(report: &mut DiffReport, rules: &str, used: &BTreeSet<String>) {
    report.findings.retain(|finding| {
        let of_use = finding
            .location
            .as_ref()
            .is_some_and(|at| at.path == rules && used.contains(at.pointer.as_str()));
        finding.code != codes::diff::policy::IGNORE_UNUSED.id || !of_use
    });
}
