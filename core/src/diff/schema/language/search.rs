//! The walk through several automata at once, nearest states first.

use std::collections::{BTreeSet, VecDeque};

use foldhash::HashMap;

use super::Texts;
use super::automaton::{Automaton, DEAD, MATCHED};

/// What one question may take: states that are met, and steps between them.
const MOST_WORK: usize = 400_000;

/// What all questions together may take.
const MOST_TOGETHER: usize = 4_000_000;

/// Patterns that are held against each other.
const MOST_PATTERNS: usize = 16;

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

/// A walk was given up.
struct TooLong;

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

    /// Tells which patterns texts match together: each set of them that some text matches, and no other, by their
    /// places in `patterns`. None when it cannot be told, or takes too long.
    pub(in crate::diff::schema) fn regions(
        &mut self,
        patterns: &[&str],
    ) -> Option<BTreeSet<Vec<usize>>> {
        if patterns.len() > MOST_PATTERNS {
            return None;
        }
        let mut regions = BTreeSet::new();
        let mut walk = Walk::new(&Texts::default(), &[], patterns)?;
        let visit = |walk: &Walk, at: &At| {
            regions.insert(walk.matched(at));
            false
        };
        self.bounded(&mut walk, visit).ok()?;
        Some(regions)
    }

    fn walk(&mut self, texts: &Texts, not: &[&str]) -> Answer {
        let Some(mut walk) = Walk::new(texts, not, &[]) else { return Answer::Undecided };
        match self.bounded(&mut walk, Walk::is_found) {
            Ok(Some(index)) => walk.text(index).map_or(Answer::Undecided, Answer::Text),
            Ok(None) => Answer::Nothing,
            Err(TooLong) => Answer::Undecided,
        }
    }

    fn bounded(
        &mut self,
        walk: &mut Walk,
        is_end: impl FnMut(&Walk, &At) -> bool,
    ) -> Result<Option<usize>, TooLong> {
        walk.left = self.left.min(MOST_WORK);
        let before = walk.left;
        let found = walk.run(is_end);
        self.left -= before - walk.left;
        found
    }
}

fn letters(count: u64) -> Answer {
    let count = usize::try_from(count.min(MOST_LETTERS + 1)).unwrap_or_default();
    if count as u64 > MOST_LETTERS { Answer::Undecided } else { Answer::Text("a".repeat(count)) }
}

/// A state of every automaton, and how many characters led there.
type At = (Vec<u32>, u64);

/// What a pattern must do with a text that is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Asked,
    Refused,
    Free,
}

struct Walk {
    /// Those that must match, then those that must not, then those that may.
    automata: Vec<Automaton>,
    asked: usize,
    refused: usize,
    least: u64,
    most: Option<u64>,
    left: usize,
    /// What was met, with where it was met from and the byte that led there.
    met: Vec<(At, usize, u8)>,
    numbers: HashMap<At, usize>,
}

impl Walk {
    fn new(texts: &Texts, not: &[&str], free: &[&str]) -> Option<Self> {
        let mut automata = vec![Automaton::of_texts()?];
        let asked = texts.patterns.iter().map(String::as_str);
        for pattern in asked.chain(not.iter().copied()).chain(free.iter().copied()) {
            automata.push(Automaton::of(pattern)?);
        }
        Some(Self {
            automata,
            asked: 1 + texts.patterns.len(),
            refused: not.len(),
            least: texts.least,
            most: texts.most,
            left: 0,
            met: Vec::new(),
            numbers: HashMap::default(),
        })
    }

    /// Visits the ends of texts, short ones first, until one is what is looked for, and returns its place in what was
    /// met.
    fn run(
        &mut self,
        mut is_end: impl FnMut(&Self, &At) -> bool,
    ) -> Result<Option<usize>, TooLong> {
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
            if self.is_whole(&at) && is_end(self, &at) {
                return Ok(Some(index));
            }
            for byte in &bytes {
                let next = self.step(&at, *byte);
                if self.left == 0 {
                    return Err(TooLong);
                }
                if self.leads_on(&next) && !self.numbers.contains_key(&next) {
                    waiting.push_back(self.meet(next, index, *byte));
                }
            }
        }
        Ok(None)
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

    /// Tells whether what was read so far ends with a whole character.
    fn is_whole(&self, (states, _): &At) -> bool {
        self.automata.first().zip(states.first()).is_some_and(|(all, state)| all.matches(*state))
    }

    /// Tells whether a text that was read so far is one that is looked for.
    fn is_found(&self, at: &At) -> bool {
        let length = at.1;
        let fits = length >= self.least && self.most.is_none_or(|most| length <= most);
        fits && self.fates(at).all(|(fate, matches)| match fate {
            Fate::Asked => matches,
            Fate::Refused => !matches,
            Fate::Free => true,
        })
    }

    /// Lists the patterns that a text matches of those that it may, by their places among them.
    fn matched(&self, at: &At) -> Vec<usize> {
        let free = self.fates(at).filter(|(fate, _)| *fate == Fate::Free).enumerate();
        free.filter(|(_, (_, matches))| *matches).map(|(index, _)| index).collect()
    }

    fn fates(&self, (states, _): &At) -> impl Iterator<Item = (Fate, bool)> {
        let all = self.automata.iter().zip(states).enumerate();
        all.map(|(index, (automaton, state))| (self.fate(index), automaton.matches(*state)))
    }

    fn fate(&self, index: usize) -> Fate {
        if index < self.asked {
            Fate::Asked
        } else if index < self.asked + self.refused {
            Fate::Refused
        } else {
            Fate::Free
        }
    }

    /// Tells whether anything that follows may be found.
    fn leads_on(&self, (states, length): &At) -> bool {
        self.most.is_none_or(|most| *length <= most)
            && states.iter().enumerate().all(|(index, state)| match self.fate(index) {
                Fate::Asked => *state != DEAD,
                Fate::Refused => *state != MATCHED,
                Fate::Free => true,
            })
    }

    /// Returns one byte of each class that any automaton tells from the others, plain ones first.
    fn bytes(&self) -> Vec<u8> {
        let mut seen = BTreeSet::new();
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
