//! Components that build on others by `allOf`: where a base has a discriminator, its values may be of any of them,
//! though nothing in the base names them (OpenAPI 3.1.1 section 4.8.25).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::pointer;

const SCHEMAS: &str = "/components/schemas";

/// Which components build on which, by JSON Pointer.
#[derive(Clone, Debug, Default)]
pub(in crate::diff) struct Family {
    children: BTreeMap<String, BTreeSet<String>>,
    bases: BTreeMap<String, BTreeSet<String>>,
    /// Components that have a discriminator themselves.
    told_apart: BTreeSet<String>,
}

impl Family {
    /// Reads the components of a description.
    pub(in crate::diff) fn of(root: &Value) -> Self {
        let mut family = Self::default();
        let schemas = root.pointer(SCHEMAS).and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let at = pointer::push(SCHEMAS, name);
            let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            let has = |schema: &Value| schema.get("discriminator").is_some();
            if has(schema) || parts.clone().any(has) {
                family.told_apart.insert(at.clone());
            }
            let bases = parts.filter_map(|part| pointer::of_reference(part.get("$ref")?.as_str()?));
            for base in bases.filter(|base| *base != at) {
                family.children.entry(base.clone()).or_default().insert(at.clone());
                family.bases.entry(at.clone()).or_default().insert(base);
            }
        }
        family
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

/// Returns the component that a place lies in.
pub(super) fn component_of(at: &str) -> Option<&str> {
    let name = at.strip_prefix(SCHEMAS)?.strip_prefix('/')?;
    let rest = name.find('/').map_or(0, |end| name.len() - end);
    at.get(..at.len() - rest)
}
