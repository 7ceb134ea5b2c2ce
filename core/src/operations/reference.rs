//! What the library can be asked about itself: the codes of findings and the shapes of documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{SHAPES, unknown};
use crate::error::Result;
pub use crate::finding::Code;
use crate::finding::codes;
use crate::schema::Published;

/// What `list_codes` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCodesInput {
    /// Domain to list, such as `graph`. Absent: all.
    #[serde(default)]
    pub domain: Option<String>,
}

/// What `list_codes` returns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CodeList {
    /// The codes, sorted.
    pub codes: Vec<Code>,
}

/// Lists the codes of findings.
///
/// # Errors
/// `operation_unknown` when no code has this domain, with the nearest one.
pub fn list_codes(input: &ListCodesInput) -> Result<CodeList> {
    let mut codes: Vec<Code> = codes::all().into_iter().copied().collect();
    if let Some(domain) = &input.domain {
        let domains: Vec<&str> = codes.iter().map(Code::domain).collect();
        if !domains.contains(&domain.as_str()) {
            return Err(unknown("domain of codes", domain, domains).at("/domain"));
        }
        codes.retain(|code| code.domain() == domain);
    }
    Ok(CodeList { codes })
}

/// What `explain_code` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainCodeInput {
    /// Code of a finding, such as `graph/cycle`.
    pub code: String,
}

/// Returns what a code of findings means, why it matters and how to mend it.
///
/// # Errors
/// `operation_unknown` when there is no such code, with the nearest one.
pub fn explain_code(input: &ExplainCodeInput) -> Result<Code> {
    codes::find(&input.code).copied().ok_or_else(|| {
        let known = codes::all().into_iter().map(|code| code.id);
        unknown("code", &input.code, known).at("/code")
    })
}

/// What `list_schemas` reads: nothing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListSchemasInput {}

/// What `list_schemas` returns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemaList {
    /// The published shapes, sorted by name.
    pub schemas: Vec<SchemaSummary>,
}

/// One published shape.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemaSummary {
    /// Name, such as `service-manifest`.
    pub name: String,
    /// Version of the shape.
    pub version: String,
    /// Where a workspace keeps documents of this shape; `**` stands for any folders.
    pub path: String,
}

/// Lists the published shapes of documents.
///
/// # Errors
/// None.
pub fn list_schemas(_: &ListSchemasInput) -> Result<SchemaList> {
    let summary = |shape: &Published| SchemaSummary {
        name: shape.name.to_owned(),
        version: shape.version.to_owned(),
        path: shape.path.to_owned(),
    };
    Ok(SchemaList { schemas: SHAPES.iter().map(summary).collect() })
}

/// What `explain_schema` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainSchemaInput {
    /// Name of the shape, such as `service-manifest`.
    pub name: String,
}

/// What `explain_schema` returns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemaExplained {
    /// Name of the shape.
    pub name: String,
    /// Version of the shape.
    pub version: String,
    /// Where a workspace keeps documents of this shape; `**` stands for any folders.
    pub path: String,
    /// JSON Schema (draft 2020-12) of the documents.
    pub schema: Value,
}

/// Returns the published JSON Schema of a shape of documents.
///
/// # Errors
/// `operation_unknown` when no shape has this name, with the nearest one.
pub fn explain_schema(input: &ExplainSchemaInput) -> Result<SchemaExplained> {
    let found = SHAPES.iter().find(|shape| shape.name == input.name);
    let shape = found.ok_or_else(|| {
        unknown("schema", &input.name, SHAPES.iter().map(|shape| shape.name)).at("/name")
    })?;
    Ok(SchemaExplained {
        name: shape.name.to_owned(),
        version: shape.version.to_owned(),
        path: shape.path.to_owned(),
        schema: (shape.schema)(),
    })
}
