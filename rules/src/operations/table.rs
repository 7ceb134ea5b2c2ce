//! The rows: those of the core, and those of policies among them.

use std::sync::LazyLock;

use meta_core::operations::{self as core, Operation, input_schema, report_schema, run};

/// Returns a row for a function of this crate.
macro_rules! rows {
    ($($doc:literal, $name:ident, $input:ty, $report:ty;)*) => {
        [$(Operation {
            name: stringify!($name),
            doc: $doc,
            module: "operations",
            input_schema: input_schema::<$input>,
            report_schema: report_schema::<$report>,
            run: |value| run::<$input, $report>(value, super::$name),
        }),*]
    };
}

/// The operations of policies, and those of the core that list every operation.
const OWN: [Operation; 8] = rows! {
    "Judges a catalog by policies: compiles them, asks them about every subject, and reports what they find.",
        check_policies, super::CheckPoliciesInput, crate::PolicyReport;
    "Explains what a policy says of a subject: the conditions with the values they compared, the branch that decided, and the smallest change of a fact after which something else follows.",
        explain_decision, crate::ExplainDecisionInput, crate::Explanation;
    "Returns what an operation reads and returns, as JSON Schemas.",
        explain_operation, core::ExplainOperationInput, core::OperationExplained;
    "Lists every operation of this library.",
        list_operations, core::ListOperationsInput, core::OperationList;
    "Lists the policies that come with this library, with their texts; the browser module comes without.",
        list_policies, crate::ListPoliciesInput, crate::ShippedPolicies;
    "Changes policies a little, mutant by mutant, and tells which changes their tests do not notice.",
        mutate_policies, crate::MutatePoliciesInput, crate::MutatePoliciesReport;
    "Tests policies: runs the cases of their test files, and tells what was expected and not said, and said and not expected.",
        test_policies, crate::TestPoliciesInput, crate::TestPoliciesReport;
    "Compiles policies and tells every fault, with its document, line and column, and what the policies are.",
        validate_policies, super::ValidatePoliciesInput, super::ValidatePoliciesReport;
};

/// Every operation, sorted by name.
pub static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let is_own = |operation: &&Operation| OWN.iter().any(|own| own.name == operation.name);
    let of_core = core::OPERATIONS.iter().filter(|operation| !is_own(operation)).copied();
    let mut all: Vec<Operation> = OWN.into_iter().chain(of_core).collect();
    all.sort_by_key(|operation| operation.name);
    all
});
