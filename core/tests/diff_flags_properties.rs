//! What holds for comparisons of any two flag manifests.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use meta_core::diff::{Change, Class, DiffArtifactsInput, DiffReport, diff_artifacts};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn compare(before: &Value, after: &Value) -> DiffReport {
    let input = json!({
        "before": before, "after": after, "kind": "flags", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

fn condition() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec!["DE", "FR", "US"])
            .prop_map(|country| json!({"==": [{"var": "country"}, country]})),
        (1..9_u8).prop_map(|age| json!({">=": [{"var": "age"}, age]})),
        Just(json!({"in": [{"var": "plan"}, ["team", "pro"]]})),
        Just(json!({"$ref": "staff"})),
    ]
}

fn serve() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec!["on", "off"]).prop_map(|name| json!(name)),
        (0..=100_u8).prop_map(|weight| {
            json!({"fractional": [{"var": "id"}, ["on", weight], ["off", 100 - weight]]})
        }),
        Just(json!(null)),
    ]
}

fn flagd_flag() -> impl Strategy<Value = Value> {
    let rules = prop::collection::vec((condition(), serve()), 0..4);
    (any::<bool>(), any::<bool>(), rules, serve(), prop::option::of("[ab]")).prop_map(
        |(on, default, rules, last, owner)| {
            let mut chain: Vec<Value> = rules.into_iter().flat_map(|(c, s)| [c, s]).collect();
            chain.push(last);
            json!({
                "state": if on { "ENABLED" } else { "DISABLED" },
                "variants": {"on": true, "off": false},
                "defaultVariant": if default { "on" } else { "off" },
                "targeting": {"if": chain},
                "metadata": {"owner": owner},
            })
        },
    )
}

fn plain_flag() -> impl Strategy<Value = Value> {
    let environments = prop::collection::btree_map("dev|prod", any::<bool>(), 0..3);
    (any::<bool>(), 0..=100_u8, environments, 0..3_u8, prop::option::of("[a-c]")).prop_map(
        |(on, weight, environments, value, needs)| {
            let environments: Map<String, Value> = environments
                .into_iter()
                .map(|(name, on)| (name, json!({"enabled": on, "default": "small"})))
                .collect();
            json!({
                "enabled": on,
                "variants": {"small": {"size": value}, "big": {"size": 9, "more": [1]}},
                "default": "small",
                "rollout": {"by": "user", "weights": {"small": 100 - weight, "big": weight}},
                "environments": environments,
                "prerequisites": needs.map(|key| vec![key]).unwrap_or_default(),
            })
        },
    )
}

fn manifest() -> impl Strategy<Value = Value> {
    let flag = prop_oneof![flagd_flag(), plain_flag()];
    let staff = prop::sample::select(vec!["a@x", "b@x"]);
    (prop::collection::btree_map("[a-c]", flag, 0..4), staff).prop_map(|(flags, staff)| {
        json!({"flags": flags, "$evaluators": {"staff": {"==": [{"var": "email"}, staff]}}})
    })
}

/// Lists the leaves that differ, by pointer: those that are on one side only, or have two values.
fn differences(before: &Value, after: &Value, at: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(was), Value::Object(is)) => {
            for key in was.keys().chain(is.keys().filter(|key| !was.contains_key(*key))) {
                let at = format!("{at}/{key}");
                match (was.get(key), is.get(key)) {
                    (Some(was), Some(is)) => differences(was, is, &at, found),
                    _ => found.push(at),
                }
            }
        }
        _ if before == after => {}
        _ => found.push(at.to_owned()),
    }
}

fn covers(change: &Change, pointer: &str) -> bool {
    [&change.before_pointer, &change.after_pointer].into_iter().flatten().any(|at| {
        let (at, pointer) = (format!("{at}/"), format!("{pointer}/"));
        at.starts_with(&pointer) || pointer.starts_with(&at)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_changed(manifest in manifest()) {
        prop_assert_eq!(compare(&manifest, &manifest).changes, vec![]);
    }

    #[test]
    fn every_difference_is_covered(before in manifest(), after in manifest()) {
        let report = compare(&before, &after);
        let mut found = Vec::new();
        differences(&before, &after, "", &mut found);
        for pointer in found {
            prop_assert!(
                report.changes.iter().any(|change| covers(change, &pointer)),
                "{pointer} is not covered by {:?}",
                report.changes.iter().map(|c| (&c.code, &c.after_pointer)).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn the_other_way_round_is_the_reverse(before in manifest(), after in manifest()) {
        let count = |report: &DiffReport, end: &str| {
            let own = ["flag_", "variant_", "rule_", "prerequisite_", "environment_"];
            let of = |code: &str| own.iter().any(|part| code == format!("diff/flags/{part}{end}"));
            report.changes.iter().filter(|change| of(&change.code)).count()
        };
        let (forth, back) = (compare(&before, &after), compare(&after, &before));
        // What is newly invalid takes the place of the change that made it so.
        let invalid = |report: &DiffReport| {
            let codes = ["unknown", "missing", "cycle", "invalid"];
            report.changes.iter().any(|c| codes.iter().any(|part| c.code.contains(part)))
        };
        if !invalid(&forth) && !invalid(&back) {
            prop_assert_eq!(count(&forth, "added"), count(&back, "removed"));
            prop_assert_eq!(count(&forth, "removed"), count(&back, "added"));
        }
    }

    #[test]
    fn notes_are_cosmetic(manifest in manifest(), note in "[a-z ]{1,20}") {
        let mut noted = manifest.clone();
        for flag in noted["flags"].as_object_mut().unwrap().values_mut() {
            flag["description"] = json!(note);
        }
        noted["$schema"] = json!("https://flagd.dev/schema/v0/flags.json");
        let report = compare(&manifest, &noted);
        prop_assert!(report.changes.iter().all(|change| change.class == Class::Cosmetic));
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of inputs")]
fn hostile_input_ends() {
    let rules = |count: usize, turn: usize| -> Value {
        let rule = |i: usize| json!([{"==": [{"var": "a"}, (i + turn) % count]}, if i % 2 == 0 { "on" } else { "off" }]);
        let chain: Vec<Value> =
            (0..count).flat_map(|i| rule(i).as_array().unwrap().clone()).collect();
        json!({"flags": {"f": {
            "state": "ENABLED", "defaultVariant": "on", "variants": {"on": 1, "off": 0},
            "targeting": {"if": chain},
        }}})
    };
    let report = compare(&rules(3000, 0), &rules(3000, 1500));
    assert!(report.incomplete);
    // Segments that lie in each other twice double with each step.
    let nested = |name: &str| {
        let mut segments = Map::new();
        for step in 0..60 {
            let next = json!({"$ref": format!("s{}", step + 1)});
            segments.insert(format!("s{step}"), json!({"and": [next, next]}));
        }
        segments.insert("s60".to_owned(), json!({"$ref": "s0"}));
        json!({"$evaluators": segments, "flags": {"f": {
            "state": "ENABLED", "defaultVariant": "on", "variants": {"on": 1},
            "targeting": {"if": [{"and": [{"$ref": "s0"}, {"==": [{"var": "x"}, name]}]}, "on"]},
        }}})
    };
    assert_eq!(compare(&nested("a"), &nested("b")).changes.len(), 1);
    // A long chain of prerequisites that ends where it began.
    let chain = |last: usize| {
        let flags: Map<String, Value> = (0..5000)
            .map(|i| {
                let next = if i == 4999 { last } else { i + 1 };
                let flag = json!({"enabled": true, "prerequisites": [format!("f{next}")]});
                (format!("f{i}"), flag)
            })
            .collect();
        json!({"flags": flags})
    };
    let report = compare(&chain(4999), &chain(0));
    assert!(report.changes.iter().any(|change| change.code.ends_with("prerequisite_cycle")));
    let mut deep = json!({"var": "x"});
    for _ in 0..60 {
        deep = json!({"!": [deep]});
    }
    let flag = |deep: &Value| {
        json!({"flags": {"f": {"state": "ENABLED", "defaultVariant": "on", "variants": {"on": 1},
            "targeting": {"if": [deep, "on"]}}}})
    };
    assert_eq!(compare(&flag(&deep), &flag(&json!({"!": [deep]}))).changes.len(), 1);
}
