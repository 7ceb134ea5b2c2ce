//! Each command, as a shell would run it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

const NOW: [&str; 2] = ["--now", "2025-10-06T00:00:00Z"];

fn platform() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/platform")
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("meta-core").unwrap().args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn on_platform(command: &str, more: &[&str]) -> (i32, String, String) {
    let platform = platform();
    let arguments = [&[command, platform.to_str().unwrap()], more].concat();
    run(&arguments)
}

#[test]
fn text_shows_the_source_line_with_carets() {
    let (status, out, _) = on_platform("check", &NOW);
    assert_eq!(status, 1);
    let shown = "manifests/secret-vault/service-manifest.yaml:9:10\n  |\n9 | version: v1.9.2\n  |          ^^^^^^\n";
    assert!(out.contains(shown), "{out}");
    assert!(!out.contains('\u{1b}'), "colours although it is no terminal");
    assert!(out.contains("\nverdict: fails: "), "{out}");
}

#[test]
fn colours_can_be_forced() {
    let (_, out, _) = on_platform("check", &[NOW[0], NOW[1], "--color", "always"]);
    assert!(out.contains("\u{1b}["));
}

#[test]
fn the_threshold_decides_the_status() {
    let clean = platform().join("../platform-clean");
    let clean = clean.to_str().unwrap();
    assert_eq!(run(&["check", clean, NOW[0], NOW[1], "--fail-on", "info"]).0, 0);
    assert_eq!(on_platform("graph", &[NOW[0], NOW[1], "--fail-on", "critical"]).0, 0);
    assert_eq!(on_platform("graph", &[NOW[0], NOW[1], "--fail-on", "high"]).0, 1);
    assert_eq!(on_platform("check", &[NOW[0], NOW[1], "--exit-zero"]).0, 0);
}

#[test]
fn each_part_has_the_findings_of_its_domain() {
    for (command, domains) in [
        ("validate", vec!["catalog", "document", "platform"]),
        ("graph", vec!["document", "graph"]),
        ("drift", vec!["document", "drift"]),
        ("quality", vec!["document", "quality"]),
    ] {
        let (status, out, _) = on_platform(command, &[NOW[0], NOW[1], "--format", "json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(status, 1, "{command}");
        assert!(!findings.is_empty(), "{command}");
        for finding in findings {
            let code = finding["code"].as_str().unwrap();
            assert!(domains.contains(&code.split('/').next().unwrap()), "{command}: {code}");
        }
    }
}

#[test]
fn machine_formats_are_what_they_say() {
    let (_, sarif, _) = on_platform("check", &[NOW[0], NOW[1], "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        ["uri"];
    assert!(uri.as_str().unwrap().contains("fixtures/platform/manifests/"), "{uri}");
    let (_, junit, _) = on_platform("check", &[NOW[0], NOW[1], "--format", "junit"]);
    assert!(junit.starts_with("<?xml") && junit.contains("<testsuites"), "{junit}");
    let (_, md, _) = on_platform("check", &[NOW[0], NOW[1], "--format", "md"]);
    for heading in ["## Catalog summary", "## Dependency violations", "## Drift", "## Quality"] {
        assert!(md.contains(heading), "{heading}");
    }
}

#[test]
fn a_report_can_go_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.md");
    let (_, out, _) = on_platform(
        "check",
        &[NOW[0], NOW[1], "--format", "md", "--output", file.to_str().unwrap()],
    );
    assert_eq!(out, "");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("# Platform report"));
    let nowhere = folder.path().join("no/such/folder/report.md");
    let (status, _, err) = on_platform("check", &["--output", nowhere.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(err.contains("cannot write"), "{err}");
}

#[test]
fn impact_and_order_follow_the_manifests() {
    let (status, out, _) = on_platform("impact", &["--service", "identity", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status, 0);
    assert_eq!(report["test_scope"]["changed"], serde_json::json!(["identity"]));
    assert!(report["blast_radius"]["services"].as_u64().unwrap() > 3);
    let (status, out, _) = on_platform("order", &[]);
    assert_eq!(status, 0);
    assert!(out.contains("in a circle"), "{out}");
    let (status, _, err) = on_platform("impact", &["--service", "identiti"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `identity`?"), "{err}");
    assert_eq!(on_platform("impact", &[]).0, 2);
}

#[test]
fn build_writes_the_index() {
    let (_, out, err) = on_platform("build", &NOW);
    let index: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(index["metadata"]["total_services"], index["services"].as_array().unwrap().len());
    assert!(err.contains("catalog/not_collected"), "{err}");
}

#[test]
fn an_index_file_can_be_validated_alone() {
    let index = platform().join("catalog/service-index.yaml");
    let (status, out, _) = run(&["validate", index.to_str().unwrap(), NOW[0], NOW[1]]);
    assert_eq!(status, 1);
    assert!(out.contains("service-index.yaml:"), "{out}");
}

#[test]
fn the_library_explains_itself() {
    let (status, out, _) = run(&["explain", "graph/cycle"]);
    assert_eq!(status, 0);
    assert!(out.contains("why it matters:") && out.contains("how to mend it:"), "{out}");
    let (status, _, err) = run(&["explain", "graph/cycl"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `graph/cycle`?"), "{err}");
    let (_, out, _) = run(&["schema", "service-manifest"]);
    let schema: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(run(&["schema"]).1.contains("service-manifest"));
    assert!(run(&["operations"]).1.contains("check_platform"));
    assert!(run(&["operations", "plan_order"]).1.contains("Services to order"));
    assert!(run(&["completions", "bash"]).1.contains("complete -F _meta__core"));
}

#[test]
fn the_starter_is_clean_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(&["init", path]).0, 0);
    let (status, out, _) =
        run(&["check", path, NOW[0], NOW[1], "--fail-on", "info", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(status, 0);
    let manifest = folder.path().join("manifests/gateway/service-manifest.yaml");
    std::fs::write(&manifest, "mine").unwrap();
    assert_eq!(run(&["init", path]).0, 2);
    assert_eq!(std::fs::read_to_string(&manifest).unwrap(), "mine");
}

fn versions() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let before = file("before.yaml", "type: object\nproperties:\n  state: {enum: [open, lost]}\n");
    let after = file("after.yaml", "type: object\nproperties:\n  state: {enum: [open]}\n");
    (folder, before, after)
}

#[test]
fn diff_shows_both_versions() {
    let (_folder, before, after) = versions();
    let (status, out, _) = run(&["diff", &before, &after, NOW[0], NOW[1]]);
    assert_eq!(status, 1);
    let shown = "before.yaml:3:24\n  |\n3 |   state: {enum: [open, lost]}\n  |                        ^^^^\n";
    assert!(out.contains(shown), "{out}");
    assert!(out.starts_with("breaking[diff/json-schema/enum_value_removed]: "), "{out}");
    assert!(out.ends_with("changes: 1 breaking, 0 behavioral, 0 additive, 0 cosmetic\n"), "{out}");
}

#[test]
fn diff_fails_by_class_and_direction() {
    let (_folder, before, after) = versions();
    let status = |more: &[&str]| run(&[&["diff", &before, &after], more].concat()).0;
    assert_eq!(status(&["--direction", "forward"]), 0);
    assert_eq!(status(&["--direction", "forward", "--fail-on", "additive"]), 1);
    assert_eq!(status(&["--fail-on", "none"]), 0);
    assert_eq!(status(&["--risk-threshold", "behavioral"]), 1);
    assert_eq!(status(&["--kind", "sculpture"]), 2);
    assert_eq!(run(&["diff", &before, &before, "--fail-on", "cosmetic"]).0, 0);
}

#[test]
fn diff_reads_standard_input_and_writes_json() {
    let (_folder, before, after) = versions();
    let output = Command::cargo_bin("meta-core")
        .unwrap()
        .args(["diff", &before, "-", "--format", "json", NOW[0], NOW[1]])
        .write_stdin(std::fs::read(&after).unwrap())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["summary"]["breaking"], 1);
    let change = &report["changes"][0];
    assert_eq!(change["before_pointer"], "/properties/state/enum/1");
    assert_eq!(change["class"], "breaking");
    let (status, _, error) = run(&["diff", "-", "-"]);
    assert_eq!(status, 2);
    assert!(error.contains("only one version"), "{error}");
}
