//! What the collector of manifests says of its own work.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schema::shape;
use crate::time::Timestamp;

/// The collection status file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct CollectionStatus {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// When the collection ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_at: Option<Timestamp>,
    /// What happened to each service that is worth a word; others were collected.
    pub services: BTreeMap<String, ServiceCollection>,
}

/// What happened to one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ServiceCollection {
    /// What happened.
    pub status: Collection,
    /// Why, in the collector's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How the collection of one service ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Collection {
    /// Its manifest was collected.
    Collected,
    /// Its manifest could not be collected.
    Failed,
    /// The service is gone on purpose: its entry is removed.
    Removed,
}

shape!(CollectionStatus, "collection-status", version "1", at "catalog/collection-status.yaml");
