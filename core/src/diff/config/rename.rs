//! Keys that have another name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::align::likeness;
use super::at::{At, same};
use super::names::{Role, role, words};
use super::note::{Sides, Verdict, draft};
use super::options::ConfigOptions;
use super::polarity;
use super::walk::Walk;
use crate::diff::Class;
use crate::finding::codes::diff::config as codes;

/// Most keys on each side that are compared each with each.
const MOST_COMPARED: usize = 32;

/// A key that has another name.
pub(super) struct Rename {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) alias: bool,
}

/// Finds the keys of a map that have another name: by an alias, or by the same value. Two keys must
/// fit each other better than any other key fits one of them.
pub(super) fn find(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Rename> {
    let gone: Vec<_> = before.iter().filter(|(key, _)| !after.contains_key(*key)).collect();
    let new: Vec<_> = after.iter().filter(|(key, _)| !before.contains_key(*key)).collect();
    if gone.len() > MOST_COMPARED || new.len() > MOST_COMPARED {
        return Vec::new();
    }
    let mut scored = Vec::new();
    for (old, was) in &gone {
        for (key, is) in &new {
            match score((old, was), (key, is)) {
                0 => {}
                score => scored.push((score, *old, *key)),
            }
        }
    }
    let best = |(score, old, new): &(usize, &String, &String)| {
        let rivals = scored.iter().filter(|(_, o, n)| (o == old) != (n == new));
        rivals.clone().all(|(other, ..)| other < score)
    };
    let found = scored.iter().filter(|candidate| best(candidate));
    found
        .map(|(score, old, new)| Rename {
            before: (*old).clone(),
            after: (*new).clone(),
            alias: *score == ALIAS,
        })
        .collect()
}

/// The score of an alias.
const ALIAS: usize = 1000;

/// Returns how likely the second is the first under another name; 0 when it is not.
fn score(before: (&str, &Value), after: (&str, &Value)) -> usize {
    let ((old, was), (new, is)) = (before, after);
    if is.as_object().is_some_and(|members| is_alias(old, members)) {
        return ALIAS;
    }
    let guards = |name| {
        let field = polarity::Field { name, parent: "", pointer: "", list: is.is_array() };
        polarity::of(field, &ConfigOptions::default()).and_then(polarity::Guard::tightens)
    };
    let differ = role(old) != role(new) && [old, new].iter().any(|name| role(name) != Role::Other);
    if differ || guards(old) != guards(new) {
        return 0;
    }
    // In hundredths; names count as much as they are alike.
    let names = name_likeness(old, new);
    let values = match (was, is) {
        _ if same(was, is) => 100,
        (Value::Object(_), Value::Object(_)) => likeness(was, is),
        _ => 0,
    };
    let telling = match is {
        Value::Object(members) => members.len() > 1,
        Value::Array(items) => items.len() > 1,
        Value::String(text) => text.chars().count() >= 8,
        _ => false,
    };
    match (values, names) {
        (100, names) if telling || names >= 50 => 100 + names,
        (70.., names) if names >= 50 => values + names,
        _ => 0,
    }
}

/// Returns how alike two names are, in hundredths: by their words, or by their letters.
fn name_likeness(a: &str, b: &str) -> usize {
    /// Letters of names that are compared: it costs the square of their number.
    const MOST_LETTERS: usize = 100;
    let (x, y) = (words(a), words(b));
    let letters = a.chars().count().max(b.chars().count()).max(1);
    if letters > MOST_LETTERS {
        return if x == y { 100 } else { 0 };
    }
    let shared = x.iter().filter(|word| y.contains(word)).count();
    let by_words = 100 * shared / x.len().max(y.len()).max(1);
    let distance = strsim::damerau_levenshtein(&x.concat(), &y.concat());
    by_words.max(100 * letters.saturating_sub(distance) / letters)
}

/// Lists the names that an object goes by as well.
pub(super) fn aliases(members: &Map<String, Value>) -> impl Iterator<Item = String> {
    members.iter().filter(|(key, _)| role(key) == Role::Aliases).flat_map(
        |(_, value)| match value {
            Value::String(name) => vec![name.clone()],
            Value::Array(names) => {
                names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            // `aliases: {old: new}`.
            Value::Object(names) => names.keys().cloned().collect(),
            _ => Vec::new(),
        },
    )
}

/// Tells whether `members` names `name` as an alias.
pub(super) fn is_alias(name: &str, members: &Map<String, Value>) -> bool {
    aliases(members).any(|alias| alias == name)
}

/// The keys of a map that may go: those that were announced to, and those that became an alias.
pub(super) struct Announced(BTreeSet<String>);

impl Announced {
    pub(super) fn of(before: &Map<String, Value>, after: &Map<String, Value>) -> Self {
        let listed = before.get("deprecated").and_then(Value::as_array).into_iter().flatten();
        let listed = listed.filter_map(Value::as_str).map(str::to_owned);
        Self(listed.chain(aliases(after)).collect())
    }

    /// Tells whether the member `key` may go.
    pub(super) fn has(&self, key: &str, value: &Value) -> bool {
        self.0.contains(key)
            || value.get("deprecated").is_some_and(|mark| *mark != Value::Bool(false))
    }
}

impl Walk<'_> {
    /// Notes a key that has another name.
    pub(super) fn renamed(
        &mut self,
        at: &At,
        rename: &Rename,
        (was, is): (&Value, &Value),
        announced: &Announced,
    ) {
        let alias = rename.alias || announced.has(&rename.before, is);
        let (class, sure) = if alias { (Class::Behavioral, 0.9) } else { (Class::Breaking, 0.7) };
        let message = format!("`{}` is called `{}` now", rename.before, rename.after);
        let sides = Sides { before: Some(was), after: Some(is) };
        let mut change = draft(at, Verdict::new(codes::KEY_RENAMED, class, sure), sides, message);
        if alias {
            change = change.because("the old name is kept as an alias");
        }
        self.found.push(change);
    }
}
