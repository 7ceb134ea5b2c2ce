//! What keeps a machine from being run: names that mean nothing, states that stand nowhere.

use super::compile::{EVERY, PREVIOUS};
use super::definition::{Guard, MachineEffect, MachineTransition, StateMachine};
use super::vocabulary;
use crate::document::pointer;
use crate::finding::{Code, Finding, Location, codes::lifecycle as codes};
use crate::suggest;

/// Longest name, in bytes.
const LONGEST_NAME: usize = 256;

/// The faults of a definition.
pub(super) struct Faults<'a> {
    definition: &'a StateMachine,
    path: &'a str,
    found: Vec<Finding>,
}

/// Returns the faults of `definition`, which was read from the document `path`.
pub(super) fn find(definition: &StateMachine, path: &str) -> Vec<Finding> {
    let mut faults = Faults { definition, path, found: Vec::new() };
    faults.check_names();
    faults.check_states();
    for (index, transition) in definition.transitions.iter().enumerate() {
        faults.check_transition(&format!("/transitions/{index}"), transition);
    }
    faults.check_effects();
    faults.found
}

impl Faults<'_> {
    fn report(&mut self, code: &'static Code, at: &str, key: &[&str], message: String) {
        self.found.push(self.finding(code, at, key, message));
    }

    fn finding(&self, code: &'static Code, at: &str, key: &[&str], message: String) -> Finding {
        Finding::new(code, self.definition.name.as_str(), key, message)
            .at(Location::new(self.path, at))
    }

    fn check_names(&mut self) {
        let definition = self.definition;
        self.check_name("/name", &definition.name);
        for name in definition.states.keys() {
            self.check_name(&pointer::push("/states", name), name);
        }
        for (index, transition) in definition.transitions.iter().enumerate() {
            if let Some(event) = &transition.event {
                self.check_name(&format!("/transitions/{index}/event"), event);
            }
        }
    }

    fn check_name(&mut self, at: &str, name: &str) {
        let is_usable = !name.is_empty()
            && name.len() <= LONGEST_NAME
            && !name.contains(char::is_control)
            && ![EVERY, PREVIOUS].contains(&name);
        if !is_usable {
            let shown: String = name.chars().take(40).collect();
            self.report(
                codes::UNUSABLE_NAME,
                at,
                &[at],
                format!("`{shown}` cannot be used as a name"),
            );
        }
    }

    fn check_states(&mut self) {
        let definition = self.definition;
        self.check_state("/initial", &definition.initial);
        for (name, state) in &definition.states {
            let at = pointer::push("/states", name);
            if let Some(parent) = &state.parent {
                self.check_state(&format!("{at}/parent"), parent);
            }
            if self.stands_in_itself(name) {
                let message = format!("the state `{name}` stands inside of itself");
                self.report(codes::MISPLACED_STATE, &format!("{at}/parent"), &[name], message);
            }
            self.check_inside(name, &at);
        }
    }

    fn stands_in_itself(&self, name: &str) -> bool {
        let parent = |name: &str| self.definition.states.get(name)?.parent.as_deref();
        let line = std::iter::successors(parent(name), |name| parent(name));
        line.take(self.definition.states.len() + 1).any(|around| around == name)
    }

    /// Checks that a state has a first state inside exactly when there are some.
    fn check_inside(&mut self, name: &str, at: &str) {
        let states = &self.definition.states;
        let Some(state) = states.get(name) else { return };
        let is_inside =
            |inner: &str| states.get(inner).is_some_and(|s| s.parent.as_deref() == Some(name));
        match &state.initial {
            Some(initial) if !is_inside(initial) => {
                let message = format!("`{initial}` does not stand inside of the state `{name}`");
                self.report(
                    codes::MISPLACED_STATE,
                    &format!("{at}/initial"),
                    &[name, "initial"],
                    message,
                );
            }
            None if states.values().any(|inner| inner.parent.as_deref() == Some(name)) => {
                let message =
                    format!("the state `{name}` has states inside, and none of them is `initial`");
                self.report(codes::MISPLACED_STATE, at, &[name, "initial"], message);
            }
            _ => {}
        }
        if state.is_final && state.initial.is_some() {
            let message = format!("the state `{name}` is final, and has states inside");
            self.report(codes::MISPLACED_STATE, &format!("{at}/final"), &[name, "final"], message);
        }
    }

    fn check_state(&mut self, at: &str, name: &str) {
        let states = &self.definition.states;
        if states.contains_key(name) {
            return;
        }
        let message = format!("there is no state `{name}`");
        let finding = self.finding(codes::UNKNOWN_STATE, at, &[at, name], message);
        let near = suggest::nearest(name, states.keys().map(String::as_str));
        self.found.push(with_near(finding, near));
    }

    fn check_transition(&mut self, at: &str, transition: &MachineTransition) {
        let froms = transition.from.as_slice();
        if froms.is_empty() {
            let message = "the transition leaves no state".to_owned();
            self.report(codes::UNKNOWN_STATE, &format!("{at}/from"), &[at], message);
        }
        for (index, from) in froms.iter().enumerate().filter(|(_, from)| *from != EVERY) {
            let place = match &transition.from {
                super::definition::Names::One(_) => format!("{at}/from"),
                super::definition::Names::Many(_) => format!("{at}/from/{index}"),
            };
            self.check_state(&place, from);
        }
        match transition.to.as_deref() {
            Some(PREVIOUS) => self.check_memory(at, froms),
            Some(to) => self.check_state(&format!("{at}/to"), to),
            None => {}
        }
        self.check_trigger(at, transition);
        for (index, guard) in transition.guards.iter().enumerate() {
            self.check_guard(&format!("{at}/guards/{index}"), guard);
        }
    }

    fn check_memory(&mut self, at: &str, froms: &[String]) {
        for from in froms {
            let states = &self.definition.states;
            let parent = |name: &&str| states.get(*name)?.parent.as_deref();
            let line = std::iter::successors(Some(from.as_str()), parent).take(states.len() + 1);
            let remembers = line.filter_map(|name| states.get(name)).any(|state| state.remembers);
            if !remembers && states.contains_key(from) || from == EVERY {
                let message = format!("the state `{from}` remembers no state to return to");
                self.report(codes::NOTHING_REMEMBERED, &format!("{at}/to"), &[at, from], message);
            }
        }
    }

    fn check_trigger(&mut self, at: &str, transition: &MachineTransition) {
        let message = match (&transition.event, transition.after_seconds) {
            (Some(event), Some(_)) => format!("the transition waits for `{event}` and for time"),
            (None, Some(0)) => "the transition waits for no time".to_owned(),
            _ => return,
        };
        self.report(codes::AMBIGUOUS_TRIGGER, &format!("{at}/after_seconds"), &[at], message);
    }

    fn check_guard(&mut self, at: &str, guard: &Guard) {
        match guard {
            Guard::Named(name) => self.check_guard_name(at, name),
            Guard::With(with) => self.check_guard_name(&format!("{at}/guard"), &with.guard),
            Guard::All(of) => self.check_guards(&format!("{at}/all"), &of.all),
            Guard::Any(of) => self.check_guards(&format!("{at}/any"), &of.any),
            Guard::Not(of) => self.check_guard(&format!("{at}/not"), &of.not),
            Guard::Fact(fact) => {
                if vocabulary::compares_nothing(fact) {
                    let message = format!("`{}` is compared with nothing", fact.fact);
                    self.report(codes::EMPTY_GUARD, at, &[at], message);
                }
            }
        }
    }

    fn check_guards(&mut self, at: &str, guards: &[Guard]) {
        if guards.is_empty() {
            self.report(codes::EMPTY_GUARD, at, &[at], "there are no conditions inside".to_owned());
        }
        for (index, guard) in guards.iter().enumerate() {
            self.check_guard(&format!("{at}/{index}"), guard);
        }
    }

    fn check_guard_name(&mut self, at: &str, name: &str) {
        let own = &self.definition.guards;
        if own.contains_key(name) || vocabulary::GUARDS.iter().any(|(known, _)| *known == name) {
            return;
        }
        let known =
            own.keys().map(String::as_str).chain(vocabulary::GUARDS.iter().map(|row| row.0));
        let near = suggest::nearest(name, known);
        let message = format!("nothing knows the guard `{name}`");
        let finding = self.finding(codes::UNKNOWN_GUARD, at, &[at, name], message);
        self.found.push(with_near(finding, near));
    }

    fn check_effects(&mut self) {
        let definition = self.definition;
        for (name, state) in &definition.states {
            let at = pointer::push("/states", name);
            self.check_effect_list(&format!("{at}/entry"), &state.entry);
            self.check_effect_list(&format!("{at}/exit"), &state.exit);
        }
        for (index, transition) in definition.transitions.iter().enumerate() {
            self.check_effect_list(&format!("/transitions/{index}/effects"), &transition.effects);
        }
    }

    fn check_effect_list(&mut self, at: &str, effects: &[MachineEffect]) {
        for (index, effect) in effects.iter().enumerate() {
            let at = format!("{at}/{index}");
            match effect {
                MachineEffect::Named(name) => self.check_effect(&at, name),
                MachineEffect::With(with) => {
                    self.check_effect(&format!("{at}/effect"), &with.effect);
                }
                MachineEffect::Raise(raised) => {
                    self.check_raised(&format!("{at}/raise"), &raised.raise);
                }
            }
        }
    }

    fn check_effect(&mut self, at: &str, name: &str) {
        let own = &self.definition.effects;
        if own.contains_key(name) || vocabulary::EFFECTS.iter().any(|(known, _)| *known == name) {
            return;
        }
        let known =
            own.keys().map(String::as_str).chain(vocabulary::EFFECTS.iter().map(|row| row.0));
        let near = suggest::nearest(name, known);
        let message = format!("nothing knows the effect `{name}`");
        let finding = self.finding(codes::UNKNOWN_EFFECT, at, &[at, name], message);
        self.found.push(with_near(finding, near));
    }

    fn check_raised(&mut self, at: &str, event: &str) {
        let events = || self.definition.transitions.iter().filter_map(|t| t.event.as_deref());
        if events().any(|known| known == event) {
            return;
        }
        let message = format!("nothing answers the event `{event}`");
        let finding = self.finding(codes::UNANSWERED_EVENT, at, &[at, event], message);
        self.found.push(with_near(finding, suggest::nearest(event, events())));
    }
}

fn with_near(finding: Finding, near: Option<&str>) -> Finding {
    match near {
        Some(near) => finding.remedy(format!("did you mean `{near}`?")),
        None => finding,
    }
}
