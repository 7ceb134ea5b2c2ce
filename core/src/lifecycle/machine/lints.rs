//! What is odd about a machine that can be run: states nobody enters or leaves, transitions nobody takes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::compile::{EVERY, Edge, Machine, PREVIOUS, Trigger};
use super::exclusion::exclude_each_other;
use crate::document::pointer;
use crate::finding::{Code, Finding, Location, codes::lifecycle as codes};

/// Returns what is odd about `machine`, which was read from the document `path`.
pub(super) fn find(machine: &Machine, path: &str) -> Vec<Finding> {
    let mut lints = Lints { machine, path, found: Vec::new(), shadowed: BTreeSet::new() };
    lints.check_overlaps();
    lints.check_final_states();
    lints.check_ways();
    lints.check_circles();
    lints.found
}

struct Lints<'a> {
    machine: &'a Machine,
    path: &'a str,
    found: Vec<Finding>,
    /// Transitions that are never taken from a state: the state, none for every state, and the number.
    shadowed: BTreeSet<(Option<&'a str>, usize)>,
}

impl<'a> Lints<'a> {
    fn report(&mut self, code: &'static Code, at: &str, key: &[&str], message: String) {
        let finding = Finding::new(code, self.machine.name.as_str(), key, message);
        self.found.push(finding.at(Location::new(self.path, at)));
    }

    /// Compares the transitions of each state for one trigger.
    fn check_overlaps(&mut self) {
        let machine = self.machine;
        let states =
            machine.states.iter().map(|(name, node)| (Some(name.as_str()), node.out.as_slice()));
        for (from, edges) in states.chain([(None, machine.everywhere.as_slice())]) {
            let mut by_trigger: BTreeMap<&Trigger, Vec<usize>> = BTreeMap::new();
            for index in edges {
                if let Some(edge) = machine.edges.get(*index) {
                    by_trigger.entry(&edge.trigger).or_default().push(*index);
                }
            }
            for rivals in by_trigger.values().filter(|rivals| rivals.len() > 1) {
                self.check_rivals(from, rivals);
            }
        }
    }

    fn check_rivals(&mut self, from: Option<&'a str>, rivals: &[usize]) {
        let machine = self.machine;
        let edge = |index: &usize| machine.edges.get(*index);
        for (place, later) in rivals.iter().enumerate() {
            let earlier = rivals.iter().take(place);
            let Some(last) = edge(later) else { continue };
            let mut overlapped = None;
            for index in earlier {
                let Some(first) = edge(index) else { continue };
                if first.guards.is_empty() && first.to.as_deref() != Some(PREVIOUS) {
                    self.shadowed.insert((from, *later));
                    self.report_rivals(
                        codes::SHADOWED_TRANSITION,
                        from,
                        (*index, *later),
                        last,
                        "is never taken behind",
                    );
                    overlapped = None;
                    break;
                }
                if overlapped.is_none()
                    && !last.guards.is_empty()
                    && !exclude_each_other(&first.guards, &last.guards)
                {
                    overlapped = Some(*index);
                }
            }
            if let Some(index) = overlapped {
                self.report_rivals(
                    codes::OVERLAPPING_TRANSITIONS,
                    from,
                    (index, *later),
                    last,
                    "may hold at once with",
                );
            }
        }
    }

    fn report_rivals(
        &mut self,
        code: &'static Code,
        from: Option<&str>,
        (first, last): (usize, usize),
        edge: &Edge,
        words: &str,
    ) {
        let from = from.unwrap_or(EVERY);
        let trigger = trigger_text(&edge.trigger);
        let message =
            format!("transition {last} {trigger} from `{from}` {words} transition {first}");
        let to = edge.to.as_deref().unwrap_or_default();
        self.report(code, &format!("/transitions/{last}"), &[from, &trigger, to], message);
    }

    fn check_final_states(&mut self) {
        for (name, node) in self.machine.states.iter().filter(|(_, node)| node.is_final) {
            for index in &node.out {
                let message =
                    format!("the state `{name}` is final, and transition {index} leaves it");
                self.report(
                    codes::EXIT_FROM_FINAL,
                    &format!("/transitions/{index}"),
                    &[name],
                    message,
                );
            }
        }
    }

    /// Follows every way from the first state, and every way back from the final ones.
    fn check_ways(&mut self) {
        let machine = self.machine;
        let leaves: Vec<&str> = machine
            .states
            .keys()
            .map(String::as_str)
            .filter(|name| machine.is_leaf(name))
            .collect();
        let next = self.next_states(&leaves);
        let initial = self.leaf_of(&machine.initial);
        let reached = follow(initial, &next);
        for name in leaves.iter().copied().filter(|name| !reached.contains(name)) {
            let message = format!("no way leads from `{}` to the state `{name}`", machine.initial);
            self.report(
                codes::UNREACHABLE_STATE,
                &pointer::push("/states", name),
                &[name],
                message,
            );
        }
        let is_final = |name: &str| machine.states.get(name).is_some_and(|node| node.is_final);
        let has_exit =
            |name: &str| next.get(name).is_some_and(|to| to.iter().any(|to| *to != name));
        for name in reached.iter().copied().filter(|name| !is_final(name) && !has_exit(name)) {
            let message = format!("nothing leads out of the state `{name}`");
            self.report(codes::DEAD_END, &pointer::push("/states", name), &[name], message);
        }
        let mut back: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (from, to) in next.iter().flat_map(|(from, to)| to.iter().map(move |to| (*from, *to))) {
            back.entry(to).or_default().insert(from);
        }
        let ends: Vec<&str> = leaves.iter().copied().filter(|name| is_final(name)).collect();
        if ends.is_empty() {
            return;
        }
        let ending = follow(ends, &back);
        for name in reached.iter().copied().filter(|name| !ending.contains(name) && has_exit(name))
        {
            let message = format!("no final state can be reached from the state `{name}`");
            self.report(codes::ENDLESS_STATE, &pointer::push("/states", name), &[name], message);
        }
    }

    /// Returns the states that each state without others inside may lead to.
    fn next_states(&self, leaves: &[&'a str]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for leaf in leaves.iter().copied() {
            let tried = self.machine.tried(leaf, |_| true);
            let taken = tried.filter(|(from, index, _)| !self.shadowed.contains(&(*from, *index)));
            for (.., edge) in taken {
                match edge.to.as_deref() {
                    // A state that is remembered is one from which this one was entered: its way out is known below.
                    Some(PREVIOUS) | None => {}
                    Some(to) => next.entry(leaf).or_default().extend(self.leaf_of(to)),
                }
            }
        }
        self.add_returns(leaves, &mut next);
        next
    }

    /// Adds the ways back to what is remembered: every state from which the remembering one is entered.
    fn add_returns(&self, leaves: &[&'a str], next: &mut BTreeMap<&'a str, BTreeSet<&'a str>>) {
        let returns = |edge: &Edge| edge.to.as_deref() == Some(PREVIOUS);
        let returning =
            |leaf: &&str| self.machine.tried(leaf, |_| true).any(|(.., edge)| returns(edge));
        for leaf in leaves.iter().copied().filter(returning) {
            let enters = |to: &BTreeSet<&str>| to.contains(leaf);
            let before: Vec<&str> = next
                .iter()
                .filter(|(from, to)| **from != leaf && enters(to))
                .map(|(from, _)| *from)
                .collect();
            next.entry(leaf).or_default().extend(before);
        }
    }

    /// Returns the state without others inside that is entered with `name`.
    fn leaf_of(&self, name: &str) -> Option<&'a str> {
        let states = &self.machine.states;
        let inside = |name: &&'a str| states.get(*name)?.initial.as_deref();
        let first = states.get_key_value(name).map(|(name, _)| name.as_str());
        std::iter::successors(first, inside).last()
    }

    /// Reports circles of transitions that are taken by themselves whatever happens.
    fn check_circles(&mut self) {
        let mut next: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
        let machine = self.machine;
        for name in machine.states.keys().filter(|name| machine.is_leaf(name)) {
            let mut always = machine.tried(name, |trigger| *trigger == Trigger::Always);
            let first = always.find(|(.., edge)| edge.guards.is_empty());
            if let Some((_, index, edge)) = first {
                let to = edge.to.as_deref().map_or(Some(name.as_str()), |to| self.leaf_of(to));
                next.extend(to.map(|to| (name.as_str(), (to, index))));
            }
        }
        for name in next.keys().copied().collect::<Vec<_>>() {
            let circle: Vec<(&str, usize)> =
                std::iter::successors(next.get(name).copied(), |(to, _)| next.get(to).copied())
                    .take(next.len())
                    .collect();
            let length = circle.iter().position(|(to, _)| *to == name);
            let members = circle.iter().take(length.map_or(0, |length| length + 1));
            if members.clone().map(|(to, _)| *to).min() == Some(name) {
                let names: Vec<&str> =
                    [name].into_iter().chain(members.map(|(to, _)| *to)).collect();
                let message = format!("nothing stops {}", names.join(" → "));
                let index = next.get(name).map_or(0, |(_, index)| *index);
                self.report(
                    codes::ENDLESS_LOOP,
                    &format!("/transitions/{index}"),
                    &[name],
                    message,
                );
            }
        }
    }
}

fn follow<'a>(
    from: impl IntoIterator<Item = &'a str>,
    next: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut queue: VecDeque<&str> = from.into_iter().collect();
    let mut reached: BTreeSet<&str> = queue.iter().copied().collect();
    while let Some(name) = queue.pop_front() {
        for to in next.get(name).into_iter().flatten() {
            if reached.insert(to) {
                queue.push_back(to);
            }
        }
    }
    reached
}

fn trigger_text(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Event(event) => format!("for `{event}`"),
        Trigger::After(seconds) => format!("after {seconds} s"),
        Trigger::Always => "without event".to_owned(),
    }
}
