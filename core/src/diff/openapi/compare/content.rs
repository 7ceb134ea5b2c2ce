//! Bodies of requests, and media types of requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Known;
use super::{Comparison, both, is_true, named, part};
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::{Class, Polarity};
use crate::finding::Code;
use crate::finding::codes::diff::openapi_messages as codes;

const BODY: Known = Known { words: &["description"], read: &["content", "required"] };

const MEDIA_TYPE: Known = Known { words: &["example", "examples"], read: &["schema", "encoding"] };

/// How the media types of a message are reported.
struct MediaCodes {
    polarity: Polarity,
    what: &'static str,
    type_added: &'static Code,
    type_removed: &'static Code,
    schema_added: (&'static Code, Class),
    schema_removed: (&'static Code, Class),
}

const REQUEST: MediaCodes = MediaCodes {
    polarity: Polarity::Input,
    what: "request",
    type_added: codes::REQUEST_MEDIA_TYPE_ADDED,
    type_removed: codes::REQUEST_MEDIA_TYPE_REMOVED,
    schema_added: (codes::REQUEST_SCHEMA_ADDED, Class::Breaking),
    schema_removed: (codes::REQUEST_SCHEMA_REMOVED, Class::Additive),
};

const RESPONSE: MediaCodes = MediaCodes {
    polarity: Polarity::Output,
    what: "response",
    type_added: codes::RESPONSE_MEDIA_TYPE_ADDED,
    type_removed: codes::RESPONSE_MEDIA_TYPE_REMOVED,
    schema_added: (codes::RESPONSE_SCHEMA_ADDED, Class::Additive),
    schema_removed: (codes::RESPONSE_SCHEMA_REMOVED, Class::Behavioral),
};

impl<'a> Comparison<'_, 'a> {
    /// Compares the bodies of requests.
    pub(super) fn request_body(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        let old = self.before.member(was, "requestBody");
        let new = self.after.member(is, "requestBody");
        match (old, new) {
            (Some(old), Some(new)) => self.both_bodies(&old, &new),
            (Some(old), None) => {
                let message = "the request has no body any more";
                let draft = Draft::new(codes::REQUEST_BODY_REMOVED, Class::Breaking, message);
                self.report(draft.before(named(&old)));
            }
            (None, Some(new)) => {
                let (code, class, message) = if is_true(&new, "required") {
                    let message = "the request needs a body now";
                    (codes::REQUEST_BODY_ADDED_REQUIRED, Class::Breaking, message)
                } else {
                    let message = "the request may have a body now";
                    (codes::REQUEST_BODY_ADDED_OPTIONAL, Class::Additive, message)
                };
                self.report(Draft::new(code, class, message).after(named(&new)));
            }
            (None, None) => {}
        }
    }

    fn both_bodies(&mut self, old: &Spot<'a>, new: &Spot<'a>) {
        if self.leads_nowhere(old, new) {
            return;
        }
        let (code, class, message) = match (is_true(old, "required"), is_true(new, "required")) {
            (false, true) => {
                let message = "the body of the request is required now";
                (Some(codes::REQUEST_BODY_BECAME_REQUIRED), Class::Breaking, message)
            }
            (true, false) => {
                let message = "the body of the request is not required any more";
                (Some(codes::REQUEST_BODY_BECAME_OPTIONAL), Class::Additive, message)
            }
            _ => (None, Class::Cosmetic, ""),
        };
        if let Some(code) = code {
            self.report(Draft::new(code, class, message).before(named(old)).after(named(new)));
        }
        self.words(old, new, &BODY);
        self.request_content(&part(old, "content"), &part(new, "content"));
    }

    /// Compares the media types of something that clients send.
    pub(super) fn request_content(&mut self, old: &Spot<'a>, new: &Spot<'a>) {
        self.content(old, new, &REQUEST);
    }

    /// Compares the media types of something that clients read.
    pub(super) fn response_content(&mut self, old: &Spot<'a>, new: &Spot<'a>) {
        self.content(old, new, &RESPONSE);
    }

    fn content(&mut self, old: &Spot<'a>, new: &Spot<'a>, message: &MediaCodes) {
        let (was, is) = (by_media_type(old), by_media_type(new));
        let types: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in types {
            match (was.get(name), is.get(name)) {
                (Some(was), Some(is)) => self.media_type(name, was, is, message),
                (Some(gone), None) if covered(&is, name) => {
                    let text = format!("{} `{name}` is part of a range of types", message.what);
                    let draft = Draft::new(message.type_removed, Class::Cosmetic, text);
                    self.report(draft.before(named(gone)));
                }
                (Some(gone), None) => {
                    let text =
                        format!("`{name}` is no media type of the {} any more", message.what);
                    let draft = Draft::new(message.type_removed, Class::Breaking, text);
                    self.report(draft.before(named(gone)));
                }
                (None, Some(come)) => {
                    let text = format!("`{name}` is a media type of the {}", message.what);
                    let draft = Draft::new(message.type_added, Class::Additive, text);
                    self.report(draft.after(named(come)));
                }
                (None, None) => {}
            }
        }
    }

    fn media_type(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>, message: &MediaCodes) {
        self.words(was, is, &MEDIA_TYPE);
        match (was.member("schema"), is.member("schema")) {
            (Some(old), Some(new)) => self.schema(&old, &new, message.polarity, is_text(name)),
            (None, Some(new)) => {
                let (code, class) = message.schema_added;
                let text = format!("the {} has a schema now", message.what);
                self.report(Draft::new(code, class, text).sure(0.7).after(named(&new)));
            }
            (Some(old), None) => {
                let (code, class) = message.schema_removed;
                let text = format!("the {} has no schema any more", message.what);
                self.report(Draft::new(code, class, text).sure(0.7).before(named(&old)));
            }
            (None, None) => {}
        }
        let (old, new) = (was.member("encoding"), is.member("encoding"));
        if old.as_ref().map(|spot| spot.value) != new.as_ref().map(|spot| spot.value) {
            let text = "parts of the form are written otherwise";
            let (old, new) = (old.as_ref(), new.as_ref());
            self.report(both(codes::ENCODING_CHANGED, Class::Breaking, text, old, new).sure(0.7));
        }
    }
}

/// Returns the media types by what matters of their names: letters of either case, and parameters in any
/// order, are the same (RFC 9110 section 8.3.1).
fn by_media_type<'a>(content: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    let plain = |name: &str| {
        let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
        let essence = parts.next().unwrap_or_default();
        // Text is UTF-8 when nothing is said, and JSON always is (RFC 8259 section 8.1).
        let mut parameters: Vec<String> = parts.filter(|part| part != "charset=utf-8").collect();
        parameters.sort();
        std::iter::once(essence).chain(parameters).collect::<Vec<_>>().join(";")
    };
    content.members().into_iter().map(|(name, spot)| (plain(&name), spot)).collect()
}

/// Tells whether every value of a media type is written as text, so that a number is a text too.
fn is_text(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    essence == "application/x-www-form-urlencoded"
        || essence.starts_with("multipart/")
        || (essence.starts_with("text/") && essence != "text/json")
}

/// Tells whether a range such as `image/*` covers a type.
fn covered(types: &BTreeMap<String, Spot<'_>>, name: &str) -> bool {
    let family = name.split('/').next().unwrap_or_default();
    types.contains_key("*/*") || types.contains_key(&format!("{family}/*"))
}
