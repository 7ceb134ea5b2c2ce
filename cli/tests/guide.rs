//! The guide about repositories says what happens.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Command;

use meta_core::config::Rules;
use meta_core::document::{Limits, Source, parse};

fn guide() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::read_to_string(root.join("docs/guide/diff-git.md")).unwrap()
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
    assert_eq!(blocks.len(), 3);
    for block in &blocks {
        parse(block, &Limits::default()).unwrap();
    }
    let rules = Rules::load(Some(&Source::text(blocks[0].as_str())), &Limits::default()).unwrap();
    assert_eq!(rules.findings, []);
    assert_eq!(rules.value.diff.artifacts.len(), 4);
}
