//! The places of members: where the key stands, not where what it holds begins.

use crate::diff::draft::{Draft, Part};
use crate::document::{Document, Place, Span};
use crate::finding::codes::diff::config as codes;

/// Gives changes of maps and lists, and of keys themselves, a place that begins at the key.
pub(super) fn place(changes: &mut [Draft], before: &Document, after: &Document) {
    let of_keys = [
        codes::KEY_ADDED,
        codes::REQUIRED_KEY_ADDED,
        codes::KEY_REMOVED,
        codes::KEY_RENAMED,
        codes::GUARD_ADDED,
        codes::GUARD_REMOVED,
    ];
    for (side, document) in [(before_of as Side, before), (after_of, after)] {
        let mut wanted: Vec<&mut Part> = Vec::new();
        for change in changes.iter_mut() {
            if of_keys.contains(&change.code) || holds_values(change) {
                wanted.extend(side(change));
            }
        }
        let pointers: Vec<String> = wanted.iter().map(|part| part.pointer.clone()).collect();
        let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
        let places = document.locate(&pointers);
        for part in wanted {
            let place = places.get(part.pointer.as_str());
            part.span = place.map(whole);
        }
    }
}

fn holds_values(change: &Draft) -> bool {
    let mut parts = [&change.before, &change.after].into_iter().flatten();
    parts.any(|part| part.value.as_ref().is_some_and(|v| v.is_object() || v.is_array()))
}

type Side = fn(&mut Draft) -> Option<&mut Part>;

fn before_of(change: &mut Draft) -> Option<&mut Part> {
    change.before.as_mut()
}

fn after_of(change: &mut Draft) -> Option<&mut Part> {
    change.after.as_mut()
}

/// Returns the place from the key to the end of the value.
fn whole(place: &Place) -> Span {
    match place.key {
        // The key of a TOML table may be that of another header.
        Some(key) if key.line <= place.value.line => {
            Span { line: key.line, column: key.column, ..place.value }
        }
        _ => place.value,
    }
}
