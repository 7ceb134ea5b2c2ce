//! Texts as units of meaning: sentences, list items, headings, code blocks.

pub(super) mod align;
mod classify;
mod cues;
mod split;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use classify::{Act, Meaning, Strength, numbers, overlaps};
pub(super) use words::is_typo;

use super::model::Text;

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
    /// The words outside of tags of the template.
    pub(super) plain: Vec<String>,
    /// The variables that it uses.
    pub(super) variables: BTreeSet<String>,
    pub(super) meaning: Meaning,
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
}

impl Unit {
    /// Returns what is equal for units that differ in spacing, case, emphasis and punctuation only.
    pub(super) fn key(&self) -> String {
        match self.shape {
            Shape::Code | Shape::Mark => self.raw.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => self.words.join(" "),
        }
    }
}

/// Splits the pieces of a text into units.
pub(super) fn units(text: &Text<'_>, tags: &Tags<'_>) -> Vec<Unit> {
    let role = text.role;
    let mut units: Vec<Unit> = Vec::new();
    let mut example = false;
    for (piece, spot) in text.pieces.iter().enumerate() {
        let Some(text) = spot.text() else { continue };
        for (bytes, shape) in split::split(text) {
            let raw = text.get(bytes.clone()).unwrap_or_default().to_owned();
            let words = words::words(&raw);
            if words.is_empty() && !matches!(shape, Shape::Mark | Shape::Code) {
                continue;
            }
            // What stands under a heading of examples is one.
            if shape == Shape::Heading {
                example = classify::announces_example(&words);
            }
            let meaning = classify::classify(&raw, &words, shape, role, example);
            let (plain, variables) = without_tags(&raw, &tags(&raw));
            units.push(Unit { piece, bytes, raw, shape, words, plain, variables, meaning });
        }
    }
    units
}

/// Returns the words outside of tags, and the variables in them.
fn without_tags(raw: &str, tags: &[(String, usize, usize)]) -> (Vec<String>, BTreeSet<String>) {
    let mut plain = String::new();
    let mut at = 0;
    for (_, start, end) in tags {
        plain.push_str(raw.get(at..*start).unwrap_or_default());
        plain.push(' ');
        at = at.max(*end);
    }
    plain.push_str(raw.get(at..).unwrap_or_default());
    (words::words(&plain), tags.iter().map(|(name, ..)| name.clone()).collect())
}
