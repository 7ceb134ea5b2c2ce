//! What the check of a workspace with policies reads and returns.

use meta_core::finding::Finding;
use meta_core::platform as core;
use meta_core::time::Timestamp;
use meta_core::{Result, operations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{CompileInput, DecisionReport, Digests, EvaluateInput, PolicyUse, Skipped, Timings};

/// What `check_platform` reads: the files of a workspace, and policies for it.
#[derive(Clone, Debug, JsonSchema)]
pub struct PlatformInput {
    /// What is read without policies.
    #[schemars(flatten)]
    pub workspace: core::PlatformInput,
    /// What is told of policies.
    #[schemars(flatten)]
    pub beside: BesideInput,
    /// Where the decisions of policies count, such as `production`.
    pub environment: Option<String>,
}

/// Policies beside the built-in rules of an operation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct BesideInput {
    /// Policies that judge beside the built-in rules. Absent: none.
    #[serde(default)]
    pub policies: Option<CompileInput>,
    /// Whatever policies need besides, as `ctx.data`.
    #[serde(default)]
    pub data: Value,
    /// Milliseconds after which policies are asked nothing more: what was not judged is a finding. Absent: no end. It
    /// needs the clock of the host.
    #[serde(default)]
    pub timeout_ms: Option<u64>,
    /// Whether the report tells how long asking policies took, by the clock of the host. Two reports then differ.
    #[serde(default)]
    pub timings: bool,
}

/// The one report over a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlatformReport {
    /// What the report says without policies, with what these changed.
    #[serde(flatten)]
    pub platform: core::PlatformReport,
    /// What policies said besides their findings; absent without policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<PoliciesReport>,
}

/// What policies said besides their findings, which stand in `findings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoliciesReport {
    /// Everything policies said that is no finding. What those in the mode `warn` want changes nothing.
    pub decisions: Vec<DecisionReport>,
    /// What policies in the mode `shadow` would find, worst first.
    pub shadow: Vec<Finding>,
    /// What policies were not asked about, and why.
    pub skipped: Vec<Skipped>,
    /// The policies, in the order they were asked in.
    pub policies: Vec<PolicyUse>,
    /// What their answers were made from: with the same digests they are the same.
    pub digests: Digests,
    /// How long asking them took, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}

impl PlatformInput {
    /// Reads an input.
    ///
    /// # Errors
    /// `input_invalid`, with the place of what does not fit.
    pub fn read(value: Value) -> Result<Self> {
        #[derive(Deserialize)]
        struct Context {
            #[serde(default)]
            environment: Option<String>,
        }
        let (value, beside) = BesideInput::split(value)?;
        let (value, context) = part(value, &["environment"]);
        let Context { environment } = operations::read_input(context)?;
        Ok(Self { workspace: operations::read_input(value)?, beside, environment })
    }
}

impl BesideInput {
    /// Returns what policies are told, and the time they have.
    pub(super) fn context(&self, now: Timestamp, environment: Option<String>) -> EvaluateInput {
        EvaluateInput {
            environment,
            data: self.data.clone(),
            timeout_ms: self.timeout_ms,
            timings: self.timings,
            ..EvaluateInput::at(now)
        }
    }

    /// Takes what is told of policies out of an input.
    ///
    /// # Errors
    /// `input_invalid`, with the place of what does not fit.
    pub(super) fn split(value: Value) -> Result<(Value, Self)> {
        let (rest, own) = part(value, &["data", "policies", "timeout_ms", "timings"]);
        Ok((rest, operations::read_input(own)?))
    }
}

/// Takes some members out of an object.
pub(crate) fn part(value: Value, names: &[&str]) -> (Value, Value) {
    let Value::Object(mut members) = value else { return (value, Value::Object(Map::new())) };
    let own = names.iter().filter_map(|name| members.remove_entry(*name)).collect();
    (Value::Object(members), Value::Object(own))
}
