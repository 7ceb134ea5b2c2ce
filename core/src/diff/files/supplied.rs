//! The files beside a document that its references may lead to.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::super::schema::{Dialect, NOWHERE, resolved};
use super::paths;
use crate::document::{Limits, Source};

/// The files that were supplied with one version, by their paths.
pub(in crate::diff) struct Supplied<'a> {
    by_path: BTreeMap<String, &'a Source>,
    /// Paths by the identifiers that files give themselves, read when the first one is asked for.
    by_address: OnceLock<BTreeMap<String, String>>,
}

impl<'a> Supplied<'a> {
    pub(in crate::diff) fn new(files: &'a BTreeMap<String, Source>) -> Self {
        let by_path = files.iter().map(|(name, source)| (paths::normal(name), source)).collect();
        Self { by_path, by_address: OnceLock::new() }
    }

    pub(super) fn get(&self, path: &str) -> Option<&'a Source> {
        self.by_path.get(path).copied()
    }

    /// Returns the path of the file that gives itself an address.
    pub(super) fn of_address(&self, address: &str) -> Option<&str> {
        let known = self.by_address.get_or_init(|| self.addresses());
        known.get(address).map(String::as_str)
    }

    fn addresses(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (path, source) in &self.by_path {
            // What cannot be read is reported where a path leads to it.
            let read = match source {
                Source::Value(value) => Some((*value).clone()),
                other if other.as_text().is_some_and(|text| text.contains("id")) => {
                    other.load(path, &Limits::default()).ok().map(|document| document.value)
                }
                _ => None,
            };
            let Some(id) = read.as_ref().and_then(identifier) else { continue };
            let address = resolved(NOWHERE, id);
            let address = address.split('#').next().unwrap_or_default();
            found.entry(address.to_owned()).or_insert_with(|| path.clone());
        }
        found
    }
}

/// Returns the identifier that a document gives itself: of a JSON Schema, or of a description (`$self`, OpenAPI
/// 3.2 section 4.1.1).
pub(super) fn identifier(document: &Value) -> Option<&str> {
    let stated =
        document.get("$self").or_else(|| document.get(Dialect::of(document).name_keyword()));
    stated.and_then(Value::as_str)
}

/// Tells whether an address is one of the schemas for schemas, which everybody knows.
pub(super) fn is_metaschema(address: &str) -> bool {
    let plain = address.trim_start_matches("https://").trim_start_matches("http://");
    plain.starts_with("json-schema.org/")
}
