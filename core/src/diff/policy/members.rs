//! Members of an artifact that accept changes at or below the object they stand in:
//! `"x-meta-core-ignore": [{"code": …, "reason": …}]`.

use serde::Deserialize;
use serde_json::Value;

use super::entries::{Entry, Reach, Side};
use crate::diff::place::Places;
use crate::document::{Document, pointer, typed};
use crate::finding::{Finding, Location, codes};
use crate::time::Timestamp;

/// The member that holds inline entries.
pub(super) const MEMBER: &str = "x-meta-core-ignore";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    code: String,
    reason: Option<String>,
    owner: Option<String>,
    expires: Option<Timestamp>,
}

/// Returns the members of `document` that accept changes; those that cannot be read are reported.
pub(super) fn entries(document: &Document, side: Side, findings: &mut Vec<Finding>) -> Vec<Entry> {
    // A text without the name has no such member, however it is escaped in YAML or JSON.
    let absent = |text: &str| !text.contains("meta-core-ignore") && !text.contains('\\');
    if document.text.as_deref().is_some_and(absent) || !is_anywhere(&document.value) {
        return Vec::new();
    }
    let mut lists = Vec::new();
    walk(&document.value, &mut String::new(), &mut |at, value| {
        lists.push((at.to_owned(), value));
    });
    let mut pointers = Vec::new();
    for (object, value) in &lists {
        let list = pointer::push(object, MEMBER);
        let items = value.as_array().map_or(0, Vec::len);
        pointers.extend((0..items).map(|index| pointer::push(&list, &index.to_string())));
        pointers.push(list);
    }
    let places = Places::of(document, &pointers);
    let mut found = Vec::new();
    for (object, value) in lists {
        read(&places, side, &object, value, &mut found, findings);
    }
    found
}

/// Tells whether any object of a document has the member.
fn is_anywhere(document: &Value) -> bool {
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if members.contains_key(MEMBER) {
                    return true;
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

/// Calls `each` with every object's member and the pointer of the object. The reader of the document
/// bounds the depth.
fn walk<'a>(value: &'a Value, at: &mut String, each: &mut impl FnMut(&str, &'a Value)) {
    let length = at.len();
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if key == MEMBER {
                    each(at, inner);
                    continue;
                }
                pointer::append(at, key);
                walk(inner, at, each);
                at.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                pointer::append(at, &index.to_string());
                walk(inner, at, each);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

fn read(
    places: &Places<'_>,
    side: Side,
    object: &str,
    value: &Value,
    found: &mut Vec<Entry>,
    findings: &mut Vec<Finding>,
) {
    let list = pointer::push(object, MEMBER);
    let Some(items) = value.as_array() else {
        findings.push(malformed(&places.at(&list, None), "a list of objects is expected"));
        return;
    };
    for (index, item) in items.iter().enumerate() {
        let at = places.at(&pointer::push(&list, &index.to_string()), None);
        match typed::from_shared::<Stated>(item) {
            Ok(Stated { code, reason, owner, expires }) => found.push(Entry {
                code,
                reason,
                owner,
                expires,
                at,
                reach: Reach::Within(side, object.to_owned()),
            }),
            Err(error) => findings.push(malformed(&at, &error.to_string())),
        }
    }
}

fn malformed(at: &Location, why: &str) -> Finding {
    let message = format!("the entry cannot be read: {why}");
    let key = [at.pointer.as_str()];
    Finding::new(codes::diff::policy::IGNORE_MALFORMED, at.path.clone(), &key, message)
        .at(at.clone())
}
