//! The GitHub Action and the hooks for pre-commit: well-formed, and the scripts that they call work.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

#[expect(dead_code, reason = "not every test needs all of it")]
mod repository;

use std::path::{Path, PathBuf};
use std::process::Command;

use meta_core::document::{Limits, parse};
use repository::{Repository, order, program};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(name: &str) -> Value {
    parse(&std::fs::read_to_string(root().join(name)).unwrap(), &Limits::default()).unwrap()
}

/// Runs a step of the action in a repository, as a runner would.
fn step(repository: &Repository, id: &str, inputs: &[(&str, &str)]) -> (i32, String) {
    let action = read("action.yml");
    let steps = action.pointer("/runs/steps").and_then(Value::as_array).unwrap();
    let step = steps.iter().find(|step| step.get("id") == Some(&json!(id))).unwrap();
    assert_eq!(step.get("shell"), Some(&json!("bash")));
    let script = step.get("run").and_then(Value::as_str).unwrap();
    assert!(!script.contains("${{"), "inputs go through the environment");
    let bin = assert_cmd::cargo::cargo_bin("meta-core").parent().unwrap().display().to_string();
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(repository.path())
        .env("PATH", format!("{bin}:{}", std::env::var("PATH").unwrap()))
        .env("META_CORE_SOURCE", root())
        .env("RUNNER_TEMP", repository.path())
        .env("GITHUB_OUTPUT", repository.path().join("output"))
        .env("GITHUB_STEP_SUMMARY", repository.path().join("summary"));
    let names = step.get("env").and_then(Value::as_object).unwrap();
    for (name, value) in inputs {
        assert!(names.contains_key(*name), "{name}");
        command.env(name, value);
    }
    let output = command.output().unwrap();
    let text =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

fn shop() -> Repository {
    let repository = Repository::new();
    repository
        .write("order.json", order(r#""open", "lost""#))
        .write("a b.yaml", "mfa: true\n")
        .commit();
    repository.write("order.json", order(r#""open""#)).write("a b.yaml", "mfa: false\n").commit();
    repository
}

#[test]
fn the_action_is_well_formed() {
    let action = read("action.yml");
    assert_eq!(action.pointer("/runs/using"), Some(&json!("composite")));
    let inputs = action.get("inputs").and_then(Value::as_object).unwrap();
    let outputs = action.get("outputs").and_then(Value::as_object).unwrap();
    for described in inputs.values().chain(outputs.values()) {
        assert!(described.get("description").is_some_and(Value::is_string));
    }
    let text = action.pointer("/runs").unwrap().to_string();
    for name in inputs.keys() {
        assert!(text.contains(&format!("inputs.{name} ")), "{name} is read by no step");
    }
    for part in action.pointer("/runs/steps").and_then(Value::as_array).unwrap() {
        let run = part.get("run").and_then(Value::as_str).unwrap();
        let script = run.trim_matches('"').replace("$META_CORE_SOURCE", ".");
        let checked = Command::new("bash").arg("-n").arg(root().join(script)).status().unwrap();
        assert!(checked.success(), "{run}");
    }
}

#[test]
fn the_action_annotates_sums_up_and_fails() {
    let repository = shop();
    let (status, out) = step(&repository, "diff", &[("INPUT_BASE", "HEAD~1")]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("::error file=order.json,title="), "{out}");
    let text = |name: &str| std::fs::read_to_string(repository.path().join(name)).unwrap();
    assert!(text("summary").starts_with("# Changes\n"), "{}", text("summary"));
    let output = text("output");
    for line in ["breaking=1\n", "additive=0\n", "required-bump=major\n", "report="] {
        assert!(output.contains(line), "{output}");
    }
}

#[test]
fn inputs_of_the_action() {
    let repository = shop();
    let of = |inputs: &[(&str, &str)]| {
        step(&repository, "diff", &[&[("INPUT_BASE", "HEAD~1")], inputs].concat())
    };
    assert_eq!(of(&[("INPUT_FAIL_ON", "none")]).0, 0);
    let (status, out) = of(&[("INPUT_PATHS", "a b.yaml\n"), ("INPUT_HEAD", "HEAD")]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("file=a b.yaml") && !out.contains("order.json"), "{out}");
    assert_eq!(of(&[("INPUT_REPORT", "here.json"), ("INPUT_KIND", "graphql")]).0, 0);
    assert!(repository.path().join("here.json").exists());
    let (status, out) = of(&[("INPUT_BASE", "$(touch sprung)")]);
    assert_eq!(status, 2);
    assert!(out.contains("::error"), "{out}");
    assert!(!repository.path().join("sprung").exists());
    let new = "0".repeat(40);
    assert_eq!(of(&[("INPUT_BASE", &new)]).0, 0);
}

#[test]
fn the_hooks_work() {
    let hooks = read(".pre-commit-hooks.yaml");
    let repository = shop();
    repository.write("order.json", order(r#""paid""#)).git(&["add", "--all"]);
    for hook in hooks.as_array().unwrap() {
        for key in ["id", "name", "description", "entry", "language"] {
            assert!(hook.get(key).is_some_and(Value::is_string), "{key}");
        }
        let entry = hook.get("entry").and_then(Value::as_str).unwrap();
        let mut words = entry.split(' ');
        let mut command = program(words.next().unwrap());
        command.current_dir(repository.path()).args(words);
        if hook.get("pass_filenames") != Some(&json!(false)) {
            command.arg("order.json");
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
    }
}
