//! The sample workspace: every planted fault is found at its place, and nothing else is.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use meta_core::document::{self, Limits};
use serde_json::Value;

const NOW: &str = "2025-10-06T00:00:00Z";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn check(workspace: &str) -> (Value, Option<i32>) {
    let output = Command::cargo_bin("meta-core")
        .unwrap()
        .args(["check", "--format", "json", "--now", NOW])
        .arg(fixtures().join(workspace))
        .output()
        .unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code())
}

/// What tells one finding from another, with its place.
fn identity(row: &Value, place: &Value) -> String {
    let part = |value: &Value| value.to_string();
    let place = ["line", "column"].map(|key| part(&place[key])).join(":");
    let suppressed = row["suppressed"] == true || row.get("suppression").is_some();
    let [code, subject, severity] = ["code", "subject", "severity"].map(|key| part(&row[key]));
    format!("{severity} {code} {subject} at {place} suppressed={suppressed}")
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let text = std::fs::read_to_string(fixtures().join("platform.expected.yaml")).unwrap();
    let expected = document::parse(&text, &Limits::default()).unwrap();
    let (report, status) = check("platform");
    let planted = expected["findings"].as_array().unwrap().iter();
    let planted: BTreeSet<String> =
        planted.map(|row| format!("{} {}", row["file"], identity(row, row))).collect();
    let found = report["findings"].as_array().unwrap().iter();
    let found: BTreeSet<String> = found
        .map(|row| format!("{} {}", row["location"]["path"], identity(row, &row["location"])))
        .collect();
    let missing: Vec<_> = planted.difference(&found).collect();
    let unexpected: Vec<_> = found.difference(&planted).collect();
    assert!(missing.is_empty() && unexpected.is_empty(), "{missing:#?} {unexpected:#?}");
    assert_eq!(found.len(), report["findings"].as_array().unwrap().len());
    assert_eq!(status, Some(1));
    assert_eq!(report["verdict"]["exit_status"], expected["exit_status"]);
}

#[test]
fn the_clean_workspace_has_no_finding() {
    let (report, status) = check("platform-clean");
    assert_eq!(report["findings"].as_array().unwrap(), &Vec::<Value>::new());
    assert_eq!(report["summary"]["services"], 30);
    assert_eq!(status, Some(0));
}
