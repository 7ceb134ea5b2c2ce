//! Texts as units of meaning: sentences, list items, headings, code blocks.

pub(super) mod align;
mod classify;
mod clause;
mod comments;
mod control;
mod cues;
mod exact;
mod lead;
mod slip;
mod split;
mod topic;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use classify::{Act, Meaning, Strength};
pub(super) use control::{Conditions, labels, opened};
pub(super) use slip::Vocabulary;
pub(super) use topic::{numbers, overlaps};

use super::model::{Role, Text};
use lead::Leads;

/// Finds the variables of a text with their bytes.
pub(super) type Tags<'t> = dyn Fn(&str) -> Vec<(String, usize, usize)> + 't;

/// A sentence, list item, heading or code block.
pub(super) struct Unit {
    /// The piece of the text that it stands in.
    pub(super) piece: usize,
    /// Its bytes in the piece.
    pub(super) bytes: Range<usize>,
    pub(super) raw: String,
    pub(super) shape: Shape,
    /// In lower case, without marks and punctuation.
    pub(super) words: Vec<String>,
    /// Words and signs, without what only looks otherwise.
    pub(super) exact: Vec<String>,
    /// The words outside of tags of the template.
    pub(super) plain: Vec<String>,
    /// Words and signs outside of tags of the template.
    pub(super) around_tags: Vec<String>,
    /// The variables that it uses.
    pub(super) variables: BTreeSet<String>,
    pub(super) meaning: Meaning,
    /// The heading or the lead-in above that decides what it asks.
    pub(super) lead: Option<String>,
    /// The conditions of the template that it stands under.
    pub(super) conditions: Conditions,
}

/// What a unit is, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Sentence,
    Heading,
    /// An item of a list without an order.
    Bullet,
    /// An item of a numbered list.
    Step,
    Code,
    /// A tag or a line of marks that sets parts of the text apart.
    Mark,
    /// A tag of the template where a condition or a loop begins or ends.
    Control,
}

impl Unit {
    /// Returns what is equal for units that differ in spacing, emphasis, punctuation and, outside of
    /// code, quotes and tags, in case only.
    pub(super) fn key(&self) -> String {
        let said = match self.shape {
            Shape::Code | Shape::Mark => self.raw.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => self.exact.join(" "),
        };
        match self.lead {
            Some(_) => {
                format!("{} {:?} {said}", u8::from(self.meaning.forbids), self.meaning.strength)
            }
            None => said,
        }
    }

    /// Returns what is asked, whether strictly or not.
    pub(super) fn substance(&self) -> Vec<&str> {
        // A word that stands in a sentence a thousand times is looked up once.
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        let words = self.exact.iter().map(String::as_str);
        words
            .filter(|word| !*known.entry(*word).or_insert_with(|| cues::is_strength(word)))
            .collect()
    }
}

/// Returns the words and signs of a whole text, without what only looks otherwise.
pub(super) fn signs_and_words(text: &str) -> Vec<String> {
    exact::exact(&comments::blanked(text), true)
}

/// Splits the pieces of a text into units.
pub(super) fn units(text: &Text<'_>, tags: &Tags<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut state = State { role: text.role, example: false, leads: Leads::default() };
    for (piece, spot) in text.pieces.iter().enumerate() {
        let Some(text) = spot.text() else { continue };
        let text = comments::blanked(text);
        let text = text.as_ref();
        let mut open = control::conditions(text).into_iter().peekable();
        let mut conditions = None;
        for (bytes, shape) in split::split(text) {
            while let Some((_, now)) = open.next_if(|(end, _)| *end <= bytes.start) {
                conditions = now;
            }
            let item = matches!(shape, Shape::Bullet | Shape::Step);
            let indent = if item { split::indent(text, bytes.start) } else { 0 };
            let raw = text.get(bytes.clone()).unwrap_or_default().to_owned();
            if let Some(mut unit) = state.unit(raw, shape, indent, tags) {
                unit.piece = piece;
                unit.bytes = bytes;
                unit.conditions.clone_from(&conditions);
                units.push(unit);
            }
        }
    }
    units
}

/// Words of a unit that tell what it is about.
const MOST_WORDS: usize = 300;

/// What is known of a text so far.
struct State {
    role: Role,
    /// Whether a heading announced examples.
    example: bool,
    leads: Leads,
}

impl State {
    /// Reads one unit; none when it says nothing.
    fn unit(&mut self, raw: String, shape: Shape, indent: usize, tags: &Tags<'_>) -> Option<Unit> {
        let words = words::words(&raw);
        let first = words.get(..MOST_WORDS).unwrap_or(&words);
        let answers = clause::has(first, cues::ANSWER);
        let exact = exact::exact(&raw, answers);
        if exact.is_empty() && !matches!(shape, Shape::Mark | Shape::Code | Shape::Control) {
            return None;
        }
        // What stands under a heading of examples is one.
        if shape == Shape::Heading {
            self.example = classify::announces_example(&words);
        }
        let mut meaning = classify::classify(&raw, &words, shape, self.role, self.example);
        let lead = self.leads.next((&raw, &words), (shape, indent), self.role, &mut meaning);
        let found = tags(&raw);
        let (plain, around_tags, variables) = if found.is_empty() {
            (words.clone(), exact.clone(), BTreeSet::new())
        } else {
            let (around, variables) = without_tags(&raw, &found);
            (words::words(&around), exact::exact(&around, answers), variables)
        };
        Some(Unit {
            piece: 0,
            bytes: 0..0,
            shape,
            plain,
            around_tags,
            words,
            exact,
            raw,
            variables,
            meaning,
            lead,
            conditions: None,
        })
    }
}

/// Returns the text outside of tags, and the variables in them. A sign that is none stands for a tag, so
/// that a comma behind it does not stand alone.
fn without_tags(raw: &str, tags: &[(String, usize, usize)]) -> (String, BTreeSet<String>) {
    let mut plain = String::new();
    let mut at = 0;
    for (_, start, end) in tags {
        plain.push_str(raw.get(at..*start).unwrap_or_default());
        plain.push('\u{200b}');
        at = at.max(*end);
    }
    plain.push_str(raw.get(at..).unwrap_or_default());
    (plain, tags.iter().map(|(name, ..)| name.clone()).collect())
}
