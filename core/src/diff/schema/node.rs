//! A schema after reading: what it asks of each type of value, keyword by keyword, with the place of
//! each. Spellings that mean the same are one here, so that a comparison sees only meaning.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::decimal::Decimal;
use super::proof::count;

/// Number of a schema of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// What a keyword says, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said<T> {
    pub(crate) value: T,
    /// JSON Pointer of the keyword.
    pub(crate) at: String,
}

/// The six types of JSON, as a set; `integer` is a number that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types {
    bits: u8,
    /// Numbers must be whole.
    pub(crate) whole: bool,
}

/// One type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Null,
    Boolean,
    Object,
    Array,
    Number,
    String,
}

impl Type {
    pub(crate) const ALL: [Self; 6] =
        [Self::Null, Self::Boolean, Self::Object, Self::Array, Self::Number, Self::String];

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Number => "number",
            Self::String => "string",
        }
    }
}

impl Types {
    pub(crate) const ANY: Self = Self { bits: 0b11_1111, whole: false };

    /// Returns the set that a list of type names stands for; unknown names stand for nothing.
    pub(crate) fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut types = Self { bits: 0, whole: true };
        for name in names {
            if name == "integer" {
                types.bits |= Self::bit(Type::Number);
                continue;
            }
            if let Some(known) = Type::ALL.into_iter().find(|known| known.name() == name) {
                types.bits |= Self::bit(known);
                types.whole &= known != Type::Number;
            }
        }
        types.whole &= types.has(Type::Number);
        types
    }

    /// Tells whether a name is that of a type.
    pub(in crate::diff) fn knows(name: &str) -> bool {
        name == "integer" || Type::ALL.into_iter().any(|of| of.name() == name)
    }

    /// Returns the types of listed values.
    pub(crate) fn of(values: &[Value]) -> Self {
        let whole = values
            .iter()
            .filter_map(Value::as_number)
            .all(|n| Decimal::of(n).is_none_or(|number| number.is_whole()));
        let bits = values.iter().fold(0, |bits, value| bits | Self::bit(Type::of(value)));
        Self { bits, whole: whole && bits & Self::bit(Type::Number) != 0 }
    }

    fn bit(of: Type) -> u8 {
        1 << of as u8
    }

    pub(crate) fn has(self, wanted: Type) -> bool {
        self.bits & Self::bit(wanted) != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Adds a type, as `nullable` does.
    #[must_use]
    pub(crate) fn with(self, more: Type) -> Self {
        Self { bits: self.bits | Self::bit(more), ..self }
    }

    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        let bits = self.bits & other.bits;
        let whole = (self.whole || other.whole) && bits & Self::bit(Type::Number) != 0;
        Self { bits, whole }
    }

    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        let fraction = |types: Self| types.has(Type::Number) && !types.whole;
        let bits = self.bits | other.bits;
        let whole = bits & Self::bit(Type::Number) != 0 && !fraction(self) && !fraction(other);
        Self { bits, whole }
    }

    /// Names the types, `integer` for whole numbers.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let name = |of: Type| if of == Type::Number && self.whole { "integer" } else { of.name() };
        Type::ALL.into_iter().filter(|of| self.has(*of)).map(name).collect()
    }
}

/// What is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    Number,
    Length,
    Items,
    Properties,
}

impl Measure {
    /// The type it is of: a keyword about another one has no effect.
    pub(crate) fn of(self) -> Type {
        match self {
            Self::Number => Type::Number,
            Self::Length => Type::String,
            Self::Items => Type::Array,
            Self::Properties => Type::Object,
        }
    }
}

/// A bound of a measure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: Decimal,
    /// The bound itself is outside.
    pub(crate) exclusive: bool,
}

/// The values of an object by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Members {
    pub(crate) properties: BTreeMap<String, NodeId>,
    pub(crate) patterns: BTreeMap<String, NodeId>,
    /// What names must satisfy that neither of the two covers; none for anything.
    pub(crate) additional: Option<NodeId>,
    /// Places of the schemas that list the members.
    pub(crate) listed_at: Vec<String>,
}

/// The items of a list by their positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Items {
    pub(crate) prefix: Vec<NodeId>,
    /// What the items behind must satisfy; none for anything.
    pub(crate) rest: Option<NodeId>,
}

impl Items {
    /// Returns what the item at `index` must satisfy.
    pub(crate) fn asked(&self, index: usize) -> Option<NodeId> {
        self.prefix.get(index).copied().or(self.rest)
    }
}

/// How many items must satisfy a schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contains {
    pub(crate) node: NodeId,
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
    pub(crate) at: String,
}

impl Contains {
    /// Tells whether it asks something of a list; otherwise it only says which items have met a schema.
    pub(crate) fn counts(&self) -> bool {
        self.least > 0 || self.most.is_some()
    }
}

/// `if`, `then` and `else`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) test: NodeId,
    pub(crate) then: Option<NodeId>,
    pub(crate) otherwise: Option<NodeId>,
    pub(crate) at: String,
}

/// Whether a schema leaves members or items to `unevaluatedProperties` and `unevaluatedItems` around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evaluated {
    pub(crate) members: bool,
    pub(crate) items: bool,
}

/// What a schema asks; a value is accepted when it satisfies all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Node {
    /// JSON Pointer of the schema.
    pub(crate) at: String,
    /// Nothing is accepted (`false`).
    pub(crate) never: bool,
    pub(crate) types: Option<Said<Types>>,
    /// What `type` says where nobody knows the name.
    pub(crate) strange: Option<Said<Value>>,
    /// `enum` and `const`.
    pub(crate) values: Option<Said<Vec<Value>>>,
    pub(crate) lower: BTreeMap<Measure, Said<Bound>>,
    pub(crate) upper: BTreeMap<Measure, Said<Bound>>,
    pub(crate) multiples: Vec<Said<Decimal>>,
    pub(crate) patterns: Vec<Said<String>>,
    pub(crate) formats: Vec<Said<String>>,
    /// `contentEncoding`, `contentMediaType` and `contentSchema`.
    pub(crate) content: BTreeMap<&'static str, Said<Value>>,
    pub(crate) unique: Option<String>,
    /// Names that must be there, with the place of each.
    pub(crate) required: BTreeMap<String, String>,
    /// Several where they cannot be made one.
    pub(crate) members: Vec<Members>,
    /// What the names of members must satisfy.
    pub(crate) names: Option<NodeId>,
    pub(crate) needs: BTreeMap<String, Said<BTreeSet<String>>>,
    pub(crate) needs_schema: BTreeMap<String, NodeId>,
    pub(crate) items: Vec<Items>,
    pub(crate) contains: Vec<Contains>,
    /// Only where the value decides what is evaluated; otherwise it is part of `members` and `items`.
    pub(crate) unevaluated_properties: Option<NodeId>,
    pub(crate) unevaluated_items: Option<NodeId>,
    /// Schemas that must be satisfied too, and whose own `unevaluatedProperties` or `unevaluatedItems` the
    /// value decides: these speak of what stands beside them there, and of nothing else.
    pub(crate) apart: Vec<NodeId>,
    /// Every member, every item has met a schema (JSON Schema core, section 11).
    pub(crate) evaluated: Evaluated,
    pub(crate) any_of: Vec<Said<Vec<NodeId>>>,
    pub(crate) one_of: Vec<Said<Vec<NodeId>>>,
    pub(crate) none_of: Vec<NodeId>,
    pub(crate) conditions: Vec<Condition>,
    /// The member that tells alternatives apart (OpenAPI).
    pub(crate) discriminator: Option<Said<serde_json::Map<String, Value>>>,
    /// References that lead out of the supplied documents, or that only a run can resolve.
    pub(crate) unknown: Vec<Said<Value>>,
    /// What changes no set: titles, defaults, and keywords nobody knows.
    pub(crate) notes: BTreeMap<String, Said<Value>>,
}

impl Node {
    /// Returns the types that are accepted: those that are named, as far as listed values have them.
    pub(crate) fn accepts(&self) -> Types {
        let named = self.types.as_ref().map_or(Types::ANY, |types| types.value);
        self.values.as_ref().map_or(named, |said| named.and(Types::of(&said.value)))
    }

    /// Returns how much there is to copy: listed values, names and alternatives.
    pub(crate) fn size(&self) -> usize {
        let values = self.values.as_ref().map_or(0, |said| said.value.len());
        let members = self.members.iter().map(|m| m.properties.len() + m.patterns.len());
        let unions = self.any_of.iter().chain(&self.one_of).map(|said| said.value.len());
        let items = self.items.iter().map(|items| items.prefix.len());
        let lists = self.none_of.len() + self.multiples.len() + self.patterns.len();
        let needs = self.required.len() + self.needs.len() + self.needs_schema.len();
        1 + values
            + members.chain(unions).chain(items).sum::<usize>()
            + lists
            + needs
            + self.contains.len()
            + self.conditions.len()
            + self.unknown.len()
            + self.apart.len()
            + self.notes.values().map(|said| count(&said.value, usize::MAX)).sum::<usize>()
    }

    /// Returns what is asked of values of one type.
    pub(crate) fn of_type(mut self, only: Type) -> Self {
        if let Some(types) = &mut self.types {
            types.value = types.value.and(Types::named([only.name()]));
        }
        if let Some(values) = &mut self.values {
            values.value.retain(|value| Type::of(value) == only);
        }
        let of_measure = |measure: &Measure| measure.of() == only;
        self.lower.retain(|measure, _| of_measure(measure));
        self.upper.retain(|measure, _| of_measure(measure));
        if only != Type::Number {
            self.multiples.clear();
        }
        if only != Type::String {
            self.patterns.clear();
            self.content.clear();
        }
        if !matches!(only, Type::String | Type::Number) {
            self.formats.clear();
        }
        if only != Type::Array {
            (self.items, self.contains, self.unique) = (Vec::new(), Vec::new(), None);
            self.unevaluated_items = None;
        }
        if only != Type::Object {
            (self.members, self.names) = (Vec::new(), None);
            self.required.clear();
            self.needs.clear();
            self.needs_schema.clear();
            self.unevaluated_properties = None;
        }
        self
    }

    /// Tells whether something is said about a member, or about names of members.
    pub(crate) fn speaks_of(&self, name: &str) -> bool {
        let needs = &self.needs;
        self.names.is_some()
            || self.required.contains_key(name)
            || self.members.iter().any(|members| members.properties.contains_key(name))
            || needs.contains_key(name)
            || needs.values().any(|said| said.value.contains(name))
            || self.needs_schema.contains_key(name)
    }

    /// Tells whether every value is accepted.
    pub(crate) fn asks_nothing(&self) -> bool {
        let discriminator = self.discriminator.clone();
        *self == Self { discriminator, evaluated: self.evaluated, ..self.words() }
    }

    /// Returns a schema that stands here, says the same to people, and asks nothing.
    pub(crate) fn words(&self) -> Self {
        let asked = self.contains.iter().any(Contains::counts);
        let contains = if asked { Vec::new() } else { self.contains.clone() };
        Self { at: self.at.clone(), notes: self.notes.clone(), contains, ..Self::default() }
    }

    /// Tells whether null is accepted and nothing else.
    pub(crate) fn is_null(&self) -> bool {
        self.accepts().names() == [Type::Null.name()]
    }

    /// Tells whether it is plain that no value is accepted.
    pub(crate) fn is_never(&self) -> bool {
        self.never || self.accepts().is_empty()
    }

    /// Tells whether the value decides which of several schemas apply at the same place.
    pub(crate) fn has_choices(&self) -> bool {
        !(self.any_of.is_empty()
            && self.one_of.is_empty()
            && self.conditions.is_empty()
            && self.needs_schema.is_empty()
            && self.unknown.is_empty()
            && self.apart.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{Type, Types};

    #[test]
    fn whole_numbers_are_numbers() {
        let integer = Types::named(["integer"]);
        assert!(integer.has(Type::Number) && integer.whole);
        assert_eq!(Types::named(["integer", "number", "null"]).names(), ["null", "number"]);
        assert_eq!(integer.and(Types::named(["number", "string"])), integer);
        assert_eq!(Types::named(["string"]).and(Types::ANY).names(), ["string"]);
        assert!(Types::named(["string"]).and(integer).is_empty());
    }
}
