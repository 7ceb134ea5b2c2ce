//! Codes of changes between two versions of an artifact, by kind. The severity of a row is that of the
//! worst case; who writes the values decides what a change really is.

pub mod config;
pub mod files;
pub mod flags;
pub mod graphql;
pub mod graphql_inputs;
pub mod json_schema;
pub mod json_schema_bounds;
pub mod merge;
pub mod openapi;
pub mod openapi_messages;
pub mod openapi_parameters;
pub mod openapi_schemas;
pub mod openapi_security;
pub mod policy;
pub mod prompts;
pub mod tree;
pub mod version;

/// Every code of changes.
pub(super) fn all() -> impl Iterator<Item = &'static super::Code> {
    [
        config::ALL,
        files::ALL,
        flags::ALL,
        graphql::ALL,
        graphql_inputs::ALL,
        json_schema::ALL,
        json_schema_bounds::ALL,
        merge::ALL,
        openapi::ALL,
        openapi_messages::ALL,
        openapi_parameters::ALL,
        openapi_schemas::ALL,
        openapi_security::ALL,
        policy::ALL,
        prompts::ALL,
        tree::ALL,
        version::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
