//! The walk through several automata at once, nearest states first.

use std::collections::VecDeque;

use foldhash::HashMap;

use super::Texts;
use super::automaton::{Automaton, DEAD, MATCHED};

/// What one question may take: states that are met, and steps between them.
const MOST_WORK: usize = 400_000;

/// What all questions together may take.
const MOST_TOGETHER: usize = 4_000_000;

/// The longest text that is written where no pattern asks anything.
const MOST_LETTERS: u64 = 10_000;

/// What people read most easily comes first.
const PLAIN: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:/@ ";

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::diff::schema) enum Answer {
    /// There is no such text.
    Nothing,
    /// A shortest one.
    Text(String),
    /// A pattern cannot be decided, or it takes too long.
    Undecided,
}

/// Answers questions, as far as their sum stays bounded.
pub(in crate::diff::schema) struct Search {
    left: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self { left: MOST_TOGETHER }
    }
}

impl Search {
    /// Looks for a text of `texts` that matches none of the patterns `not`.
    pub(in crate::diff::schema) fn find(&mut self, texts: &Texts, not: &[&str]) -> Answer {
        if texts.most.is_some_and(|most| most < texts.least) {
            return Answer::Nothing;
        }
        if texts.patterns.is_empty() && not.is_empty() {
            return letters(texts.least);
        }
        // Mostly, lengths decide nothing; they make many more states.
        let free = Texts { least: 0, most: None, ..texts.clone() };
        let fits = |text: &str| {
            let length = text.chars().count() as u64;
            length >= texts.least && texts.most.is_none_or(|most| length <= most)
        };
        match self.walk(&free, not) {
            Answer::Text(text) if !fits(&text) => self.walk(texts, not),
            answer => answer,
        }
    }

    fn walk(&mut self, texts: &Texts, not: &[&str]) -> Answer {
        let Some(mut walk) = Walk::new(texts, not) else { return Answer::Undecided };
        walk.left = self.left.min(MOST_WORK);
        let before = walk.left;
        let answer = walk.run();
        self.left -= before - walk.left;
        answer
    }
}

fn letters(count: u64) -> Answer {
    let count = usize::try_from(count.min(MOST_LETTERS + 1)).unwrap_or_default();
    if count as u64 > MOST_LETTERS { Answer::Undecided } else { Answer::Text("a".repeat(count)) }
}

/// A state of every automaton, and how many characters led there.
type At = (Vec<u32>, u64);

struct Walk {
    /// Those that must match, and behind them those that must not.
    automata: Vec<Automaton>,
    asked: usize,
    least: u64,
    most: Option<u64>,
    left: usize,
    /// What was met, with where it was met from and the byte that led there.
    met: Vec<(At, usize, u8)>,
    numbers: HashMap<At, usize>,
}

impl Walk {
    fn new(texts: &Texts, not: &[&str]) -> Option<Self> {
        let mut automata = vec![Automaton::of_texts()?];
        for pattern in texts.patterns.iter().map(String::as_str).chain(not.iter().copied()) {
            automata.push(Automaton::of(pattern)?);
        }
        Some(Self {
            automata,
            asked: 1 + texts.patterns.len(),
            least: texts.least,
            most: texts.most,
            left: 0,
            met: Vec::new(),
            numbers: HashMap::default(),
        })
    }

    fn run(&mut self) -> Answer {
        let mut states = Vec::new();
        for automaton in &mut self.automata {
            let (state, work) = automaton.start();
            self.left = self.left.saturating_sub(work);
            states.push(state);
        }
        let bytes = self.bytes();
        let mut waiting = VecDeque::from([self.meet((states, 0), 0, 0)]);
        while let Some(index) = waiting.pop_front() {
            let Some((at, ..)) = self.met.get(index).cloned() else { break };
            if self.is_found(&at) {
                return self.text(index).map_or(Answer::Undecided, Answer::Text);
            }
            for byte in &bytes {
                let next = self.step(&at, *byte);
                if self.left == 0 {
                    return Answer::Undecided;
                }
                if self.leads_on(&next) && !self.numbers.contains_key(&next) {
                    waiting.push_back(self.meet(next, index, *byte));
                }
            }
        }
        Answer::Nothing
    }

    fn meet(&mut self, at: At, from: usize, byte: u8) -> usize {
        let index = self.met.len();
        self.numbers.insert(at.clone(), index);
        self.met.push((at, from, byte));
        index
    }

    fn step(&mut self, (states, length): &At, byte: u8) -> At {
        let mut next = Vec::with_capacity(states.len());
        for (automaton, state) in self.automata.iter_mut().zip(states) {
            let (state, work) = automaton.step(*state, byte);
            self.left = self.left.saturating_sub(work + 1);
            next.push(state);
        }
        // Bytes that continue a character (RFC 3629 section 3) count nothing.
        let begins = byte & 0xc0 != 0x80;
        let enough = self.most.map_or(self.least, |most| most.saturating_add(1).max(self.least));
        (next, (length + u64::from(begins)).min(enough))
    }

    /// Tells whether a text that was read so far is one that is looked for.
    fn is_found(&self, (states, length): &At) -> bool {
        let fits = *length >= self.least && self.most.is_none_or(|most| *length <= most);
        fits && self
            .automata
            .iter()
            .zip(states)
            .enumerate()
            .all(|(index, (automaton, state))| automaton.matches(*state) == (index < self.asked))
    }

    /// Tells whether anything that follows may be found.
    fn leads_on(&self, (states, length): &At) -> bool {
        let hopeless = |index: usize| if index < self.asked { DEAD } else { MATCHED };
        self.most.is_none_or(|most| *length <= most)
            && states.iter().enumerate().all(|(index, state)| *state != hopeless(index))
    }

    /// Returns one byte of each class that any automaton tells from the others, plain ones first.
    fn bytes(&self) -> Vec<u8> {
        let mut seen = std::collections::BTreeSet::new();
        let all = PLAIN.iter().copied().chain(b'!'..=b'~').chain(0..=u8::MAX);
        let classes = |byte: u8| -> Vec<u8> {
            self.automata.iter().map(|automaton| automaton.class(byte)).collect()
        };
        all.filter(|byte| seen.insert((classes(*byte), byte & 0xc0 == 0x80))).collect()
    }

    /// Returns the text that led to what was met.
    fn text(&self, mut index: usize) -> Option<String> {
        let mut bytes = Vec::new();
        while index != 0 {
            let (_, from, byte) = self.met.get(index)?;
            bytes.push(*byte);
            index = *from;
        }
        bytes.reverse();
        String::from_utf8(bytes).ok()
    }
}
