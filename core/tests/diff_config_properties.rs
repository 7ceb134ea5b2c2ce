//! Comparisons of configuration: same is empty, rewriting is cosmetic, the other way round is the
//! reverse, and each difference is told once.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use meta_core::diff::{Class, DiffArtifactsInput, DiffReport, diff_artifacts};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn compare(before: impl Into<Value>, after: impl Into<Value>) -> DiffReport {
    let (before, after): (Value, Value) = (before.into(), after.into());
    let input = json!({
        "before": before, "after": after, "kind": "config", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

/// Scalars of which no two are equal, but for their type.
fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        (1..9_i64).prop_map(Value::from),
        prop::sample::select(vec!["30s", "2m", "5Mi", "80%", "mild", "2026-01-31", "^1.2.0", "*"])
            .prop_map(Value::from),
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "max_size",
        "min_length",
        "timeout",
        "require_mfa",
        "allowed_hosts",
        "denied_ips",
        "flavour",
        "port",
        "production",
        "tls",
        "owner",
        "description",
        "exemptions",
        "inputs",
        "mode",
    ])
}

fn rule() -> impl Strategy<Value = Value> {
    let effect = prop::sample::select(vec!["allow", "deny", "warn", "require"]);
    let when = prop::sample::select(vec!["a > 1", "a > 2 && b", "c == 'x'", "not prose at all"]);
    (effect, when, any::<bool>()).prop_map(
        |(effect, when, enabled)| json!({"effect": effect, "when": when, "enabled": enabled}),
    )
}

/// Lists of items with names, maps, and lists of scalars.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => scalar(),
        1 => prop::collection::vec(scalar(), 0..4).prop_map(Value::from),
        1 => rule(),
    ];
    let inner = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::btree_map(name(), inner.clone(), 0..4).prop_map(|map| json!(map)),
            prop::collection::btree_map(
                prop::sample::select(vec!["one", "two", "three"]),
                prop::collection::btree_map(name(), inner, 0..3),
                1..4,
            )
            .prop_map(|items| {
                let item = |(id, mut item): (&str, BTreeMap<&str, Value>)| {
                    item.insert("id", json!(id));
                    json!(item)
                };
                items.into_iter().map(item).collect()
            }),
        ]
    });
    prop::collection::btree_map(name(), inner, 1..5).prop_map(|map| json!(map))
}

/// Writes JSON with its members in reverse order, and much white space.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().rev().map(|(k, v)| format!("{k:?} :\n {}", reversed(v))).collect();
            format!("{{ {} }}", members.join(" ,\n"))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(reversed).collect();
            format!("[ {} ]", items.join(" , "))
        }
        other => other.to_string(),
    }
}

/// Lists the pointers of all leaves.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(key, inner)| leaves(inner, &format!("{at}/{key}"), found));
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Returns the code of the reverse of a change.
fn reverse(code: &str) -> String {
    let pairs = [
        ("_added", "_removed"),
        ("_tightened", "_loosened"),
        ("_raised", "_lowered"),
        ("_lengthened", "_shortened"),
        ("_narrowed", "_widened"),
        ("_postponed", "_brought_forward"),
    ];
    for (one, other) in pairs {
        for (from, to) in [(one, other), (other, one)] {
            if let Some(start) = code.strip_suffix(from) {
                let code = format!("{start}{to}");
                // An input that is required is gone like any other.
                return code.replace("required_key_removed", "key_removed");
            }
        }
    }
    code.to_owned()
}

fn codes(report: &DiffReport) -> Vec<String> {
    let mut codes: Vec<String> = report
        .changes
        .iter()
        .map(|change| change.code.replace("required_key_added", "key_added"))
        .collect();
    codes.sort();
    codes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn same_is_empty(a in document()) {
        let report = compare(a.clone(), a);
        prop_assert!(report.changes.is_empty() && report.findings.is_empty());
    }

    #[test]
    fn rewriting_is_cosmetic(a in document()) {
        let report = compare(a.to_string(), reversed(&a));
        prop_assert!(report.changes.iter().all(|change| change.class == Class::Cosmetic));
        prop_assert!(report.changes.len() <= 1);
    }

    #[test]
    fn the_other_way_round_is_the_reverse(a in document(), b in document()) {
        let (there, back) = (compare(a.clone(), b.clone()), compare(b, a));
        let mut turned: Vec<String> = codes(&there).iter().map(|code| reverse(code)).collect();
        turned.sort();
        prop_assert_eq!(turned, codes(&back));
        let loosened = |report: &DiffReport, direction: &str| {
            let says = |change: &&meta_core::diff::Change| {
                change.details.get("direction").and_then(Value::as_str) == Some(direction)
            };
            report.changes.iter().filter(says).count()
        };
        prop_assert_eq!(loosened(&there, "loosened"), loosened(&back, "tightened"));
    }

    #[test]
    fn each_difference_is_told_once(a in document(), at in any::<prop::sample::Index>()) {
        let mut pointers = Vec::new();
        leaves(&a, "", &mut pointers);
        pointers.retain(|pointer| !pointer.ends_with("/id") && !pointer.is_empty());
        prop_assume!(!pointers.is_empty());
        let pointer = at.get(&pointers);
        let mut b = a.clone();
        *b.pointer_mut(pointer).unwrap() = json!("something else");
        let report = compare(a.clone(), b.clone());
        let in_list = a.pointer(pointer.rsplit_once('/').unwrap().0).is_some_and(Value::is_array);
        // Of equal members of a list any may leave.
        let place = if in_list { pointer.rsplit_once('/').unwrap().0 } else { pointer.as_str() };
        let covers = |at: &String| {
            let inside = in_list && at.starts_with(&format!("{place}/"));
            inside || format!("{place}/").starts_with(&format!("{at}/"))
        };
        let told = report.changes.iter().filter(|c| c.before_pointer.as_ref().is_some_and(covers));
        let told = told.count();
        // A member of a list leaves, and another joins.
        let most = if in_list { 2 } else { 1 };
        prop_assert!((1..=most).contains(&report.changes.len()), "{:?}", report.changes);
        prop_assert_eq!(told, 1, "{}: {:?}", pointer, report.changes);
    }

    #[test]
    fn what_is_removed_is_told_once(a in document(), at in any::<prop::sample::Index>()) {
        let members: Vec<String> = a.as_object().unwrap().keys().cloned().collect();
        let key = at.get(&members);
        let mut b: Map<String, Value> = a.as_object().unwrap().clone();
        b.remove(key);
        let report = compare(a, Value::Object(b));
        prop_assert_eq!(report.changes.len(), 1, "{:?}", report.changes);
        prop_assert_eq!(report.changes[0].before_pointer.as_deref(), Some(&*format!("/{key}")));
    }
}

#[test]
fn large_lists_end_quickly() {
    let many = 5_000;
    let rules = |turn: usize| -> Value {
        let rule = |i: usize| {
            let effect = if i % 2 == 0 { "allow" } else { "deny" };
            json!({"id": format!("r{i}"), "effect": effect, "when": format!("a{} > {i}", i % 7)})
        };
        json!({"rules": (0..many).map(|i| rule((i * turn + 1) % many)).collect::<Vec<_>>()})
    };
    assert!(compare(rules(1), rules(7919)).incomplete, "too many moves to judge them all");
    let plain = |by: i64| json!({"items": (0..5_000).map(|i| json!({"n": i + by, "m": [i]})).collect::<Vec<_>>()});
    let report = compare(plain(0), plain(1));
    assert!(report.incomplete && !report.changes.is_empty());
    let keys = |by: usize| -> Value {
        (0..5_000).map(|i| (format!("key{}", i + by), json!(i))).collect::<Map<_, _>>().into()
    };
    assert_eq!(compare(keys(0), keys(5_000)).changes.len(), 10_000);
}

#[test]
fn deep_documents_end() {
    let deep = |leaf: &str| format!("{}{leaf}{}", "{\"a\":[".repeat(45), "]}".repeat(45));
    assert_eq!(compare(deep("1"), deep("2")).changes.len(), 2);
    let input = json!({
        "before": "[".repeat(100_000), "after": {}, "kind": "config", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    assert!(diff_artifacts(&input).is_err());
}
