//! Records as they are handed over: the text they are stored as, or a list.

use std::borrow::Cow;
use std::io::BufRead;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use super::read::{Stored, canonical_line};
use super::types::AuditRecord;
use super::verdict::Fault;
use crate::error::{Error, Result};

/// Stored records in order: JSON Lines text, or a list of records that were read already.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// JSON Lines: the canonical JSON of one record on each line. The last line may lack its line feed.
    Text(String),
    /// Records that were read already.
    List(Vec<Value>),
}

impl Records {
    /// Returns a list of records.
    ///
    /// # Errors
    /// `input_invalid` when one has no JSON form.
    pub fn list(records: &[AuditRecord]) -> Result<Self> {
        let values =
            records.iter().map(serde_json::to_value).collect::<std::result::Result<_, _>>();
        values.map(Self::List).map_err(|fault| Error::invalid("", fault.to_string()))
    }

    /// Returns all of them, not read yet.
    pub(super) fn part(&self) -> Part<'_> {
        match self {
            Self::Text(text) => Part::Text(text.as_bytes()),
            Self::List(records) => Part::List(records),
        }
    }

    /// Gives `each` record to a function, in order, until it says to stop.
    ///
    /// # Errors
    /// `input_invalid` at the first record that is none; the errors of the function, at its record.
    pub(super) fn visit(
        &self,
        mut each: impl FnMut(Stored<'_>) -> Result<std::ops::ControlFlow<()>>,
    ) -> Result<()> {
        for (index, line) in self.part().lines().enumerate() {
            let bytes = line.bytes()?;
            let stored = Stored::read(&bytes, line.ends())
                .map_err(|fault| Error::invalid("", fault.message).help(LOOK));
            let done = stored.and_then(&mut each).map_err(|error| self.place(index, error))?;
            if done.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Puts an error where the record `index` stands.
    pub(super) fn place(&self, index: usize, error: Error) -> Error {
        match self {
            Self::Text(_) => error.on(u32::try_from(index + 1).unwrap_or(u32::MAX), 1),
            Self::List(_) => error.within(&format!("/{index}")),
        }
    }
}

const LOOK: &str = "`verify_audit` tells what is wrong with stored records";

/// Records behind each other that were not read yet.
#[derive(Clone, Copy)]
pub(super) enum Part<'t> {
    /// Whole lines; the last one may lack its line feed.
    Text(&'t [u8]),
    List(&'t [Value]),
}

impl<'t> Part<'t> {
    /// Bytes of text that one thread reads at a time.
    const BYTES: usize = 1 << 16;

    /// Records of a list that one thread reads at a time.
    const RECORDS: usize = 128;

    /// Returns the records.
    pub(super) fn lines(self) -> Box<dyn Iterator<Item = Line<'t>> + 't> {
        match self {
            Self::Text(text) => Box::new(lines_of(text)),
            Self::List(records) => Box::new(records.iter().map(Line::Value)),
        }
    }

    /// Returns parts of it that are worth a thread, in order.
    pub(super) fn split(self) -> Box<dyn Iterator<Item = Self> + Send + 't> {
        match self {
            Self::Text(text) => Box::new(cut(text, Self::BYTES).map(Self::Text)),
            Self::List(records) => Box::new(records.chunks(Self::RECORDS).map(Self::List)),
        }
    }
}

/// A record that was not read yet.
#[derive(Clone, Copy)]
pub(super) enum Line<'t> {
    Text { bytes: &'t [u8], ends: bool },
    Value(&'t Value),
}

impl<'t> Line<'t> {
    /// Returns the line that the record is stored as.
    pub(super) fn bytes(self) -> Result<Cow<'t, [u8]>> {
        match self {
            Self::Text { bytes, .. } => Ok(Cow::Borrowed(bytes)),
            Self::Value(record) => canonical_line(record).map(Cow::Owned),
        }
    }

    /// Tells whether there is nothing missing behind it.
    pub(super) fn ends(self) -> bool {
        matches!(self, Self::Text { ends: true, .. } | Self::Value(_))
    }
}

/// Returns the lines of a text.
fn lines_of(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    cut(text, 0).map(|line| match line.strip_suffix(b"\n") {
        Some(bytes) => Line::Text { bytes, ends: true },
        None => Line::Text { bytes: line, ends: false },
    })
}

/// Cuts a text behind the first line feed from each `least` bytes on.
fn cut(mut text: &[u8], least: usize) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let mut rest = text.get(least..).unwrap_or_default();
        // Of what the standard library has, this looks at several bytes at a time.
        rest.skip_until(b'\n').ok()?;
        let (part, rest) = text.split_at_checked(text.len() - rest.len())?;
        text = rest;
        (!part.is_empty()).then_some(part)
    })
}

impl Default for Records {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl From<&str> for Records {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> std::result::Result<Self, D::Error> {
        match Value::deserialize(reader)? {
            Value::String(text) => Ok(Self::Text(text)),
            Value::Array(records) => Ok(Self::List(records)),
            _ => Err(de::Error::custom("expected JSON Lines text, or a list of records")),
        }
    }
}

impl Serialize for Records {
    fn serialize<S: serde::Serializer>(&self, writer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => writer.serialize_str(text),
            Self::List(records) => records.serialize(writer),
        }
    }
}

impl JsonSchema for Records {
    fn schema_name() -> Cow<'static, str> {
        "AuditRecords".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let record = generator.subschema_for::<AuditRecord>();
        json_schema!({
            "description": "Stored records in order: JSON Lines text with the canonical JSON of one record on each \
                            line, or a list of records.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": record}]
        })
    }
}

/// Returns the error of a record that is none.
pub(super) fn error_of(fault: Fault) -> Error {
    Error::invalid("", fault.message).help(LOOK)
}
