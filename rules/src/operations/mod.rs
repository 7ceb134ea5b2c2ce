//! Every operation and every handle, those of the core and those of policies: what hosts export.

mod handles;
mod table;

use meta_core::Result;
use meta_core::operations::{
    ExplainOperationInput, ListOperationsInput, Operation, OperationExplained, OperationList,
    OperationSummary, unknown,
};

pub use handles::{CatalogSummary, HANDLES, PolicyList, PolicySummary, open};
pub use table::OPERATIONS;

pub use crate::explain::explain_decision;
pub use crate::shipped::list_policies;
pub use crate::testing::{mutate_policies, test_policies};

use crate::{Catalog, CompileInput, EvaluateInput, OpenCatalogInput, PolicyReport, PolicySet};

mod stateless;
pub use stateless::{
    CheckPoliciesInput, PolicyFault, ValidatePoliciesInput, ValidatePoliciesReport, check_policies,
    validate_policies,
};

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON: every operation of the core, and
/// those of policies.
///
/// ```
/// let report = meta_rules::call("list_operations", "{}")?;
/// assert!(report.contains("check_policies") && report.contains("check_platform"));
/// # Ok::<(), meta_core::Error>(())
/// ```
///
/// # Errors
/// As [`meta_core::call`].
pub fn call(name: &str, text: impl AsRef<str>) -> Result<String> {
    find(name)?.call(text)
}

/// Returns the operation called `name`.
///
/// # Errors
/// `operation_unknown`, with the nearest name.
pub fn find(name: &str) -> Result<&'static Operation> {
    let found = OPERATIONS.iter().find(|operation| operation.name == name);
    found.ok_or_else(|| unknown("operation", name, OPERATIONS.iter().map(|known| known.name)))
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
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(OperationList { version, operations: operations.collect() })
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

/// Prepares a catalog.
fn open_catalog(input: &OpenCatalogInput) -> Result<Catalog> {
    Catalog::open(input)
}

/// Compiles policies.
fn open_policies(input: &CompileInput) -> Result<PolicySet> {
    PolicySet::compile(input)
}

/// Asks compiled policies about a prepared catalog.
fn evaluate(set: &PolicySet, catalog: &Catalog, input: &EvaluateInput) -> Result<PolicyReport> {
    set.evaluate(catalog, input)
}
