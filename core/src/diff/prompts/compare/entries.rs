//! Which prompt before is which after.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comparison, pair};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::prompts::model::{Entry, Library};
use crate::finding::codes::diff::prompts as codes;

/// Compares the entries of both libraries.
pub(super) fn compare(before: &Library<'_>, after: &Library<'_>, comparison: &mut Comparison) {
    let mut removed: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for (id, was) in &before.entries {
        match after.entries.get(id) {
            Some(is) => pair(was, is, comparison),
            None => {
                removed.insert(id, was);
            }
        }
    }
    let added = after.entries.iter().filter(|(id, _)| !before.entries.contains_key(*id));
    let mut added: BTreeMap<&str, &Entry<'_>> = added.map(|(id, is)| (id.as_str(), is)).collect();
    for (was, is, draft) in renamed(&removed, &added) {
        removed.remove(was.id.as_str());
        added.remove(is.id.as_str());
        let draft =
            draft.before(was.at.part()).after(is.at.part()).detail("prompt", is.id.as_str());
        comparison.push(draft);
        pair(was, is, comparison);
    }
    comparison.extend(removed.into_values().map(|was| {
        let message = format!("prompt `{}` was removed", was.id);
        let draft = Draft::new(codes::ENTRY_REMOVED, Class::Breaking, message);
        draft.before(was.at.part()).detail("prompt", was.id.as_str())
    }));
    comparison.extend(added.into_values().map(|is| {
        let message = format!("prompt `{}` was added", is.id);
        let draft = Draft::new(codes::ENTRY_ADDED, Class::Additive, message);
        draft.after(is.at.part()).detail("prompt", is.id.as_str())
    }));
}

/// Finds entries that have another name: by an alias, or because both say the same.
fn renamed<'e, 'a>(
    removed: &BTreeMap<&str, &'e Entry<'a>>,
    added: &BTreeMap<&str, &'e Entry<'a>>,
) -> Vec<(&'e Entry<'a>, &'e Entry<'a>, Draft)> {
    let mut found: Vec<(&Entry<'_>, &Entry<'_>, Draft)> = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let by_alias = added.values().flat_map(|is| {
        let old = is.aliases.keys().filter_map(|alias| removed.get(alias.as_str()));
        old.map(|was| {
            (*was, *is, Class::Behavioral, "the old name is an alias of the new one", 1.0)
        })
    });
    let by_old = removed.values().flat_map(|was| {
        let new = was.aliases.keys().filter_map(|alias| added.get(alias.as_str()));
        let why = "callers ask for prompts by name, and the old name is no alias of the new one";
        new.map(move |is| (*was, *is, Class::Breaking, why, 1.0))
    });
    let why = "both say the same, and the old name is no alias of the new one";
    let alike =
        alike(removed, added).into_iter().map(|(was, is)| (was, is, Class::Breaking, why, 0.7));
    for (was, is, class, why, confidence) in by_alias.chain(by_old).chain(alike) {
        if used.contains(was.id.as_str()) || used.contains(is.id.as_str()) {
            continue;
        }
        used.extend([was.id.as_str(), is.id.as_str()]);
        let message = format!("prompt `{}` is called `{}` now", was.id, is.id);
        let draft = Draft::new(codes::ENTRY_RENAMED, class, message).because(why).sure(confidence);
        found.push((was, is, draft));
    }
    found
}

/// Finds entries with the same texts, where no others have them.
fn alike<'e, 'a>(
    removed: &BTreeMap<&str, &'e Entry<'a>>,
    added: &BTreeMap<&str, &'e Entry<'a>>,
) -> Vec<(&'e Entry<'a>, &'e Entry<'a>)> {
    let mut groups: BTreeMap<String, (Vec<&'e Entry<'a>>, Vec<&'e Entry<'a>>)> = BTreeMap::new();
    for entry in removed.values() {
        groups.entry(content(entry)).or_default().0.push(entry);
    }
    for entry in added.values() {
        groups.entry(content(entry)).or_default().1.push(entry);
    }
    let pairs =
        groups.into_values().filter_map(|(was, is)| match (was.as_slice(), is.as_slice()) {
            ([was], [is]) => Some((*was, *is)),
            _ => None,
        });
    pairs.collect()
}

fn content(entry: &Entry<'_>) -> String {
    let pieces = entry.texts.values().flat_map(|text| text.pieces.iter());
    pieces.map(|piece| piece.value.to_string()).collect::<Vec<_>>().join("\n")
}
