//! How far behind the specifications a service may be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far behind the specifications a service may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DriftRules {
    /// Whether a missing lock file blocks (high) or is only told (low).
    pub block_on_missing_lock: bool,
    /// Whether a minor lag behind the newest specification is told as a warning (moderate) or as low.
    pub warn_on_minor_spec_lag: bool,
}

impl Default for DriftRules {
    fn default() -> Self {
        Self { block_on_missing_lock: true, warn_on_minor_spec_lag: true }
    }
}
