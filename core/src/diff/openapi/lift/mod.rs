//! Swagger 2.0 descriptions in the form of OpenAPI 3.0, so that there is one model to compare. Where every
//! part stood is kept, so that changes are told where their authors find them.
//!
//! What is not as the specification has it is carried over as it is.

mod at;
mod bodies;
mod media_types;
mod operations;
mod origins;
mod parameters;
mod references;
mod responses;
mod schema;
mod security;
mod servers;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use at::At;
use media_types::MediaTypes;
pub(in crate::diff) use origins::Origins;

/// What a body is called in generated code.
pub(in crate::diff) const BODY_NAME: &str = "x-body-name";

/// Values that are written more than once because operations differ in their media types, in all.
const MOST_COPIED: usize = 1_000_000;

/// A description in the form of OpenAPI 3.0.
pub(in crate::diff) struct Lifted {
    pub(in crate::diff) root: Value,
    pub(in crate::diff) origins: Origins,
    /// Places of media types that nobody stated.
    pub(in crate::diff) assumed: BTreeSet<String>,
    /// Whether media types were left out because there are too many.
    pub(in crate::diff) incomplete: bool,
}

/// Returns a Swagger 2.0 description in the form of OpenAPI 3.0.
pub(in crate::diff) fn lift(root: &Value) -> Lifted {
    let mut lifter = Lifter {
        root,
        origins: Origins::default(),
        schemas: BTreeMap::new(),
        consumes: MediaTypes::default(),
        produces: MediaTypes::default(),
        left: MOST_COPIED,
        strays: false,
        assumed: BTreeSet::new(),
        incomplete: false,
    };
    lifter.consumes = lifter.media_types(root, "consumes", "").unwrap_or_default();
    lifter.produces = lifter.media_types(root, "produces", "").unwrap_or_default();
    let mut lifted = lifter.whole();
    lifter.settle_strays(&mut lifted);
    let Lifter { origins, assumed, incomplete, .. } = lifter;
    Lifted { root: lifted, origins, assumed, incomplete }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Body,
    Form,
    Elsewhere,
}

/// A description while it is lifted.
struct Lifter<'a> {
    root: &'a Value,
    origins: Origins,
    /// Where schemas went that are written in place, by where they stood.
    schemas: BTreeMap<String, String>,
    consumes: MediaTypes,
    produces: MediaTypes,
    /// Values that may still be copied.
    left: usize,
    /// Whether references lead to places that are known only at the end.
    strays: bool,
    assumed: BTreeSet<String>,
    incomplete: bool,
}

/// Members of the whole that are not in OpenAPI 3.
const REPLACED: [&str; 10] = [
    "basePath",
    "consumes",
    "definitions",
    "host",
    "parameters",
    "produces",
    "responses",
    "schemes",
    "securityDefinitions",
    "swagger",
];

impl<'a> Lifter<'a> {
    fn whole(&mut self) -> Value {
        let Some(members) = self.root.as_object() else { return self.root.clone() };
        let kept = members.iter().filter(|(key, _)| !REPLACED.contains(&key.as_str()));
        let kept = kept.filter(|(key, _)| *key != "paths");
        let mut lifted: Map<String, Value> =
            kept.map(|(key, member)| (key.clone(), member.clone())).collect();
        self.origins.made("/openapi", "/swagger");
        lifted.insert("openapi".to_owned(), Value::from("3.0.3"));
        // What is shared comes first: what operations add refers to it.
        let components = self.components();
        if let Some(Value::Object(known)) = lifted.get_mut("components") {
            known.extend(components);
        } else if !components.is_empty() {
            self.origins.made("/components", "");
            lifted.insert("components".to_owned(), Value::Object(components));
        }
        if let Some(paths) = members.get("paths") {
            lifted.insert("paths".to_owned(), self.paths(paths));
        }
        if let Some(servers) = self.all_servers() {
            lifted.insert("servers".to_owned(), servers);
        }
        Value::Object(lifted)
    }

    fn components(&mut self) -> Map<String, Value> {
        let mut components = Map::new();
        for (from, to) in [
            ("definitions", "schemas"),
            ("responses", "responses"),
            ("securityDefinitions", "securitySchemes"),
        ] {
            let Some(stated) = self.root.get(from) else { continue };
            let at = At { from: format!("/{from}"), to: format!("/components/{to}") };
            self.origins.moved(&at.to, &at.from);
            let lifted = match stated.as_object() {
                Some(members) => self.each_component(members, from, &at),
                None => stated.clone(),
            };
            components.insert(to.to_owned(), lifted);
        }
        self.shared_parameters(&mut components);
        components
    }

    fn each_component(&mut self, members: &'a Map<String, Value>, kind: &str, at: &At) -> Value {
        let types = self.produces.clone();
        let mut lifted = Map::new();
        for (name, member) in members {
            let at = at.member(name);
            let value = match kind {
                "definitions" => self.full(member, &at.from),
                "responses" => self.response(member, &at, &types),
                _ => self.security_scheme(member, &at),
            };
            lifted.insert(name.clone(), value);
        }
        Value::Object(lifted)
    }

    /// Sorts shared parameters by where they are sent.
    fn shared_parameters(&mut self, components: &mut Map<String, Value>) {
        let Some(stated) = self.root.get("parameters") else { return };
        let Some(members) = stated.as_object() else {
            self.origins.moved("/components/parameters", "/parameters");
            components.insert("parameters".to_owned(), stated.clone());
            return;
        };
        let types = self.consumes.clone();
        let (mut parameters, mut bodies) = (Map::new(), Map::new());
        for (name, member) in members {
            let sent = self.sent(member, "");
            let kind = if sent == Sent::Elsewhere { "parameters" } else { "requestBodies" };
            let place = At { from: "/parameters".to_owned(), to: format!("/components/{kind}") };
            let at = place.member(name);
            match (sent, member.as_object()) {
                (Sent::Elsewhere, _) => {
                    parameters.insert(name.clone(), self.parameter(member, &at));
                }
                (_, Some(shared)) if shared.contains_key("$ref") => {
                    bodies.insert(name.clone(), self.parameter(member, &at));
                }
                (Sent::Form, Some(field)) => {
                    let fields = [(field, at.from.clone())];
                    bodies.insert(name.clone(), self.form(&fields, &at, &types));
                }
                _ => {
                    bodies.insert(name.clone(), self.body(member, &at, &types));
                }
            }
        }
        for (kind, all) in [("parameters", parameters), ("requestBodies", bodies)] {
            if !all.is_empty() {
                self.origins.moved(&format!("/components/{kind}"), "/parameters");
                components.insert(kind.to_owned(), Value::Object(all));
            }
        }
    }

    /// Tells where a parameter is sent, its references followed.
    fn sent(&self, parameter: &'a Value, at: &str) -> Sent {
        let (parameter, _) = self.resolved(parameter, at);
        match parameter.get("in").and_then(Value::as_str) {
            Some("body") => Sent::Body,
            Some("formData") => Sent::Form,
            _ => Sent::Elsewhere,
        }
    }

    /// Tells whether so many values may still be copied, and counts them.
    fn afford(&mut self, values: usize) -> bool {
        let left = self.left.checked_sub(values);
        self.incomplete |= left.is_none();
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    fn media_types(&mut self, object: &Value, key: &str, at: &str) -> Option<MediaTypes> {
        let (types, whole) = MediaTypes::read(object, key, at)?;
        self.incomplete |= !whole;
        Some(types)
    }

    /// Returns how many of the media types may still be written out; the first of them always.
    fn affordable(&mut self, types: &MediaTypes, at: &At) -> usize {
        let all = types.0.len();
        // Names of places count: a long path stands in each of them.
        if self.afford(all.saturating_mul(4 + at.to.len() / 64)) { all } else { 1 }
    }
}

/// Returns how much there is to copy of something shared, its schema left where it is.
fn weight(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter(|(key, _)| *key != "schema");
            members.map(|(key, member)| 1 + key.len() / 16 + weight(member)).sum()
        }
        Value::Array(items) => items.iter().map(weight).sum::<usize>() + 1,
        Value::String(text) => 1 + text.len() / 16,
        _ => 1,
    }
}
