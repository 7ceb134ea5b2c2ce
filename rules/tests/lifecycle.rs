//! Policies that are asked whether something may change its state, over the lifecycles of the shared fixtures.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic, reads files, and a JSON value without a member has null there"
)]

use std::path::PathBuf;

use serde_json::{Value, json};

/// Lists the inputs of `advance_many` whose machines do not ask policies themselves, and have none.
fn inputs() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/advance_many");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("a fixture").path();
        let text = std::fs::read_to_string(&path).expect("a fixture");
        let fixture: Value = serde_json::from_str(&text).expect("JSON");
        if !text.contains("policy_allows") && fixture["input"]["policies"].is_null() {
            all.push((path.display().to_string(), fixture["input"].clone()));
        }
    }
    assert!(all.len() > 10, "fixtures of lifecycles");
    all
}

fn with_policy(input: &Value, body: &str) -> Value {
    let text = format!(
        "/*---\nid: test/all\ntitle: a test\nseverity: high\nwhy: it is one\nfix: none\n---*/\n\
         fn guard(transition, ctx) {{ {body} }}\n"
    );
    let mut input = input.clone();
    input["policies"] = json!({ "files": { "all.rhai": text } });
    input
}

fn results(input: &Value) -> Vec<Value> {
    let report = meta_rules::call("advance_many", input.to_string()).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    report["results"].as_array().cloned().expect("results")
}

/// Returns what has come of an event, without what the digest of the rules is part of.
fn outcome(result: &Value) -> (Value, Value, Value, Value) {
    let decision = &result["decision"];
    let code = result["error"]["code"].clone();
    (code, decision["outcome"].clone(), decision["moves"].clone(), decision["opened"].clone())
}

#[test]
fn a_policy_that_allows_everything_changes_nothing_but_the_digests() {
    for (name, input) in inputs() {
        let plain = results(&input);
        for body in ["allow();", "", "info(\"seen\");"] {
            let asked = results(&with_policy(&input, body));
            assert_eq!(plain.len(), asked.len(), "{name}");
            for (plain, asked) in plain.iter().zip(&asked) {
                assert_eq!(outcome(plain), outcome(asked), "{name}: {body}");
                if plain["decision"].is_object() {
                    let digest = |result: &Value| result["decision"]["config_digest"].clone();
                    assert_ne!(digest(plain), digest(asked), "{name}");
                }
            }
        }
    }
}

#[test]
fn nothing_that_is_asked_for_gets_past_a_policy_that_does_not_allow_it() {
    let mut denied = 0;
    for (name, input) in inputs() {
        let events = input["events"].as_array().expect("events");
        for body in ["deny(\"no\");", "require(\"more\");", "transition.not_stated;", "throw 1;"] {
            for (event, result) in events.iter().zip(results(&with_policy(&input, body))) {
                let outcome = &result["decision"]["outcome"];
                if event["action"]["advance"].is_object() {
                    assert_ne!(outcome, "accepted", "{name}: {event}");
                    denied += usize::from(outcome == "denied");
                }
            }
        }
    }
    assert!(denied > 50, "{denied} events were denied");
}

#[test]
fn what_policies_decided_is_decided_again_by_a_replay() {
    let body =
        "if transition.to == \"archived\" && transition.dependents.len() == 0 { deny(\"no\"); }";
    for (name, input) in inputs() {
        let input = with_policy(&input, body);
        let report = meta_rules::call("advance_many", input.to_string()).expect("a report");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let replayed = meta_rules::call(
            "replay_lifecycle",
            json!({
                "policies": input["policies"], "config": input["config"].as_object().cloned().unwrap_or_default(),
                "snapshot": input["state"].as_object().cloned().unwrap_or_default(), "events": input["events"],
            })
            .to_string(),
        )
        .expect("a report");
        let replayed: Value = serde_json::from_str(&replayed).expect("JSON");
        assert_eq!(report["state"], replayed["state"], "{name}");
    }
}
