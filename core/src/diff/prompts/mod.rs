//! Prompt libraries: what a prompt asks of the model and of its callers, and how that changed.
//!
//! 1. `read` reads the entries to their `model`; `template` finds the variables that texts use.
//! 2. `text` splits texts into sentences, tells by cue words what each does, and aligns them.
//! 3. `compare` compares entry by entry; schemas of outputs and arguments are compared as schemas.
//! 4. `span` finds the line and column of a sentence inside of its text.

mod compare;
mod dotprompt;
mod model;
mod numbered;
mod read;
mod span;
mod template;
mod text;

use serde_json::Value;

use super::draft::Found;
use crate::document::Document;
pub(super) use dotprompt::{is_one as is_dotprompt, load as load_dotprompt};

/// Compares two libraries.
pub(super) fn changes(before: &Document, after: &Document) -> Found {
    let (was, is) = (read::library(&before.value), read::library(&after.value));
    let mut comparison = compare::compare(&was, &is);
    span::place(&mut comparison.drafts, before, after);
    Found {
        changes: comparison.drafts.into_iter().map(|(draft, ..)| draft).collect(),
        incomplete: comparison.incomplete,
        ..Found::default()
    }
}

/// Tells whether a document is a library of prompts, or one prompt.
pub(super) fn is_library(document: &Value) -> bool {
    let not = [
        "openapi",
        "swagger",
        "$defs",
        "properties",
        "definitions",
        "apiVersion",
        "asyncapi",
        "services",
    ];
    if not.iter().any(|key| document.get(*key).is_some()) {
        return false;
    }
    if read::is_entry(document) {
        return true;
    }
    let prompts = document.get("prompts");
    match prompts {
        Some(Value::Array(items)) => return some(items.iter()),
        Some(Value::Object(members)) => return some(members.values()),
        _ => {}
    }
    match document {
        Value::Array(items) => some(items.iter()),
        Value::Object(members) => some(members.values()),
        _ => false,
    }
}

/// Tells whether there are prompts, and nothing else.
fn some<'v>(entries: impl ExactSizeIterator<Item = &'v Value>) -> bool {
    let any = entries.len() > 0;
    any && entries.into_iter().all(|entry| read::is_entry(entry) || speaks(entry))
}

/// Tells whether a value has the texts of a conversation, which nothing else has.
fn speaks(entry: &Value) -> bool {
    let text = |key: &str| entry.get(key).is_some_and(Value::is_string);
    text("system") && (text("user") || text("template"))
}
