//! Bounds and multiples.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::{Edit, edit};
use crate::diff::Effect;
use crate::diff::schema::decimal::Decimal;
use crate::diff::schema::node::{Bound, Measure, Node, Said, Type};
use crate::diff::schema::pairs::Pair;
use crate::finding::Code;
use crate::finding::codes::diff::{json_schema as codes, json_schema_bounds as rows};

/// Compares what is asked of numbers, and how much may stand in lists and objects.
pub(super) fn compare(before: &Node, after: &Node, pair: &mut Pair) {
    for measure in [Measure::Number, Measure::Items, Measure::Properties] {
        pair.own.extend(bounds(before, after, measure));
    }
    pair.own.extend(multiples(before, after));
}

/// Compares the bounds of a measure.
pub(super) fn bounds(before: &Node, after: &Node, measure: Measure) -> impl Iterator<Item = Edit> {
    let bounds = [true, false].map(|lower| bound(before, after, measure, lower));
    bounds.into_iter().flatten()
}

/// The codes of one bound.
struct BoundCodes {
    added: &'static Code,
    removed: &'static Code,
    raised: &'static Code,
    lowered: &'static Code,
}

macro_rules! bound_codes {
    ($added:ident, $removed:ident, $raised:ident, $lowered:ident) => {
        BoundCodes {
            added: rows::$added,
            removed: rows::$removed,
            raised: rows::$raised,
            lowered: rows::$lowered,
        }
    };
}

#[rustfmt::skip]
fn bound_codes(measure: Measure, lower: bool) -> BoundCodes {
    match (measure, lower) {
        (Measure::Number, true) => bound_codes!(MINIMUM_ADDED, MINIMUM_REMOVED, MINIMUM_RAISED, MINIMUM_LOWERED),
        (Measure::Number, false) => bound_codes!(MAXIMUM_ADDED, MAXIMUM_REMOVED, MAXIMUM_RAISED, MAXIMUM_LOWERED),
        (Measure::Length, true) => bound_codes!(MIN_LENGTH_ADDED, MIN_LENGTH_REMOVED, MIN_LENGTH_RAISED, MIN_LENGTH_LOWERED),
        (Measure::Length, false) => bound_codes!(MAX_LENGTH_ADDED, MAX_LENGTH_REMOVED, MAX_LENGTH_RAISED, MAX_LENGTH_LOWERED),
        (Measure::Items, true) => bound_codes!(MIN_ITEMS_ADDED, MIN_ITEMS_REMOVED, MIN_ITEMS_RAISED, MIN_ITEMS_LOWERED),
        (Measure::Items, false) => bound_codes!(MAX_ITEMS_ADDED, MAX_ITEMS_REMOVED, MAX_ITEMS_RAISED, MAX_ITEMS_LOWERED),
        (Measure::Properties, true) => bound_codes!(MIN_PROPERTIES_ADDED, MIN_PROPERTIES_REMOVED, MIN_PROPERTIES_RAISED, MIN_PROPERTIES_LOWERED),
        (Measure::Properties, false) => bound_codes!(MAX_PROPERTIES_ADDED, MAX_PROPERTIES_REMOVED, MAX_PROPERTIES_RAISED, MAX_PROPERTIES_LOWERED),
    }
}

fn keyword(measure: Measure, lower: bool) -> &'static str {
    match (measure, lower) {
        (Measure::Number, true) => "minimum",
        (Measure::Number, false) => "maximum",
        (Measure::Length, true) => "minLength",
        (Measure::Length, false) => "maxLength",
        (Measure::Items, true) => "minItems",
        (Measure::Items, false) => "maxItems",
        (Measure::Properties, true) => "minProperties",
        (Measure::Properties, false) => "maxProperties",
    }
}

fn bound(before: &Node, after: &Node, measure: Measure, lower: bool) -> Option<Edit> {
    let of = |node: &'_ Node| {
        let bounds = if lower { &node.lower } else { &node.upper };
        bounds.get(&measure).map(|said| Said {
            value: exact(&said.value, node, measure, lower),
            at: said.at.clone(),
        })
    };
    let (was, is) = (of(before), of(after));
    let name = keyword(measure, lower);
    let counts = both_accept(before, after, measure.of());
    let effect = |effect: Effect| if counts { effect } else { Effect::None };
    let change = match (&was, &is) {
        (None, None) => return None,
        (None, Some(is)) => {
            let message = format!("`{name}` {} holds now", is.value.value);
            edit(bound_codes(measure, lower).added, effect(Effect::Narrowed), message)
        }
        (Some(was), None) => {
            let message = format!("`{name}` {} holds no more", was.value.value);
            edit(bound_codes(measure, lower).removed, effect(Effect::Widened), message)
        }
        (Some(was), Some(is)) => {
            let raised = order(&is.value, &was.value, lower);
            if raised == Ordering::Equal {
                return None;
            }
            let rows = bound_codes(measure, lower);
            let code = if raised == Ordering::Greater { rows.raised } else { rows.lowered };
            let message = format!("`{name}` went from {} to {}", was.value.value, is.value.value);
            edit(code, effect(Effect::of_bound(raised, lower)), message)
        }
    };
    let change = match &was {
        Some(said) => change.before(&said.at, said.value.value.to_value()),
        None => change,
    };
    Some(match &is {
        Some(said) => change.after(&said.at, said.value.value.to_value()),
        None => change,
    })
}

/// Returns a bound of whole numbers as an inclusive one.
fn exact(bound: &Bound, node: &Node, measure: Measure, lower: bool) -> Bound {
    if measure == Measure::Number && !node.accepts().whole {
        return bound.clone();
    }
    let value = if lower {
        bound.value.least_whole(bound.exclusive)
    } else {
        bound.value.greatest_whole(bound.exclusive)
    };
    Bound { value, exclusive: false }
}

/// Tells whether the bound `is` lies above `was`; an exclusive one lies further inside.
fn order(is: &Bound, was: &Bound, lower: bool) -> Ordering {
    is.value.compare(&was.value).then_with(|| {
        let inside = is.exclusive.cmp(&was.exclusive);
        if lower { inside } else { inside.reverse() }
    })
}

pub(super) fn both_accept(before: &Node, after: &Node, wanted: Type) -> bool {
    before.accepts().has(wanted) && after.accepts().has(wanted)
}

fn multiples(before: &Node, after: &Node) -> Vec<Edit> {
    let counts = both_accept(before, after, Type::Number);
    let effect = |effect: Effect| if counts { effect } else { Effect::None };
    if let ([was], [is]) = (before.multiples.as_slice(), after.multiples.as_slice()) {
        if was.value == is.value {
            return Vec::new();
        }
        let (old, new) = (unit(before, &was.value), unit(after, &is.value));
        let (code, happened) = if old == new {
            (codes::MULTIPLE_OF_CHANGED, Effect::None)
        } else if new.is_multiple_of(&old) {
            (codes::MULTIPLE_OF_COARSENED, Effect::Narrowed)
        } else if old.is_multiple_of(&new) {
            (codes::MULTIPLE_OF_REFINED, Effect::Widened)
        } else {
            (codes::MULTIPLE_OF_CHANGED, Effect::Both)
        };
        let message = format!("numbers are multiples of {} instead of {}", is.value, was.value);
        let change = edit(code, effect(happened), message);
        return vec![
            change.before(&was.at, was.value.to_value()).after(&is.at, is.value.to_value()),
        ];
    }
    units(before, after, effect)
}

/// Returns of what numbers are multiples that must be multiples of `unit`, and perhaps whole.
fn unit(node: &Node, unit: &Decimal) -> Decimal {
    let whole = node.accepts().whole.then(|| unit.least_whole_multiple()).flatten();
    whole.unwrap_or_else(|| unit.clone())
}

/// Compares several units: what is asked already by another one is nothing new.
fn units(before: &Node, after: &Node, effect: impl Fn(Effect) -> Effect) -> Vec<Edit> {
    /// Beyond so many pairs only the same units count as implied.
    const MOST: usize = 100_000;
    let few = before.multiples.len().saturating_mul(after.multiples.len()) <= MOST;
    let listed = |node: &'_ Node| -> BTreeSet<Decimal> {
        let whole = node.accepts().whole.then(|| Decimal::from_count(1));
        let units = node.multiples.iter().map(|said| unit(node, &said.value));
        units.chain(whole).collect()
    };
    let (old, new) = (listed(before), listed(after));
    let implied = |unit: &Decimal, by: &BTreeSet<Decimal>| {
        by.contains(unit) || few && by.iter().any(|other| other.is_multiple_of(unit))
    };
    let written = |node: &Node, value: &Decimal| node.multiples.iter().any(|s| s.value == *value);
    let mut changes = Vec::new();
    for is in &after.multiples {
        if !written(before, &is.value) {
            let is_new = !implied(&unit(after, &is.value), &old);
            let effect = if is_new { effect(Effect::Narrowed) } else { Effect::None };
            let message = format!("numbers must be multiples of {} now", is.value);
            let change = edit(codes::MULTIPLE_OF_ADDED, effect, message);
            changes.push(change.after(&is.at, is.value.to_value()));
        }
    }
    for was in &before.multiples {
        if !written(after, &was.value) {
            let is_gone = !implied(&unit(before, &was.value), &new);
            let effect = if is_gone { effect(Effect::Widened) } else { Effect::None };
            let message = format!("numbers need not be multiples of {} any more", was.value);
            let change = edit(codes::MULTIPLE_OF_REMOVED, effect, message);
            changes.push(change.before(&was.at, was.value.to_value()));
        }
    }
    changes
}
