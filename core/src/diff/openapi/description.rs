//! Which version of the specification a document follows.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use super::lift::{self, Origins};
use super::plain;
use crate::diff::schema::Dialect;
use crate::error::{Error, ErrorCode, Result};

/// A description in the form of OpenAPI 3.
pub(super) struct Description<'a> {
    pub(super) root: Cow<'a, Value>,
    pub(super) dialect: Dialect,
    /// Where the places of a lifted document come from.
    origins: Option<Origins>,
    /// Places of media types, and of the duty to send a form, that nobody stated.
    pub(super) assumed: BTreeSet<String>,
    /// Whether a limit was met.
    pub(super) incomplete: bool,
}

impl<'a> Description<'a> {
    /// Returns the description that a document is.
    ///
    /// # Errors
    /// `input_unsupported` for a version of the specification that is not known.
    pub(super) fn read(document: &'a Value) -> Result<Self> {
        if stated(document, "swagger").is_some_and(|version| version.starts_with('2')) {
            let lifted = lift::lift(document);
            return Ok(Self {
                root: Cow::Owned(lifted.root),
                dialect: Dialect::OpenApi30,
                origins: Some(lifted.origins),
                assumed: lifted.assumed,
                incomplete: lifted.incomplete,
            });
        }
        let dialect = match stated(document, "openapi") {
            Some(version) if version == "3" || version.starts_with("3.0") => Dialect::OpenApi30,
            Some(version) if version.starts_with("3.") => Dialect::OpenApi31,
            Some(version) => return Err(unknown(&version).at("/openapi")),
            None => return Err(unknown("none").at("")),
        };
        let (root, assumed) = (Cow::Borrowed(document), BTreeSet::new());
        Ok(Self { root, dialect, origins: None, assumed, incomplete: false })
    }

    /// Returns the document with its schemas in the words of JSON Schema, where it is small enough for proofs.
    pub(super) fn plain(&self) -> Cow<'_, Value> {
        plain::schemas(&self.root, self.dialect)
    }

    /// Turns a place of the description into one of the document.
    pub(super) fn trace(&self, pointer: &mut String) {
        if let Some(origins) = &self.origins {
            *pointer = origins.original(pointer);
        }
    }
}

/// Tells whether a document is a description of an interface.
pub(in crate::diff) fn is_description(document: &Value) -> bool {
    let is_versioned = ["openapi", "swagger"].iter().any(|key| stated(document, key).is_some());
    let parts = ["paths", "info", "components", "webhooks", "definitions"];
    is_versioned && parts.iter().any(|key| document.get(key).is_some())
}

/// Returns the version that a document states; YAML reads `3.0` without quotes as a number.
pub(super) fn stated(document: &Value, key: &str) -> Option<String> {
    match document.get(key)? {
        Value::String(version) => Some(version.trim().to_owned()),
        Value::Number(version) => Some(version.to_string()),
        _ => None,
    }
}

fn unknown(version: &str) -> Error {
    let message = format!("`{version}` is no known version of OpenAPI");
    Error::new(ErrorCode::InputUnsupported, message)
        .help("state `openapi` 3.0 or later, or `swagger` 2.0")
}
