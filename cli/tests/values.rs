//! What becomes of values on their way in, through the command line: the table that every language is held to.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

fn table() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/values/table.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// Calls an operation; returns what stands at a place of the report, or the error.
fn called(operation: &str, input: String, pointer: &str) -> Value {
    let mut command = Command::cargo_bin("meta-core").unwrap();
    command.args(["call", operation, "--error-format", "json"]).write_stdin(input);
    let output = command.output().unwrap();
    if output.status.success() {
        return json_of(&output.stdout).pointer(pointer).cloned().unwrap_or_default();
    }
    let error = json_of(&output.stderr);
    json!({"code": error["code"], "path": error["path"]})
}

/// Asks the policy of the table about a value in a file; returns what it says, or the error.
fn evaluated(folder: &Path, text: &str) -> Result<Value, Value> {
    std::fs::write(folder.join("data.json"), format!("{{\"v\":{text}}}")).unwrap();
    let mut command = Command::cargo_bin("meta-core").unwrap();
    command.current_dir(folder).args(["policy", "eval", "policies", "--data", "data.json"]);
    command.args(["--now", "2026-01-01T00:00:00Z", "--format", "json", "--error-format", "json"]);
    let output = command.output().unwrap();
    if output.status.code() == Some(2) {
        return Err(json_of(&output.stderr));
    }
    Ok(json_of(&output.stdout)["findings"][0]["message"].clone())
}

#[test]
fn values_are_read_as_the_table_says() {
    let table = table();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("policies")).unwrap();
    std::fs::create_dir_all(folder.path().join("catalog")).unwrap();
    let policy = table["ask"]["policies"]["files"]["value.rhai"].as_str().unwrap();
    std::fs::write(folder.path().join("policies/value.rhai"), policy).unwrap();
    std::fs::write(folder.path().join("catalog/service-index.yaml"), "services: []\n").unwrap();
    let mut tried = 0;
    for row in table["values"].as_array().unwrap() {
        let Some(text) = row["text"].as_str() else { continue };
        tried += 1;
        let expected = row.get("error").or_else(|| row.get("canonical")).unwrap();
        let input = format!("{{\"document\":{{\"v\":{text}}}}}");
        assert_eq!(called("render_canonical", input, "/canonical"), *expected, "{row}");
        let in_a_file = evaluated(folder.path(), text);
        if let Some(error) = row.get("error") {
            // A document may be a little deeper than what an operation reads around it.
            let is_told = in_a_file.is_err_and(|error| error["message"].is_string());
            assert!(is_told || error["code"] == "limit_exceeded", "{row}");
            continue;
        }
        let mut asked = table["ask"].clone();
        asked["context"] = json!({"now": "2026-01-01T00:00:00Z", "data": {"v": "@"}});
        let asked = asked.to_string().replace("\"@\"", text);
        let told = called("check_policies", asked, "/findings/0/message");
        let expected = row.get("seen_error").or_else(|| row.get("seen")).unwrap();
        assert_eq!(told, *expected, "{row}");
        // What is too deep in an input has its own document here, and is as deep as that may be.
        if let Some(seen) = row.get("seen") {
            assert_eq!(in_a_file.as_ref(), Ok(seen), "{row}");
        }
    }
    assert!(tried > 30);
}
