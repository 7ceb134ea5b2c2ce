//! Values of scripts as people are shown them.

use rhai::{Dynamic, ImmutableString};
use serde_json::{Map, Number, Value};

use crate::facts::{Data, List, Table, Time};

/// The most items of a list, members of a table and characters of a text that are shown.
const MOST: usize = 200;

/// Tells whether a value is shown: others are facts that have facts of their own.
pub(super) fn is_shown(value: &Dynamic) -> bool {
    value.is_unit()
        || value.is_bool()
        || value.is_int()
        || value.is_float()
        || value.is_string()
        || value.is::<List>()
        || value.is::<Table>()
        || value.is::<Time>()
        || value.is::<Data>()
}

/// Returns a value as JSON, cut where it is long; none for facts that have facts of their own.
pub(crate) fn shown(value: &Dynamic) -> Option<Value> {
    if value.is_unit() {
        return Some(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Some(flag.into());
    }
    if let Ok(number) = value.as_int() {
        return Some(number.into());
    }
    if let Ok(number) = value.as_float() {
        return Some(Number::from_f64(number).map_or(Value::Null, Value::Number));
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Some(cut(&text).into());
    }
    if let Some(list) = value.read_lock::<List>() {
        return Some(list.iter().take(MOST).map(|item| cut(item)).collect());
    }
    if let Some(table) = value.read_lock::<Table>() {
        let members = table.members().take(MOST);
        let members = members.filter_map(|(name, value)| Some((name.to_owned(), shown(value)?)));
        return Some(Value::Object(members.collect::<Map<_, _>>()));
    }
    if let Some(time) = value.read_lock::<Time>() {
        return Some(time.0.to_string().into());
    }
    value.read_lock::<Data>().and_then(|data| data.shown_whole(MOST * 20))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
