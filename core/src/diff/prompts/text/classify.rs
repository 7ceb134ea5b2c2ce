//! What a sentence does: it asks, forbids, allows, describes.

use std::collections::BTreeSet;

use super::Shape;
use super::cues;
use super::words::stem;
use crate::diff::prompts::model::Role;

/// What a sentence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff::prompts) enum Act {
    Instruction,
    Prohibition,
    Permission,
    /// What the answer looks like.
    Format,
    /// What the model is there for.
    Capability,
    /// Who the model is and how it talks.
    Persona,
    /// Defends against instructions in what users and documents say.
    Defence,
    /// Sets parts of the text apart.
    Delimiter,
    Example,
    Heading,
    /// Tells the model something.
    Context,
}

impl Act {
    /// Returns what a message calls a sentence that does this.
    pub(in crate::diff::prompts) fn name(self) -> &'static str {
        match self {
            Self::Instruction => "instruction",
            Self::Prohibition => "prohibition",
            Self::Permission => "permission",
            Self::Format => "output format instruction",
            Self::Capability => "capability statement",
            Self::Persona => "persona or tone",
            Self::Defence => "defence against injected instructions",
            Self::Delimiter => "delimiter",
            Self::Example => "example",
            Self::Heading => "heading",
            Self::Context => "context",
        }
    }
}

/// How strictly a sentence asks; in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff::prompts) enum Strength {
    /// `may`, `can`.
    May,
    /// `should`, `prefer`, `avoid`.
    Should,
    /// An order without a word of strength.
    Plain,
    /// `must`, `always`, `never`.
    Must,
}

/// What a sentence means, as far as its words tell.
#[derive(Clone, Debug)]
pub(in crate::diff::prompts) struct Meaning {
    pub(in crate::diff::prompts) act: Act,
    pub(in crate::diff::prompts) strength: Strength,
    /// Whether it forbids, whatever else it does.
    pub(in crate::diff::prompts) forbids: bool,
    /// Whether it names an exception.
    pub(in crate::diff::prompts) excepts: bool,
    /// Whether it is about what must not leak or do harm.
    pub(in crate::diff::prompts) sensitive: bool,
}

impl Meaning {
    /// Tells whether a sentence guards: what it says is relevant to security.
    pub(in crate::diff::prompts) fn guards(&self) -> bool {
        self.forbids
            || matches!(self.act, Act::Prohibition | Act::Defence | Act::Delimiter)
            || self.sensitive && matches!(self.act, Act::Instruction | Act::Format)
    }
}

/// Words of a unit that are looked at: nobody writes a longer sentence.
const MOST_WORDS: usize = 300;

/// Tells what a unit does.
pub(super) fn classify(
    raw: &str,
    words: &[String],
    shape: Shape,
    role: Role,
    example: bool,
) -> Meaning {
    let words = words.get(..MOST_WORDS).unwrap_or(words);
    let main = main_clause(raw, words);
    let forbids = forbids(&main) && shape != Shape::Code;
    let sensitive = has(words, cues::SENSITIVE);
    let excepts = has(words, cues::EXCEPTION);
    let strength = strength(&main, words);
    let act = match shape {
        Shape::Code => Act::Example,
        Shape::Mark => Act::Delimiter,
        Shape::Heading => Act::Heading,
        _ => act(raw, words, &main, role, example, forbids),
    };
    let forbids = forbids || role == Role::Refusals && act == Act::Prohibition;
    Meaning { act, strength, forbids, excepts, sensitive }
}

fn act(
    raw: &str,
    words: &[String],
    main: &[String],
    role: Role,
    example: bool,
    forbids: bool,
) -> Act {
    let defends = has(words, cues::INJECTION);
    let told = match role {
        Role::Refusals => Some(Act::Prohibition),
        Role::Capabilities => Some(Act::Capability),
        Role::Persona => Some(Act::Persona),
        Role::Format => Some(Act::Format),
        _ => None,
    };
    if let Some(told) = told.filter(|told| *told != Act::Capability || !forbids) {
        return told;
    }
    if example || is_example(raw, words) || role == Role::Assistant {
        return Act::Example;
    }
    if is_only_variable(words) {
        return Act::Context;
    }
    let asks = asks(main);
    if defends && (asks || forbids) {
        return Act::Defence;
    }
    let shapes = has(words, cues::FORMAT) && has(words, cues::ANSWER);
    if shapes && (asks || forbids || marked(main)) {
        return Act::Format;
    }
    if forbids {
        return Act::Prohibition;
    }
    if has(words, cues::CAPABILITY) && !has(words, cues::MUST) {
        return Act::Capability;
    }
    if has(words, cues::PERSONA) {
        return Act::Persona;
    }
    if !asks && has(main, cues::MAY) && !has(main, cues::MUST) && !has(main, cues::SHOULD) {
        return Act::Permission;
    }
    if asks || marked(main) { Act::Instruction } else { Act::Context }
}

/// Tells whether words of strength stand in a clause.
fn marked(main: &[String]) -> bool {
    has(main, cues::MUST) || has(main, cues::SHOULD)
}

/// Tells whether a clause tells the model what to do.
fn asks(main: &[String]) -> bool {
    let mut words = main
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "please" | "then" | "also" | "and" | "so"));
    words.next().is_some_and(|first| cues::IMPERATIVE.contains(&first))
}

/// Returns the words outside of subordinate clauses: what `if` and `that` introduce is not asked.
fn main_clause(raw: &str, words: &[String]) -> Vec<String> {
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

fn forbids(main: &[String]) -> bool {
    has(main, cues::PROHIBITION) && !has(main, cues::NO_PROHIBITION)
}

fn strength(main: &[String], words: &[String]) -> Strength {
    let not_must = ["do not need to", "do not have to", "need not", "no need to"];
    if has(main, &not_must) {
        return Strength::May;
    }
    let forbidden = has(main, &["may not", "can not", "could not"]);
    // `only` and `make sure` of a subordinate clause say nothing of how strict the order is.
    if has(main, cues::SHOULD) {
        Strength::Should
    } else if has(main, cues::MUST) || forbidden || words.is_empty() {
        Strength::Must
    } else if has(main, cues::MAY) && !asks(main) {
        Strength::May
    } else {
        Strength::Plain
    }
}

fn is_only_variable(words: &[String]) -> bool {
    words.first().is_some_and(|word| matches!(word.as_str(), "{" | "$"))
        && words.last().is_some_and(|word| word == "}")
}

fn is_example(raw: &str, words: &[String]) -> bool {
    let label = raw.split_once(':').map(|(label, _)| label.trim().to_lowercase());
    let labelled = label.is_some_and(|label| {
        let label = label.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = label.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        cues::EXAMPLE.contains(&plain)
    });
    labelled && !raw.contains('{') || begins(words, "for example") || begins(words, "for instance")
}

/// Tells whether a heading announces examples.
pub(super) fn announces_example(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| matches!(word.as_str(), "example" | "examples" | "few-shot" | "demonstrations"))
}

/// Tells whether one of the phrases stands in the words.
fn has(words: &[String], phrases: &[&str]) -> bool {
    (0..words.len()).any(|at| {
        let rest = words.get(at..).unwrap_or_default();
        phrases.iter().any(|phrase| begins(rest, phrase))
    })
}

fn begins(words: &[String], phrase: &str) -> bool {
    if !words.first().is_some_and(|word| phrase.starts_with(word.as_str())) {
        return false;
    }
    let mut words = words.iter();
    phrase.split(' ').all(|part| words.next().is_some_and(|word| word == part))
}

/// Returns the words that say what a sentence is about, without endings.
pub(in crate::diff::prompts) fn content(words: &[String]) -> BTreeSet<String> {
    let long = words.iter().filter(|word| word.chars().count() > 3 || word.parse::<f64>().is_ok());
    long.filter(|word| !cues::EMPTY.contains(&word.as_str()))
        .map(|word| stem(word).to_owned())
        .collect()
}

/// Tells whether two sentences are about the same: they share most of what the shorter is about.
pub(in crate::diff::prompts) fn overlaps(one: &[String], other: &[String]) -> bool {
    let (one, other) = (content(one), content(other));
    let shared = one.intersection(&other).count();
    shared >= 2 || shared == 1 && one.len().min(other.len()) == 1
}

/// Returns the numbers of a sentence.
pub(in crate::diff::prompts) fn numbers(words: &[String]) -> Vec<&String> {
    words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect()
}
