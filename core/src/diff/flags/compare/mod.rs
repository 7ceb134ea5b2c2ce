//! Compares two manifests, flag by flag.

mod environments;
mod flags;
mod notes;
mod prerequisites;
mod rollout;
mod rules;
mod segments;
mod serving;
mod unserved;
mod variants;

use super::conditions::Conditions;
use super::model::Manifest;
use crate::diff::draft::{Draft, Found};
use crate::time::Timestamp;

pub(super) use environments::all as all_settings;

/// What a comparison works with, and what it found.
struct Comparison<'m> {
    before: &'m Manifest<'m>,
    after: &'m Manifest<'m>,
    now: Timestamp,
    conditions: Conditions,
    drafts: Vec<Draft>,
}

/// Compares two manifests.
pub(super) fn compare(before: &Manifest<'_>, after: &Manifest<'_>, now: Timestamp) -> Found {
    let conditions = Conditions::new();
    let mut comparison = Comparison { before, after, now, conditions, drafts: Vec::new() };
    flags::compare(&mut comparison);
    segments::compare(&mut comparison);
    comparison.drafts.extend(notes::notes(&before.notes, &after.notes, "the manifest"));
    comparison.drafts.extend(notes::unknown(&before.rest, &after.rest, "the manifest"));
    Found {
        incomplete: comparison.conditions.exhausted(),
        changes: comparison.drafts,
        ..Found::default()
    }
}
