//! The rows.

use super::{Operation, input_schema, report_schema, run};

/// Calls the macro `$each` with every row: `doc, name, module, input type, report type;`.
#[macro_export]
macro_rules! operations {
    ($each:ident) => {
        $each! {
            "Has one event happen to artifacts, projects and tasks: what was due, the event, and what follows from it; or tells what has to hold and does not.",
                advance_lifecycle, lifecycle, AdvanceLifecycleInput, LifecycleStep;
            "Takes one step of a state machine: an event, or time that passes; tells what was done, or what a denied event needs.",
                advance_machine, lifecycle, AdvanceMachineInput, MachineStep;
            "Has events happen to artifacts, projects and tasks one after another; an event that cannot happen changes nothing, and is told.",
                advance_many, lifecycle, AdvanceManyInput, ManySteps;
            "Returns the next version by a step: major, minor, patch, a prerelease of them, or the release of a prerelease.",
                advance_version, version, AdvanceVersionInput, AdvancedVersion;
            "Adds events to an audit trail: the records to store, and the new head, from which the next call goes on without the records.",
                build_audit, audit, BuildAuditInput, AuditBatch;
            "Builds a proof from the records of an audit trail: that an entry is in it, or that it only grew since an earlier head.",
                build_audit_proof, audit, BuildAuditProofInput, AuditProof;
            "Reports what is blocked, by what, waiting for whom, in which order it can go on, and what would mend each conflict.",
                build_blocking_report, lifecycle, BuildBlockingReportInput, BlockingReport;
            "Merges service manifests, and what was known before, to a sorted service index; nothing that was known is lost silently.",
                build_catalog, catalog, BuildCatalogInput, BuildCatalogReport;
            "Builds one manifest of all packages that the artifacts of a project require: the newest versions that meet every requirement, or the least requirements that cannot be met together.",
                build_manifest, conflict, BuildManifestInput, ManifestReport;
            "Judges the dependencies of a catalog, and of a graph file beside it, by the rules file.",
                check_graph, graph, CheckGraphInput, GraphReport;
            "Checks the rules of a lifecycle, and tells what holds where when the policies of organisation, tenant and project are put together.",
                check_lifecycle, lifecycle, CheckLifecycleInput, LifecycleRulesReport;
            "Checks a state machine: whether it can be run, which states are never reached or left, and which transitions are never taken or compete.",
                check_machine, lifecycle, CheckMachineInput, MachineReport;
            "Checks a whole workspace: catalog, graph, drift, quality and security in one report with a verdict.",
                check_platform, platform, PlatformInput, PlatformReport;
            "Tells whether a proposed way to settle a conflict has what it needs, and whether the conflict is settled by it.",
                check_resolution, conflict, CheckResolutionInput, ResolutionReport;
            "Tells whether a range admits a version, and if not, which of its conditions fail.",
                check_version, version, CheckVersionInput, VersionVerdict;
            "Chooses the highest or the lowest version of a list that a range admits, and tells why the others are rejected.",
                choose_version, version, ChooseVersionInput, ChoiceReport;
            "Compares what services declare with what is published: lagging, unknown and withdrawn pins, locks, events, versions and shared libraries.",
                classify_drift, drift, ClassifyDriftInput, DriftReport;
            "Tells what changed in meaning between two versions of an artifact, and how much each change asks of those who rely on it.",
                diff_artifacts, diff, DiffArtifactsInput, DiffReport;
            "Compares the versions that two ranges admit: equal, narrowed, widened, overlapping or disjoint, each with a version that shows it.",
                diff_ranges, version, DiffRangesInput, RangeDiff;
            "Compares two reports of changes: what is new, what is gone, what counts for another class, and whether the risk rose.",
                diff_reports, diff, DiffReportsInput, ReportsDiff;
            "Tells what changed in meaning between two trees of files: every artifact that changed, came, went or got another name.",
                diff_trees, diff, DiffTreesInput, TreesDiff;
            "Compares two versions: their order, the first field that differs, and the size of the step.",
                diff_versions, version, DiffVersionsInput, VersionDiff;
            "Returns what a code of findings means, why it matters and how to mend it.",
                explain_code, operations, ExplainCodeInput, Code;
            "Returns what an operation reads and returns, as JSON Schemas.",
                explain_operation, operations, ExplainOperationInput, OperationExplained;
            "Returns the published JSON Schema of a shape of documents.",
                explain_schema, operations, ExplainSchemaInput, SchemaExplained;
            "Tells what an event would do to an artifact, a task or a project, and why it would not: every guard, what it has read, and what would make it hold.",
                explain_transition, lifecycle, ExplainTransitionInput, TransitionExplanation;
            "Finds the entries of an audit trail by actor, type, project, subject, name and time, a page at a time.",
                find_audit_entries, audit, FindAuditEntriesInput, FoundEntries;
            "Finds the changes of a report by code, class, place, file, consumer, confidence and whether they count.",
                find_changes, diff, FindChangesInput, FoundChanges;
            "Finds what does not go together among artifacts of several actors: versions, drafts, dependencies, files, packages and schemas.",
                find_conflicts, conflict, FindConflictsInput, ConflictsReport;
            "Finds the services that changes of services, contracts or events reach, each with the way that explains it, and what to test.",
                find_impact, graph, FindImpactInput, ImpactReport;
            "Lists what an actor may have happen to artifacts, tasks and projects, each with its guards, whether they hold, and what would make them.",
                list_available, lifecycle, ListAvailableInput, AvailableTransitions;
            "Lists the codes of findings, with what they mean.",
                list_codes, operations, ListCodesInput, CodeList;
            "Lists the state machines that come with this library, with their definitions.",
                list_machines, lifecycle, ListMachinesInput, MachineList;
            "Lists every operation of this library.",
                list_operations, operations, ListOperationsInput, OperationList;
            "Lists the published shapes of documents.",
                list_schemas, operations, ListSchemasInput, SchemaList;
            "Lists what may happen to a machine where it is, each with its guards, whether they hold, and what would make them.",
                list_transitions, lifecycle, ListTransitionsInput, PossibleTransitions;
            "Merges the reports of the steps between versions to one report from the first version to the last.",
                merge_reports, diff, MergeReportsInput, ChangesReport;
            "Orders services in waves, dependencies first; services in a circle share a wave.",
                plan_order, graph, PlanOrderInput, OrderReport;
            "Writes the records of an audit trail as JSON Lines or CSV, all of them or some, with their bodies or without.",
                render_audit, audit, RenderAuditInput, RenderedAudit;
            "Writes a blocking report as Markdown or CSV.",
                render_blocking_report, report, RenderBlockingReportInput, RenderedReport;
            "Returns the canonical JSON (RFC 8785) of a document, and its SHA-256.",
                render_canonical, canonical, RenderCanonicalInput, RenderCanonicalReport;
            "Draws a state machine as a Mermaid diagram or in the language of Graphviz.",
                render_machine, lifecycle, RenderMachineInput, RenderedMachine;
            "Writes a report as Markdown, SARIF 2.1.0, JUnit XML or GitHub annotations, and a report of changes as a page, a changelog or release notes too.",
                render_report, report, RenderReportInput, RenderedReport;
            "Rebuilds the state of a lifecycle from its journal, or from a snapshot and what has happened since.",
                replay_lifecycle, lifecycle, ReplayLifecycleInput, ReplayedLifecycle;
            "Scores the quality of every service from 0 to 100, with what made the score, and sums up all services and their security.",
                score_quality, quality, ScoreQualityInput, QualityReport;
            "Checks a service index: its schema, each entry, and the entries against each other.",
                validate_catalog, catalog, ValidateCatalogInput, CatalogReport;
            "Tells which texts are version ranges of a dialect, and which versions they admit.",
                validate_range, version, ValidateRangeInput, RangesReport;
            "Tells which texts are versions of a dialect, what they say, and what is wrong with the others.",
                validate_version, version, ValidateVersionInput, VersionsReport;
            "Verifies the records of an audit trail against their hashes, each other and a known head, and tells the first that is wrong.",
                verify_audit, audit, VerifyAuditInput, AuditVerdict;
            "Verifies a proof about an audit trail without its records: against a head, and the entry, that the asker knows.",
                verify_audit_proof, audit, VerifyAuditProofInput, AuditProofVerdict;
        }
    };
}

macro_rules! list {
    ($($doc:literal, $name:ident, $module:ident, $input:ident, $report:ident;)*) => {
        /// Every operation, sorted by name.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            name: stringify!($name),
            doc: $doc,
            module: stringify!($module),
            input_schema: input_schema::<crate::$module::$input>,
            report_schema: report_schema::<crate::$module::$report>,
            run: |value| run::<crate::$module::$input, crate::$module::$report>(value, crate::$module::$name),
        }),*];
    };
}

operations!(list);
