//! Responses: what clients read. The owner writes them, always.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{Became, Message};
use super::words::Known;
use super::{Comparison, both, named, part};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::finding::codes::diff::openapi_messages as codes;

const RESPONSE: Known =
    Known { words: &["description", "summary"], read: &["content", "headers", "links"] };

impl<'a> Comparison<'_, 'a> {
    /// Compares the responses of an operation, status by status.
    pub(super) fn responses(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        let (old, new) = (by_status(was), by_status(is));
        let statuses: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let taking: BTreeSet<String> = taken(&old, &new).collect();
        for status in statuses {
            match (old.get(status), new.get(status)) {
                (Some(was), Some(is)) => self.response(was, is),
                // A status that is not listed is answered as its range, or the rest, is.
                (Some(was), None) => match range(&new, status, &old) {
                    Some(is) => self.response(was, is),
                    None => self.removed_response(status, was, &new),
                },
                (None, Some(is)) => match range(&old, status, &new) {
                    Some(was) => self.response(was, is),
                    None => self.added_response(status, is, taking.contains(status)),
                },
                (None, None) => {}
            }
        }
    }

    fn removed_response(
        &mut self,
        status: &str,
        was: &Spot<'a>,
        listed: &BTreeMap<String, Spot<'a>>,
    ) {
        let message = format!("response {} is gone", named_status(status));
        let narrower = is_success(status) && !self.turned && lists_some_of(listed, status);
        let draft = if narrower {
            let message = format!("{message}, and some in it are listed");
            Draft::new(codes::RESPONSE_REMOVED, Class::Additive, message)
                .because("whatever is answered now was part of the range")
        } else if is_success(status) {
            self.judged_form(codes::RESPONSE_REMOVED, message, Became::Fewer, Message::Response)
        } else {
            Draft::new(codes::RESPONSE_ERROR_REMOVED, Class::Behavioral, message)
        };
        self.report(draft.before(named(was)));
    }

    /// Tells of a status that is new; `taking` tells whether it answers for some that were listed.
    fn added_response(&mut self, status: &str, is: &Spot<'a>, taking: bool) {
        let message = format!("response {} is new", named_status(status));
        let draft = if is_success(status) {
            self.judged_form(codes::RESPONSE_ADDED, message, Became::More, Message::Response)
        } else if taking {
            let message = format!("{message}, and stands for what was listed");
            Draft::new(codes::RESPONSE_ERROR_ADDED, Class::Cosmetic, message)
                .because("what was listed is described still, with others like it")
        } else if self.turned {
            let code = codes::RESPONSE_ERROR_ADDED;
            self.judged_form(code, message, Became::More, Message::Response)
        } else {
            Draft::new(codes::RESPONSE_ERROR_ADDED, Class::Behavioral, message)
        };
        self.report(draft.after(named(is)));
    }

    fn response(&mut self, was: &Spot<'a>, is: &Spot<'a>) {
        let (was, is) = (&self.before.resolved(was), &self.after.resolved(is));
        if self.leads_nowhere(was, is) {
            return;
        }
        self.words(was, is, &RESPONSE);
        self.response_content(&part(was, "content"), &part(is, "content"));
        self.headers(was, is);
        let (old, new) = (was.member("links"), is.member("links"));
        if old.as_ref().map(|spot| spot.value) != new.as_ref().map(|spot| spot.value) {
            let message = "the links of the response changed";
            let (old, new) = (old.as_ref(), new.as_ref());
            self.report(both(codes::LINK_CHANGED, Class::Cosmetic, message, old, new));
        }
    }
}

fn by_status<'a>(operation: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    let all = operation.member("responses").map(|all| all.members()).unwrap_or_default();
    let listed = all.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    listed.map(|(status, spot)| (status.to_ascii_uppercase(), spot)).collect()
}

/// Returns what answers a status that is not listed: its range, else the rest, which people write for failures.
/// They write it for success as well where they list no success, and the `other` side has no such rest.
fn range<'m, 'a>(
    statuses: &'m BTreeMap<String, Spot<'a>>,
    status: &str,
    other: &BTreeMap<String, Spot<'a>>,
) -> Option<&'m Spot<'a>> {
    statuses.get(&range_name(statuses, status, other)?)
}

fn range_name(
    statuses: &BTreeMap<String, Spot<'_>>,
    status: &str,
    other: &BTreeMap<String, Spot<'_>>,
) -> Option<String> {
    let family = format!("{}XX", status.chars().next()?);
    let any =
        || !statuses.keys().any(|status| is_success(status)) && !other.contains_key("DEFAULT");
    let rest = || Some("DEFAULT".to_owned()).filter(|_| !is_success(status) || any());
    let names = [Some(family), rest()];
    names.into_iter().flatten().find(|name| name != status && statuses.contains_key(name))
}

/// Tells whether statuses of a range are listed, and no success beyond it.
fn lists_some_of(listed: &BTreeMap<String, Spot<'_>>, range: &str) -> bool {
    let Some(family) = range.strip_suffix("XX") else { return false };
    let mut successes = listed.keys().filter(|status| is_success(status)).peekable();
    successes.peek().is_some() && successes.all(|status| status.starts_with(family))
}

/// Lists the ranges of `to` that answer statuses which `from` lists and `to` does not.
fn taken<'m>(
    from: &'m BTreeMap<String, Spot<'_>>,
    to: &'m BTreeMap<String, Spot<'_>>,
) -> impl Iterator<Item = String> {
    let missing = from.keys().filter(|status| !to.contains_key(*status));
    missing.filter_map(|status| range_name(to, status, from))
}

/// Names a status as descriptions write it.
fn named_status(status: &str) -> &str {
    if status == "DEFAULT" { "default" } else { status }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}
