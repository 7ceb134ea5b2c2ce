//! The member that tells alternatives apart (OpenAPI 3.1.1 section 4.8.25).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{UNDECIDED, edit};
use crate::diff::Effect;
use crate::diff::schema::node::{Node, Said};
use crate::diff::schema::pairs::{Flow, LIKELY, Of, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::diff::schema::refs::Target;
use crate::document::pointer;
use crate::finding::codes::diff::openapi_schemas as codes;

/// Compares the discriminators of two schemas.
pub(super) fn compare(pairs: &mut Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    match (&before.discriminator, &after.discriminator) {
        (None, None) => {}
        (Some(was), None) => {
            let message = "no member tells the alternatives apart any more".to_owned();
            let change = edit(codes::DISCRIMINATOR_REMOVED, Effect::None, message).sure(LIKELY);
            pair.own.push(change.stood(&was.at, None));
        }
        (None, Some(is)) => {
            let message = format!("`{}` tells the alternatives apart", member(&is.value));
            let change = edit(codes::DISCRIMINATOR_ADDED, Effect::None, message).sure(LIKELY);
            pair.own.push(change.stands(&is.at, None));
        }
        (Some(was), Some(is)) => both(pairs, (before, was), (after, is), pair),
    }
}

type Discriminator = Said<Map<String, Value>>;

fn both(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, &Discriminator),
    (after, is): (&Node, &Discriminator),
    pair: &mut Pair,
) {
    let (old, new) = (member(&was.value), member(&is.value));
    if old != new {
        let message = format!("`{new}` tells the alternatives apart instead of `{old}`");
        let change = edit(codes::DISCRIMINATOR_CHANGED, Effect::Both, message);
        let at = |said: &Discriminator| pointer::push(&said.at, "propertyName");
        pair.own.push(change.before(&at(was), old).after(&at(is), new));
    }
    let (old, new) = (mapping(was), mapping(is));
    for (name, (at, target)) in &old {
        let Some((at_new, target_new)) = new.get(name) else {
            removed(pairs, (before, after), name, (at, target), pair);
            continue;
        };
        let was = led_to(&mut pairs.before, target, at);
        let is = led_to(&mut pairs.after, target_new, at_new);
        let sure = match (&was, &is) {
            // Under another name it may be the same, unless the old name still stands for something.
            (Some(was), Some(is)) if was == is || pairs.after.schemas.at(was).is_none() => {
                let (was, is) = (pairs.before.id(was), pairs.after.id(is));
                pairs.link_of(Of::Same, (was, is), Flow::Same, pair);
                continue;
            }
            (Some(_), Some(_)) => LIKELY,
            _ if target == target_new => continue,
            _ => UNDECIDED,
        };
        let message = format!("`{name}` names another alternative");
        let change = edit(codes::DISCRIMINATOR_VALUE_CHANGED, Effect::Both, message).sure(sure);
        pair.own.push(change.before(at, *target).after(at_new, *target_new));
    }
    for (name, (at, target)) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let message = format!("`{name}` names an alternative");
        let target_at = led_to(&mut pairs.after, target, at);
        let sides = ((&mut pairs.after, after), (&mut pairs.before, before));
        let says = says_something(sides.0, sides.1, name, target_at.as_deref());
        let effect = if says { Effect::Widened } else { Effect::None };
        let change = edit(codes::DISCRIMINATOR_VALUE_ADDED, effect, message);
        pair.own.push(change.after(at, *target));
    }
}

/// Reports a value that names nothing any more.
fn removed(
    pairs: &mut Pairs<'_>,
    (before, after): (&Node, &Node),
    name: &str,
    (at, target): (&str, &str),
    pair: &mut Pair,
) {
    let message = format!("`{name}` names no alternative any more");
    let target_at = led_to(&mut pairs.before, target, at);
    let sides = ((&mut pairs.before, before), (&mut pairs.after, after));
    let says = says_something(sides.0, sides.1, name, target_at.as_deref());
    let effect = if says { Effect::Narrowed } else { Effect::None };
    let change = edit(codes::DISCRIMINATOR_VALUE_REMOVED, effect, message);
    pair.own.push(change.before(at, target));
}

/// Tells whether a value that only one side maps says more than the alternatives do: the name of an alternative's
/// schema is its value anyway, and an alternative that only this side has is told as one.
fn says_something(
    (side, node): (&mut Side<'_>, &Node),
    (other, around): (&mut Side<'_>, &Node),
    name: &str,
    target: Option<&str>,
) -> bool {
    let Some(target) = target else { return true };
    if !is_alternative(side, node, target) {
        return true;
    }
    let by_name = target == pointer::push("/components/schemas", name);
    is_alternative(other, around, target) && !by_name
}

fn is_alternative(side: &mut Side<'_>, node: &Node, at: &str) -> bool {
    let id = side.id(at);
    node.any_of.iter().chain(&node.one_of).any(|union| union.value.contains(&id))
}

fn member(discriminator: &Map<String, Value>) -> &str {
    discriminator.get("propertyName").and_then(Value::as_str).unwrap_or_default()
}

/// Returns what each value leads to, with its place.
fn mapping(discriminator: &Discriminator) -> BTreeMap<&str, (String, &str)> {
    let list = pointer::push(&discriminator.at, "mapping");
    let named = discriminator.value.get("mapping").and_then(Value::as_object).into_iter().flatten();
    named
        .filter_map(|(name, target)| {
            Some((name.as_str(), (pointer::push(&list, name), target.as_str()?)))
        })
        .collect()
}

/// Returns where a value leads: to a component of that name, or to what it refers to.
fn led_to(side: &mut Side<'_>, target: &str, at: &str) -> Option<String> {
    let component = pointer::push("/components/schemas", target);
    if side.schemas.at(&component).is_some() {
        return Some(component);
    }
    match side.schemas.target(target, at) {
        Target::Here(at) => Some(at),
        Target::Elsewhere => None,
    }
}
