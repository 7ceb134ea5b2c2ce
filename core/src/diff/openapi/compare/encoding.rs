//! How the parts of a form are written (OpenAPI 3.1.1 section 4.8.15): field by field, with what holds by default.

use std::collections::BTreeSet;

use serde_json::Value;

use super::direction::{Became, Message};
use super::forms::{MOST_PARTS, fields, is_form, is_object};
use super::words::Known;
use super::{Comparison, named, short};
use crate::diff::draft::Draft;
use crate::diff::fields::{Members, Spot};
use crate::diff::openapi::model::Api;
use crate::diff::{Class, Polarity};
use crate::finding::codes::diff::openapi_messages as codes;

const ENCODING: Known =
    Known { words: &[], read: &["contentType", "headers", "style", "explode", "allowReserved"] };

/// Lists inside of lists that are looked into.
const MOST_LISTS: usize = 8;

/// How the value of a field is written; `explode` is none where it means nothing.
#[derive(PartialEq)]
enum Form {
    /// As one of some media types.
    Content(BTreeSet<String>),
    /// In a row, as parameters are.
    Row { style: String, explode: Option<bool>, reserved: bool },
    /// Nobody knows.
    Unknown,
}

/// The two sides of a media type: itself, and its schema.
pub(super) type Sides<'x, 'a> = [(&'x Spot<'a>, Option<Spot<'a>>); 2];

impl<'a> Comparison<'_, 'a> {
    /// Compares how the parts of a message are written.
    pub(super) fn encodings(&mut self, name: &str, sides: &Sides<'_, 'a>, message: Message) {
        let [(was, old), (is, new)] = sides;
        if !is_form(name) {
            return self.encodings_without_a_form(was, is);
        }
        let listed =
            |spot: &Spot<'a>| spot.member("encoding").map(|all| all.members()).unwrap_or_default();
        let (old_all, new_all) = (listed(was), listed(is));
        let [old_fields, new_fields] = [(self.before, old), (self.after, new)]
            .map(|(api, schema)| schema.as_ref().map(|s| fields(api, s, MOST_PARTS)));
        let names: BTreeSet<&String> = old_all.keys().chain(new_all.keys()).collect();
        for field in names {
            let of =
                |all: &Option<Members<'a>>| all.as_ref().and_then(|all| all.get(field).cloned());
            let schemas = [of(&old_fields), of(&new_fields)];
            // What comes or goes is told as a member, with how it is written.
            if schemas.iter().flatten().count() == 1 {
                continue;
            }
            let sides = [old_all.get(field), new_all.get(field)];
            let around = [was.member("encoding"), is.member("encoding")];
            self.encoding(&format!("`{field}`"), name, (sides, around), schemas, message);
        }
        // Parts by their positions (OpenAPI 3.2.0 section 4.14).
        let parts = |spot: &Spot<'a>| {
            spot.member("prefixEncoding").map(|all| all.items()).unwrap_or_default()
        };
        let (old_parts, new_parts) = (parts(was), parts(is));
        for index in 0..old_parts.len().max(new_parts.len()) {
            let sides = [old_parts.get(index), new_parts.get(index)];
            let around = [was.member("prefixEncoding"), is.member("prefixEncoding")];
            let told = format!("number {}", index + 1);
            self.encoding(&told, name, (sides, around), [None, None], message);
        }
        let [old_items, new_items] = [was, is].map(|spot| spot.member("itemEncoding"));
        let sides = [old_items.as_ref(), new_items.as_ref()];
        let around = [Some((*was).clone()), Some((*is).clone())];
        self.encoding("behind those that are listed", name, (sides, around), [None, None], message);
    }

    /// Nothing but forms has parts that are written one by one.
    fn encodings_without_a_form(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        for key in ["encoding", "prefixEncoding", "itemEncoding"] {
            let (old, new) = (was.member(key), is.member(key));
            if old.as_ref().map(|spot| spot.value) != new.as_ref().map(|spot| spot.value) {
                let text = format!("`{key}` changed");
                let draft = Draft::new(codes::ENCODING_CHANGED, Class::Cosmetic, text);
                let draft = draft.because("it counts in forms alone");
                let (before, after) = (old.as_ref().map(short), new.as_ref().map(short));
                self.report(Draft { before, after, ..draft });
            }
        }
    }

    fn encoding(
        &mut self,
        field: &str,
        media_type: &str,
        (sides, around): ([Option<&Spot<'a>>; 2], [Option<Spot<'a>>; 2]),
        schemas: [Option<Spot<'a>>; 2],
        message: Message,
    ) {
        let [was, is] = sides;
        if was.map(|spot| spot.value) == is.map(|spot| spot.value) {
            return;
        }
        let [old_schema, new_schema] = schemas;
        let old = form(self.before, media_type, was, old_schema.as_ref());
        let new = form(self.after, media_type, is, new_schema.as_ref());
        if let (Some(was), Some(is)) = (was, is) {
            self.words(was, is, &ENCODING);
        }
        let headers = |spot: Option<&Spot<'a>>| {
            spot.and_then(|spot| spot.member("headers")).map(|headers| headers.value)
        };
        let other_headers = headers(was) != headers(is);
        let (became, text) = match between(&old, &new) {
            Some(became) => (became, format!("part {field} of the form is written otherwise")),
            None if other_headers => {
                (Became::Rewritten, format!("part {field} of the form has other headers"))
            }
            None => return,
        };
        let draft = self.judged(codes::ENCODING_CHANGED, text, became, message);
        let draft = match draft.class {
            Class::Breaking => draft.sure(0.7),
            _ if self.writer(message) == Polarity::Input => {
                draft.because("whatever was accepted still is")
            }
            _ => draft.because("whatever is sent now could be sent before"),
        };
        let [old_around, new_around] = around;
        let before = was.or(old_around.as_ref()).map(named);
        let after = is.or(new_around.as_ref()).map(named);
        self.report(Draft { before, after, ..draft });
    }
}

/// Tells what became of how something is written; nothing when it is the same.
fn between(old: &Form, new: &Form) -> Option<Became> {
    let covers = |all: &BTreeSet<String>, one: &BTreeSet<String>| {
        one.iter().all(|name| {
            let family = name.split('/').next().unwrap_or_default();
            [name.clone(), format!("{family}/*"), "*/*".to_owned()]
                .iter()
                .any(|range| all.contains(range))
        })
    };
    match (old, new) {
        (Form::Content(old), Form::Content(new)) => match (covers(new, old), covers(old, new)) {
            (true, true) => None,
            (true, false) => Some(Became::More),
            (false, true) => Some(Became::Fewer),
            (false, false) => Some(Became::Rewritten),
        },
        (
            Form::Row { style, explode, reserved: false },
            Form::Row { style: same, explode: also, reserved: true },
        ) if style == same && explode == also => Some(Became::More),
        (old, new) => (old != new).then_some(Became::Rewritten),
    }
}

/// Returns how a field is written, with what holds by default: as its kind of value is, in forms whose fields stand
/// in a row like parameters item by item.
fn form(
    api: &Api<'_>,
    media_type: &str,
    encoding: Option<&Spot<'_>>,
    schema: Option<&Spot<'_>>,
) -> Form {
    let stated = |key| encoding.and_then(|encoding| encoding.member(key));
    let default = schema.and_then(|schema| default_content(api, schema, MOST_LISTS));
    let is_list = schema.is_some_and(|schema| is_list(api, schema));
    let is_text = default.is_some_and(|name| name != "application/json");
    let in_row = media_type.starts_with("application/") && is_text;
    let by_default = || match default {
        Some(_) if in_row => {
            let explode = is_list.then_some(true);
            Form::Row { style: "form".to_owned(), explode, reserved: false }
        }
        Some(name) => Form::Content([name.to_owned()].into()),
        None => Form::Unknown,
    };
    let is_row = ["style", "explode", "allowReserved"].iter().any(|key| stated(key).is_some());
    if !is_row {
        let Some(content) = stated("contentType") else { return by_default() };
        let content = content.text().unwrap_or_default().to_ascii_lowercase();
        let names: BTreeSet<String> =
            content.split(',').map(|name| name.trim().to_owned()).collect();
        let is_default = in_row && !is_list && names.iter().map(String::as_str).eq(default);
        return if is_default { by_default() } else { Form::Content(names) };
    }
    let style = stated("style").and_then(|style| style.text().map(str::to_owned));
    let style = style.unwrap_or_else(|| "form".to_owned());
    let explode = stated("explode").and_then(|explode| explode.value.as_bool());
    let explode = explode.unwrap_or(style == "form");
    let reserved = stated("allowReserved").is_some_and(|stated| stated.value == true);
    // One text looks the same either way, and a list item by item.
    if is_text && style == "form" && !reserved && (explode || !is_list) {
        return by_default();
    }
    Form::Row { style, explode: Some(explode), reserved }
}

fn is_list(api: &Api<'_>, schema: &Spot<'_>) -> bool {
    let schema = api.resolved(schema);
    schema.member("items").is_some() || has_type(&schema, "array")
}

fn has_type(schema: &Spot<'_>, name: &str) -> bool {
    let named = schema.member("type").map(|named| named.one_or_more()).unwrap_or_default();
    named.iter().any(|stated| stated.text() == Some(name))
}

/// Returns the media type of a field that states none: by what it is (OpenAPI 3.1.1 section 4.8.15.1).
fn default_content(api: &Api<'_>, schema: &Spot<'_>, left: usize) -> Option<&'static str> {
    let left = left.checked_sub(1)?;
    let schema = api.resolved(schema);
    if let Some(items) = schema.member("items") {
        return default_content(api, &items, left);
    }
    if is_object(&schema) {
        return Some("application/json");
    }
    let format = schema.value.get("format").and_then(Value::as_str);
    let is_binary = format.is_some_and(|format| ["binary", "byte", "base64"].contains(&format));
    if is_binary || schema.member("contentEncoding").is_some() {
        return Some("application/octet-stream");
    }
    let texts = ["string", "number", "integer", "boolean"];
    texts.iter().any(|name| has_type(&schema, name)).then_some("text/plain")
}
