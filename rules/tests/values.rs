//! What becomes of values on their way in: the table that every language is held to, as texts.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "the table is a file")]

use serde_json::{Value, json};

fn table() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/values/table.json");
    let text = std::fs::read_to_string(path).expect("the table");
    serde_json::from_str(&text).expect("a table")
}

fn outcome(operation: &str, input: &str, pointer: &str) -> Value {
    match meta_rules::call(operation, input) {
        Ok(report) => {
            let report: Value = serde_json::from_str(&report).expect("a report");
            report.pointer(pointer).cloned().unwrap_or_default()
        }
        Err(error) => json!({"code": error.code().as_str(), "path": error.path()}),
    }
}

#[test]
fn texts_are_read_as_the_table_says() {
    let table = table();
    let rows = table["values"].as_array().expect("rows");
    let mut tried = 0;
    for row in rows {
        let Some(text) = row["text"].as_str() else { continue };
        tried += 1;
        let expected = row.get("error").or_else(|| row.get("canonical")).expect("an outcome");
        let input = format!("{{\"document\":{{\"v\":{text}}}}}");
        assert_eq!(outcome("render_canonical", &input, "/canonical"), *expected, "{row}");
        if row.get("canonical").is_none() {
            continue;
        }
        let mut asked = table["ask"].clone();
        asked["context"] = json!({"now": "2026-01-01T00:00:00Z", "data": {"v": "@"}});
        let asked = asked.to_string().replace("\"@\"", text);
        let expected = row.get("seen_error").or_else(|| row.get("seen")).expect("what is seen");
        assert_eq!(outcome("check_policies", &asked, "/findings/0/message"), *expected, "{row}");
    }
    assert!(tried > 30);
}

#[test]
fn numbers_that_scripts_cannot_hold_are_no_parameters() {
    let policy = |kind: &str, value: &str| {
        format!(
            "/*---\nid: own/a\ntitle: t\nwhy: w\nfix: f\nparameters: {{ p: {{ type: {kind}, default: {value}, doc: d }} }}\n---*/\nfn check(service, ctx) {{ info(`${{ctx.params.p}}`); }}\n"
        )
    };
    for (kind, value, fault) in [
        (
            "table",
            "{ a: 9223372036854775808 }",
            Some("the number 9223372036854775808 is too large to be told exactly"),
        ),
        (
            "number",
            "18446744073709551615",
            Some("the number 18446744073709551615 is too large to be told exactly"),
        ),
        (
            "integer",
            "9223372036854775808",
            Some("the number 9223372036854775808 is too large to be told exactly"),
        ),
        ("table", "{ a: 9223372036854775807 }", None),
        ("number", "1.5", None),
    ] {
        let input = json!({"files": {"a.rhai": policy(kind, value)}}).to_string();
        let found = outcome("validate_policies", &input, "/faults/0/message");
        let expected = fault.map(|fault| format!("the default of the parameter `p`: {fault}"));
        assert_eq!(found.as_str(), expected.as_deref(), "{kind} {value}");
    }
}
