//! Compares two libraries, entry by entry.

mod conditions;
mod entries;
mod evals;
mod examples;
mod judge;
mod matching;
mod models;
mod moved;
mod notes;
mod parameters;
mod sentences;
mod texts;
mod tools;
mod variables;

use serde_json::Value;

use super::model::{Entry, Library};
use super::span::Excerpt;
use super::text::Vocabulary;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, is_unexplained};

/// What a comparison found.
#[derive(Default)]
pub(super) struct Comparison {
    /// Changes, and the parts of texts that they are about.
    pub(super) drafts: Vec<(Draft, Option<Excerpt>, Option<Excerpt>)>,
    pub(super) incomplete: bool,
    /// Pointers of texts that differ in variables alone, whose changes are reported.
    explained: Vec<String>,
    /// The words of both libraries.
    vocabulary: Vocabulary,
}

impl Comparison {
    fn push(&mut self, draft: Draft) {
        self.drafts.push((draft, None, None));
    }

    fn extend(&mut self, drafts: impl IntoIterator<Item = Draft>) {
        self.drafts.extend(drafts.into_iter().map(|draft| (draft, None, None)));
    }
}

/// Compares two libraries.
pub(super) fn compare(before: &Library<'_>, after: &Library<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    for entry in before.entries.values().chain(after.entries.values()) {
        let pieces = entry.texts.values().flat_map(|text| text.pieces.iter());
        pieces.filter_map(Spot::text).for_each(|text| comparison.vocabulary.count(text));
    }
    entries::compare(before, after, &mut comparison);
    comparison.extend(notes::notes(&before.notes, &after.notes, "the library"));
    comparison.extend(notes::unknown(&before.rest, &after.rest, "the library"));
    comparison
}

/// Compares an entry with itself.
fn pair(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    if was.at.value == is.at.value {
        return;
    }
    let first = comparison.drafts.len();
    let reported = variables::compare(was, is, comparison);
    sentences::compare(was, is, &reported, comparison);
    tools::compare(was, is, comparison);
    tools::output(was, is, comparison);
    models::compare(was, is, comparison);
    parameters::compare(was, is, comparison);
    examples::compare(was, is, comparison);
    evals::compare(was, is, comparison);
    let whose = format!("prompt `{}`", is.id);
    comparison.extend(notes::aliases(was, is));
    comparison.extend(notes::notes(&was.notes, &is.notes, &whose));
    comparison.extend(notes::unknown(&was.rest, &is.rest, &whose));
    let told = comparison.drafts.iter().skip(first).map(|(draft, ..)| draft);
    if was.name == is.name && is_unexplained(&was.at, &is.at, told, &comparison.explained) {
        comparison.push(notes::rewritten(was, is));
    }
    for (draft, ..) in comparison.drafts.iter_mut().skip(first) {
        draft.details.entry("prompt".to_owned()).or_insert_with(|| Value::from(is.id.as_str()));
    }
}
