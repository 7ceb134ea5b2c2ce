//! What a transition does: which states it leaves and enters, and what is done on the way.

use std::collections::BTreeMap;

use serde_json::Value;
use smol_str::SmolStr;

use super::compile::{Edge, PREVIOUS, Trigger};
use super::definition::{EffectWith, MachineEffect, RaisedEvent};
use super::run::{Run, Taken};
use crate::time::Timestamp;

impl Run<'_> {
    /// Takes a transition that is written for the state `from`.
    pub(super) fn take(&mut self, from: Option<&str>, index: usize, edge: &Edge, at: Timestamp) {
        let before = self.position.state.clone();
        let effects =
            match edge.to.as_deref().and_then(|to| Some((self.target(to)?.to_owned(), to))) {
                Some((to, written)) => {
                    let mut effects = self.exit(from, &to);
                    effects.extend(edge.effects.iter().cloned());
                    effects.extend(self.enter(&to, Some(&before), at, written == PREVIOUS));
                    effects
                }
                None => edge.effects.clone(),
            };
        let event = match &edge.trigger {
            Trigger::Event(event) => Some(event.clone()),
            _ => None,
        };
        let to = self.position.state.clone();
        self.push(
            Taken {
                at,
                transition: Some(index),
                event,
                from: Some(before),
                to,
                effects: Vec::new(),
            },
            effects,
        );
    }

    pub(super) fn push(&mut self, mut taken: Taken, effects: Vec<MachineEffect>) {
        for effect in effects {
            match effect {
                MachineEffect::Raise(RaisedEvent { raise }) => self.raised.push_back(raise),
                MachineEffect::Named(effect) => {
                    taken
                        .effects
                        .push(EffectWith { effect, with: BTreeMap::<String, Value>::new() });
                }
                MachineEffect::With(effect) => taken.effects.push(effect),
            }
        }
        self.taken.push(taken);
    }

    /// Returns the state that is meant by the target of a transition; none when nothing is remembered.
    pub(super) fn target<'t>(&'t self, to: &'t str) -> Option<&'t str> {
        if to != PREVIOUS {
            return Some(to);
        }
        let mut line = self.machine.line(&self.position.state);
        line.find_map(|name| self.position.remembered.get(name)).map(String::as_str)
    }

    /// Leaves every state inside of the least one around both the transition's state and its target.
    fn exit(&mut self, from: Option<&str>, to: &str) -> Vec<MachineEffect> {
        let around = self.around_both(from, to);
        let mut effects = Vec::new();
        let machine = self.machine;
        let leaf = self.position.state.clone();
        for name in machine.line(&leaf).take_while(|name| Some(*name) != around.as_deref()) {
            let node = machine.states.get(name);
            effects
                .extend(node.map(|node| node.exit.as_slice()).unwrap_or_default().iter().cloned());
            self.position.around_since.remove(name);
        }
        effects
    }

    /// Returns the innermost state that is around both and neither of them; none when there is none.
    fn around_both(&self, from: Option<&str>, to: &str) -> Option<String> {
        let from = from?;
        let outer: Vec<&str> = self.machine.line(to).skip(1).collect();
        self.machine.line(from).skip(1).find(|name| outer.contains(name)).map(str::to_owned)
    }

    /// Enters `to`, the states around it that are not entered yet, and the first ones inside of it.
    pub(super) fn enter(
        &mut self,
        to: &str,
        before: Option<&str>,
        at: Timestamp,
        returns: bool,
    ) -> Vec<MachineEffect> {
        let machine = self.machine;
        let is_new = |name: &&str| !self.position.around_since.contains_key(*name);
        let mut entered: Vec<&str> = machine.line(to).take_while(is_new).collect();
        entered.reverse();
        let inside = |name: &String| machine.states.get(name)?.initial.as_ref();
        let first = machine.states.get_key_value(to).map(|(name, _)| name);
        let inner = std::iter::successors(first.and_then(inside), |name| inside(name));
        entered.extend(inner.map(String::as_str));
        let mut effects = Vec::new();
        for name in &entered {
            let Some(node) = machine.states.get(*name) else { continue };
            effects.extend(node.entry.iter().cloned());
            if let Some(before) =
                before.filter(|before| node.remembers && !returns && before != name)
            {
                self.position.remembered.insert((*name).to_owned(), before.to_owned());
            }
        }
        if let Some((leaf, around)) = entered.split_last() {
            for name in around {
                self.position.around_since.insert((*name).to_owned(), at);
            }
            self.position.state = SmolStr::new(leaf);
            self.position.since = at;
        }
        self.forget();
        effects
    }

    /// Forgets what no state can return to any more.
    fn forget(&mut self) {
        let mut needed: Vec<String> =
            self.machine.line(&self.position.state).map(str::to_owned).collect();
        let mut kept = BTreeMap::new();
        while let Some(name) = needed.pop() {
            if let Some(state) = self.position.remembered.remove(&name) {
                needed.extend(self.machine.line(&state).map(str::to_owned));
                kept.insert(name, state);
            }
        }
        self.position.remembered = kept;
    }
}
