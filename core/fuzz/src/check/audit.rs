//! Records of an audit trail: whatever they are, a verdict comes of them, and what is right can be proved.

use serde_json::{Value, json};

/// Verifies the records that the bytes say.
pub(super) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let ask = |name: &str, input: Value| -> Option<Value> {
        let report = meta_core::call(name, input.to_string()).ok()?;
        serde_json::from_str(&report).ok()
    };
    let Some(verdict) = ask("verify_audit", json!({ "records": text })) else { return };
    let entries = verdict.get("entries").and_then(Value::as_u64).unwrap_or(0);
    let is_right = |verdict: &Value| verdict.get("ok") == Some(&json!(true));
    if !is_right(&verdict) || entries == 0 {
        return;
    }
    let known = ask("verify_audit", json!({ "records": text, "head": verdict.get("head") }));
    assert!(known.as_ref().is_some_and(is_right), "its own head is right: {known:?}");
    let asked = json!({ "records": text, "inclusion": { "seq": entries - 1 } });
    let proof = ask("build_audit_proof", asked);
    let proved = proof.as_ref().and_then(|proof| proof.get("inclusion"));
    assert!(proved.is_some_and(Value::is_object), "the last entry is in it: {proof:?}");
}
