//! What lints say of the shipped policies, and of many made ones.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "policies are files")]

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::document::Source;
use meta_core::finding::Severity;
use meta_rules::Limits;
use meta_rules::{LintPoliciesInput, LintReport, lint_policies};

fn read(folder: &Path, files: &mut BTreeMap<String, Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(path.display().to_string(), Source::text(text));
        }
    }
}

fn lint(files: BTreeMap<String, Source>) -> LintReport {
    let input = LintPoliciesInput { files, limits: Limits::default(), fail_on: Severity::High };
    lint_policies(&input).expect("a report")
}

#[test]
fn nothing_is_wrong_with_the_shipped_policies() {
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies"), &mut files);
    let report = lint(files);
    assert!(report.policies >= 8);
    let found: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.is_open() && finding.code != "lint/missing_test")
        .map(|finding| format!("{} {} {:?}", finding.code, finding.message, finding.location))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
