//! What in a schema is none: it is compared as far as it can be read, and told.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::dialect::Dialect;
use super::proof::{MOST_VALUES, count};
use crate::diff::fields::{quoted, shown};
use crate::document::pointer;
use crate::finding::codes::diff::json_schema as codes;
use crate::finding::{Finding, Location};

/// Places that are told of one schema.
const MOST_TOLD: usize = 100;

/// Returns what the metaschema of the dialect says against a schema; of large documents, nothing.
pub(super) fn findings(schema: &Value, dialect: Dialect) -> Vec<Finding> {
    if count(schema, MOST_VALUES) >= MOST_VALUES {
        return Vec::new();
    }
    let Some(validator) = metaschema(dialect) else { return Vec::new() };
    let errors = validator.iter_errors(schema).take(MOST_TOLD);
    let mut places = BTreeMap::new();
    for error in errors {
        places.entry(error.instance_path().to_string()).or_insert_with(|| message(&error, dialect));
    }
    places.into_iter().map(|(at, message)| finding(&at, message)).collect()
}

fn finding(at: &str, message: String) -> Finding {
    Finding::new(codes::NOT_A_SCHEMA, "", &[at], message).at(Location::new("", at))
}

fn message(error: &jsonschema::ValidationError<'_>, dialect: Dialect) -> String {
    let at = error.instance_path().to_string();
    let value = shown(error.instance());
    let segments: Vec<String> = pointer::segments(&at).collect();
    let is_index = |segment: &&String| segment.bytes().all(|byte| byte.is_ascii_digit());
    match segments.iter().rev().find(|segment| !is_index(segment)) {
        Some(keyword) => format!("in {}, {} cannot be {value}", dialect.name(), quoted(keyword)),
        None => format!("in {}, a schema cannot be {value}", dialect.name()),
    }
}

/// Returns the schema of schemas of a dialect. Its formats are asserted: they tell what is no pattern.
fn metaschema(dialect: Dialect) -> Option<&'static Validator> {
    static KNOWN: [OnceLock<Option<Validator>>; 5] = [const { OnceLock::new() }; 5];
    let (slot, address) = match dialect {
        Dialect::Draft4 => (0, "http://json-schema.org/draft-04/schema#"),
        Dialect::Draft6 => (1, "http://json-schema.org/draft-06/schema#"),
        Dialect::Draft7 => (2, "http://json-schema.org/draft-07/schema#"),
        Dialect::Draft201909 => (3, "https://json-schema.org/draft/2019-09/schema"),
        Dialect::Draft202012 => (4, "https://json-schema.org/draft/2020-12/schema"),
        Dialect::OpenApi30 | Dialect::OpenApi31 => return None,
    };
    let build = || {
        jsonschema::options()
            .offline()
            .with_draft(dialect.draft())
            .should_validate_formats(true)
            .build(&json!({"$ref": address}))
            .ok()
    };
    KNOWN.get(slot)?.get_or_init(build).as_ref()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, findings};

    #[test]
    fn every_dialect_tells_what_is_no_schema() {
        for dialect in [
            Dialect::Draft4,
            Dialect::Draft6,
            Dialect::Draft7,
            Dialect::Draft201909,
            Dialect::Draft202012,
        ] {
            let sound = json!({"type": "object", "properties": {"type": {"enum": [1]}}});
            assert_eq!(findings(&sound, dialect), [], "{dialect:?}");
            let odd =
                json!({"properties": {"a": {"type": "strin", "pattern": "("}}, "required": [1]});
            let told: Vec<String> = findings(&odd, dialect)
                .into_iter()
                .filter_map(|finding| finding.location.map(|at| at.pointer.to_string()))
                .collect();
            assert_eq!(
                told,
                ["/properties/a/pattern", "/properties/a/type", "/required/0"],
                "{dialect:?}"
            );
        }
    }
}
