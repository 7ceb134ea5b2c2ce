//! Bodies of requests, and media types of requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{Became, Message};
use super::words::Known;
use super::{Comparison, is_true, named, part};
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::openapi::lift::BODY_NAME;
use crate::diff::openapi::model::Api;
use crate::diff::{Class, Polarity};
use crate::document::pointer;
use crate::finding::Code;
use crate::finding::codes::diff::openapi_messages as codes;

const BODY: Known = Known { words: &["description", BODY_NAME], read: &["content", "required"] };

const MEDIA_TYPE: Known = Known {
    words: &["example", "examples"],
    read: &["schema", "itemSchema", "encoding", "prefixEncoding", "itemEncoding"],
};

/// Media types by name.
type Types<'a> = BTreeMap<String, Spot<'a>>;

/// How the media types of a message are reported.
struct MediaCodes {
    message: Message,
    what: &'static str,
    type_added: &'static Code,
    type_removed: &'static Code,
    schema_added: &'static Code,
    schema_removed: &'static Code,
}

const REQUEST: MediaCodes = MediaCodes {
    message: Message::Request,
    what: "request",
    type_added: codes::REQUEST_MEDIA_TYPE_ADDED,
    type_removed: codes::REQUEST_MEDIA_TYPE_REMOVED,
    schema_added: codes::REQUEST_SCHEMA_ADDED,
    schema_removed: codes::REQUEST_SCHEMA_REMOVED,
};

const RESPONSE: MediaCodes = MediaCodes {
    message: Message::Response,
    what: "response",
    type_added: codes::RESPONSE_MEDIA_TYPE_ADDED,
    type_removed: codes::RESPONSE_MEDIA_TYPE_REMOVED,
    schema_added: codes::RESPONSE_SCHEMA_ADDED,
    schema_removed: codes::RESPONSE_SCHEMA_REMOVED,
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
                let (code, became) = (codes::REQUEST_BODY_REMOVED, Became::Rewritten);
                let draft = self.judged(code, message, became, Message::Request);
                self.report(draft.before(named(&old)));
            }
            (None, Some(new)) => {
                let (code, became, message) = if is_true(&new, "required") {
                    let message = "the request needs a body now";
                    (codes::REQUEST_BODY_ADDED_REQUIRED, Became::Asked, message)
                } else {
                    let message = "the request may have a body now";
                    (codes::REQUEST_BODY_ADDED_OPTIONAL, Became::Offered, message)
                };
                let draft = self.judged(code, message, became, Message::Request);
                self.report(draft.after(named(&new)));
            }
            (None, None) => {}
        }
    }

    fn both_bodies(&mut self, old: &Spot<'a>, new: &Spot<'a>) {
        if self.leads_nowhere(old, new) {
            return;
        }
        // Of the forms of Swagger 2.0 it follows from the fields, which tell it.
        let follows = [(old, self.before), (new, self.after)]
            .into_iter()
            .all(|(body, api)| api.assumed.contains(&pointer::push(&body.pointer, "required")));
        let judged = match (is_true(old, "required"), is_true(new, "required")) {
            _ if follows => None,
            (false, true) => {
                let message = "the body of the request is required now";
                Some((codes::REQUEST_BODY_BECAME_REQUIRED, Became::Asked, message))
            }
            (true, false) => {
                let message = "the body of the request is not required any more";
                Some((codes::REQUEST_BODY_BECAME_OPTIONAL, Became::Released, message))
            }
            _ => None,
        };
        if let Some((code, became, message)) = judged {
            let draft = self.judged(code, message, became, Message::Request);
            self.report(draft.before(named(old)).after(named(new)));
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
        let apart = [old, new].map(same_names).concat();
        let mut was = by_media_type(self.before, old, &apart);
        let mut is = by_media_type(self.after, new, &apart);
        // What nobody stated is no other type than a range that covers it.
        if self.before.assumed.contains(&old.pointer) {
            take_range(&mut was, &is);
        } else if self.after.assumed.contains(&new.pointer) {
            take_range(&mut is, &was);
        }
        let types: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in types {
            match (was.get(name), is.get(name)) {
                (Some(was), Some(is)) => self.media_type(name, was, is, message),
                (Some(gone), None) => self.gone_type(name, gone, (&was, &is), message),
                (None, Some(come)) => self.come_type(name, come, &was, message),
                (None, None) => {}
            }
        }
    }

    /// A type that is gone may be part of a range that is there: then its values are those of the range.
    fn gone_type(
        &mut self,
        name: &str,
        gone: &Spot<'a>,
        (was, is): (&Types<'a>, &Types<'a>),
        codes: &MediaCodes,
    ) {
        let Some(range) = covering(is, name) else {
            let text = format!("`{name}` is no media type of the {} any more", codes.what);
            let draft = self.judged_form(codes.type_removed, text, Became::Fewer, codes.message);
            let written = self.writer(codes.message) == Polarity::Output;
            let draft = if written && codes.message == Message::Response && narrowed(was, is, name)
            {
                let why = "what is sent now is part of the range that was accepted";
                Draft { class: Class::Additive, ..draft.because(why) }
            } else {
                draft
            };
            return self.report(draft.before(named(gone)));
        };
        let text = format!("{} `{name}` is part of a range of types", codes.what);
        let draft = Draft::new(codes.type_removed, Class::Cosmetic, text);
        let draft = if codes.message == Message::Response && !self.turned {
            let why = "the response may be of another type of the range";
            Draft { class: Class::Behavioral, ..draft.because(why).sure(0.7) }
        } else {
            draft.because("the range covers it")
        };
        self.report(draft.before(named(gone)));
        self.media_type(name, gone, range, codes);
    }

    /// A type that is new may have been part of a range.
    fn come_type(&mut self, name: &str, come: &Spot<'a>, was: &Types<'a>, codes: &MediaCodes) {
        let text = format!("`{name}` is a media type of the {}", codes.what);
        if let Some(range) = covering(was, name) {
            let draft = Draft::new(codes.type_added, Class::Cosmetic, text);
            self.report(draft.because("a range of types covered it").after(named(come)));
            return self.media_type(name, range, come, codes);
        }
        // Where nothing was said of the answer, anything was accepted.
        let unsaid = was.is_empty() && codes.message == Message::Response && self.turned;
        let became = if unsaid { Became::Described } else { Became::More };
        let draft = self.judged_form(codes.type_added, text, became, codes.message);
        self.report(draft.after(named(come)));
    }

    fn media_type(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>, codes: &MediaCodes) {
        if self.leads_nowhere(was, is) {
            return;
        }
        self.words(was, is, &MEDIA_TYPE);
        // The items of what is sent one after the other have a schema of their own (OpenAPI 3.2.0 section 4.14).
        for (key, of) in [("schema", ""), ("itemSchema", "an item of ")] {
            let (old, new) = (was.member(key), is.member(key));
            let (code, became, text, at) = match (&old, &new) {
                (Some(old), Some(new)) => {
                    self.schema_of(name, old, new, codes.message);
                    self.structured(name, (was, old), (is, new), codes.message);
                    continue;
                }
                (None, Some(_)) => {
                    let text = format!("{of}the {} has a schema now", codes.what);
                    (codes.schema_added, Became::Described, text, &new)
                }
                (Some(_), None) => {
                    let text = format!("{of}the {} has no schema any more", codes.what);
                    (codes.schema_removed, Became::Free, text, &old)
                }
                (None, None) => continue,
            };
            let mut draft = self.judged(code, text, became, codes.message);
            let side = if new.is_some() { &mut draft.after } else { &mut draft.before };
            *side = at.as_ref().map(named);
            self.report(draft);
        }
        let sides = [(was, was.member("schema")), (is, is.member("schema"))];
        self.encodings(name, &sides, codes.message);
    }
}

/// Returns what matters of the name of a media type: letters of either case, and parameters in any order, are the
/// same (RFC 9110 section 8.3.1).
fn plain(name: &str) -> String {
    let mut parts = name.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    // Text is UTF-8 when nothing is said, and JSON always is (RFC 8259 section 8.1).
    let mut parameters: Vec<String> = parts.filter(|part| part != "charset=utf-8").collect();
    parameters.sort();
    std::iter::once(essence).chain(parameters).collect::<Vec<_>>().join(";")
}

/// Lists the media types that one message has under several names.
fn same_names(content: &Spot<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = content.value.as_object().into_iter().flatten().map(|(name, _)| plain(name));
    names.filter(|name| !seen.insert(name.clone())).collect()
}

/// Returns the media types by what matters of their names; those that are told `apart` nevertheless, by all of it.
fn by_media_type<'a>(api: &Api<'a>, content: &Spot<'a>, apart: &[String]) -> Types<'a> {
    let key = |name: String| {
        let plain = plain(&name);
        if apart.contains(&plain) { name } else { plain }
    };
    content.members().into_iter().map(|(name, spot)| (key(name), api.resolved(&spot))).collect()
}

/// Gives the only type of a message the name of the only range of the other side, where that covers it.
fn take_range<'a>(types: &mut Types<'a>, other: &Types<'a>) {
    let (Some(name), Some(range)) = (types.keys().next().cloned(), other.keys().next()) else {
        return;
    };
    let is_covered = types.len() == 1 && other.len() == 1 && covering(other, &name).is_some();
    if is_covered && let Some(spot) = types.remove(&name) {
        types.insert(range.clone(), spot);
    }
}

/// Returns what a range such as `image/*` says that covers a type.
fn covering<'m, 'a>(types: &'m Types<'a>, name: &str) -> Option<&'m Spot<'a>> {
    let family = name.split('/').next().unwrap_or_default();
    let ranges = [format!("{family}/*"), "*/*".to_owned()];
    ranges.iter().filter(|range| *range != name).find_map(|range| types.get(range))
}

/// Tells whether types took the place of a range that covers them.
fn narrowed(was: &Types<'_>, is: &Types<'_>, range: &str) -> bool {
    let come = is.keys().filter(|name| !was.contains_key(*name));
    come.filter_map(|name| covering(was, name))
        .any(|covering| was.get(range).is_some_and(|range| range.pointer == covering.pointer))
}
