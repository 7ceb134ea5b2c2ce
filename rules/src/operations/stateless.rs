//! Policies without handles: everything in one call.

use std::collections::BTreeMap;

use meta_core::Result;
use meta_core::document::Source;
use meta_core::error::Error;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PolicySummary;
use crate::{
    Catalog, CompileInput, EvaluateInput, Limits, OpenCatalogInput, PolicyReport, PolicySet,
};

/// What `check_policies` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPoliciesInput {
    /// The policies, and what they may cost.
    pub policies: CompileInput,
    /// The catalog they judge.
    pub catalog: OpenCatalogInput,
    /// The time, and what they are told besides.
    pub context: EvaluateInput,
}

/// Judges a catalog by policies.
///
/// # Errors
/// `policy_invalid` when a policy cannot be used, `input_invalid` when a document cannot be read.
pub fn check_policies(input: &CheckPoliciesInput) -> Result<PolicyReport> {
    let set = PolicySet::compile(&input.policies)?;
    let catalog = Catalog::open(&input.catalog).map_err(|error| error.within("/catalog"))?;
    set.evaluate(&catalog, &input.context).map_err(|error| error.within("/context"))
}

/// What `validate_policies` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidatePoliciesInput {
    /// Policies and the manifest of their pack by the names of their documents.
    pub files: BTreeMap<String, Source>,
    /// What a policy may cost.
    #[serde(default)]
    pub limits: Limits,
}

/// What `validate_policies` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ValidatePoliciesReport {
    /// Whether the policies can be used.
    pub valid: bool,
    /// Every fault, by document and line.
    pub faults: Vec<PolicyFault>,
    /// The policies, in the order they would be asked in; empty where there are faults.
    pub policies: Vec<PolicySummary>,
}

/// What is wrong with a policy or its pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PolicyFault {
    /// Name of the document.
    pub path: String,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, counted from 1 in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What is wrong, on one line.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// Compiles policies and tells every fault.
///
/// # Errors
/// None: a fault of a policy is what this operation is for.
pub fn validate_policies(input: &ValidatePoliciesInput) -> Result<ValidatePoliciesReport> {
    let input = CompileInput { files: input.files.clone(), limits: input.limits.clone() };
    Ok(match PolicySet::try_compile(&input) {
        Ok(set) => {
            ValidatePoliciesReport { valid: true, faults: Vec::new(), policies: set.summaries() }
        }
        Err(faults) => ValidatePoliciesReport {
            valid: false,
            faults: faults.iter().map(fault).collect(),
            policies: Vec::new(),
        },
    })
}

fn fault(error: &Error) -> PolicyFault {
    PolicyFault {
        path: error.file().unwrap_or_default().to_owned(),
        line: error.line(),
        column: error.column(),
        message: error.message().to_owned(),
        help: error.help_text().map(str::to_owned),
    }
}
