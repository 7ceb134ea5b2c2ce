//! State machines on the command line.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use assert_cmd::Command;

const DOOR: &str = "name: door\ninitial: open\nstates: { open: {}, shut: {} }\n\
    transitions:\n  - { event: shut, from: open, to: shut }\n";

fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("meta-core").unwrap();
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_odd_is_told_with_its_place() {
    let (status, told, _) = run(&["lifecycle", "lint", "-", "--fail-on", "moderate"], DOOR);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("lifecycle/dead_end") && told.contains("machine.yaml:3:"), "{told}");
    let (status, told, _) = run(&["lifecycle", "lint", "-"], DOOR);
    assert_eq!(status, 0, "{told}");
    let broken = DOOR.replace("to: shut", "to: shutt");
    let (status, told, _) = run(&["lifecycle", "lint", "-"], &broken);
    assert_eq!(status, 1, "{told}");
    assert!(told.contains("did you mean `shut`?") && told.contains("cannot be run"), "{told}");
    let (_, told, _) = run(&["lifecycle", "lint", "-", "--format", "sarif"], &broken);
    let sarif: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "lifecycle/unknown_state", "{told}");
}

#[test]
fn machines_that_come_along_are_sound_and_can_be_written_to_files() {
    let (status, told, _) = run(&["lifecycle", "list"], "");
    assert_eq!((status, told.lines().count()), (0, 5), "{told}");
    for name in ["artifact", "project", "task"] {
        let (status, _, told) = run(&["lifecycle", "lint", name, "--fail-on", "info"], "");
        assert_eq!(status, 0, "{told}");
        let (status, text, _) = run(&["lifecycle", "list", name], "");
        assert_eq!(status, 0);
        let (status, told, _) = run(&["lifecycle", "lint", "-", "--format", "json"], &text);
        let report: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!((status, &report["name"]), (0, &name.into()));
    }
}

#[test]
fn machines_are_drawn() {
    let (status, told, _) = run(&["lifecycle", "diagram", "artifact", "--current", "draft"], "");
    assert_eq!(status, 0, "{told}");
    assert!(told.starts_with("stateDiagram-v2\n") && told.contains("current"), "{told}");
    let (status, told, _) = run(&["lifecycle", "diagram", "-", "--format", "dot"], DOOR);
    assert_eq!((status, told.starts_with("digraph \"door\" {")), (0, true), "{told}");
    let (status, _, told) = run(&["lifecycle", "diagram", "artifact", "--current", "drafft"], "");
    assert_eq!((status, told.contains("no state `drafft`")), (2, true), "{told}");
    let (status, _, told) = run(&["lifecycle", "diagram", "nowhere.yaml"], "");
    assert_eq!((status, told.contains("nowhere.yaml")), (2, true), "{told}");
}
