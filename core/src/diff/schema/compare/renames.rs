//! Members that are called otherwise: one is gone and another is new, with a schema that accepts the same and a name
//! that is nearly the same, or with the same words about it; or one names the other.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members::accepts_anything;
use super::{Edit, edit};
use crate::diff::Effect;
use crate::diff::likeness::likeness;
use crate::diff::schema::node::{Members, Node, NodeId};
use crate::diff::schema::pairs::{LIKELY, Pair, Pairs};
use crate::finding::codes::diff::json_schema as codes;

/// Names that are held against each other, gone ones times new ones.
const MOST: usize = 400;

/// How alike names are at least that are taken for the same.
const LEAST_LIKENESS: f64 = 0.8;

/// Where a schema tells what else a member is called.
const ALIASES: [&str; 3] = ["x-aliases", "aliases", "x-previously"];

/// New names by old ones.
pub(super) type Renames = BTreeMap<String, String>;

/// Finds the members of two objects that are called otherwise, and adds what else changed about them.
pub(super) fn find(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, &Members),
    (after, is): (&Node, &Members),
) -> Renames {
    let alone = |one: &Members, other: &Members| -> Vec<(String, NodeId)> {
        let all = one.properties.iter().filter(|(name, _)| !other.properties.contains_key(*name));
        all.map(|(name, node)| (name.clone(), *node)).collect()
    };
    let (gone, new) = (alone(was, is), alone(is, was));
    let mut candidates = Vec::new();
    if gone.len().saturating_mul(new.len()) > MOST {
        return Renames::new();
    }
    for (old, was) in &gone {
        for (name, is) in &new {
            if before.required.contains_key(old) != after.required.contains_key(name) {
                continue;
            }
            // Where one names the other, its author says so.
            let is_told =
                is_alias(&pairs.after.node(*is), old) || is_alias(&pairs.before.node(*was), name);
            let is_same = is_told || says_the_same(pairs, *was, *is);
            let alike = if is_same { 1.0 } else { likeness(old, name) };
            if is_told || (alike >= LEAST_LIKENESS && accept_the_same(pairs, *was, *is)) {
                candidates.push((alike, old, name));
            }
        }
    }
    candidates.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut found = Renames::new();
    for (_, old, name) in candidates {
        if !found.contains_key(old) && !found.values().any(|known| known == name) {
            found.insert(old.clone(), name.clone());
        }
    }
    found
}

/// Tells whether two schemas accept the same, and not just anything.
fn accept_the_same(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> bool {
    let (old, new) = (pairs.before.node(was), pairs.after.node(is));
    !old.is_never()
        && old.accepts() == new.accepts()
        && !accepts_anything(&mut pairs.before, was)
        && pairs.surely_keeps(was, is)
        && pairs.surely_adds_nothing(was, is)
}

/// Tells whether two schemas are described in the same words.
fn says_the_same(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> bool {
    let said = |node: &Node| match node.notes.get("description").map(|said| &said.value) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let (old, new) = (pairs.before.node(was), pairs.after.node(is));
    said(&old).is_some_and(|words| said(&new).as_ref() == Some(&words))
}

/// Reports members that are called otherwise, and compares what is said about them.
pub(super) fn report(
    pairs: &mut Pairs<'_>,
    (was, is): (&Members, &Members),
    renames: &Renames,
    pair: &mut Pair,
) {
    for (old, name) in renames {
        let (Some(before), Some(after)) = (was.properties.get(old), is.properties.get(name)) else {
            continue;
        };
        pair.own.push(renamed(pairs, (was, old, *before), (is, name, *after)));
        let only = super::access::of(&mut pairs.before, *before);
        pairs.link_only((*before, *after), only, pair);
    }
}

fn renamed(
    pairs: &mut Pairs<'_>,
    (was, old, before): (&Members, &str, NodeId),
    (is, name, after): (&Members, &str, NodeId),
) -> Edit {
    let aliased = is_alias(&pairs.after.node(after), old);
    let effect = if aliased { Effect::None } else { Effect::Both };
    let message = format!("property `{old}` is called `{name}` now");
    let only = super::access::of(&mut pairs.after, after);
    let change = edit(codes::PROPERTY_RENAMED, effect, message).sure(LIKELY).only(only);
    let places = (
        pairs.before.place_of_member(was, old, before),
        pairs.after.place_of_member(is, name, after),
    );
    change.before(&places.0, old).after(&places.1, name)
}

/// Tells whether a schema names `old` as another name of its member.
fn is_alias(node: &Node, old: &str) -> bool {
    let told = |value: &Value| match value {
        Value::String(name) => name == old,
        Value::Array(names) => names.iter().any(|name| name == old),
        _ => false,
    };
    let said = ALIASES.iter().filter_map(|keyword| node.notes.get(*keyword));
    said.into_iter().any(|said| told(&said.value))
}
