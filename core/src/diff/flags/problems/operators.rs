//! The operators that each notation has.

use serde_json::Value;

use crate::diff::flags::model::Notation;

/// The operators of `JsonLogic`, and those that flagd adds.
const JSON_LOGIC: &[&str] = &[
    "var",
    "missing",
    "missing_some",
    "if",
    "?:",
    "==",
    "===",
    "!=",
    "!==",
    "!",
    "!!",
    "or",
    "and",
    ">",
    ">=",
    "<",
    "<=",
    "max",
    "min",
    "+",
    "-",
    "*",
    "/",
    "%",
    "map",
    "filter",
    "reduce",
    "all",
    "none",
    "some",
    "merge",
    "in",
    "cat",
    "substr",
    "log",
    "fractional",
    "sem_ver",
    "starts_with",
    "ends_with",
    "$ref",
];

/// The operators of clauses of `LaunchDarkly`.
const CLAUSES: &[&str] = &[
    "in",
    "endsWith",
    "startsWith",
    "matches",
    "contains",
    "lessThan",
    "lessThanOrEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "before",
    "after",
    "segmentMatch",
    "semVerEqual",
    "semVerLessThan",
    "semVerGreaterThan",
];

/// What the third argument of `sem_ver` may be.
const VERSIONS: &[&str] = &["=", "!=", "<", "<=", ">", ">=", "^", "~"];

/// Returns the first operator in a condition that its notation does not have.
pub(super) fn unknown(notation: Notation, condition: &Value) -> Option<String> {
    match notation {
        Notation::Flagd => json_logic(condition),
        Notation::LaunchDarkly => {
            let clauses = condition.as_array().into_iter().flatten();
            let mut operators = clauses.filter_map(|clause| clause.get("op")?.as_str());
            operators.find(|op| !CLAUSES.contains(op)).map(str::to_owned)
        }
        // The plain notation takes conditions of many kinds: nothing can be said of the unknown.
        Notation::Plain => None,
    }
}

/// Walks through operations; documents bound the depth.
fn json_logic(value: &Value) -> Option<String> {
    match value {
        Value::Object(members) => {
            if let Some(operator) = members.keys().find(|key| !JSON_LOGIC.contains(&key.as_str())) {
                return Some(operator.clone());
            }
            if let Some(sign) = members.get("sem_ver").and_then(|list| list.get(1)?.as_str())
                && !VERSIONS.contains(&sign)
            {
                return Some(format!("sem_ver {sign}"));
            }
            members.values().find_map(json_logic)
        }
        Value::Array(items) => items.iter().find_map(json_logic),
        _ => None,
    }
}
