//! Keywords that give away which dialect a schema is written in that does not tell.

use serde_json::Value;

use super::dialect::Dialect;

/// What the keywords of a schema give away.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    /// Bounds are marked as exclusive (draft 4).
    marked_bounds: bool,
    /// `items` is a list, `additionalItems` or `dependencies` (up to 2019-09), or `definitions` stand alone.
    old: bool,
    /// Keywords that came with drafts 6 and 7.
    middle: bool,
    /// Keywords that came with 2019-09.
    new: bool,
    /// Keywords that came with 2020-12.
    newest: bool,
}

/// Keywords with a schema.
const SCHEMAS: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords with a list of schemas.
const LISTS: [&str; 5] = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];

/// Keywords with schemas by name.
const MAPS: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

impl Marks {
    /// Looks through a schema and those inside of it.
    pub(super) fn of(schema: &Value) -> Self {
        let old = schema.get("definitions").is_some() && schema.get("$defs").is_none();
        let mut found = Self { old, ..Self::default() };
        let mut waiting = vec![schema];
        while let Some(Value::Object(members)) = waiting.pop() {
            for (keyword, value) in members {
                found.note(keyword, value);
                match value {
                    Value::Object(named) if MAPS.contains(&keyword.as_str()) => {
                        waiting.extend(named.values().filter(|value| value.is_object()));
                    }
                    Value::Object(_) if SCHEMAS.contains(&keyword.as_str()) => waiting.push(value),
                    Value::Array(list) if LISTS.contains(&keyword.as_str()) => {
                        waiting.extend(list.iter().filter(|value| value.is_object()));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    fn note(&mut self, keyword: &str, value: &Value) {
        match keyword {
            "exclusiveMinimum" | "exclusiveMaximum" => self.marked_bounds |= value.is_boolean(),
            "items" => self.old |= value.is_array(),
            "additionalItems" | "dependencies" | "$recursiveAnchor" | "$recursiveRef" => {
                self.old = true;
            }
            _ => {}
        }
        match Dialect::since(keyword) {
            Dialect::Draft6 | Dialect::Draft7 => self.middle = true,
            Dialect::Draft201909 => self.new = true,
            Dialect::Draft202012 => self.newest = true,
            Dialect::Draft4 | Dialect::OpenApi30 | Dialect::OpenApi31 => {}
        }
    }

    /// Returns what two versions give away together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            marked_bounds: self.marked_bounds || other.marked_bounds,
            old: self.old || other.old,
            middle: self.middle || other.middle,
            new: self.new || other.new,
            newest: self.newest || other.newest,
        }
    }

    /// Returns the dialect that knows the keywords, when they tell.
    pub(super) fn dialect(self) -> Option<Dialect> {
        match self {
            Self { newest: true, .. } => Some(Dialect::Draft202012),
            Self { new: true, old: true, .. } => Some(Dialect::Draft201909),
            Self { new: true, .. } => Some(Dialect::Draft202012),
            Self { marked_bounds: true, middle: false, .. } => Some(Dialect::Draft4),
            Self { marked_bounds: true, .. } | Self { old: true, .. } => Some(Dialect::Draft7),
            _ => None,
        }
    }
}
