//! Sentences that stand in another text of the prompt now.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Comparison, judge};
use crate::diff::draft::Part;

/// Joins a sentence that was removed from one text and added to another: it is said by someone else.
pub(super) fn between_texts(comparison: &mut Comparison, first: usize) {
    let mut removed: BTreeMap<String, usize> = BTreeMap::new();
    for (index, (draft, ..)) in comparison.drafts.iter().enumerate().skip(first) {
        if let (Some(part), None) = (&draft.before, &draft.after) {
            removed.insert(fold(part), index);
        }
    }
    let mut gone = BTreeSet::new();
    for index in first..comparison.drafts.len() {
        let Some((draft, ..)) = comparison.drafts.get(index) else { continue };
        let (None, Some(part)) = (&draft.before, &draft.after) else { continue };
        let Some(from) = removed.remove(&fold(part)) else { continue };
        let taken = comparison.drafts.get_mut(from).map(|(draft, excerpt, _)| {
            let security = draft.details.get("security_relevant").cloned();
            (draft.before.take(), excerpt.take(), security)
        });
        let Some((old, excerpt, guarded)) = taken else { continue };
        if let Some((draft, before, _)) = comparison.drafts.get_mut(index) {
            let security = draft.details.get("security_relevant").cloned().or(guarded);
            let said = draft.after.as_ref().and_then(|part| part.value.as_ref());
            let said = said.and_then(Value::as_str).unwrap_or_default();
            let mut moved = judge::said_elsewhere(said);
            moved.before = old;
            moved.after = draft.after.take();
            moved.details.extend(security.map(|value| ("security_relevant".to_owned(), value)));
            *draft = moved;
            *before = excerpt;
            gone.insert(from);
        }
    }
    let mut index = 0;
    comparison.drafts.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

fn fold(part: &Part) -> String {
    let text = part.value.as_ref().and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
