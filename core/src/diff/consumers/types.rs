//! Who uses an artifact, and whom a change concerns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diff::Polarity;
use crate::schema::shape;

/// Where a workspace keeps its consumers.
pub const CONSUMERS_PATH: &str = "config/consumers.yaml";

/// Who uses what of the artifacts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Consumers {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// The consumers.
    pub consumers: Vec<Consumer>,
}

/// Somebody who uses an artifact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name"]))]
pub struct Consumer {
    /// Name, usually of a service.
    pub name: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Names of the artifacts it uses; `*` matches any text. Absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact: Option<String>,
    /// What it uses of them: JSON Pointers (`/properties/email`), names with dots
    /// (`database.pool`), schema coordinates of GraphQL (`User.name`, `User.posts(first:)`, `@auth`) or
    /// operations of HTTP (`GET /pets`). Empty: unknown, so that every change may concern it.
    pub uses: Vec<String>,
    /// Whether it writes the values (`input`), reads them (`output`), or both. Absent: unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// Environment it runs in, such as `production`. Absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

/// A consumer that a change concerns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Affected {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Environment it runs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// How sure it is that the change concerns it, from 0 to 1: the confidence of the change, and half
    /// of it for a consumer of which nobody knows what it uses.
    pub confidence: f64,
}

shape!(Consumers, "consumers", version "1", at "config/consumers.yaml");
