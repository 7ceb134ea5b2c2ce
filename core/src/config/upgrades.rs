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

/// The upgrade policies file: on top of `upgrades` in the rules file, the last rule that matches wins,
/// but a hold stays a hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct UpgradePolicies {
    /// Version of this shape, `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<String>,
    /// Rules in order.
    pub rules: Vec<UpgradeRule>,
}

/// One rule: what it matches, and what may happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct UpgradeRule {
    /// Name of the rule; it stands in the reasons.
    pub name: String,
    /// What it matches; an absent part matches anything.
    #[serde(rename = "match", default)]
    pub matches: UpgradeMatch,
    /// What may happen.
    pub action: UpgradeAction,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What an upgrade rule matches; `*` in a name matches any text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct UpgradeMatch {
    /// Name of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Name of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// Domain of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Maturity of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maturity: Option<String>,
    /// Class of the upgrade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<UpgradeClass>,
}

/// The class of an upgrade.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum UpgradeClass {
    /// The patch number is higher.
    Patch,
    /// The minor number is higher.
    Minor,
    /// The major number is higher.
    Major,
}

impl UpgradeClass {
    /// Returns the name hosts see.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What may happen with an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UpgradeAction {
    /// It may be made automatically.
    Auto,
    /// A person decides.
    Review,
    /// It must not be made now.
    Hold,
}
