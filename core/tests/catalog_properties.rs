//! What must hold of every catalog and of every check of a platform.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use meta_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: &str = "2025-10-09T09:00:00Z";

/// A manifest, at times with a fault.
fn manifest() -> impl Strategy<Value = Value> {
    let names = || prop::sample::select(vec!["auth", "cart", "mail", "shop", "store", "Odd Name"]);
    let list = |of: Vec<&'static str>| {
        let most = of.len();
        prop::sample::subsequence(of, 0..=most)
    };
    (
        names(),
        prop::sample::select(vec!["shared", "access", "nowhere"]),
        prop::sample::select(vec!["1.0.0", "2.3.4-rc.1", "v1", "1.0"]),
        list(vec!["auth", "cart", "mail", "nobody"]),
        list(vec!["a-api@1.0.0", "b-api@2.1", "c-api@3.0.0"]),
        list(vec!["shop.order.placed.v1", "orders"]),
        prop::option::of(0_u32..30),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(name, domain, version, internal, contracts, events, day, typo)| {
            let mut manifest = json!({
                "name": name, "repo": "https://git.example.org/x", "domain": domain,
                "version": version, "maturity": "stable", "api_contracts": contracts,
                "events_in": events, "dependencies": {"internal": internal, "external": ["redis"]},
            });
            if let Some(day) = day {
                manifest["last_update"] = json!(format!("2025-09-{:02}T00:00:00Z", day % 30 + 1));
            }
            if typo {
                manifest["runtme"] = json!("go");
            }
            manifest
        })
}

fn answer(operation: &str, input: &Value) -> Value {
    serde_json::from_str(&call(operation, input.to_string()).unwrap()).unwrap()
}

fn named(manifests: &[Value]) -> Value {
    let pairs = manifests.iter().enumerate();
    Value::Object(pairs.map(|(i, m)| (format!("manifests/m{i}.yaml"), m.clone())).collect())
}

/// Everything but the places, which say where in the input a thing stands.
fn without_places(mut report: Value) -> Value {
    for finding in report["findings"].as_array_mut().unwrap() {
        finding.as_object_mut().unwrap().remove("location");
    }
    report["findings"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    report
}

proptest! {
    #[test]
    fn building_again_changes_nothing(manifests in prop::collection::vec(manifest(), 0..6)) {
        let input = json!({"manifests": named(&manifests), "now": NOW});
        let first = answer("build_catalog", &input);
        let again = answer(
            "build_catalog",
            &json!({"manifests": named(&manifests), "previous": first["catalog"], "now": NOW}),
        );
        prop_assert_eq!(&first["catalog"], &again["catalog"]);
        prop_assert_eq!(&first["digest"], &again["digest"]);
        for change in again["changes"].as_array().unwrap() {
            prop_assert_eq!(&change["kind"], "unchanged");
        }
    }

    #[test]
    fn no_service_is_lost(
        before in prop::collection::vec(manifest(), 0..6),
        now in prop::collection::vec(manifest(), 0..6),
    ) {
        let previous = answer("build_catalog", &json!({"manifests": named(&before), "now": NOW}));
        let input =
            json!({"manifests": named(&now), "previous": previous["catalog"], "now": NOW});
        let report = answer("build_catalog", &input);
        let names = |catalog: &Value| -> Vec<String> {
            let services = catalog["services"].as_array().unwrap().iter();
            services.map(|service| service["name"].to_string()).collect()
        };
        let built = names(&report["catalog"]);
        prop_assert!(built.windows(2).all(|pair| pair[0] < pair[1]), "sorted and unique");
        for name in names(&previous["catalog"]) {
            prop_assert!(built.contains(&name), "{} is lost", name);
        }
        for manifest in &now {
            let known = built.contains(&manifest["name"].to_string());
            let text = report["findings"].to_string();
            prop_assert!(known || text.contains("manifests/m"), "{} is lost", manifest);
        }
    }

    #[test]
    fn the_order_of_an_index_changes_nothing(
        (services, shuffled) in prop::collection::vec(manifest(), 0..6)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        // Of two entries with one name the first counts, and that is the order's to say.
        let mut names: Vec<String> = services.iter().map(|s| s["name"].to_string()).collect();
        names.sort();
        names.dedup();
        prop_assume!(names.len() == services.len());
        let check = |services: &[Value]| {
            let files = json!({"catalog/service-index.yaml": {"services": services}});
            without_places(answer("check_platform", &json!({"files": files, "now": NOW})))
        };
        let (one, other) = (check(&services), check(&shuffled));
        prop_assert_eq!(one.to_string(), other.to_string());
    }

    #[test]
    fn the_order_of_keys_changes_no_byte(manifests in prop::collection::vec(manifest(), 1..5)) {
        let text = |pairs: Vec<(String, Value)>| {
            let members: Vec<String> =
                pairs.iter().map(|(path, m)| format!("{}:{m}", json!(path))).collect();
            format!("{{\"files\":{{{}}},\"now\":{}}}", members.join(","), json!(NOW))
        };
        let pairs: Vec<(String, Value)> =
            named(&manifests).as_object().unwrap().clone().into_iter().collect();
        let backwards: Vec<(String, Value)> = pairs.iter().rev().cloned().collect();
        prop_assert_eq!(
            call("check_platform", text(pairs)).unwrap(),
            call("check_platform", text(backwards)).unwrap()
        );
    }
}
