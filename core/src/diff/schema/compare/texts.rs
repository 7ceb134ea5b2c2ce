//! Texts: how long they may be, the patterns they match, and what they stand for.

use std::collections::BTreeSet;

use serde_json::Value;

use super::scalars::{both_accept, bounds};
use super::{Edit, ONE_KEYWORD, UNDECIDED, edit};
use crate::diff::Effect;
use crate::diff::schema::language::{Answer, accepts_any_text};
use crate::diff::schema::node::{Measure, Node, Said, Type};
use crate::diff::schema::pairs::{LIKELY, Pair, Pairs};
use crate::finding::codes::diff::json_schema as codes;

/// Compares what is asked of texts.
pub(super) fn compare(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    let mut asked: Vec<Edit> = bounds(before, after, Measure::Length).collect();
    let patterns = patterns(before, after);
    let by_pattern = !(patterns.is_empty() && before.patterns.is_empty());
    asked.extend(patterns);
    if by_pattern && asked.iter().any(|edit| edit.effect != Effect::None) {
        decide(pairs, before, after, &mut asked);
    }
    pair.own.extend(asked);
    let dialects = [pairs.before.schemas.dialect, pairs.after.schemas.dialect];
    let of_interface = dialects.iter().all(|dialect| dialect.is_openapi());
    if !(of_interface && (is_written_anew(before, after) || is_written_anew(after, before))) {
        pair.own.extend(formats(before, after, of_interface));
        pair.own.extend(content(before, after));
    }
}

/// Takes away from the changes of lengths and patterns what the texts as a whole show not to have happened. What no
/// automaton can say of one of them leaves all of them undecided: the others may be the same in other words.
fn decide(pairs: &mut Pairs<'_>, before: &Node, after: &Node, edits: &mut [Edit]) {
    let (Some(was), Some(is)) = (before.texts(), after.texts()) else { return };
    let lost = was.beyond(&is, &mut pairs.texts);
    let gained = is.beyond(&was, &mut pairs.texts);
    let several = edits.len() > 1;
    for edit in edits.iter_mut().filter(|edit| edit.effect != Effect::None) {
        let possible = [
            edit.effect.narrows() && lost != Answer::Nothing,
            edit.effect.widens() && gained != Answer::Nothing,
        ];
        let unknown = [&lost, &gained]
            .into_iter()
            .zip(possible)
            .any(|(answer, possible)| possible && *answer == Answer::Undecided);
        edit.effect = Effect::of(possible);
        edit.confidence = match (unknown, edit.effect) {
            (_, Effect::None) => 1.0,
            (true, _) if several || edit.code == codes::PATTERN_CHANGED => UNDECIDED,
            _ => ONE_KEYWORD,
        };
    }
}

fn patterns(before: &Node, after: &Node) -> Vec<Edit> {
    let counts = both_accept(before, after, Type::String);
    let effect = |effect: Effect| if counts { effect } else { Effect::None };
    let asks = |said: &&Said<String>| !accepts_any_text(&said.value);
    let texts = |node: &'_ Node| -> BTreeSet<String> {
        node.patterns.iter().map(|said| said.value.clone()).collect()
    };
    let (old, now) = (texts(before), texts(after));
    let gone = |from: &BTreeSet<String>, said: &Said<String>| !from.contains(&said.value);
    let lost: Vec<&Said<String>> =
        before.patterns.iter().filter(asks).filter(|said| gone(&now, said)).collect();
    let new: Vec<&Said<String>> =
        after.patterns.iter().filter(asks).filter(|said| gone(&old, said)).collect();
    if let ([was], [is]) = (lost.as_slice(), new.as_slice()) {
        let message = format!("texts match `{}` instead of `{}`", is.value, was.value);
        let change = edit(codes::PATTERN_CHANGED, effect(Effect::Both), message).sure(UNDECIDED);
        return vec![change.before(&was.at, was.value.as_str()).after(&is.at, is.value.as_str())];
    }
    let removed = lost.into_iter().map(|was| {
        let message = format!("texts need not match `{}` any more", was.value);
        let change = edit(codes::PATTERN_REMOVED, effect(Effect::Widened), message);
        change.before(&was.at, was.value.as_str())
    });
    let added = new.into_iter().map(|is| {
        let message = format!("texts must match `{}` now", is.value);
        let change = edit(codes::PATTERN_ADDED, effect(Effect::Narrowed), message);
        change.after(&is.at, is.value.as_str())
    });
    removed.chain(added).collect()
}

/// Compares formats, which validators need not assert: so nothing is decided.
fn formats(before: &Node, after: &Node, of_interface: bool) -> Option<Edit> {
    let first = |node: &'_ Node| node.formats.first().cloned();
    let (was, is) = (first(before), first(after));
    let text = |said: &Option<Said<String>>| said.as_ref().map(|said| said.value.clone());
    if text(&was) == text(&is) {
        return None;
    }
    let both = was.as_ref().zip(is.as_ref()).filter(|_| of_interface);
    let meant = both.and_then(|(was, is)| of_formats(&was.value, &is.value));
    let (code, effect, message) = match (&was, &is) {
        (Some(was), Some(is)) => (
            codes::FORMAT_CHANGED,
            meant.unwrap_or(Effect::Both),
            format!("format `{}` became `{}`", was.value, is.value),
        ),
        (Some(was), None) => {
            (codes::FORMAT_REMOVED, Effect::Widened, format!("format `{}` is gone", was.value))
        }
        (None, Some(is)) => {
            (codes::FORMAT_ADDED, Effect::Narrowed, format!("format `{}` is new", is.value))
        }
        (None, None) => return None,
    };
    let sure = if meant.is_some() { LIKELY } else { UNDECIDED };
    let mut change = edit(code, effect, message).sure(sure);
    change.before = was.map(|said| (said.at, Some(Value::String(said.value))));
    change.after = is.map(|said| (said.at, Some(Value::String(said.value))));
    Some(change)
}

/// Returns what a change of two formats does that descriptions of interfaces give a meaning: clients are generated
/// from them (OpenAPI 3.0.4 section 4.4).
fn of_formats(was: &str, is: &str) -> Option<Effect> {
    match (was, is) {
        ("int32", "int64") | ("float", "double") => Some(Effect::Widened),
        ("int64", "int32") | ("double", "float") => Some(Effect::Narrowed),
        ("date", "date-time") | ("date-time", "date") | ("byte", "binary") | ("binary", "byte") => {
            Some(Effect::Both)
        }
        _ => None,
    }
}

/// Tells whether a format of OpenAPI 3.0 is written as 3.1 has it: `byte` is the encoding `base64`, and `binary` the
/// media type of any content.
fn is_written_anew(old: &Node, new: &Node) -> bool {
    let format = old.formats.first().map(|said| said.value.as_str());
    let said = |keyword| new.content.get(keyword).and_then(|said| said.value.as_str());
    let only_content = new.formats.is_empty() && new.content.len() == 1 && old.content.is_empty();
    only_content
        && match format {
            Some("byte") => said("contentEncoding") == Some("base64"),
            Some("binary") => said("contentMediaType") == Some("application/octet-stream"),
            _ => false,
        }
}

/// Compares what texts contain, which validators need not look at.
fn content(before: &Node, after: &Node) -> Vec<Edit> {
    let keywords: BTreeSet<_> = before.content.keys().chain(after.content.keys()).collect();
    let counts = both_accept(before, after, Type::String);
    let mut changes = Vec::new();
    for keyword in keywords {
        let (was, is) = (before.content.get(*keyword), after.content.get(*keyword));
        if was.map(|said| &said.value) == is.map(|said| &said.value) {
            continue;
        }
        let effect = match (was, is) {
            _ if !counts => Effect::None,
            // What the text says when it is read; more or less may be read in it.
            (None, Some(_)) if *keyword == "contentSchema" => Effect::Narrowed,
            (Some(_), None) if *keyword == "contentSchema" => Effect::Widened,
            _ => Effect::Both,
        };
        let message = format!("`{keyword}` of texts changed");
        let mut change = edit(codes::CONTENT_CHANGED, effect, message).sure(LIKELY);
        change.before = was.map(|said| (said.at.clone(), Some(said.value.clone())));
        change.after = is.map(|said| (said.at.clone(), Some(said.value.clone())));
        changes.push(change);
    }
    changes
}
