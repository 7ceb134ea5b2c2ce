//! Flows of OAuth 2.0: where tokens come from, and which scopes they may have.

use std::collections::BTreeSet;

use super::security::Needs;
use super::{Comparison, both};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::finding::codes::diff::{openapi, openapi_security as codes};

impl<'a> Comparison<'_, 'a> {
    /// Compares the flows of a security scheme.
    pub(super) fn flows(&mut self, scheme: &str, was: &Spot<'a>, is: &Spot<'a>, needs: &Needs) {
        let what = format!("the security scheme `{scheme}`");
        self.parts(&what, (was, is), "flows", needs, |comparison, name, was, is| {
            comparison.flow(&format!("the flow `{name}` of {what}"), was, is, needs);
        });
    }

    /// Compares one flow: an address that changed breaks, a scope by itself is a part of its own.
    fn flow(&mut self, what: &str, was: &Spot<'a>, is: &Spot<'a>, needs: &Needs) {
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"] {
            let (old, new) = (was.member(key), is.member(key));
            if old.as_ref().map(|spot| spot.value) == new.as_ref().map(|spot| spot.value) {
                continue;
            }
            let (old, new) = (old.as_ref(), new.as_ref());
            // Nobody has to ask for tokens again in this way.
            if key == "refreshUrl" && old.is_none() {
                let message = format!("`{key}` of {what} is new");
                let code = codes::SECURITY_SCHEME_WIDENED;
                self.asked(both(code, Class::Additive, message, old, new), needs);
                continue;
            }
            let message = format!("`{key}` of {what} changed");
            let code = codes::SECURITY_SCHEME_CHANGED;
            self.asked(both(code, Class::Breaking, message, old, new), needs);
        }
        self.parts(what, (was, is), "scopes", needs, |comparison, name, was, is| {
            if was.value != is.value {
                let message = format!("the scope `{name}` of {what} is described otherwise");
                let code = openapi::WORDS_CHANGED;
                comparison.report(both(code, Class::Cosmetic, message, Some(was), Some(is)));
            }
        });
    }

    /// Compares the parts of `what` one by one; `same` compares those that are on both sides.
    fn parts(
        &mut self,
        what: &str,
        (was, is): (&Spot<'a>, &Spot<'a>),
        key: &str,
        needs: &Needs,
        mut same: impl FnMut(&mut Self, &str, &Spot<'a>, &Spot<'a>),
    ) {
        let list = |spot: &Spot<'a>| spot.member(key).map(|all| all.members()).unwrap_or_default();
        let (old, new) = (list(was), list(is));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (was, is) = (old.get(name), new.get(name));
            match (was, is) {
                (Some(was), Some(is)) => same(self, name, was, is),
                (Some(_), None) => {
                    let message = format!("`{name}` is gone from the {key} of {what}");
                    let code = codes::SECURITY_SCHEME_CHANGED;
                    let draft = both(code, Class::Breaking, message, was, is);
                    if key == "scopes" && !needs.scopes.contains(name) {
                        let why = "no operation asks for the scope";
                        let draft = draft.because(why).sure(0.5);
                        self.report(Draft { class: Class::Behavioral, ..draft });
                    } else {
                        self.asked(draft, needs);
                    }
                }
                (None, _) => {
                    let message = format!("`{name}` joined the {key} of {what}");
                    let code = codes::SECURITY_SCHEME_WIDENED;
                    self.asked(both(code, Class::Additive, message, was, is), needs);
                }
            }
        }
    }
}
