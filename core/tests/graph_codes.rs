//! Every code of the graph is shown by a fixture, and the rules file can change its severity.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::finding::codes;
use serde_json::{Value, json};

/// Too large for a fixture: a test of the search itself shows it.
const SHOWN_ELSEWHERE: [&str; 1] = ["graph/search_limited"];

/// Returns the inputs of the fixtures of `check_graph` that have a report.
#[expect(clippy::disallowed_methods, reason = "fixtures are files")]
fn inputs() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/check_graph");
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        case.get("report")?;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Some((name, case.get("input").unwrap().clone()))
    };
    files.filter_map(read).collect()
}

fn severities(input: &Value, code: &str) -> Vec<String> {
    let report = meta_core::call("check_graph", input.to_string()).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let findings = report.get("findings").and_then(Value::as_array).unwrap().iter();
    let of_code = findings.filter(|finding| finding.get("code") == Some(&json!(code)));
    of_code.map(|f| f.get("severity").and_then(Value::as_str).unwrap().to_owned()).collect()
}

/// Returns the input with the severity of `code` stated in the rules file.
fn with_severity(input: &Value, code: &str, severity: &str) -> Value {
    let mut input = input.clone();
    let members = input.as_object_mut().unwrap();
    let rules = members.entry("rules").or_insert_with(|| json!({})).as_object_mut().unwrap();
    let stated = rules.entry("severities").or_insert_with(|| json!({}));
    stated.as_object_mut().unwrap().insert(code.to_owned(), json!(severity));
    input
}

#[test]
fn each_code_is_found_and_its_severity_can_be_stated() {
    let inputs = inputs();
    for code in codes::graph::ALL.iter().filter(|code| !SHOWN_ELSEWHERE.contains(&code.id)) {
        let (mut found, mut clean) = (0, 0);
        for (case, input) in &inputs {
            let there = severities(input, code.id);
            if there.is_empty() {
                clean += 1;
                continue;
            }
            found += 1;
            let raised = severities(&with_severity(input, code.id, "critical"), code.id);
            assert_eq!(raised, vec!["critical"; there.len()], "{} in {case}", code.id);
            let off = severities(&with_severity(input, code.id, "off"), code.id);
            assert!(off.is_empty(), "{} in {case}", code.id);
        }
        assert!(found > 0 && clean > 0, "{}: {found} with, {clean} without", code.id);
    }
}
