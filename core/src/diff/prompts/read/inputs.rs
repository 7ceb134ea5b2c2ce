//! Reads what callers pass, and the schema of what they get.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diff::fields::{Fields, Members, Spot};
use crate::diff::prompts::model::{Entry, Variable};

/// Reads variables and output schema.
pub(super) fn read<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>) {
    let names = [
        "variables",
        "input_variables",
        "inputVariables",
        "inputs",
        "input",
        "arguments",
        "params",
    ];
    if let Some(at) = fields.take_if(&names, |v| v.is_object() || v.is_array()) {
        let wrapped = at.member("schema").filter(|_| at.value.get("properties").is_none());
        let mut found = variables(wrapped.as_ref().unwrap_or(&at));
        if wrapped.is_some() {
            let mut around = Fields::of(&at);
            around.take(&["schema"]);
            defaults(&mut found, around.take_if(&["default"], Value::is_object).as_ref());
            keep(&mut entry.rest, &at, around.rest());
        }
        entry.variables = Some(found);
    }
    let schemas = [
        "output_schema",
        "outputSchema",
        "response_schema",
        "responseSchema",
        "json_schema",
        "output",
    ];
    if let Some(at) = fields.take_if(&schemas, |v| v.is_object() || v.is_boolean()) {
        entry.output = Some(schema(at, entry));
    }
    response_format(entry);
}

/// Reads the schema inside of what tells the form of responses.
fn response_format(entry: &mut Entry<'_>) {
    let Some(format) = entry.parameters.get("response_format").filter(|_| entry.output.is_none())
    else {
        return;
    };
    let Some(inner) = format.member("json_schema").or_else(|| format.member("schema")) else {
        return;
    };
    let mut around = Fields::of(format);
    around.take(&["json_schema", "schema"]);
    // That there is a schema, the schema tells.
    around.take_if(&["type"], |kind| kind.as_str() == Some("json_schema"));
    let at = format.clone();
    entry.parameters.remove("response_format");
    keep(&mut entry.parameters, &at, around.rest());
    entry.output = Some(schema(inner, entry));
}

/// Returns the schema inside of what wraps it; what the wrapper says beside goes to the parameters.
fn schema<'a>(at: Spot<'a>, entry: &mut Entry<'a>) -> Spot<'a> {
    let Some(inner) = at.member("schema").filter(|inner| inner.value.is_object()) else {
        return at;
    };
    let mut around = Fields::of(&at);
    around.take(&["schema"]);
    let around = around.rest().into_iter();
    entry.parameters.extend(around.filter(|(name, _)| name != "type"));
    inner
}

/// Keeps what a wrapper says beside what it wraps, under names of its own.
fn keep<'a>(members: &mut Members<'a>, wrapper: &Spot<'a>, around: Members<'a>) {
    let name = wrapper.pointer.rsplit('/').next().unwrap_or_default();
    members.extend(around.into_iter().map(|(key, spot)| (format!("{name}.{key}"), spot)));
}

/// Gives variables the defaults that stand beside their schema.
fn defaults<'a>(found: &mut BTreeMap<String, Variable<'a>>, defaults: Option<&Spot<'a>>) {
    for (name, spot) in defaults.map(Spot::members).unwrap_or_default() {
        if let Some(variable) = found.get_mut(&name) {
            variable.required = false;
            variable.default = Some(spot);
        }
    }
}

fn variables<'a>(at: &Spot<'a>) -> BTreeMap<String, Variable<'a>> {
    if let Some(properties) = at.member("properties").filter(|spot| spot.value.is_object()) {
        let required = at.member("required").map(|list| list.items()).unwrap_or_default();
        let required: Vec<&str> = required.iter().filter_map(Spot::text).collect();
        let all = properties.members().into_iter();
        return all
            .map(|(name, spot)| {
                let mut variable = variable(&spot);
                variable.required = required.contains(&name.as_str());
                (name, variable)
            })
            .collect();
    }
    let mut found = BTreeMap::new();
    for (name, spot) in at.members() {
        // `name?` is optional in the short form of Dotprompt.
        let plain = name.trim_end_matches('?').to_owned();
        let mut variable = variable(&spot);
        variable.required &= plain == name;
        found.insert(plain, variable);
    }
    for item in at.items() {
        let name = ["name", "id", "key"].iter().find_map(|name| item.member(name)?.text());
        let Some(name) = name.or(item.text()) else { continue };
        let mut variable = variable(&item);
        if item.text().is_some() {
            // Nothing but the name is told.
            variable.shape.clear();
        }
        found.insert(name.trim_end_matches('?').to_owned(), variable);
    }
    found
}

fn variable<'a>(at: &Spot<'a>) -> Variable<'a> {
    let mut fields = Fields::of(at);
    fields.take_all(&["name", "id", "key"]);
    let default = fields.take(&["default", "default_value", "defaultValue"]);
    let required = fields.take_if(&["required", "is_required", "isRequired"], Value::is_boolean);
    let optional = fields.take_if(&["optional"], Value::is_boolean);
    let optional = optional.is_some_and(|spot| spot.value == &Value::Bool(true));
    let required = match &required {
        Some(spot) => spot.value == &Value::Bool(true),
        None => default.is_none(),
    };
    let required = required && !optional;
    let mut shape: Members<'a> = fields.rest();
    if !at.value.is_object() {
        // Several words that are no type say what is meant.
        let told =
            at.text().is_some_and(|text| type_of(text).is_none() && text.trim().contains(' '));
        shape.insert(if told { "description" } else { "type" }.to_owned(), at.clone());
    }
    Variable { at: at.clone(), required, default, shape }
}

/// Returns the type of JSON Schema that a name of a type stands for.
pub(in crate::diff::prompts) fn type_of(text: &str) -> Option<&'static str> {
    // The short form of Dotprompt puts a description behind a comma.
    let word = text.split([',', '(']).next().unwrap_or_default().trim().to_ascii_lowercase();
    match word.as_str() {
        "string" | "str" | "text" => Some("string"),
        "integer" | "int" => Some("integer"),
        "number" | "float" | "double" => Some("number"),
        "boolean" | "bool" => Some("boolean"),
        "array" | "list" => Some("array"),
        "object" | "dict" | "map" | "json" => Some("object"),
        _ => None,
    }
}
