//! What the library says about itself.

use clap::ColorChoice;
use meta_core::Result;
use meta_core::operations::{
    ExplainCodeInput, ExplainOperationInput, ExplainSchemaInput, ListCodesInput,
    ListOperationsInput, ListSchemasInput, explain_code, explain_schema, list_codes, list_schemas,
};
use meta_rules::operations::{explain_operation, list_operations};

use crate::arguments::{ExplainArguments, OperationsArguments, SchemaArguments};
use crate::text::reference as text;
use crate::{Status, answer, output};

/// Says what a code means, or lists them all.
pub(crate) fn explain(arguments: &ExplainArguments, color: ColorChoice) -> Result<Status> {
    let Some(code) = &arguments.code else {
        let list = list_codes(&ListCodesInput::default())?;
        return answer::plain(&list, text::codes(&list), &arguments.answer, color);
    };
    let code = explain_code(&ExplainCodeInput { code: code.clone() })?;
    answer::plain(&code, text::code(&code), &arguments.answer, color)
}

/// Prints a schema, or lists them all.
pub(crate) fn schema(arguments: &SchemaArguments, color: ColorChoice) -> Result<Status> {
    let text = match &arguments.name {
        Some(name) => {
            answer::json(&explain_schema(&ExplainSchemaInput { name: name.clone() })?.schema)?
        }
        None => text::schemas(&list_schemas(&ListSchemasInput {})?),
    };
    output::write(&text, arguments.output.output.as_deref(), color)?;
    Ok(Status::Clean)
}

/// Lists the operations, or says what one reads and returns.
pub(crate) fn operations(arguments: &OperationsArguments, color: ColorChoice) -> Result<Status> {
    let Some(name) = &arguments.name else {
        let list = list_operations(&ListOperationsInput {})?;
        return answer::plain(&list, text::operations(&list), &arguments.answer, color);
    };
    let explained = explain_operation(&ExplainOperationInput { name: name.clone() })?;
    answer::plain(&explained, text::operation(&explained), &arguments.answer, color)
}
