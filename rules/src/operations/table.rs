//! The rows: those of the core, and those of policies among them.

use std::sync::LazyLock;

use meta_core::operations::{
    self as core, Operation, input_schema, report_schema, run, write_report,
};

use meta_core::report::{RenderReportInput, RenderedReport};

use crate::{effect, lifecycle, platform};

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

/// Returns a row for an operation of the core that policies have a say in.
macro_rules! beside {
    ($($doc:literal, $name:ident, $input:ident, $report:ident;)*) => {
        [$(Operation {
            name: stringify!($name),
            doc: $doc,
            module: "platform",
            input_schema: input_schema::<platform::$input>,
            report_schema: report_schema::<platform::$report>,
            run: |value| write_report(&platform::$name(&platform::$input::read(value)?)?),
        }),*]
    };
}

/// Operations of the core that policies have a say in. Without policies they answer as the core does.
const BESIDE: [Operation; 3] = beside! {
    "Checks a whole workspace: catalog, graph, drift, quality and security in one report with a verdict. Policies may judge it, too: they find, weigh drift and adjust scores.",
        check_platform, PlatformInput, PlatformReport;
    "Tells what changed in meaning between two versions of an artifact, and how much each change asks of those who rely on it. Policies may raise and lower changes.",
        diff_artifacts, DiffArtifactsInput, DiffReport;
    "Tells what changed in meaning between two trees of files: every artifact that changed, came, went or got another name. Policies may raise and lower changes.",
        diff_trees, DiffTreesInput, TreesDiff;
};

/// The operations of policies, and those of the core that know of them.
const OWN: [Operation; 12] = rows! {
    "Judges a catalog by policies: compiles them, asks them about every subject, and reports what they find.",
        check_policies, super::CheckPoliciesInput, crate::PolicyReport;
    "Tells what a change of a catalog does to what policies find: findings gained, lost and changed.",
        diff_findings, effect::DiffFindingsInput, effect::EffectReport;
    "Tells what a change of policies does to what they find in catalogs: findings gained, lost and changed, and the verdicts of gates.",
        diff_policies, effect::DiffPoliciesInput, effect::EffectReport;
    "Explains what a policy says of a subject: the conditions with the values they compared, the branch that decided, and the smallest change of a fact after which something else follows.",
        explain_decision, crate::ExplainDecisionInput, crate::Explanation;
    "Returns what an operation reads and returns, as JSON Schemas.",
        explain_operation, core::ExplainOperationInput, core::OperationExplained;
    "Tells what is wrong, or probably not meant, in policies, without asking them: each finding with its line.",
        lint_policies, crate::LintPoliciesInput, crate::LintReport;
    "Lists every operation of this library.",
        list_operations, core::ListOperationsInput, core::OperationList;
    "Lists the policies that come with this library, with their texts; the browser module comes without.",
        list_policies, crate::ListPoliciesInput, crate::ShippedPolicies;
    "Changes policies a little, mutant by mutant, and tells which changes their tests do not notice.",
        mutate_policies, crate::MutatePoliciesInput, crate::MutatePoliciesReport;
    "Writes a report as Markdown, SARIF 2.1.0, JUnit XML or GitHub annotations, and a report of changes as a page, a changelog or release notes too. A report of effects is written as Markdown.",
        render_report, RenderReportInput, RenderedReport;
    "Tests policies: runs the cases of their test files, and tells what was expected and not said, and said and not expected.",
        test_policies, crate::TestPoliciesInput, crate::TestPoliciesReport;
    "Compiles policies and tells every fault, with its document, line and column, and what the policies are.",
        validate_policies, super::ValidatePoliciesInput, super::ValidatePoliciesReport;
};

/// Every operation, sorted by name.
pub static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let own: Vec<Operation> = OWN.into_iter().chain(BESIDE).collect();
    let is_own = |operation: &&Operation| own.iter().any(|own| own.name == operation.name);
    let of_core = core::OPERATIONS.iter().filter(|operation| !is_own(operation)).copied();
    let of_core = of_core.map(lifecycle::operation);
    let mut all: Vec<Operation> = of_core.chain(own.iter().copied()).collect();
    all.sort_by_key(|operation| operation.name);
    all
});
