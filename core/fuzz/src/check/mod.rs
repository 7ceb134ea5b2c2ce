//! What a fuzz target does with its bytes; broken promises panic. The targets of libFuzzer and the tests of
//! the main workspace, which replay past findings, share it.
//!
//! 1. `pair` makes two texts of the bytes: both as they stand, or one and `edits` to it.
//! 2. `artifacts` compares them, and asks what holds for every comparison.
//! 3. `places` and `formats` look at each place of the report, and at what it is written as.
//! 4. `document` holds the readers of JSON, YAML and TOML against each other.
//! 5. `lifecycle` has events happen, `audit` verifies records.

mod artifacts;
mod audit;
mod conditions;
mod document;
mod edits;
mod formats;
mod lifecycle;
mod pair;
mod places;

/// Does what the target called `name` does.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    match name {
        "audit" => audit::check(bytes),
        "condition" => conditions::check(bytes),
        "document" => document::check(bytes),
        "lifecycle" => lifecycle::check(bytes),
        "json_schema" => artifacts::check("json-schema", bytes),
        kind => artifacts::check(kind, bytes),
    }
}
