//! The tests beside the shipped policies: each policy has cases in which it speaks and cases in which it does not, and
//! every case holds for all policies at once.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "policies and their tests are files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use meta_core::document::{Limits, Source};
use meta_rules::{TestPoliciesInput, TestPoliciesReport, is_policy, test_faults, test_policies};
use serde_json::Value;

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.file_name().is_some_and(|name| name != "pack.yaml") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let name = path.strip_prefix(root).expect("a path inside").display().to_string();
            files.insert(name, Source::text(text));
        }
    }
}

fn files() -> BTreeMap<String, Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    files
}

fn report() -> TestPoliciesReport {
    let files = files();
    let input: TestPoliciesInput =
        serde_json::from_value(serde_json::json!({"files": {}})).expect("an input");
    let input = TestPoliciesInput { files, coverage: true, ..input };
    let faults: Vec<String> = test_faults(&input).iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    test_policies(&input).expect("a report")
}

#[test]
fn every_case_holds() {
    let report = report();
    let mut failures = Vec::new();
    for test in &report.tests {
        for case in test.cases.iter().filter(|case| !case.pass) {
            let line = case.line.unwrap_or_default();
            let why: Vec<&str> =
                case.failures.iter().map(|failure| failure.message.as_str()).collect();
            failures.push(format!("{}:{line}: {}\n  {}", test.path, case.name, why.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{} cases fail\n{}", failures.len(), failures.join("\n"));
    assert!(report.pass && report.counts.left_out == 0, "{:?}", report.counts);
}

/// Tells whether a case expects more of the policy than that it lets something pass.
fn is_failing(case: &Value) -> bool {
    let expected = case["expect"].as_array().expect("a list of what is expected");
    expected.iter().any(|item| item.get("allow").is_none())
}

#[test]
fn each_policy_speaks_and_is_silent() {
    let files = files();
    let policies = files.keys().filter(|path| is_policy(path));
    let mut count = 0;
    for path in policies {
        let test = path.replace(".rhai", ".test.yaml");
        let source = files.get(&test).unwrap_or_else(|| panic!("{path} has no test"));
        let document = source.load(&test, &Limits::default()).expect("a document");
        let cases = document.value["cases"].as_array().expect("cases");
        let failing = cases.iter().filter(|case| is_failing(case)).count();
        assert!(failing > 0 && failing < cases.len(), "{test}: {failing} of {} cases", cases.len());
        // What a parameter is for is seen where it is another.
        let set = |case: &&Value| case.get("parameters").is_some();
        assert!(cases.iter().any(|case| set(&case)), "{test}: no case sets a parameter");
        count += 1;
    }
    assert!(count >= 30, "{count} policies are shipped");
}

#[test]
fn cases_reach_everything() {
    let coverage = report().coverage.expect("what is reached");
    let mut left = Vec::new();
    for policy in &coverage.policies {
        let lines = policy.uncovered_lines.iter().map(|line| format!("{line}: never runs"));
        let conditions = policy.uncovered_conditions.iter().map(|found| format!("{found:?}"));
        let outcomes = policy.uncovered_outcomes.iter().map(|found| format!("{found:?}"));
        let why = policy.unmeasured.iter().cloned();
        let found = lines.chain(conditions).chain(outcomes).chain(why);
        left.extend(found.map(|found| format!("{}: {found}", policy.path)));
    }
    assert!(left.is_empty(), "{} are not reached\n{}", left.len(), left.join("\n"));
    assert!(coverage.lines.total > 300 && coverage.conditions.total > 300, "{coverage:?}");
}
