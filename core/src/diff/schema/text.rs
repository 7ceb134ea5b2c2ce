//! Values that travel as text: in addresses, headers and forms every scalar is a text already (OpenAPI 3.1
//! section 4.8.12, "style").

use std::collections::BTreeSet;

use serde_json::Value;

use super::pairs::{Edit, Stood};
use crate::diff::Effect;
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;

/// Returns a change as it looks to who writes or reads text.
pub(super) fn seen(edit: Edit) -> Edit {
    // Null has no form as a text (RFC 6570 section 2.3).
    if [codes::NULL_ACCEPTED, codes::NULL_REJECTED].contains(&edit.code) {
        return Edit { effect: Effect::None, ..edit };
    }
    if ![codes::TYPE_CHANGED, codes::TYPE_ADDED, codes::TYPE_REMOVED].contains(&edit.code) {
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

/// Takes listed values that are the same texts for the same: `1` and `"1"`.
pub(super) fn same_values(own: &mut [Edit]) {
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
