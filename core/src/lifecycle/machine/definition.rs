//! A state machine as a document.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::present::present;
use crate::schema::shape;

/// A state machine: its states, what may happen in each of them, and what has to hold for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct StateMachine {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Name, such as `artifact`.
    #[schemars(required)]
    pub name: String,
    /// Version of the machine; it rises with every change of what the machine does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What the machine is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The state in which everything begins.
    #[schemars(required)]
    pub initial: String,
    /// The states by name.
    #[schemars(required)]
    pub states: BTreeMap<String, MachineState>,
    /// What may happen. Of several transitions for one event, the first whose guards hold is taken; those of
    /// inner states come before those of the states around them.
    pub transitions: Vec<MachineTransition>,
    /// Guards that whoever runs the machine answers, by name, each with what it means; beside those that are built in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub guards: BTreeMap<String, String>,
    /// Effects that whoever runs the machine knows, by name, each with what it does; beside those that are built in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub effects: BTreeMap<String, String>,
}

shape!(StateMachine, "state-machine", version "1", at "lifecycle/**/*.yaml");

/// A state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct MachineState {
    /// What it means to be in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The state around it, whose transitions it has, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Of a state with others inside: the one that is entered with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
    /// Whether nothing happens any more.
    #[serde(rename = "final", skip_serializing_if = "is_false")]
    pub is_final: bool,
    /// Whether it keeps in mind which state it was entered from, for transitions to `previous`.
    #[serde(skip_serializing_if = "is_false")]
    pub remembers: bool,
    /// What is done on entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entry: Vec<MachineEffect>,
    /// What is done on exit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exit: Vec<MachineEffect>,
}

/// What may happen in a state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct MachineTransition {
    /// The event it answers. Without `event` and `after_seconds`, it is taken as soon as its guards hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// It is taken so many seconds after its state was entered, at least 1, if its guards hold then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 315_576_000_000_i64))]
    pub after_seconds: Option<u64>,
    /// The states it leaves: one, several, or `*` for all that are not final.
    #[schemars(required)]
    pub from: Names,
    /// The state it enters; `previous` for the one that is remembered. Absent: nothing is left or entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What has to hold: all of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guards: Vec<Guard>,
    /// What is done when it is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<MachineEffect>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One name or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Names {
    /// Returns the names, as they are written.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// A condition of a transition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Guard {
    /// A guard that is known by its name.
    Named(String),
    /// All have to hold.
    All(AllOf),
    /// One has to hold.
    Any(AnyOf),
    /// It must not hold.
    Not(NotOf),
    /// A fact that is compared.
    Fact(FactGuard),
    /// A guard with parameters.
    With(GuardWith),
}

impl Guard {
    /// Tells whether the guard `name` is asked, here or inside.
    pub(crate) fn asks(&self, name: &str) -> bool {
        match self {
            Self::Named(named) | Self::With(GuardWith { guard: named, .. }) => named == name,
            Self::All(of) => of.all.iter().any(|guard| guard.asks(name)),
            Self::Any(of) => of.any.iter().any(|guard| guard.asks(name)),
            Self::Not(of) => of.not.asks(name),
            Self::Fact(_) => false,
        }
    }
}

/// Conditions of which all have to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllOf {
    /// The conditions.
    pub all: Vec<Guard>,
}

/// Conditions of which one has to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnyOf {
    /// The conditions.
    pub any: Vec<Guard>,
}

/// A condition that must not hold. What is not known does not fulfil it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotOf {
    /// The condition.
    pub not: Box<Guard>,
}

/// A fact that is compared. A fact that is not there fulfils nothing but `exists: false`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactGuard {
    /// JSON Pointer (RFC 6901) into the facts, such as `/tests/passed`.
    pub fact: String,
    /// It is this value; `null` is only one that is stated as such.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub equals: Option<Value>,
    /// It is one of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Value>>,
    /// It is a number, and at least this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// It is a number, and at most this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// It is there and not null, or it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
}

/// A guard with parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardWith {
    /// Name of the guard.
    pub guard: String,
    /// Its parameters by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, Value>,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum MachineEffect {
    /// What is known by its name.
    Named(String),
    /// An event that happens next, before any other.
    Raise(RaisedEvent),
    /// With parameters.
    With(EffectWith),
}

/// An event that happens next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaisedEvent {
    /// Name of the event.
    pub raise: String,
}

/// What is done, with parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectWith {
    /// Name of what is done.
    pub effect: String,
    /// Its parameters by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
