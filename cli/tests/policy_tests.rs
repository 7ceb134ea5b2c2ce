//! Tests, mutants, explanations, lists and beginnings of policies on the command line.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use assert_cmd::Command;

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("meta-core").unwrap();
    let output = command.args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn new_policy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (status, told, _) = run(folder.path(), &["policy", "new", "team/too_few_tags"]);
    assert_eq!(status, 0, "{told}");
    folder
}

#[test]
fn a_new_policy_has_tests_that_pass_and_notice_everything() {
    let folder = new_policy();
    let tested = ["policy", "test", "policies", "--threshold", "100"];
    let (status, told, _) = run(folder.path(), &tested);
    assert_eq!((status, told.contains("passed: 4 of 4 cases")), (0, true), "{told}");
    let (status, told, _) = run(folder.path(), &["policy", "mutate", "policies"]);
    assert_eq!((status, told.starts_with("passed: 8 of 8 mutants")), (0, true), "{told}");
    let (status, told, _) = run(folder.path(), &["policy", "list", "policies", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((status, &rows[0]["tests"], &rows[0]["domain"]), (0, &4.into(), &"team".into()));
}

#[test]
fn a_new_policy_is_never_written_over_another() {
    let folder = new_policy();
    let path = folder.path().join("policies/team/too_few_tags.rhai");
    std::fs::write(&path, "mine").unwrap();
    let (status, _, told) = run(folder.path(), &["policy", "new", "team/too_few_tags"]);
    assert_eq!((status, told.contains("the file is there already")), (2, true), "{told}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    // The test alone is in the way, too.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(run(folder.path(), &["policy", "new", "team/too_few_tags"]).0, 2);
    assert!(!path.exists());
    for id in ["tags", "Team/tags", "team/../tags", "team/", "/tags", "team/tags/more"] {
        assert_eq!(run(folder.path(), &["policy", "new", id]).0, 2, "{id}");
    }
}

#[test]
fn failed_cases_are_shown_with_what_comes_nearest() {
    let folder = new_policy();
    let path = folder.path().join("policies/team/too_few_tags.test.yaml");
    let text = std::fs::read_to_string(&path).unwrap().replace("at: /tags", "at: /name");
    std::fs::write(&path, text).unwrap();
    let (status, told, _) = run(folder.path(), &["policy", "test", "policies"]);
    assert_eq!(status, 1, "{told}");
    assert!(
        told.contains("too_few_tags.test.yaml:9: team/too_few_tags: a service without tags"),
        "{told}"
    );
    assert!(told.contains("expected and not said: deny: billing, at: /name"), "{told}");
    assert!(told.contains("nearest that was said: deny: billing, at: /tags"), "{told}");
    let (status, told, _) = run(folder.path(), &["policy", "test", "policies", "-f", "junit"]);
    assert_eq!(status, 1, "{told}");
    assert!(
        told.contains("<testsuite name=\"team/too_few_tags\" tests=\"4\" failures=\"1\">"),
        "{told}"
    );
    let (status, told, _) = run(folder.path(), &["policy", "mutate", "policies"]);
    assert_eq!((status, told.contains("its tests fail")), (1, true), "{told}");
}

#[test]
fn a_threshold_that_is_not_met_fails() {
    let folder = new_policy();
    let tested = |more: &[&str]| {
        let all = [&["policy", "test", "policies", "--filter", "needs none"], more].concat();
        run(folder.path(), &all)
    };
    assert_eq!(tested(&[]).0, 0);
    assert_eq!(tested(&["--coverage"]).0, 0);
    let (status, told, _) = tested(&["--threshold", "99.99"]);
    assert_eq!((status, told.contains("less than 99.99 %")), (1, true), "{told}");
    assert!(told.contains("never said") && told.contains("never runs"), "{told}");
    assert_eq!(tested(&["--threshold", "101"]).0, 2);
}

#[test]
fn faults_of_tests_are_shown_at_their_line() {
    let folder = new_policy();
    let path = folder.path().join("policies/team/too_few_tags.test.yaml");
    let text = std::fs::read_to_string(&path).unwrap().replace("{ least: 2 }", "{ leest: 2 }");
    std::fs::write(&path, text).unwrap();
    let (status, told, _) = run(folder.path(), &["policy", "test", ".", "--color", "never"]);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("too_few_tags.test.yaml:21:19"), "{told}");
    assert!(told.contains("did you mean `least`?"), "{told}");
}

#[test]
fn decisions_are_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let asked = |more: &[&str]| {
        let first = ["policy", "explain", "rules/policies", "--workspace", "fixtures/platform"];
        let second = ["--now", "2025-10-06T00:00:00Z", "--policy", "quality/low_coverage"];
        run(&root, &[&first[..], &second[..], more].concat())
    };
    let (status, told, _) = asked(&["--subject", "alert-router"]);
    assert_eq!(status, 0, "{told}");
    let because = "because `coverage < least` is true, where coverage = 0.38, least = 0.75";
    assert!(told.contains(because), "{told}");
    assert!(told.contains("alert-router /quality/coverage: 0.38 -> 0.75"), "{told}");
    let (status, _, told) = asked(&["--subject", "alert-ruter"]);
    assert_eq!((status, told.contains("did you mean `alert-router`?")), (2, true), "{told}");
    let (status, told, _) = asked(&["--subject", "alert-router", "--hook", "check"]);
    assert!(status == 0 && told.contains(because), "{told}");
    let (status, _, told) = asked(&["--subject", "alert-router", "--hook", "gate"]);
    assert_eq!((status, told.contains("it has check")), (2, true), "{told}");
}
