//! Schemas. Each that is written in place is lifted once: where it is needed again stands a reference to it,
//! so that nothing grows, and a change of it is one change.

use serde_json::{Map, Value, json};

use super::Lifter;
use super::at::At;
use super::references;
use crate::document::pointer;

/// How the values of a schema are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As JSON.
    Full,
    /// As text in a parameter or header, where lists have a `collectionFormat`.
    Simple,
}

/// Members of a parameter or header that say what values it may have. Some of them only schemas may have,
/// but they are met.
const OF_VALUES: [&str; 24] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "oneOf",
    "pattern",
    "properties",
    "type",
    "uniqueItems",
];

/// Tells whether a member of a parameter or header says what values it may have.
pub(super) fn is_of_values(key: &str) -> bool {
    OF_VALUES.contains(&key)
        || ["x-nullable", "x-extensible-enum", "x-ms-enum"].contains(&key)
        || key.starts_with("x-enum")
}

impl<'a> Lifter<'a> {
    /// Returns a schema, or a reference to where it went before.
    pub(super) fn schema(&mut self, schema: &'a Value, at: &At) -> Value {
        self.origins.moved(&at.to, &at.from);
        if let Some(reference) = references::reference(schema) {
            if schema.as_object().is_some_and(|members| members.len() == 1) {
                return json!({"$ref": self.rewritten(reference)});
            }
        }
        self.known(at.from.clone(), at).unwrap_or_else(|| self.full(schema, &at.from))
    }

    /// Returns a schema of what a parameter or header says of its values; none when it says nothing.
    pub(super) fn simple(&mut self, members: &'a Map<String, Value>, at: &At) -> Option<Value> {
        let of_values = members.iter().filter(|(key, _)| is_of_values(key));
        let of_values: Vec<(&String, &'a Value)> = of_values.collect();
        if of_values.is_empty() {
            return None;
        }
        self.origins.moved(&at.to, &at.from);
        // A reference to the parameter itself means the parameter.
        let name = pointer::push(&at.from, "schema");
        if let Some(known) = self.known(name, at) {
            return Some(known);
        }
        Some(self.members(of_values.into_iter(), &at.from, Form::Simple))
    }

    /// Returns a reference to where a schema went before; notes where it goes now.
    fn known(&mut self, name: String, at: &At) -> Option<Value> {
        if let Some(to) = self.schemas.get(&name) {
            self.origins.made(&at.to, &at.from);
            return Some(json!({"$ref": references::to(to)}));
        }
        self.schemas.insert(name, at.to.clone());
        None
    }

    /// Returns a schema in the form of OpenAPI.
    pub(super) fn full(&mut self, schema: &'a Value, from: &str) -> Value {
        self.lifted(schema, from, Form::Full)
    }

    fn lifted(&mut self, schema: &'a Value, from: &str, form: Form) -> Value {
        match schema {
            Value::Object(members) => self.members(members.iter(), from, form),
            other => other.clone(),
        }
    }

    fn members(
        &mut self,
        members: impl Iterator<Item = (&'a String, &'a Value)>,
        from: &str,
        form: Form,
    ) -> Value {
        let mut schema = Map::new();
        for (key, member) in members {
            let value = match key.as_str() {
                "$ref" => member.as_str().map(|text| Value::from(self.rewritten(text))),
                "items" | "additionalProperties" | "not" | "allOf" | "anyOf" | "oneOf" => {
                    Some(self.one_or_more(member, &pointer::push(from, key), form))
                }
                "properties" | "patternProperties" | "definitions" => {
                    Some(self.each(member, &pointer::push(from, key)))
                }
                "collectionFormat" if form == Form::Simple => continue,
                _ => None,
            };
            schema.insert(key.clone(), value.unwrap_or_else(|| member.clone()));
        }
        self.spelled(&mut schema, from);
        Value::Object(schema)
    }

    fn one_or_more(&mut self, value: &'a Value, from: &str, form: Form) -> Value {
        let Some(items) = value.as_array() else { return self.lifted(value, from, form) };
        let items = items.iter().enumerate();
        items.map(|(index, item)| self.lifted(item, &format!("{from}/{index}"), form)).collect()
    }

    fn each(&mut self, value: &'a Value, from: &str) -> Value {
        let Some(members) = value.as_object() else { return value.clone() };
        let lifted = members
            .iter()
            .map(|(key, member)| (key.clone(), self.full(member, &pointer::push(from, key))));
        Value::Object(lifted.collect())
    }

    /// Gives a schema the spelling of OpenAPI 3.0.
    fn spelled(&mut self, schema: &mut Map<String, Value>, from: &str) {
        if schema.get("type").is_some_and(|name| name == "file") {
            schema.insert("type".to_owned(), Value::from("string"));
            schema.insert("format".to_owned(), Value::from("binary"));
            self.origins.corrected(from, "format", "type");
        }
        if let Some(Value::String(name)) = schema.get("discriminator") {
            let object = json!({"propertyName": name});
            schema.insert("discriminator".to_owned(), object);
            // What is inside of the member has the member itself for its origin.
            self.origins.corrected(from, "discriminator", "discriminator");
        }
        let nullable = schema.get("x-nullable").is_some_and(Value::is_boolean);
        if nullable && !schema.contains_key("nullable") {
            if let Some(stated) = schema.remove("x-nullable") {
                schema.insert("nullable".to_owned(), stated);
                self.origins.corrected(from, "nullable", "x-nullable");
            }
        }
    }
}
