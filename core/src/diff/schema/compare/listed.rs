//! Values that are listed on one side, and stand in alternatives on the other: `enum` and `oneOf` of `const`.

use serde_json::Value;

use super::{edit, extensible, words};
use crate::diff::Effect;
use crate::diff::schema::decimal::Listed;
use crate::diff::schema::node::{Node, NodeId, Said};
use crate::diff::schema::pairs::{Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::document::pointer;
use crate::finding::codes::diff::json_schema as codes;

/// Compares a schema that lists its values with alternatives that do nothing else, and tells whether it did.
pub(crate) fn compare(
    pairs: &mut Pairs<'_>,
    (before, old): (&Node, Option<&[NodeId]>),
    (after, new): (&Node, Option<&[NodeId]>),
    pair: &mut Pair,
) -> bool {
    let (was, is) = match (old, new) {
        (None, Some(new)) => (values(&pairs.before, before), alternatives(&mut pairs.after, new)),
        (Some(old), None) => (alternatives(&mut pairs.before, old), values(&pairs.after, after)),
        _ => return false,
    };
    let Some((was, is)) = was.zip(is) else { return false };
    words(pairs, before, after, pair);
    for one in old.into_iter().flatten() {
        let node = pairs.before.node(*one);
        words(pairs, &node, &without_words(after), pair);
    }
    for one in new.into_iter().flatten() {
        let node = pairs.after.node(*one);
        words(pairs, &without_words(before), &node, pair);
    }
    values_of(&was, &is, pair);
    true
}

/// Compares the values themselves.
fn values_of(was: &[Said<Value>], is: &[Said<Value>], pair: &mut Pair) {
    let plain = |said: &[Said<Value>]| -> Vec<Value> {
        said.iter().map(|said| said.value.clone()).collect()
    };
    let (known, listed) = (Listed::of(&plain(was)), Listed::of(&plain(is)));
    for said in was.iter().filter(|said| !listed.holds(&said.value)) {
        let message = format!("{} is not accepted any more", said.value);
        let change = edit(codes::ENUM_VALUE_REMOVED, Effect::Narrowed, message);
        pair.own.push(change.before(&said.at, said.value.clone()));
    }
    for said in is.iter().filter(|said| !known.holds(&said.value)) {
        let message = format!("{} is accepted now", said.value);
        let change = edit(codes::ENUM_VALUE_ADDED, Effect::Widened, message);
        pair.own.push(change.after(&said.at, said.value.clone()));
    }
}

fn without_words(node: &Node) -> Node {
    Node { at: node.at.clone(), ..Node::default() }
}

/// Returns the values of a schema that does nothing but list them, each with its place.
fn values(side: &Side<'_>, node: &Node) -> Option<Vec<Said<Value>>> {
    let said = node.values.as_ref()?;
    let rest = Node { values: None, types: None, ..node.clone() };
    // Lists that are said to grow have rules of their own.
    if !rest.asks_nothing() || node.notes.contains_key(extensible::MARK) {
        return None;
    }
    let types = node.accepts();
    let written = side.schemas.at(&said.at).and_then(Value::as_array);
    let places = Listed::of(written.map_or(&[], Vec::as_slice));
    let place = |value: &Value| match places.position(value) {
        Some(index) => pointer::push(&said.at, &index.to_string()),
        None => said.at.clone(),
    };
    let possible = super::types::possible(said, node).value.into_iter();
    (!types.is_empty()).then(|| possible.map(|value| Said { at: place(&value), value }).collect())
}

/// Returns the values of alternatives that list some each, and share none.
fn alternatives(side: &mut Side<'_>, nodes: &[NodeId]) -> Option<Vec<Said<Value>>> {
    let mut found: Vec<Said<Value>> = Vec::new();
    for id in nodes {
        let node = side.node(*id);
        found.extend(values(side, &node)?);
    }
    let every: Vec<Value> = found.iter().map(|said| said.value.clone()).collect();
    let listed = Listed::of(&every);
    let is_first = |(index, value): (usize, &Value)| listed.position(value) == Some(index);
    every.iter().enumerate().all(is_first).then_some(found)
}
