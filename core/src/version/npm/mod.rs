//! Ranges of npm, as node-semver 7.8 reads them when it is strict.
//!
//! 1. Alternatives are split at `||`, white space is collapsed and build metadata dropped;
//! 2. a hyphen range, or each word, is expanded to plain comparators;
//! 3. what says nothing is dropped, in the same order as there, for the same canonical form.

mod expand;
mod partial;

use expand::Plain;
use partial::MOST;
use partial::Partial;

use super::comparator::{Alternative, Comparator, Relation};
use super::dialect::Dialect;
use super::hint;
use super::key::Triple;
use super::value::Version;

/// What decides how a range is read.
#[derive(Clone, Copy)]
pub(crate) struct Mode {
    pub dialect: Dialect,
    /// Whether every prerelease within counts (`includePrerelease`).
    pub all: bool,
}

/// Reads a range, and returns its alternatives with the canonical form.
pub(crate) fn parse(text: &str, mode: Mode) -> Result<(Vec<Alternative>, String), String> {
    let text = collapsed(text);
    let mut alternatives: Vec<Alternative> = text
        .split("||")
        .map(|part| alternative(part.trim_matches(' '), mode))
        .collect::<Result<_, _>>()?;
    if alternatives.len() > 1 {
        // Which of them stay decides what is admitted too: `* || >=1.0.0-a` is `*` alone.
        let first = alternatives.first().cloned();
        alternatives.retain(|one| !is_null(one));
        if let Some(any) = alternatives.iter().find(|one| one.comparators.is_empty()) {
            alternatives = vec![any.clone()];
        }
        if alternatives.is_empty() {
            alternatives.extend(first);
        }
    }
    let texts: Vec<String> = alternatives.iter().map(|one| one.text(" ")).collect();
    let canonical = texts.join("||");
    Ok((alternatives, if canonical.is_empty() { "*".to_owned() } else { canonical }))
}

fn is_null(alternative: &Alternative) -> bool {
    alternative.comparators.first().is_some_and(|one| one.text == "<0.0.0-0")
}

/// Tells whether ECMAScript takes `c` for white space.
pub(crate) fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

fn collapsed(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn alternative(text: &str, mode: Mode) -> Result<Alternative, String> {
    let text = without_build(text);
    if let Some((from, to)) = hyphenated(&text) {
        if from.is_full() {
            triple(from.text)?;
        }
        if to.is_full() {
            // Only an end that is taken over as written brings its prefix along.
            triple(if to.pre.is_some() || mode.all { to.bare } else { to.text })?;
        }
        return Ok(conjunction(expand::hyphen(&from, &to, mode.all)?, mode));
    }
    let joined = joined(&text).replace("~> ", "~").replace("~ ", "~").replace("^ ", "^");
    let mut plain = Vec::new();
    for word in joined.split(' ') {
        plain.extend(comparators(word, mode)?);
    }
    Ok(conjunction(plain, mode))
}

/// Drops `+` and the identifiers after it, wherever they stand.
fn without_build(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut pieces = text.split('+');
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut rest = piece.trim_start_matches(is_part);
        if rest.len() == piece.len() {
            kept.push('+');
        }
        while let Some(after) = rest.strip_prefix('.').filter(|after| after.starts_with(is_part)) {
            rest = after.trim_start_matches(is_part);
        }
        kept.push_str(rest);
    }
    kept
}

fn hyphenated(text: &str) -> Option<(Partial<'_>, Partial<'_>)> {
    let (from, to) = text.split_once(" - ")?;
    Some((Partial::parse(from)?, Partial::parse(to)?))
}

/// Joins an operator to the version after it: `> 1.2` to `>1.2`.
fn joined(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let spaced = rest.strip_prefix(' ').unwrap_or(rest);
        let bare = spaced.strip_prefix(['<', '>']).unwrap_or(spaced);
        let bare = bare.strip_prefix('=').unwrap_or(bare);
        let has_operator = bare.len() < spaced.len();
        let version = bare.strip_prefix(' ').filter(|_| has_operator).unwrap_or(bare);
        let number = version.trim_start_matches(['v', '=', ' ']);
        let mut end = rest.len() - number.len();
        if number.starts_with(|c: char| c.is_ascii_digit() || "xX*".contains(c)) {
            done.push_str(rest.get(..rest.len() - bare.len()).unwrap_or_default());
            rest = version;
            end = version.len() - number.len();
            end += number.find([' ', '<', '>', '=']).unwrap_or(number.len());
        } else if end == 0 {
            end = rest.chars().next().map_or(0, char::len_utf8);
        }
        let (kept, next) = rest.split_at(end);
        done.push_str(kept);
        rest = next;
    }
    done
}

fn comparators(word: &str, mode: Mode) -> Result<Vec<Plain>, String> {
    if word.is_empty() {
        return Ok(vec![None]);
    }
    if let Some(partial) = word.strip_prefix('^').and_then(Partial::parse) {
        return expand::caret(&partial, mode.all);
    }
    if let Some(rest) = word.strip_prefix('~') {
        let rest = rest.strip_prefix('>').unwrap_or(rest);
        if let Some(partial) = Partial::parse(rest) {
            return expand::tilde(&partial, mode.all);
        }
    }
    let (relation, rest) = match Relation::split(word) {
        Some((relation, rest)) => (Some(relation), rest),
        None => (None, word),
    };
    match Partial::parse(rest) {
        Some(partial) if partial.is_full() => {}
        Some(partial) if mode.dialect == Dialect::Npm && partial.is_out_of_order() => {
            let shown = hint::shown(word);
            return Err(format!("`{shown}` has a number after a wildcard"));
        }
        Some(partial) => return expand::wildcard(relation, &partial, mode.all),
        None => return starred(word).unwrap_or_else(|| Err(unreadable(word))),
    }
    full(relation, rest, word)
}

/// Reads a comparator with a full version.
fn full(relation: Option<Relation>, version: &str, word: &str) -> Result<Vec<Plain>, String> {
    if version.starts_with([' ', '=']) {
        return Err(unreadable(word));
    }
    Ok(vec![Some((relation.unwrap_or(Relation::Equal), triple(version)?))])
}

fn triple(version: &str) -> Result<Triple, String> {
    let read = Version::read(Dialect::Npm, version)?;
    read.triple().cloned().ok_or_else(|| unreadable(version))
}

/// Reads a word that is a version but for one stray `*`, which node-semver drops with the operator
/// before it.
fn starred(word: &str) -> Option<Result<Vec<Plain>, String>> {
    let (before, after) = word.split_once('*')?;
    let before = before.strip_suffix('=').unwrap_or(before);
    let before = before.strip_suffix(['<', '>']).unwrap_or(before);
    let word = format!("{before}{after}");
    let (relation, rest) = match Relation::split(&word) {
        Some((relation, rest)) => (Some(relation), rest),
        None => (None, word.as_str()),
    };
    let partial = Partial::parse(rest)?;
    partial.is_full().then(|| full(relation, rest, &word))
}

fn unreadable(word: &str) -> String {
    format!("`{}` is no comparator of npm", hint::shown(word))
}

/// Puts comparators together: one that admits nothing stands alone, one that admits all is left
/// out, and none stands twice.
fn conjunction(plain: Vec<Plain>, mode: Mode) -> Alternative {
    let mut found: Vec<Comparator> = Vec::new();
    for (relation, triple) in plain.into_iter().flatten() {
        let floor = if mode.all { Triple::least() } else { Triple::release(0, 0, 0) };
        if relation == Relation::GreaterEqual && triple == floor {
            continue;
        }
        let sign = if relation == Relation::Equal { "" } else { relation.sign() };
        let comparator = relation.comparator(&triple, format!("{sign}{triple}"), MOST);
        if comparator.text == "<0.0.0-0" {
            return Alternative { comparators: vec![comparator] };
        }
        if !found.contains(&comparator) {
            found.push(comparator);
        }
    }
    Alternative { comparators: found }
}
