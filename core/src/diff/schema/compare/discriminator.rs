//! The member that tells alternatives apart (OpenAPI 3.1.1 section 4.8.25).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kinds::{self, Named};
use super::{UNDECIDED, edit};
use crate::diff::Effect;
use crate::diff::schema::edit::Edit;
use crate::diff::schema::node::{Node, Said};
use crate::diff::schema::pairs::{LIKELY, Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::diff::schema::refs::Target;
use crate::document::pointer;
use crate::finding::codes::diff::openapi_schemas as codes;

/// Compares the discriminators of two schemas.
pub(in crate::diff::schema) fn compare(
    pairs: &mut Pairs<'_>,
    before: &Node,
    after: &Node,
    pair: &mut Pair,
) {
    match (&before.discriminator, &after.discriminator) {
        (None, None) => {}
        (Some(was), None) => {
            let message = "no member tells the alternatives apart any more".to_owned();
            let change = edit(codes::DISCRIMINATOR_REMOVED, Effect::None, message).sure(LIKELY);
            pair.own.push(change.stood(&was.at, None));
        }
        (None, Some(is)) => {
            let message = member(&is.value)
                .map_or_else(|| "values are told to stand for alternatives".to_owned(), apart);
            let change = edit(codes::DISCRIMINATOR_ADDED, Effect::None, message).sure(LIKELY);
            pair.own.push(change.stands(&is.at, None));
        }
        (Some(was), Some(is)) => both(pairs, (before, was), (after, is), pair),
    }
}

pub(super) type Discriminator = Said<Map<String, Value>>;

fn both(
    pairs: &mut Pairs<'_>,
    (before, was): (&Node, &Discriminator),
    (after, is): (&Node, &Discriminator),
    pair: &mut Pair,
) {
    pair.own.extend(renamed(was, is));
    let names = Named::of(pairs, (before, was), (after, is));
    let (old, new) = (mapping(was, &names), mapping(is, &names));
    for (name, (at, target)) in &old {
        let Some((at_new, target_new)) = new.get(name) else {
            one_sided(pairs, (before, after), (*name, true), (at, target), pair);
            continue;
        };
        let was = led_to(&mut pairs.before, target, at);
        let is = led_to(&mut pairs.after, target_new, at_new);
        let sure = match (&was, &is) {
            // Under another name it may be the same, unless the old name still stands for something.
            (Some(was), Some(is)) if was == is || pairs.after.schemas.at(was).is_none() => {
                kinds::link(pairs, (before, was), (after, is), pair);
                continue;
            }
            (Some(_), Some(_)) => LIKELY,
            _ if target == target_new => continue,
            _ => UNDECIDED,
        };
        let message = format!("{} names another alternative", told(*name));
        let change = edit(codes::DISCRIMINATOR_VALUE_CHANGED, Effect::Both, message).sure(sure);
        pair.own.push(change.before(at, *target).after(at_new, *target_new));
    }
    for (name, (at, target)) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        one_sided(pairs, (before, after), (*name, false), (at, target), pair);
    }
    let leads = |side: &mut Side<'_>, mapping: &Mapping<'_>| -> BTreeSet<String> {
        mapping.values().filter_map(|(at, target)| led_to(side, target, at)).collect()
    };
    let mapped = (leads(&mut pairs.before, &old), leads(&mut pairs.after, &new));
    kinds::compare(pairs, (before, was), (after, is), (&mapped.0, &mapped.1), pair);
}

/// Reports that another member tells the alternatives apart. A discriminator that names none is malformed, and tells
/// nothing apart.
fn renamed(was: &Discriminator, is: &Discriminator) -> Option<Edit> {
    let (old, new) = (member(&was.value), member(&is.value));
    let at = |said: &Discriminator| pointer::push(&said.at, "propertyName");
    match (old, new) {
        _ if old == new => None,
        (Some(old), Some(new)) => {
            let message = format!("`{new}` tells the alternatives apart instead of `{old}`");
            let change = edit(codes::DISCRIMINATOR_CHANGED, Effect::Both, message);
            Some(change.before(&at(was), old).after(&at(is), new))
        }
        (None, Some(new)) => {
            let change = edit(codes::DISCRIMINATOR_ADDED, Effect::None, apart(new)).sure(LIKELY);
            Some(change.stood(&was.at, None).after(&at(is), new))
        }
        (Some(old), None) => {
            let message = "no member tells the alternatives apart any more".to_owned();
            let change = edit(codes::DISCRIMINATOR_REMOVED, Effect::None, message).sure(LIKELY);
            Some(change.before(&at(was), old).stands(&is.at, None))
        }
        (None, None) => None,
    }
}

fn apart(member: &str) -> String {
    format!("`{member}` tells the alternatives apart")
}

/// Reports a value that names something on one side alone.
fn one_sided(
    pairs: &mut Pairs<'_>,
    (before, after): (&Node, &Node),
    (name, is_gone): (Option<&str>, bool),
    (at, target): (&str, &str),
    pair: &mut Pair,
) {
    let side = if is_gone { &mut pairs.before } else { &mut pairs.after };
    let target_at = led_to(side, target, at);
    let sides = ((&mut pairs.before, before), (&mut pairs.after, after));
    let (own, other) = if is_gone { (sides.0, sides.1) } else { (sides.1, sides.0) };
    let says = says_something(own, other, name, target_at.as_deref());
    let told = told(name);
    let (code, effect, message) = if is_gone {
        let message = format!("{told} names no alternative any more");
        (codes::DISCRIMINATOR_VALUE_REMOVED, Effect::Narrowed, message)
    } else {
        let message = format!("{told} names an alternative");
        (codes::DISCRIMINATOR_VALUE_ADDED, Effect::Widened, message)
    };
    let change = edit(code, if says { effect } else { Effect::None }, message);
    let change = if name.is_none() { change.sure(UNDECIDED) } else { change };
    let side =
        |change: Edit| if is_gone { change.before(at, target) } else { change.after(at, target) };
    pair.own.push(side(change));
}

/// Tells whether a value that only one side maps says more than the alternatives do: the name of an alternative's
/// schema is its value anyway, and an alternative that only this side has is told as one.
fn says_something(
    (side, node): (&mut Side<'_>, &Node),
    (other, around): (&mut Side<'_>, &Node),
    name: Option<&str>,
    target: Option<&str>,
) -> bool {
    let (Some(name), Some(target)) = (name, target) else { return true };
    let by_name = target == pointer::push("/components/schemas", name);
    if !kinds::is_known(side, node, target) {
        return true;
    }
    if kinds::is_known(other, around, target) {
        !by_name
    } else {
        !is_alternative(side, node, target)
    }
}

pub(super) fn is_alternative(side: &mut Side<'_>, node: &Node, at: &str) -> bool {
    let id = side.id(at);
    node.any_of.iter().chain(&node.one_of).any(|union| union.value.contains(&id))
}

fn member(discriminator: &Map<String, Value>) -> Option<&str> {
    discriminator.get("propertyName").and_then(Value::as_str)
}

/// What each value leads to, with its place; the default of all others has no name.
type Mapping<'n> = BTreeMap<Option<&'n str>, (String, &'n str)>;

fn mapping<'n>(discriminator: &'n Discriminator, names: &Named) -> Mapping<'n> {
    let list = pointer::push(&discriminator.at, "mapping");
    let named = discriminator.value.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let named = named.filter_map(|(name, target)| {
        let target = target.as_str().filter(|target| names.has(target))?;
        Some((Some(name.as_str()), (pointer::push(&list, name), target)))
    });
    // What values stand for that nothing names (OpenAPI 3.2.0 section 4.25).
    let default = discriminator.value.get("defaultMapping").and_then(Value::as_str);
    let default = default.filter(|target| names.has(target));
    let default =
        default.map(|target| (None, (pointer::push(&discriminator.at, "defaultMapping"), target)));
    named.chain(default).collect()
}

fn told(name: Option<&str>) -> String {
    name.map_or("any other value".to_owned(), |name| format!("`{name}`"))
}

/// Returns where a value leads: to a component of that name, in the document or beside the schema in its own file, or to
/// what it refers to.
fn led_to(side: &mut Side<'_>, target: &str, at: &str) -> Option<String> {
    let own = side.schemas.family.component_of(at).and_then(pointer::parent);
    for list in ["/components/schemas"].into_iter().chain(own) {
        let component = pointer::push(list, target);
        if side.schemas.at(&component).is_some() {
            return Some(component);
        }
    }
    match side.schemas.target(target, at) {
        Target::Here(at) => Some(at),
        Target::Elsewhere => None,
    }
}
