//! Schemas that are made to take for ever, or to break the reader: each ends, and says when it gave up.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use meta_core::diff::{DiffArtifactsInput, DiffReport, diff_artifacts};
use serde_json::{Map, Value, json};

fn compare(before: &Value, after: &Value) -> DiffReport {
    let input = json!({
        "before": before, "after": after, "kind": "json-schema", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

/// Branches of a union, each with members that lead back to the whole.
fn circular(branches: usize, members: usize, kind: &str) -> Value {
    let branch = |index: usize| {
        let properties: Map<String, Value> =
            (0..members).map(|m| (format!("m{index}_{m}"), json!({"$ref": "#"}))).collect();
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    };
    let branches: Vec<Value> = (0..branches).map(branch).collect();
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", kind: branches})
}

#[test]
fn circular_alternatives_end() {
    for kind in ["oneOf", "anyOf"] {
        let before = circular(12, 5, kind);
        let mut after = circular(12, 5, kind);
        after[kind][3]["properties"]["m3_0"] = json!({"type": "string"});
        assert!(compare(&before, &before).changes.is_empty());
        assert!(compare(&before, &after).summary.breaking > 0);
    }
}

#[test]
fn a_hundred_thousand_alternatives_end() {
    let branches = |from: usize| -> Vec<Value> {
        (from..from + 100_000).map(|n| json!({"type": "integer", "multipleOf": n + 1})).collect()
    };
    let (before, after) = (json!({"anyOf": branches(0)}), json!({"anyOf": branches(1)}));
    let report = compare(&before, &after);
    assert_eq!(report.changes.len(), 1);
    let other: Vec<Value> =
        (0..100_000).map(|n| json!({"type": "string", "minLength": n})).collect();
    let report = compare(&before, &json!({"anyOf": other}));
    assert!(report.incomplete);
}

/// Definitions of which each asks twice for the next.
fn doubling(depth: usize, keyword: &str) -> Value {
    let next = |n: usize| json!({keyword: [{"$ref": format!("#/$defs/d{n}")}, {"properties": {"x": {"$ref": format!("#/$defs/d{n}")}}}]});
    let mut definitions: Map<String, Value> =
        (0..depth).map(|n| (format!("d{n}"), next(n + 1))).collect();
    definitions.insert(format!("d{depth}"), json!({"type": "object", "maxProperties": 3}));
    json!({"$ref": "#/$defs/d0", "$defs": definitions})
}

#[test]
fn doubling_definitions_end() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for depth in [30, 1_000] {
            let before = doubling(depth, keyword);
            let mut after = before.clone();
            after["$defs"][format!("d{depth}")]["maxProperties"] = json!(2);
            let report = compare(&before, &after);
            assert!(report.incomplete || report.summary.breaking > 0, "{keyword} {depth}");
        }
    }
}

#[test]
fn deep_nesting_ends() {
    for keyword in ["not", "items", "additionalProperties"] {
        let nested = |leaf: Value| (0..120).fold(leaf, |inner, _| json!({keyword: inner}));
        let report = compare(&nested(json!({"type": "string"})), &nested(json!({"type": "null"})));
        assert!(!report.changes.is_empty(), "{keyword}");
    }
}

#[test]
fn references_in_a_circle_end() {
    let circle = json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}});
    let report = compare(&circle, &json!({"type": "string"}));
    assert!(!report.changes.is_empty());
    assert!(compare(&circle, &circle).changes.is_empty());
    let all = json!({"allOf": [{"$ref": "#"}], "type": "string"});
    assert!(compare(&all, &all).changes.is_empty());
}

#[test]
fn patterns_that_backtrack_end() {
    let schema = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let report = compare(&schema("^(a+)+$"), &schema("^(a|a)*b{1,1000}$"));
    assert_eq!(report.changes.len(), 1);
    let names = json!({"patternProperties": {"(x+x+)+y": true, "(": true}, "properties": {"a".repeat(5_000): true}});
    assert!(!compare(&names, &json!({})).changes.is_empty());
}

#[test]
fn what_is_no_schema_is_told_or_compared() {
    for odd in [
        json!({"type": 5}),
        json!({"properties": []}),
        json!({"enum": 1}),
        json!({"allOf": {}}),
        json!({"$ref": 7}),
        json!({"minimum": "x"}),
        json!({"required": [1]}),
        json!({"items": 5}),
        json!(7),
    ] {
        let report = compare(&odd, &json!({"type": "string"}));
        assert!(compare(&odd, &odd).changes.is_empty(), "{odd}");
        assert!(report.changes.len() + report.findings.len() > 0, "{odd}");
    }
}
