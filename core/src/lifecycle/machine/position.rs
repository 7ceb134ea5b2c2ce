//! Where something is in its machine.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::compile::Machine;
use crate::error::{Error, Result};
use crate::suggest;
use crate::time::Timestamp;

/// Where something is in its state machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The state, without others inside.
    pub state: SmolStr,
    /// When it was entered.
    pub since: Timestamp,
    /// When the states around it were entered, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub around_since: BTreeMap<String, Timestamp>,
    /// The states that are remembered, by the states that remember them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub remembered: BTreeMap<String, String>,
    /// The time up to which it is known: what was to happen by then has happened.
    pub now: Timestamp,
}

impl Position {
    /// Returns when a state was entered that is this one or around it.
    pub(super) fn entered(&self, state: &str) -> Option<Timestamp> {
        if state == self.state { Some(self.since) } else { self.around_since.get(state).copied() }
    }

    /// Checks that the position is one of `machine`.
    ///
    /// # Errors
    /// `input_invalid` with the JSON Pointer in the position.
    pub(crate) fn check(&self, machine: &Machine) -> Result<()> {
        check_state(machine, &self.state, "/state")?;
        let around: Vec<&str> = machine.line(&self.state).skip(1).collect();
        if let Some(name) = self.around_since.keys().find(|name| !around.contains(&name.as_str())) {
            let message = format!("the state `{name}` is not around `{}`", self.state);
            return Err(Error::invalid("/around_since", message));
        }
        if let Some(name) = around.iter().find(|name| !self.around_since.contains_key(**name)) {
            let message = format!("it is not told since when the state is `{name}`");
            return Err(Error::invalid("/around_since", message));
        }
        for (by, state) in &self.remembered {
            if !machine.states.get(by).is_some_and(|node| node.remembers) {
                let message = format!("`{by}` is no state that remembers another");
                return Err(Error::invalid("/remembered", message));
            }
            check_state(machine, state, "/remembered")?;
        }
        let entered = self.around_since.values().chain([&self.since]);
        if entered.max().is_some_and(|last| *last > self.now) {
            let message = "a state was entered after `now`";
            return Err(Error::invalid("/now", message));
        }
        Ok(())
    }
}

fn check_state(machine: &Machine, name: &str, pointer: &str) -> Result<()> {
    if machine.is_leaf(name) {
        return Ok(());
    }
    let message = match machine.states.get(name) {
        Some(_) => format!("the state `{name}` has states inside: one of them is meant"),
        None => format!("the machine `{}` has no state `{name}`", machine.name),
    };
    let error = Error::invalid(pointer, message);
    let leaves = machine.states.keys().map(String::as_str).filter(|name| machine.is_leaf(name));
    Err(match suggest::nearest(name, leaves) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    })
}
