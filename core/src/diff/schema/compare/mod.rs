//! What changed between two schemas, keyword by keyword. Each function knows one group of keywords,
//! and what a change of it does to the set of accepted values.

mod access;
mod conditions;
pub(super) mod discriminator;
mod duties;
mod extensible;
mod items;
mod kinds;
pub(super) mod listed;
mod members;
mod names;
mod notes;
mod renames;
mod scalars;
mod texts;
mod types;

use std::collections::BTreeSet;

use serde_json::Value;

use super::edit::Edit;
use super::node::{Node, NodeId};
use super::pairs::{Flow, Of, Pair, Pairs};
use super::{align, union};
use crate::diff::{Effect, Polarity};
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;

/// Adds what changed between `before` and `after` to `pair`.
pub(super) fn nodes(
    pairs: &mut Pairs<'_>,
    (was, before): (NodeId, &Node),
    (is, after): (NodeId, &Node),
    pair: &mut Pair,
) {
    words(pairs, before, after, pair);
    if before.is_never() || after.is_never() {
        pair.own.extend(types::nothing(before, after));
        return;
    }
    if let Some(change) = lost(before, after) {
        pair.own.push(change);
        return;
    }
    types::compare(pairs, before, after, pair);
    scalars::compare(before, after, pair);
    texts::compare(pairs, before, after, pair);
    // What lies at the same place decides what is left unevaluated.
    let left = [before, after]
        .into_iter()
        .any(|node| node.unevaluated_properties.is_some() || node.unevaluated_items.is_some());
    let inside = if left { Flow::Evaluated } else { Flow::Same };
    let first = pair.own.len();
    members::compare(pairs, before, after, pair);
    items::compare(pairs, before, after, pair);
    if left {
        blur(&mut pair.own, first);
    }
    union::compare(pairs, (was, before), (is, after), inside, pair);
    discriminator::compare(pairs, before, after, pair);
    conditions::compare(pairs, before, after, inside, pair);
    apart(pairs, before, after, inside, pair);
    unevaluated(pairs, before, after, pair);
    evaluated(before, after, pair);
    unknown(before, after, pair);
    ambiguous(pairs, before, after, pair);
}

/// Beside `unevaluatedProperties`, what a schema mentions matters as much as what it asks.
fn blur(edits: &mut [Edit], first: usize) {
    for edit in edits.iter_mut().skip(first) {
        *edit = edit.seen_through(Flow::Evaluated);
    }
}

/// Compares what says nothing about values.
pub(super) fn words(pairs: &Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    notes::compare(pairs, before, after, pair);
    extensible::compare(before, after, pair);
}

/// Compares schemas that must be satisfied too, and that leave members or items unevaluated on their own.
fn apart(pairs: &mut Pairs<'_>, before: &Node, after: &Node, inside: Flow, pair: &mut Pair) {
    let aligned = align::align(pairs, &before.apart, &after.apart);
    let mut found = Pair::default();
    for (was, is) in aligned.matched {
        pairs.link(was, is, Flow::Same, &mut found);
    }
    let codes = (codes::UNEVALUATED_LIMITED, codes::UNEVALUATED_FREED);
    let name = "what nothing else inside of a schema speaks of";
    for was in aligned.gone {
        inner(pairs, (Some(was), None), codes, name, &mut found);
    }
    for is in aligned.new {
        inner(pairs, (None, Some(is)), codes, name, &mut found);
    }
    pair.take(found.same(), inside);
}

/// Compares what is asked of members and items that nothing else at the place speaks of.
fn unevaluated(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    for (was, is, what) in [
        (before.unevaluated_properties, after.unevaluated_properties, "properties"),
        (before.unevaluated_items, after.unevaluated_items, "items"),
    ] {
        let codes = (codes::UNEVALUATED_LIMITED, codes::UNEVALUATED_FREED);
        let name = format!("{what} that nothing else speaks of");
        inner(pairs, (was, is), codes, &name, pair);
    }
}

/// Notes that one of two schemas leaves members or items to the schemas around it.
fn evaluated(before: &Node, after: &Node, pair: &mut Pair) {
    if before.evaluated != after.evaluated {
        pair.own.push(evaluation(before, after));
    }
}

fn evaluation(before: &Node, after: &Node) -> Edit {
    let message = "which members or items are left to schemas around it changed".to_owned();
    let change = edit(codes::EVALUATION_CHANGED, Effect::None, message);
    change.stood(&before.at, None).stands(&after.at, None)
}

/// Compares a schema that may be there or not: it follows what is inside, or reports that it came or
/// went.
fn inner(
    pairs: &mut Pairs<'_>,
    (was, is): (Option<NodeId>, Option<NodeId>),
    (added, removed): (&'static Code, &'static Code),
    name: &str,
    pair: &mut Pair,
) {
    match (was, is) {
        (None, None) => {}
        (Some(was), Some(is)) => pairs.link(was, is, Flow::Same, pair),
        (None, Some(is)) => {
            let at = pairs.after.node(is).at.clone();
            let message = format!("{name} must satisfy a schema now");
            let value = pairs.after.value(is);
            let value = pairs.show(value);
            pair.own.push(edit(added, Effect::Narrowed, message).stands(&at, value));
        }
        (Some(was), None) => {
            let at = pairs.before.node(was).at.clone();
            let message = format!("{name} need not satisfy a schema any more");
            let value = pairs.before.value(was);
            let value = pairs.show(value);
            pair.own.push(edit(removed, Effect::Widened, message).stood(&at, value));
        }
    }
}

/// Reports that all a schema says on one side stands where nobody supplied it.
fn lost(before: &Node, after: &Node) -> Option<Edit> {
    let reference = |node: &Node| match node.unknown.as_slice() {
        [only] if (Node { unknown: Vec::new(), ..node.clone() }).asks_nothing() => {
            Some(only.clone())
        }
        _ => None,
    };
    let (code, said, message) = match (reference(before), reference(after)) {
        (None, Some(is)) if !before.asks_nothing() => {
            let message = format!("what {} leads to was not supplied", is.value);
            (codes::REFERENCE_ADDED, (None, Some(is)), message)
        }
        (Some(was), None) if !after.asks_nothing() => {
            let message = format!("what {} led to was not supplied", was.value);
            (codes::REFERENCE_REMOVED, (Some(was), None), message)
        }
        _ => return None,
    };
    let change = edit(code, Effect::Both, message).sure(UNDECIDED);
    let change = match said.0 {
        Some(was) => change.before(&was.at, was.value),
        None => change.stood(&before.at, None),
    };
    Some(match said.1 {
        Some(is) => change.after(&is.at, is.value),
        None => change.stands(&after.at, None),
    })
}

/// Compares all that a reference may lead to on both sides, where only a run tells where it leads.
fn ambiguous(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    for was in &before.unknown {
        let Some(is) = after.unknown.iter().find(|is| is.value == was.value) else { continue };
        let reference = was.value.as_str().unwrap_or_default();
        let old = pairs.before.schemas.candidates(reference);
        let new = pairs.after.schemas.candidates(reference);
        if old.len() == new.len() {
            for (old, new) in old.iter().zip(&new) {
                let (old, new) = (pairs.before.id(old), pairs.after.id(new));
                pairs.link_of(Of::Test, (old, new), Flow::Either, pair);
            }
            continue;
        }
        let message = format!("{} may lead elsewhere now", was.value);
        let change = edit(codes::REFERENCE_ADDED, Effect::Both, message).sure(UNDECIDED);
        let change = change.before(&was.at, was.value.clone());
        pair.own.push(change.after(&is.at, is.value.clone()));
    }
}

/// Compares references that nothing in the documents resolves.
fn unknown(before: &Node, after: &Node, pair: &mut Pair) {
    let told = |node: &'_ Node| -> BTreeSet<String> {
        node.unknown.iter().map(|said| said.value.to_string()).collect()
    };
    let (old, new) = (told(before), told(after));
    let missing = |from: &BTreeSet<String>, value: &Value| !from.contains(&value.to_string());
    for said in before.unknown.iter().filter(|said| missing(&new, &said.value)) {
        let message = format!("what {} leads to does not count any more", said.value);
        let change = edit(codes::REFERENCE_REMOVED, Effect::Widened, message).sure(UNDECIDED);
        pair.own.push(change.before(&said.at, said.value.clone()));
    }
    for said in after.unknown.iter().filter(|said| missing(&old, &said.value)) {
        let message = format!("what {} leads to counts now, and was not supplied", said.value);
        let change = edit(codes::REFERENCE_ADDED, Effect::Narrowed, message).sure(UNDECIDED);
        pair.own.push(change.after(&said.at, said.value.clone()));
    }
}

/// An exact rule about one keyword, whose neighbours were not looked at.
const ONE_KEYWORD: f64 = 0.9;

/// Nothing in the document decides it.
const UNDECIDED: f64 = 0.5;

/// Starts a change that an exact rule about one keyword decides.
pub(super) fn edit(code: &'static Code, effect: Effect, message: String) -> Edit {
    Edit {
        code,
        effect,
        confidence: ONE_KEYWORD,
        before: None,
        after: None,
        message,
        witness: None,
        only: None,
        fresh: None,
        beside: None,
    }
}

impl Edit {
    fn before(self, at: &str, value: impl Into<Value>) -> Self {
        self.stood(at, Some(value.into()))
    }

    fn after(self, at: &str, value: impl Into<Value>) -> Self {
        self.stands(at, Some(value.into()))
    }

    /// Tells where it stood, and what it was as far as that can be shown.
    pub(super) fn stood(mut self, at: &str, value: Option<Value>) -> Self {
        self.before = Some((at.to_owned(), value));
        self
    }

    /// Tells where it stands, and what it is as far as that can be shown.
    pub(super) fn stands(mut self, at: &str, value: Option<Value>) -> Self {
        self.after = Some((at.to_owned(), value));
        self
    }

    fn only(mut self, only: Option<Polarity>) -> Self {
        self.only = only;
        self
    }

    pub(super) fn sure(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }
}
