//! Components that build on others by `allOf`: where a base has a discriminator, its values may be of any of them,
//! though nothing in the base names them (OpenAPI 3.1.1 section 4.8.25).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diff::files;
use crate::document::pointer;

const SCHEMAS: &str = "/components/schemas";

/// Where other files give schemas names.
const LISTS: [&str; 4] = [SCHEMAS, "/definitions", "/$defs", "/schemas"];

/// Members of files that do more than to give schemas names.
const SPOKEN: [&str; 10] = [
    "allOf",
    "anyOf",
    "components",
    "definitions",
    "discriminator",
    "items",
    "not",
    "oneOf",
    "properties",
    "schemas",
];

/// References that are followed one after the other.
const MOST_STEPS: usize = 100;

/// Which components build on which, by JSON Pointer.
#[derive(Clone, Debug, Default)]
pub(in crate::diff) struct Family {
    children: BTreeMap<String, BTreeSet<String>>,
    bases: BTreeMap<String, BTreeSet<String>>,
    /// Components that have a discriminator themselves.
    told_apart: BTreeSet<String>,
    /// Schemas that have a name, and what these lead to.
    named: BTreeSet<String>,
}

impl Family {
    /// Reads the components of a description, and those in the other files it is made of.
    pub(in crate::diff) fn of(root: &Value) -> Self {
        let mut family = Self::default();
        let places = places(root);
        for at in &places {
            let target = followed(root, at);
            // What is named in two lists is one component, where it stands.
            let at = if places.contains(&target) { &target } else { at };
            family.add(root, at, &target);
        }
        family
    }

    /// Adds what the component `at` builds on; `target` is the place where it is written.
    fn add(&mut self, root: &Value, at: &str, target: &str) {
        let Some(schema) = root.pointer(target) else { return };
        self.named.extend([at.to_owned(), target.to_owned()]);
        if says_kinds(schema) {
            self.told_apart.extend([at.to_owned(), target.to_owned()]);
        }
        for written in
            parts(schema).filter_map(|part| pointer::of_reference(part.get("$ref")?.as_str()?))
        {
            let base = followed(root, &written);
            if base == target {
                continue;
            }
            if root.pointer(&base).is_some_and(says_kinds) {
                self.told_apart.insert(base.clone());
            }
            for base in BTreeSet::from([written, base]) {
                self.children.entry(base.clone()).or_default().insert(at.to_owned());
                for kind in [at, target] {
                    self.bases.entry(kind.to_owned()).or_default().insert(base.clone());
                }
            }
        }
    }

    /// Returns the component that a place lies in.
    pub(super) fn component_of<'p>(&self, at: &'p str) -> Option<&'p str> {
        if let Some(name) = at.strip_prefix(SCHEMAS) {
            let name = name.strip_prefix('/')?;
            let rest = name.find('/').map_or(0, |end| name.len() - end);
            return at.get(..at.len() - rest);
        }
        let in_file = at.strip_prefix('/').is_some_and(|rest| rest.starts_with(files::MEMBER));
        let is_known = |at: &&str| self.children.contains_key(*at) || self.named.contains(*at);
        pointer::ancestors(at).filter(|_| in_file).find(is_known)
    }

    /// Lists the components that build on one, without those that build on them in turn.
    pub(in crate::diff) fn children(&self, at: &str) -> impl Iterator<Item = &String> {
        self.children.get(at).into_iter().flatten()
    }

    /// Lists the components whose values are told apart by a member, each with what builds on it.
    pub(super) fn told(&self) -> impl Iterator<Item = &String> {
        let all: BTreeSet<&String> = self.children.keys().chain(self.bases.keys()).collect();
        all.into_iter().filter(|at| self.is_told_apart(at))
    }

    /// Lists the components that build on one which holds and whose values are told apart.
    pub(in crate::diff) fn told_with_bases(
        &self,
        holds: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &String> {
        let bases = self.bases.iter().filter(move |(_, bases)| {
            bases.iter().any(|base| holds(base) && self.is_told_apart(base))
        });
        bases.map(|(at, _)| at)
    }

    /// Tells whether a component builds on another, in one step or in several.
    pub(in crate::diff) fn builds_on(&self, at: &str, base: &str) -> bool {
        self.above(at, |above| above == base)
    }

    /// Tells whether values of a component are told apart by a member, which a component says that it builds on,
    /// or itself.
    pub(in crate::diff) fn is_told_apart(&self, at: &str) -> bool {
        self.told_apart.contains(at) || self.above(at, |above| self.told_apart.contains(above))
    }

    fn above(&self, at: &str, holds: impl Fn(&str) -> bool) -> bool {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![at]);
        while let Some(next) = waiting.pop() {
            for base in self.bases.get(next).into_iter().flatten() {
                if holds(base) {
                    return true;
                }
                if seen.insert(base.as_str()) {
                    waiting.push(base);
                }
            }
        }
        false
    }
}

/// Lists the places of the components of a description, and of the schemas that its other files give names.
fn places(root: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add = |list: String| {
        let named = root.pointer(&list).and_then(Value::as_object).into_iter().flatten();
        found.extend(named.map(|(name, _)| pointer::push(&list, name)));
    };
    add(SCHEMAS.to_owned());
    let files = root.get(files::MEMBER).and_then(Value::as_object).into_iter().flatten();
    for (name, file) in files {
        let at = pointer::push(&pointer::push("", files::MEMBER), name);
        for list in LISTS {
            add(format!("{at}{list}"));
        }
        if names_schemas(file) {
            add(at);
        }
    }
    found
}

/// Tells whether a file is nothing but schemas by their names.
fn names_schemas(file: &Value) -> bool {
    let Some(members) = file.as_object() else { return false };
    members.values().all(Value::is_object)
        && !members.keys().any(|key| SPOKEN.contains(&key.as_str()) || key.starts_with('$'))
}

/// Returns where a schema is written that is nothing but a reference to another.
fn followed(root: &Value, at: &str) -> String {
    let mut at = at.to_owned();
    for _ in 0..MOST_STEPS {
        let next = root.pointer(&at).and_then(Value::as_object).and_then(|schema| {
            let target = schema.get("$ref")?.as_str()?;
            (schema.len() == 1).then(|| pointer::of_reference(target)).flatten()
        });
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten()
}

/// Tells whether a member tells the values of a schema apart.
fn says_kinds(schema: &Value) -> bool {
    let has = |schema: &Value| schema.get("discriminator").is_some();
    has(schema) || parts(schema).any(has)
}
