//! What an artifact is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an artifact is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12.
    JsonSchema,
    /// An `OpenAPI` description, 3.0 and later, and Swagger 2.0.
    Openapi,
    /// A GraphQL schema: SDL, or the result of an introspection.
    Graphql,
    /// Configuration and policies: YAML, JSON and TOML.
    Config,
    /// Feature-flag manifests: flagd, `LaunchDarkly` and a plain notation.
    Flags,
    /// Prompt libraries: templates with variables, models, tools and what they ask of the model.
    Prompts,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::JsonSchema, Self::Openapi, Self::Graphql, Self::Config, Self::Flags, Self::Prompts];

    /// Returns the name of the kind, as documents and the command line spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonSchema => "json-schema",
            Self::Openapi => "openapi",
            Self::Graphql => "graphql",
            Self::Config => "config",
            Self::Flags => "flags",
            Self::Prompts => "prompts",
        }
    }
}
