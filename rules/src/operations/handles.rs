//! Every handle: the graph of the core, a catalog as policies see it, and compiled policies.

use meta_core::Result;
use meta_core::finding::Finding;
use meta_core::operations::{
    self as core, Handle, Method, NoInput, Prepared, asked, asked_with, input_schema, opened,
    report_schema,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{evaluate, open_catalog, open_policies};
use crate::lifecycle;
use crate::policy::{Header, Hook};
use crate::{
    Catalog, CompileInput, EvaluateInput, EvaluateManyInput, EvaluateManyReport, EvaluateOneInput,
    ExplainInput, Explanation, Mode, OpenCatalogInput, PolicyReport, PolicySet,
};

/// What a prepared catalog is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CatalogSummary {
    /// Number of services.
    pub services: usize,
    /// SHA-256 of the canonical JSON (RFC 8785) of the services, in hexadecimal.
    pub digest: String,
    /// What the documents get wrong; it was left out.
    pub findings: Vec<Finding>,
}

/// The policies of a set.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PolicyList {
    /// SHA-256 of the policies and their pack, in hexadecimal.
    pub digest: String,
    /// The policies, in the order they are asked in.
    pub policies: Vec<PolicySummary>,
}

/// A policy, and what the pack sets for it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PolicySummary {
    /// Name of the document it was read from.
    pub path: String,
    /// What it says of itself.
    pub header: Header,
    /// SHA-256 of its text, in hexadecimal.
    pub digest: String,
    /// How far its rollout is.
    pub mode: Mode,
    /// The hooks it has.
    pub hooks: Vec<Hook>,
}

const CATALOG: Handle = Handle {
    name: "Catalog",
    doc: "A service catalog, parsed and validated once, that policies are asked about.",
    input_schema: input_schema::<OpenCatalogInput>,
    open: |value| opened(value, open_catalog),
    methods: &[Method {
        name: "summary",
        doc: "Returns how many services there are, their digest, and what the documents get wrong.",
        with: None,
        input_schema: input_schema::<NoInput>,
        report_schema: report_schema::<CatalogSummary>,
        run: |handle, _, value| asked::<Catalog, NoInput, CatalogSummary>(handle, value, summary),
    }],
};

const POLICY_SET: Handle = Handle {
    name: "PolicySet",
    doc: "Policies, compiled once, and asked about many catalogs.",
    input_schema: input_schema::<CompileInput>,
    open: |value| opened(value, open_policies),
    methods: &[
        Method {
            name: "evaluate",
            doc: "Asks every policy about every subject of a catalog, in one call.",
            with: Some(("Catalog", "catalog")),
            input_schema: input_schema::<EvaluateInput>,
            report_schema: report_schema::<PolicyReport>,
            run: |handle, catalog, value| {
                asked_with::<PolicySet, Catalog, EvaluateInput, PolicyReport>(
                    handle, catalog, value, evaluate,
                )
            },
        },
        Method {
            name: "evaluate_many",
            doc: "Answers many questions about a catalog, or about catalogs of their own, several at a time; one that cannot be answered takes nothing of the others.",
            with: Some(("Catalog", "catalog")),
            input_schema: input_schema::<EvaluateManyInput>,
            report_schema: report_schema::<EvaluateManyReport>,
            run: |handle, catalog, value| {
                asked_with::<PolicySet, Catalog, EvaluateManyInput, EvaluateManyReport>(
                    handle,
                    catalog,
                    value,
                    PolicySet::evaluate_many,
                )
            },
        },
        Method {
            name: "evaluate_one",
            doc: "Asks one policy, or every policy about one subject. Whether exceptions are of use is not told.",
            with: Some(("Catalog", "catalog")),
            input_schema: input_schema::<EvaluateOneInput>,
            report_schema: report_schema::<PolicyReport>,
            run: |handle, catalog, value| {
                asked_with::<PolicySet, Catalog, EvaluateOneInput, PolicyReport>(
                    handle,
                    catalog,
                    value,
                    PolicySet::evaluate_one,
                )
            },
        },
        Method {
            name: "explain",
            doc: "Explains what a policy says of a subject: conditions with their values, the branch that decided, and the smallest change of a fact after which something else follows.",
            with: Some(("Catalog", "catalog")),
            input_schema: input_schema::<ExplainInput>,
            report_schema: report_schema::<Explanation>,
            run: |handle, catalog, value| {
                asked_with::<PolicySet, Catalog, ExplainInput, Explanation>(
                    handle, catalog, value, explain,
                )
            },
        },
        Method {
            name: "policies",
            doc: "Lists the policies, with what their headers say.",
            with: None,
            input_schema: input_schema::<NoInput>,
            report_schema: report_schema::<PolicyList>,
            run: |handle, _, value| {
                asked::<PolicySet, NoInput, PolicyList>(handle, value, policies)
            },
        },
    ],
};

/// Every kind of handle, sorted by name.
pub static HANDLES: [Handle; 4] = {
    let [graph, lifecycle_of_core] = core::HANDLES else {
        panic!("a handle of the core is not listed here")
    };
    [CATALOG, *graph, lifecycle::handle(lifecycle_of_core), POLICY_SET]
};

/// Prepares the handle called `name` from JSON or YAML `text`.
///
/// # Errors
/// As [`Prepared::open`].
pub fn open(name: &str, text: &str) -> Result<Prepared> {
    Prepared::open_among(&HANDLES, name, text)
}

#[expect(clippy::unnecessary_wraps, reason = "every question has the same form")]
fn summary(catalog: &Catalog, _: &NoInput) -> Result<CatalogSummary> {
    Ok(CatalogSummary {
        services: catalog.world().services.len(),
        digest: catalog.digest().to_owned(),
        findings: catalog.findings().to_vec(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "every question has the same form")]
fn policies(set: &PolicySet, _: &NoInput) -> Result<PolicyList> {
    Ok(PolicyList { digest: set.digest().to_owned(), policies: set.summaries() })
}

/// Explains what a policy says of a subject.
fn explain(set: &PolicySet, catalog: &Catalog, input: &ExplainInput) -> Result<Explanation> {
    set.explain(catalog, input)
}
