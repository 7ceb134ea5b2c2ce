//! Which upgrades may be made without a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The section `upgrades` of the rules file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct UpgradeRules {
    /// Whether a newer minor or patch version of a specification may be taken automatically.
    pub auto_minor_spec: bool,
    /// Whether a newer patch version of a library may be taken automatically.
    pub auto_patch_libs: bool,
    /// Whether a newer major version needs a person.
    pub require_review_for_major: bool,
}

impl Default for UpgradeRules {
    fn default() -> Self {
        Self { auto_minor_spec: true, auto_patch_libs: true, require_review_for_major: true }
    }
}

/// The upgrade policies file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct UpgradePolicies {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
}
