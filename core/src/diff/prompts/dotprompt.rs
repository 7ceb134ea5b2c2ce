//! Dotprompt: a file with the settings of a prompt as YAML, and its text behind them.
//!
//! The file is turned into one YAML document line by line, so that every part keeps its line: the line that ends the
//! settings and those that say who speaks become keys, and the text is set in by one space.

use serde_json::{Map, Value, json};

use super::read::type_of;
use crate::document::{Document, Limits, Section, Source};
use crate::error::Result;

/// The settings and the text of a file.
struct Halves<'t> {
    settings: &'t str,
    body: &'t str,
}

/// Tells whether a text is a prompt of this form, by its name or by its settings.
pub(in crate::diff) fn is_one(path: &str, text: &str) -> bool {
    let Some(Halves { settings, body }) = halves(text) else { return path.ends_with(".prompt") };
    let has_model = settings.lines().any(|line| line.starts_with("model:"));
    path.ends_with(".prompt") || (has_model && body.contains("{{"))
}

/// Reads a prompt.
///
/// # Errors
/// As [`Source::load`], for the settings.
pub(in crate::diff) fn load(path: &str, text: &str, limits: &Limits) -> Result<Document> {
    let (yaml, before, indented) = match halves(text) {
        Some(Halves { settings, body }) => {
            let lines = settings.lines().count();
            (format!("{settings}{}", keyed(body)), 0, lines)
        }
        // Without settings, the text has one line more.
        None => (format!("template: |1-\n{}", set_in(text)), 1, 1),
    };
    let mut document = Source::named(path, yaml).load(path, limits)?;
    if let Some(output) = document.value.pointer_mut("/output/schema") {
        if let Some(schema) = schema_of(output) {
            *output = schema;
        }
    }
    let indented = u32::try_from(indented).unwrap_or(u32::MAX);
    document.sections =
        vec![Section { path: path.to_owned(), text: text.into(), before, indented }];
    Ok(document)
}

/// Returns the two halves: the settings with the mark before them, the text with the one that ends them.
fn halves(text: &str) -> Option<Halves<'_>> {
    let is_mark = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_mark(line))?;
    let mut end = first.len();
    for line in lines {
        if is_mark(line) {
            let (settings, body) = text.split_at_checked(end)?;
            return Some(Halves { settings, body });
        }
        end += line.len();
    }
    None
}

/// Returns the text as members, by who speaks. Where that changes within a line or more than once, the text stays one.
fn keyed(body: &str) -> String {
    let speakers: Vec<&str> = body.lines().filter_map(speaker).collect();
    let once = |name: &&str| speakers.iter().filter(|other| *other == name).count() == 1;
    let told = body.matches("{{role").count() + body.matches("{{ role").count();
    let mut lines = body.split_inclusive('\n');
    let mark = lines.next().unwrap_or_default();
    let rest = body.get(mark.len()..).unwrap_or_default();
    if speakers.is_empty() || told != speakers.len() || !speakers.iter().all(once) {
        return format!("template: |1-\n{}", set_in(rest));
    }
    let starts = rest
        .lines()
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| speaker(line).is_some());
    let mut out = if starts { "#\n".to_owned() } else { "template: |1-\n".to_owned() };
    for line in lines {
        match speaker(line) {
            Some(name) => {
                out.push_str(name);
                out.push_str(": |1-\n");
            }
            None => out.push_str(&set_in(line)),
        }
    }
    out
}

/// Returns who speaks behind a line that says nothing else.
fn speaker(line: &str) -> Option<&'static str> {
    let inner = line.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim().strip_prefix("role")?;
    match inner.trim().trim_matches(['"', '\'']) {
        "system" => Some("system"),
        "user" => Some("user"),
        "model" => Some("assistant"),
        _ => None,
    }
}

/// Returns lines one space to the right; empty ones stay.
fn set_in(text: &str) -> String {
    let line =
        |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!(" {line}") };
    text.split_inclusive('\n').map(line).collect()
}

/// Returns the JSON Schema of a short form (Picoschema); none when it is a schema already.
fn schema_of(short: &Value) -> Option<Value> {
    let members = match short {
        Value::String(text) => return Some(field(text)),
        Value::Object(members) => members,
        _ => return None,
    };
    let is_schema = ["type", "$ref", "properties"].iter().any(|key| match members.get(*key) {
        Some(Value::String(name)) => *key != "type" || type_of(name).is_some(),
        other => other.is_some_and(|_| *key == "properties"),
    });
    if is_schema { None } else { Some(object(members)) }
}

fn object(members: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut additional = None;
    for (name, value) in members {
        if name == "(*)" {
            additional = Some(nested(value, None));
            continue;
        }
        let (name, about) = name.split_once('(').map_or((name.as_str(), None), |(name, about)| {
            (name, Some(about.trim_end_matches(')')))
        });
        let plain = name.trim_end_matches('?');
        if plain == name {
            required.push(json!(plain));
        }
        properties.insert(plain.to_owned(), nested(value, about));
    }
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    // That nothing else is given is nobody's word: the short form has no way to say so.
    if let (Some(additional), Some(members)) = (additional, schema.as_object_mut()) {
        members.insert("additionalProperties".to_owned(), additional);
    }
    schema
}

/// Returns the schema of a value, of which `about` says whether it is a list or one of several.
fn nested(value: &Value, about: Option<&str>) -> Value {
    let (form, words) = about.map_or(("", None), |about| match about.split_once(',') {
        Some((form, words)) => (form.trim(), Some(words.trim())),
        None => (about.trim(), None),
    });
    let mut schema = match (form, value) {
        ("array", inner) => json!({"type": "array", "items": nested(inner, None)}),
        ("enum", values) => json!({"enum": values}),
        (_, Value::String(text)) => field(text),
        (_, Value::Object(members)) => object(members),
        _ => json!({}),
    };
    if let (Some(words), Some(members)) = (words, schema.as_object_mut()) {
        members.insert("description".to_owned(), json!(words));
    }
    schema
}

/// Returns the schema of `type, description`.
fn field(text: &str) -> Value {
    let (name, words) =
        text.split_once(',').map_or((text, None), |(name, words)| (name, Some(words)));
    let name = name.trim();
    let mut schema = if name == "any" { json!({}) } else { json!({"type": name}) };
    if let (Some(words), Some(members)) = (words, schema.as_object_mut()) {
        members.insert("description".to_owned(), json!(words.trim()));
    }
    schema
}
