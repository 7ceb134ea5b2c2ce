//! What two schemas ask together, as `allOf` has it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use super::decimal::Listed;
use super::matches::Matches;
use super::node::{Bound, Items, Measure, Members, Node, NodeId, Said};
use super::read::Side;

/// Tells whether a schema must be looked at as a whole: what it leaves unevaluated is not what the schemas around
/// it leave.
pub(super) fn stands_apart(node: &Node) -> bool {
    node.unevaluated_properties.is_some() || node.unevaluated_items.is_some()
}

/// Adds a schema that must be looked at as a whole.
pub(super) fn set_apart(one: &mut Node, id: NodeId, other: &Node) {
    one.apart.push(id);
    one.evaluated.members |= other.evaluated.members || other.unevaluated_properties.is_some();
    one.evaluated.items |= other.evaluated.items || other.unevaluated_items.is_some();
}

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
    one.apart.extend(&other.apart);
    one.evaluated.members |= other.evaluated.members;
    one.evaluated.items |= other.evaluated.items;
    extend(&mut one.any_of, &other.any_of);
    extend(&mut one.one_of, &other.one_of);
    one.none_of.extend(&other.none_of);
    one.conditions.extend(other.conditions.iter().cloned());
    one.strange = one.strange.or_else(|| other.strange.clone());
    one.discriminator = one.discriminator.or_else(|| other.discriminator.clone());
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

/// Adds what says something new; what is said twice is harmless where there is too much to look for it.
fn extend<T: Clone + PartialEq>(mine: &mut Vec<Said<T>>, others: &[Said<T>]) {
    const MOST: usize = 1_000;
    for said in others {
        if mine.len() > MOST || !mine.iter().any(|known| known.value == said.value) {
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
        Some(mine) => {
            let others = Listed::of(&other.value);
            mine.value.retain(|value| others.holds(value));
        }
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
    let open = mine.last_mut().filter(|last| !clash(last, other) && !clash(other, last));
    let matched =
        open.as_ref().and_then(|last| Some((matched(last, other)?, matched(other, last)?)));
    match open.zip(matched) {
        Some((last, (by_last, by_other))) => join(side, (last, &by_last), (other, &by_other)),
        None => mine.push(other.clone()),
    }
}

/// Returns what the patterns of an object with `additionalProperties` ask of the names that only the other lists; none where
/// that is not known.
fn matched(closed: &Members, other: &Members) -> Option<Matches> {
    if closed.additional.is_none() || closed.patterns.is_empty() {
        return Some(Matches::default());
    }
    let names = other.properties.keys().filter(|name| !closed.properties.contains_key(*name));
    let matches = Matches::of(&closed.patterns, &names.cloned().collect::<Vec<_>>());
    Some(matches).filter(|matches| !matches.unclear)
}

/// Tells whether a pattern of the one meets names that the other covers by `additionalProperties`, which
/// no single schema can say.
fn clash(patterned: &Members, open: &Members) -> bool {
    !patterned.patterns.is_empty() && open.additional.is_some()
}

/// Adds what the other asks of each name. Names that only the one lists are looked at when the other speaks
/// of names that it does not list: so that what many short schemas ask is put together in one pass. Names that patterns
/// match are not among those that `additionalProperties` is asked of.
fn join(
    side: &mut Side<'_>,
    (one, by_one): (&mut Members, &Matches),
    (other, by_other): (&Members, &Matches),
) {
    if let Some(additional) = other.additional {
        for (name, node) in &mut one.properties {
            if !other.properties.contains_key(name) && by_other.of_name(name).is_empty() {
                *node = side.all(vec![*node, additional]);
            }
        }
    }
    for (name, node) in &other.properties {
        let others = one.additional.filter(|_| by_one.of_name(name).is_empty());
        let known = one.properties.get(name).copied().or(others);
        let all = both(side, known, Some(*node)).unwrap_or(*node);
        one.properties.insert(name.clone(), all);
    }
    for (pattern, node) in &other.patterns {
        let known = one.patterns.get(pattern).copied();
        let all = both(side, known, Some(*node)).unwrap_or(*node);
        one.patterns.insert(pattern.clone(), all);
    }
    one.additional = both(side, one.additional, other.additional);
    if one.listed_at.len() < MOST_LISTED_AT {
        one.listed_at.extend(other.listed_at.iter().cloned());
    }
}

/// Schemas of one place in which a member is looked for.
const MOST_LISTED_AT: usize = 100;

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
