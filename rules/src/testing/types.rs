//! What testing reads and returns.

use std::collections::BTreeMap;

use meta_core::document::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::coverage::CoverageReport;
use crate::{GateVerdict, Limits, Outcome};

/// What `test_policies` reads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestPoliciesInput {
    /// Policies, the manifest of their pack, tests (`*.test.yaml`) and the facts these begin with, by the names of their
    /// documents.
    pub files: BTreeMap<String, Source>,
    /// What a policy may cost.
    #[serde(default)]
    pub limits: Limits,
    /// Only cases with this text in the name of their file or their own.
    #[serde(default)]
    pub filter: Option<String>,
    /// Whether to tell what of the policies the cases reach.
    #[serde(default)]
    pub coverage: bool,
    /// Least percentage of lines, of conditions and of outcomes that the cases must reach, each by itself. With one,
    /// what they reach is told.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100))]
    pub threshold: Option<f64>,
}

/// What tests showed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TestPoliciesReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// Whether every case has passed, and they reach as much as the threshold asks for.
    pub pass: bool,
    /// Number of cases.
    pub counts: TestCounts,
    /// The tests, by the names of their files.
    pub tests: Vec<TestFileReport>,
    /// Policies without a test.
    pub untested: Vec<UntestedPolicy>,
    /// What of the policies the cases reach, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageReport>,
}

/// Number of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestCounts {
    /// Cases that were run.
    pub cases: usize,
    /// Cases that have passed.
    pub passed: usize,
    /// Cases that have failed.
    pub failed: usize,
    /// Cases that the filter left out.
    pub left_out: usize,
}

/// The cases of one file.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TestFileReport {
    /// Name of the test file.
    pub path: String,
    /// Identifier of the policy under test.
    pub policy: String,
    /// The cases that were run, in their order.
    pub cases: Vec<CaseReport>,
}

/// A case that was run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CaseReport {
    /// Its name.
    pub name: String,
    /// Its line in the test file, counted from 1; absent when the file was given as a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Whether it has passed.
    pub pass: bool,
    /// What is not as expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<CaseFailure>,
}

/// Something that is not as a case expects it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CaseFailure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// What is not as expected, on one line.
    pub message: String,
    /// What was expected; for what was said and not expected, the nearest to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Statement>,
    /// What was said; for what was expected and not said, the nearest to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<Statement>,
    /// The policy it is about, when that is not the one under test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// What kind of failure it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Something was expected, and the policy did not say it.
    Unsaid,
    /// The policy said something that was not expected.
    Unexpected,
    /// Another policy said something that was not expected.
    OtherSpoke,
    /// Another policy was expected to say something, and did not.
    OtherSilent,
    /// A gate or a guard has another verdict.
    Verdict,
    /// The facts of the case cannot be used as they are written.
    Facts,
}

/// Something a policy said, or is expected to say.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// What it says.
    pub told: Told,
    /// Name of the subject.
    pub subject: String,
    /// JSON Pointer into the document of the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What `raise` and `lower` make of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Points of `adjust`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Facts that show it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, Value>,
    /// Line of the policy where it was said, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// What a statement says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(untagged)]
pub enum Told {
    /// What the policy decided.
    Said(Outcome),
    /// Why it did not decide.
    Stopped(Stop),
}

/// Why a policy does not decide.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// A fact of the subject is not stated: the one at `at`.
    Missing,
    /// The policy met a limit.
    Limit,
    /// The policy failed.
    Error,
}

impl Told {
    /// Returns how a test writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Said(outcome) => outcome.as_str(),
            Self::Stopped(Stop::Missing) => "missing",
            Self::Stopped(Stop::Limit) => "fails: limit",
            Self::Stopped(Stop::Error) => "fails: error",
        }
    }
}

/// A policy without a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UntestedPolicy {
    /// Identifier.
    pub id: String,
    /// Name of its document.
    pub path: String,
}

impl Statement {
    /// Returns it as a test writes it, in a line.
    pub fn line_of(&self) -> String {
        use std::fmt::Write as _;
        let (told, subject) = (self.told.as_str(), &self.subject);
        let is_missing = self.told == Told::Stopped(Stop::Missing);
        let mut line = match self.told {
            Told::Said(_) => format!("{told}: {subject}"),
            Told::Stopped(Stop::Missing) => {
                format!("{told}: {}, of: {subject}", self.at.as_deref().unwrap_or("?"))
            }
            Told::Stopped(_) => format!("{told}, of: {subject}"),
        };
        let at = self.at.as_deref().filter(|_| !is_missing);
        let parts = [
            ("at", at),
            ("about", self.about.as_deref()),
            ("message", self.message.as_deref()),
            ("class", self.class.as_deref()),
            ("fix", self.fix.as_deref()),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                let _ = write!(line, ", {name}: {value}");
            }
        }
        if let Some(points) = self.points {
            let _ = write!(line, ", points: {points}");
        }
        if !self.evidence.is_empty() {
            let evidence = serde_json::to_value(&self.evidence).unwrap_or_default();
            let _ = write!(line, ", evidence: {evidence}");
        }
        line
    }
}

/// The verdict of a gate or a guard as a test writes it.
pub(super) fn verdict_name(verdict: GateVerdict) -> &'static str {
    match verdict {
        GateVerdict::Allowed => "allowed",
        GateVerdict::Conditional => "conditional",
        GateVerdict::Denied => "denied",
        GateVerdict::NoOpinion => "no_opinion",
    }
}
