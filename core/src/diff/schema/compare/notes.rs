//! What changes no set of values: defaults, deprecation, access, and words.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Edit, UNDECIDED, duties, edit, extensible};
use crate::diff::schema::node::{Node, Said};
use crate::diff::schema::pairs::{Pair, Pairs};
use crate::diff::schema::read::Side;
use crate::diff::{Effect, Polarity};
use crate::document::pointer;
use crate::finding::Code;
use crate::finding::codes::diff::json_schema as codes;
use crate::finding::codes::diff::openapi::MALFORMED_CHANGED;
use crate::finding::codes::diff::openapi_schemas::XML_CHANGED;

/// Compares annotations and keywords that nobody knows.
pub(super) fn compare(pairs: &Pairs<'_>, before: &Node, after: &Node, pair: &mut Pair) {
    let keywords: BTreeSet<&String> = before.notes.keys().chain(after.notes.keys()).collect();
    for keyword in keywords {
        let (was, is) = (before.notes.get(keyword), after.notes.get(keyword));
        let is_xml = keyword == "xml" && pairs.after.schemas.dialect.is_openapi();
        let same = if is_xml {
            was.and_then(xml) == is.and_then(xml)
        } else {
            was.map(|said| &said.value) == is.map(|said| &said.value)
        };
        // What means something in one dialect alone is compared where it does.
        let means = |side: &Side<'_>, node: &Node| {
            side.schemas.dialect.knows(keyword)
                && side.schemas.at(&pointer::push(&node.at, keyword)).is_some()
        };
        let counts = match (was, is) {
            (Some(_), None) => means(&pairs.after, after),
            (None, Some(_)) => means(&pairs.before, before),
            _ => false,
        };
        if same || counts || extensible::lists(keyword, was, is) {
            continue;
        }
        let both = was.zip(is).filter(|_| keyword == "description");
        let duties = both.and_then(|(was, is)| duties::changed(was, is));
        let mut change = match duties {
            Some(said) => edit(codes::DUTIES_CHANGED, Effect::None, format!("`{keyword}` {said}"))
                .sure(UNDECIDED),
            None => changed(pairs, keyword, was.is_some(), is),
        };
        change.before = was.map(|said| (said.at.clone(), Some(said.value.clone())));
        change.after = is.map(|said| (said.at.clone(), Some(said.value.clone())));
        pair.own.push(change);
    }
}

/// Returns a change of a keyword, without its places.
fn changed(pairs: &Pairs<'_>, keyword: &str, was: bool, is: Option<&Said<Value>>) -> Edit {
    let is_openapi = pairs.after.schemas.dialect.is_openapi();
    if keyword.is_empty() && is_openapi {
        let message = "what stands here changed, and is no schema".to_owned();
        return edit(MALFORMED_CHANGED, Effect::None, message).sure(UNDECIDED);
    }
    let message = match (was, is) {
        (false, _) => format!("`{keyword}` is new"),
        (_, None) => format!("`{keyword}` is gone"),
        _ => format!("`{keyword}` changed"),
    };
    let code = match keyword {
        "xml" if is_openapi => XML_CHANGED,
        _ => code_of(keyword, is.map(|said| &said.value)),
    };
    let mut change = edit(code, Effect::None, message);
    // A member that one side does not send is none of the other's.
    change.only = match keyword {
        "readOnly" if is_openapi => Some(Polarity::Input),
        "writeOnly" if is_openapi => Some(Polarity::Output),
        _ => None,
    };
    change
}

/// Returns what is said of a value in XML, without what holds by default: its name is that of the member.
fn xml(said: &Said<Value>) -> Option<Value> {
    let mut object = said.value.as_object()?.clone();
    let member = pointer::parent(&said.at).map(pointer::last);
    object.retain(|key, value| match key.as_str() {
        "name" => value.as_str() != member.as_deref(),
        "attribute" | "wrapped" => value != false,
        _ => true,
    });
    (!object.is_empty()).then_some(Value::Object(object))
}

fn code_of(keyword: &str, now: Option<&Value>) -> &'static Code {
    match keyword {
        "default" => codes::DEFAULT_CHANGED,
        "deprecated" if now == Some(&Value::Bool(true)) => codes::DEPRECATED,
        "deprecated" => codes::NOT_DEPRECATED,
        "readOnly" => codes::READ_ONLY_CHANGED,
        "writeOnly" => codes::WRITE_ONLY_CHANGED,
        "title" | "description" | "examples" | "example" | "$comment" | "externalDocs" => {
            codes::WORDS_CHANGED
        }
        _ => codes::KEYWORD_CHANGED,
    }
}
