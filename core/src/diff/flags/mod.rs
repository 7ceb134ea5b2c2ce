//! Feature-flag manifests: who is served what, and how that changed.
//!
//! 1. `read` reads a manifest to its `model`; each flag in the notation it is written in (`flagd`,
//!    `launchdarkly`, `plain`).
//! 2. `compare` compares flag by flag and environment by environment.
//! 3. `problems` tells what makes a manifest invalid; what is newly invalid is breaking.

mod compare;
mod conditions;
mod flagd;
mod launchdarkly;
mod model;
mod plain;
mod problems;
mod read;
mod show;

use serde_json::Value;

use super::draft::Found;
use crate::time::Timestamp;

/// Compares two manifests; `now` decides which flags are past their expiry.
pub(super) fn changes(before: &Value, after: &Value, now: Timestamp) -> Found {
    let (was, is) = (read::manifest(before), read::manifest(after));
    let mut found = compare::compare(&was, &is, now);
    problems::compare(&was, &is, &mut found);
    found
}

/// Tells whether a document is a manifest of feature flags.
pub(super) fn is_manifest(document: &Value) -> bool {
    let told = document.get("$schema").and_then(Value::as_str);
    if told.is_some_and(|schema| schema.contains("flagd")) {
        return true;
    }
    // Much configuration has features that are on or off and nothing else.
    let is_flag = |flag: &Value, list: &str| {
        ["variants", "variations", "defaultVariant"].iter().any(|key| flag.get(key).is_some())
            || flag
                .get("state")
                .is_some_and(|state| state.is_string() && read::is_on(state).is_some())
            || (list == "flags" && flag.get("enabled").is_some_and(Value::is_boolean))
    };
    ["flags", "items", "features"].iter().any(|key| match document.get(*key) {
        Some(Value::Object(flags)) => {
            !flags.is_empty() && flags.values().all(|flag| is_flag(flag, key))
        }
        Some(Value::Array(flags)) => {
            let keyed = |flag: &Value| flag.get("key").is_some_and(Value::is_string);
            !flags.is_empty() && flags.iter().all(|flag| keyed(flag) && is_flag(flag, key))
        }
        _ => false,
    })
}
