//! Configuration and flags that are made to take for ever: each comparison ends, and says when it gave up.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use meta_core::diff::{DiffArtifactsInput, DiffReport, diff_artifacts};
use serde_json::{Map, Value, json};

fn compare_json(before: &Value, after: &Value, kind: &str) -> DiffReport {
    let side = |value: &Value| json!({"path": "a.json", "text": value.to_string()});
    let input = json!({
        "before": side(before), "after": side(after), "kind": kind, "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

/// Branches whose tests are branches, each twice as large as the one inside when written out.
#[test]
fn nested_branches_are_not_written_out() {
    let flags = |value: u32| {
        let mut logic = json!({"==": [{"var": "x"}, value]});
        for _ in 0..20 {
            logic = json!({"if": [{"if": [logic, true, false]}, true, false]});
        }
        let flag = json!({
            "state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
            "targeting": {"if": [logic, "on", "off"]},
        });
        json!({"flags": {"deep": flag}})
    };
    let report = compare_json(&flags(1), &flags(2), "flags");
    assert_eq!(report.changes.len(), 1);
    assert!((report.changes[0].confidence - 0.5).abs() < 1e-9);
}

#[test]
fn many_loosened_values_in_one_line_end_soon() {
    let limits = |value: u32| -> Value {
        let limits = (0..10_000).map(|n| (format!("max_{n}"), json!(value)));
        limits.collect::<Map<String, Value>>().into()
    };
    let report = compare_json(&limits(1), &limits(2), "config");
    assert_eq!(report.findings.len(), 10_000);
}

#[test]
fn many_rules_in_reverse_order_end_soon() {
    let rules = |order: &mut dyn Iterator<Item = u32>| -> Value {
        let rule =
            |n| json!({"id": format!("r{n}"), "when": {"user": n}, "serve": format!("v{n}")});
        let rules: Vec<Value> = order.map(rule).collect();
        json!({"flags": {"a": {"variants": {}, "rules": rules}}})
    };
    let (old, new) = (rules(&mut (0..4_000)), rules(&mut (0..4_000).rev()));
    let report = compare_json(&old, &new, "flags");
    assert!(report.incomplete);
}

#[test]
fn many_variants_that_go_end_soon() {
    let flags = |variants: &Value| -> Value {
        let flag = json!({"variants": variants, "default": "on"});
        let flags = (0..3_000).map(|n| (format!("f{n}"), flag.clone()));
        json!({"flags": flags.collect::<Map<String, Value>>()})
    };
    let old = flags(&json!({"on": 1, "off": 2, "a": 3, "b": 4}));
    let report = compare_json(&old, &flags(&json!({"on": 1, "off": 2})), "flags");
    assert_eq!(report.changes.len(), 6_000);
}
