//! What a case expects a policy to say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::types::{Stop, Told};
use crate::Outcome;

/// Something that a policy is expected to say: one of the outcomes with its subject, and what else of it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Expectation {
    /// Name of a subject that is denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny: Option<String>,
    /// Name of a subject that may pass after something has happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require: Option<String>,
    /// Name of a subject that is warned of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warn: Option<String>,
    /// Name of a subject of which something is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<String>,
    /// Name of a subject that may pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow: Option<String>,
    /// Name of a subject that matters more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raise: Option<String>,
    /// Name of a subject that matters less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<String>,
    /// Name of a subject whose score is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjust: Option<String>,
    /// Name of a subject that gets a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// JSON Pointer of a fact that the policy reads and nobody states; `of` names the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Why the policy fails; `of` names the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails: Option<FailureCause>,
    /// Name of the subject of `missing` and `fails`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// JSON Pointer into the document of the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The whole message; the word of `tag`, and the limit or the reason of `fails`.
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
    /// Facts that show it; there may be more.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, Value>,
}

/// Why a policy fails.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// It meets a limit.
    Limit,
    /// It is wrong.
    Error,
}

impl Expectation {
    /// Returns what is expected, and of which subject.
    ///
    /// # Errors
    /// When it names no outcome, several, or no subject: what is wrong, and what to do about it.
    pub(super) fn told(&self) -> Result<(Told, &str), (String, String)> {
        let mut named =
            self.outcomes().into_iter().filter_map(|(said, of)| Some((Told::Said(said), of?)));
        let failure = self.fails.map(|cause| match cause {
            FailureCause::Limit => Stop::Limit,
            FailureCause::Error => Stop::Error,
        });
        let stopped = failure.or(self.missing.is_some().then_some(Stop::Missing));
        let stopped = stopped.map(Told::Stopped);
        let several = ("several outcomes are expected at once", "begin an item for each of them");
        let fault = |(message, help): (&str, &str)| Err((message.to_owned(), help.to_owned()));
        let found = match (named.next(), stopped) {
            (Some(_), Some(_)) => return fault(several),
            (Some(found), None) => found,
            (None, Some(stopped)) => match self.of.as_deref() {
                Some(of) => (stopped, of),
                None => return fault(("the subject is not named", "name it with `of`")),
            },
            (None, None) => {
                let help = "write `deny: <subject>`, or another outcome in place of `deny`";
                return fault(("no outcome is expected", help));
            }
        };
        let more = named.next().is_some() || (self.fails.is_some() && self.missing.is_some());
        if more {
            return fault(several);
        }
        if stopped.is_none() && self.of.is_some() {
            return fault(("`of` belongs to `missing` and `fails`", "name the subject once"));
        }
        Ok(found)
    }

    fn outcomes(&self) -> [(Outcome, Option<&str>); 9] {
        [
            (Outcome::Deny, self.deny.as_deref()),
            (Outcome::Require, self.require.as_deref()),
            (Outcome::Warn, self.warn.as_deref()),
            (Outcome::Info, self.info.as_deref()),
            (Outcome::Allow, self.allow.as_deref()),
            (Outcome::Raise, self.raise.as_deref()),
            (Outcome::Lower, self.lower.as_deref()),
            (Outcome::Adjust, self.adjust.as_deref()),
            (Outcome::Tag, self.tag.as_deref()),
        ]
    }
}
