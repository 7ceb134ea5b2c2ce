//! Values that travel as text: in addresses, headers and forms every scalar is a text already (OpenAPI 3.1
//! section 4.8.12, "style").

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::edit::{Edit, Stood};
use super::node::{Node, NodeId, Type};
use super::pairs::{PairId, Pairs};
use super::read::Side;
use crate::diff::Effect;
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;

/// Returns a change as it looks to who writes or reads text.
pub(super) fn seen(edit: Edit) -> Edit {
    // Null has no form as a text (RFC 6570 section 2.3).
    if [codes::NULL_ACCEPTED, codes::NULL_REJECTED].contains(&edit.code) {
        return Edit { effect: Effect::None, ..edit };
    }
    let of_types = [codes::TYPE_CHANGED, codes::TYPE_ADDED, codes::TYPE_REMOVED];
    if !of_types.contains(&edit.code) || edit.effect == Effect::None {
        return edit;
    }
    let of_side = |side: &Option<Stood>| match side {
        None => Some(Texts::Any),
        Some((_, names)) => names.as_ref().and_then(texts),
    };
    let effect = match (of_side(&edit.before), of_side(&edit.after)) {
        (Some(Texts::Any), Some(Texts::Any)) => Effect::None,
        (Some(Texts::Some), Some(Texts::Any)) => Effect::Widened,
        (Some(Texts::Any), Some(Texts::Some)) => Effect::Narrowed,
        _ => return edit,
    };
    Edit { effect, ..edit }
}

/// Takes changes that leave the same texts for none.
pub(super) fn same_texts(own: &mut [Edit], pairs: &mut Pairs<'_>, id: PairId) {
    same_values(own);
    flags(own);
    let Some((before, after)) = pairs.nodes(id) else { return };
    let (was_any, is_any) =
        (any_text(&mut pairs.before, before), any_text(&mut pairs.after, after));
    for edit in own.iter_mut().filter(|edit| is_scalar_alternative(edit)) {
        let is_told = if edit.code == codes::ALTERNATIVE_REMOVED { is_any } else { was_any };
        if is_told {
            edit.effect = Effect::None;
        }
    }
}

/// Tells whether a schema accepts every text, itself or by one of its alternatives.
fn any_text(side: &mut Side<'_>, id: NodeId) -> bool {
    let is_plain = |node: &Node| {
        let rest = Node { types: None, ..node.clone() };
        node.accepts().has(Type::String) && rest.asks_nothing()
    };
    let node = side.node(id);
    let mut unions = node.any_of.iter().chain(&node.one_of);
    let rest = Node { any_of: Vec::new(), one_of: Vec::new(), ..(*node).clone() };
    is_plain(&node)
        || (rest.asks_nothing()
            && unions.any(|union| union.value.iter().any(|branch| is_plain(&side.node(*branch)))))
}

/// Tells whether an alternative that came or went is a scalar, which is a text among others.
fn is_scalar_alternative(edit: &Edit) -> bool {
    let side = match edit.code.id {
        id if id == codes::ALTERNATIVE_REMOVED.id => &edit.before,
        id if id == codes::ALTERNATIVE_ADDED.id => &edit.after,
        _ => return false,
    };
    let named = side.as_ref().and_then(|(_, value)| value.as_ref()?.get("type")?.as_str());
    named.is_some_and(|name| ["boolean", "integer", "number", "string"].contains(&name))
}

/// Takes `true` and `false` for the texts they are: a boolean is a list of two of them.
fn flags(own: &mut [Edit]) {
    let is_flag = |side: &Option<Stood>| {
        let names = side.as_ref().and_then(|(_, names)| names.as_ref());
        names.is_some_and(|names| *names == json!(["boolean"]))
    };
    let turned = own.iter().position(|edit| edit.code == codes::TYPE_CHANGED);
    let Some((was, is)) = turned
        .and_then(|index| own.get(index))
        .map(|edit| (is_flag(&edit.before), is_flag(&edit.after)))
    else {
        return;
    };
    let (code, of) = if was && !is {
        (codes::ENUM_ADDED, Effect::Widened)
    } else if is && !was {
        (codes::ENUM_REMOVED, Effect::Narrowed)
    } else {
        return;
    };
    let Some(listed) = own.iter_mut().find(|edit| edit.code == code) else { return };
    let side = listed.after.as_ref().or(listed.before.as_ref());
    let values = side.and_then(|(_, value)| value.as_ref()?.as_array());
    let texts: BTreeSet<&str> = values.into_iter().flatten().filter_map(Value::as_str).collect();
    let both = BTreeSet::from(["true", "false"]);
    // Beside others, the list and the type change together what one of them says.
    if !both.is_subset(&texts) {
        return;
    }
    listed.effect = Effect::None;
    let effect = if texts == both { Effect::None } else { of };
    if let Some(edit) = turned.and_then(|index| own.get_mut(index)) {
        edit.effect = effect;
    }
}

/// Takes listed values that are the same texts for the same: `1` and `"1"`.
fn same_values(own: &mut [Edit]) {
    let texts = |own: &[Edit], code: &'static Code| -> BTreeSet<String> {
        own.iter().filter(|edit| edit.code == code).filter_map(value_text).collect()
    };
    let gone = texts(own, codes::ENUM_VALUE_REMOVED);
    let new = texts(own, codes::ENUM_VALUE_ADDED);
    let listed = [codes::ENUM_VALUE_REMOVED, codes::ENUM_VALUE_ADDED];
    for edit in own.iter_mut().filter(|edit| listed.contains(&edit.code)) {
        if value_text(edit).is_some_and(|text| gone.contains(&text) && new.contains(&text)) {
            edit.effect = Effect::None;
        }
    }
}

/// Returns a listed value as it looks in an address.
fn value_text(edit: &Edit) -> Option<String> {
    let (_, value) = edit.after.as_ref().or(edit.before.as_ref())?;
    match value.as_ref()? {
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) | Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// Which texts the names of types leave.
enum Texts {
    Any,
    Some,
}

/// Returns which texts scalars of some types are; none where lists or objects are among them.
fn texts(names: &Value) -> Option<Texts> {
    let names: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
    if names.iter().any(|name| ["array", "object"].contains(name)) {
        return None;
    }
    Some(if names.contains(&"string") { Texts::Any } else { Texts::Some })
}
