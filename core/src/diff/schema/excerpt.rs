//! Of a document what one schema leads to: where the whole is too large to reckon with, the part may not be.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::dialect::Dialect;
use super::refs::{Inside, inside};
use crate::document::pointer;

/// The most values of an excerpt; long texts count as several.
pub(super) const MOST: usize = 600;

/// Bytes of a text that count as one value.
const BYTES: usize = 256;

/// Keywords that lead somewhere, or give a name, by more than a pointer: what has one is not taken apart.
const NAMES: [&str; 5] =
    ["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"];

/// Returns the document with nothing in it but the schema at `at` and what that leads to, each where it stood, and how
/// many values that are; none where that is much, or more than pointers lead there.
pub(super) fn of(document: &Value, at: &str, dialect: Dialect) -> Option<(Value, usize)> {
    let mut look = Look { dialect, left: MOST, places: BTreeSet::new(), waiting: Vec::new() };
    look.lead(document, at)?;
    while let Some(place) = look.waiting.pop() {
        look.value(document, pointer::get(document, &place)?, Inside::Parts)?;
    }
    let mut excerpt = Value::Object(Map::new());
    for name in ["$schema", dialect.name_keyword()] {
        if let (Some(value), Value::Object(members)) = (document.get(name), &mut excerpt) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    // What lies inside of another place comes behind it, and is there already.
    for place in &look.places {
        if pointer::ancestors(place).skip(1).any(|around| look.places.contains(around)) {
            continue;
        }
        put(&mut excerpt, document, place)?;
    }
    Some((excerpt, MOST - look.left))
}

struct Look {
    dialect: Dialect,
    left: usize,
    places: BTreeSet<String>,
    waiting: Vec<String>,
}

impl Look {
    /// Notes a place that is led to.
    fn lead(&mut self, document: &Value, at: &str) -> Option<()> {
        // Inside of a part with a name of its own, references count from there.
        let mut around = pointer::ancestors(at).skip(1).filter(|around| !around.is_empty());
        let has_name = |around: &str| {
            let name = pointer::get(document, around)?.get(self.dialect.name_keyword())?;
            name.is_string().then_some(())
        };
        if at.is_empty() || around.any(|around| has_name(around).is_some()) {
            return None;
        }
        if self.places.insert(at.to_owned()) {
            self.waiting.push(at.to_owned());
        }
        Some(())
    }

    /// Looks at a value and at what it leads to.
    fn value(&mut self, document: &Value, value: &Value, is: Inside) -> Option<()> {
        let length = value.as_str().map_or(0, str::len);
        self.left = self.left.checked_sub(1 + length / BYTES)?;
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.value(document, item, is)),
            Value::Object(members) if is == Inside::Parts => {
                self.leads(document, members)?;
                members.iter().try_for_each(|(key, one)| self.value(document, one, inside(key)))
            }
            Value::Object(members) => {
                let within = if is == Inside::Names { Inside::Parts } else { Inside::Data };
                members.values().try_for_each(|one| self.value(document, one, within))
            }
            _ => Some(()),
        }
    }

    fn leads(&mut self, document: &Value, members: &Map<String, Value>) -> Option<()> {
        let names = NAMES.into_iter().chain([self.dialect.name_keyword()]);
        if names.filter_map(|name| members.get(name)).any(|value| !value.is_object()) {
            return None;
        }
        match members.get("$ref") {
            Some(Value::String(reference)) => {
                let at = reference.strip_prefix('#').filter(|at| !at.contains('%'))?;
                pointer::get(document, at)?;
                self.lead(document, at)
            }
            _ => Some(()),
        }
    }
}

/// Puts what stands at `at` into the excerpt; of what is around it there is no more than leads there.
fn put(excerpt: &mut Value, document: &Value, at: &str) -> Option<()> {
    let (mut here, mut there) = (excerpt, document);
    for segment in pointer::segments(at) {
        match there {
            Value::Array(items) => {
                let index: usize = segment.parse().ok()?;
                there = items.get(index)?;
                let Value::Array(list) = here else { return None };
                let missing = (index + 1).saturating_sub(list.len());
                list.extend(std::iter::repeat_n(Value::Bool(true), missing));
                here = list.get_mut(index)?;
            }
            Value::Object(members) => {
                there = members.get(&segment)?;
                let Value::Object(own) = here else { return None };
                here = own.entry(segment).or_insert(Value::Bool(true));
            }
            _ => return None,
        }
        if *here == Value::Bool(true) {
            *here = match there {
                Value::Array(_) => Value::Array(Vec::new()),
                Value::Object(_) => Value::Object(Map::new()),
                _ => Value::Bool(true),
            };
        }
    }
    *here = there.clone();
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_schema_leads_to_stands_where_it_stood() {
        let document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://example.org/all",
            "properties": {"a": {"type": "string"}},
            "$defs": {
                "a": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/b"}]},
                "b": {"properties": {"c": {"$ref": "#/$defs/list/oneOf/1"}, "$ref": {"enum": [{"$ref": 1}]}}},
                "list": {"oneOf": [{"type": "number"}, {"items": {"$ref": "#/$defs/b"}}]},
                "other": {"type": "string"},
                "named": {"$id": "own", "properties": {"x": {"$ref": "#/$defs/b"}}},
            },
        });
        let of = |at: &str| super::of(&document, at, Dialect::Draft202012);
        let mut expected = document.clone();
        expected.as_object_mut().unwrap().remove("properties");
        let parts = expected["$defs"].as_object_mut().unwrap();
        parts.retain(|name, _| name != "other" && name != "named");
        parts["list"]["oneOf"][0] = json!(true);
        let (excerpt, _) = of("/$defs/a").unwrap();
        assert_eq!(excerpt, expected);
        assert_eq!(of("/$defs/other").unwrap().1, 2);
        for at in ["", "/$defs/named", "/$defs/named/properties/x", "/none"] {
            assert_eq!(of(at), None, "{at}");
        }
    }
}
