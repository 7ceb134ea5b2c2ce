//! Null as one of two alternatives is the same as null among the types.

use serde_json::Value;

use super::merge;
use super::node::{Node, NodeId, Said, Type};
use super::read::Side;

/// Puts `anyOf: [{type: null}, S]` as S with null among its types, where S says the same of null then as
/// it did: it names its types, null is none of them, and nothing else of it is about null.
pub(super) fn collapse(side: &mut Side<'_>, mut node: Node) -> Node {
    for unions in
        [std::mem::take(&mut node.any_of), std::mem::take(&mut node.one_of)].into_iter().enumerate()
    {
        let (index, unions) = unions;
        for union in unions {
            match or_null(side, &union.value) {
                Some(other) => node = merge::merge(side, node, &other),
                None if index == 0 => node.any_of.push(union),
                None => node.one_of.push(union),
            }
        }
    }
    node
}

/// Returns what one of two branches asks, with null, when the other is null.
fn or_null(side: &mut Side<'_>, branches: &[NodeId]) -> Option<Node> {
    let [one, other] = branches else { return None };
    // Most unions have nothing to do with null, and need not be read yet.
    if !says_null(side, *one) && !says_null(side, *other) {
        return None;
    }
    let (one, other) = (side.node(*one), side.node(*other));
    let branch = if only_null(&one) {
        &other
    } else if only_null(&other) {
        &one
    } else {
        return None;
    };
    let types = branch.types.as_ref()?;
    let about_null = branch.never
        || branch.has_choices()
        || !branch.none_of.is_empty()
        || types.value.has(Type::Null);
    if about_null {
        return None;
    }
    let mut accepting = Node::clone(branch);
    let with_null = types.value.with(Type::Null);
    accepting.types = Some(Said { value: with_null, at: types.at.clone() });
    if let Some(values) = &mut accepting.values {
        values.value.push(Value::Null);
    }
    Some(accepting)
}

/// Tells whether a schema is written as one of null.
fn says_null(side: &Side<'_>, node: NodeId) -> bool {
    let kind = side.value(node).and_then(|value| value.get("type"));
    kind.is_some_and(|kind| kind == "null" || kind == &Value::from(vec!["null"]))
}

/// Tells whether a schema is `{type: null}` and nothing else.
fn only_null(node: &Node) -> bool {
    let plain = Node { types: None, ..node.clone() };
    node.is_null() && node.values.is_none() && plain.asks_nothing()
}
