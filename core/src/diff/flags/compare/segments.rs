//! Segments: named conditions that rules of several flags share.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Comparison, environments, notes};
use crate::diff::Class;
use crate::diff::condition::Relation;
use crate::diff::draft::Draft;
use crate::diff::flags::conditions::segments_of;
use crate::diff::flags::model::{Manifest, Segment};
use crate::diff::flags::show;
use crate::finding::codes::diff::flags as codes;

/// Compares the segments of both manifests.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let keys: BTreeSet<&String> = before.segments.keys().chain(after.segments.keys()).collect();
    let users = users_of(after);
    let former = users_of(before);
    for key in keys {
        let whose = format!("segment `{key}`");
        let flags = users.get(key.as_str()).cloned().unwrap_or_default();
        match (before.segments.get(key), after.segments.get(key)) {
            (Some(was), Some(is)) if was.at.value != is.at.value => {
                comparison.drafts.extend(notes::notes(&was.notes, &is.notes, &whose));
                if was.logic != is.logic {
                    let draft = changed(comparison, (was, is), &whose, flags);
                    comparison.drafts.push(draft);
                }
            }
            (None, Some(is)) => {
                let message = format!("{whose} was added{}", impact(&flags));
                let draft = Draft::new(codes::SEGMENT_ADDED, Class::Additive, message);
                comparison.drafts.push(draft.after(is.at.part()));
            }
            (Some(was), None) => {
                let flags = former.get(key.as_str()).cloned().unwrap_or_default();
                let message = format!("{whose} was removed{}", impact(&flags));
                let draft =
                    used(Draft::new(codes::SEGMENT_REMOVED, Class::Behavioral, message), flags);
                comparison.drafts.push(draft.before(was.at.part()));
            }
            _ => {}
        }
    }
}

/// Judges a segment whose condition changed.
fn changed(
    comparison: &Comparison<'_>,
    (was, is): (&Segment<'_>, &Segment<'_>),
    whose: &str,
    flags: BTreeSet<&str>,
) -> Draft {
    let conditions = &comparison.conditions;
    let old = conditions.of_segment(comparison.before, was);
    let new = conditions.of_segment(comparison.after, is);
    let how = match conditions.relation(old.as_ref(), new.as_ref()) {
        Relation::Equal => {
            let message = format!("{whose} is written otherwise");
            let draft = Draft::new(codes::REWRITTEN, Class::Cosmetic, message);
            let draft = draft.because("it has the same members");
            return draft.before(was.at.part()).after(is.at.part());
        }
        Relation::Implies => "more members",
        Relation::ImpliedBy => "fewer members",
        Relation::Overlapping | Relation::Disjoint | Relation::Unknown => "other members",
    };
    let message = format!("{whose} has {how}{}", impact(&flags));
    let draft = used(Draft::new(codes::SEGMENT_CHANGED, Class::Behavioral, message), flags);
    draft.before(was.at.part()).after(is.at.part())
}

/// Judges by the flags that use a segment.
fn used(draft: Draft, flags: BTreeSet<&str>) -> Draft {
    if flags.is_empty() {
        let draft = Draft { class: Class::Additive, ..draft };
        return draft.because("no rule of the manifest uses it");
    }
    let flags: Vec<Value> = flags.into_iter().map(Value::from).collect();
    draft.detail("flags", flags)
}

fn impact(flags: &BTreeSet<&str>) -> String {
    if flags.is_empty() {
        return String::new();
    }
    format!(", used by {}", show::names(flags.iter().copied()))
}

/// Returns the flags that use each segment, also by way of other segments.
fn users_of<'s>(manifest: &'s Manifest<'s>) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for flag in manifest.flags.values() {
        let mut waiting = Vec::new();
        for (_, setting) in environments::all(flag) {
            setting.rules.iter().flatten().for_each(|rule| segments_of(&rule.logic, &mut waiting));
        }
        while let Some(name) = waiting.pop() {
            if users.entry(name).or_default().insert(flag.key.as_str())
                && let Some(segment) = manifest.segments.get(name)
            {
                segments_of(&segment.logic, &mut waiting);
            }
        }
    }
    users
}
