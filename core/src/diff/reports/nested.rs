//! Values inside of values, by JSON Pointer.

use serde_json::Value;

use crate::document::pointer;

/// Returns what leads from `outer` to `inner`; empty for the same place, none when it is not inside.
pub(super) fn relative<'p>(inner: &'p str, outer: &str) -> Option<&'p str> {
    inner.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Puts `new` where `at` leads to in `value`, or takes out what is there. Of a list only the items that
/// are there can be replaced, because the others move.
pub(super) fn put(value: &mut Value, at: &str, new: Option<&Value>) {
    let Some(around) = pointer::parent(at) else {
        if let Some(new) = new {
            *value = new.clone();
        }
        return;
    };
    let key = pointer::last(at);
    match (value.pointer_mut(around), new) {
        (Some(Value::Object(members)), Some(new)) => {
            members.insert(key, new.clone());
        }
        (Some(Value::Object(members)), None) => {
            members.remove(&key);
        }
        (Some(Value::Array(items)), Some(new)) => {
            if let Some(item) = key.parse().ok().and_then(|index: usize| items.get_mut(index)) {
                *item = new.clone();
            }
        }
        _ => {}
    }
}

/// Returns the place of a change in a form that outlives other items of its list: a text in a list is
/// named by itself.
pub(super) fn stable(at: &str, value: Option<&Value>) -> String {
    match (pointer::parent(at), value) {
        (Some(list), Some(Value::String(text))) if is_item(at) => {
            format!("{list}/={text}")
        }
        _ => at.to_owned(),
    }
}

/// Tells whether a place seems to be an item of a list, which moves when others come and go.
pub(super) fn is_item(at: &str) -> bool {
    let last = at.rsplit('/').next().unwrap_or_default();
    !at.is_empty() && !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
}
