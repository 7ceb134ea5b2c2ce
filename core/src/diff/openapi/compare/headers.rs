//! Headers of responses: their values travel as text.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{Became, Message};
use super::words::Known;
use super::{Comparison, both, is_true, named};
use crate::diff::Class;
use crate::diff::fields::Spot;
use crate::finding::codes::diff::openapi_messages as codes;

const HEADER: Known = Known {
    words: &["description", "example", "examples", "deprecated"],
    read: &["required", "schema", "content", "style", "explode"],
};

impl<'a> Comparison<'_, 'a> {
    /// Compares the headers of a response.
    pub(super) fn headers(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        let (old, new) = (by_name(was), by_name(is));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let was = old.get(name).map(|header| self.before.resolved(header));
            let is = new.get(name).map(|header| self.after.resolved(header));
            match (was, is) {
                (Some(was), Some(is)) => self.header(name, &was, &is),
                (Some(was), None) => self.removed_header(name, &was),
                (None, Some(is)) => {
                    let message = format!("header `{name}` is new");
                    let asked = is_true(&is, "required");
                    let became = if asked { Became::Asked } else { Became::Offered };
                    let code = codes::RESPONSE_HEADER_ADDED;
                    let draft = self.judged(code, message, became, Message::Response);
                    self.report(draft.after(named(&is)));
                }
                (None, None) => {}
            }
        }
    }

    fn removed_header(&mut self, name: &str, was: &Spot<'a>) {
        let message = format!("header `{name}` is gone");
        let always = is_true(was, "required");
        let code = if always {
            codes::RESPONSE_HEADER_REMOVED_REQUIRED
        } else {
            codes::RESPONSE_HEADER_REMOVED
        };
        let draft = self.judged(code, message, Became::Dropped { always }, Message::Response);
        self.report(draft.before(named(was)));
    }

    fn header(&mut self, name: &str, was: &Spot<'a>, is: &Spot<'a>) {
        if self.leads_nowhere(was, is) {
            return;
        }
        let judged = match (is_true(was, "required"), is_true(is, "required")) {
            (true, false) => {
                let message = format!("header `{name}` may be absent now");
                Some((codes::RESPONSE_HEADER_BECAME_OPTIONAL, Became::Released, message))
            }
            (false, true) => {
                let message = format!("header `{name}` is always there now");
                Some((codes::RESPONSE_HEADER_BECAME_REQUIRED, Became::Asked, message))
            }
            _ => None,
        };
        if let Some((code, became, message)) = judged {
            let draft = self.judged(code, message, became, Message::Response);
            self.report(draft.before(named(was)).after(named(is)));
        }
        self.words(was, is, &HEADER);
        for key in ["schema", "content", "style", "explode"] {
            let (old, new) = (was.member(key), is.member(key));
            match (&old, &new) {
                (Some(old), Some(new)) if key == "schema" => {
                    self.schema(old, new, Message::Response, true);
                }
                (Some(old), Some(new)) if key == "content" => self.response_content(old, new),
                (old, new) if old.as_ref().map(|s| s.value) == new.as_ref().map(|s| s.value) => {}
                (old, new) => {
                    let message = format!("`{key}` of header `{name}` changed");
                    let code = codes::RESPONSE_HEADER_FORM_CHANGED;
                    let class = if self.turned { Class::Breaking } else { Class::Behavioral };
                    let draft = both(code, class, message, old.as_ref(), new.as_ref());
                    self.report(draft.sure(0.7));
                }
            }
        }
    }
}

/// Returns headers by name: of either case (RFC 9110 section 5.1), without the one that the media type states.
fn by_name<'a>(response: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    let all = response.member("headers").map(|all| all.members()).unwrap_or_default();
    let lower = all.into_iter().map(|(name, spot)| (name.to_ascii_lowercase(), spot));
    lower.filter(|(name, _)| name != "content-type").collect()
}
