//! The guide says what happens.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

use meta_core::config::Rules;
use meta_core::document::{Limits, Source, parse};

fn guide() -> String {
    page("diff-git.md")
}

fn page(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read_to_string(root.join("docs/guide").join(name)).unwrap()
}

/// Returns the blocks of code in a language.
fn blocks(guide: &str, language: &str) -> Vec<String> {
    let start = format!("\n```{language}\n");
    guide.split(&start).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

#[test]
fn commands_print_what_stands_below_them() {
    let folder = tempfile::tempdir().unwrap();
    let bin = assert_cmd::cargo::cargo_bin("meta-core").parent().unwrap().display().to_string();
    let run = |command: &str| {
        let output = Command::new("bash")
            .args(["-c", command])
            .current_dir(folder.path())
            .env("PATH", format!("{bin}:{}", std::env::var("PATH").unwrap()))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert_ne!(output.status.code(), Some(2), "{command} {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let blocks = blocks(&guide(), "console");
    assert!(!blocks.is_empty());
    for block in blocks {
        for part in block.split("$ ").skip(1) {
            let (command, expected) = part.split_once('\n').unwrap_or((part, ""));
            assert_eq!(run(command).trim_end(), expected.trim_end(), "{command}");
        }
    }
}

#[test]
fn documents_are_sound() {
    let blocks = blocks(&guide(), "yaml");
    assert_eq!(blocks.len(), 4);
    for block in &blocks {
        parse(block, &Limits::default()).unwrap();
    }
    let rules = |at: usize| {
        let rules = Rules::load(Some(&Source::text(&*blocks[at])), &Limits::default()).unwrap();
        assert_eq!(rules.findings, []);
        rules.value.diff.artifacts
    };
    assert_eq!(rules(0).len(), 4);
    assert!(rules(1).iter().all(|rule| rule.together));
}

#[test]
fn a_document_of_several_files_is_compared_as_a_whole() {
    let [input] = &blocks(&page("diff.md"), "json")[..] else { unreachable!("one example") };
    let report = meta_core::call("diff_artifacts", input).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let text = |pointer: &str| report.pointer(pointer).and_then(serde_json::Value::as_str);
    assert_eq!(text("/changes/0/code"), Some("diff/json-schema/max_length_added"));
    assert_eq!(text("/changes/0/after_location/path"), Some("address.json"));
    assert_eq!(report.pointer("/changes/1"), None);
}

#[test]
fn conflicts_of_the_guide_are_found() {
    let [input] = &blocks(&page("conflicts.md"), "json")[..] else { unreachable!("one example") };
    let report = meta_core::call("find_conflicts", input).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let conflicts = report["conflicts"].as_array().unwrap();
    let mut kinds: Vec<&str> = conflicts.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["missing_dependency", "path_same", "unsatisfiable"]);
    let missing = conflicts.iter().find(|one| one["kind"] == "missing_dependency").unwrap();
    assert_eq!(missing["suggestions"][0]["to"], "service/forecast");
}

#[test]
fn rules_of_the_guide_hold_where_they_say() {
    let page = page("projects.md");
    let [rules] = &blocks(&page, "yaml")[..] else { unreachable!("one example") };
    let rules = parse(rules, &Limits::default()).unwrap();
    let input = serde_json::json!({ "config": rules }).to_string();
    let report = meta_core::call("check_lifecycle", &input).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let payments = &report["tenants"]["red"]["projects"]["payments"];
    assert_eq!(payments["mode"], "strict");
    assert_eq!((&payments["approvals"], &payments["soak_seconds"]), (&2.into(), &86_400.into()));
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn policies_of_the_guide_pass_their_tests() {
    let folder = tempfile::tempdir().unwrap();
    let page = page("policy-tests.md");
    let [policy] = &blocks(&page, "rhai")[..] else { unreachable!("one policy") };
    let [test, facts] = &blocks(&page, "yaml")[..] else { unreachable!("a test and its facts") };
    let files =
        [("low_coverage.rhai", policy), ("low_coverage.test.yaml", test), ("clean.yaml", facts)];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let [block] = &blocks(&page, "console")[..] else { unreachable!("one block of commands") };
    for part in block.split("$ meta-core ").skip(1) {
        let (command, expected) = part.split_once('\n').unwrap();
        let mut run = assert_cmd::Command::cargo_bin("meta-core").unwrap();
        let output = run.args(command.split(' ')).current_dir(folder.path()).output().unwrap();
        assert_eq!(
            String::from_utf8(output.stdout).unwrap().trim_end(),
            expected.trim_end(),
            "{command}"
        );
        assert_eq!(output.status.code(), Some(0), "{command}");
    }
}
