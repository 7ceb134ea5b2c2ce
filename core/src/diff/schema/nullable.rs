//! Null as one of two alternatives is the same as null among the types.

use serde_json::Value;

use super::merge;
use super::node::{Node, NodeId, Said, Type, Types};
use super::read::Side;
use crate::document::pointer;

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

/// Lets a schema accept null as `nullable` has it. The specification lets it count only beside `type`; those who
/// write it beside `allOf` or a list of alternatives mean it too.
pub(super) fn accept(side: &mut Side<'_>, node: &mut Node, names_types: bool) {
    let at = pointer::push(&node.at, "nullable");
    if let Some(types) = &mut node.types {
        types.value = types.value.with(Type::Null);
        if !names_types {
            types.at.clone_from(&at);
        }
    }
    if let Some(values) = &mut node.values {
        if !values.value.contains(&Value::Null) {
            values.value.push(Value::Null);
        }
    }
    if node.any_of.is_empty() && node.one_of.is_empty() {
        return;
    }
    let null = side.null(&at);
    for union in node.any_of.iter_mut().chain(&mut node.one_of) {
        union.value.push(null);
    }
}

/// Returns a schema that accepts null alone.
pub(super) fn null(at: &str) -> Node {
    let types = Said { value: Types::named(["null"]), at: at.to_owned() };
    Node { at: at.to_owned(), types: Some(types), ..Node::default() }
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
        || merge::stands_apart(branch)
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
