//! What is only for people, extensions, and members that no part of the specification knows.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, both};
use crate::diff::Class;
use crate::diff::fields::Spot;
use crate::diff::openapi::lift::BODY_NAME;
use crate::diff::openapi::malformed::Shape;
use crate::finding::codes::diff::openapi as codes;

/// The members of an object of the specification.
pub(super) struct Known {
    /// Those that are for people alone.
    pub(super) words: &'static [&'static str],
    /// Those that have rules of their own.
    pub(super) read: &'static [&'static str],
}

/// Tells whether a value that can be read says anything: not, where it is what holds without it.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    }
}

impl<'a> Comparison<'_, 'a> {
    /// Compares the members of an object that no rule of its own reads.
    pub(super) fn words(&mut self, before: &Spot<'a>, after: &Spot<'a>, known: &Known) {
        if before.value == after.value {
            return;
        }
        if self.malformed(before, after) {
            return;
        }
        let (was, is) = (before.members(), after.members());
        for (name, shape) in known.read.iter().filter_map(|name| Some((*name, Shape::of(name)?))) {
            let (old, new) = (was.get(name), is.get(name));
            let [lost, unread] = [old, new].map(|spot| spot.map(|spot| shape.fits(spot.value)));
            let value = |spot: Option<&Spot<'a>>| spot.map(|spot| spot.value);
            let says = |fits: Option<bool>, spot: Option<&Spot<'a>>| {
                fits == Some(true) && value(spot).is_some_and(says_something)
            };
            let is_odd = lost == Some(false) || unread == Some(false);
            // Where one side can be read, it is told what it says.
            if is_odd && value(old) != value(new) && !says(lost, old) && !says(unread, new) {
                self.malformed_part(&format!("`{name}`, which cannot be read, changed"), old, new);
            }
        }
        let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in names.into_iter().filter(|name| !known.read.contains(&name.as_str())) {
            let (old, new) = (was.get(name), is.get(name));
            if old.map(|spot| spot.value) == new.map(|spot| spot.value) {
                continue;
            }
            let what =
                if name == BODY_NAME { "the name of the body" } else { &format!("`{name}`") };
            let message = match (old, new) {
                (None, _) => format!("{what} is new"),
                (_, None) => format!("{what} is gone"),
                _ => format!("{what} changed"),
            };
            let is_words = known.words.contains(&name.as_str());
            let code = if is_words { codes::WORDS_CHANGED } else { codes::EXTENSION_CHANGED };
            self.report(both(code, Class::Cosmetic, message, old, new));
        }
    }

    /// Reports a change of something that is no object, and tells whether it is none.
    fn malformed(&mut self, before: &Spot<'a>, after: &Spot<'a>) -> bool {
        let is_odd = |spot: &Spot<'a>| !(spot.value.is_object() || spot.value.is_null());
        if !(is_odd(before) || is_odd(after)) {
            return false;
        }
        self.malformed_part("something that cannot be read changed", Some(before), Some(after));
        true
    }

    /// Reports a change of something that cannot be read.
    pub(super) fn malformed_part(
        &mut self,
        message: &str,
        old: Option<&Spot<'a>>,
        new: Option<&Spot<'a>>,
    ) {
        let code = codes::MALFORMED_CHANGED;
        self.report(both(code, Class::Behavioral, message, old, new).sure(0.5));
    }
}
