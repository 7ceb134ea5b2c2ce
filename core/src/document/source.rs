//! What operations accept for a document.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Document, Form, Limits, map_items, parse_items, parse_named, without_mark};
use crate::error::{Error, ErrorCode, Result};

/// A document: YAML, JSON or TOML text, the same with a name, or a value that was read already.
///
/// In JSON, a string is text; an object with exactly the texts `path` and `text` is text with a
/// name; one with exactly the texts `path` and `unreadable` is a file that could not be read, and
/// why; everything else is a value. Only text gives findings a line and a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// YAML, JSON or TOML text.
    Text(Arc<str>),
    /// Text and the name findings give it, usually a path.
    Named {
        /// The name.
        path: String,
        /// The text.
        text: Arc<str>,
    },
    /// A value that was read already.
    Value(Value),
    /// A file that could not be read as text: it is reported like any other broken document.
    Unreadable {
        /// The name.
        path: String,
        /// Why not.
        reason: Error,
    },
}

impl Source {
    /// Returns a source of YAML, JSON or TOML text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a source of text that findings call `path`.
    pub fn named(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self::Named { path: path.into(), text: text.into() }
    }

    /// Returns a source that stands for a file that could not be read.
    pub fn unreadable(path: impl Into<String>, reason: Error) -> Self {
        Self::Unreadable { path: path.into(), reason }
    }

    /// Reads the document; a source without a name is called `default_path`.
    ///
    /// # Errors
    /// As [`super::parse`], with the name of the document; the reason of a source that is unreadable.
    pub fn load(&self, default_path: &str, limits: &Limits) -> Result<Document> {
        self.read(default_path, limits, false)
    }

    /// Reads the document as [`Source::load`], but YAML may have several documents ([`Form::Stream`]).
    ///
    /// # Errors
    /// As [`Source::load`].
    pub(crate) fn load_stream(&self, default_path: &str, limits: &Limits) -> Result<Document> {
        self.read(default_path, limits, true)
    }

    fn read(&self, default_path: &str, limits: &Limits, several: bool) -> Result<Document> {
        let path = self.path_or(default_path).to_owned();
        let ((value, form), text) = match self {
            Self::Value(value) => ((value.clone(), Form::Plain), None),
            Self::Text(text) | Self::Named { text, .. } => {
                let read = parse_named(&path, text, limits, several);
                (read.map_err(|error| error.in_file(&path))?, Some(body(text)))
            }
            Self::Unreadable { reason, .. } => return Err(reason.clone().in_file(path)),
        };
        Ok(Document { path, value, text, form, parts: BTreeMap::new(), sections: Vec::new() })
    }

    /// Reads the document as [`Source::load`], but for the list under its key `list`: the items are
    /// given to `each`, as [`parse_items`] does.
    ///
    /// # Errors
    /// As [`Source::load`].
    pub(crate) fn load_items<R: Send>(
        &self,
        default_path: &str,
        limits: &Limits,
        list: &str,
        each: impl Fn(usize, Value) -> R + Sync + Send,
    ) -> Result<(Document, Vec<R>)> {
        let path = self.path_or(default_path).to_owned();
        let ((value, made), text) = match self {
            Self::Value(value) => (map_items(value.clone(), list, each), None),
            Self::Text(text) | Self::Named { text, .. } => {
                let read = parse_items(text, limits, list, each);
                (read.map_err(|error| error.in_file(&path))?, Some(body(text)))
            }
            Self::Unreadable { reason, .. } => return Err(reason.clone().in_file(path)),
        };
        Ok((
            Document {
                path,
                value,
                text,
                form: Form::Plain,
                parts: BTreeMap::new(),
                sections: Vec::new(),
            },
            made,
        ))
    }

    /// Returns the name findings give the document.
    pub fn path_or<'a>(&'a self, default_path: &'a str) -> &'a str {
        match self {
            Self::Named { path, .. } | Self::Unreadable { path, .. } => path,
            _ => default_path,
        }
    }

    /// Returns the text, when the source is one, without the mark of its byte order (U+FEFF).
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Named { text, .. } => Some(without_mark(text)),
            Self::Value(_) | Self::Unreadable { .. } => None,
        }
    }
}

/// Returns the text of a document; a copy only when there is a mark to leave out.
fn body(text: &Arc<str>) -> Arc<str> {
    let body = without_mark(text);
    if body.len() == text.len() { Arc::clone(text) } else { body.into() }
}

impl From<Value> for Source {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::text(text),
            Value::Object(members) => {
                match (pair(&members, "text"), pair(&members, "unreadable")) {
                    (Some((path, text)), _) => Self::named(path, text),
                    (_, Some((path, reason))) => {
                        Self::unreadable(path, Error::new(ErrorCode::InputInvalid, reason))
                    }
                    _ => Self::Value(Value::Object(members)),
                }
            }
            other => Self::Value(other),
        }
    }
}

/// Returns the texts `path` and `key` of an object that has nothing else.
fn pair<'a>(members: &'a Map<String, Value>, key: &str) -> Option<(&'a str, &'a str)> {
    let part = |key| members.get(key).and_then(Value::as_str);
    if members.len() == 2 { part("path").zip(part(key)) } else { None }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        Value::deserialize(reader).map(Self::from)
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, writer: S) -> std::result::Result<S::Ok, S::Error> {
        let (path, key, text) = match self {
            Self::Text(text) => return writer.serialize_str(text),
            Self::Value(value) => return value.serialize(writer),
            Self::Named { path, text } => (path, "text", text.as_ref()),
            Self::Unreadable { path, reason } => (path, "unreadable", reason.message()),
        };
        let mut pair = writer.serialize_map(Some(2))?;
        pair.serialize_entry("path", path)?;
        pair.serialize_entry(key, text)?;
        pair.end()
    }
}

impl JsonSchema for Source {
    fn schema_name() -> Cow<'static, str> {
        "Source".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A document: YAML, JSON or TOML text, `{path, text}` to name it, or a \
                            value that was read already. Only text gives findings a line and a column. \
                            `{path, unreadable}` stands for a file that could not be read, and \
                            says why.",
            "type": ["string", "object", "array", "number", "boolean", "null"]
        })
    }
}
