//! Codes of changes between two versions of an artifact, by kind. The severity of a row is that of the
//! worst case; who writes the values decides what a change really is.

pub mod config;
pub mod flags;
pub mod graphql;
pub mod graphql_inputs;
pub mod json_schema;
pub mod json_schema_bounds;
pub mod merge;
pub mod policy;
pub mod prompts;
pub mod version;

/// Every code of changes.
pub(super) fn all() -> impl Iterator<Item = &'static super::Code> {
    [
        config::ALL,
        flags::ALL,
        graphql::ALL,
        graphql_inputs::ALL,
        json_schema::ALL,
        json_schema_bounds::ALL,
        merge::ALL,
        policy::ALL,
        prompts::ALL,
        version::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
