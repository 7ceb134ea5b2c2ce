//! What the library says about itself.

use std::fmt::Write as _;

use meta_core::operations::{Code, CodeList, OperationExplained, OperationList, SchemaList};
use serde_json::Value;

use super::table::{HEADING, styled, table};

/// Returns what a code means.
pub(crate) fn code(code: &Code) -> String {
    let title = styled(HEADING, code.id);
    format!(
        "{title} ({}): {}\n\nwhy it matters: {}\nhow to mend it: {}\n",
        code.severity, code.summary, code.why, code.fix
    )
}

/// Returns the list of codes.
pub(crate) fn codes(list: &CodeList) -> String {
    let row =
        |code: &Code| vec![code.id.to_owned(), code.severity.to_string(), code.summary.to_owned()];
    table("codes", &["code", "severity", "meaning"], list.codes.iter().map(row).collect())
}

/// Returns the list of shapes.
pub(crate) fn schemas(list: &SchemaList) -> String {
    let rows = list.schemas.iter();
    let rows =
        rows.map(|shape| vec![shape.name.clone(), shape.version.clone(), shape.path.clone()]);
    table("schemas", &["name", "version", "place in a workspace"], rows.collect())
}

/// Returns the list of operations.
pub(crate) fn operations(list: &OperationList) -> String {
    let rows = list.operations.iter();
    let rows = rows.map(|operation| vec![operation.name.clone(), operation.doc.clone()]);
    table("operations", &["name", "returns"], rows.collect())
}

/// Returns what an operation reads and returns.
pub(crate) fn operation(explained: &OperationExplained) -> String {
    let mut out = format!("{}: {}\n", styled(HEADING, &explained.name), explained.doc);
    for (title, schema) in
        [("input", &explained.input_schema), ("report", &explained.report_schema)]
    {
        out.push('\n');
        out.push_str(&fields(title, schema));
    }
    let _ =
        write!(out, "\nthe JSON Schemas: meta-core operations {} --format json\n", explained.name);
    out
}

fn fields(title: &str, schema: &Value) -> String {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let members = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let row = |(name, field): (&String, &Value)| {
        let doc = field.get("description").and_then(Value::as_str).unwrap_or_default();
        let needed = if required.contains(&name.as_str()) { "yes" } else { "no" };
        let doc: Vec<&str> = doc.split_whitespace().collect();
        vec![name.clone(), needed.to_owned(), doc.join(" ")]
    };
    table(title, &["field", "always", "meaning"], members.map(row).collect())
}
