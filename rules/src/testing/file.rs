//! What a test file may contain.

use std::collections::BTreeMap;

use meta_core::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::expectation::Expectation;
use super::facts::Facts;
use crate::GateVerdict;

/// Tests of one policy, in a file `<policy>.test.yaml` beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["cases"]))]
pub struct TestFile {
    /// The policy, by its path from this file. Absent: the policy of the same name beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The document with the facts that every case begins with, by its path from this file. Absent: no facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The time of every case, in place of the one of `base`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Timestamp>,
    /// Where the decisions count, in place of what `base` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Parameters of the policy under test, in place of what its header and its pack set.
    pub parameters: BTreeMap<String, Value>,
    /// Data of the host, in place of those of `base`.
    pub data: Value,
    /// The cases.
    #[schemars(length(min = 1))]
    pub cases: Vec<TestCase>,
}

/// Facts, and everything that is said of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name", "expect"]))]
pub struct TestCase {
    /// What the case is, in a line.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What is different from the facts it begins with, as a merge patch (RFC 7386).
    #[schemars(with = "Facts")]
    pub change: Value,
    /// Parameters of the policy under test for this case.
    pub parameters: BTreeMap<String, Value>,
    /// Everything the policy under test says, in any order.
    pub expect: Vec<Expectation>,
    /// Verdicts of gates and guards, by the name of their subject; others are not looked at.
    pub verdicts: BTreeMap<String, GateVerdict>,
    /// Identifiers of the other policies that say something in this case: all of them.
    pub others: Vec<String>,
}

meta_core::schema::shape!(TestFile, "policy-test", version "1", at "policies/**/*.test.yaml");
