//! Bytes → edits of a text: of its tree, when it is JSON, YAML or TOML, else of its lines and words.
//!
//! Four bytes are one edit: what to do, where (two bytes), and with what.

use meta_core::document::{Limits, Source, pointer};
use serde_json::{Value, json};

use super::places::pointers;

/// The most edits of a text, and its most bytes: each copy may double it.
const MOST: usize = 12;
const LARGEST: usize = 1 << 16;

/// One edit, not yet made to fit.
struct Edit {
    action: u8,
    at: usize,
    with: usize,
}

/// Returns `text` with the edits that `bytes` tell.
pub(super) fn apply(text: &str, bytes: &[u8]) -> String {
    let edits = bytes.chunks_exact(4).take(MOST).filter_map(|chunk| match chunk {
        [action, high, low, with] => {
            let at = usize::from(u16::from_be_bytes([*high, *low]));
            Some(Edit { action: *action, at, with: usize::from(*with) })
        }
        _ => None,
    });
    match Source::text(text).load("", &Limits::default()) {
        Ok(document) if document.value.is_object() || document.value.is_array() => {
            let mut tree = document.value;
            edits.for_each(|edit| change_tree(&mut tree, &edit));
            serde_json::to_string_pretty(&tree).unwrap_or_default()
        }
        _ => edits.fold(text.to_owned(), |text, edit| change_lines(&text, &edit)),
    }
}

fn change_tree(tree: &mut Value, edit: &Edit) {
    let all = pointers(tree);
    if all.len() < 2 || tree.to_string().len() > LARGEST {
        return;
    }
    let (at, other) = (pick(&all, edit.at), pick(&all, edit.at / 7 + edit.with));
    let Some(other) = tree.pointer(&other).cloned() else { return };
    match edit.action % 6 {
        0 => drop(take(tree, &at)),
        1 => put(tree, &at, other),
        2 => put(tree, &at, constant(edit.with)),
        3 => {
            if let Some(value) = take(tree, &at) {
                insert(tree, &at, edit.with, value);
            }
        }
        4 => insert(tree, &at, edit.with, other),
        _ => {
            let changed = tree.pointer(&at).and_then(|value| nearby(value, edit.with));
            put(tree, &at, changed.unwrap_or(other));
        }
    }
}

fn pick(list: &[String], index: usize) -> String {
    list.get(index % list.len().max(1)).cloned().unwrap_or_default()
}

fn put(tree: &mut Value, at: &str, value: Value) {
    if let Some(place) = tree.pointer_mut(at) {
        *place = value;
    }
}

fn take(tree: &mut Value, at: &str) -> Option<Value> {
    let name = pointer::last(at);
    match tree.pointer_mut(pointer::parent(at)?)? {
        Value::Object(members) => members.remove(&name),
        Value::Array(items) => {
            let index = name.parse().ok().filter(|index: &usize| *index < items.len())?;
            Some(items.remove(index))
        }
        _ => None,
    }
}

/// Puts a value beside the one at `at`, under another name.
fn insert(tree: &mut Value, at: &str, with: usize, value: Value) {
    let Some(parent) = pointer::parent(at) else { return };
    match tree.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let names = ["", "_new", "2", "/", "é", "~", ".x", " "];
            let ending = names.get(with % names.len()).copied().unwrap_or_default();
            members.insert(format!("{}{ending}", pointer::last(at)), value);
        }
        Some(Value::Array(items)) => items.insert(with % (items.len() + 1), value),
        _ => {}
    }
}

fn constant(with: usize) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(0.1),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("1.0"),
        json!("{{a}}"),
        json!([]),
        json!({}),
        json!([null]),
        json!({"$ref": "#"}),
    ];
    values.get(with % values.len()).cloned().unwrap_or_default()
}

/// Returns a scalar that is little different.
fn nearby(value: &Value, with: usize) -> Option<Value> {
    match value {
        Value::Bool(bool) => Some(json!(!bool)),
        Value::Number(number) => {
            Some(json!(number.as_f64()? + f64::from(u8::try_from(with).ok()?) - 100.0))
        }
        Value::String(text) => Some(json!(change_word(text, with / 8, with))),
        _ => None,
    }
}

fn change_lines(text: &str, edit: &Edit) -> String {
    if text.is_empty() || text.len() > LARGEST {
        return text.to_owned();
    }
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (at, other) = (edit.at % lines.len(), (edit.at / 7 + edit.with) % lines.len());
    match edit.action % 5 {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines.get(other).copied().unwrap_or_default()),
        2 => lines.swap(at, other),
        _ => return change_word(text, edit.at, edit.with),
    }
    lines.concat()
}

/// Returns `text` with another word at the word number `at`: one of its own, or nothing.
fn change_word(text: &str, at: usize, with: usize) -> String {
    let mut words: Vec<&str> = text.split_inclusive(|c: char| !c.is_alphanumeric()).collect();
    if words.is_empty() {
        return "x".to_owned();
    }
    let at = at % words.len();
    let own = words.get(with % words.len()).copied().unwrap_or_default();
    let others = ["", "0 ", "!", "String ", "not ", "@deprecated ", "é", "\""];
    let word = if with % 2 == 0 { own } else { others.get(with / 2 % 8).copied().unwrap_or(own) };
    if let Some(place) = words.get_mut(at) {
        *place = word;
    }
    words.concat()
}
