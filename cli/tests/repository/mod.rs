//! A git repository in a temporary folder, and the programs run in it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const NOW: [&str; 2] = ["--now", "2026-11-21T00:00:00Z"];

/// A schema whose property `state` has the values `states`.
pub(crate) fn order(states: &str) -> String {
    format!(
        "{{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"type\": \"object\",\n  \
         \"properties\": {{\n    \"id\": {{\"type\": \"string\"}},\n    \
         \"state\": {{\"enum\": [{states}]}}\n  }}\n}}\n"
    )
}

/// What a program answered.
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Answer {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, error) = (text(output.stdout), text(output.stderr));
        assert!(!error.contains("panicked"), "{error}");
        Self { status: output.status.code().unwrap(), out, error }
    }

    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.error))
    }
}

/// A repository.
pub(crate) struct Repository {
    pub(crate) folder: TempDir,
}

impl Repository {
    /// Returns an empty repository on the branch `main`.
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let target = self.path().join(name);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, content).unwrap();
        self
    }

    pub(crate) fn commit(&self) -> &Self {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "x"]);
        self
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = git(self.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `meta-core diff` at the top.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Answer {
        self.diff_in("", arguments)
    }

    /// Runs `meta-core diff` in a folder of the repository.
    pub(crate) fn diff_in(&self, folder: &str, arguments: &[&str]) -> Answer {
        let mut command = program("meta-core");
        command.current_dir(self.path().join(folder)).arg("diff").args(NOW).args(arguments);
        Answer::of(command.output().unwrap())
    }

    /// Returns the report of `meta-core diff` as JSON.
    pub(crate) fn report(&self, arguments: &[&str]) -> Value {
        self.diff(&[&["--format", "json"], arguments].concat()).report()
    }
}

/// Returns git without the configuration of this machine.
pub(crate) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "commit.gpgsign=false"]);
    for key in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"]
    {
        command.env(key, "someone@example.com");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

/// Returns one of our programs.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin(name));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

/// Runs one of our programs in `folder`.
pub(crate) fn run(name: &str, folder: &Path, arguments: &[&str]) -> Answer {
    Answer::of(program(name).current_dir(folder).args(arguments).output().unwrap())
}

/// Returns the code, the class and the file of each change of a report.
pub(crate) fn changes(report: &Value) -> Vec<(String, String)> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = report.get("changes").and_then(Value::as_array).unwrap();
    let file = |change: &Value| {
        let place = change.get("after_location").or_else(|| change.get("before_location"));
        text(place.and_then(|place| place.get("path")))
    };
    list.iter().map(|change| (text(change.get("code")), file(change))).collect()
}
