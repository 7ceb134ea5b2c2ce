//! What two schemas ask together, as `allOf` has it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use super::decimal::holds;
use super::node::{Bound, Items, Measure, Members, Node, NodeId, Said};
use super::read::Side;

/// Returns what `one` and `other` ask together, at the place of `one`.
pub(super) fn merge(side: &mut Side<'_>, mut one: Node, other: &Node) -> Node {
    one.never |= other.never;
    scalars(&mut one, other);
    objects(side, &mut one, other);
    for items in &other.items {
        add_items(side, &mut one.items, items);
    }
    one.unique = one.unique.or_else(|| other.unique.clone());
    one.contains.extend(other.contains.iter().cloned());
    one.unevaluated_properties =
        both(side, one.unevaluated_properties, other.unevaluated_properties);
    one.unevaluated_items = both(side, one.unevaluated_items, other.unevaluated_items);
    one.evaluated.members |= other.evaluated.members;
    one.evaluated.items |= other.evaluated.items;
    extend(&mut one.any_of, &other.any_of);
    extend(&mut one.one_of, &other.one_of);
    one.none_of.extend(&other.none_of);
    one.conditions.extend(other.conditions.iter().cloned());
    extend(&mut one.unknown, &other.unknown);
    for (keyword, said) in &other.notes {
        one.notes.entry(keyword.clone()).or_insert_with(|| said.clone());
    }
    one
}

/// Adds what is asked of types, values, numbers and texts.
fn scalars(one: &mut Node, other: &Node) {
    match (&mut one.types, &other.types) {
        (Some(types), Some(also)) => types.value = types.value.and(also.value),
        (types @ None, also) => types.clone_from(also),
        (Some(_), None) => {}
    }
    if let Some(said) = &other.values {
        values(&mut one.values, said);
    }
    for (lower, mine, others) in
        [(true, &mut one.lower, &other.lower), (false, &mut one.upper, &other.upper)]
    {
        for (measure, said) in others {
            bound(mine, *measure, said, lower);
        }
    }
    extend(&mut one.multiples, &other.multiples);
    extend(&mut one.patterns, &other.patterns);
    extend(&mut one.formats, &other.formats);
    for (keyword, said) in &other.content {
        one.content.entry(keyword).or_insert_with(|| said.clone());
    }
}

/// Adds what is asked of objects.
fn objects(side: &mut Side<'_>, one: &mut Node, other: &Node) {
    for (name, at) in &other.required {
        one.required.entry(name.clone()).or_insert_with(|| at.clone());
    }
    for members in &other.members {
        add_members(side, &mut one.members, members);
    }
    one.names = both(side, one.names, other.names);
    for (name, said) in &other.needs {
        let needs = one.needs.entry(name.clone()).or_insert_with(|| said.clone());
        needs.value.extend(said.value.iter().cloned());
    }
    for (name, node) in &other.needs_schema {
        let known = one.needs_schema.get(name).copied();
        one.needs_schema.extend(both(side, known, Some(*node)).map(|all| (name.clone(), all)));
    }
}

/// Adds what says something new.
fn extend<T: Clone + PartialEq>(mine: &mut Vec<Said<T>>, others: &[Said<T>]) {
    for said in others {
        if !mine.iter().any(|known| known.value == said.value) {
            mine.push(said.clone());
        }
    }
}

fn both(side: &mut Side<'_>, one: Option<NodeId>, other: Option<NodeId>) -> Option<NodeId> {
    match (one, other) {
        (Some(one), Some(other)) => Some(side.all(vec![one, other])),
        (one, other) => one.or(other),
    }
}

/// Keeps the values that both lists have.
pub(super) fn values(mine: &mut Option<Said<Vec<Value>>>, other: &Said<Vec<Value>>) {
    match mine {
        Some(mine) => mine.value.retain(|value| holds(&other.value, value)),
        None => *mine = Some(other.clone()),
    }
}

/// Keeps the tighter of two bounds.
pub(super) fn bound(
    mine: &mut BTreeMap<Measure, Said<Bound>>,
    measure: Measure,
    other: &Said<Bound>,
    lower: bool,
) {
    let looser = mine.get(&measure).is_none_or(|known| tighter(&other.value, &known.value, lower));
    if looser {
        mine.insert(measure, other.clone());
    }
}

/// Tells whether `one` leaves less than `other`.
fn tighter(one: &Bound, other: &Bound, lower: bool) -> bool {
    match one.value.compare(&other.value) {
        Ordering::Equal => one.exclusive && !other.exclusive,
        Ordering::Greater => lower,
        Ordering::Less => !lower,
    }
}

/// Makes members one with those that are there, or keeps them beside.
fn add_members(side: &mut Side<'_>, mine: &mut Vec<Members>, other: &Members) {
    let Some(last) = mine.last() else {
        mine.push(other.clone());
        return;
    };
    match join(side, last, other) {
        Some(joined) => {
            mine.pop();
            mine.push(joined);
        }
        None => mine.push(other.clone()),
    }
}

/// Returns what both ask of each name; none when a pattern of the one meets names that the other
/// covers by `additionalProperties`, which no single schema can say.
fn join(side: &mut Side<'_>, one: &Members, other: &Members) -> Option<Members> {
    let clash = |patterned: &Members, open: &Members| {
        !patterned.patterns.is_empty() && open.additional.is_some()
    };
    if clash(one, other) || clash(other, one) {
        return None;
    }
    let mut joined = Members::default();
    for name in one.properties.keys().chain(other.properties.keys()) {
        if joined.properties.contains_key(name) {
            continue;
        }
        let asked =
            |members: &Members| members.properties.get(name).copied().or(members.additional);
        let parts: Vec<NodeId> = asked(one).into_iter().chain(asked(other)).collect();
        let all = side.all(parts);
        joined.properties.insert(name.clone(), all);
    }
    for (pattern, node) in one.patterns.iter().chain(&other.patterns) {
        let all = match joined.patterns.get(pattern) {
            Some(known) => side.all(vec![*known, *node]),
            None => *node,
        };
        joined.patterns.insert(pattern.clone(), all);
    }
    joined.additional = both(side, one.additional, other.additional);
    Some(joined)
}

fn add_items(side: &mut Side<'_>, mine: &mut Vec<Items>, other: &Items) {
    let Some(one) = mine.pop() else {
        mine.push(other.clone());
        return;
    };
    let asked = Items::asked;
    let length = one.prefix.len().max(other.prefix.len());
    let prefix = (0..length).map(|index| {
        let parts = asked(&one, index).into_iter().chain(asked(other, index)).collect();
        side.all(parts)
    });
    let prefix = prefix.collect();
    let rest = both(side, one.rest, other.rest);
    mine.push(Items { prefix, rest });
}

/// Turns `unevaluatedProperties` and `unevaluatedItems` into what they mean, where no value decides it:
/// everything that applies at this place is part of `node` by now.
pub(super) fn settle_unevaluated(node: &mut Node, contains_evaluates: bool) {
    let chosen = node.has_choices();
    if node.evaluated.members {
        node.unevaluated_properties = None;
    }
    if node.evaluated.items {
        node.unevaluated_items = None;
    }
    if let Some(left) = node.unevaluated_properties.take_if(|_| !chosen) {
        if node.members.is_empty() {
            node.members.push(Members::default());
        }
        node.members.iter_mut().for_each(|members| members.additional = Some(left));
        node.evaluated.members = true;
    }
    let counted = contains_evaluates && !node.contains.is_empty();
    if let Some(left) = node.unevaluated_items.take_if(|_| !chosen && !counted) {
        if node.items.is_empty() {
            node.items.push(Items::default());
        }
        node.items.iter_mut().for_each(|items| items.rest = Some(left));
        node.evaluated.items = true;
    }
}
