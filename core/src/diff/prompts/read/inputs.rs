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
        let at = at.member("schema").filter(|_| at.value.get("properties").is_none()).unwrap_or(at);
        entry.variables = Some(variables(&at));
    }
    let schemas = [
        "output_schema",
        "outputSchema",
        "response_schema",
        "responseSchema",
        "json_schema",
        "output",
    ];
    entry.output = fields.take_if(&schemas, |v| v.is_object() || v.is_boolean()).map(schema);
    if let Some(format) = entry.parameters.get("response_format").filter(|_| entry.output.is_none())
        && let Some(inner) = format.member("json_schema").or_else(|| format.member("schema"))
    {
        entry.output = Some(schema(inner));
        entry.parameters.remove("response_format");
    }
}

/// Returns the schema inside of what wraps it.
fn schema(at: Spot<'_>) -> Spot<'_> {
    match at.member("schema") {
        Some(inner) if inner.value.is_object() => inner,
        _ => at,
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
    let required = match &required {
        Some(spot) => spot.value == &Value::Bool(true),
        None => default.is_none(),
    };
    fields.take_if(&["optional"], Value::is_boolean);
    let mut shape: Members<'a> = fields.rest();
    if !at.value.is_object() {
        shape.insert("type".to_owned(), at.clone());
    }
    Variable { at: at.clone(), required, default, shape }
}
