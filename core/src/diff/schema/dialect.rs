//! The dialects of JSON Schema, and in what they differ.

use serde_json::Value;

use super::marks::Marks;

/// A dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    Draft4,
    Draft6,
    Draft7,
    /// The schema object of OpenAPI 3.0, and of Swagger 2.0 once it is lifted.
    OpenApi30,
    Draft201909,
    Draft202012,
    /// The schema object of OpenAPI 3.1 and later: 2020-12 with a vocabulary of its own.
    OpenApi31,
}

impl Dialect {
    /// Returns the dialects of two versions of a schema: where `$schema` does not tell, the
    /// keywords do, or else the other version; the newest when nothing does.
    pub(crate) fn of_both(before: &Value, after: &Value) -> [Self; 2] {
        let stated = [before, after].map(Self::stated);
        if let [Some(was), Some(is)] = stated {
            return [was, is];
        }
        let ([was, is], [old, new]) = (stated, [before, after].map(Marks::of));
        let told = match (was, is) {
            (Some(_), _) => new,
            (_, Some(_)) => old,
            _ => old.and(new),
        };
        let guessed = told.dialect().or(was).or(is).unwrap_or(Self::Draft202012);
        [was.unwrap_or(guessed), is.unwrap_or(guessed)]
    }

    /// Returns the dialect of one schema.
    pub(crate) fn of(schema: &Value) -> Self {
        let guessed = || Marks::of(schema).dialect().unwrap_or(Self::Draft202012);
        Self::stated(schema).unwrap_or_else(guessed)
    }

    /// Returns the dialect that `$schema` names.
    pub(crate) fn stated(schema: &Value) -> Option<Self> {
        schema.get("$schema").and_then(Value::as_str).and_then(Self::named)
    }

    fn named(uri: &str) -> Option<Self> {
        let marks = [
            ("draft-04", Self::Draft4),
            ("draft-06", Self::Draft6),
            ("draft-07", Self::Draft7),
            ("2019-09", Self::Draft201909),
            ("2020-12", Self::Draft202012),
        ];
        marks.into_iter().find(|(mark, _)| uri.contains(mark)).map(|(_, dialect)| dialect)
    }

    /// Tells whether a keyword means something; `dependencies` still does, where validators are kind.
    pub(crate) fn knows(self, keyword: &str) -> bool {
        if self.is_openapi() {
            return true;
        }
        match keyword {
            "$recursiveRef" => self == Self::Draft201909,
            "additionalItems" => self.has_item_lists(),
            _ => self >= Self::since(keyword),
        }
    }

    /// Returns the dialect that a keyword came with; the oldest for names that are none.
    pub(super) fn since(keyword: &str) -> Self {
        match keyword {
            "$id" | "const" | "contains" | "propertyNames" => Self::Draft6,
            "if" | "then" | "else" | "contentEncoding" | "contentMediaType" => Self::Draft7,
            "$anchor"
            | "$defs"
            | "$recursiveAnchor"
            | "$recursiveRef"
            | "contentSchema"
            | "dependentRequired"
            | "dependentSchemas"
            | "maxContains"
            | "minContains"
            | "unevaluatedItems"
            | "unevaluatedProperties" => Self::Draft201909,
            "$dynamicAnchor" | "$dynamicRef" | "prefixItems" => Self::Draft202012,
            _ => Self::Draft4,
        }
    }

    /// Returns the keyword by which a part gives itself an address.
    pub(crate) fn name_keyword(self) -> &'static str {
        if self == Self::Draft4 { "id" } else { "$id" }
    }

    /// Whether keywords beside `$ref` count (from 2019-09 on).
    pub(crate) fn keeps_ref_siblings(self) -> bool {
        self >= Self::Draft201909
    }

    /// Whether null is accepted by `nullable`, and parts give themselves no names (OpenAPI 3.0.4
    /// section 4.7.24).
    pub(crate) fn has_nullable(self) -> bool {
        self == Self::OpenApi30
    }

    /// Whether `readOnly` members are not sent, `writeOnly` members are not returned, and a
    /// `discriminator` chooses among alternatives.
    pub(crate) fn is_openapi(self) -> bool {
        matches!(self, Self::OpenApi30 | Self::OpenApi31)
    }

    /// Whether `items` may be a list of schemas, with `additionalItems` behind it (up to 2019-09).
    fn has_item_lists(self) -> bool {
        self <= Self::Draft201909
    }

    /// Returns what people call the dialect.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draft4 => "draft 4",
            Self::Draft6 => "draft 6",
            Self::Draft7 => "draft 7",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::Draft201909 => "2019-09",
            Self::Draft202012 => "2020-12",
            Self::OpenApi31 => "OpenAPI 3.1",
        }
    }

    /// Returns the dialect as the library calls it; OpenAPI 3.0 has to be rewritten for it.
    pub(crate) fn draft(self) -> jsonschema::Draft {
        match self {
            Self::Draft4 => jsonschema::Draft::Draft4,
            Self::Draft6 => jsonschema::Draft::Draft6,
            Self::Draft7 => jsonschema::Draft::Draft7,
            Self::Draft201909 => jsonschema::Draft::Draft201909,
            Self::OpenApi30 | Self::Draft202012 | Self::OpenApi31 => jsonschema::Draft::Draft202012,
        }
    }
}
