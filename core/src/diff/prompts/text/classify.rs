//! What a sentence does: it asks, forbids, allows, describes.

use std::cell::OnceCell;

use super::Shape;
use super::clause::{begins, has, main_clause, starts};
use super::cues;
use super::topic::content;
use super::words::words;
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
    /// Whether it takes an obligation back.
    pub(in crate::diff::prompts) waives: bool,
    /// How far what it asks depends on a condition.
    pub(in crate::diff::prompts) depends: Depends,
    /// Whether it has the model give away what must not leak or do harm.
    pub(in crate::diff::prompts) gives: bool,
}

/// How far what a sentence asks depends on a condition; in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff::prompts) enum Depends {
    /// `even if`: on none.
    Regardless,
    Unsaid,
    /// `only if`.
    Only,
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
    let forbids = forbids(&main, raw) && shape != Shape::Code;
    let sensitive = has(words, cues::SENSITIVE);
    let excepts = has(words, cues::EXCEPTION);
    let strength = strength(&main, words);
    let depends = if has(words, cues::REGARDLESS) {
        Depends::Regardless
    } else if has(words, cues::CONDITION) {
        Depends::Only
    } else {
        Depends::Unsaid
    };
    let act = match shape {
        Shape::Control => Act::Context,
        Shape::Code => Act::Example,
        Shape::Mark => Act::Delimiter,
        Shape::Heading => Act::Heading,
        _ => act(raw, words, &main, role, example, forbids),
    };
    // A heading such as "Do not" forbids what stands below it, and nothing itself.
    let empty = shape == Shape::Heading && content(words).is_empty() || shape == Shape::Control;
    let forbids = forbids && !empty || role == Role::Refusals && act == Act::Prohibition;
    let first = first(&main);
    let gives = first.is_some_and(|word| cues::GIVES.contains(&word))
        && sensitive
        && !forbids
        && depends != Depends::Only;
    let waives = has(&main, cues::WAIVED);
    Meaning { act, strength, forbids, excepts, sensitive, waives, depends, gives }
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
    if !asks && allows(main) && !has(main, cues::MUST) && !has(main, cues::SHOULD) {
        return Act::Permission;
    }
    if asks || marked(main) { Act::Instruction } else { Act::Context }
}

/// Tells whether a clause allows something to the model: what customers may do is a fact.
fn allows(main: &[String]) -> bool {
    (0..main.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| main.get(before)).map(String::as_str);
        let told = before.is_none_or(|word| cues::TOLD.contains(&word) || word == "is");
        told && starts(main.get(at..).unwrap_or_default(), cues::MAY).is_some()
    })
}

/// Tells whether words of strength stand in a clause.
fn marked(main: &[String]) -> bool {
    has(main, cues::MUST) || has(main, cues::SHOULD)
}

/// Tells whether a clause tells the model what to do.
fn asks(main: &[String]) -> bool {
    first(main).is_some_and(|first| cues::IMPERATIVE.contains(&first))
}

/// Returns the first word of a clause that is more than courtesy.
fn first(main: &[String]) -> Option<&str> {
    let mut words = main.iter().map(String::as_str);
    words.find(|word| !matches!(*word, "please" | "then" | "also" | "and" | "so"))
}

fn forbids(main: &[String], raw: &str) -> bool {
    // Behind a comma or a colon, an order begins as it does in front.
    let parts = || raw.split([',', ':', ';', '—', '–', '(']).skip(1);
    let begun = OnceCell::new();
    let begun =
        || *begun.get_or_init(|| parts().any(|part| starts(&words(part), cues::DENIAL).is_some()));
    (0..main.len()).any(|at| forbids_at(main, at, &begun))
}

/// Tells whether a prohibition begins at a word: not where it is turned around, as in "never refuse", and
/// not where others than the model are spoken of.
fn forbids_at(main: &[String], at: usize, begun: &dyn Fn() -> bool) -> bool {
    let rest = main.get(at..).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| main.get(before)).map(String::as_str);
    let is_none = |words: &[String]| starts(words, cues::NO_PROHIBITION).is_some();
    if is_none(rest) || is_none(rest.get(1..).unwrap_or_default()) {
        return false;
    }
    if starts(rest, cues::WAIVED).is_some() {
        return false;
    }
    let (strict, denied) = (starts(rest, cues::PROHIBITION), starts(rest, cues::DENIAL));
    if let Some(length) = strict.or(denied) {
        let next = rest.get(length).map(String::as_str).unwrap_or_default();
        let told = before.is_none_or(|word| cues::TOLD.contains(&word) || word.ends_with("ly"));
        let fact = matches!(before, Some("we" | "i")) && starts(rest, &["no longer"]).is_some();
        let told = told && !fact;
        let meant = strict.is_some() || told || has(main, cues::SENSITIVE) || begun();
        return meant && !cues::TURNED.contains(&next);
    }
    if starts(rest, cues::ABSTAIN).is_some() {
        return before.is_none_or(|word| cues::ASKED.contains(&word));
    }
    let next = rest.get(1).map(String::as_str).unwrap_or_default();
    rest.first().is_some_and(|word| word == "without")
        && next.len() > 5
        && next.ends_with("ing")
        && !cues::CARE.contains(&next)
}

fn strength(main: &[String], words: &[String]) -> Strength {
    if has(main, cues::WAIVED) {
        return Strength::May;
    }
    let forbidden = has(main, &["may not", "can not", "could not"]);
    let softens = |at: &usize| {
        let rest = main.get(*at..).unwrap_or_default();
        starts(rest, cues::SHOULD).is_some() && starts(rest, cues::SOFT).is_none()
    };
    let softened = (0..main.len()).find(softens);
    let strict = (0..main.len()).find(|at| {
        starts(main.get(*at..).unwrap_or_default(), &["must", "shall", "have to"]).is_some()
    });
    // `only` and `make sure` of a subordinate clause say nothing of how strict the order is.
    if softened.is_some_and(|soft| strict.is_none_or(|strict| soft < strict)) {
        Strength::Should
    } else if has(main, cues::MUST) || forbidden || words.is_empty() {
        Strength::Must
    } else if has(main, cues::SHOULD) {
        Strength::Should
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
