//! Which types operations can reach, and whether they write or read them.

use std::collections::{BTreeMap, BTreeSet};

use super::federation::Links;
use super::model::{Schema, TypeKind};
use crate::diff::Polarity;

/// Lists the types that operations can reach. None when the schema says of no type that operations
/// start from it: it is part of a larger one, and anything may be reached; none as well when it links
/// to directives that are not known here, which may make types reachable.
pub(super) fn reachable(schema: &Schema) -> Option<BTreeSet<&str>> {
    let links = Links::of(schema);
    if schema.roots.is_empty() || links.unclear {
        return None;
    }
    let implementations = implementations(schema);
    let roots = schema.roots.values().map(|root| root.value.as_str());
    let args = schema.directives.values().flat_map(|directive| directive.args.values());
    let mut waiting: Vec<&str> =
        roots.chain(args.map(|arg| arg.ty.value.name())).chain(entities(schema, &links)).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name) {
            continue;
        }
        if let Some(def) = schema.types.get(name) {
            waiting.extend(def.references());
        }
        waiting.extend(implementations.get(name).into_iter().flatten());
    }
    Some(seen)
}

/// Lists the types that implement each interface.
pub(super) fn implementations(schema: &Schema) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, def) in &schema.types {
        for interface in def.interfaces.keys() {
            all.entry(interface).or_default().push(name);
        }
    }
    all
}

/// Lists the types that the gateway of a federation reaches by their keys.
fn entities<'a>(schema: &'a Schema, links: &Links) -> impl Iterator<Item = &'a str> {
    let keyed = schema
        .types
        .iter()
        .filter(|(_, def)| def.element.usages.iter().any(|usage| links.is_key(&usage.name)));
    keyed.map(|(name, _)| name.as_str())
}

/// Who writes the values of scalars and enums.
#[derive(Default)]
pub(super) struct Uses<'a> {
    written: BTreeSet<&'a str>,
    read: BTreeSet<&'a str>,
}

impl<'a> Uses<'a> {
    /// Finds who writes and reads values, in operations: what none can reach counts for nothing.
    pub(super) fn of(schemas: [(&'a Schema, Option<&BTreeSet<&'a str>>); 2]) -> Self {
        let mut uses = Self::default();
        for (schema, reachable) in schemas {
            let reached = schema
                .types
                .iter()
                .filter(|(name, _)| reachable.is_none_or(|all| all.contains(name.as_str())));
            for (_, def) in reached.filter(|(_, def)| def.kind != TypeKind::Union) {
                let args = def.fields.values().flat_map(|field| field.args.values());
                let inputs = def.inputs.values().chain(args);
                uses.written.extend(inputs.map(|input| input.ty.value.name()));
                uses.read.extend(def.fields.values().map(|field| field.ty.value.name()));
            }
            let args = schema.directives.values().flat_map(|directive| directive.args.values());
            uses.written.extend(args.map(|arg| arg.ty.value.name()));
        }
        uses
    }

    /// Returns who writes the values of a type, under either of its names; none when nobody does.
    pub(super) fn polarity(&self, names: [&str; 2]) -> Option<Polarity> {
        let has = |set: &BTreeSet<&str>| names.iter().any(|name| set.contains(name));
        match (has(&self.written), has(&self.read)) {
            (true, true) => Some(Polarity::Both),
            (true, false) => Some(Polarity::Input),
            (false, true) => Some(Polarity::Output),
            (false, false) => None,
        }
    }
}
