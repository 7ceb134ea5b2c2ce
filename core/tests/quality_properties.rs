//! What must hold of every quality score.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use meta_core::call;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The metrics of one service; each may be unknown.
#[derive(Clone, Debug)]
struct Metrics {
    coverage: Option<f64>,
    lint: Option<bool>,
    vulnerabilities: Option<u32>,
    signed: Option<bool>,
    policy: Option<bool>,
    maturity: &'static str,
    age_days: Option<i64>,
    drift: Option<u32>,
}

fn metrics() -> impl Strategy<Value = Metrics> {
    let maybe = prop::option::of::<BoxedStrategy<bool>>;
    (
        prop::option::of(0.0..=1.0_f64),
        maybe(any::<bool>().boxed()),
        prop::option::of(0_u32..12),
        maybe(any::<bool>().boxed()),
        maybe(any::<bool>().boxed()),
        prop::sample::select(vec!["experimental", "beta", "stable", "deprecated", "odd"]),
        prop::option::of(0_i64..400),
        prop::option::of(0_u32..9),
    )
        .prop_map(
            |(coverage, lint, vulnerabilities, signed, policy, maturity, age_days, drift)| {
                Metrics {
                    coverage,
                    lint,
                    vulnerabilities,
                    signed,
                    policy,
                    maturity,
                    age_days,
                    drift,
                }
            },
        )
}

fn thresholds() -> impl Strategy<Value = Value> {
    (
        prop::sample::select(vec!["default", "reference"]),
        prop::sample::select(vec!["renormalise", "zero"]),
        1_u32..=100,
        prop::bool::ANY,
    )
        .prop_map(|(profile, missing, target, scaled)| {
            let mut thresholds = json!({"profile": profile});
            if profile == "default" {
                thresholds["missing"] = json!(missing);
                thresholds["coverage"] =
                    json!({"target": f64::from(target) / 100.0, "weight": 0.25});
                if scaled {
                    thresholds["maturity_multipliers"] = json!({"beta": 0.9, "experimental": 0.7});
                }
            }
            thresholds
        })
}

fn present(fields: &[(&str, Option<Value>)]) -> Value {
    let known = fields.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.clone()?)));
    Value::Object(known.collect::<Map<_, _>>())
}

fn score(metrics: &Metrics, thresholds: &Value) -> Value {
    let updated = metrics.age_days.map(|days| {
        let ago = 1_760_000_000_000 - days * 86_400_000;
        json!(meta_core::time::Timestamp::from_milliseconds(ago).unwrap())
    });
    let mut service = json!({
        "name": "one", "repo": "r", "domain": "d", "version": "1.0.0",
        "maturity": metrics.maturity, "dependencies": {"internal": [], "external": []},
        "quality": present(&[
            ("coverage", metrics.coverage.map(|v| json!(v))),
            ("lint_pass", metrics.lint.map(|v| json!(v))),
            ("open_critical_vulns", metrics.vulnerabilities.map(|v| json!(v))),
        ]),
        "security": present(&[
            ("signed_images", metrics.signed.map(|v| json!(v))),
            ("policy_pass", metrics.policy.map(|v| json!(v))),
        ]),
    });
    if let Some(updated) = updated {
        service["last_update"] = updated;
    }
    let mut input = json!({
        "catalog": {"services": [service]}, "thresholds": thresholds, "now": "2025-10-09T09:00:00Z",
    });
    if let Some(drift) = metrics.drift {
        input["drift"] = json!({"one": drift});
    }
    let report = call("score_quality", input.to_string()).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    report["services"][0].clone()
}

proptest! {
    #[test]
    fn scores_are_from_0_to_100_and_contributions_add_up(
        metrics in metrics(),
        thresholds in thresholds(),
    ) {
        let service = score(&metrics, &thresholds);
        let points = service["score"].as_i64().unwrap();
        prop_assert!((0..=100).contains(&points), "{service}");
        let sum: f64 = service["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part["points"].as_f64().unwrap())
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "0 to 100")]
        let score = points as f64;
        prop_assert!((sum - score).abs() < 1e-6, "{sum}: {service}");
        let confidence = service["confidence"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&confidence));
    }

    #[test]
    fn more_coverage_never_lowers_a_score(
        metrics in metrics(),
        thresholds in thresholds(),
        less in 0.0..=1.0_f64,
        more in 0.0..=1.0_f64,
    ) {
        let (less, more) = if less <= more { (less, more) } else { (more, less) };
        let with = |coverage| score(&Metrics { coverage: Some(coverage), ..metrics.clone() }, &thresholds);
        let (before, after) = (with(less), with(more));
        prop_assert!(before["score"].as_i64() <= after["score"].as_i64(), "{before} {after}");
    }

    #[test]
    fn more_vulnerabilities_never_raise_a_score(
        metrics in metrics(),
        thresholds in thresholds(),
        (less, more) in (0_u32..9).prop_flat_map(|less| (Just(less), less..12)),
    ) {
        let with = |count| {
            score(&Metrics { vulnerabilities: Some(count), ..metrics.clone() }, &thresholds)
        };
        let (before, after) = (with(less), with(more));
        prop_assert!(before["score"].as_i64() >= after["score"].as_i64(), "{before} {after}");
    }
}
