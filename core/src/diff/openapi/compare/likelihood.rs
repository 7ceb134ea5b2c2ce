//! How sure it is that a change inside of a schema breaks clients, where the rule alone is too strict.

use serde_json::Value;

use crate::diff::draft::Draft;
use crate::diff::{Class, Polarity};
use crate::document::pointer;
use crate::finding::codes::diff::{json_schema as codes, json_schema_bounds as rows};

/// Likely, but not certain.
const LIKELY: f64 = 0.7;

/// Lowers the confidence of what breaks only some clients: a bound that is written down now may have held
/// before, a reader may treat values it does not know, and may live without what was never promised.
pub(super) fn weighed(mut draft: Draft, before: &Value) -> Draft {
    if draft.class != Class::Breaking {
        return draft;
    }
    // What both sides write breaks only one of them in most cases.
    let broken = draft.breaks.or(draft.polarity);
    if draft.code == codes::PROPERTY_ADDED && broken == Some(Polarity::Output) {
        draft.class = Class::Additive;
        draft.witness = None;
        return draft
            .because("clients that check responses against the closed schema alone notice")
            .sure(LIKELY);
    }
    let added = [
        rows::MINIMUM_ADDED,
        rows::MAXIMUM_ADDED,
        rows::MIN_LENGTH_ADDED,
        rows::MAX_LENGTH_ADDED,
        rows::MIN_ITEMS_ADDED,
        rows::MAX_ITEMS_ADDED,
        rows::MIN_PROPERTIES_ADDED,
        rows::MAX_PROPERTIES_ADDED,
        codes::PATTERN_CHANGED,
    ];
    let is_likely = match broken {
        Some(Polarity::Input) => added.contains(&draft.code),
        Some(Polarity::Output) => {
            draft.code == codes::ENUM_VALUE_ADDED
                || (draft.code == codes::PROPERTY_REMOVED && was_optional(&draft, before))
        }
        _ => false,
    };
    if is_likely {
        draft.confidence = draft.confidence.min(LIKELY);
    }
    draft
}

/// Tells whether a property that is gone was never promised.
fn was_optional(draft: &Draft, before: &Value) -> bool {
    let at = draft.before.as_ref().map(|part| part.pointer.as_str()).unwrap_or_default();
    let name = pointer::last(at);
    let mut schema = pointer::parent(at).and_then(pointer::parent);
    while let Some(at) = schema {
        if before.pointer(at).is_some_and(|schema| requires(schema, &name)) {
            return false;
        }
        // Parts of `allOf` speak of the same object.
        schema = pointer::parent(at).and_then(|list| list.strip_suffix("/allOf"));
    }
    true
}

/// Tells whether a schema, or a part of it, requires a member.
fn requires(schema: &Value, name: &str) -> bool {
    let listed = |schema: &Value, key: &str| schema.get(key).and_then(Value::as_array).cloned();
    let has = |schema: &Value| {
        listed(schema, "required").into_iter().flatten().any(|known| known == name)
    };
    has(schema) || listed(schema, "allOf").into_iter().flatten().any(|part| has(&part))
}
