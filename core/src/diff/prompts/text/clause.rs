//! Phrases among words, and the clause that is asked of the model.

use super::cues;

/// Returns the words outside of subordinate clauses: what `if` and `that` introduce is not asked.
pub(super) fn main_clause(raw: &str, words: &[String]) -> Vec<String> {
    let mut clause: Vec<String> = Vec::new();
    let starts = |at: usize| {
        let rest = words.get(at..).unwrap_or_default();
        cues::SUBORDINATE.iter().any(|cue| begins(rest, cue))
    };
    if !starts(0) {
        for (at, word) in words.iter().enumerate() {
            // Never `that`, but `make sure that` and `note that` ask for what follows.
            let linked = clause
                .last()
                .is_some_and(|w| matches!(w.as_str(), "sure" | "ensure" | "note" | "remember"));
            if at > 0 && starts(at) && !linked {
                break;
            }
            clause.push(word.clone());
        }
        return clause;
    }
    // The clause in front ends at a comma, or where an order or a subject with a modal verb begins.
    let comma = raw.split_once(", ").map(|(front, _)| super::words::words(front).len());
    let at = comma
        .filter(|at| *at < words.len())
        .or_else(|| (2..words.len()).find(|at| orders(words, *at)));
    match at {
        Some(at) => main_clause_from(words, at),
        None => words.to_vec(),
    }
}

/// Tells whether an order begins at a word: not where the word belongs to what stands before it.
fn orders(words: &[String], at: usize) -> bool {
    const SUBJECTS: &[&str] = &[
        "you must",
        "you should",
        "you may",
        "you can",
        "do not",
        "must",
        "never",
        "always",
        "please",
        "you will",
        "you are",
    ];
    const JOINED: &[&str] = &[
        "to", "you", "i", "we", "they", "user", "not", "a", "an", "the", "customer", "it", "or",
        "and", "their", "your",
    ];
    let rest = words.get(at..).unwrap_or_default();
    let first = rest.first().map(String::as_str).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| words.get(before)).map(String::as_str);
    let begins_order =
        cues::IMPERATIVE.contains(&first) || SUBJECTS.iter().any(|cue| begins(rest, cue));
    begins_order && !before.is_some_and(|word| JOINED.contains(&word))
}

fn main_clause_from(words: &[String], at: usize) -> Vec<String> {
    let rest = words.get(at..).unwrap_or_default();
    let end = (1..rest.len()).find(|index| {
        let tail = rest.get(*index..).unwrap_or_default();
        cues::SUBORDINATE.iter().any(|cue| begins(tail, cue))
    });
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_vec()
}

/// Tells whether one of the phrases stands in the words.
pub(super) fn has(words: &[String], phrases: &[&str]) -> bool {
    (0..words.len()).any(|at| {
        let rest = words.get(at..).unwrap_or_default();
        phrases.iter().any(|phrase| begins(rest, phrase))
    })
}

/// Returns how many words the longest of the phrases has with which the words begin.
pub(super) fn starts(words: &[String], phrases: &[&str]) -> Option<usize> {
    let met = phrases.iter().filter(|phrase| begins(words, phrase));
    met.map(|phrase| phrase.split(' ').count()).max()
}

pub(super) fn begins(words: &[String], phrase: &str) -> bool {
    if !words.first().is_some_and(|word| phrase.starts_with(word.as_str())) {
        return false;
    }
    let mut words = words.iter();
    phrase.split(' ').all(|part| words.next().is_some_and(|word| word == part))
}
