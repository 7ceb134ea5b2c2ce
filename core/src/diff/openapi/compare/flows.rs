//! Flows of OAuth 2.0: where tokens come from, and which scopes they may have.

use std::collections::BTreeSet;

use super::{Comparison, both};
use crate::diff::Class;
use crate::diff::fields::Spot;
use crate::finding::codes::diff::{openapi, openapi_security as codes};

impl<'a> Comparison<'_, 'a> {
    /// Compares the flows of a security scheme.
    pub(super) fn flows(&mut self, scheme: &str, was: &Spot<'a>, is: &Spot<'a>) {
        self.parts(scheme, was, is, "flows", |comparison, name, was, is| {
            comparison.flow(&format!("flow `{name}` of the security scheme `{scheme}`"), was, is);
        });
    }

    /// Compares one flow: an address that changed breaks, a scope by itself is a part of its own.
    fn flow(&mut self, what: &str, was: &Spot<'a>, is: &Spot<'a>) {
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"] {
            let (old, new) = (was.member(key), is.member(key));
            if old.as_ref().map(|spot| spot.value) == new.as_ref().map(|spot| spot.value) {
                continue;
            }
            let message = format!("`{key}` of the {what} changed");
            let (old, new) = (old.as_ref(), new.as_ref());
            let code = codes::SECURITY_SCHEME_CHANGED;
            self.report(both(code, Class::Breaking, message, old, new));
        }
        self.parts(what, was, is, "scopes", |comparison, name, was, is| {
            if was.value != is.value {
                let message = format!("the scope `{name}` of the {what} is described otherwise");
                let code = openapi::WORDS_CHANGED;
                comparison.report(both(code, Class::Cosmetic, message, Some(was), Some(is)));
            }
        });
    }

    /// Compares the parts of `what` one by one; `same` compares those that are on both sides.
    fn parts(
        &mut self,
        what: &str,
        was: &Spot<'a>,
        is: &Spot<'a>,
        key: &str,
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
                    self.report(both(code, Class::Breaking, message, was, is));
                }
                (None, _) => {
                    let message = format!("`{name}` joined the {key} of {what}");
                    let code = codes::SECURITY_SCHEME_WIDENED;
                    self.report(both(code, Class::Additive, message, was, is));
                }
            }
        }
    }
}
