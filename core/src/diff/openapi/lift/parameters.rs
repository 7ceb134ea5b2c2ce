//! Parameters outside of bodies, and headers of responses.

use serde_json::{Map, Value, json};

use super::Lifter;
use super::at::At;
use super::references;
use super::schema::is_of_values;

impl<'a> Lifter<'a> {
    /// Returns a parameter that is sent outside of the body.
    pub(super) fn parameter(&mut self, parameter: &'a Value, at: &At) -> Value {
        self.origins.moved(&at.to, &at.from);
        if let Some(reference) = references::reference(parameter) {
            let rewritten = self.rewritten(reference);
            return json!({"$ref": rewritten});
        }
        let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        match parameter.as_object() {
            Some(members) if ["query", "header", "path"].contains(&place) => {
                self.with_schema(members, place, at)
            }
            _ => parameter.clone(),
        }
    }

    /// Returns a header of a response.
    pub(super) fn header(&mut self, header: &'a Value, at: &At) -> Value {
        self.origins.moved(&at.to, &at.from);
        if let Some(reference) = references::reference(header) {
            let rewritten = self.rewritten(reference);
            return json!({"$ref": rewritten});
        }
        match header.as_object() {
            Some(members) => self.with_schema(members, "header", at),
            None => header.clone(),
        }
    }

    fn with_schema(&mut self, members: &'a Map<String, Value>, place: &str, at: &At) -> Value {
        let mut lifted = Map::new();
        let has_schema = members.contains_key("schema");
        for (key, member) in members.iter().filter(|(key, _)| has_schema || !is_of_values(key)) {
            match key.as_str() {
                "x-example" if !members.contains_key("example") => {
                    self.origins.moved(&at.made("example").to, &at.member(key).from);
                    lifted.insert("example".to_owned(), member.clone());
                }
                "collectionFormat" => {}
                "schema" => {
                    let schema = self.schema(member, &at.member(key));
                    lifted.insert(key.clone(), schema);
                }
                _ => {
                    lifted.insert(key.clone(), member.clone());
                }
            }
        }
        if !has_schema {
            if let Some(schema) = self.simple(members, &at.made("schema")) {
                lifted.insert("schema".to_owned(), schema);
            }
        }
        // What OpenAPI takes for granted is left out, as people do.
        let style = Style::of(members, place).filter(|style| style.name != "simple");
        if let Some(style) = style {
            self.style_origins(members, at);
            lifted.insert("style".to_owned(), Value::from(style.name));
            lifted.insert("explode".to_owned(), Value::from(style.explode));
        }
        Value::Object(lifted)
    }

    /// Notes that `style` and `explode` come from `collectionFormat`, or from nothing but the parameter.
    pub(super) fn style_origins(&mut self, members: &Map<String, Value>, at: &At) {
        let stated = members.contains_key("collectionFormat");
        let origin = if stated { at.member("collectionFormat").from } else { at.from.clone() };
        for key in ["style", "explode"] {
            self.origins.made(&at.made(key).to, &origin);
        }
    }
}

/// How a list is written in a row.
pub(super) struct Style {
    pub(super) name: String,
    pub(super) explode: bool,
}

impl Style {
    /// Returns how the values of a parameter are written, when they are lists; for anything else there is
    /// only one way.
    pub(super) fn of(members: &Map<String, Value>, place: &str) -> Option<Self> {
        if members.get("type").is_none_or(|name| name != "array") {
            return None;
        }
        let format = members.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
        let is_query = ["query", "formData"].contains(&place);
        let explode = format == "multi" && is_query;
        let mut name = match format {
            "csv" | "multi" if is_query => "form",
            "csv" => "simple",
            other => delimited(other),
        }
        .to_owned();
        // Lists in lists have no form in OpenAPI 3: how they are written is told here.
        let mut inner = members.get("items");
        while let Some(items) = inner.and_then(Value::as_object) {
            let format = items.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv");
            if format != "csv" {
                name.push_str(" of ");
                name.push_str(delimited(format));
            }
            inner = items.get("items");
        }
        Some(Self { name, explode })
    }
}

fn delimited(format: &str) -> &str {
    match format {
        "ssv" => "spaceDelimited",
        // OpenAPI 3 has no such style; it differs from all that it has.
        "tsv" => "tabDelimited",
        "pipes" => "pipeDelimited",
        other => other,
    }
}
