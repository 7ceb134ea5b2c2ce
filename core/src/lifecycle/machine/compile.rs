//! A machine that can be run, from a document that was checked.

use std::collections::BTreeMap;

use super::definition::{Guard, MachineEffect, MachineState, MachineTransition, StateMachine};
use super::position::Position;
use crate::time::Timestamp;

/// What `from` says for every state that is not final.
pub(crate) const EVERY: &str = "*";
/// What `to` says for the state that is remembered.
pub(crate) const PREVIOUS: &str = "previous";

/// A state machine that can be run. It is made by [`super::compile`], which refuses what cannot be.
#[derive(Clone, Debug)]
pub struct Machine {
    pub(super) name: String,
    pub(super) version: u64,
    pub(super) initial: String,
    pub(super) states: BTreeMap<String, Node>,
    pub(super) edges: Vec<Edge>,
    /// Edges from every state that is not final.
    pub(super) everywhere: Vec<usize>,
    /// SHA-256 of the canonical JSON of the definition.
    pub(super) digest: String,
}

/// A state.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) parent: Option<String>,
    /// The state inside that is entered with it.
    pub(super) initial: Option<String>,
    pub(super) is_final: bool,
    pub(super) remembers: bool,
    pub(super) entry: Vec<MachineEffect>,
    pub(super) exit: Vec<MachineEffect>,
    /// Edges from it, in the order of the document.
    pub(super) out: Vec<usize>,
}

/// What a transition waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trigger {
    /// An event.
    Event(String),
    /// So many seconds in its state.
    After(u64),
    /// Nothing but its guards.
    Always,
}

impl Trigger {
    /// Returns the event that is waited for.
    pub(super) fn event(&self) -> Option<&str> {
        if let Self::Event(event) = self { Some(event) } else { None }
    }

    /// Returns what a transition waits for.
    pub(super) fn of(transition: &MachineTransition) -> Self {
        match (&transition.event, transition.after_seconds) {
            (Some(event), _) => Self::Event(event.clone()),
            (None, Some(seconds)) => Self::After(seconds),
            (None, None) => Self::Always,
        }
    }
}

/// A transition.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(super) trigger: Trigger,
    pub(super) to: Option<String>,
    pub(super) guards: Vec<Guard>,
    pub(super) effects: Vec<MachineEffect>,
}

impl Machine {
    /// Returns the machine of a definition without faults.
    pub(super) fn new(definition: &StateMachine, digest: String) -> Self {
        let mut machine = Self {
            name: definition.name.clone(),
            version: definition.version.unwrap_or(1),
            initial: definition.initial.clone(),
            states: definition
                .states
                .iter()
                .map(|(name, state)| (name.clone(), node(state)))
                .collect(),
            edges: Vec::with_capacity(definition.transitions.len()),
            everywhere: Vec::new(),
            digest,
        };
        for (index, transition) in definition.transitions.iter().enumerate() {
            machine.add(index, transition);
        }
        machine
    }

    fn add(&mut self, index: usize, transition: &MachineTransition) {
        for name in transition.from.as_slice() {
            if name == EVERY {
                self.everywhere.push(index);
            } else if let Some(node) = self.states.get_mut(name) {
                if node.out.last() != Some(&index) {
                    node.out.push(index);
                }
            }
        }
        self.edges.push(Edge {
            trigger: Trigger::of(transition),
            to: transition.to.clone(),
            guards: transition.guards.clone(),
            effects: transition.effects.clone(),
        });
    }

    /// Has the guard `name` asked of every transition that answers an event, but for `spared` ones. A machine that asks it
    /// somewhere itself knows better where, and stays as it is.
    pub(crate) fn guard_events(&mut self, name: &str, spared: &[&str]) {
        if self.edges.iter().any(|edge| edge.guards.iter().any(|guard| guard.asks(name))) {
            return;
        }
        for edge in &mut self.edges {
            if edge.trigger.event().is_some_and(|event| !spared.contains(&event)) {
                edge.guards.push(Guard::Named(name.to_owned()));
            }
        }
    }

    /// Returns the name of the machine.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version of the definition.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns the SHA-256 of the canonical JSON of the definition, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Tells whether the machine has a state of this name without others inside.
    pub(super) fn is_leaf(&self, name: &str) -> bool {
        self.states.get(name).is_some_and(|node| node.initial.is_none())
    }

    /// Returns a state and those around it, from the inside to the outside.
    pub(super) fn line<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(name), |name| self.states.get(*name)?.parent.as_deref())
    }

    /// Lists the events that something answers in the state `leaf`, sorted.
    pub(crate) fn events_from<'a>(&'a self, leaf: &'a str) -> Vec<&'a str> {
        let edges = self.tried(leaf, |trigger| matches!(trigger, Trigger::Event(_)));
        events_of(edges.map(|(.., edge)| edge))
    }

    /// Returns the innermost of `names` that the state `leaf` is or stands inside of.
    pub(crate) fn stands_for<'a>(&self, leaf: &str, names: &[&'a str]) -> Option<&'a str> {
        self.line(leaf).find_map(|state| names.iter().copied().find(|name| *name == state))
    }

    /// Tells whether nothing happens in a state any more.
    pub(crate) fn is_final(&self, leaf: &str) -> bool {
        self.states.get(leaf).is_some_and(|node| node.is_final)
    }

    /// Returns the state without others inside that is entered with the state `name`.
    pub(crate) fn leaf_of<'a>(&'a self, name: &'a str) -> &'a str {
        let inside = |name: &&'a str| self.states.get(*name)?.initial.as_deref();
        std::iter::successors(Some(name), inside).last().unwrap_or(name)
    }

    /// Returns the state without others inside in which everything begins.
    pub(crate) fn initial_leaf(&self) -> &str {
        self.leaf_of(&self.initial)
    }

    /// Returns the state without others inside that something at `position` would go back to.
    pub(crate) fn remembered<'a>(&'a self, position: &'a Position) -> Option<&'a str> {
        let mut line = self.line(&position.state);
        line.find_map(|name| position.remembered.get(name)).map(|name| self.leaf_of(name))
    }

    /// Lists the states without others inside, sorted.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = &str> {
        let leaves = self.states.iter().filter(|(_, node)| node.initial.is_none());
        leaves.map(|(name, _)| name.as_str())
    }

    /// Tells whether some transition answers an event.
    pub(crate) fn has_event(&self, event: &str) -> bool {
        self.edges.iter().any(|edge| edge.trigger.event() == Some(event))
    }

    /// Tells whether something happens by itself, without event and without time.
    pub(crate) fn is_eventless(&self) -> bool {
        self.edges.iter().any(|edge| edge.trigger == Trigger::Always)
    }

    /// Lists where the event may lead from the state `leaf`, in the order it is tried: the target as it is written, and
    /// whether there are guards.
    pub(crate) fn answers<'a>(
        &'a self,
        leaf: &'a str,
        event: &str,
    ) -> impl Iterator<Item = (Option<&'a str>, &'a [Guard])> {
        let edges = self.tried(leaf, |trigger| matches!(trigger, Trigger::Event(_)));
        let edges =
            edges.filter(move |(.., edge)| edge.trigger == Trigger::Event(event.to_owned()));
        edges.map(|(.., edge)| (edge.to.as_deref(), edge.guards.as_slice()))
    }

    /// Returns when something is due next after the time of the position; none when nothing is.
    pub(crate) fn next_due(&self, position: &Position) -> Option<Timestamp> {
        let timed = self.tried(&position.state, |trigger| matches!(trigger, Trigger::After(_)));
        let due = timed.filter_map(|(from, _, edge)| {
            let Trigger::After(seconds) = edge.trigger else { return None };
            position.entered(from.unwrap_or(&position.state))?.plus_seconds(seconds)
        });
        due.filter(|at| *at > position.now).min()
    }

    /// Lists every event of the machine, sorted.
    pub(crate) fn events(&self) -> Vec<&str> {
        events_of(self.edges.iter())
    }

    /// Returns the edges that leave the state `leaf` for what `trigger` accepts, in the order they are tried, each with
    /// the state it is written for; none for those that are written for every state.
    pub(super) fn tried<'a>(
        &'a self,
        leaf: &'a str,
        accepts: impl Fn(&Trigger) -> bool + Copy + 'a,
    ) -> impl Iterator<Item = (Option<&'a str>, usize, &'a Edge)> {
        let is_final = self.is_final(leaf);
        let out = |name: &str| self.states.get(name).map_or(&[][..], |node| node.out.as_slice());
        let own =
            self.line(leaf).flat_map(move |name| out(name).iter().map(move |at| (Some(name), *at)));
        let everywhere = self.everywhere.iter().map(|at| (None, *at));
        let all = own.chain(everywhere).filter(move |_| !is_final);
        all.filter_map(move |(from, at)| Some((from, at, self.edges.get(at)?)))
            .filter(move |(.., edge)| accepts(&edge.trigger))
    }
}

fn events_of<'a>(edges: impl Iterator<Item = &'a Edge>) -> Vec<&'a str> {
    let mut events: Vec<&str> = edges.filter_map(|edge| edge.trigger.event()).collect();
    events.sort_unstable();
    events.dedup();
    events
}

fn node(state: &MachineState) -> Node {
    Node {
        parent: state.parent.clone(),
        initial: state.initial.clone(),
        is_final: state.is_final,
        remembers: state.remembers,
        entry: state.entry.clone(),
        exit: state.exit.clone(),
        out: Vec::new(),
    }
}
