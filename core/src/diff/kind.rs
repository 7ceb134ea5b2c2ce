//! What an artifact is: as told, or from its name and content.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::{self, Joined, Supplied};
use super::{DiffArtifactsInput, Kind, flags, graphql, openapi, prompts};
use crate::document::{Document, Form, Limits, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::parallel;

/// The two versions of an artifact, and what it is.
pub(super) struct Versions {
    pub(super) kind: Kind,
    pub(super) before: Document,
    pub(super) after: Document,
    /// What is known of the files that the two are made of.
    pub(super) joined: [Joined; 2],
}

impl Versions {
    /// Reads both versions.
    pub(super) fn load(input: &DiffArtifactsInput, limits: &Limits) -> Result<Self> {
        let mut versions = Self::told(input, true, limits)?.ok_or_else(|| {
            Error::new(
                ErrorCode::InputUnsupported,
                "the content does not tell what the artifact is",
            )
            .at("/after")
            .help("state its `kind`")
        })?;
        let supplied = [&input.before_files, &input.after_files].map(Supplied::new);
        if versions.kind == Kind::Graphql {
            graphql::join(&mut versions.before, named(&input.before_files), limits)
                .map_err(|error| error.within("/before_files"))?;
            graphql::join(&mut versions.after, named(&input.after_files), limits)
                .map_err(|error| error.within("/after_files"))?;
        }
        let names = [versions.before.path.clone(), versions.after.path.clone()];
        versions.join(names.each_ref().map(String::as_str), supplied.each_ref(), limits)?;
        Ok(versions)
    }

    /// Reads both versions; none when nothing tells what they are. With `or_config`, what has members
    /// or items and is nothing else is configuration.
    pub(super) fn told(
        input: &DiffArtifactsInput,
        or_config: bool,
        limits: &Limits,
    ) -> Result<Option<Self>> {
        let sdl = match input.kind {
            Some(kind) => kind == Kind::Graphql,
            None => graphql::is_sdl(&input.after) || graphql::is_sdl(&input.before),
        };
        let load = if sdl { load_sdl } else { load };
        let (before, after) = parallel::both_if(
            is_large(&input.before) && is_large(&input.after),
            || load(&input.before, "before", limits),
            || load(&input.after, "after", limits),
        );
        let (before, after) = (before?, after?);
        if sdl {
            return Ok(Some(Self::graphql(before, after)));
        }
        let is_prompt =
            is_dotprompt(&input.after, "after") || is_dotprompt(&input.before, "before");
        let named = input.kind.or_else(|| is_prompt.then_some(Kind::Prompts));
        let told = named.or_else(|| of(&after.value)).or_else(|| of(&before.value));
        let config = or_config && is_config(&before.value, &after.value);
        let Some(kind) = told.or_else(|| config.then_some(Kind::Config)) else { return Ok(None) };
        if kind == Kind::Graphql {
            return Ok(Some(Self::graphql(before, after)));
        }
        for (document, source, side) in
            [(&before, &input.before, "before"), (&after, &input.after, "after")]
        {
            one_document(kind, document, source, side, limits)?;
        }
        Ok(Some(Self { kind, before, after, joined: Default::default() }))
    }

    /// Returns the same with an older version before: of the same kind, and called `name` unless it has one.
    pub(super) fn since(
        &self,
        before: &Source,
        name: &str,
        files: &BTreeMap<String, Source>,
        limits: &Limits,
    ) -> Result<Self> {
        let is_sdl = self.kind == Kind::Graphql;
        let mut older = if is_sdl { load_sdl } else { load }(before, name, limits)?;
        if !is_sdl {
            one_document(self.kind, &older, before, name, limits)?;
        }
        // References count from its path; without one, from beside the files.
        let path = before.path_or("before");
        let joined = join(self.kind, &mut older, path, &Supplied::new(files), limits)
            .map_err(|error| error.within("/before_files"))?;
        if is_sdl {
            without_json_text(&mut older);
        }
        let [_, after] = &self.joined;
        let joined = [joined, after.clone()];
        Ok(Self { kind: self.kind, before: older, after: self.after.clone(), joined })
    }

    /// Makes the files that the two refer to part of them, where their kind has references.
    pub(super) fn join(
        &mut self,
        names: [&str; 2],
        supplied: [&Supplied<'_>; 2],
        limits: &Limits,
    ) -> Result<()> {
        let ([old, new], [was, is]) = (names, supplied);
        let before = join(self.kind, &mut self.before, old, was, limits);
        let after = join(self.kind, &mut self.after, new, is, limits);
        self.joined = [
            before.map_err(|error| error.within("/before_files"))?,
            after.map_err(|error| error.within("/after_files"))?,
        ];
        Ok(())
    }

    fn graphql(mut before: Document, mut after: Document) -> Self {
        [&mut before, &mut after].into_iter().for_each(without_json_text);
        Self { kind: Kind::Graphql, before, after, joined: Default::default() }
    }
}

fn named(files: &BTreeMap<String, Source>) -> impl Iterator<Item = (&str, &Source)> {
    files.iter().map(|(name, source)| (name.as_str(), source))
}

/// Pointers go into the schema of GraphQL: for one that was read as JSON, they do not tell lines.
fn without_json_text(schema: &mut Document) {
    schema.text.take_if(|_| !schema.value.is_null());
}

/// Makes the files that a document refers to part of it, where its kind has references.
fn join(
    kind: Kind,
    document: &mut Document,
    name: &str,
    supplied: &Supplied<'_>,
    limits: &Limits,
) -> Result<Joined> {
    if !matches!(kind, Kind::JsonSchema | Kind::Openapi) {
        return Ok(Joined::default());
    }
    files::join(document, name, supplied, limits)
}

/// Tells whether a document takes longer to read than a thread to start.
fn is_large(source: &Source) -> bool {
    const LARGE: usize = 1 << 20;
    source.as_text().is_some_and(|text| text.len() > LARGE)
}

fn load(source: &Source, side: &str, limits: &Limits) -> Result<Document> {
    if let Some(text) = source.as_text().filter(|_| is_dotprompt(source, side)) {
        return prompts::load_dotprompt(source.path_or(side), text, limits)
            .map_err(|error| error.within(&format!("/{side}")));
    }
    source.load_stream(side, limits).map_err(|error| error.within(&format!("/{side}")))
}

/// Refuses several documents in one text, but for configuration.
fn one_document(
    kind: Kind,
    document: &Document,
    source: &Source,
    side: &str,
    limits: &Limits,
) -> Result<()> {
    if kind == Kind::Config || document.form != Form::Stream {
        return Ok(());
    }
    // The reader of one document tells where the second begins.
    source.load(side, limits).map(drop).map_err(|error| error.within(&format!("/{side}")))
}

fn is_dotprompt(source: &Source, side: &str) -> bool {
    source.as_text().is_some_and(|text| prompts::is_dotprompt(source.path_or(side), text))
}

/// Reads a GraphQL schema: text is left to the reader of the kind, unless it is JSON.
fn load_sdl(source: &Source, side: &str, limits: &Limits) -> Result<Document> {
    match source.as_text().filter(|text| !graphql::starts_as_json(text)) {
        Some(text) => {
            limits.check_bytes(text.len()).map_err(|error| error.within(&format!("/{side}")))?;
            let path = source.path_or(side).to_owned();
            Ok(Document {
                path,
                value: Value::Null,
                text: Some(text.into()),
                form: Form::Plain,
                parts: BTreeMap::new(),
                sections: Vec::new(),
            })
        }
        None => load(source, side, limits),
    }
}

/// Returns what a document is, when its content tells.
fn of(document: &Value) -> Option<Kind> {
    if openapi::is_description(document) {
        return Some(Kind::Openapi);
    }
    if graphql::is_introspection(document) {
        return Some(Kind::Graphql);
    }
    if flags::is_manifest(document) {
        return Some(Kind::Flags);
    }
    if prompts::is_library(document) {
        return Some(Kind::Prompts);
    }
    let schema = document.is_boolean()
        || document.get("$schema").and_then(Value::as_str).is_some_and(is_dialect)
        || has_keyword(document)
        || document.get("type").and_then(Value::as_str).is_some_and(is_type);
    schema.then_some(Kind::JsonSchema)
}

/// Tells whether an address is that of a dialect of JSON Schema, and not of a schema for the document.
fn is_dialect(address: &str) -> bool {
    address.contains("json-schema.org/") || address.contains("/metaschema")
}

/// Keywords that tell a schema, when they hold what they hold in one.
fn has_keyword(document: &Value) -> bool {
    let schema = |value: &Value| match value {
        Value::Object(members) => {
            members.is_empty() || members.keys().any(|key| KEYWORDS.contains(&key.as_str()))
        }
        other => other.is_boolean(),
    };
    let named = ["properties", "$defs", "definitions"].iter().any(|key| {
        let members = document.get(*key).and_then(Value::as_object);
        members.is_some_and(|members| members.values().all(schema))
    });
    let listed = ["allOf", "anyOf", "oneOf"].iter().any(|key| {
        let items = document.get(*key).and_then(Value::as_array);
        items.is_some_and(|items| items.iter().all(schema))
    });
    named || listed || document.get("$ref").is_some_and(Value::is_string)
}

/// Keywords by which a part of a schema is known.
const KEYWORDS: &[&str] = &[
    "type",
    "$ref",
    "enum",
    "const",
    "properties",
    "items",
    "prefixItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "$defs",
    "definitions",
    "required",
    "additionalProperties",
    "patternProperties",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
    "$dynamicRef",
];

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
            (json!({"openapi": "3.1.0", "paths": {}}), Some(Kind::Openapi)),
            (json!({"swagger": "2.0", "definitions": {}, "info": {}}), Some(Kind::Openapi)),
            (json!({"$schema": "https://json.schemastore.org/tsconfig", "files": []}), None),
            (json!({"$schema": "https://docs.example.com/bot-schema.json", "n": 1}), None),
            (
                json!({"$schema": "https://json-schema.org/draft/2020-12/schema"}),
                Some(Kind::JsonSchema),
            ),
            (json!({"properties": {"displayName": "x", "rule": {"if": {}}}}), None),
            (json!({"definitions": {"caches": {"npm": "~/.npm"}}, "image": "n"}), None),
            (json!({"definitions": {"id": {"type": "string"}}}), Some(Kind::JsonSchema)),
            (json!({"features": {"nfs": {"state": "present"}}}), None),
            (json!({"items": [{"key": "a", "state": "open"}]}), None),
            (json!({"items": [{"key": "a", "state": "on"}]}), Some(Kind::Flags)),
        ] {
            assert_eq!(of(&document), kind, "{document}");
        }
    }
}
