//! The keywords of one schema, one by one.

use serde_json::{Map, Value};

use super::decimal::Decimal;
use super::dialect::Dialect;
use super::merge;
use super::node::{Bound, Condition, Contains, Items, Measure, Members, Node, NodeId, Said, Types};
use super::read::Side;
use super::refs::Target;
use crate::diff::files;
use crate::document::pointer;

/// Reads the keywords of one schema.
pub(super) struct Keywords<'s, 'a> {
    side: &'s mut Side<'a>,
    members: &'a Map<String, Value>,
    node: Node,
    /// Schemas that must be satisfied too: `allOf`, a reference with siblings, unions of one.
    also: Vec<NodeId>,
}

/// Keywords that say nothing about values and never count as a change of meaning by themselves.
const STRUCTURE: [&str; 6] = ["$schema", "$defs", "definitions", "$id", "id", files::MEMBER];

impl<'s, 'a> Keywords<'s, 'a> {
    /// Reads the keywords into `node`, and returns what must be satisfied beside it.
    pub(super) fn of(
        side: &'s mut Side<'a>,
        members: &'a Map<String, Value>,
        node: Node,
    ) -> (Node, Vec<NodeId>) {
        let mut keywords = Self { side, members, node, also: Vec::new() };
        keywords.read();
        (keywords.node, keywords.also)
    }

    fn at(&self, keyword: &str) -> String {
        pointer::push(&self.node.at, keyword)
    }

    fn said<T>(&self, keyword: &str, value: T) -> Said<T> {
        Said { value, at: self.at(keyword) }
    }

    fn id(&mut self, keyword: &str) -> NodeId {
        let at = self.at(keyword);
        self.side.id(&at)
    }

    fn read(&mut self) {
        let members = self.members;
        for (keyword, value) in members {
            let counts = self.side.schemas.dialect.knows(keyword) && self.keyword(keyword, value);
            if !counts && !STRUCTURE.contains(&keyword.as_str()) {
                let said = self.said(keyword, value.clone());
                self.node.notes.insert(keyword.clone(), said);
            }
        }
        self.members();
        self.items();
        self.contains();
        self.condition();
    }

    /// Reads a keyword that stands for itself, and tells whether it is one, or part of a group.
    fn keyword(&mut self, keyword: &str, value: &Value) -> bool {
        match keyword {
            "$ref" | "$dynamicRef" | "$recursiveRef" => self.reference(keyword, value),
            "type" => self.types(value),
            "enum" | "const" => self.values(keyword, value),
            "required" => return self.required(value),
            "multipleOf" => {
                let unit = value.as_number().and_then(Decimal::of);
                let said = unit.map(|unit| self.said(keyword, unit));
                self.node.multiples.extend(said);
            }
            "pattern" | "format" => self.text(keyword, value),
            "contentEncoding" => self.content("contentEncoding", value),
            "contentMediaType" => self.content("contentMediaType", value),
            "contentSchema" => self.content("contentSchema", value),
            "uniqueItems" => self.node.unique = (value == true).then(|| self.at(keyword)),
            "propertyNames" => {
                self.node.names = self.unless_anything(keyword);
            }
            "not" => {
                let id = self.id(keyword);
                self.node.none_of.push(id);
            }
            "unevaluatedProperties" | "unevaluatedItems" => self.unevaluated(keyword),
            "allOf" => {
                let all = self.list(keyword, value);
                self.also.extend(all);
            }
            "anyOf" | "oneOf" => self.union(keyword, value),
            "discriminator" if self.side.schemas.dialect.is_openapi() => {
                let said = value.as_object().map(|members| self.said(keyword, members.clone()));
                self.node.discriminator = said;
            }
            // Read once all that applies at the place is known.
            "nullable" if self.side.schemas.dialect.has_nullable() => {}
            "dependencies" | "dependentRequired" | "dependentSchemas" => {
                self.dependencies(keyword, value);
            }
            _ => return self.bound(keyword, value) || is_of_group(keyword),
        }
        true
    }

    fn text(&mut self, keyword: &str, value: &Value) {
        let said = value.as_str().map(|text| self.said(keyword, text.to_owned()));
        let texts =
            if keyword == "pattern" { &mut self.node.patterns } else { &mut self.node.formats };
        texts.extend(said);
    }

    fn unevaluated(&mut self, keyword: &str) {
        let left = self.unless_anything(keyword);
        if keyword == "unevaluatedProperties" {
            self.node.unevaluated_properties = left;
            self.node.evaluated.members |= left.is_none();
        } else {
            self.node.unevaluated_items = left;
            self.node.evaluated.items |= left.is_none();
        }
    }

    fn reference(&mut self, keyword: &str, value: &Value) {
        let schemas = &self.side.schemas;
        let target = value.as_str().map(|reference| match keyword {
            "$ref" => schemas.target(reference, &self.node.at),
            _ => schemas.dynamic_target(reference, &self.node.at),
        });
        if let Some(Target::Here(target)) = target {
            let id = self.side.id(&target);
            self.also.push(id);
        } else {
            let said = self.said(keyword, value.clone());
            self.node.unknown.push(said);
        }
    }

    fn types(&mut self, value: &Value) {
        let names: Vec<&str> = match value {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        let (known, strange): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| Types::knows(name));
        if !strange.is_empty() {
            self.node.strange = Some(self.said("type", value.clone()));
        }
        if strange.is_empty() || !known.is_empty() {
            self.node.types = Some(self.said("type", Types::named(known)));
        }
    }

    fn values(&mut self, keyword: &str, value: &Value) {
        let list = match (keyword, value) {
            ("const", value) => vec![value.clone()],
            (_, Value::Array(values)) => values.clone(),
            _ => return,
        };
        let said = self.said(keyword, list);
        merge::values(&mut self.node.values, &said);
    }

    fn required(&mut self, value: &Value) -> bool {
        for (index, name) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(name) = name.as_str() {
                let at = pointer::push(&self.at("required"), &index.to_string());
                self.node.required.entry(name.to_owned()).or_insert(at);
            }
        }
        value.is_array()
    }

    fn content(&mut self, keyword: &'static str, value: &Value) {
        let said = self.said(keyword, value.clone());
        self.node.content.insert(keyword, said);
    }

    fn list(&mut self, keyword: &str, value: &Value) -> Vec<NodeId> {
        let count = value.as_array().map_or(0, Vec::len);
        let at = self.at(keyword);
        (0..count).map(|index| self.side.id(&pointer::push(&at, &index.to_string()))).collect()
    }

    fn union(&mut self, keyword: &str, value: &Value) {
        let mut branches = self.list(keyword, value);
        if keyword == "anyOf" {
            branches.sort_unstable();
            branches.dedup();
        }
        if let [only] = branches.as_slice() {
            self.also.push(*only);
        } else if !branches.is_empty() {
            let said = self.said(keyword, branches);
            let unions =
                if keyword == "anyOf" { &mut self.node.any_of } else { &mut self.node.one_of };
            unions.push(said);
        }
    }

    /// `dependencies` is the older spelling of the other two.
    fn dependencies(&mut self, keyword: &str, value: &Value) {
        for (name, needed) in value.as_object().into_iter().flatten() {
            let at = pointer::push(&self.at(keyword), name);
            match needed {
                Value::Array(names) if keyword != "dependentSchemas" => {
                    let names = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                    self.node.needs.insert(name.clone(), Said { value: names, at });
                }
                _ => {
                    let mut all = vec![self.side.id(&at)];
                    all.extend(self.node.needs_schema.get(name));
                    let all = self.side.all(all);
                    self.node.needs_schema.insert(name.clone(), all);
                }
            }
        }
    }

    /// Reads a bound; the value that is there by default is none.
    fn bound(&mut self, keyword: &str, value: &Value) -> bool {
        let (measure, lower) = match keyword {
            "minimum" | "exclusiveMinimum" => (Measure::Number, true),
            "maximum" | "exclusiveMaximum" => (Measure::Number, false),
            "minLength" => (Measure::Length, true),
            "maxLength" => (Measure::Length, false),
            "minItems" => (Measure::Items, true),
            "maxItems" => (Measure::Items, false),
            "minProperties" => (Measure::Properties, true),
            "maxProperties" => (Measure::Properties, false),
            _ => return false,
        };
        // In draft 4 the exclusive bounds are booleans beside the others.
        let Some(number) = value.as_number().and_then(Decimal::of) else { return true };
        let beside = if lower { "exclusiveMinimum" } else { "exclusiveMaximum" };
        let beside = self.members.get(beside) == Some(&Value::Bool(true));
        let exclusive = keyword.starts_with("exclusive") || (measure == Measure::Number && beside);
        let by_default = lower && measure != Measure::Number && number == Decimal::from_count(0);
        if !by_default {
            let said = self.said(keyword, Bound { value: number, exclusive });
            let bounds = if lower { &mut self.node.lower } else { &mut self.node.upper };
            merge::bound(bounds, measure, &said, lower);
        }
        true
    }

    fn members(&mut self) {
        let mut members = Members::default();
        for (keyword, into) in
            [("properties", &mut members.properties), ("patternProperties", &mut members.patterns)]
        {
            for name in self.members.get(keyword).and_then(Value::as_object).into_iter().flatten() {
                let at = pointer::push(&pointer::push(&self.node.at, keyword), name.0);
                into.insert(name.0.clone(), self.side.id(&at));
            }
        }
        members.additional = self.unless_anything("additionalProperties");
        self.node.evaluated.members |= self.members.contains_key("additionalProperties");
        if members != Members::default() {
            members.listed_at.push(self.node.at.clone());
            self.node.members.push(members);
        }
    }

    fn items(&mut self) {
        // A list can mean nothing else, whatever the dialect.
        let listed = self.members.get("items").is_some_and(Value::is_array);
        let (prefix, rest) =
            if listed { ("items", "additionalItems") } else { ("prefixItems", "items") };
        let list = if listed { self.members.get(prefix) } else { self.known(prefix) };
        let list = list.cloned().unwrap_or_default();
        let items = Items { prefix: self.list(prefix, &list), rest: self.unless_anything(rest) };
        self.node.evaluated.items |= self.members.contains_key(rest);
        if items != Items::default() {
            self.node.items.push(items);
        }
    }

    /// Returns the schema under a keyword, when there is one that does not accept anything.
    fn unless_anything(&mut self, keyword: &str) -> Option<NodeId> {
        match self.members.get(keyword)? {
            Value::Bool(true) => None,
            Value::Object(members) if members.is_empty() => None,
            _ => Some(self.id(keyword)),
        }
    }

    /// Returns the value of a keyword that means something in the dialect.
    fn known(&self, keyword: &str) -> Option<&'a Value> {
        self.members.get(keyword).filter(|_| self.side.schemas.dialect.knows(keyword))
    }

    fn contains(&mut self) {
        if self.known("contains").is_none() {
            return;
        }
        // From draft 6 on, `2.0` is a whole number as well.
        let count = |keyword: &str| {
            let number = self.known(keyword)?.as_number().and_then(Decimal::of)?;
            let is_count = number.is_whole() && number >= Decimal::from_count(0);
            is_count.then(|| number.to_value().as_u64().unwrap_or(u64::MAX))
        };
        let (least, most) = (count("minContains").unwrap_or(1), count("maxContains"));
        let node = self.id("contains");
        let at = self.at("contains");
        let contains = Contains { node, least, most, at };
        // From 2020-12 on, items that it holds of are not left to `unevaluatedItems` (section 11.2).
        if contains.counts() || self.side.schemas.dialect >= Dialect::Draft202012 {
            self.node.contains.push(contains);
        }
    }

    fn condition(&mut self) {
        if self.known("if").is_none() {
            return;
        }
        let then = self.unless_anything("then");
        let otherwise = self.unless_anything("else");
        let (test, at) = (self.id("if"), self.at("if"));
        self.node.conditions.push(Condition { test, then, otherwise, at });
    }
}

/// Tells whether a keyword is read together with others.
fn is_of_group(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "patternProperties"
            | "additionalProperties"
            | "prefixItems"
            | "items"
            | "additionalItems"
            | "contains"
            | "minContains"
            | "maxContains"
            | "if"
            | "then"
            | "else"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
    )
}
