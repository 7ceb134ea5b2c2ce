//! What an operation found: the one shape of every problem, in every host.
//!
//! A [`Finding`] names a stable [`Code`], a severity, the subject it is about, the place in the
//! input, the evidence, and what to do. Domains make findings with [`Finding::new`]; `settle` then
//! applies severity overrides, waivers and baselines, fills in lines and columns, and sorts.

pub mod codes;
mod entries;
mod exceptions;
mod fingerprint;
mod order;
mod settle;
mod severity;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

pub(crate) use crate::error::one_line;
pub use codes::Code;
pub(crate) use entries::{EntryCheck, EntryFault, EntryProblem, matches};
pub use exceptions::{Exceptions, Suppression, SuppressionKind, Waiver};
pub use order::{sort, summarize};
pub(crate) use settle::gaps;
pub use settle::{PackExceptions, Settlement, SeverityOverride, Texts, settle};
pub use severity::{Severity, SeverityCounts};

/// One problem found in the input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Stable code `<domain>/<problem>`; `explain_code` tells what it means.
    pub code: SmolStr,
    /// How bad it is, after overrides from the rules file.
    pub severity: Severity,
    /// What it is about: a service, an edge `from -> to`, a contract, or a file.
    pub subject: SmolStr,
    /// One line for people: lower case, without a full stop.
    pub message: String,
    /// Where it lies, when it comes from a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Facts that show the problem, such as a cycle's `path` or `current` and `expected` values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, Value>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remediation: Option<SmolStr>,
    /// Sixteen hexadecimal digits that stay the same while the problem does: they do not depend on
    /// lines, messages or versions that move.
    pub fingerprint: SmolStr,
    /// The policy that found it; none for the rules that are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyReference>,
    /// Why the finding does not count, when a waiver or the baseline accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Box<Suppression>>,
}

/// Where in a policy a finding was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyReference {
    /// Identifier of the policy, which is the code of its findings.
    pub id: SmolStr,
    /// Version of the policy.
    pub version: SmolStr,
    /// Name of the document the policy was read from.
    pub path: SmolStr,
    /// Line of the policy that decided, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// Where in the input a finding lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Name of the document, as given; workspaces use paths relative to their root.
    pub path: SmolStr,
    /// JSON Pointer (RFC 6901) into the document; empty for the whole document.
    pub pointer: SmolStr,
    /// First line, counted from 1, when the document was text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// First column, counted from 1 in characters, when the document was text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Last line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// Column behind the last character, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// Whether the place is the key at `pointer` rather than its value.
    #[serde(skip)]
    pub(crate) of_key: bool,
    /// Whether the value was taken out before the rest was read.
    #[serde(skip)]
    pub(crate) taken_out: bool,
}

impl Location {
    /// Returns the place of the value at `pointer` in the document `path`; lines are filled in later.
    pub fn new(path: impl Into<SmolStr>, pointer: impl Into<SmolStr>) -> Self {
        Self {
            path: path.into(),
            pointer: pointer.into(),
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            of_key: false,
            taken_out: false,
        }
    }

    /// Turns the place of a value into the place of its key.
    #[must_use]
    pub fn of_key(mut self) -> Self {
        self.of_key = true;
        self
    }
}

impl Finding {
    /// Returns a finding of `code` about `subject`, with the code's default severity.
    ///
    /// `key` tells apart findings of one code about one subject: names, never versions, lines or
    /// wording, so that the fingerprint outlives an edit elsewhere.
    pub fn new(
        code: &'static Code,
        subject: impl Into<SmolStr>,
        key: &[&str],
        message: impl Into<String>,
    ) -> Self {
        Self::with_code(
            SmolStr::new_static(code.id),
            code.severity,
            subject.into(),
            key,
            message.into(),
        )
    }

    /// Returns a finding of a policy, whose identifier is its code; `key` as in [`Finding::new`].
    pub fn of_policy(
        policy: PolicyReference,
        severity: Severity,
        subject: impl Into<SmolStr>,
        key: &[&str],
        message: impl Into<String>,
    ) -> Self {
        let code = policy.id.clone();
        let mut finding = Self::with_code(code, severity, subject.into(), key, message.into());
        finding.policy = Some(policy);
        finding
    }

    fn with_code(
        code: SmolStr,
        severity: Severity,
        subject: SmolStr,
        key: &[&str],
        message: String,
    ) -> Self {
        let fingerprint = fingerprint::of(&code, &subject, key);
        Self {
            code,
            severity,
            subject,
            message: one_line(message),
            location: None,
            evidence: BTreeMap::new(),
            remediation: None,
            fingerprint,
            policy: None,
            suppression: None,
        }
    }

    /// Sets the severity, where a rule in the configuration states one.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, location: impl Into<Option<Location>>) -> Self {
        self.location = location.into();
        self
    }

    /// Adds a fact that shows the problem.
    #[must_use]
    pub fn evidence(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn remedy(mut self, remediation: impl Into<SmolStr>) -> Self {
        self.remediation = Some(remediation.into());
        self
    }

    /// Tells whether the finding counts: nothing accepts it.
    pub fn is_open(&self) -> bool {
        self.suppression.is_none()
    }
}
