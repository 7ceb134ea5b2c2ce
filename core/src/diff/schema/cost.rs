//! How long a proof may take: what alternatives, conditions and what is excluded multiply up to at one place,
//! before anything is proved.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::refs::{Schemas, Target};
use crate::document::pointer;

/// Schemas inside of each other that are looked at; beyond it nothing is proved.
const MOST_DEPTH: usize = 64;

/// Values of one list.
const MOST_LISTED: usize = 2_000;

/// Schemas of one list that all apply: each is held against what the others ask together.
const MOST_TOGETHER: usize = 64;

/// Steps of one look.
const MOST_STEPS: usize = 50_000;

/// What a schema comes to.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Combinations of alternatives at the place.
    width: f64,
    /// Ways in which objects of alternatives can differ from each other.
    objects: f64,
    /// The sum of what lies inside.
    inside: f64,
    /// What it takes to take one set from another: the cube of the members of each object, measured.
    members: f64,
}

const LEAST: Cost = Cost { width: 1.0, objects: 1.0, inside: 0.0, members: 0.0 };

const ENDLESS: Cost = Cost { width: f64::INFINITY, ..LEAST };

/// Tells whether the schema at a place is simple enough to prove something about it.
pub(super) fn is_provable(schemas: &Schemas<'_>, at: &str) -> bool {
    const MOST: f64 = 20_000.0;
    let mut look = Look { schemas, known: BTreeMap::new(), left: MOST_STEPS };
    look.at(at, 0).total() < MOST
}

/// Returns what it takes to list the values of a provable schema that another one rejects: about two millionths of a
/// second each.
pub(super) fn of_listing(schemas: &Schemas<'_>, at: &str) -> f64 {
    let mut look = Look { schemas, known: BTreeMap::new(), left: MOST_STEPS };
    look.at(at, 0).members
}

impl Cost {
    fn total(self) -> f64 {
        // The difference of two unions multiplies them; each object adds a factor of its own.
        self.inside + self.width * self.width + 4.0 * self.objects
    }

    fn and(self, other: Self) -> Self {
        Self {
            width: self.width * other.width,
            objects: self.objects * other.objects,
            inside: self.inside + other.inside,
            members: self.members + other.members,
        }
    }
}

struct Look<'x, 'a> {
    schemas: &'x Schemas<'a>,
    known: BTreeMap<String, Cost>,
    left: usize,
}

impl Look<'_, '_> {
    fn at(&mut self, at: &str, depth: usize) -> Cost {
        if let Some(known) = self.known.get(at) {
            return *known;
        }
        let Some(left) = self.left.checked_sub(1).filter(|_| depth < MOST_DEPTH) else {
            return ENDLESS;
        };
        self.left = left;
        // A schema that contains itself is looked at once.
        self.known.insert(at.to_owned(), LEAST);
        let cost = match self.schemas.at(at) {
            Some(Value::Object(members)) => self.object(members, at, depth + 1),
            _ => LEAST,
        };
        self.known.insert(at.to_owned(), cost);
        cost
    }

    fn object(&mut self, members: &Map<String, Value>, at: &str, depth: usize) -> Cost {
        members.iter().fold(LEAST, |cost, (keyword, value)| {
            let here = pointer::push(at, keyword);
            let one = self.of_parts(keyword, value, &here, depth);
            cost.and(one.unwrap_or_else(|| self.of_whole(keyword, value, &here, depth)))
        })
    }

    /// Keywords about parts of the values; none for others.
    fn of_parts(&mut self, keyword: &str, value: &Value, here: &str, depth: usize) -> Option<Cost> {
        let names: Vec<String> = match (keyword, value) {
            ("properties" | "patternProperties", Value::Object(named)) => {
                named.keys().cloned().collect()
            }
            ("prefixItems" | "items", Value::Array(list)) => {
                (0..list.len()).map(|index| index.to_string()).collect()
            }
            (
                "items"
                | "additionalItems"
                | "additionalProperties"
                | "contains"
                | "propertyNames"
                | "unevaluatedProperties"
                | "unevaluatedItems",
                Value::Object(_),
            ) => return Some(self.inside(here, depth)),
            _ => return None,
        };
        let own = Cost {
            members: f64::from(u32::try_from(names.len()).unwrap_or(u32::MAX)).powi(3),
            ..LEAST
        };
        let places = names.iter().map(|name| pointer::push(here, name));
        Some(places.fold(own, |sum, at| sum.and(self.inside(&at, depth))))
    }

    /// Keywords about the values themselves.
    fn of_whole(&mut self, keyword: &str, value: &Value, here: &str, depth: usize) -> Cost {
        match (keyword, value) {
            ("$ref", Value::String(reference)) => match self.schemas.target(reference, here) {
                Target::Here(target) => self.at(&target, depth),
                Target::Elsewhere => LEAST,
            },
            ("enum", Value::Array(values)) if values.len() > MOST_LISTED => ENDLESS,
            ("allOf", Value::Array(list)) if list.len() > MOST_TOGETHER => ENDLESS,
            ("allOf", Value::Array(list)) => self.all(here, list.len(), depth),
            ("anyOf" | "oneOf", Value::Array(list)) => {
                self.either(here, list, keyword == "oneOf", depth)
            }
            ("if" | "not", _) => {
                let inner = self.at(here, depth);
                Cost { width: inner.width + 1.0, ..inner }
            }
            ("then" | "else", _) => self.at(here, depth),
            ("dependentSchemas" | "dependencies", Value::Object(named)) => {
                named.keys().fold(LEAST, |sum, name| {
                    let inner = self.at(&pointer::push(here, name), depth);
                    sum.and(Cost { width: inner.width + 1.0, ..inner })
                })
            }
            _ => LEAST,
        }
    }

    /// A schema of parts of the values.
    fn inside(&mut self, at: &str, depth: usize) -> Cost {
        let inner = self.at(at, depth);
        Cost { inside: inner.total(), members: inner.members, ..LEAST }
    }

    fn all(&mut self, list: &str, count: usize, depth: usize) -> Cost {
        let places = (0..count).map(|index| pointer::push(list, &index.to_string()));
        places.fold(LEAST, |sum, at| sum.and(self.at(&at, depth)))
    }

    fn either(&mut self, list: &str, branches: &[Value], excludes: bool, depth: usize) -> Cost {
        let mut sum = Cost { width: 0.0, ..LEAST };
        let mut count = 0.0;
        for (index, branch) in branches.iter().enumerate() {
            // Values that are listed go into one set.
            if branch.get("const").is_some() || branch.get("enum").is_some() {
                continue;
            }
            let one = self.at(&pointer::push(list, &index.to_string()), depth);
            let optional = self.members(branch, &pointer::push(list, &index.to_string()));
            count += 1.0;
            sum = Cost {
                width: sum.width + one.width,
                objects: sum.objects * one.objects * optional,
                inside: sum.inside + one.inside,
                members: sum.members + one.members,
            };
        }
        let factor = if excludes { f64::max(count, 2.0) / 2.0 } else { 1.0 };
        Cost { width: f64::max(sum.width * factor, 1.0), ..sum }
    }

    /// Counts the members that an alternative lists.
    fn members(&self, branch: &Value, at: &str) -> f64 {
        let target = branch.get("$ref").and_then(Value::as_str);
        let target = target.map(|reference| self.schemas.target(reference, at));
        let branch = match &target {
            Some(Target::Here(target)) => self.schemas.at(target).unwrap_or(branch),
            _ => branch,
        };
        let listed = branch.get("properties").and_then(Value::as_object).map_or(0, Map::len);
        f64::from(u32::try_from(listed.max(1)).unwrap_or(u32::MAX))
    }
}
