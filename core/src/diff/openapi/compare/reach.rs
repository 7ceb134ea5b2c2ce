//! Which components something uses: what paths, webhooks and the rest of the whole refer to, one thing after
//! the other. A component that only refers to itself is used by nobody.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diff::openapi::model::component;
use crate::diff::schema::Family;
use crate::document::pointer;

/// The components that something uses, and whether as they are, or only as what others build on.
type Found = BTreeMap<String, bool>;

/// A document while it is looked through.
struct Reach<'a> {
    root: &'a Value,
    family: Family,
    found: Found,
    /// What is still to be looked at: values with what they are.
    waiting: Vec<(&'a Value, Role)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of something.
    Part,
    /// A component, or a part of its `allOf`; `whole` unless others only build on it.
    Component { whole: bool },
}

/// Lists the places inside of a document that are used.
pub(super) fn used(root: &Value) -> Found {
    let members = root.as_object().into_iter().flatten();
    let around = members.filter(|(key, _)| *key != "components");
    let waiting = around.map(|(_, value)| (value, Role::Part)).collect();
    let mut reach = Reach { root, family: Family::of(root), found: Found::new(), waiting };
    while let Some((value, role)) = reach.waiting.pop() {
        reach.look(value, role);
    }
    reach.found
}

impl<'a> Reach<'a> {
    fn look(&mut self, value: &'a Value, role: Role) {
        let members = match value {
            Value::Object(members) => members,
            Value::Array(items) => {
                return self.waiting.extend(items.iter().map(|item| (item, Role::Part)));
            }
            _ => return,
        };
        if let Some(target) = reference(value) {
            self.find(target, true);
        }
        for (key, member) in members {
            match (key.as_str(), role) {
                ("allOf", Role::Component { .. }) => self.bases(member, role),
                ("discriminator", Role::Component { whole: false }) => {}
                ("discriminator", _) => self.named(member),
                _ => self.waiting.push((member, Role::Part)),
            }
        }
    }

    /// Notes what a component builds on: what is used of it is used as a part of the component.
    fn bases(&mut self, all: &'a Value, role: Role) {
        for part in all.as_array().into_iter().flatten() {
            match reference(part) {
                Some(target) => self.find(target, false),
                None => self.waiting.push((part, role)),
            }
        }
    }

    /// Notes what the values of a discriminator name.
    fn named(&mut self, discriminator: &'a Value) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let targets = mapping.into_iter().flatten().map(|(_, target)| target);
        let targets = targets.chain(discriminator.get("defaultMapping")).filter_map(Value::as_str);
        for target in targets {
            let by_name = component("schemas", target);
            let is_name = self.root.pointer(&by_name).is_some();
            if let Some(at) =
                Some(by_name).filter(|_| is_name).or_else(|| pointer::of_reference(target))
            {
                self.find(at, true);
            }
        }
        self.waiting.push((discriminator, Role::Part));
    }

    fn find(&mut self, at: String, whole: bool) {
        let mut places = vec![at];
        while let Some(at) = places.pop() {
            if self.found.get(&at).is_some_and(|known| *known || !whole) {
                continue;
            }
            // Whatever is outside of the components is looked at anyway.
            if let Some(value) = self.root.pointer(&at).filter(|_| at.starts_with("/components/")) {
                self.waiting.push((value, Role::Component { whole }));
            }
            if whole && self.family.is_told_apart(&at) {
                places.extend(self.family.children(&at).cloned());
            }
            self.found.insert(at, whole);
        }
    }
}

/// Returns where a value leads that is a reference.
fn reference(value: &Value) -> Option<String> {
    pointer::of_reference(value.get("$ref")?.as_str()?)
}
