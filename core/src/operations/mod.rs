//! The one table of operations: every stateless function of this crate, by name.
//!
//! A row of [`operations!`](crate::operations) names the function and the types it reads and
//! returns. From the table come [`OPERATIONS`], [`call`], the exports of every host, their types,
//! the reference pages and the fixture runners.

mod handles;
mod reference;
mod shapes;
mod table;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{self, Limits, typed};
use crate::error::{Error, ErrorCode, Result};
use crate::suggest;

pub use handles::{
    HANDLES, Handle, Method, NoInput, Prepared, State, asked, asked_with, open_lifecycle, opened,
};
pub use reference::{
    Code, CodeList, ExplainCodeInput, ExplainSchemaInput, ListCodesInput, ListSchemasInput,
    SchemaExplained, SchemaList, SchemaSummary, explain_code, explain_schema, list_codes,
    list_schemas,
};
pub use shapes::SHAPES;
pub use table::OPERATIONS;

/// One operation.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Name: a verb and a noun in `snake_case`.
    pub name: &'static str,
    /// What it returns, in a sentence or two.
    pub doc: &'static str,
    /// Module the function lives in.
    pub module: &'static str,
    /// Returns the JSON Schema of its input.
    pub input_schema: fn() -> Value,
    /// Returns the JSON Schema of its report.
    pub report_schema: fn() -> Value,
    /// Runs it on an input that was read already.
    pub run: fn(Value) -> Result<String>,
}

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON. A text that is handed over, and
/// not lent, is let go of as soon as it is read.
///
/// ```
/// let report = meta_core::call("render_canonical", r#"{"document": {"b": 1, "a": 2}}"#)?;
/// assert!(report.contains(r#""canonical":"{\"a\":2,\"b\":1}""#));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// `operation_unknown` when no operation has this name; `input_invalid` when the text is no JSON or
/// YAML, or not what the operation reads; and the errors of the operation.
pub fn call(name: &str, text: impl AsRef<str>) -> Result<String> {
    find(name)?.call(text)
}

impl Operation {
    /// Runs the operation on JSON or YAML `text`, and returns its report as JSON.
    ///
    /// # Errors
    /// As [`call`].
    pub fn call(&self, text: impl AsRef<str>) -> Result<String> {
        (self.run)(parsed(text)?)
    }
}

/// Runs one operation by its function, as [`call`] does by its name. A host that names only some of the
/// functions links only these.
///
/// # Errors
/// As [`call`], but for `operation_unknown`.
pub fn call_function<I, R>(function: fn(&I) -> Result<R>, text: impl AsRef<str>) -> Result<String>
where
    I: DeserializeOwned,
    R: Serialize,
{
    run(parsed(text)?, function)
}

/// Reads the text of a call, and drops it.
fn parsed(text: impl AsRef<str>) -> Result<Value> {
    document::parse(text.as_ref(), &Limits::CALL)
}

/// Returns the operation called `name`.
///
/// # Errors
/// `operation_unknown`, with the nearest name.
pub fn find(name: &str) -> Result<&'static Operation> {
    let found = OPERATIONS.iter().find(|operation| operation.name == name);
    found.ok_or_else(|| unknown("operation", name, OPERATIONS.iter().map(|known| known.name)))
}

/// Returns the error for a name that is none of `known`, with the nearest one or the first few.
pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.into_iter().collect();
    let error = Error::new(ErrorCode::OperationUnknown, format!("no {what} is called `{name}`"));
    if let Some(near) = suggest::nearest(name, known.iter().copied()) {
        return error.help(format!("did you mean `{near}`?"));
    }
    let few = known.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let rest = if known.len() > 12 { ", …" } else { "" };
    error.help(format!("there are {few}{rest}"))
}

/// Reads an input, runs `function` on it, and writes its report.
///
/// # Errors
/// `input_invalid` when the value is not what the function reads; those of the function.
pub fn run<I: DeserializeOwned, R: Serialize>(
    value: Value,
    function: fn(&I) -> Result<R>,
) -> Result<String> {
    write_report(&function(&read_input(value)?)?)
}

/// Writes a report as JSON.
///
/// # Errors
/// `input_invalid` when it has no JSON form.
pub fn write_report(report: &impl Serialize) -> Result<String> {
    serde_json::to_string(report).map_err(|error| {
        Error::new(ErrorCode::InputInvalid, format!("the report has no JSON form: {error}"))
    })
}

/// Reads an input.
///
/// # Errors
/// `input_invalid`, with the place of what does not fit.
pub fn read_input<I: DeserializeOwned>(value: Value) -> Result<I> {
    typed::from_owned(value).map_err(|mismatch| explain(mismatch.pointer(), &mismatch.to_string()))
}

/// Says in our words what serde says, with the nearest name for an unknown one.
fn explain(path: String, message: &str) -> Error {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let field = quoted.next().unwrap_or_default().to_owned();
        let known: Vec<&str> = quoted.collect();
        let error = Error::invalid(path, format!("unknown field `{field}`"));
        return match suggest::nearest(&field, known.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => error.help("nothing is asked here: leave it out"),
            None => error.help(format!("the fields are {}", known.join(", "))),
        };
    }
    if message.starts_with("unknown variant") {
        let value = quoted.next().unwrap_or_default().to_owned();
        let known: Vec<&str> = quoted.collect();
        let error = Error::invalid(path, format!("`{value}` is no known value"));
        return match suggest::nearest(&value, known.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("the values are {}", known.join(", "))),
        };
    }
    Error::invalid(path, message.to_owned())
}

/// Returns the schema of what an operation reads.
pub fn input_schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .for_deserialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Returns the schema of what an operation returns.
pub fn report_schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// What `list_operations` reads: nothing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOperationsInput {}

/// What `list_operations` returns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OperationList {
    /// Version of this library.
    pub version: String,
    /// Every operation, sorted by name.
    pub operations: Vec<OperationSummary>,
}

/// One operation of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OperationSummary {
    /// Name.
    pub name: String,
    /// What it returns.
    pub doc: String,
}

/// Lists every operation of this library.
///
/// # Errors
/// None.
pub fn list_operations(_: &ListOperationsInput) -> Result<OperationList> {
    let operations = OPERATIONS.iter().map(|operation| OperationSummary {
        name: operation.name.to_owned(),
        doc: operation.doc.to_owned(),
    });
    Ok(OperationList {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        operations: operations.collect(),
    })
}

/// What `explain_operation` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainOperationInput {
    /// Name of the operation.
    pub name: String,
}

/// What `explain_operation` returns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OperationExplained {
    /// Name.
    pub name: String,
    /// What it returns.
    pub doc: String,
    /// JSON Schema (draft 2020-12) of its input.
    pub input_schema: Value,
    /// JSON Schema (draft 2020-12) of its report.
    pub report_schema: Value,
}

/// Returns what an operation reads and returns.
///
/// # Errors
/// `operation_unknown`, with the nearest name.
pub fn explain_operation(input: &ExplainOperationInput) -> Result<OperationExplained> {
    let operation = find(&input.name).map_err(|error| error.at("/name"))?;
    Ok(OperationExplained {
        name: operation.name.to_owned(),
        doc: operation.doc.to_owned(),
        input_schema: (operation.input_schema)(),
        report_schema: (operation.report_schema)(),
    })
}
