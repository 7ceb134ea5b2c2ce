//! YAML 1.2, JSON and TOML text → values, with the line and column of every part.
//!
//! Reading keeps no positions: [`Document::locate`] finds them in one more pass over the text, and
//! only documents that have findings need one. The readers enforce [`Limits`] while they read, so
//! that hostile input costs bounded time and memory, and reject duplicate keys.

mod csv;
mod gaps;
mod items;
mod json;
mod json_locate;
mod limits;
pub mod pointer;
mod scalar;
mod source;
mod spans;
#[cfg(test)]
mod stream_tests;
mod toml;
mod toml_locate;
pub(crate) mod typed;
mod wanted;
mod yaml;
mod yaml_fault;
mod yaml_locate;
mod yaml_quick;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::error::{Error, ErrorCode, Result};

pub(crate) use csv::CsvTable;
pub(crate) use gaps::Gaps;
pub(crate) use items::{map_items, parse_items};
pub use limits::Limits;
pub use source::Source;
use wanted::Wanted;

/// The notation a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2, core schema.
    Yaml,
}

/// How the text of a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// JSON or YAML: it tells itself which.
    #[default]
    Plain,
    /// TOML.
    Toml,
    /// A stream of several YAML documents (YAML 1.2, section 9.2); the value is the list of what they say, and
    /// documents without content are null.
    Stream,
}

/// A part of a text: lines and columns count from 1, columns in characters; the end is the place
/// behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
}

/// Where a value stands, and its key when it is a member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The value.
    pub value: Span,
    /// Its key.
    pub key: Option<Span>,
}

impl Place {
    /// Returns where the key stands; the value when it has none.
    pub fn key_or_value(&self) -> Span {
        self.key.unwrap_or(self.value)
    }
}

/// A value, the name it is reported under, and the text it was read from.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name of the document, usually a path.
    pub path: String,
    /// What it says.
    pub value: Value,
    /// Its text, when it was read from one, without the mark of its byte order.
    pub text: Option<Arc<str>>,
    /// How the text is written.
    pub form: Form,
    /// Documents that were made part of the value, by the JSON Pointers of their values in it.
    pub parts: BTreeMap<String, Part>,
    /// The files that the text was put together of, in order; empty when it is one file.
    pub sections: Vec<Section>,
}

/// A file whose text is part of the text of a document.
#[derive(Clone, Debug)]
pub struct Section {
    /// Name of the file, usually a path.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// How many lines of the document stand before it.
    pub before: u32,
    /// The line of the document behind which it is set in by one column.
    pub indented: u32,
}

/// A document that is part of another one.
#[derive(Clone, Debug)]
pub struct Part {
    /// Name of the document, usually a path.
    pub path: String,
    /// Its text, when it was read from one.
    pub text: Option<Arc<str>>,
    /// How the text is written.
    pub form: Form,
}

impl Document {
    /// Returns the places of the values at the JSON Pointers in `pointers`.
    ///
    /// A value without a place of its own, such as one that stands behind an alias, has the place of
    /// the nearest value around it. Empty when the document was no text.
    pub fn locate<'p>(&self, pointers: &[&'p str]) -> BTreeMap<&'p str, Place> {
        if self.parts.is_empty() || pointers.is_empty() {
            return locate_in(self.text.as_deref(), self.form, pointers);
        }
        let mut own = Vec::new();
        let mut inside: BTreeMap<&str, Vec<(&str, &'p str)>> = BTreeMap::new();
        for pointer in pointers {
            match self.part_at(pointer) {
                Some((at, _, inner)) => inside.entry(at).or_default().push((inner, *pointer)),
                None => own.push(*pointer),
            }
        }
        let mut found = locate_in(self.text.as_deref(), self.form, &own);
        for (at, wanted) in inside {
            let Some(part) = self.parts.get(at) else { continue };
            let inner: Vec<&str> = wanted.iter().map(|(inner, _)| *inner).collect();
            let places = locate_in(part.text.as_deref(), part.form, &inner);
            let placed =
                wanted.iter().filter_map(|(inner, whole)| Some((*whole, *places.get(inner)?)));
            found.extend(placed);
        }
        found
    }

    /// Returns the name of the document that the value at `pointer` was read from, and its JSON Pointer
    /// there.
    pub fn origin<'p>(&self, pointer: &'p str) -> (&str, &'p str) {
        match self.part_at(pointer) {
            Some((_, part, inner)) => (&part.path, inner),
            None => (&self.path, pointer),
        }
    }

    /// Returns the texts that the value was read from, by the names of the documents.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.text.as_deref().filter(|_| self.sections.is_empty());
        let sections = self.sections.iter().map(|one| (one.path.as_str(), &*one.text));
        let parts = self.parts.values();
        let parts = parts.filter_map(|part| Some((part.path.as_str(), part.text.as_deref()?)));
        own.map(|text| (self.path.as_str(), text)).into_iter().chain(sections).chain(parts)
    }

    /// Returns the file that a place of the text is in, and the place there.
    pub(crate) fn in_section(&self, span: Span) -> Option<(&str, Span)> {
        let next = self.sections.partition_point(|section| section.before < span.line);
        let section = self.sections.get(next.saturating_sub(1))?;
        let place = |line: u32, column: u32| {
            let column =
                if line > section.indented { column.saturating_sub(1).max(1) } else { column };
            (line.saturating_sub(section.before).max(1), column)
        };
        let (line, column) = place(span.line, span.column);
        let (end_line, end_column) = place(span.end_line, span.end_column);
        Some((&section.path, Span { line, column, end_line, end_column }))
    }

    /// Returns the JSON Pointer of the part that `pointer` leads into.
    pub(crate) fn slot(&self, pointer: &str) -> Option<&str> {
        self.part_at(pointer).map(|(slot, ..)| slot)
    }

    /// Returns the part that `pointer` leads into, and where it leads there.
    fn part_at<'p>(&self, pointer: &'p str) -> Option<(&str, &Part, &'p str)> {
        if self.parts.is_empty() {
            return None;
        }
        pointer::ancestors(pointer).find_map(|at| {
            let (slot, part) = self.parts.get_key_value(at)?;
            Some((slot.as_str(), part, pointer.get(at.len()..)?))
        })
    }
}

/// Returns the places of values in a text; none when there is none.
fn locate_in<'p>(text: Option<&str>, form: Form, pointers: &[&'p str]) -> BTreeMap<&'p str, Place> {
    let Some(text) = text.filter(|_| !pointers.is_empty()) else { return BTreeMap::new() };
    let (body, wanted) = (without_mark(text), || Wanted::of(pointers));
    match form {
        Form::Plain => locate(text, pointers),
        Form::Toml => around(pointers, &toml_locate::locate(body, &wanted())),
        Form::Stream => around(pointers, &yaml_locate::locate(body, &wanted(), true)),
    }
}

/// Reads `text` as JSON when it looks like JSON, else as YAML. Empty text is null. JSON may have the comments of
/// JavaScript, and a comma behind the last part then.
///
/// # Errors
/// `input_invalid` for a fault of syntax or a duplicate key, with line and column;
/// `input_unsupported` for several documents in one text and for application tags;
/// `limit_exceeded` beyond `limits`.
pub fn parse(text: &str, limits: &Limits) -> Result<Value> {
    read(text, limits, yaml::parse)
}

/// Reads `text`, and YAML by `as_yaml`.
fn read(
    text: &str,
    limits: &Limits,
    as_yaml: impl FnOnce(&str, &Limits) -> Result<Value>,
) -> Result<Value> {
    limits.check_bytes(text.len())?;
    let text = without_mark(text);
    match looks_like(text) {
        Some(Format::Json) => json::parse(text, limits).or_else(|fault| match uncommented(text) {
            Some(plain) => json::parse(&plain, limits),
            None => Err(fault),
        }),
        Some(Format::Yaml) => as_yaml(text, limits),
        None => json::parse(text, limits).or_else(|fault| match fault.code() {
            ErrorCode::InputInvalid => as_yaml(text, limits).map_err(|other| {
                if other.code() == ErrorCode::LimitExceeded { other } else { fault }
            }),
            _ => Err(fault),
        }),
    }
}

/// Reads `text` as TOML when `path` says so, else as [`parse`] does; a text that is neither JSON nor
/// YAML, or that YAML takes for one long word, may still be TOML. Tells which it was. With `several`, YAML may
/// have several documents.
fn parse_named(path: &str, text: &str, limits: &Limits, several: bool) -> Result<(Value, Form)> {
    let as_toml = || {
        limits.check_bytes(text.len())?;
        toml::parse(without_mark(text), limits)
    };
    if path.to_ascii_lowercase().ends_with(".toml") {
        return as_toml().map(|value| (value, Form::Toml));
    }
    let mut form = Form::Plain;
    let read = if several {
        read(text, limits, |text, limits| {
            let (value, of_several) = yaml::parse_stream(text, limits)?;
            form = if of_several { Form::Stream } else { Form::Plain };
            Ok(value)
        })
    } else {
        parse(text, limits)
    };
    let doubtful = match &read {
        Ok(value) => value.is_string(),
        Err(error) => error.code() == ErrorCode::InputInvalid,
    };
    if doubtful && text.contains('=') {
        if let Ok(value) = as_toml() {
            return Ok((value, Form::Toml));
        }
    }
    read.map(|value| (value, form))
}

/// Returns a text without the mark of its byte order (U+FEFF), which is no character of its first line (Unicode
/// section 23.8).
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Reads the bytes of a file as UTF-8 text and then as [`parse`].
///
/// # Errors
/// `input_invalid` with the place of the first byte that is not UTF-8; otherwise as [`parse`].
pub fn parse_bytes(bytes: &[u8], limits: &Limits) -> Result<Value> {
    limits.check_bytes(bytes.len())?;
    parse(decode(bytes)?, limits)
}

/// Returns the bytes of a file as text.
///
/// # Errors
/// `input_invalid` with the place of the first byte that is not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|fault| {
        let (before, _) = bytes.split_at(fault.valid_up_to());
        let before = String::from_utf8_lossy(before);
        let (line, column) = end_of(&before);
        Error::new(ErrorCode::InputInvalid, "the text is not UTF-8")
            .on(line, column)
            .help("save the file in UTF-8")
    })
}

/// Tells the notation from the first characters; `None` when it may be either, as `[1, x]`.
fn looks_like(text: &str) -> Option<Format> {
    let mut start = text.chars().filter(|c| !c.is_whitespace());
    match (start.next(), start.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '"' | '[' | ']')) => {
            Some(Format::Json)
        }
        // With comments: neither begins a part of a YAML document that holds more than a word.
        (Some('/'), Some('/' | '*')) | (Some('{' | '['), Some('/')) => Some(Format::Json),
        (Some('['), _) => None,
        _ => Some(Format::Yaml),
    }
}

/// Returns the places at `pointers` in `text`, in one pass over it.
pub(crate) fn locate<'p>(text: &str, pointers: &[&'p str]) -> BTreeMap<&'p str, Place> {
    let body = without_mark(text);
    let wanted = Wanted::of(pointers);
    let found = match looks_like(body) {
        Some(Format::Yaml) => yaml_locate::locate(body, &wanted, false),
        kind => {
            let plain = || json_locate::locate(&kind.and_then(|_| uncommented(body))?, &wanted);
            let found = json_locate::locate(body, &wanted).or_else(plain);
            found.unwrap_or_else(|| yaml_locate::locate(body, &wanted, false))
        }
    };
    around(pointers, &found)
}

/// Returns JSON without its comments, with spaces in their place; none when it has none. With comments come commas
/// behind the last part.
fn uncommented(text: &str) -> Option<String> {
    if !text.contains("//") && !text.contains("/*") {
        return None;
    }
    let mut plain = text.to_owned();
    json_strip_comments::strip(&mut plain).ok()?;
    Some(plain)
}

/// Gives each pointer its place, or that of the nearest value around it.
fn around<'p>(pointers: &[&'p str], found: &BTreeMap<&'p str, Place>) -> BTreeMap<&'p str, Place> {
    pointers
        .iter()
        .filter_map(|pointer| {
            let place = pointer::ancestors(pointer).find_map(|around| found.get(around))?;
            Some((*pointer, *place))
        })
        .collect()
}

/// Adds the place of the first of two equal keys to the error about the second.
fn duplicate(text: &str, form: Form, pointer: &str, (line, column): (u32, u32)) -> Error {
    let key = pointer::last(pointer);
    let first = locate_in(Some(text), form, &[pointer]).get(pointer).map(Place::key_or_value);
    let message = match first {
        Some(first) => {
            format!("key `{key}` stands twice: first at {}:{}", first.line, first.column)
        }
        None => format!("key `{key}` stands twice"),
    };
    Error::invalid(pointer, message).on(line, column).help("remove one of the two, or rename it")
}

/// Returns the line and column behind the last character of `text`.
fn end_of(text: &str) -> (u32, u32) {
    let line = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (saturate(line), saturate(column))
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
