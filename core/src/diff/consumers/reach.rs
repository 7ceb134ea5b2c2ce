//! Where the parts lead that consumers use: who uses a member uses the definition that it refers to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diff::Kind;
use crate::document::pointer;

/// References of one version, each definition looked at once.
pub(super) struct Reach<'a> {
    root: &'a Value,
    kind: Kind,
    known: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(root: &'a Value, kind: Kind) -> Self {
        Self { root, kind, known: BTreeMap::new() }
    }

    /// Returns the places that the references at and below `place` lead to, and those from there.
    pub(super) fn from(&mut self, place: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        // Who uses everything uses every definition already.
        if place.is_empty() || !matches!(self.kind, Kind::JsonSchema | Kind::Openapi) {
            return found;
        }
        let mut waiting: Vec<String> = self.below(place).into_iter().collect();
        while let Some(target) = waiting.pop() {
            if found.insert(target.clone()) {
                waiting.extend(self.below(&target));
            }
        }
        found
    }

    /// Returns where the references at and below a place lead inside of the document.
    fn below(&mut self, place: &str) -> BTreeSet<String> {
        if let Some(known) = self.known.get(place) {
            return known.clone();
        }
        let mut found = BTreeSet::new();
        let mut waiting: Vec<&Value> = self.root.pointer(place).into_iter().collect();
        while let Some(value) = waiting.pop() {
            if let Some(Value::String(reference)) = value.get("$ref") {
                found.extend(pointer::of_reference(reference));
            }
            match value {
                Value::Object(members) => waiting.extend(members.values()),
                Value::Array(items) => waiting.extend(items),
                _ => {}
            }
        }
        self.known.insert(place.to_owned(), found.clone());
        found
    }

    /// Returns an item of `paths` and its place; of one that refers to another place, what stands there.
    fn item(&self, path: &str, item: &'a Value) -> (&'a Value, String) {
        let target = item.get("$ref").and_then(Value::as_str).and_then(pointer::of_reference);
        let led = target.and_then(|at| Some((self.root.pointer(&at)?, at)));
        led.unwrap_or_else(|| (item, pointer::push("/paths", path)))
    }

    /// Returns the places of operations that a use names by `operationId`, or by method and path whatever the
    /// parameters of the path are called.
    pub(super) fn operations(&self, part: &str) -> Vec<String> {
        if self.kind != Kind::Openapi {
            return Vec::new();
        }
        let called = part
            .split_once(' ')
            .map(|(method, path)| (method.to_ascii_lowercase(), without_names(path.trim())));
        let paths = self.root.get("paths").and_then(Value::as_object).into_iter().flatten();
        let mut found = Vec::new();
        for (path, item) in paths {
            let (item, at) = self.item(path, item);
            for (method, operation) in item.as_object().into_iter().flatten() {
                let by_name = operation.get("operationId").is_some_and(|name| name == part);
                let by_path = called
                    .as_ref()
                    .is_some_and(|(called, at)| called == method && *at == without_names(path));
                if by_name || by_path {
                    found.push(pointer::push(&at, method));
                }
            }
        }
        found
    }
}

/// Returns a path without the names of its parameters.
fn without_names(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        inside &= letter != '}';
        if !inside {
            plain.push(letter);
        }
        inside |= letter == '{';
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Kind, Reach, without_names};

    #[test]
    fn references_are_followed() {
        let root = json!({
            "properties": {"line": {"$ref": "#/$defs/line"}, "id": {"type": "string"}},
            "$defs": {
                "line": {"properties": {"price": {"$ref": "#/$defs/price"}, "next": {"$ref": "#/$defs/line"}}},
                "price": {"type": "number"},
            },
        });
        let mut reach = Reach::new(&root, Kind::JsonSchema);
        let found: Vec<String> = reach.from("/properties/line").into_iter().collect();
        assert_eq!(found, ["/$defs/line", "/$defs/price"]);
        assert!(reach.from("/properties/id").is_empty());
    }

    #[test]
    fn operations_have_several_names() {
        let root = json!({"paths": {"/pets/{petId}": {"get": {"operationId": "getPet"}}}});
        let reach = Reach::new(&root, Kind::Openapi);
        for part in ["getPet", "GET /pets/{id}", "get /pets/{petId}"] {
            assert_eq!(reach.operations(part), ["/paths/~1pets~1{petId}/get"], "{part}");
        }
        assert!(reach.operations("POST /pets/{id}").is_empty());
        assert_eq!(without_names("/a/{b}/{c}.{d}"), "/a/{}/{}.{}");
    }
}
