//! Policies on the command line.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use assert_cmd::Command;

fn meta_core(arguments: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("meta-core").unwrap();
    command
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn policies_are_listed() {
    let output = meta_core(&["policy", "check", "rules/policies"]);
    let text = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("security/critical_vulnerabilities"), "{text}");
}

#[test]
fn shipped_policies_need_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("meta-core").unwrap();
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (code, all) = run(&["policy", "check", "shipped"]);
    assert_eq!(code, Some(0), "{all}");
    assert!(all.contains("catalog/no_owner") && all.contains("security/unsigned_images"), "{all}");
    let (code, some) = run(&["policy", "check", "shipped/security"]);
    assert_eq!(code, Some(0), "{some}");
    assert!(
        !some.contains("catalog/no_owner") && some.contains("security/unsigned_images"),
        "{some}"
    );
    let (code, listed) = run(&["policy", "list", "shipped/security"]);
    assert!(code == Some(0) && listed.contains("security/unsigned_images"), "{listed}");
    let (code, fault) = run(&["policy", "check", "shipped/securty"]);
    assert!(
        code == Some(2) && fault.contains("did you mean `shipped/security`?"),
        "{code:?} {fault}"
    );
    let (code, fault) = run(&["policy", "check", "shipped:none"]);
    assert!(code == Some(2) && fault.contains("there are: starter"), "{code:?} {fault}");
    // A folder that is there is meant.
    std::fs::create_dir(folder.path().join("shipped")).unwrap();
    let (code, fault) = run(&["policy", "check", "shipped"]);
    assert!(code == Some(2) && fault.contains("no policies"), "{code:?} {fault}");
}

#[test]
fn a_pack_sets_how_shipped_policies_count() {
    let severity = |policies: &str| {
        let arguments =
            ["policy", "eval", policies, "fixtures/platform", "--now", "2025-10-06T00:00:00Z"];
        let output = meta_core(&[&arguments[..], &["--format", "json"]].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        let of = |code: &str| findings.iter().filter(|finding| finding["code"] == code).count();
        (of("supply/unlisted_technology"), of("graph/upward_dependency"))
    };
    let (unlisted, upward) = severity("shipped");
    assert!(unlisted > 0 && upward > 0);
    assert_eq!(severity("shipped:starter"), (unlisted, 0));
}

#[test]
fn faults_are_shown_at_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.rhai");
    let policy = "/*---\nid: own/bad\ntitle: t\nwhy: w\nfix: f\n---*/\nfn check(service, ctx) {\n    denny(\"x\");\n}\n";
    std::fs::write(&path, policy).unwrap();
    let output =
        meta_core(&["policy", "check", folder.path().to_str().unwrap(), "--color", "never"]);
    let text = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("bad.rhai:8:5"), "{text}");
    assert!(text.contains("denny(\"x\");") && text.contains("did you mean `deny`?"), "{text}");
}

#[test]
fn a_workspace_is_judged() {
    let arguments =
        ["policy", "eval", "rules/policies", "fixtures/platform", "--now", "2025-10-06T00:00:00Z"];
    let output = meta_core(&[&arguments[..], &["--color", "never"]].concat());
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{shown}{}", text(&output.stderr));
    assert!(shown.contains("security/critical_vulnerabilities"), "{shown}");
    assert!(shown.contains("fixtures/platform/manifests/"), "{shown}");
    for (format, sign) in
        [("json", "\"digests\""), ("md", "#"), ("sarif", "\"ruleId\""), ("junit", "<testsuites")]
    {
        let output = meta_core(&[&arguments[..], &["--format", format]].concat());
        let shown = text(&output.stdout);
        assert!(shown.contains(sign), "{format}: {shown}{}", text(&output.stderr));
        assert!(shown.contains("security/critical_vulnerabilities"), "{format}: {shown}");
    }
}

#[test]
fn a_folder_without_policies_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = meta_core(&["policy", "check", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the folder has no policies"));
}
