//! The inputs of the operations for a made-up workspace, as text and as values.

use serde_json::{Value, json};

use crate::platform::{NOW, Platform};

/// Returns the input of `build_catalog`.
pub fn build_catalog(platform: &Platform) -> Value {
    json!({"manifests": platform.manifests(), "now": NOW})
}

/// Returns the input of `validate_catalog`.
pub fn validate_catalog(platform: &Platform) -> Value {
    json!({"index": platform.index_yaml(), "now": NOW})
}

/// Returns the input of `check_graph`.
pub fn check_graph(platform: &Platform) -> Value {
    json!({"catalog": platform.index_yaml(), "graph": platform.graph(), "now": NOW})
}

/// Returns the input of `find_impact`: a change of one service in the middle.
pub fn find_impact(platform: &Platform) -> Value {
    let middle = platform.services.get(platform.services.len() / 2);
    let name = middle.map(|service| service.name.as_str()).unwrap_or_default();
    let changes = json!([{"kind": "service", "name": name}]);
    json!({"catalog": platform.index_yaml(), "changes": changes})
}

/// Returns the input of `classify_drift`.
pub fn classify_drift(platform: &Platform) -> Value {
    json!({
        "catalog": platform.index_yaml(),
        "spec_index": platform.spec_index(),
        "locks": platform.locks(),
        "now": NOW,
    })
}

/// Returns the input of `score_quality`.
pub fn score_quality(platform: &Platform) -> Value {
    json!({"catalog": platform.index_yaml(), "now": NOW})
}

/// Returns the input of `check_platform`.
pub fn check_platform(platform: &Platform) -> Value {
    json!({"files": platform.files(), "now": NOW})
}
