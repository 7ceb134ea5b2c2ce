//! The automaton of one pattern over the bytes of texts. Its states are made as it is walked.

use foldhash::HashMap;
use regex_automata::nfa::thompson::{Compiler, Config, NFA, State, WhichCaptures};
use regex_automata::util::look::{Look, LookSet};
use regex_automata::util::primitives::StateID;

/// The most bytes that the states of one pattern may take.
const MOST_BYTES: usize = 1 << 20;

/// Any sequence of characters: no text is half a character.
const WHOLE: &str = r"^(?s:.)*$";

/// The state that no text leads out of to a match.
pub(super) const DEAD: u32 = 0;

/// The state in which whatever follows matches.
pub(super) const MATCHED: u32 = 1;

pub(super) struct Automaton {
    nfa: NFA,
    /// The states of the pattern that each state stands for.
    states: Vec<Vec<StateID>>,
    numbers: HashMap<Vec<StateID>, u32>,
    /// Where each state leads, by class of bytes.
    steps: HashMap<(u32, u8), u32>,
    /// Whether a text that ends in the state matches.
    ends: Vec<bool>,
}

/// What holds at a place in a text.
#[derive(Clone, Copy)]
struct Around {
    starts: bool,
    ends: bool,
}

impl Automaton {
    /// Reads a pattern of JSON Schema (ECMA-262); none when no automaton can say what it does.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let pattern = jsonschema_regex::to_rust_regex(pattern).ok()?;
        Self::new(&pattern)
    }

    /// Returns the automaton of all texts.
    pub(super) fn of_texts() -> Option<Self> {
        Self::new(WHOLE)
    }

    fn new(pattern: &str) -> Option<Self> {
        let config =
            Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(MOST_BYTES));
        let nfa = Compiler::new().configure(config).build(pattern).ok()?;
        let known = LookSet::singleton(Look::Start).insert(Look::End);
        if !nfa.look_set_any().subtract(known).is_empty() {
            return None;
        }
        let mut automaton = Self {
            nfa,
            states: Vec::new(),
            numbers: HashMap::default(),
            steps: HashMap::default(),
            ends: Vec::new(),
        };
        automaton.add(Vec::new(), false);
        // No state of a pattern stands for the one of all that matched.
        automaton.states.push(Vec::new());
        automaton.ends.push(true);
        Some(automaton)
    }

    /// Returns the state before the first byte, and what it took to find it.
    pub(super) fn start(&mut self) -> (u32, usize) {
        let from = vec![self.nfa.start_unanchored()];
        let (state, work) = self.enter(from, true);
        // To make the states of a long pattern takes time as well.
        (state, work + self.nfa.states().len())
    }

    /// Returns where a byte leads, and what it took to find it.
    pub(super) fn step(&mut self, state: u32, byte: u8) -> (u32, usize) {
        if state == DEAD || state == MATCHED {
            return (state, 0);
        }
        let key = (state, self.class(byte));
        if let Some(known) = self.steps.get(&key) {
            return (*known, 0);
        }
        let from = self.states.get(state as usize).map(Vec::as_slice).unwrap_or_default();
        let next: Vec<StateID> = from.iter().filter_map(|id| self.moved(*id, byte)).collect();
        let (number, work) = self.enter(next, false);
        self.steps.insert(key, number);
        (number, work)
    }

    /// Tells whether a text matches that ends in a state.
    pub(super) fn matches(&self, state: u32) -> bool {
        self.ends.get(state as usize).copied().unwrap_or_default()
    }

    /// Returns the class of a byte: those of one class lead to the same states.
    pub(super) fn class(&self, byte: u8) -> u8 {
        self.nfa.byte_classes().get(byte)
    }

    fn moved(&self, id: StateID, byte: u8) -> Option<StateID> {
        match self.nfa.state(id) {
            State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
            State::Sparse(all) => all.matches_byte(byte),
            State::Dense(all) => all.matches_byte(byte),
            _ => None,
        }
    }

    /// Returns the state that some states of the pattern make together.
    fn enter(&mut self, from: Vec<StateID>, starts: bool) -> (u32, usize) {
        let mut work = 0;
        let (reached, matched) = self.closure(from, Around { starts, ends: false }, &mut work);
        if matched {
            return (MATCHED, work);
        }
        if let Some(known) = self.numbers.get(&reached).filter(|_| !starts) {
            return (*known, work);
        }
        let (_, ends) = self.closure(reached.clone(), Around { starts, ends: true }, &mut work);
        (self.add(reached, ends), work)
    }

    fn add(&mut self, states: Vec<StateID>, ends: bool) -> u32 {
        let number = u32::try_from(self.states.len()).unwrap_or(DEAD);
        self.numbers.insert(states.clone(), number);
        self.states.push(states);
        self.ends.push(ends);
        number
    }

    /// Follows what asks for no byte; tells whether a match is among it. Assertions that do not hold yet stay.
    fn closure(&self, from: Vec<StateID>, at: Around, work: &mut usize) -> (Vec<StateID>, bool) {
        let (mut waiting, mut seen) = (from, std::collections::BTreeSet::new());
        let mut matched = false;
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            *work += 1;
            match self.nfa.state(id) {
                State::Look { look: Look::Start, next } if at.starts => waiting.push(*next),
                State::Look { look: Look::End, next } if at.ends => waiting.push(*next),
                State::Union { alternates } => waiting.extend(alternates.iter().copied()),
                State::BinaryUnion { alt1, alt2 } => waiting.extend([*alt1, *alt2]),
                State::Capture { next, .. } => waiting.push(*next),
                State::Match { .. } => matched = true,
                _ => {}
            }
        }
        let matters = |id: &StateID| match self.nfa.state(*id) {
            State::Look { look, .. } => *look == Look::End,
            other => !other.is_epsilon() && !matches!(other, State::Fail),
        };
        (seen.into_iter().filter(matters).collect(), matched)
    }
}
