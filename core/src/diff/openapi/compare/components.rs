//! Components: what operations use of them is compared with the operations; here is the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reach::used;
use super::{Comparison, named};
use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::Spot;
use crate::diff::openapi::model::{Api, component};
use crate::diff::schema::Family;
use crate::document::pointer;
use crate::finding::codes::diff::{openapi as codes, openapi_messages};

/// Components that are no schemas and no security schemes.
const KINDS: [&str; 9] = [
    "callbacks",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "requestBodies",
    "responses",
];

impl Comparison<'_, '_> {
    /// Compares components that no operation uses, by name.
    pub(super) fn components(&mut self) {
        self.operation.clear();
        let referred = [used(self.before.root.value), used(self.after.root.value)];
        for name in self.unused("schemas", &referred) {
            let at = component("schemas", &name);
            self.schemas.add_unused([&at, &at]);
        }
        for kind in KINDS {
            for name in self.unused(kind, &referred) {
                let at = component(kind, &name);
                let [was, is] = [self.before, self.after].map(|api| api.root.value.pointer(&at));
                let is_used = referred.iter().any(|all| all.contains_key(at.as_str()));
                // What something refers to is compared there, but for what is compared as it is written.
                let code = match kind {
                    "examples" if is_used => codes::WORDS_CHANGED,
                    "links" if is_used => openapi_messages::LINK_CHANGED,
                    _ => codes::COMPONENT_CHANGED,
                };
                if was != is && (!is_used || code != codes::COMPONENT_CHANGED) {
                    let message = format!("`{name}` of the {kind} changed");
                    let draft = Draft::new(code, Class::Cosmetic, message);
                    let part = |value: Option<&Value>| {
                        value.map(|value| named(&Spot { pointer: at.clone(), value }))
                    };
                    self.report(Draft { before: part(was), after: part(is), ..draft });
                }
            }
        }
    }

    /// Lists kinds that are told where the schemas are compared that they build on.
    fn kinds(&self) -> BTreeSet<String> {
        let is_there = |base: &str| {
            [self.before, self.after].iter().all(|api| api.root.value.pointer(base).is_some())
        };
        let mut kinds = BTreeSet::new();
        for api in [self.before, self.after] {
            let family = Family::of(api.root.value);
            kinds.extend(family.told_with_bases(is_there).cloned());
        }
        kinds
    }

    /// Reports components that came or went and that nothing uses; returns the names of the others.
    fn unused(&mut self, kind: &str, [old, new]: &[BTreeMap<String, bool>; 2]) -> Vec<String> {
        let (was, is) = (self.before.components(kind), self.after.components(kind));
        let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let mut on_both_sides = Vec::new();
        let kinds = self.kinds();
        for name in names {
            match (was.get(name), is.get(name)) {
                (Some(_), Some(_)) => on_both_sides.push(name.clone()),
                _ if kinds.contains(&component(kind, name)) => {}
                (Some(gone), None) if !old.contains_key(&gone.pointer) => {
                    let message = format!("`{name}` of the {kind} is gone; nothing used it");
                    let draft = Draft::new(codes::COMPONENT_REMOVED, Class::Cosmetic, message);
                    self.report(draft.before(named(gone)));
                }
                (None, Some(come)) if !new.contains_key(&come.pointer) => {
                    let message = format!("`{name}` of the {kind} is new; nothing uses it yet");
                    let draft = Draft::new(codes::COMPONENT_ADDED, Class::Cosmetic, message);
                    self.report(draft.after(named(come)));
                }
                _ => {}
            }
        }
        on_both_sides
    }
}

/// Reports components that have another name: those that took the place of one that is gone.
pub(super) fn renamed([before, after]: [&Api<'_>; 2], places: &[(String, String)]) -> Vec<Draft> {
    let is_there = |api: &Api<'_>, at: &str| api.root.value.pointer(at).is_some();
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    for (was, is) in places {
        if !is_there(after, was) && !is_there(before, is) {
            told.entry(was).or_insert(is);
        }
    }
    let draft = |(was, is): (&str, &str)| {
        let (old, new) = (pointer::last(was), pointer::last(is));
        let message = format!("component `{old}` is called `{new}` now");
        let draft = Draft::new(codes::COMPONENT_RENAMED, Class::Cosmetic, message);
        draft.before(Part::place(was)).after(Part::place(is))
    };
    told.into_iter().map(draft).collect()
}
