//! One side of a comparison: a document and where its references lead. Nothing is ever fetched.

use std::collections::{BTreeMap, BTreeSet};

use fluent_uri::{Iri, IriRef};
use serde_json::Value;

use super::dialect::Dialect;
use crate::document::pointer;

/// The address of a document that names itself nowhere (RFC 3986 section 5.1.4).
pub(in crate::diff) const NOWHERE: &str = "json-schema:///";

/// Keywords by which a part of a document gives itself a name inside of it.
const ANCHORS: [&str; 3] = ["$anchor", "$dynamicAnchor", "$recursiveAnchor"];

/// A schema document with the names that its parts give themselves.
pub(crate) struct Schemas<'a> {
    pub(crate) root: &'a Value,
    pub(crate) dialect: Dialect,
    /// Pointers by absolute name: of `$id`, and with a fragment of `$anchor`.
    names: BTreeMap<String, String>,
    /// Absolute names of the parts that have one, by pointer.
    bases: BTreeMap<String, String>,
    /// Places by the anchors that stand there.
    anchors: BTreeMap<String, Vec<String>>,
    /// Names of anchors that stand more than once, so that only a run tells which one is meant.
    ambiguous: BTreeSet<String>,
}

/// What the value of a member is, in a schema and in a description of an interface around schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Inside {
    /// Data: what looks like a schema there is none.
    Data,
    /// Parts by names that people give them, which mean nothing: a property may be called `default`.
    Names,
    /// A part, or a list of parts.
    Parts,
}

/// Tells what the value of a member is.
pub(in crate::diff) fn inside(key: &str) -> Inside {
    match key {
        "enum" | "const" | "default" | "examples" | "example" => Inside::Data,
        "properties" | "patternProperties" | "dependentSchemas" | "definitions" | "$defs"
        | "schemas" | "headers" | "responses" | "requestBodies" | "callbacks" | "pathItems"
        | "mediaTypes" | "paths" | "webhooks" | "content" | "encoding" | "links" => Inside::Names,
        _ => Inside::Parts,
    }
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A JSON Pointer into the document.
    Here(String),
    /// Nowhere in the document.
    Elsewhere,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(root: &'a Value, dialect: Dialect) -> Self {
        let mut schemas = Self {
            root,
            dialect,
            names: BTreeMap::from([(NOWHERE.to_owned(), String::new())]),
            bases: BTreeMap::from([(String::new(), NOWHERE.to_owned())]),
            anchors: BTreeMap::new(),
            ambiguous: BTreeSet::new(),
        };
        if dialect != Dialect::OpenApi30 && has_names(root, dialect.name_keyword()) {
            schemas.name_parts(root, "", NOWHERE, Inside::Parts);
        }
        schemas
    }

    /// Tells whether parts of the document give themselves names, so that where they stand decides what a reference
    /// means.
    pub(crate) fn names_parts(&self) -> bool {
        let named = self.names.len() > 1 || self.bases.len() > 1;
        named || !self.anchors.is_empty() || !self.ambiguous.is_empty()
    }

    /// Returns the schema at a pointer.
    pub(crate) fn at(&self, at: &str) -> Option<&'a Value> {
        pointer::get(self.root, at)
    }

    /// Returns the address of the nearest part around `at` that has one, and the pointer from there; none
    /// where nothing names itself.
    pub(crate) fn address<'p>(&self, at: &'p str) -> Option<(&str, &'p str)> {
        let named = |around: &'p str| Some((self.bases.get(around)?.as_str(), around));
        let (base, around) = pointer::ancestors(at).find_map(named)?;
        (base != NOWHERE).then(|| (base, at.get(around.len()..).unwrap_or_default()))
    }

    /// Returns where a reference leads that stands in the schema at `at`.
    pub(crate) fn target(&self, reference: &str, at: &str) -> Target {
        // Nearly every reference, where no part has a name of its own.
        if reference.starts_with("#/") && self.bases.len() == 1 && !reference.contains('%') {
            return self.inside("", reference.trim_start_matches('#'));
        }
        let around = pointer::ancestors(at).find_map(|around| self.bases.get(around));
        let absolute = resolved(around.map_or(NOWHERE, String::as_str), reference);
        let (document, fragment) = absolute.split_once('#').unwrap_or((&absolute, ""));
        let fragment = percent_decoded(fragment);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let named = self.names.get(&format!("{document}#{fragment}"));
            return named.map_or(Target::Elsewhere, |at| Target::Here(at.clone()));
        }
        match self.names.get(document) {
            Some(base) => self.inside(base, &fragment),
            None => Target::Elsewhere,
        }
    }

    /// Returns where a reference leads that is resolved when a value is checked (`$dynamicRef`): there is
    /// a choice only when several parts have the anchor.
    pub(crate) fn dynamic_target(&self, reference: &str, at: &str) -> Target {
        let anchor = reference.rsplit('#').next().unwrap_or_default();
        if self.ambiguous.contains(anchor) { Target::Elsewhere } else { self.target(reference, at) }
    }

    /// Lists where a reference may lead of which only a run tells where it does.
    pub(crate) fn candidates(&self, reference: &str) -> Vec<String> {
        let anchor = reference.rsplit('#').next().unwrap_or_default();
        let places = self.anchors.get(anchor).filter(|_| self.ambiguous.contains(anchor));
        places.cloned().unwrap_or_default()
    }

    fn inside(&self, base: &str, fragment: &str) -> Target {
        let at = format!("{base}{fragment}");
        if pointer::get(self.root, &at).is_some() { Target::Here(at) } else { Target::Elsewhere }
    }

    /// Notes the names of every part.
    fn name_parts(&mut self, value: &Value, at: &str, base: &str, is: Inside) {
        match value {
            Value::Object(members) if is == Inside::Names => {
                for (name, member) in members {
                    self.name_parts(member, &pointer::push(at, name), base, Inside::Parts);
                }
            }
            Value::Object(members) => {
                let own = self.name_itself(members, at, base);
                let base = own.as_deref().unwrap_or(base);
                for (key, member) in members {
                    let inside = inside(key);
                    if inside != Inside::Data {
                        self.name_parts(member, &pointer::push(at, key), base, inside);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.name_parts(
                        item,
                        &pointer::push(at, &index.to_string()),
                        base,
                        Inside::Parts,
                    );
                }
            }
            _ => {}
        }
    }

    /// Notes the names of one part, and returns its address when it has one of its own.
    fn name_itself(
        &mut self,
        members: &serde_json::Map<String, Value>,
        at: &str,
        base: &str,
    ) -> Option<String> {
        let id = members
            .get(self.dialect.name_keyword())
            .and_then(Value::as_str)
            .map(|id| resolved(base, id));
        let own = id.as_deref().map(|id| id.split('#').next().unwrap_or(id).to_owned());
        if let (Some(id), Some(own)) = (&id, &own) {
            self.names.entry(id.trim_end_matches('#').to_owned()).or_insert_with(|| at.to_owned());
            if own != base {
                self.bases.insert(at.to_owned(), own.clone());
            }
        }
        let base = own.as_deref().unwrap_or(base);
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(Value::String(anchor)) = members.get(keyword) {
                let name = format!("{base}#{anchor}");
                self.names.entry(name).or_insert_with(|| at.to_owned());
                let places = self.anchors.entry(anchor.clone()).or_default();
                places.push(at.to_owned());
                if places.len() > 1 {
                    self.ambiguous.insert(anchor.clone());
                }
            }
        }
        // `$recursiveRef` is always `#`: the root, unless another part takes its place.
        if members.get("$recursiveAnchor") == Some(&Value::Bool(true)) && !at.is_empty() {
            self.ambiguous.insert(String::new());
        }
        own
    }
}

/// Tells whether any part of a document may give itself a name: most do not, and need no second look.
fn has_names(root: &Value, keyword: &str) -> bool {
    let mut waiting = vec![root];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                let is_name =
                    |name: &str| members.get(name).is_some_and(|value| !value.is_object());
                if is_name(keyword) || ANCHORS.into_iter().any(is_name) {
                    return true;
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

/// Returns a reference as an absolute name (RFC 3986 section 5.2); as it is when it is none.
pub(in crate::diff) fn resolved(base: &str, reference: &str) -> String {
    let absolute = || {
        let base = Iri::parse(base).ok()?;
        let reference = IriRef::parse(reference).ok()?;
        reference.resolve_against(&base).ok()
    };
    absolute().map_or_else(|| reference.to_owned(), |iri| iri.as_str().to_owned())
}

/// Returns `text` with its `%XX` decoded, as fragments of URIs are written (RFC 3986 section 2.1).
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, Schemas, Target};

    #[test]
    fn references_lead_to_parts() {
        let root = json!({
            "$id": "https://example.org/order",
            "$defs": {
                "price": {"type": "number"},
                "a/b~c": {"$anchor": "odd"},
                "line": {"$id": "parts/line", "properties": {"sum": {"$id": "sum"}}},
            },
            "enum": [{"$anchor": "data"}],
        });
        let schemas = Schemas::new(&root, Dialect::Draft202012);
        for (reference, at) in [
            ("#", ""),
            ("#/$defs/price", "/$defs/price"),
            ("#/$defs/a~1b~0c", "/$defs/a~1b~0c"),
            ("#/%24defs/price", "/$defs/price"),
            ("#odd", "/$defs/a~1b~0c"),
            ("https://example.org/order", ""),
            ("https://example.org/order#/$defs/price", "/$defs/price"),
            ("parts/line#/properties/sum", "/$defs/line/properties/sum"),
            ("https://example.org/parts/sum", "/$defs/line/properties/sum"),
        ] {
            assert_eq!(
                schemas.target(reference, "/$defs/price"),
                Target::Here(at.to_owned()),
                "{reference}"
            );
        }
        for reference in ["#/none", "#data", "other.json", "other.json#/x"] {
            assert_eq!(schemas.target(reference, ""), Target::Elsewhere, "{reference}");
        }
        // Names count from the part they stand in.
        let inside = "/$defs/line/properties/sum";
        assert_eq!(schemas.target("line", inside), Target::Here("/$defs/line".to_owned()));
    }
}
