//! Lists of values that are said to grow: `x-extensible-enum`, as a list of its own or as a mark beside `enum`.

use serde_json::Value;

use super::{Edit, edit};
use crate::diff::Effect;
use crate::diff::schema::decimal::Listed;
use crate::diff::schema::node::{Node, Said};
use crate::diff::schema::pairs::Pair;
use crate::document::pointer;
use crate::finding::codes::diff::{json_schema, openapi_schemas as codes};

/// What marks a list.
pub(super) const MARK: &str = "x-extensible-enum";

/// Tells whether `keyword` lists values on both sides, which are compared one by one.
pub(super) fn lists(keyword: &str, was: Option<&Said<Value>>, is: Option<&Said<Value>>) -> bool {
    let is_list = |said: Option<&Said<Value>>| said.is_some_and(|said| said.value.is_array());
    keyword == MARK && is_list(was) && is_list(is)
}

/// Compares the values that are listed.
pub(super) fn compare(before: &Node, after: &Node, pair: &mut Pair) {
    let Some((was, is)) = before.notes.get(MARK).zip(after.notes.get(MARK)) else { return };
    let Some((old, new)) = was.value.as_array().zip(is.value.as_array()) else { return };
    let (known, listed) = (Listed::of(old), Listed::of(new));
    for (index, value) in old.iter().enumerate().filter(|(_, value)| !listed.holds(value)) {
        let message = format!("{value} is not used any more");
        let change = edit(codes::EXTENSIBLE_VALUE_REMOVED, Effect::None, message);
        pair.own.push(change.before(&pointer::push(&was.at, &index.to_string()), value.clone()));
    }
    for (index, value) in new.iter().enumerate().filter(|(_, value)| !known.holds(value)) {
        let message = format!("{value} may be used now");
        let change = edit(codes::EXTENSIBLE_VALUE_ADDED, Effect::None, message);
        pair.own.push(change.after(&pointer::push(&is.at, &index.to_string()), value.clone()));
    }
}

/// Returns a change of a list as it looks where the list is marked.
pub(super) fn seen(change: Edit) -> Edit {
    if change.code == json_schema::ENUM_VALUE_ADDED {
        return Edit { code: codes::EXTENSIBLE_VALUE_ADDED, ..change };
    }
    change
}
