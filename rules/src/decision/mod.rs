//! Decisions: what a script says, as data. Scripts emit them into a sink that is capped; they collect nothing.

mod sink;
mod value;
mod vocabulary;

use std::collections::BTreeMap;

use rhai::{ImmutableString, Position};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use sink::{Carried, SinkHandle, charge, with_prepared, world};
pub(crate) use value::to_json;
pub(crate) use vocabulary::declare;

/// What a policy says of a subject.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It must not be.
    Deny,
    /// It may be after something else has happened.
    Require,
    /// It should not be.
    Warn,
    /// It is worth knowing.
    Info,
    /// It may be.
    Allow,
    /// It matters more.
    Raise,
    /// It matters less.
    Lower,
    /// It counts so many points more or less.
    Adjust,
    /// It carries a word.
    Tag,
}

impl Outcome {
    /// Returns the name hosts see, such as `deny`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Require => "require",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Allow => "allow",
            Self::Raise => "raise",
            Self::Lower => "lower",
            Self::Adjust => "adjust",
            Self::Tag => "tag",
        }
    }
}

/// One thing a script said.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) outcome: Outcome,
    pub(crate) message: ImmutableString,
    /// Where in the policy it was said.
    pub(crate) position: Position,
    pub(crate) details: Details,
}

/// What may be said besides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Details {
    /// JSON Pointer of what it is about, in the document of the subject.
    pub(crate) pointer: Option<ImmutableString>,
    /// A name that tells it from others of the same policy and subject.
    pub(crate) about: Option<ImmutableString>,
    pub(crate) fix: Option<ImmutableString>,
    pub(crate) evidence: BTreeMap<String, Value>,
    /// Points of `adjust`.
    pub(crate) points: Option<f64>,
    /// What `raise` and `lower` make of it.
    pub(crate) class: Option<ImmutableString>,
}
