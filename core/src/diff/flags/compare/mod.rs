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

use std::collections::BTreeMap;

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
    /// The flags before that ask another flag for a variant, by that flag and variant.
    askers: BTreeMap<(&'m str, &'m str), &'m str>,
    drafts: Vec<Draft>,
}

/// Compares two manifests.
pub(super) fn compare(before: &Manifest<'_>, after: &Manifest<'_>, now: Timestamp) -> Found {
    let conditions = Conditions::new();
    let askers = askers(before);
    let mut comparison = Comparison { before, after, now, conditions, askers, drafts: Vec::new() };
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

/// Returns one flag that asks for each variant as a prerequisite.
fn askers<'m>(manifest: &'m Manifest<'m>) -> BTreeMap<(&'m str, &'m str), &'m str> {
    let mut found = BTreeMap::new();
    for flag in manifest.flags.values() {
        for (_, setting) in environments::all(flag) {
            for (key, asked) in setting.prerequisites.iter().flatten() {
                if let Some(variant) = &asked.variant {
                    found.entry((key.as_str(), variant.as_str())).or_insert(flag.key.as_str());
                }
            }
        }
    }
    found
}
