//! Which prompt before is which after.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{self, Matched};
use super::{Comparison, notes, pair};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::prompts::model::{Entry, Library};
use crate::finding::codes::diff::prompts as codes;

/// Compares the entries of both libraries.
pub(super) fn compare(before: &Library<'_>, after: &Library<'_>, comparison: &mut Comparison) {
    let Matched { pairs, removed, added } = matching::by_name(before, after);
    for (was, is) in pairs {
        pair(was, is, comparison);
    }
    let (unnamed, mut removed, mut added) = matching::unnamed(removed, added);
    let as_many = removed.is_empty() && added.is_empty();
    for (was, is) in unnamed {
        let first = comparison.drafts.len();
        pair(was, is, comparison);
        let moved = as_many && was.at.pointer != is.at.pointer;
        if moved && comparison.drafts.len() == first {
            comparison.push(notes::rewritten(was, is));
        }
    }
    let only = before.entries.len() == 1 && after.entries.len() == 1;
    for (was, is, draft) in renamed(&removed, &added, only) {
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
    only: bool,
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
    let alike = by_content(removed, added, only);
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

/// Finds entries that say the same, or nearly the same; `only` tells whether there are no others.
fn by_content<'e, 'a>(
    removed: &BTreeMap<&str, &'e Entry<'a>>,
    added: &BTreeMap<&str, &'e Entry<'a>>,
    only: bool,
) -> Vec<(&'e Entry<'a>, &'e Entry<'a>, Class, &'static str, f64)> {
    let (gone, new): (Vec<_>, Vec<_>) =
        (removed.values().copied().collect(), added.values().copied().collect());
    let least = if only { matching::HALF } else { matching::MOST_OF };
    let mut alike = matching::alike(&gone, &new, least);
    // Two documents that are one prompt each are about the same prompt.
    if let ([was], [is]) = (gone.as_slice(), new.as_slice())
        && was.at.pointer.is_empty()
        && is.at.pointer.is_empty()
    {
        alike = vec![(*was, *is)];
    }
    let judged = alike.into_iter().map(|(was, is)| {
        let why = if matching::content(was) == matching::content(is) {
            "both say the same, and the old name is no alias of the new one"
        } else {
            "both say nearly the same, and the old name is no alias of the new one"
        };
        (was, is, Class::Breaking, why, 0.7)
    });
    judged.collect()
}
