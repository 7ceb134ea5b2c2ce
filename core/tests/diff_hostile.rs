//! Artifacts that are made to take for ever, or to break the reader: each ends, and says when it gave up.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use meta_core::diff::{DiffArtifactsInput, DiffReport, diff_artifacts};
use serde_json::{Map, Value, json};

fn compare(before: &Value, after: &Value) -> DiffReport {
    compare_as("json-schema", before, after)
}

fn compare_as(kind: &str, before: &Value, after: &Value) -> DiffReport {
    let input = json!({
        "before": before, "after": after, "kind": kind, "now": "2026-01-01T00:00:00Z",
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

#[test]
fn an_object_of_many_members_ends() {
    let members = |last: usize| {
        let member =
            |n: usize| (format!("m{n}"), json!({"type": ["integer", "null"], "maximum": n}));
        let properties: Map<String, Value> = (0..last).map(member).collect();
        let required: Vec<String> = (0..90).map(|n| format!("m{n}")).collect();
        json!({"type": "object", "properties": properties, "required": required})
    };
    let report = compare(&members(100), &members(102));
    assert_eq!(report.changes.len(), 2);
    assert!(report.changes.iter().all(|change| change.code == "diff/json-schema/property_added"));
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

/// The same items in another order, always the same one.
fn shuffled(items: &[Value]) -> Vec<Value> {
    let step = 7_919;
    (0..items.len()).map(|index| items[index * step % items.len()].clone()).collect()
}

#[test]
fn long_lists_of_values_end() {
    let values: Vec<Value> = (0..20_000).map(|n| json!(format!("v{n}"))).collect();
    let mut other = shuffled(&values);
    other[5] = json!("new");
    let report = compare(&json!({"enum": values}), &json!({"enum": other}));
    assert_eq!(report.changes.len(), 2);
    assert!(!report.incomplete);
    let names = |values: &[Value]| json!({"type": "object", "required": values});
    assert_eq!(compare(&names(&values), &names(&other)).changes.len(), 2);
    let all = |from: usize| -> Value { (from..from + 20_000).map(|n| json!(n)).collect() };
    let report = compare(&json!({"enum": all(0)}), &json!({"enum": all(20_000)}));
    assert_eq!(report.changes.len(), 40_000);
}

#[test]
fn many_patterns_beside_many_names_end() {
    let schema = |letter: char, count: usize| {
        let names: Map<String, Value> =
            (0..count).map(|n| (format!("{letter}{n}"), json!({"type": "string"}))).collect();
        let patterns: Map<String, Value> =
            (0..count).map(|n| (format!("^{letter}x{n}.*$"), json!({"minLength": 1}))).collect();
        json!({"properties": names, "patternProperties": patterns, "additionalProperties": false})
    };
    let report = compare(&schema('a', 300), &schema('b', 300));
    assert!(!report.incomplete);
    assert_eq!(report.changes.len(), 1_200);
    assert!(compare(&schema('a', 3_000), &schema('b', 3_000)).incomplete);
}

#[test]
fn many_schemas_that_all_apply_end() {
    let all = |each: &dyn Fn(usize) -> Value| -> Value {
        json!({"allOf": (0..3_000).map(each).collect::<Vec<_>>()})
    };
    let listed = |of: &'static str| move |n: usize| json!({"properties": {format!("p{n}"): {"type": of}}, "required": [format!("p{n}")]});
    let report = compare(&all(&listed("string")), &all(&listed("integer")));
    assert_eq!(report.changes.len(), 3_000);
    assert!(!report.incomplete);
    // Each asks something of whatever the others list: millions of schemas made of thousands.
    let closed = |least: usize| move |n: usize| json!({"properties": {format!("p{n}"): {"minLength": least}}, "additionalProperties": {"maxLength": n}});
    let report = compare(&all(&closed(1)), &all(&closed(2)));
    assert!(report.incomplete && !report.changes.is_empty());
    let odd = |from: usize| move |n: usize| json!({"pattern": format!("^{}", n + from), "multipleOf": n + from + 2, "contains": {"const": n + from}});
    assert!(!compare(&all(&odd(0)), &all(&odd(1))).changes.is_empty());
}

#[test]
fn tagged_alternatives_in_another_order_are_the_same() {
    let branch = |n: usize| {
        let fields: Map<String, Value> =
            (0..10).map(|m| (format!("f{m}"), json!({"maxLength": n + m}))).collect();
        let mut fields = fields;
        fields.insert("kind".to_owned(), json!({"const": format!("k{n}")}));
        json!({"type": "object", "properties": fields, "required": ["kind"]})
    };
    let branches: Vec<Value> = (0..60).map(branch).collect();
    let report = compare(&json!({"oneOf": branches}), &json!({"oneOf": shuffled(&branches)}));
    assert!(report.changes.is_empty());
}

#[test]
fn many_references_to_one_large_schema_end() {
    let large = |letter: char| {
        let values: Vec<Value> = (0..20_000).map(|n| json!(format!("{letter}{n}"))).collect();
        let branches = vec![json!({"$ref": "#/$defs/large"}); 20_000];
        json!({"oneOf": branches, "$defs": {"large": {"not": {"enum": values}}}})
    };
    assert!(!compare(&large('a'), &large('b')).changes.is_empty());
}

#[test]
fn many_schemas_that_take_in_one_large_schema_end() {
    let large = |letter: char| {
        let values: Vec<Value> = (0..5_000).map(|n| json!(format!("{letter}{n}"))).collect();
        let branch = |n: usize| json!({"title": format!("{letter}{n}"), "allOf": [{"$ref": "#/$defs/large"}]});
        let branches: Vec<Value> = (0..500).map(branch).collect();
        json!({"oneOf": branches, "$defs": {"large": {"enum": values}}})
    };
    assert!(compare(&large('a'), &large('b')).incomplete);
}

#[test]
fn many_changes_that_show_one_large_schema_end() {
    let notes: Vec<Value> = (0..20_000).map(|n| json!(n)).collect();
    let large = |count: usize| {
        let names = |n: usize| (format!("p{n}"), json!({"$ref": "#/$defs/large"}));
        let properties: Map<String, Value> = (0..count).map(names).collect();
        json!({"properties": properties, "$defs": {"large": {"examples": notes, "type": "string"}}})
    };
    let report = compare(&large(5_000), &large(0));
    assert_eq!(report.changes.len(), 5_000);
    // What a member refers to is not written out for each of them.
    assert!(serde_json::to_string(&report).unwrap().len() < 10_000_000);
}

#[test]
fn names_of_any_length_are_compared() {
    let config = |letter: &str| json!({letter.repeat(40_000): {"value": "some long text"}, letter.repeat(40_001): 1});
    assert_eq!(compare_as("config", &config("a"), &config("b")).changes.len(), 4);
    let words =
        |word: &str| json!({format!("{word}_").repeat(20_000): {"value": "some long text"}});
    assert!(!compare_as("config", &words("a"), &words("b")).changes.is_empty());
}

#[test]
fn fields_that_are_all_deprecated_for_new_ones_end() {
    let field = |n: usize| format!("  f{n}: String\n");
    let moved =
        |n: usize| format!("  f{n}: String @deprecated(reason: \"use g{n}\")\n  g{n}: String\n");
    let schema = |field: &dyn Fn(usize) -> String| {
        json!(format!("type Query {{\n{}}}\n", (0..5_000).map(field).collect::<String>()))
    };
    let report = compare_as("graphql", &schema(&field), &schema(&moved));
    assert_eq!(report.changes.len(), 5_000);
}

#[test]
fn a_library_on_one_line_is_placed() {
    let library = |word: &str| {
        let entry = |n: usize| {
            let text = format!("You help number {n}. {word} say {n}.");
            (format!("p{n}"), json!({"model": "m", "system": text, "user": "{{x}}"}))
        };
        json!(json!({"prompts": (0..3_000).map(entry).collect::<Map<_, _>>()}).to_string())
    };
    let report = compare_as("prompts", &library("Always"), &library("Never"));
    assert!(report.changes.len() >= 3_000);
    let last = report.changes.iter().filter_map(|change| change.after_location.as_ref()?.column);
    assert!(last.max().unwrap() > 100_000);
}

#[test]
fn flags_that_all_became_invalid_end() {
    let flag = |n: usize, weight: usize, needs: usize| {
        let rollout = json!({"variations": [{"variation": 0, "weight": weight}, {"variation": 1, "weight": 50_000}]});
        let needs = json!([{"key": format!("f{needs}"), "variation": 0}]);
        json!({"key": format!("f{n}"), "on": true, "variations": [true, false], "fallthrough": {"rollout": rollout}, "prerequisites": needs})
    };
    let chain = |weight: usize| -> Value {
        json!({"flags": (0..3_000).map(|n| flag(n, weight, n + 1)).collect::<Vec<_>>()})
    };
    let report = compare_as("flags", &chain(50_000), &chain(60_000));
    assert!(report.changes.len() >= 3_000);
    let circles: Vec<Value> = (0..3_000).map(|n| flag(n, 50_000, n ^ 1)).collect();
    let report = compare_as("flags", &chain(50_000), &json!({"flags": circles}));
    let circle = |change: &&meta_core::diff::Change| change.code.ends_with("prerequisite_cycle");
    assert_eq!(report.changes.iter().filter(circle).count(), 1_500);
}
