//! What an artifact is: as told, or from its name and content.

use serde_json::Value;

use super::{DiffArtifactsInput, Kind, flags, graphql, prompts};
use crate::document::{Document, Limits, Source};
use crate::error::{Error, ErrorCode, Result};

/// The two versions of an artifact, and what it is.
pub(super) struct Versions {
    pub(super) kind: Kind,
    pub(super) before: Document,
    pub(super) after: Document,
}

impl Versions {
    /// Reads both versions.
    pub(super) fn load(input: &DiffArtifactsInput, limits: &Limits) -> Result<Self> {
        let sdl = match input.kind {
            Some(kind) => kind == Kind::Graphql,
            None => graphql::is_sdl(&input.after) || graphql::is_sdl(&input.before),
        };
        let load = if sdl { load_sdl } else { load };
        let before = load(&input.before, "before", limits)?;
        let after = load(&input.after, "after", limits)?;
        if sdl {
            return Ok(Self::graphql(before, after));
        }
        let told = input.kind.or_else(|| of(&after.value)).or_else(|| of(&before.value));
        let told = told.or_else(|| is_config(&before.value, &after.value).then_some(Kind::Config));
        let kind = told.ok_or_else(|| {
            Error::new(
                ErrorCode::InputUnsupported,
                "the content does not tell what the artifact is",
            )
            .at("/after")
            .help("state its `kind`")
        })?;
        if kind == Kind::Graphql {
            return Ok(Self::graphql(before, after));
        }
        Ok(Self { kind, before, after })
    }

    /// Returns two GraphQL schemas. Pointers go into the schema: for one that was read as JSON, they
    /// do not tell lines.
    fn graphql(mut before: Document, mut after: Document) -> Self {
        for version in [&mut before, &mut after] {
            version.text.take_if(|_| !version.value.is_null());
        }
        Self { kind: Kind::Graphql, before, after }
    }
}

fn load(source: &Source, side: &str, limits: &Limits) -> Result<Document> {
    source.load(side, limits).map_err(|error| error.within(&format!("/{side}")))
}

/// Reads a GraphQL schema: text is left to the reader of the kind, unless it is JSON.
fn load_sdl(source: &Source, side: &str, limits: &Limits) -> Result<Document> {
    match source.as_text().filter(|text| !graphql::starts_as_json(text)) {
        Some(text) => {
            limits.check_bytes(text.len()).map_err(|error| error.within(&format!("/{side}")))?;
            let path = source.path_or(side).to_owned();
            Ok(Document { path, value: Value::Null, text: Some(text.into()), is_toml: false })
        }
        None => load(source, side, limits),
    }
}

/// Returns what a document is, when its content tells.
fn of(document: &Value) -> Option<Kind> {
    if graphql::is_introspection(document) {
        return Some(Kind::Graphql);
    }
    if flags::is_manifest(document) {
        return Some(Kind::Flags);
    }
    if prompts::is_library(document) {
        return Some(Kind::Prompts);
    }
    let has = |key: &str| document.get(key).is_some();
    let schema = document.is_boolean()
        || document.get("$schema").and_then(Value::as_str).is_some_and(|s| s.contains("schema"))
        || ["properties", "$defs", "definitions", "allOf", "anyOf", "oneOf", "$ref"]
            .iter()
            .any(|keyword| has(keyword))
        || document.get("type").and_then(Value::as_str).is_some_and(is_type);
    schema.then_some(Kind::JsonSchema)
}

/// Whatever else has members or items is configuration.
fn is_config(before: &Value, after: &Value) -> bool {
    [before, after].iter().any(|value| value.is_object() || value.is_array())
}

fn is_type(name: &str) -> bool {
    matches!(name, "object" | "array" | "string" | "number" | "integer" | "boolean" | "null")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn flags_and_prompts_are_told_from_what_is_near_to_them() {
        for (document, kind) in [
            (json!({"flags": {"a": {"state": "ENABLED", "variants": {}}}}), Some(Kind::Flags)),
            (json!({"flags": [{"key": "a", "variations": [true, false]}]}), Some(Kind::Flags)),
            (json!({"flags": {"verbose": true}}), None),
            (json!({"features": ["a"]}), None),
            (json!({"id": "a", "model": "m", "system": "Hello."}), Some(Kind::Prompts)),
            (json!({"prompts": {"a": {"system": "A", "user": "B"}}}), Some(Kind::Prompts)),
            (json!({"prompts": {"timeout": 3}}), None),
            (json!({"system": {"cpu": 4}, "model": "x1"}), None),
            (json!({"type": "array", "items": {"type": "string"}}), Some(Kind::JsonSchema)),
            (
                json!({"type": "object", "properties": {"flags": {}, "prompt": {}}}),
                Some(Kind::JsonSchema),
            ),
            (json!({"openapi": "3.1.0", "id": "a", "template": "x"}), None),
        ] {
            assert_eq!(of(&document), kind, "{document}");
        }
    }
}
