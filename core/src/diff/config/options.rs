//! What a comparison of configuration can be told.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Which way a field of a configuration guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldPolarity {
    /// More (or `true`, or a longer list) restricts more: `min_approvals`, `require_mfa`.
    HigherIsTighter,
    /// More (or `true`, or a longer list) permits more: `max_size`, `allow_anonymous`.
    HigherIsLooser,
    /// It guards nothing: `port`.
    Neutral,
}

/// How configuration and policies are compared. Where globs are asked for, one that begins with `/`
/// is held against the JSON Pointer of a field, and any other against its name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigOptions {
    /// Members that tell the items of a list apart, the first that all items have. Absent: `id`,
    /// `name`, `key`, `rule`, `path`, `sid`, `slug`, `uid`.
    pub identity_keys: Vec<String>,
    /// Globs of lists whose order counts, besides lists of rules, and of steps and the like.
    pub ordered: Vec<String>,
    /// Globs of lists whose order does not count; it wins over `ordered`.
    pub sets: Vec<String>,
    /// Which way fields guard, by glob; the first glob in byte order that fits. It wins over what is
    /// known about names.
    pub polarity: BTreeMap<String, FieldPolarity>,
    /// Globs of fields that change nothing, besides descriptions, labels and the like.
    pub cosmetic: Vec<String>,
    /// Names of environments, besides common ones such as `production` and `staging`.
    pub environments: Vec<String>,
}

impl Default for ConfigOptions {
    fn default() -> Self {
        let identity = ["id", "name", "key", "rule", "path", "sid", "slug", "uid"];
        Self {
            identity_keys: identity.map(str::to_owned).to_vec(),
            ordered: Vec::new(),
            sets: Vec::new(),
            polarity: BTreeMap::new(),
            cosmetic: Vec::new(),
            environments: Vec::new(),
        }
    }
}

/// Tells whether a glob of the options fits a field.
pub(super) fn fits(glob: &str, pointer: &str, name: &str) -> bool {
    let subject = if glob.starts_with('/') { pointer } else { name };
    glob == subject || wildmatch::WildMatch::new(glob).matches(subject)
}
