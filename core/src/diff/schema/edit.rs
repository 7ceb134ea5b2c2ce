//! One change between two schemas, before anybody has said whom it concerns.

use serde_json::Value;

use super::flow::Flow;
use super::pairs::LIKELY;
use crate::diff::{Effect, Polarity, Witness};
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;

/// Where something stands, and what it is, unless that is too large to be shown.
pub(crate) type Stood = (String, Option<Value>);

/// A change before anybody has said whom it concerns.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) code: &'static Code,
    pub(crate) effect: Effect,
    pub(crate) confidence: f64,
    /// Place and value before; none for what is new.
    pub(crate) before: Option<Stood>,
    pub(crate) after: Option<Stood>,
    pub(crate) message: String,
    /// A value that shows the break.
    pub(crate) witness: Option<Witness>,
    /// Whom alone it concerns: those who write the values to the owner, or those who read them.
    pub(crate) only: Option<Polarity>,
    /// The name that is new in an open object, where nothing at the place spoke of it before: nobody is likely
    /// to have used it for something else.
    pub(crate) fresh: Option<String>,
    pub(crate) beside: Option<Beside>,
}

/// What another keyword adds to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// A member that is gone was required.
    WasRequired,
    /// A member that is not required any more is gone, which is told on its own.
    IsGone,
    /// A member that is required now has a default, which whoever reads the values may fill in.
    HasDefault,
}

impl Edit {
    /// Names the difference: the same one may be met in several pairs.
    pub(crate) fn identity(&self) -> (&'static str, Option<String>, Option<String>, String) {
        let place = |side: &Option<Stood>| side.as_ref().map(|(at, _)| at.clone());
        (self.code.id, place(&self.before), place(&self.after), self.message.clone())
    }

    /// Returns the keyword that changed.
    pub(crate) fn keyword(&self) -> &str {
        let side = self.after.as_ref().or(self.before.as_ref());
        let at = side.map(|(at, _)| at.as_str()).unwrap_or_default();
        let is_index = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        at.rsplit('/').find(|part| !is_index(part)).unwrap_or_default()
    }

    /// Returns the change as it looks from where `flow` comes from.
    pub(crate) fn seen_through(&self, flow: Flow) -> Self {
        let effect = match flow {
            Flow::Evaluated if MENTIONS.contains(&self.code) => Effect::Both,
            flow => flow.of(self.effect),
        };
        let certain = matches!(flow, Flow::Same | Flow::Reversed);
        let confidence = if certain { self.confidence } else { self.confidence.min(LIKELY) };
        // A value that shows a change inside shows nothing of the whole, where either may follow.
        let witness = self.witness.clone().filter(|_| certain);
        let fresh = self.fresh.clone().filter(|_| flow != Flow::Evaluated);
        Self { effect, confidence, witness, fresh, ..self.clone() }
    }
}

/// Changes that make a schema mention something, or not any more, whatever it asks of it.
const MENTIONS: [&Code; 10] = [
    codes::EVALUATION_CHANGED,
    codes::PROPERTY_ADDED,
    codes::PROPERTY_REMOVED,
    codes::PATTERN_PROPERTY_ADDED,
    codes::PATTERN_PROPERTY_CHANGED,
    codes::PATTERN_PROPERTY_REMOVED,
    codes::CONDITION_ADDED,
    codes::CONDITION_REMOVED,
    codes::UNION_ADDED,
    codes::UNION_REMOVED,
];
