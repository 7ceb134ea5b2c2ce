//! What an object asks of members by patterns of their names. Patterns overlap: what counts is which of them a name
//! can match together, and what they ask together.

use std::collections::BTreeMap;

use super::members::accepts_anything;
use super::{Edit, UNDECIDED, edit};
use crate::diff::Effect;
use crate::diff::fields::quoted;
use crate::diff::schema::node::{Members, NodeId};
use crate::diff::schema::pairs::{Flow, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::finding::codes::diff::json_schema as codes;

/// The patterns of one side that the other has not, with what they ask.
type Own<'m> = BTreeMap<&'m str, NodeId>;

/// What names of a kind are asked, beyond what both sides ask of them by the same pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Anything,
    Nothing,
    Partly(NodeId),
}

/// Compares the patterns of two objects, and tells whether there are names that match none of them.
pub(super) fn compare(pairs: &mut Pairs<'_>, was: &Members, is: &Members, pair: &mut Pair) -> bool {
    for (pattern, old) in &was.patterns {
        if let Some(new) = is.patterns.get(pattern) {
            pairs.link(*old, *new, Flow::Same, pair);
        }
    }
    let (gone, new) = (own(was, is), own(is, was));
    if gone.is_empty() && new.is_empty() {
        return true;
    }
    let all: Vec<&str> =
        was.patterns.keys().map(String::as_str).chain(new.keys().copied()).collect();
    let Some(regions) = pairs.texts.regions(&all) else {
        pair.own.extend(undecided(pairs, (was, &gone), (is, &new)));
        return true;
    };
    let beside = regions.contains(&Vec::new());
    let mut effects: BTreeMap<&str, Effect> = BTreeMap::new();
    for region in regions {
        let names: Vec<&str> = region.iter().filter_map(|index| all.get(*index).copied()).collect();
        let differs = |name: &&&str| gone.contains_key(**name) || new.contains_key(**name);
        if !names.iter().any(|name| differs(&name)) {
            continue;
        }
        let old = asked(&mut pairs.before, was, &gone, &names);
        let now = asked(&mut pairs.after, is, &new, &names);
        let effect = between(pairs, old, now, pair);
        for name in names.iter().filter(differs) {
            let known = effects.entry(name).or_default();
            *known = known.and(effect);
        }
    }
    let effect = |pattern: &str| effects.get(pattern).copied().unwrap_or_default();
    pair.own.extend(edits(pairs, &gone, &new, effect));
    beside
}

fn own<'m>(members: &'m Members, other: &Members) -> Own<'m> {
    let all = members.patterns.iter();
    let own = all.filter(|(pattern, _)| !other.patterns.contains_key(*pattern));
    own.map(|(pattern, node)| (pattern.as_str(), *node)).collect()
}

/// Returns what names are asked that match `patterns`, and no others.
fn asked(side: &mut Side<'_>, members: &Members, own: &Own<'_>, patterns: &[&str]) -> Asked {
    let parts: Vec<NodeId> = patterns.iter().filter_map(|name| own.get(name).copied()).collect();
    let by_both = patterns.iter().any(|name| members.patterns.contains_key(*name));
    let node = match (parts.is_empty(), by_both, members.additional) {
        (false, ..) => side.all(parts),
        (true, false, Some(additional)) => additional,
        _ => return Asked::Anything,
    };
    if side.node(node).is_never() {
        Asked::Nothing
    } else if accepts_anything(side, node) {
        Asked::Anything
    } else {
        Asked::Partly(node)
    }
}

/// Returns what happens to the members of names that are asked `was` before and `is` after; what lies inside of two
/// schemas is told there.
fn between(pairs: &mut Pairs<'_>, was: Asked, is: Asked, pair: &mut Pair) -> Effect {
    match (was, is) {
        (Asked::Partly(was), Asked::Partly(is)) => {
            pairs.link(was, is, Flow::Same, pair);
            Effect::None
        }
        (was, is) if was == is => Effect::None,
        (Asked::Anything, _) | (_, Asked::Nothing) => Effect::Narrowed,
        _ => Effect::Widened,
    }
}

fn edits(
    pairs: &mut Pairs<'_>,
    gone: &Own<'_>,
    new: &Own<'_>,
    effect: impl Fn(&str) -> Effect,
) -> Vec<Edit> {
    if let (Some((old, was)), Some((now, is)), 1, 1) =
        (gone.first_key_value(), new.first_key_value(), gone.len(), new.len())
    {
        let message =
            format!("the schema for members is for names like `{now}` instead of `{old}`");
        let effect = effect(old).and(effect(now));
        let places = (pairs.before.node(*was).at.clone(), pairs.after.node(*is).at.clone());
        let change = edit(codes::PATTERN_PROPERTY_CHANGED, effect, message);
        return vec![change.before(&places.0, *old).after(&places.1, *now)];
    }
    let mut edits = Vec::new();
    for (pattern, node) in gone {
        let message =
            format!("members with names like `{pattern}` have no schema of their own now");
        let at = pairs.before.node(*node).at.clone();
        let change = edit(codes::PATTERN_PROPERTY_REMOVED, effect(pattern), message);
        edits.push(change.before(&at, *pattern));
    }
    for (pattern, node) in new {
        let name = quoted(pattern);
        let message = format!("members with names like {name} have a schema of their own now");
        let at = pairs.after.node(*node).at.clone();
        let change = edit(codes::PATTERN_PROPERTY_ADDED, effect(pattern), message);
        edits.push(change.after(&at, *pattern));
    }
    edits
}

/// Nothing tells which names match what: a pattern may stand for another.
fn undecided(
    pairs: &mut Pairs<'_>,
    (was, gone): (&Members, &Own<'_>),
    (is, new): (&Members, &Own<'_>),
) -> Vec<Edit> {
    let lists_names = !(was.properties.is_empty() && is.properties.is_empty());
    let alone = |side: &mut Side<'_>, additional: Option<NodeId>, open: Effect| match additional {
        None => open,
        Some(_) if lists_names => Effect::Both,
        Some(node) if side.node(node).is_never() => open.reversed(),
        Some(_) => Effect::Both,
    };
    let removed = alone(&mut pairs.after, is.additional, Effect::Widened);
    let added = alone(&mut pairs.before, was.additional, Effect::Narrowed);
    let several = !(gone.is_empty() || new.is_empty());
    let effect = |pattern: &str| match gone.contains_key(pattern) {
        _ if several => Effect::Both,
        true => removed,
        false => added,
    };
    let edits = edits(pairs, gone, new, effect).into_iter();
    edits.map(|edit| edit.sure(UNDECIDED)).collect()
}
