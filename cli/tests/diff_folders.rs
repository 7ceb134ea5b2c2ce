//! `meta-core diff` over two folders, and what can be told about all files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

#[expect(dead_code, reason = "not every test needs a repository")]
mod repository;

use std::path::Path;

use repository::{NOW, changes, order, run};
use serde_json::{Value, json};
use tempfile::TempDir;

fn folders(files: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for side in ["old", "new"] {
        std::fs::create_dir(folder.path().join(side)).unwrap();
    }
    for (name, old, new) in files {
        for (side, text) in [("old", old), ("new", new)] {
            let path = folder.path().join(side).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            if !text.is_empty() {
                std::fs::write(path, text).unwrap();
            }
        }
    }
    folder
}

fn report(folder: &Path, more: &[&str]) -> Value {
    let arguments = [&["diff", "old", "new", "--format", "json"], &NOW[..], more].concat();
    run("meta-core", folder, &arguments).report()
}

#[test]
fn two_folders() {
    let (was, is) = (order(r#""open", "lost""#), order(r#""open""#));
    let folder = folders(&[
        ("schemas/order.json", &was, &is),
        ("limits.yaml", "require_mfa: true\n", "require_mfa: false\n"),
        ("src/main.rs", "fn main() {}", "fn main() { }"),
        ("node_modules/a/order.json", &was, &is),
        ("package-lock.json", "{\"a\": 1}", "{\"a\": 2}"),
        ("same.yaml", "a: 1\n", "a: 1\n"),
        ("gone.graphql", "type Query { a: Int }\n", ""),
    ]);
    let report = report(folder.path(), &[]);
    // Places are seen from where the program runs.
    let expected = [
        ("diff/json-schema/enum_value_removed", "old/schemas/order.json"),
        ("diff/tree/file_removed", "old/gone.graphql"),
        ("diff/config/switch_loosened", "new/limits.yaml"),
    ];
    let mut found = changes(&report);
    found.sort_by_key(|(code, _)| expected.iter().position(|(known, _)| known == code));
    assert_eq!(found, expected.map(|(code, file)| (code.to_owned(), file.to_owned())));
    assert_eq!(report.pointer("/counts/unchanged"), Some(&json!(1)));
    assert_eq!(report.pointer("/counts/skipped"), Some(&json!(2)));
    assert_eq!(report.pointer("/files/0/before"), Some(&json!("gone.graphql")));
}

#[test]
fn folders_of_one_graphql_schema() {
    let user = "extend type Query { me: User }\ntype User { id: ID!, name: String }\n";
    let folder = folders(&[
        ("a-queries.graphql", "query A { me { id } }\n", "query A { me { name } }\n"),
        ("root.graphql", "type Query { a: Int }\n", "type Query { a: Int }\n"),
        ("parts/user.graphqls", user, &user.replace(", name: String", "")),
        ("notes.md", "type of notes\n", "type of notes, too\n"),
    ]);
    let report = report(folder.path(), &["--kind", "graphql"]);
    let gone = ("diff/graphql/field_removed".to_owned(), "old/parts/user.graphqls".to_owned());
    assert_eq!(changes(&report), [gone]);
    assert_eq!(report.pointer("/findings"), Some(&json!([])));
    let none = folders(&[("a.json", "{}", "{}")]);
    let arguments = [&["diff", "old", "new", "--kind", "graphql"], &NOW[..]].concat();
    assert_eq!(run("meta-core", none.path(), &arguments).status, 2);
}

#[test]
fn a_folder_and_a_file() {
    let folder = folders(&[("a.json", "{}", "{}")]);
    for arguments in
        [["diff", "old", "new/a.json"], ["diff", "old/a.json", "new"], ["diff", "old", "no"]]
    {
        let answer = run("meta-core", folder.path(), &arguments);
        assert_eq!(answer.status, 2);
        assert!(
            answer.error.contains("this is no folder, and the other is one"),
            "{}",
            answer.error
        );
    }
}

#[test]
fn rules_say_what_files_are() {
    let folder = folders(&[
        ("a.rule", "minimum: 1\n", "minimum: 2\n"),
        ("vendor/b.json", &order(r#""a", "b""#), &order(r#""a""#)),
    ]);
    let rules = "diff:\n  artifacts:\n    - {path: '*.rule', kind: json-schema}\n    - {path: 'vendor/*', skip: true}\n";
    std::fs::write(folder.path().join("rules.yaml"), rules).unwrap();
    let report = report(folder.path(), &["--rules", "rules.yaml"]);
    // The folders were named; what the rules file says of a file is nearer to it.
    let codes: Vec<String> = changes(&report).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["diff/json-schema/minimum_raised"], "{report:#}");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_reported() {
    let folder = folders(&[("a.json", "{\"type\": \"object\"}", "{\"type\": ")]);
    std::os::unix::fs::symlink(".", folder.path().join("new/loop")).unwrap();
    let answer = run("meta-core", folder.path(), &["diff", "old", "new"]);
    assert_eq!(answer.status, 1);
    assert!(answer.out.contains("--> new/a.json:1:9"), "{}", answer.out);
    assert!(answer.out.contains("new/loop"), "{}", answer.out);
    assert!(answer.out.contains("incomplete: changes may be missing"), "{}", answer.out);
}

#[test]
fn options_of_kinds() {
    let schema = "type Query { a: Int b: Int }\n";
    let folder = folders(&[("api.graphql", schema, "type Query { a: Int }\n")]);
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("ops.graphql", "query Q { a }\n");
    write("usage.json", "{\"Query.b\": 0, \"Query.a\": 3}");
    write("broken.yaml", "order: [a]\n");
    let class = |more: &[&str]| {
        report(folder.path(), more)
            .pointer("/changes/0/class")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(class(&[]), "breaking");
    assert_eq!(class(&["--graphql-operations", "ops.graphql"]), "behavioral");
    assert_eq!(class(&["--graphql-usage", "usage.json"]), "behavioral");
    let wrong =
        run("meta-core", folder.path(), &["diff", "old", "new", "--config-options", "broken.yaml"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.error.contains("unknown field `order`"), "{}", wrong.error);
}

#[test]
fn the_same_under_another_name() {
    let folder = folders(&[("a.json", &order(r#""a", "b""#), &order(r#""a""#))]);
    let named = ["old", "new", "--format", "json", "--risk-threshold", "behavioral"];
    let one = run("semantic-diff", folder.path(), &[&["run"], &named[..], &NOW].concat());
    let other = run("meta-core", folder.path(), &[&["diff"], &named[..], &NOW].concat());
    assert_eq!((one.status, &one.out), (1, &other.out));
    let explained = run("semantic-diff", folder.path(), &["explain", "diff/tree/file_removed"]);
    assert!(explained.out.contains("an artifact is gone"), "{}", explained.out);
    let completions = run("semantic-diff", folder.path(), &["completions", "bash"]);
    assert!(completions.out.contains("semantic-diff"));
    assert_eq!(run("semantic-diff", folder.path(), &["run", "old"]).status, 2);
}

#[test]
fn the_last_of_many_versions_is_held_against_each() {
    let folder = tempfile::tempdir().unwrap();
    for (name, states) in [("1", r#""a", "b""#), ("2", r#""a""#), ("3", r#""a""#)] {
        std::fs::write(folder.path().join(name), order(states)).unwrap();
    }
    let diff = |paths: &[&str]| {
        run("meta-core", folder.path(), &[&["diff", "--format", "json"], &NOW[..], paths].concat())
    };
    assert_eq!(diff(&["2", "3"]).status, 0);
    let answer = diff(&["1", "2", "3"]);
    assert_eq!(answer.status, 1);
    assert_eq!(answer.report().pointer("/changes/0/details/versions"), Some(&json!(["1"])));
    assert_eq!(diff(&["1", ".", "3"]).status, 2);
    assert_eq!(diff(&["-", "-", "3"]).status, 2);
}
