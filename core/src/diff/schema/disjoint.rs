//! Whether two schemas have no value in common, where it is plain to see: by their types, by listed
//! values, or by a member that both require and that has such a schema in both (a tag).

use super::decimal::Listed;
use super::node::{Node, NodeId, Type};
use super::pairs::Pairs;
use super::read::Side;

/// Schemas of one list that are compared each with each.
const MOST: usize = 64;

/// Listed values that are compared for one list of schemas.
const MOST_VALUES: usize = 50_000;

/// Tells whether no value satisfies two of the schemas.
pub(super) fn all(side: &mut Side<'_>, nodes: &[NodeId]) -> bool {
    if nodes.len() > MOST {
        return false;
    }
    let mut left = MOST_VALUES;
    nodes.iter().enumerate().all(|(index, one)| {
        nodes.iter().skip(index + 1).all(|other| {
            let (one, other) = (side.node(*one), side.node(*other));
            plain(&one, &other, &mut left) || tagged(side, &one, &other, &mut left)
        })
    })
}

/// Tells whether a schema before and one after have no value in common.
pub(super) fn both(pairs: &mut Pairs<'_>, was: NodeId, is: NodeId) -> bool {
    let (one, other) = (pairs.before.node(was), pairs.after.node(is));
    let mut left = MOST_VALUES;
    plain(&one, &other, &mut left)
        || shared(&one, &other).into_iter().any(|(was, is)| {
            let (one, other) = (pairs.before.node(was), pairs.after.node(is));
            plain(&one, &other, &mut left)
        })
}

/// By types and listed values alone, as far as `left` of them may be compared.
fn plain(one: &Node, other: &Node, left: &mut usize) -> bool {
    if one.is_never() || other.is_never() || one.accepts().and(other.accepts()).is_empty() {
        return true;
    }
    match (&one.values, &other.values) {
        (Some(some), Some(others)) => {
            let Some(rest) = left.checked_sub(some.value.len() + others.value.len()) else {
                return false;
            };
            *left = rest;
            let others = Listed::of(&others.value);
            !some.value.iter().any(|value| others.holds(value))
        }
        _ => false,
    }
}

/// By a member that both require.
fn tagged(side: &mut Side<'_>, one: &Node, other: &Node, left: &mut usize) -> bool {
    shared(one, other).into_iter().any(|(one, other)| {
        let (one, other) = (side.node(one), side.node(other));
        plain(&one, &other, left)
    })
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
