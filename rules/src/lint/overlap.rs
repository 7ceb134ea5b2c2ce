//! Policies that say the same as others.

use std::collections::BTreeSet;

use meta_core::finding::codes::lint;

use super::decisions::messages;
use super::reading::{At, Found, Reading};
use crate::policy::Hook;

/// Returns what overlaps, with the number of the policy it is found at.
pub(super) fn lint(readings: &[Reading<'_>]) -> Vec<(usize, Found)> {
    let said: Vec<BTreeSet<(Option<Hook>, String)>> = readings.iter().map(messages).collect();
    let mut found = Vec::new();
    for (index, second) in readings.iter().enumerate() {
        let before = readings.iter().zip(&said).take(index);
        let messages = said.get(index);
        let first = before.into_iter().find_map(|(first, other)| {
            if first.written.header.applies_to != second.written.header.applies_to {
                return None;
            }
            let same_body = !second.compact.is_empty() && first.compact == second.compact;
            let same_words = messages.is_some_and(|own| !own.is_empty() && own == other);
            let what = if same_body { "decides" } else { "says" };
            (same_body || same_words).then_some((first, what))
        });
        if let Some((first, what)) = first {
            let id = &first.written.header.id;
            let message = format!("it {what} the same as `{id}`");
            let at = At::Header("/id".to_owned());
            found.push((index, Found::new(lint::OVERLAPPING_POLICIES, at, id, message)));
        }
    }
    found
}
