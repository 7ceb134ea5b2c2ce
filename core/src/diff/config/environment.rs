//! Which environment a part of a configuration is for.

use serde_json::Value;

use super::names::words;
use super::options::ConfigOptions;

/// Members whose members are environments.
const CONTAINERS: &[&str] = &["environment", "environments", "overlays", "overrides", "profiles"];

/// Names that stand for an environment wherever they are.
const NAMES: &[&str] = &[
    "production",
    "prod",
    "live",
    "staging",
    "stage",
    "preprod",
    "preproduction",
    "uat",
    "development",
    "dev",
];

/// Returns the environment that the member `key` of `parent` is for.
pub(super) fn named<'k>(
    key: &'k str,
    parent: &str,
    value: &Value,
    options: &ConfigOptions,
) -> Option<&'k str> {
    let inside = value.is_object() && CONTAINERS.contains(&words(parent).join("_").as_str());
    (inside || value.is_object() && is_name(key, options)).then_some(key)
}

/// Returns the environment that the item `name` of the list `key` is for.
pub(super) fn listed<'n>(key: &str, name: &'n str, options: &ConfigOptions) -> Option<&'n str> {
    let inside = CONTAINERS.contains(&words(key).join("_").as_str());
    (inside || is_name(name, options)).then_some(name)
}

/// Returns the environment that a file is for, by the folders and the name of its path: `prod/a.yaml`,
/// and `values-prod.yaml`, where the last word of the name tells.
pub(super) fn of_path(path: &str, options: &ConfigOptions) -> Option<String> {
    let parts = path.rsplit(['/', '\\', '.']);
    let named = |part: &str| {
        let last = part.rsplit(['-', '_']).next().unwrap_or(part);
        [part, last].into_iter().find(|name| is_name(name, options)).map(str::to_owned)
    };
    parts.into_iter().find_map(named)
}

fn is_name(name: &str, options: &ConfigOptions) -> bool {
    let plain = name.to_ascii_lowercase();
    NAMES.contains(&plain.as_str()) || options.environments.iter().any(|known| *known == name)
}

/// Tells whether an environment is the one that serves everybody.
pub(super) fn is_production(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "production" | "prod" | "live")
}
