//! The shipped policies: each compiles, decides about real manifests, and fails on none.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]
#![expect(clippy::disallowed_methods, reason = "policies and fixtures are files")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use meta_core::document::Source;
use meta_core::finding::{Finding, Severity};
use meta_core::platform::{PlatformInput, check_platform};
use meta_rules::{Catalog, CompileInput, EvaluateInput, PolicyReport, PolicySet};

fn files(folder: &Path, ending: &str, found: &mut BTreeMap<String, Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|end| end == ending) {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.insert(path.display().to_string(), Source::text(text));
        }
    }
}

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn policies() -> PolicySet {
    let mut found = BTreeMap::new();
    files(&root("policies"), "rhai", &mut found);
    PolicySet::compile(&CompileInput { files: found, ..CompileInput::default() }).expect("policies")
}

fn evaluate(workspace: &str) -> PolicyReport {
    let folder = root("../fixtures").join(workspace);
    let mut found = BTreeMap::new();
    files(&folder, "yaml", &mut found);
    let strip = |path: String| {
        path.trim_start_matches(&*folder.display().to_string()).trim_start_matches('/').to_owned()
    };
    let files = found.into_iter().map(|(path, source)| (strip(path), source)).collect();
    let input: EvaluateInput =
        serde_json::from_value(serde_json::json!({"now": "2025-10-06T00:00:00Z"}))
            .expect("an input");
    let platform = PlatformInput { files, now: input.now, fail_on: Severity::High };
    let platform = check_platform(&platform).expect("a platform");
    let catalog = Catalog::new(platform.catalog, None, &meta_core::config::Rules::default())
        .expect("a catalog");
    policies().evaluate(&catalog, &input).expect("a report")
}

#[test]
fn a_broken_platform_is_found_out() {
    let report = evaluate("platform");
    let codes: BTreeSet<&str> = report.findings.iter().map(|finding| &*finding.code).collect();
    assert!(!codes.contains("policy/failed"), "{:#?}", report.findings);
    for code in [
        "security/critical_vulnerabilities",
        "supply/unlisted_technology",
        "quality/low_coverage",
        "graph/upward_dependency",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}

#[test]
fn a_clean_platform_is_clean() {
    let report = evaluate("platform-clean");
    let is_severe = |finding: &&Finding| finding.severity >= Severity::High;
    let severe =
        report.findings.iter().filter(is_severe).map(|f| format!("{} {}", f.code, f.subject));
    // The workspace is clean by the rules of the core, whose file lists more technology for some domains and asks
    // for no bill of materials.
    assert_eq!(
        severe.collect::<Vec<_>>(),
        [
            "security/unsigned_images weather-feed",
            "supply/unlisted_technology load-forecast",
            "supply/unlisted_technology metric-relay",
            "supply/unlisted_technology price-forecast",
        ]
    );
    assert!(report.policies.iter().all(|policy| policy.asked > 0), "{:?}", report.policies);
}

#[test]
fn policies_stand_in_the_folder_of_their_domain() {
    for header in policies().headers() {
        let path = root("policies").join(format!("{}.rhai", header.id));
        assert!(path.is_file(), "{}", path.display());
    }
}
