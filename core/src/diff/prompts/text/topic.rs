//! What a sentence is about.

use std::collections::BTreeSet;

use super::cues;
use super::words::stem;

/// Returns the words that say what a sentence is about, without endings.
pub(in crate::diff::prompts) fn content(words: &[String]) -> BTreeSet<String> {
    let long = words.iter().filter(|word| word.chars().count() > 3 || word.parse::<f64>().is_ok());
    long.filter(|word| !cues::EMPTY.contains(&word.as_str()))
        .map(|word| stem(word).to_owned())
        .collect()
}

/// Tells whether a rule is about what another sentence says: they share half of what the rule is about.
pub(in crate::diff::prompts) fn overlaps(said: &[String], rule: &[String]) -> bool {
    let (said, rule) = (content(said), content(rule));
    let shared = said.intersection(&rule).count();
    shared >= 1 && shared * 2 >= rule.len()
}

/// Returns the numbers of a sentence.
pub(in crate::diff::prompts) fn numbers(words: &[String]) -> Vec<&String> {
    words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect()
}
