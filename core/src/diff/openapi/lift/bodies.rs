//! Bodies of requests: one parameter that is the body, or parameters that are the fields of a form.

use serde_json::{Map, Value, json};

use super::at::At;
use super::media_types::{MediaType, MediaTypes};
use super::parameters::Style;
use super::references;
use super::schema::is_of_values;
use super::{BODY_NAME, Lifter};
use crate::document::pointer;

const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A field of a form, and where it stands.
pub(super) type Field<'a> = (&'a Map<String, Value>, String);

impl<'a> Lifter<'a> {
    /// Returns the parameter that is a body.
    pub(super) fn body(&mut self, parameter: &'a Value, at: &At, types: &MediaTypes) -> Value {
        self.origins.made(&at.to, &at.from);
        let Some(members) = parameter.as_object() else { return parameter.clone() };
        let examples = members.get("x-examples").and_then(Value::as_object);
        let types = types.or(JSON);
        let mut body = Map::new();
        for (key, member) in members {
            match key.as_str() {
                "in" | "schema" => {}
                // Generated code names an argument after it.
                "name" if member == "body" => {}
                "name" => {
                    self.origins.moved(&at.made(BODY_NAME).to, &at.member(key).from);
                    body.insert(BODY_NAME.to_owned(), member.clone());
                }
                "x-examples" if examples.is_some_and(|all| are_all_of(all, &types)) => {}
                _ => {
                    self.origins.moved(&at.member(key).to, &at.member(key).from);
                    body.insert(key.clone(), member.clone());
                }
            }
        }
        let examples = examples.map(|all| (all, "x-examples"));
        let schema = members.get("schema");
        body.insert("content".to_owned(), self.content(schema, at, &types, examples));
        Value::Object(body)
    }

    /// Returns a schema for each media type.
    pub(super) fn content(
        &mut self,
        schema: Option<&'a Value>,
        at: &At,
        types: &MediaTypes,
        examples: Option<(&'a Map<String, Value>, &str)>,
    ) -> Value {
        let place = at.made("content");
        let mut content = Map::new();
        if types.0.iter().all(|known| known.stated.is_none()) {
            self.assumed.insert(place.to.clone());
        }
        let affordable = self.affordable(types, at);
        for known in types.0.iter().take(affordable) {
            let at_type = place.made(&known.name);
            self.origins.made(&at_type.to, known.stated.as_deref().unwrap_or(&at.from));
            let mut media_type = Map::new();
            if let Some(schema) = schema {
                let from = at.member("schema").from;
                let to = at_type.made("schema").to;
                media_type.insert("schema".to_owned(), self.schema(schema, &At { from, to }));
            }
            let example = examples.and_then(|(all, key)| Some((all.get(&known.name)?, key)));
            if let Some((example, key)) = example {
                let from = pointer::push(&at.member(key).from, &known.name);
                self.origins.moved(&at_type.made("example").to, &from);
                media_type.insert("example".to_owned(), example.clone());
            }
            content.insert(known.name.clone(), Value::Object(media_type));
        }
        Value::Object(content)
    }

    /// Returns the fields of a form as an object.
    pub(super) fn form(&mut self, fields: &[Field<'a>], at: &At, types: &MediaTypes) -> Value {
        self.origins.made(&at.to, &at.from);
        let types = types.only(|name| name == URLENCODED || name.starts_with("multipart/"));
        let has_file =
            fields.iter().any(|(field, _)| field.get("type").is_some_and(|t| t == "file"));
        let types = types.or(if has_file { MULTIPART } else { URLENCODED });
        let mut content = Map::new();
        let mut first: Option<String> = None;
        let affordable = self.affordable(&types, at);
        for known in types.0.iter().take(affordable) {
            let place = at.made("content").made(&known.name);
            self.origins.made(&place.to, known.stated.as_deref().unwrap_or(&at.from));
            let at_schema = At { from: at.from.clone(), to: place.made("schema").to };
            let schema = match &first {
                Some(first) => json!({"$ref": references::to(first)}),
                None => self.object(fields, &at_schema),
            };
            self.origins.made(&at_schema.to, &at.from);
            first = first.or(Some(at_schema.to));
            let mut media_type = Map::from_iter([("schema".to_owned(), schema)]);
            if let Some(encoding) = self.encoding(fields, &place, known) {
                media_type.insert("encoding".to_owned(), encoding);
            }
            content.insert(known.name.clone(), Value::Object(media_type));
        }
        let mut body = Map::from_iter([("content".to_owned(), Value::Object(content))]);
        // Nobody states it: it follows from the fields.
        self.assumed.insert(at.made("required").to);
        if fields.iter().any(|(field, _)| is_required(field)) {
            body.insert("required".to_owned(), Value::Bool(true));
        }
        Value::Object(body)
    }

    fn object(&mut self, fields: &[Field<'a>], at: &At) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for (field, from) in fields {
            let name = name(field);
            let place = At { from: from.clone(), to: at.made("properties").made(name).to };
            self.origins.moved(&place.to, &place.from);
            let schema = self.simple(field, &place).unwrap_or_else(|| json!({}));
            properties.insert(name.to_owned(), with_rest(schema, field));
            if is_required(field) {
                let to = format!("{}/{}", at.made("required").to, required.len());
                self.origins.made(&to, &place.member("required").from);
                required.push(Value::from(name));
            }
        }
        let mut object = Map::from_iter([
            ("type".to_owned(), Value::from("object")),
            ("properties".to_owned(), Value::Object(properties)),
        ]);
        if !required.is_empty() {
            object.insert("required".to_owned(), Value::Array(required));
        }
        Value::Object(object)
    }

    /// Returns how lists in a form are written, where that is not how OpenAPI writes them by default: each
    /// item by itself.
    fn encoding(&mut self, fields: &[Field<'a>], at: &At, known: &MediaType) -> Option<Value> {
        let mut encoding = Map::new();
        for (field, from) in fields {
            let Some(style) = Style::of(field, "formData") else { continue };
            // Styles say nothing of multipart in OpenAPI 3.0, so that only what is told counts.
            let is_told = field.contains_key("collectionFormat") || known.name == URLENCODED;
            if style.explode || !is_told {
                continue;
            }
            let place = at.made("encoding").made(name(field));
            self.style_origins(field, &At { from: from.clone(), to: place.to.clone() });
            self.origins.made(&place.to, from);
            let written = json!({"style": style.name, "explode": style.explode});
            encoding.insert(name(field).to_owned(), written);
        }
        (!encoding.is_empty()).then_some(Value::Object(encoding))
    }
}

/// Adds to the schema of a field what its parameter says besides: a form has no other place for it.
fn with_rest(schema: Value, field: &Map<String, Value>) -> Value {
    let Value::Object(mut schema) = schema else { return schema };
    if schema.contains_key("$ref") {
        return Value::Object(schema);
    }
    for (key, member) in field {
        let elsewhere = ["in", "name", "required", "collectionFormat"].contains(&key.as_str());
        if !elsewhere && !is_of_values(key) {
            schema.insert(key.clone(), member.clone());
        }
    }
    Value::Object(schema)
}

fn are_all_of(examples: &Map<String, Value>, types: &MediaTypes) -> bool {
    examples.keys().all(|key| types.0.iter().any(|known| known.name == *key))
}

pub(super) fn name(field: &Map<String, Value>) -> &str {
    field.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn is_required(field: &Map<String, Value>) -> bool {
    field.get("required") == Some(&Value::Bool(true))
}
