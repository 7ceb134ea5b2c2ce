//! Whether an artifact is a GraphQL schema, by its name or its content.

use serde_json::Value;

use crate::document::Source;

/// Tells whether a source is a schema as text.
pub(in crate::diff) fn is_sdl(source: &Source) -> bool {
    let Some(text) = source.as_text() else { return false };
    if starts_as_json(text) {
        return false;
    }
    is_schema_name(source.path_or("")) || starts_as_sdl(text)
}

/// Tells whether a file is called like one that holds definitions of a GraphQL schema: `.graphql`, `.graphqls`, `.gql` or
/// `.sdl`.
pub fn is_schema_name(path: &str) -> bool {
    [".graphql", ".graphqls", ".gql", ".sdl"].iter().any(|end| path.ends_with(end))
}

/// Tells whether a file beside a schema holds more of it, and neither what clients send nor something else.
pub(in crate::diff) fn is_more(path: &str, text: &str) -> bool {
    let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let told =
        is_schema_name(path) || (!has_ending && !starts_as_json(text) && starts_as_sdl(text));
    told && !starts_as_operations(text)
}

/// Tells whether a text, of which it is known that it is a schema, is the result of an introspection.
pub(in crate::diff) fn starts_as_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// Tells whether a value is the result of an introspection.
pub(in crate::diff) fn is_introspection(value: &Value) -> bool {
    value.get("__schema").or_else(|| value.get("data")?.get("__schema")).is_some()
}

/// Tells whether a text is what clients send: operations and fragments.
pub(in crate::diff) fn starts_as_operations(text: &str) -> bool {
    let rest = behind_words(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let behind = rest.split_once(word).map(|(first, _)| (first, rest.get(first.len()..)));
    match behind {
        Some(("query" | "mutation" | "subscription", Some(rest))) => {
            let next = rest.trim_start();
            !next.starts_with(':') && next.contains('{')
        }
        Some(("fragment", Some(rest))) => rest.split_whitespace().nth(1) == Some("on"),
        _ => false,
    }
}

/// Tells whether the first words define something, which they do in no YAML: behind a keyword, YAML
/// has a colon.
fn starts_as_sdl(text: &str) -> bool {
    let Some(rest) = behind_words(text.trim_start_matches('\u{feff}')) else { return false };
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let name = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && !word.ends_with(':')
    };
    match first {
        "type" | "interface" | "union" | "enum" | "input" | "scalar" => name(second),
        "extend" => {
            matches!(
                second,
                "type" | "interface" | "union" | "enum" | "input" | "scalar" | "schema"
            ) || second.starts_with("schema@")
                || second.starts_with("schema{")
        }
        "directive" => second.starts_with('@'),
        "schema" => second.starts_with(['{', '@']),
        _ if first.starts_with("schema{") || first.starts_with("schema@") => true,
        _ => false,
    }
}

/// Returns what follows comments, commas and a description.
fn behind_words(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', '\u{feff}']);
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once('\n')?.1;
        } else if let Some(block) = rest.strip_prefix("\"\"\"") {
            rest = block.split_once("\"\"\"")?.1;
        } else if let Some(line) = rest.strip_prefix('"') {
            rest = behind_string(line)?;
        } else {
            return Some(rest);
        }
    }
}

/// Returns what follows a string whose first quote is read already.
fn behind_string(text: &str) -> Option<&str> {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    text.get(end?.0 + 1..)
}
