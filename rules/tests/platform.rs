//! Policies beside the rules of the core.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use meta_core::document::Source;
use meta_rules::{Catalog, Clock, CompileInput, EvaluateInput, OpenCatalogInput, PolicySet};
use meta_rules::{call, with_clock};
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: &str = "2025-10-06T00:00:00Z";

fn policy(id: &str, body: &str) -> String {
    format!("/*---\nid: {id}\ntitle: a problem\nwhy: it matters\nfix: mend it\n---*/\n{body}\n")
}

fn service(name: &str, more: &str) -> String {
    format!(
        "name: {name}\nrepo: https://git.example/{name}\ndomain: access\nversion: 1.0.0\nmaturity: stable\ndependencies: {{internal: [], external: []}}\nlast_update: {NOW}\n{more}"
    )
}

fn files() -> Value {
    json!({
        "manifests/a/service.yaml": service("a", "tier: 1\napi_dependencies: [prices-api@1.0.0]\n"),
        "manifests/b/service.yaml": service("b", "quality: {coverage: 0.2}\n"),
        "catalog/spec-index.yaml": "specs:\n  prices-api:\n    versions: [{version: 1.0.0}, {version: 1.2.0}]\n",
    })
}

fn check(input: &Value) -> String {
    call("check_platform", input.to_string()).expect("a report")
}

/// Without policies, the answer is that of the core, byte for byte.
#[test]
fn without_policies_the_core_answers() {
    for input in [
        json!({"files": files(), "now": NOW}),
        json!({"files": files(), "now": NOW, "fail_on": "low", "policies": null, "data": null}),
        json!({"files": {}, "now": NOW, "environment": "production"}),
    ] {
        let mut plain = input.clone();
        for name in ["policies", "data", "environment"] {
            plain.as_object_mut().expect("an object").remove(name);
        }
        let of_core = meta_core::call("check_platform", plain.to_string()).expect("a report");
        assert_eq!(check(&input), of_core);
    }
}

#[test]
fn faults_of_the_input_are_told_as_the_core_tells_them() {
    for (input, path) in [
        (json!({"files": {}, "now": "soon"}), "/now"),
        (json!({"files": {}, "now": NOW, "polices": {}}), "/polices"),
        (json!({"files": {}, "now": NOW, "policies": {"files": 1}}), "/policies/files"),
        (
            json!({"files": {}, "now": NOW, "policies": {"files": {}, "limit": {}}}),
            "/policies/limit",
        ),
        (json!([1]), ""),
    ] {
        let error = call("check_platform", input.to_string()).expect_err("a fault");
        assert_eq!(error.path(), path, "{error}");
    }
}

/// Policies that want opposite things of each issue, change and score.
fn wishes() -> Vec<(String, String)> {
    let severities = ["info", "low", "moderate", "high", "critical"];
    let mut found = Vec::new();
    for (index, severity) in severities.iter().enumerate() {
        for (word, id) in [("raise", "up"), ("lower", "down")] {
            let body = format!(
                "fn weigh(issue, ctx) {{ {word}(\"{severity}\", \"{id}\"); tag(\"t{index}\"); }}\nfn adjust(score, ctx) {{ adjust({index}.125, \"{id}\"); }}"
            );
            found.push((format!("{id}{index}"), policy(&format!("drift/{id}_{index}"), &body)));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The names of documents, and so the order in which policies are read, mean nothing.
    #[test]
    fn the_order_of_policies_means_nothing(
        picked in proptest::sample::subsequence(wishes(), 1..6),
        names in proptest::sample::subsequence((0..40).collect::<Vec<u32>>(), 6),
        turn in 0_usize..6,
    ) {
        let named = |turn: usize| -> BTreeMap<String, String> {
            let mut names = names.clone();
            names.rotate_left(turn);
            let named = picked.iter().zip(names);
            named.map(|((_, text), name)| (format!("p{name}.rhai"), text.clone())).collect()
        };
        let strip = |report: String| {
            let mut report: Value = serde_json::from_str(&report).expect("a report");
            for member in ["findings", "drift", "quality", "verdict", "summary"] {
                assert!(report.get(member).is_some(), "{member}");
            }
            report["policies"]["decisions"].take();
            report
        };
        let ask = |turn| strip(check(&json!({"files": files(), "now": NOW, "policies": {"files": named(turn)}})));
        prop_assert_eq!(ask(0), ask(turn));
    }

    /// The parts of a score add up to it, whatever policies add.
    #[test]
    fn the_parts_of_an_adjusted_score_add_up(points in proptest::collection::vec(-100.0_f64..100.0, 1..4)) {
        let files: BTreeMap<String, String> = points.iter().enumerate().map(|(index, points)| {
            let body = format!("fn adjust(score, ctx) {{ adjust({points:?}, \"so\"); }}");
            (format!("{index}.rhai"), policy(&format!("quality/p{index}"), &body))
        }).collect();
        let input = json!({"files": self::files(), "now": NOW, "policies": {"files": files}});
        let report: Value = serde_json::from_str(&check(&input)).expect("a report");
        for service in report["quality"]["services"].as_array().expect("scores") {
            let parts = service["contributions"].as_array().expect("parts");
            let milli: f64 = parts.iter().map(|part| (part["points"].as_f64().expect("points") * 1000.0).round()).sum();
            let score = service["score"].as_f64().expect("a score");
            prop_assert!((milli - score * 1000.0).abs() < 0.5, "{milli} {score}");
            prop_assert!((0.0..=100.0).contains(&score));
        }
    }
}

fn ticking() -> Clock {
    let ticks = std::sync::Arc::new(AtomicU32::new(0));
    Clock::new(move || f64::from(ticks.fetch_add(1, Ordering::Relaxed)))
}

fn set(body: &str) -> PolicySet {
    let files = BTreeMap::from([("a.rhai".to_owned(), Source::text(policy("own/a", body)))]);
    PolicySet::compile(&CompileInput { files, ..CompileInput::default() }).expect("policies")
}

fn catalog(services: usize) -> Catalog {
    let list: Vec<Value> = (0..services)
        .map(|index| json!({"name": format!("s{index}"), "repo": "https://git.example/s", "domain": "d", "version": "1.0.0", "maturity": "beta"}))
        .collect();
    let catalog = Source::text(json!({"services": list}).to_string());
    Catalog::open(&OpenCatalogInput { catalog, graph: None, rules: None }).expect("a catalog")
}

fn at(timeout_ms: Option<u64>, timings: bool) -> EvaluateInput {
    EvaluateInput { timeout_ms, timings, ..EvaluateInput::at(NOW.parse_now()) }
}

trait ParseNow {
    fn parse_now(&self) -> meta_core::time::Timestamp;
}

impl ParseNow for str {
    fn parse_now(&self) -> meta_core::time::Timestamp {
        meta_core::time::Timestamp::parse(self).expect("a time")
    }
}

/// Questions that end soon are counted, too: the engine itself looks at the time of long ones only.
#[test]
fn a_deadline_ends_many_short_questions() {
    let (set, catalog) = (set("fn check(service, ctx) { deny(\"no\"); }"), catalog(2_000));
    let report = with_clock(&ticking(), || set.evaluate(&catalog, &at(Some(300), false)));
    let report = report.expect("a report");
    let denied = report.findings.iter().filter(|f| f.code == "own/a").count();
    let limits: Vec<_> =
        report.findings.iter().filter(|f| f.code == "policy/limit_exceeded").collect();
    assert!((1..2_000).contains(&denied), "{denied}");
    assert_eq!(limits.len(), 1);
    assert_eq!(limits[0].evidence["subjects"], 2_000 - denied);
    assert!(!report.pass);
    let whole = with_clock(&ticking(), || set.evaluate(&catalog, &at(Some(1_000_000), false)));
    let plain = set.evaluate(&catalog, &at(None, false)).expect("a report");
    assert_eq!(whole.expect("a report"), plain, "time that is enough changes nothing");
}

#[test]
fn what_was_not_judged_in_time_does_not_pass_a_gate() {
    let set = set("fn gate(subject, ctx) { allow(); }");
    let mut input = at(Some(0), false);
    input.subjects.insert(meta_rules::policy::Hook::Gate, vec![json!({"name": "r1"})]);
    let report = with_clock(&ticking(), || set.evaluate(&catalog(1), &input)).expect("a report");
    assert_eq!(report.gates[0].verdict, meta_rules::GateVerdict::Denied);
    assert!(report.gates[0].reasons[0].contains("the time that the host gave"));
}

#[test]
fn time_is_known_only_where_a_clock_is_lent() {
    let (set, catalog) = (set("fn check(service, ctx) {}"), catalog(3));
    for input in [at(Some(5), false), at(None, true)] {
        let error = set.evaluate(&catalog, &input).expect_err("no clock");
        assert_eq!(error.code().as_str(), "input_unsupported");
    }
    let report = with_clock(&ticking(), || set.evaluate(&catalog, &at(None, true)));
    let timings = report.expect("a report").timings.expect("timings");
    assert!(timings.evaluate_ms.is_some_and(|took| took > 0.0) && timings.settle_ms.is_some());
    let items =
        json!({"items": [{"context": {"now": NOW, "timings": true}}, {"context": {"now": NOW}}]});
    let many = serde_json::from_value(items).expect("questions");
    let many = with_clock(&ticking(), || set.evaluate_many(&catalog, &many)).expect("answers");
    let timed =
        |index: usize| many.results[index].report.as_ref().expect("a report").timings.is_some();
    assert!(timed(0) && !timed(1), "the clock goes along with each question");
}

#[test]
fn a_script_without_end_is_stopped_in_time() {
    let body = "fn weigh(issue, ctx) { let n = 0; while true { n += 1; } }";
    let input = json!({"files": files(), "now": NOW, "timeout_ms": 20,
        "policies": {"files": {"a.rhai": policy("drift/endless", body)}, "limits": {"operations": 4_000_000_000_u64}}});
    let report = with_clock(&ticking(), || check(&input));
    assert!(
        report.contains("policy/limit_exceeded") && report.contains("the time that the host gave")
    );
}
