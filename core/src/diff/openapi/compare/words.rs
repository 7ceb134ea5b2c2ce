//! What is only for people, extensions, and members that no part of the specification knows.

use std::collections::BTreeSet;

use super::{Comparison, both};
use crate::diff::Class;
use crate::diff::fields::Spot;
use crate::finding::codes::diff::openapi as codes;

/// The members of an object of the specification.
pub(super) struct Known {
    /// Those that are for people alone.
    pub(super) words: &'static [&'static str],
    /// Those that have rules of their own.
    pub(super) read: &'static [&'static str],
}

impl<'a> Comparison<'_, 'a> {
    /// Compares the members of an object that no rule of its own reads.
    pub(super) fn words(&mut self, before: &Spot<'a>, after: &Spot<'a>, known: &Known) {
        if before.value == after.value {
            return;
        }
        let (was, is) = (before.members(), after.members());
        let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in names.into_iter().filter(|name| !known.read.contains(&name.as_str())) {
            let (old, new) = (was.get(name), is.get(name));
            if old.map(|spot| spot.value) == new.map(|spot| spot.value) {
                continue;
            }
            let message = match (old, new) {
                (None, _) => format!("`{name}` is new"),
                (_, None) => format!("`{name}` is gone"),
                _ => format!("`{name}` changed"),
            };
            let is_words = known.words.contains(&name.as_str());
            let code = if is_words { codes::WORDS_CHANGED } else { codes::EXTENSION_CHANGED };
            self.report(both(code, Class::Cosmetic, message, old, new));
        }
    }
}
