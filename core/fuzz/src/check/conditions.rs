//! Two conditions of a rule, written as expressions.

use meta_core::diff::{Class, DiffArtifactsInput, diff_artifacts};
use serde_json::json;

use super::artifacts;
use super::pair::Pair;

/// Compares the two conditions that `bytes` make, each also with what says the same.
pub(super) fn check(bytes: &[u8]) {
    let pair = Pair::read(bytes);
    artifacts::compare("config", &pair.with(&rule(&pair.before), &rule(&pair.after)));
    for condition in [&pair.before, &pair.after] {
        for same in [format!("({condition}) && ({condition})"), format!("!(!({condition}))")] {
            check_same(condition, &same);
        }
    }
}

fn rule(condition: &str) -> String {
    json!({"rules": [{"id": "a", "effect": "deny", "condition": condition}]}).to_string()
}

/// Either it is seen that `same` says the same, or it is said that nothing is known.
fn check_same(condition: &str, same: &str) {
    let input = Pair::read(b"").with(&rule(condition), &rule(same)).input("config", true);
    let report =
        serde_json::from_value::<DiffArtifactsInput>(input).map(|input| diff_artifacts(&input));
    for change in report.into_iter().flatten().flat_map(|report| report.changes) {
        let right = change.class == Class::Cosmetic || change.confidence <= 0.5;
        assert!(right, "`{condition}` and `{same}`: {change:?}");
    }
}
