//! The dialects of JSON Schema, and in what they differ.

use serde_json::Value;

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
    /// Returns the dialect that `$schema` names, or else the one that the keywords give away; the
    /// newest when nothing does.
    pub(crate) fn of(schema: &Value) -> Self {
        let stated = schema.get("$schema").and_then(Value::as_str);
        stated.and_then(Self::named).unwrap_or_else(|| Self::guessed(schema))
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

    /// Only draft 4 has `id` at the root and booleans as exclusive bounds; only drafts up to 7 have
    /// `definitions` and no `$defs`.
    fn guessed(schema: &Value) -> Self {
        let has = |key: &str| schema.get(key).is_some();
        let boolean_bound = |key: &str| schema.get(key).is_some_and(Value::is_boolean);
        if boolean_bound("exclusiveMinimum") || boolean_bound("exclusiveMaximum") {
            Self::Draft4
        } else if has("definitions") && !has("$defs") {
            Self::Draft7
        } else {
            Self::Draft202012
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
    pub(crate) fn has_item_lists(self) -> bool {
        self <= Self::Draft201909
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
