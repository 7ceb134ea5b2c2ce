//! Slips of the pen: a word that one letter makes a word that nobody uses.

use std::collections::BTreeMap;

use super::exact::literals;
use super::words::{one_letter, words};
use super::{Act, Unit};

/// How often words stand in texts.
#[derive(Default)]
pub(in crate::diff::prompts) struct Vocabulary(BTreeMap<String, usize>);

impl Vocabulary {
    /// Counts the words of a text.
    pub(in crate::diff::prompts) fn count(&mut self, text: &str) {
        for word in words(text) {
            // Shorter words are no slips.
            if word.chars().count() >= 6 {
                *self.0.entry(word).or_default() += 1;
            }
        }
    }

    /// Tells whether two units differ by a slip of the pen, most likely: in one letter of one word, where
    /// one of the two words stands in other sentences and the other in none. Where a letter matters, in
    /// names and in what is forbidden, none is taken for a slip.
    pub(in crate::diff::prompts) fn is_slip(&self, was: &Unit, is: &Unit) -> bool {
        let matters = |unit: &Unit| {
            unit.meaning.forbids
                || matches!(unit.meaning.act, Act::Format | Act::Prohibition | Act::Defence)
        };
        if matters(was) || matters(is) {
            return false;
        }
        let Some((old, new)) = one_letter(&was.words, &is.words) else { return false };
        let named = |unit: &Unit, word: &str| literals(&unit.raw).iter().any(|part| part == word);
        if named(was, old) || named(is, new) {
            return false;
        }
        let elsewhere = |word: &str| self.0.get(word).copied().unwrap_or_default() > 1;
        elsewhere(old) != elsewhere(new)
    }
}
