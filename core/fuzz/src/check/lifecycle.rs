//! Events of a lifecycle: whatever they are, what comes of them can be stored, opened again, and reported.

use serde_json::{Value, json};

/// Has the events happen that the bytes say, as the input of `advance_many`.
pub(super) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(input) = serde_json::from_str::<Value>(text) else { return };
    let Ok(report) = meta_core::call("advance_many", text) else { return };
    let state = state_of(&report);
    let config = input.get("config").cloned().unwrap_or(json!({}));
    let again = json!({ "config": config, "state": state, "events": [] });
    assert_eq!(state_of(&ask("advance_many", &again)), state, "what is stored is what is opened");
    let tenants = state.get("tenants").and_then(Value::as_object);
    for (name, tenant) in tenants.into_iter().flatten() {
        let asked = json!({ "config": config, "state": state, "tenant": name });
        let report = ask("build_blocking_report", &asked);
        let conflicts = tenant.get("conflicts").and_then(Value::as_object);
        let waits = |conflict: &Value| {
            let waiting = conflict.get("waiting").and_then(Value::as_array);
            waiting.is_some_and(|all| !all.is_empty())
        };
        let is_blocked = conflicts.into_iter().flatten().any(|(_, conflict)| waits(conflict));
        let is_told = report.contains("\"is_blocked\":true");
        assert!(!is_blocked || is_told, "what waits is reported: {report}");
    }
}

fn ask(name: &str, input: &Value) -> String {
    meta_core::call(name, input.to_string()).unwrap_or_else(|error| unreachable!("{name}: {error}"))
}

fn state_of(report: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    report.get("state").cloned().unwrap_or_default()
}
