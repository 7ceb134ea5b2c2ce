//! Whether two schemas have no value in common, where it is plain to see: by their types, listed values, bounds or
//! patterns; by a member that one requires and the other forbids, or that has such a schema in both (a tag); of lists by
//! the first item.

use std::cmp::Ordering;

use super::decimal::{Decimal, Listed};
use super::language::{Answer, Search};
use super::node::{Measure, Node, NodeId, Type};
use super::pairs::Pairs;
use super::read::Side;

/// Schemas of one list that are compared each with each.
const MOST: usize = 64;

/// Listed values that are compared for one list of schemas.
const MOST_VALUES: usize = 50_000;

/// What is looked at to tell schemas apart.
struct Look<'s> {
    texts: &'s mut Search,
    /// Values that may still be compared.
    left: usize,
}

/// Tells whether no value satisfies two of the schemas.
pub(super) fn all(side: &mut Side<'_>, texts: &mut Search, nodes: &[NodeId]) -> bool {
    if nodes.len() > MOST {
        return false;
    }
    let mut look = Look { texts, left: MOST_VALUES };
    nodes.iter().enumerate().all(|(index, one)| {
        nodes.iter().skip(index + 1).all(|other| {
            let (one, other) = (side.node(*one), side.node(*other));
            let items = first_items(&one, &other);
            look.objects(side, &one, &other)
                || items.is_some_and(|(one, other)| {
                    let (one, other) = (side.node(one), side.node(other));
                    look.objects(side, &one, &other)
                })
        })
    })
}

/// Tells whether a schema before and one after have no value in common.
pub(super) fn both(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> bool {
    let (one, other) = (pairs.before.node(was), pairs.after.node(is));
    let mut look = Look { texts: &mut pairs.texts, left: MOST_VALUES };
    let (before, after) = (&mut pairs.before, &mut pairs.after);
    look.plain(&one, &other)
        || shared(&one, &other).into_iter().any(|(was, is)| {
            let (one, other) = (before.node(was), after.node(is));
            look.plain(&one, &other)
        })
}

impl Look<'_> {
    /// By what is plain to see, or by a member.
    fn objects(&mut self, side: &mut Side<'_>, one: &Node, other: &Node) -> bool {
        self.plain(one, other)
            || forbids(side, one, other)
            || forbids(side, other, one)
            || shared(one, other).into_iter().any(|(one, other)| {
                let (one, other) = (side.node(one), side.node(other));
                self.plain(&one, &other)
            })
    }

    /// By types, listed values, bounds and patterns alone.
    fn plain(&mut self, one: &Node, other: &Node) -> bool {
        let common = one.accepts().and(other.accepts());
        if one.is_never() || other.is_never() || common.is_empty() {
            return true;
        }
        match common.names().as_slice() {
            ["number" | "integer"] if apart(one, other, Measure::Number) => return true,
            ["array"] if apart(one, other, Measure::Items) => return true,
            ["object"] if apart(one, other, Measure::Properties) => return true,
            ["string"] if self.texts_apart(one, other) => return true,
            _ => {}
        }
        let (Some(some), Some(others)) = (&one.values, &other.values) else { return false };
        let Some(rest) = self.left.checked_sub(some.value.len() + others.value.len()) else {
            return false;
        };
        self.left = rest;
        let others = Listed::of(&others.value);
        !some.value.iter().any(|value| others.holds(value))
    }

    fn texts_apart(&mut self, one: &Node, other: &Node) -> bool {
        let (Some(one), Some(other)) = (one.texts(), other.texts()) else { return false };
        self.texts.find(&one.and(other), &[]) == Answer::Nothing
    }
}

/// Tells whether the bounds of two schemas leave nothing between them.
fn apart(one: &Node, other: &Node, measure: Measure) -> bool {
    let beyond = |low: &Node, high: &Node| {
        let (low, high) = (low.lower.get(&measure), high.upper.get(&measure));
        low.zip(high).is_some_and(|(low, high)| {
            let (low, high) = (&low.value, &high.value);
            match low.value.compare(&high.value) {
                Ordering::Greater => true,
                Ordering::Equal => low.exclusive || high.exclusive,
                Ordering::Less => false,
            }
        })
    };
    beyond(one, other) || beyond(other, one)
}

/// Tells whether one of two objects requires a member that the other forbids.
fn forbids(side: &mut Side<'_>, one: &Node, other: &Node) -> bool {
    let only_objects = |node: &Node| node.accepts().names() == [Type::Object.name()];
    if !(only_objects(one) || only_objects(other)) {
        return false;
    }
    other.members.iter().any(|members| {
        let mut is_never = |id: NodeId| side.node(id).is_never();
        let closed = members.patterns.is_empty() && members.additional.is_some_and(&mut is_never);
        one.required.keys().any(|name| match members.properties.get(name) {
            Some(property) => is_never(*property),
            None => closed,
        })
    })
}

/// Returns the schemas of the first items, where nothing but lists are accepted, of which some have an item.
fn first_items(one: &Node, other: &Node) -> Option<(NodeId, NodeId)> {
    let only_lists = |node: &Node| node.accepts().names() == [Type::Array.name()];
    let has_one = |node: &Node| {
        let least = node.lower.get(&Measure::Items);
        least.is_some_and(|least| {
            least.value.value.compare(&Decimal::from_count(1)) != Ordering::Less
        })
    };
    if !((only_lists(one) || only_lists(other)) && (has_one(one) || has_one(other))) {
        return None;
    }
    let first = |node: &Node| node.items.iter().find_map(|items| items.asked(0));
    first(one).zip(first(other))
}

/// Lists the schemas of the members that one of two objects requires; neither may be anything else than
/// an object.
fn shared(one: &Node, other: &Node) -> Vec<(NodeId, NodeId)> {
    let only_objects = |node: &Node| node.accepts().names() == [Type::Object.name()];
    if !(only_objects(one) && only_objects(other)) {
        return Vec::new();
    }
    let of = |node: &Node, name: &str| {
        node.members.iter().find_map(|members| members.properties.get(name).copied())
    };
    one.required
        .keys()
        .chain(other.required.keys())
        .filter_map(|name| of(one, name).zip(of(other, name)))
        .collect()
}
