//! Forms: their fields are text, but for those that are objects, which are written as JSON (OpenAPI 3.1.1 section
//! 4.8.15.1.1, `contentType`).

use serde_json::Value;

use super::Comparison;
use super::direction::Message;
use crate::diff::fields::{Members, Spot};
use crate::diff::openapi::model::Api;

/// Schemas inside of `allOf` that are looked into, one in another.
pub(super) const MOST_PARTS: usize = 8;

impl<'a> Comparison<'_, 'a> {
    /// Compares the fields of a form that travel as JSON once more, as such.
    pub(super) fn structured(
        &mut self,
        name: &str,
        (was, old): (&Spot<'a>, &Spot<'a>),
        (is, new): (&Spot<'a>, &Spot<'a>),
        message: Message,
    ) {
        if !is_form(name) {
            return;
        }
        let new_fields = fields(self.after, new, MOST_PARTS);
        for (field, old) in fields(self.before, old, MOST_PARTS) {
            let Some(new) = new_fields.get(&field) else { continue };
            let is_json = travels_as_json(self.before, was, &field, &old)
                && travels_as_json(self.after, is, &field, new);
            if is_json {
                self.schema(&old, new, message, false);
            }
        }
    }
}

/// Returns the fields of a form.
pub(super) fn fields<'a>(api: &Api<'a>, schema: &Spot<'a>, left: usize) -> Members<'a> {
    let schema = api.resolved(schema);
    let mut found = schema.member("properties").map(|all| all.members()).unwrap_or_default();
    let Some(left) = left.checked_sub(1) else { return found };
    let parts = schema.member("allOf").map(|all| all.items()).unwrap_or_default();
    for part in parts {
        found.extend(fields(api, &part, left));
    }
    // Who sends a member and who reads it is known where the form itself is compared.
    found
        .retain(|_, field| ["readOnly", "writeOnly"].iter().all(|key| field.member(key).is_none()));
    found
}

/// Tells whether a field is written as JSON: an object or a list of such, unless the form says otherwise.
fn travels_as_json(api: &Api<'_>, form: &Spot<'_>, field: &str, schema: &Spot<'_>) -> bool {
    let encoding = form.member("encoding").and_then(|all| all.member(field));
    if let Some(encoding) = encoding {
        if let Some(stated) = encoding.member("contentType").and_then(|stated| stated.text()) {
            return stated.contains("json");
        }
        if ["style", "explode", "allowReserved"].iter().any(|key| encoding.member(key).is_some()) {
            return false;
        }
    }
    let schema = api.resolved(schema);
    let items = schema.member("items").map(|items| api.resolved(&items));
    is_object(&schema) || items.is_some_and(|items| is_object(&items))
}

pub(super) fn is_object(schema: &Spot<'_>) -> bool {
    match schema.value.get("type") {
        Some(Value::String(name)) => name == "object",
        Some(Value::Array(names)) => names.iter().any(|name| name == "object"),
        _ => schema.value.get("properties").is_some(),
    }
}

pub(super) fn is_form(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    essence == "application/x-www-form-urlencoded" || essence.starts_with("multipart/")
}

/// Tells whether every value of a media type is written as text, so that a number is a text too.
pub(super) fn is_text(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    is_form(name) || (essence.starts_with("text/") && essence != "text/json")
}

/// Tells whether values of a media type are XML.
pub(super) fn is_xml(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    ["application/xml", "text/xml"].contains(&essence) || essence.ends_with("+xml")
}
