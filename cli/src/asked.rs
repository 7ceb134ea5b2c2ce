//! What commands ask the library as JSON: the same question, and the same errors, as in every other host.

use std::path::Path;

use meta_core::document::{Limits, parse};
use meta_core::{Error, ErrorCode, Result};
use serde_json::{Map, Value, json};

use crate::workspace;

/// Asks an operation.
///
/// # Errors
/// Those of the operation.
pub(crate) fn ask(name: &str, input: &Value) -> Result<Value> {
    let report = meta_rules::call(name, input.to_string())?;
    serde_json::from_str(&report).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("the report cannot be read: {error}"))
    })
}

/// Returns an input without what is not stated.
pub(crate) fn input<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let stated = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(stated.collect::<Map<String, Value>>())
}

/// Reads a document, `-` for standard input.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn document(path: &Path) -> Result<Value> {
    let name = path.display().to_string();
    parse(&text(path)?, &Limits::default()).map_err(|error| error.in_file(name))
}

/// Reads a list: a document with one, a document with one member of it, or JSON Lines.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn list(path: &Path) -> Result<Value> {
    list_of(&path.display().to_string(), &text(path)?)
}

/// Reads a list from the text of a file: JSON Lines, or a document.
///
/// # Errors
/// Those of [`list`].
pub(crate) fn list_of(name: &str, text: &str) -> Result<Value> {
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let is_object = |line: &str| serde_json::from_str::<Map<String, Value>>(line).is_ok();
    if lines.first().is_some_and(|(_, first)| is_object(first)) {
        let read = lines.into_iter().map(|(index, line)| {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            parse(line, &Limits::default()).map_err(|error| error.in_file(name).on(number, 1))
        });
        return read.collect::<Result<Vec<_>>>().map(Value::from);
    }
    match parse(text, &Limits::default()).map_err(|error| error.in_file(name))? {
        Value::Null => Ok(json!([])),
        list @ Value::Array(_) => Ok(list),
        one => Ok(json!([one])),
    }
}

fn text(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        return workspace::text_of(std::io::stdin().lock());
    }
    workspace::text(path).map_err(|error| error.in_file(path.display().to_string()))
}
