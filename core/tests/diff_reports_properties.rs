//! Merging reports of changes, and comparing them, keeps to the laws one expects of sums and
//! differences.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use meta_core::call;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn run(operation: &str, input: &Value) -> Value {
    serde_json::from_str(&call(operation, input.to_string()).unwrap()).unwrap()
}

fn diff(before: &Value, after: &Value) -> Value {
    let consumers = json!({"consumers": [{"name": "web", "uses": ["/properties"]}]});
    let input = json!({
        "before": before, "after": after, "kind": "json-schema", "consumers": consumers,
        "now": "2026-11-21T00:00:00Z",
    });
    run("diff_artifacts", &input)
}

fn merge(reports: &[&Value]) -> Value {
    run("merge_reports", &json!({"reports": reports}))
}

fn diff_trees(before: &Value, after: &Value) -> Value {
    let artifacts = json!([{"path": "*", "kind": "json-schema"}]);
    let now = "2026-11-21T00:00:00Z";
    let input = json!({"before": before, "after": after, "artifacts": artifacts, "now": now});
    run("diff_trees", &input)
}

fn leaf() -> impl Strategy<Value = Value> {
    (0..4_u8, 0..3_u8, any::<bool>()).prop_map(|(maximum, title, typed)| {
        let mut schema = Map::new();
        if typed {
            schema.insert("type".into(), json!("integer"));
        }
        if maximum > 0 {
            schema.insert("maximum".into(), json!(maximum));
        }
        if title > 0 {
            schema.insert("title".into(), json!(format!("T{title}")));
        }
        Value::Object(schema)
    })
}

/// Schemas that differ in few places, so that changes meet.
fn schema() -> impl Strategy<Value = Value> {
    let members = prop::collection::btree_map("[a-c]", leaf(), 0..3);
    let required = prop::sample::subsequence(vec!["a", "b", "c"], 0..3);
    let inner = prop::option::of(prop::collection::btree_map("[xy]", leaf(), 0..3));
    (members, required, inner).prop_map(|(members, required, inner)| {
        let mut properties: Map<String, Value> = members.into_iter().collect();
        if let Some(inner) = inner {
            properties.insert("o".into(), json!({"type": "object", "properties": inner}));
        }
        json!({"type": "object", "properties": properties, "required": required})
    })
}

/// Trees of few files, some of which come, go, and move.
fn tree() -> impl Strategy<Value = Value> {
    let files = prop::collection::btree_map("[abc].json", schema(), 0..3);
    files.prop_map(|files| {
        files.into_iter().map(|(name, schema)| (name, json!(schema.to_string()))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn it_does_not_matter_which_steps_are_merged_first(versions in prop::collection::vec(schema(), 4)) {
        let reports: Vec<Value> = versions.windows(2).map(|pair| diff(&pair[0], &pair[1])).collect();
        let [first, second, third] = reports.as_slice() else { unreachable!() };
        let left = merge(&[&merge(&[first, second]), third]);
        let right = merge(&[first, &merge(&[second, third])]);
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(left, merge(&[first, second, third]));
    }

    #[test]
    fn an_empty_report_adds_nothing((before, after) in (schema(), schema())) {
        let report = diff(&before, &after);
        prop_assert_eq!(&merge(&[&report, &diff(&after, &after)]), &report);
        prop_assert_eq!(&merge(&[&diff(&before, &before), &report]), &report);
    }

    #[test]
    fn a_change_that_is_taken_back_is_none((before, after) in (schema(), schema())) {
        let merged = merge(&[&diff(&before, &after), &diff(&after, &before)]);
        let left: Vec<&Value> = merged["changes"].as_array().unwrap().iter().collect();
        prop_assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn every_place_that_differs_is_in_the_merged_report(versions in prop::collection::vec(schema(), 3)) {
        let steps: Vec<Value> = versions.windows(2).map(|pair| diff(&pair[0], &pair[1])).collect();
        let merged = merge(&[&steps[0], &steps[1]]);
        let direct = diff(&versions[0], &versions[2]);
        let places = |report: &Value| -> Vec<String> {
            let changes = report["changes"].as_array().unwrap().iter();
            changes.map(|change| {
                let at = |key: &str| change[key].as_str().map(str::to_owned);
                at("after_pointer").or_else(|| at("before_pointer")).unwrap()
            }).collect()
        };
        let known = places(&merged);
        // The position of a name in `required` moves with the others.
        for place in places(&direct).into_iter().filter(|place| !place.starts_with("/required")) {
            let told = known.iter().any(|at| place == *at || place.starts_with(&format!("{at}/")));
            prop_assert!(told, "{place} is not in {known:?}");
        }
    }

    #[test]
    fn a_report_has_the_risk_of_itself((before, after) in (schema(), schema())) {
        let report = diff(&before, &after);
        let same = run("diff_reports", &json!({"before": report, "after": report}));
        prop_assert_eq!(&same["risk"], &json!("same"));
        prop_assert_eq!(&same["gained"], &json!([]));
        prop_assert_eq!(&same["lost"], &json!([]));
        prop_assert_eq!(same["same"].as_u64().unwrap(), report["changes"].as_array().unwrap().len() as u64);
    }

    #[test]
    fn what_one_comparison_gains_the_reverse_loses(versions in prop::collection::vec(schema(), 3)) {
        let (one, other) = (diff(&versions[0], &versions[1]), diff(&versions[0], &versions[2]));
        let there = run("diff_reports", &json!({"before": one, "after": other}));
        let back = run("diff_reports", &json!({"before": other, "after": one}));
        prop_assert_eq!(&there["gained"], &back["lost"]);
        prop_assert_eq!(&there["lost"], &back["gained"]);
    }
}

/// A schema with an object `o` of many limited properties.
fn wide(maximum: u8) -> Value {
    let inner: Map<String, Value> =
        (0..1_000).map(|n| (format!("p{n}"), json!({"maximum": maximum}))).collect();
    json!({"type": "object", "properties": {"o": {"type": "object", "properties": inner}}})
}

#[test]
fn thousands_of_changes_inside_of_one_are_one() {
    let empty = json!({"type": "object", "properties": {}});
    let steps = [diff(&empty, &wide(9)), diff(&wide(9), &wide(5)), diff(&wide(5), &empty)];
    let added = merge(&[&steps[0], &steps[1]]);
    let changes = added["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["steps"].as_array().unwrap().len(), 1_001);
    assert_eq!(changes[0]["after"]["properties"], wide(5)["properties"]["o"]["properties"]);
    let all = merge(&[&steps[0], &steps[1], &steps[2]]);
    assert_eq!(all["changes"], json!([]));
    assert_eq!(all["undone"].as_array().unwrap().len(), 1);
}

#[test]
fn thousands_of_entries_and_comments_are_judged() {
    let ignores: Vec<Value> = (0..300)
        .map(|n| {
            json!({"code": "diff/json-schema/maximum_lowered", "reason": "x",
                        "pointer": format!("/properties/o/properties/p{n}/maximum")})
        })
        .collect();
    let comments = "# meta-core: ignore diff/json-schema/maximum_lowered -- x\n".repeat(2_000);
    let input = json!({
        "before": wide(9).to_string(), "after": format!("{comments}{}", wide(5)),
        "kind": "json-schema", "rules": {"diff": {"ignores": ignores}},
        "now": "2026-11-21T00:00:00Z",
    });
    let report = run("diff_artifacts", &input);
    // The whole document stands on the line behind the comments.
    assert_eq!(report["summary"]["ignored"], json!(1_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn it_does_not_matter_which_steps_of_a_tree_are_merged_first(versions in prop::collection::vec(tree(), 4)) {
        let reports: Vec<Value> =
            versions.windows(2).map(|pair| diff_trees(&pair[0], &pair[1])).collect();
        // Of a file that got another name and went, the last name is not known any more: whether one that comes
        // later is the same, only its neighbour tells.
        let count = |report: &Value, key: &str| report["counts"][key].as_u64().unwrap();
        let any = |key: &str| reports.iter().any(|report| count(report, key) > 0);
        prop_assume!(!(any("renamed") && any("removed")));
        let [first, second, third] = reports.as_slice() else { unreachable!() };
        let left = merge(&[&merge(&[first, second]), third]);
        let right = merge(&[first, &merge(&[second, third])]);
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(left, merge(&[first, second, third]));
    }

    #[test]
    fn every_file_that_differs_is_in_the_merged_report(versions in prop::collection::vec(tree(), 3)) {
        let steps: Vec<Value> =
            versions.windows(2).map(|pair| diff_trees(&pair[0], &pair[1])).collect();
        let merged = merge(&[&steps[0], &steps[1]]);
        let names = |side: &str| -> BTreeSet<String> {
            let files = merged["files"].as_array().unwrap().iter();
            files.filter_map(|file| Some(file[side].as_str()?.to_owned())).collect()
        };
        let (before, after) = (names("before"), names("after"));
        let (first, last) = (versions[0].as_object().unwrap(), versions[2].as_object().unwrap());
        for name in first.keys().filter(|name| first.get(*name) != last.get(*name)) {
            prop_assert!(before.contains(name), "{name} is not in {before:?}");
        }
        for name in last.keys().filter(|name| first.get(*name) != last.get(*name)) {
            prop_assert!(after.contains(name), "{name} is not in {after:?}");
        }
    }
}
