//! Texts of several documents: which of them stand for the same.

use serde_json::Value;

use super::at::At;
use super::walk::Walk;
use crate::diff::draft::{Draft, Part};
use crate::document::{Document, Form};
use crate::finding::codes::diff::config as codes;

/// Compares all that two texts say. The documents of a stream are compared as the items of a list; the only document of the
/// other side is a list of one, whose pointers begin in the document nevertheless.
pub(super) fn compare(walk: &mut Walk<'_>, at: &At, before: &Document, after: &Document) {
    let streams = [before, after].map(|side| side.form == Form::Stream);
    if streams == [false; 2] {
        return walk.pair(at, &before.value, &after.value);
    }
    let [old, new] = [before, after].map(documents);
    walk.items(at, (&before.value, &old), (&after.value, &new));
    for change in &mut walk.found {
        let Draft { before, after, message, code, .. } = change;
        if *code == codes::LIST_REORDERED && before.as_ref().is_some_and(|it| it.pointer.is_empty())
        {
            "the documents have another order".clone_into(message);
            // Nobody wants to see all of them.
            [before, after].into_iter().flatten().for_each(|side| side.value = None);
            continue;
        }
        for (part, is_stream) in [before, after].into_iter().zip(streams) {
            if let Some(part) = part.as_mut().filter(|_| !is_stream) {
                leave_list(part);
            }
        }
    }
}

fn documents(side: &Document) -> Vec<Value> {
    match (&side.value, side.form) {
        (Value::Array(documents), Form::Stream) => documents.clone(),
        (single, _) => vec![single.clone()],
    }
}

/// Lets a pointer begin in the only document.
fn leave_list(part: &mut Part) {
    if let Some(inner) = part.pointer.strip_prefix("/0") {
        part.pointer = inner.to_owned();
    }
}
