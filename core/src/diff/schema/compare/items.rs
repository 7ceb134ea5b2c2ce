//! Lists: their items by position, and how many must be of a kind.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{edit, evaluation};
use crate::diff::Effect;
use crate::diff::schema::align;
use crate::diff::schema::node::{Contains, Items, Node, NodeId, Type};
use crate::diff::schema::pairs::{Flow, Of, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::document::pointer;
use crate::finding::codes::diff::json_schema as codes;

/// Compares what is asked of lists.
pub(super) fn compare(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    if !(before.accepts().has(Type::Array) && after.accepts().has(Type::Array)) {
        return;
    }
    let open = Items::default();
    let was = before.items.first().unwrap_or(&open);
    let is = after.items.first().unwrap_or(&open);
    for index in 0..was.prefix.len().max(is.prefix.len()) {
        position(pairs, (was, is), index, pair);
    }
    rest(pairs, (before, was.rest), (after, is.rest), pair);
    unique(before, after, pair);
    contains(pairs, before, after, pair);
}

/// Compares what is asked of the item at `index`: by its own schema, or by that of the rest.
fn position(pairs: &mut Pairs<'_>, (was, is): (&Items, &Items), index: usize, pair: &mut Pair) {
    let (listed_before, listed_after) = (was.prefix.get(index), is.prefix.get(index));
    let (asked_before, asked_after) = (was.asked(index), is.asked(index));
    if let (Some(was), Some(is)) = (asked_before, asked_after) {
        pairs.link(was, is, Flow::Same, pair);
    }
    match (asked_before, asked_after, listed_after) {
        (None, Some(id), Some(_)) => {
            let at = pairs.after.node(id).at.clone();
            let message = format!("the item at {index} must satisfy a schema now");
            let change = edit(codes::ITEM_LIMITED, Effect::Narrowed, message);
            pair.own.push(change.after(&at, index));
        }
        (Some(id), None, _) if listed_before.is_some() => {
            let at = pairs.before.node(id).at.clone();
            let message = format!("any item may stand at {index} now");
            let change = edit(codes::ITEM_FREED, Effect::Widened, message);
            pair.own.push(change.before(&at, index));
        }
        _ => {}
    }
}

fn rest(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, Option<NodeId>),
    (after, is): (&Node, Option<NodeId>),
    pair: &mut Pair,
) {
    match (was, is) {
        (None, None) => {}
        (Some(was), Some(is)) => pairs.link(was, is, Flow::Same, pair),
        (None, Some(is)) => {
            let at = pairs.after.node(is).at.clone();
            let message = "items must satisfy a schema now".to_owned();
            let change = edit(codes::ITEMS_LIMITED, Effect::Narrowed, message);
            let value = pairs.after.value(is);
            let value = pairs.show(value);
            pair.own.push(change.before(&before.at, true).stands(&at, value));
        }
        (Some(was), None) => {
            let at = pairs.before.node(was).at.clone();
            let message = "any items are accepted now".to_owned();
            let change = edit(codes::ITEMS_FREED, Effect::Widened, message);
            let value = pairs.before.value(was);
            let value = pairs.show(value);
            pair.own.push(change.stood(&at, value).after(&after.at, true));
        }
    }
}

fn unique(before: &Node, after: &Node, pair: &mut Pair) {
    let change = match (&before.unique, &after.unique) {
        (None, Some(at)) => {
            let message = "items must differ from each other now".to_owned();
            edit(codes::UNIQUE_ITEMS_ADDED, Effect::Narrowed, message).after(at, true)
        }
        (Some(at), None) => {
            let message = "items may be equal now".to_owned();
            edit(codes::UNIQUE_ITEMS_REMOVED, Effect::Widened, message).before(at, true)
        }
        _ => return,
    };
    pair.own.push(change);
}

fn contains(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    let (old, new) = (by_kind(before), by_kind(after));
    // In the order they are written.
    let kinds = |node: &Node| {
        let mut seen = BTreeSet::new();
        let kinds = node.contains.iter().map(|kind| kind.node);
        kinds.filter(|kind| seen.insert(*kind)).collect::<Vec<_>>()
    };
    let aligned = align::align(pairs, &kinds(before), &kinds(after));
    let matched: Vec<(&Contains, &Contains)> =
        aligned.matched.iter().filter_map(|(was, is)| old.get(was).zip(new.get(is))).collect();
    for (was, is) in &matched {
        contained(pairs, was, is, pair);
    }
    let (gone, unheard): (Vec<&Contains>, Vec<_>) =
        aligned.gone.iter().filter_map(|was| old.get(was)).partition(|was| was.counts());
    let (new, heard): (Vec<&Contains>, Vec<_>) =
        aligned.new.iter().filter_map(|is| new.get(is)).partition(|is| is.counts());
    // What asks nothing of a list may still decide which items are left over.
    let mut quiet = matched.iter().filter(|(was, is)| !(was.counts() || is.counts()));
    let differs = quiet.any(|(was, is)| {
        let id = pairs.id(was.node, is.node);
        pairs.effect(id) != Effect::None
    });
    if differs || !(unheard.is_empty() && heard.is_empty()) {
        pair.own.push(evaluation(before, after));
    }
    for was in gone {
        let message = "no items need be of a kind any more".to_owned();
        let change = edit(codes::CONTAINS_REMOVED, Effect::Widened, message);
        pair.own.push(change.stood(&was.at, None));
    }
    for is in new {
        let message = "some items must be of a kind now".to_owned();
        let change = edit(codes::CONTAINS_ADDED, Effect::Narrowed, message);
        pair.own.push(change.stands(&is.at, None));
    }
}

/// Lists how many items must be of each kind: where several say it, by what they say together.
fn by_kind(node: &Node) -> BTreeMap<NodeId, Contains> {
    let mut kinds: BTreeMap<NodeId, Contains> = BTreeMap::new();
    for kind in &node.contains {
        let known = kinds.entry(kind.node).or_insert_with(|| kind.clone());
        known.least = known.least.max(kind.least);
        if kind.most.is_some_and(|most| known.most.is_none_or(|known| most < known)) {
            (known.most, known.at) = (kind.most, kind.at.clone());
        }
    }
    kinds
}

/// Compares how many items must be of a kind. The kind itself counts as it does elsewhere only while
/// there is no most: a wider kind may then be too many.
fn contained(pairs: &mut Pairs<'_>, was: &Contains, is: &Contains, pair: &mut Pair) {
    let least = Effect::of_bound(is.least.cmp(&was.least), true);
    let most =
        Effect::of_bound(is.most.unwrap_or(u64::MAX).cmp(&was.most.unwrap_or(u64::MAX)), false);
    let place = |kind: &Contains, keyword: &str| {
        pointer::push(pointer::parent(&kind.at).unwrap_or_default(), keyword)
    };
    if least != Effect::None {
        let message = "the least number of items of a kind changed".to_owned();
        let mut change = edit(codes::MIN_CONTAINS_CHANGED, least, message);
        let stood = |kind: &Contains, side: &Side<'_>| {
            let at = Some(place(kind, "minContains")).filter(|at| side.schemas.at(at).is_some());
            (at.unwrap_or_else(|| kind.at.clone()), Some(Value::from(kind.least)))
        };
        change.before = Some(stood(was, &pairs.before));
        change.after = Some(stood(is, &pairs.after));
        pair.own.push(change);
    }
    if most != Effect::None {
        let message = "the most number of items of a kind changed".to_owned();
        let mut change = edit(codes::MAX_CONTAINS_CHANGED, most, message);
        let stood = |kind: &Contains| {
            kind.most.map(|most| (place(kind, "maxContains"), Some(Value::from(most))))
        };
        (change.before, change.after) = (stood(was), stood(is));
        pair.own.push(change);
    }
    if was.least > 0 || is.least > 0 {
        pairs.link_of(Of::Test, (was.node, is.node), Flow::Same, pair);
    }
    if was.most.is_some() || is.most.is_some() {
        pairs.link_of(Of::Test, (was.node, is.node), Flow::Reversed, pair);
    }
}
