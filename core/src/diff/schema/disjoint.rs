//! Whether two schemas have no value in common, where it is plain to see: by their types, listed values, bounds or
//! patterns; by a member that one requires and the other forbids, or that has such a schema in both (a tag); of lists by
//! the first item; or because none of all alternatives of one has a value in common with the other.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::decimal::{Decimal, Listed};
use super::language::Answer;
use super::matches::Matches;
use super::node::{Measure, Members, Node, NodeId, Type};
use super::pairs::Pairs;

/// Schemas of one list that are compared each with each.
const MOST: usize = 256;

/// Steps of one comparison: pairs of schemas that are looked at, and listed values that are compared.
pub(super) const MOST_STEPS: usize = 4_000_000;

/// Steps for one list of schemas.
const MOST_FOR_LIST: usize = 100_000;

/// Steps for two schemas.
const MOST_FOR_TWO: usize = 2_000;

/// Steps that a pattern is worth that has to be read.
const PATTERN: usize = 100;

/// How deep is looked into two schemas: alternatives inside of alternatives, members, first items.
const MOST_DEPTH: u8 = 4;

/// Which of the two documents.
#[derive(Clone, Copy)]
pub(super) enum Whose {
    Before,
    After,
}

/// A schema of one of them.
type Schema = (Whose, NodeId);

/// A look at schemas, to tell them apart.
struct Look<'p, 'a> {
    pairs: &'p mut Pairs<'a>,
    /// Steps that are left.
    left: usize,
}

/// Returns those of the schemas that have no value in common with any of the others.
pub(super) fn alone(pairs: &mut Pairs<'_>, whose: Whose, nodes: &[NodeId]) -> BTreeSet<NodeId> {
    if nodes.len() > MOST {
        return BTreeSet::new();
    }
    let mut alone: BTreeSet<NodeId> = nodes.iter().copied().collect();
    Look::within(pairs, MOST_FOR_LIST, |look| {
        for (index, one) in nodes.iter().enumerate() {
            for other in nodes.iter().skip(index + 1) {
                let is_open = alone.contains(one) || alone.contains(other);
                if is_open && !look.apart((whose, *one), (whose, *other), MOST_DEPTH) {
                    alone.remove(one);
                    alone.remove(other);
                }
            }
        }
    });
    alone
}

/// Tells whether no value satisfies two of the schemas.
pub(super) fn all(pairs: &mut Pairs<'_>, whose: Whose, nodes: &[NodeId]) -> bool {
    nodes.len() <= MOST
        && Look::within(pairs, MOST_FOR_LIST, |look| {
            nodes.iter().enumerate().all(|(index, one)| {
                let mut others = nodes.iter().skip(index + 1);
                others.all(|other| look.apart((whose, *one), (whose, *other), MOST_DEPTH))
            })
        })
}

/// Tells whether a schema before and one after have no value in common.
pub(super) fn both(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> bool {
    let (was, is) = ((Whose::Before, was), (Whose::After, is));
    Look::within(pairs, MOST_FOR_TWO, |look| look.apart(was, is, MOST_DEPTH))
}

impl<'p, 'a> Look<'p, 'a> {
    /// Looks, with at most so many steps of those that are left for the comparison.
    fn within<T>(pairs: &'p mut Pairs<'a>, most: usize, ask: impl FnOnce(&mut Self) -> T) -> T {
        let given = most.min(pairs.steps);
        let mut look = Self { pairs, left: given };
        let found = ask(&mut look);
        let taken = given - look.left;
        look.pairs.steps -= taken;
        found
    }

    fn node(&mut self, (whose, id): Schema) -> Rc<Node> {
        match whose {
            Whose::Before => self.pairs.before.node(id),
            Whose::After => self.pairs.after.node(id),
        }
    }

    /// Takes steps; tells whether there were as many left.
    fn takes(&mut self, steps: usize) -> bool {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or_default();
        left.is_some()
    }

    /// By what is plain to see, by what lies inside, or by all alternatives of one of them.
    fn apart(&mut self, one: Schema, other: Schema, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.takes(1)) else { return false };
        let (here, there) = (self.node(one), self.node(other));
        self.plain(&here, &there)
            || self.excludes(&here, (other.0, &there))
            || self.excludes(&there, (one.0, &here))
            || self.forbids(&here, (other.0, &there))
            || self.forbids(&there, (one.0, &here))
            || first_items(&here, &there)
                .into_iter()
                .chain(shared(&here, &there))
                .any(|(id, from)| self.apart((one.0, id), (other.0, from), depth))
            || self.apart_in_all((one.0, &here), other, depth)
            || self.apart_in_all((other.0, &there), one, depth)
    }

    /// By all alternatives that one of them has.
    fn apart_in_all(&mut self, (whose, one): (Whose, &Node), other: Schema, depth: u8) -> bool {
        one.any_of.iter().chain(&one.one_of).any(|alternatives| {
            let mut alternatives = alternatives.value.iter().peekable();
            alternatives.peek().is_some()
                && alternatives.all(|id| self.apart((whose, *id), other, depth))
        })
    }

    /// Tells whether `other` lists what it does not accept, and all that `one` lists is among that.
    fn excludes(&mut self, one: &Node, (whose, other): (Whose, &Node)) -> bool {
        let Some(some) = &one.values else { return false };
        other.none_of.iter().any(|excluded| {
            let excluded = self.node((whose, *excluded));
            let Some(others) = excluded.values.as_ref().filter(|_| lists_alone(&excluded)) else {
                return false;
            };
            let others = &others.value;
            self.takes(some.value.len() + others.len()) && {
                let others = Listed::of(others);
                some.value.iter().all(|value| others.holds(value))
            }
        })
    }

    /// Tells whether `one` requires a member that `other` forbids, and one of them accepts nothing but objects.
    fn forbids(&mut self, one: &Node, (whose, other): (Whose, &Node)) -> bool {
        let only_objects = |node: &Node| node.accepts().names() == [Type::Object.name()];
        if !(only_objects(one) || only_objects(other)) {
            return false;
        }
        let is_never = |look: &mut Self, id: NodeId| look.node((whose, id)).is_never();
        other.members.iter().any(|members| {
            let is_closed = members.additional.is_some_and(|id| is_never(self, id));
            one.required.keys().any(|name| match members.properties.get(name) {
                Some(property) => is_never(self, *property),
                None => is_closed && self.matches_nothing(members, name),
            })
        })
    }

    /// Tells whether no pattern speaks of a name.
    fn matches_nothing(&mut self, members: &Members, name: &String) -> bool {
        let patterns = &members.patterns;
        patterns.is_empty()
            || self.takes(patterns.len() * PATTERN) && {
                let matches = Matches::of(patterns, std::slice::from_ref(name));
                !matches.unclear && matches.of_name(name).is_empty()
            }
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
        self.takes(some.value.len() + others.value.len()) && {
            let others = Listed::of(&others.value);
            !some.value.iter().any(|value| others.holds(value))
        }
    }

    fn texts_apart(&mut self, one: &Node, other: &Node) -> bool {
        let (Some(one), Some(other)) = (one.texts(), other.texts()) else { return false };
        self.pairs.texts.find(&one.and(other), &[]) == Answer::Nothing
    }
}

/// Tells whether a schema says nothing but which values it accepts.
fn lists_alone(node: &Node) -> bool {
    let (at, values, notes) = (node.at.clone(), node.values.clone(), node.notes.clone());
    *node == Node { at, values, notes, evaluated: node.evaluated, ..Node::default() }
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
