//! The readers of JSON, YAML and TOML, held against each other, and places in their texts.

use meta_core::document::{Document, Limits, Source, Span, parse};
use meta_core::{Error, Result};
use serde_json::Value;

use super::places::{Lines, pointers};

/// The most places that are asked for.
const MOST: usize = 500;

/// Reads the text that `bytes` are, as each notation.
pub(super) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for name in ["a.yaml", "a.toml"] {
        match Source::named(name, text.as_ref()).load("", &Limits::default()) {
            Ok(document) => check_document(&document, &text),
            Err(error) => check_error(&error, &text),
        }
    }
    check_quick_reader(&text);
    if let Ok(value) = serde_json::from_str::<Value>(&text) {
        // Members that stand twice are refused; serde_json takes the last.
        if let Ok(read) = parse(&text, &Limits::default()) {
            assert_eq!(read, value, "as JSON");
        }
    }
}

fn check_document(document: &Document, text: &str) {
    let written = document.value.to_string();
    assert_eq!(parse(&written, &Limits::default()).as_ref(), Ok(&document.value), "reads back");
    // What says nothing may be no text at all.
    let mut all = if document.value.is_null() { Vec::new() } else { pointers(&document.value) };
    all.truncate(MOST);
    let wanted: Vec<&str> = all.iter().map(String::as_str).collect();
    let (places, lines) = (document.locate(&wanted), Lines::of(text));
    for pointer in wanted {
        let place = places.get(pointer);
        assert!(place.is_some(), "has no place: {pointer}");
        let spans = place.into_iter().flat_map(|place| place.key.into_iter().chain([place.value]));
        spans.for_each(|span| lines.check(span));
    }
}

/// Plain YAML has a reader of its own, which leaves a text with a directive to the other one.
fn check_quick_reader(text: &str) {
    if text.starts_with(['%', '\u{feff}', '{', '[', '-']) {
        return;
    }
    let (one, other) = (read(text), read(&format!("%YAML 1.2\n---\n{text}")));
    if let (Ok(one), Ok(other)) = (one, other) {
        assert_eq!(one, other, "two readers of YAML");
    }
}

fn read(text: &str) -> Result<Value> {
    parse(text, &Limits::default())
}

fn check_error(error: &Error, text: &str) {
    assert!(!error.message().contains(['\n', '\r']), "one line: {error:?}");
    if let Some((line, column)) = error.line().zip(error.column()) {
        Lines::of(text).check(Span { line, column, end_line: line, end_column: column });
    }
}
