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

#[test]
fn a_pack_alone_is_enough_when_it_takes_shipped_policies() {
    let folder = tempfile::tempdir().unwrap();
    let run = |manifest: &str, command: &str| {
        let text_of = format!("name: own\nversion: 1.0.0\n{manifest}");
        std::fs::write(folder.path().join("pack.yaml"), text_of).unwrap();
        let output = meta_core(&["policy", command, folder.path().to_str().unwrap()]);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    for command in ["check", "list"] {
        let (code, shown) = run("shipped: [security/*]\n", command);
        assert!(code == Some(0) && shown.contains("security/unsigned_images"), "{shown}");
        assert!(!shown.contains("catalog/no_owner"), "{shown}");
    }
    for command in ["lint", "test"] {
        assert_eq!(run("shipped: ['*']\n", command).0, Some(0), "{command}: there is nothing own");
    }
    for manifest in ["", "shipped: []\n", "shipped: [no/such]\n", "shipped: security/*\n"] {
        for command in ["check", "list", "lint", "test"] {
            let (code, shown) = run(manifest, command);
            assert!(code.is_some_and(|code| code > 0), "{manifest} {command}: {code:?} {shown}");
        }
    }
}

const AT: [&str; 4] = ["--now", "2025-10-06T00:00:00Z", "--color", "never"];

#[test]
fn policies_stand_beside_the_rules_of_a_check() {
    let check = ["check", "fixtures/platform", "--policies", "rules/policies"];
    let output = meta_core(&[&check[..], &AT].concat());
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{shown}{}", text(&output.stderr));
    assert!(
        shown.contains("supply/unlisted_technology") && shown.contains("graph/cycle"),
        "{shown}"
    );
    let questions = shown.lines().find(|line| line.starts_with("policies: ")).unwrap();
    assert!(questions.ends_with(" questions)"), "{questions}");
    for (format, sign) in [
        ("json", "\"policies\""),
        ("md", "## Findings of policies"),
        ("sarif", "the policy supply/unlisted_technology"),
        ("junit", "<testsuite name=\"supply/unlisted_technology\""),
    ] {
        let output = meta_core(&[&check[..], &AT, &["--format", format]].concat());
        let shown = text(&output.stdout);
        assert!(shown.contains(sign), "{format}: {shown}{}", text(&output.stderr));
    }
}

#[test]
fn without_policies_a_check_is_that_of_the_core() {
    let files = meta_core(&[&["check", "fixtures/platform", "--format", "json"][..], &AT].concat());
    let plain: serde_json::Value = serde_json::from_slice(&files.stdout).unwrap();
    assert!(plain.get("policies").is_none() && plain.get("findings").is_some());
}

#[test]
fn places_in_a_pack_are_seen_from_here() {
    let folder = tempfile::tempdir().unwrap();
    let policy =
        "/*---\nid: own/quiet\ntitle: t\nwhy: w\nfix: f\n---*/\nfn check(service, ctx) {}\n";
    std::fs::write(folder.path().join("quiet.rhai"), policy).unwrap();
    let pack = "name: p\nversion: 1.0.0\nwaivers:\n  - {code: own/quiet, reason: none}\n";
    let path = folder.path().join("pack.yaml");
    std::fs::write(&path, pack).unwrap();
    let here = folder.path().to_str().unwrap();
    let check = ["check", "fixtures/platform", "--policies", here];
    let shown = text(&meta_core(&[&check[..], &AT].concat()).stdout);
    assert!(shown.contains(&format!("{}:4:5", path.display())), "{shown}");
    assert!(shown.contains("the entry for `own/quiet` accepts no finding"), "{shown}");
}

#[test]
fn the_time_that_policies_have_and_take_is_told() {
    let check = ["check", "fixtures/platform", "--policies", "rules/policies"];
    let plain = meta_core(&[&check[..], &AT, &["--format", "json"]].concat());
    let timed = meta_core(&[&check[..], &AT, &["--format", "json", "--timings"]].concat());
    assert_eq!(text(&plain.stdout), text(&timed.stdout), "times are told apart");
    assert!(text(&timed.stderr).contains("evaluate: "), "{}", text(&timed.stderr));
    let late = meta_core(&[&check[..], &AT, &["--timeout-ms", "0"]].concat());
    let shown = text(&late.stdout);
    assert_eq!(late.status.code(), Some(1), "{shown}");
    assert!(
        shown.contains("policy/limit_exceeded") && shown.contains("the time that the host gave")
    );
}

#[test]
fn changes_are_classified_by_policies() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(at("policies")).unwrap();
    let policy = "/*---\nid: diff/ours\ntitle: t\nwhy: w\nfix: f\n---*/\nfn classify(change, ctx) {\n    if change.class == \"breaking\" { lower(\"additive\", \"nobody else reads it\"); }\n}\n";
    std::fs::write(at("policies/ours.rhai"), policy).unwrap();
    let schema = |most: u32| {
        format!("{{\"type\": \"object\", \"properties\": {{\"id\": {{\"maxLength\": {most}}}}}}}")
    };
    std::fs::write(at("before.json"), schema(9)).unwrap();
    std::fs::write(at("after.json"), schema(5)).unwrap();
    let (before, after, policies) = (at("before.json"), at("after.json"), at("policies"));
    let diff = ["diff", before.as_str(), after.as_str(), "--kind", "json-schema"];
    assert_eq!(meta_core(&[&diff[..], &AT].concat()).status.code(), Some(1));
    let judged = meta_core(&[&diff[..], &AT, &["--policies", &policies]].concat());
    let shown = text(&judged.stdout);
    assert_eq!(judged.status.code(), Some(0), "{shown}{}", text(&judged.stderr));
    assert!(shown.contains("lower to additive: nobody else reads it (diff/ours)"), "{shown}");
}

#[test]
fn a_change_of_policies_is_told_by_its_effect() {
    let folder = tempfile::tempdir().unwrap();
    let policy = |severity: &str, most: u32| {
        format!(
            "/*---\nid: own/tier\ntitle: t\nwhy: w\nfix: f\nseverity: {severity}\n---*/\nfn check(service, ctx) {{\n    if service.has(\"tier\") && service.tier > {most} {{ deny(\"the tier is too low\"); }}\n}}\n"
        )
    };
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, text) in [("old", policy("low", 3)), ("new", policy("high", 2))] {
        std::fs::create_dir(at(name)).unwrap();
        std::fs::write(at(&format!("{name}/tier.rhai")), text).unwrap();
    }
    let (old, new) = (at("old"), at("new"));
    let diff = ["policy", "diff", old.as_str(), new.as_str(), "--workspace", "fixtures/platform"];
    let output = meta_core(&[&diff[..], &AT].concat());
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}{}", text(&output.stderr));
    assert!(shown.contains("policy: own/tier changed: text, severity"), "{shown}");
    assert!(shown.contains(" gained, 0 lost, "), "{shown}");
    let failing = meta_core(&[&diff[..], &AT, &["--fail-on", "high"]].concat());
    assert_eq!(failing.status.code(), Some(1));
    let same = ["policy", "diff", old.as_str(), old.as_str(), "--workspace", "fixtures/platform"];
    let same = meta_core(&[&same[..], &AT, &["--fail-on", "info"]].concat());
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stdout));
    let markdown = meta_core(&[&diff[..], &AT, &["--format", "md"]].concat());
    assert!(text(&markdown.stdout).starts_with("# Effect of the change\n"));
}

#[test]
fn lints_are_shown_at_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let policy = "/*---\nid: own/bad\ntitle: t\nwhy: w\nfix: f\n---*/\nfn check(service, ctx) {\n    if service.tier == \"1\" { deny(\"x\"); }\n    if false { deny(\"y\"); } // allow lint/unreachable: not yet\n}\n";
    std::fs::write(folder.path().join("bad.rhai"), policy).unwrap();
    let path = folder.path().to_str().unwrap();
    let output = meta_core(&["policy", "lint", path, "--color", "never"]);
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(shown.contains("high[lint/mixed_comparison]"), "{shown}");
    assert!(shown.contains("bad.rhai:8:21"), "{shown}");
    assert!(shown.contains("if service.tier == \"1\"") && shown.contains("^^"), "{shown}");
    assert!(shown.contains("low[lint/missing_test]"), "{shown}");
    assert!(shown.contains("accepted: lint/unreachable own/bad: not yet"), "{shown}");
    let output = meta_core(&["policy", "lint", path, "--fail-on", "critical", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(0));
    let sarif: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let accepted = results.iter().find(|r| r["ruleId"] == "lint/unreachable").unwrap();
    assert_eq!(accepted["suppressions"][0]["kind"], "inSource");
    let output = meta_core(&["explain", "lint/mixed_comparison"]);
    assert!(text(&output.stdout).contains("compare values of one type"));
}
