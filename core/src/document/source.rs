//! What operations accept for a document.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Document, Limits, parse};
use crate::error::Result;

/// A document: YAML or JSON text, the same with a name, or a value that was read already.
///
/// In JSON, a string is text; an object with exactly the texts `path` and `text` is text with a
/// name; everything else is a value. Only text gives findings a line and a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// YAML or JSON text.
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
}

impl Source {
    /// Returns a source of YAML or JSON text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a source of text that findings call `path`.
    pub fn named(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self::Named { path: path.into(), text: text.into() }
    }

    /// Reads the document; a source without a name is called `default_path`.
    ///
    /// # Errors
    /// As [`parse`], with the name of the document.
    pub fn load(&self, default_path: &str, limits: &Limits) -> Result<Document> {
        let path = self.path_or(default_path).to_owned();
        let (value, text) = match self {
            Self::Value(value) => (value.clone(), None),
            Self::Text(text) | Self::Named { text, .. } => {
                let value = parse(text, limits).map_err(|error| error.in_file(&path))?;
                (value, Some(Arc::clone(text)))
            }
        };
        Ok(Document { path, value, text })
    }

    /// Returns the name findings give the document.
    pub fn path_or<'a>(&'a self, default_path: &'a str) -> &'a str {
        match self {
            Self::Named { path, .. } => path,
            _ => default_path,
        }
    }

    /// Returns the text, when the source is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Named { text, .. } => Some(text),
            Self::Value(_) => None,
        }
    }
}

impl From<Value> for Source {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::text(text),
            Value::Object(members) if is_named(&members) => {
                let part = |key| members.get(key).and_then(Value::as_str).unwrap_or_default();
                Self::named(part("path"), part("text"))
            }
            other => Self::Value(other),
        }
    }
}

fn is_named(members: &serde_json::Map<String, Value>) -> bool {
    members.len() == 2
        && ["path", "text"].iter().all(|key| members.get(*key).is_some_and(Value::is_string))
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        Value::deserialize(reader).map(Self::from)
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, writer: S) -> std::result::Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        match self {
            Self::Text(text) => writer.serialize_str(text),
            Self::Value(value) => value.serialize(writer),
            Self::Named { path, text } => {
                let mut named = writer.serialize_struct("Source", 2)?;
                named.serialize_field("path", path)?;
                named.serialize_field("text", text.as_ref())?;
                named.end()
            }
        }
    }
}

impl JsonSchema for Source {
    fn schema_name() -> Cow<'static, str> {
        "Source".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A document: YAML or JSON text, `{path, text}` to name it, or a value \
                            that was read already. Only text gives findings a line and a column.",
            "type": ["string", "object", "array", "number", "boolean", "null"]
        })
    }
}
