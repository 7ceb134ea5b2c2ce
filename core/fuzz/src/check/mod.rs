//! What a fuzz target does with its bytes; broken promises panic. The targets of libFuzzer and the tests of
//! the main workspace, which replay past findings, share it.
//!
//! 1. `pair` makes two texts of the bytes: both as they stand, or one and `edits` to it.
//! 2. `artifacts` compares them, and asks what holds for every comparison.
//! 3. `places` and `formats` look at each place of the report, and at what it is written as.
//! 4. `document` holds the readers of JSON, YAML and TOML against each other.

mod artifacts;
mod conditions;
mod document;
mod edits;
mod formats;
mod pair;
mod places;

/// What a target does with its bytes.
type Check = fn(&[u8]);

/// Every target, by name.
pub(crate) const TARGETS: [(&str, Check); 8] = [
    ("condition", conditions::check),
    ("config", |bytes| artifacts::check("config", bytes)),
    ("document", document::check),
    ("flags", |bytes| artifacts::check("flags", bytes)),
    ("graphql", |bytes| artifacts::check("graphql", bytes)),
    ("json_schema", |bytes| artifacts::check("json-schema", bytes)),
    ("openapi", |bytes| artifacts::check("openapi", bytes)),
    ("prompts", |bytes| artifacts::check("prompts", bytes)),
];

/// Does what the target called `name` does.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    assert!(target.is_some(), "there is no target `{name}`");
    if let Some((_, check)) = target {
        check(bytes);
    }
}
