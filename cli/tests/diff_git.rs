//! `meta-core diff` over git repositories.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod repository;

use repository::{Repository, changes, git, order, run};
use serde_json::{Value, json};

/// Two commits: an order loses a state, a customer moves, an event comes, an old schema goes.
fn shop() -> Repository {
    let repository = Repository::new();
    repository
        .write("schemas/order.json", order(r#""open", "lost""#))
        .write("schemas/old.json", r#"{"type": "object", "properties": {"x": {"type": "null"}}}"#)
        .write("customer.json", order(r#""new", "known""#))
        .write("README.md", "# Shop\n")
        .write("settings.yaml", "require_mfa: true\n")
        .commit();
    std::fs::remove_file(repository.path().join("schemas/old.json")).unwrap();
    std::fs::remove_file(repository.path().join("customer.json")).unwrap();
    repository
        .write("schemas/order.json", order(r#""open""#))
        .write("people/customer.json", order(r#""new", "known""#))
        .write("schema.graphql", "type Query { user: String }\n")
        .write("README.md", "# The shop\n")
        .write("settings.yaml", "require_mfa: false\n")
        .commit();
    repository
}

fn count(report: &Value, pointer: &str) -> u64 {
    report.pointer(pointer).and_then(Value::as_u64).unwrap()
}

#[test]
fn two_commits() {
    let report = shop().report(&["--base", "HEAD~1", "--head", "HEAD"]);
    let expected = [
        ("diff/json-schema/enum_value_removed", "schemas/order.json"),
        ("diff/tree/file_added", "schema.graphql"),
        ("diff/tree/file_removed", "schemas/old.json"),
        ("diff/tree/file_renamed", "people/customer.json"),
    ];
    let mut found = changes(&report);
    found.sort();
    assert_eq!(found, expected.map(|(code, file)| (code.to_owned(), file.to_owned())));
    assert_eq!(count(&report, "/summary/breaking"), 2);
    assert_eq!(count(&report, "/counts/skipped"), 1);
    assert_eq!(count(&report, "/counts/untold"), 1);
    assert_eq!(report.pointer("/required_bump"), Some(&json!("major")));
}

#[test]
fn the_threshold_decides_the_status() {
    let repository = shop();
    let both = ["--base", "HEAD~1", "--head", "HEAD"];
    assert_eq!(repository.diff(&both).status, 1);
    assert_eq!(repository.diff(&[&both[..], &["--fail-on", "none"]].concat()).status, 0);
    let moved = [&both[..], &["people", "customer.json"]].concat();
    assert_eq!(repository.diff(&moved).status, 0);
    assert_eq!(
        repository.diff(&[&moved[..], &["--risk-threshold", "cosmetic"]].concat()).status,
        1
    );
    assert_eq!(repository.diff(&["--base", "HEAD", "--head", "HEAD"]).status, 0);
}

#[test]
fn paths_name_what_is_compared_and_make_configuration_of_it() {
    let repository = shop();
    let named = repository.report(&["--base", "HEAD~1", "settings.yaml", "schemas"]);
    let files: Vec<String> = changes(&named).into_iter().map(|(_, file)| file).collect();
    assert_eq!(files, ["schemas/old.json", "schemas/order.json", "settings.yaml"]);
    // A name is seen from the folder where it is said.
    let inside = ["--format", "json", "--base", "HEAD~1", "order.json", "../settings.yaml"];
    assert_eq!(changes(&repository.diff_in("schemas", &inside).report()).len(), 2);
    let all = repository.diff_in("schemas", &["--format", "json", "--base", "HEAD~1"]).report();
    assert_eq!(changes(&all).len(), 4);
    let here = repository.diff_in("schemas", &["--format", "json", "--base", "HEAD~1", "."]);
    assert_eq!(changes(&here.report()).len(), 2);
}

#[test]
fn kinds() {
    let repository = shop();
    let config = repository.report(&["--base", "HEAD~1", "--kind", "config"]);
    assert_eq!(changes(&config), [("diff/config/switch_loosened".into(), "settings.yaml".into())]);
    let graphql = repository.report(&["--base", "HEAD~1", "--kind", "graphql"]);
    assert_eq!(changes(&graphql), [("diff/tree/file_added".into(), "schema.graphql".into())]);
}

#[test]
fn the_working_tree_and_the_index() {
    let repository = shop();
    repository.write("schemas/order.json", order(r#""open", "paid""#)).git(&["add", "--all"]);
    repository.write("schemas/order.json", order(r#""paid""#)).write("unknown.json", order("1"));
    let codes = |arguments: &[&str]| -> Vec<String> {
        changes(&repository.report(arguments)).into_iter().map(|(code, _)| code).collect()
    };
    assert_eq!(codes(&["--staged"]), ["diff/json-schema/enum_value_added"]);
    assert_eq!(codes(&["--base", "HEAD"]), ["diff/json-schema/const_changed"]);
    assert_eq!(codes(&["--staged", "--base", "HEAD", "people"]), [""; 0]);
    // What git does not know yet is no part of either.
    assert!(!repository.diff(&["--base", "HEAD"]).out.contains("unknown.json"));
    std::fs::remove_file(repository.path().join("schema.graphql")).unwrap();
    assert!(codes(&["--base", "HEAD"]).contains(&"diff/tree/file_removed".to_owned()));
}

#[test]
fn a_renamed_file_of_the_working_tree() {
    let repository = shop();
    repository.git(&["mv", "schemas/order.json", "schemas/bill.json"]);
    repository.write("schemas/bill.json", order(r#""open", "paid""#));
    let report = repository.report(&["--base", "HEAD"]);
    let status = report.pointer("/files/0/status");
    assert_eq!(status, Some(&json!("renamed")), "{report:#}");
    assert_eq!(count(&report, "/summary/breaking"), 0);
}

#[test]
fn nothing_is_committed_yet() {
    let repository = Repository::new();
    repository.write("order.json", order(r#""open""#)).git(&["add", "--all"]);
    let report = repository.report(&["--staged"]);
    assert_eq!(changes(&report), [("diff/tree/file_added".into(), "order.json".into())]);
}

#[test]
fn where_two_branches_parted() {
    let repository = Repository::new();
    repository.write("order.json", order(r#""open", "lost""#)).commit();
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.write("other.json", order(r#""a""#)).commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("order.json", order(r#""open", "lost", "paid""#)).commit();
    let files = |more: &[&str]| -> Vec<String> {
        let arguments = [&["--base", "main", "--head", "topic"], more].concat();
        changes(&repository.report(&arguments)).into_iter().map(|(_, file)| file).collect()
    };
    assert_eq!(files(&[]), ["order.json", "other.json"]);
    assert_eq!(files(&["--merge-base"]), ["other.json"]);
    let stranger = repository.git(&["commit-tree", "-m", "x", "main^{tree}"]);
    let apart = repository.diff(&["--base", stranger.trim(), "--head", "topic", "--merge-base"]);
    assert_eq!(apart.status, 2);
    assert!(apart.error.contains("have no commit in common"), "{}", apart.error);
}

#[test]
fn names_of_any_kind() {
    let repository = Repository::new();
    let names = [
        "with space.json",
        "quo\"te.json",
        "line\nend.json",
        "täst.json",
        "-x.json",
        ":(glob)*.json",
    ];
    for name in names {
        repository.write(name, order(r#""open", "lost""#));
    }
    repository.commit();
    for name in names {
        repository.write(name, order(r#""open""#));
    }
    let mut files: Vec<String> = changes(&repository.report(&["--base", "HEAD"]))
        .into_iter()
        .map(|(_, file)| file)
        .collect();
    let mut expected = names.to_vec();
    files.sort();
    expected.sort_unstable();
    assert_eq!(files, expected);
    let one = repository.report(&["--base", "HEAD", "--", ":(glob)*.json"]);
    assert_eq!(changes(&one).len(), 1);
    assert_eq!(changes(&repository.report(&["--base", "HEAD", "--", "-x.json"])).len(), 1);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_reported_by_name() {
    use std::os::unix::ffi::OsStrExt as _;
    let repository = Repository::new();
    repository.write("order.json", order(r#""open""#)).write("bytes.json", "{}").commit();
    repository.git(&["rm", "--quiet", "bytes.json"]);
    std::os::unix::fs::symlink("order.json", repository.path().join("link.json")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"odd\xff.json");
    std::fs::write(repository.path().join(odd), order(r#""a""#)).unwrap();
    repository.write("order.json", "{\"type\": ").write("binary.json", [0xff, 0xfe, 0x00]).commit();
    let head = repository.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{},libs/shared", head.trim());
    repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    std::fs::create_dir_all(repository.path().join("libs/shared")).unwrap();
    for arguments in [&["--staged", "--base", "HEAD~1"][..], &["--base", "HEAD~1"]] {
        let report = repository.report(arguments);
        let findings = report.get("findings").and_then(Value::as_array).unwrap();
        let of = |name: &str| {
            let found = findings.iter().find(|f| f.pointer("/location/path") == Some(&json!(name)));
            found.unwrap_or_else(|| panic!("{name}: {report:#}")).to_string()
        };
        assert!(of("link.json").contains("a symbolic link is not followed"));
        assert!(of("binary.json").contains("the text is not UTF-8"));
        assert!(of("order.json").contains(r#""severity":"high""#));
        assert!(of("libs/shared").contains("a submodule is a repository of its own"));
        let odd = ("diff/tree/file_added".to_owned(), "odd\\xFF.json".to_owned());
        assert!(changes(&report).contains(&odd), "{report:#}");
        assert_eq!(report.get("incomplete"), Some(&json!(true)));
    }
    assert_eq!(repository.diff(&["--base", "HEAD~1"]).status, 1);
}

#[test]
fn merge_conflicts() {
    let repository = Repository::new();
    repository.write("order.json", order(r#""open""#)).commit();
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.write("order.json", order(r#""paid""#)).commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("order.json", order(r#""lost""#)).commit();
    assert!(!git(repository.path()).args(["merge", "topic"]).output().unwrap().status.success());
    let answer = repository.diff(&["--base", "HEAD"]);
    assert_eq!(answer.status, 1);
    assert!(answer.out.contains("the file has a merge conflict"), "{}", answer.out);
}

#[test]
fn misuse_is_explained() {
    let repository = shop();
    for (arguments, words) in [
        (&["--base=-x"][..], "`-x` is no ref"),
        (&["--base", "nowhere"], "git knows no commit called `nowhere`"),
        (&["--base", "HEAD~1..HEAD"], "git knows no commit"),
        (&["--base", ""], "`` is no ref"),
        (&["--base", "HEAD~1", "schemaz"], "no file and no folder of either version is called so"),
        (&["--base", "HEAD~1", "../.."], "outside of the repository"),
        (&["--base", "HEAD~1", "--before-version", "1.0.0"], "both versions"),
        (&[], "name two files or two folders"),
        (&["a"], "name two files or two folders"),
        (&["a", "b", "c"], "the file cannot be read"),
        (&["schema.graphql", "schemas", "schema.graphql"], "more than two versions"),
        (&["schemas", "schema.graphql"], "this is no folder"),
    ] {
        let answer = repository.diff(arguments);
        assert_eq!(answer.status, 2, "{arguments:?} {}", answer.out);
        assert!(answer.error.contains(words), "{arguments:?} {}", answer.error);
    }
    let outside = tempfile::tempdir().unwrap();
    let answer = run("meta-core", outside.path(), &["diff", "--base", "main"]);
    assert_eq!(answer.status, 2);
    assert!(answer.error.contains("inside of a git repository"), "{}", answer.error);
}

#[test]
fn shallow_and_bare_clones() {
    let origin = shop();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    let clone = |arguments: &[&str]| {
        let output = git(folder.path()).arg("clone").args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    clone(&["--quiet", "--depth", "1", &url, "shallow"]);
    let shallow = run("meta-core", &folder.path().join("shallow"), &["diff", "--base", "HEAD~1"]);
    assert_eq!(shallow.status, 2);
    assert!(shallow.error.contains("fetch-depth: 0"), "{}", shallow.error);
    clone(&["--quiet", "--bare", &url, "bare"]);
    let bare = folder.path().join("bare");
    let both = ["diff", "--base", "main~1", "--head", "main", "--format", "json", "schemas"];
    assert_eq!(changes(&run("meta-core", &bare, &both).report()).len(), 2);
    let files = run("meta-core", &bare, &["diff", "--base", "main~1"]);
    assert!(files.error.contains("no working tree"), "{}", files.error);
    clone(&["--quiet", &url, "full"]);
    let full = folder.path().join("full");
    origin.git(&["branch", "topic"]);
    assert!(git(&full).args(["fetch", "--quiet"]).output().unwrap().status.success());
    let near = run("meta-core", &full, &["diff", "--base", "topic"]);
    assert!(near.error.contains("did you mean `origin/topic`?"), "{}", near.error);
}

#[cfg(unix)]
#[test]
fn nothing_of_the_configuration_runs_and_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let repository = shop();
    let trap = repository.path().join(".git/trap");
    std::fs::write(&trap, "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\ncat\n").unwrap();
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = trap.to_str().unwrap();
    for key in [
        "core.pager",
        "core.fsmonitor",
        "diff.external",
        "diff.odd.textconv",
        "diff.odd.command",
        "pager.diff",
    ] {
        repository.git(&["config", key, program]);
    }
    repository.write(".git/info/attributes", "* diff=odd\n");
    std::fs::remove_file(repository.path().join(".git/sprung")).unwrap_or_default();
    repository.write("schemas/order.json", order(r#""open", "paid""#));
    let state = |name: &str| std::fs::read(repository.path().join(".git").join(name)).unwrap();
    let index = state("index");
    for arguments in
        [&["--base", "HEAD~1"][..], &["--base", "HEAD~1", "--head", "HEAD"], &["--staged"]]
    {
        assert_ne!(repository.diff(arguments).status, 2);
    }
    assert!(!repository.path().join(".git/sprung").exists());
    assert_eq!(state("index"), index);
}

#[test]
fn every_format() {
    let repository = shop();
    let written = |format: &str| {
        repository.diff(&["--base", "HEAD~1", "--head", "HEAD", "--format", format]).out
    };
    let text = written("text");
    assert!(text.contains("--> schemas/order.json:6:32\n"), "{text}");
    assert!(text.contains("artifacts: 1 changed, 1 added, 1 removed, 1 renamed\n"), "{text}");
    assert!(text.contains("nothing tells what they are: settings.yaml\n"), "{text}");
    assert!(
        text.ends_with("changes: 2 breaking, 0 behavioral, 1 additive, 1 cosmetic\n"),
        "{text}"
    );
    let sarif: Value = serde_json::from_str(&written("sarif")).unwrap();
    let results = sarif.pointer("/runs/0/results").and_then(Value::as_array).unwrap();
    assert_eq!(results.len(), 4);
    for (format, words) in [
        ("md", "| `customer.json → people/customer.json` | json-schema | renamed | 1 cosmetic |"),
        ("junit", "name=\"schemas/order.json#/properties/state/enum"),
        ("github", "::error file=schemas/order.json,title="),
        ("html", "Artifacts: 1 changed, 1 added, 1 removed, 1 renamed"),
        ("changelog", "(`schemas/order.json#/properties/state/enum"),
        ("release-notes", "`schemas/old.json` is gone"),
    ] {
        assert!(written(format).contains(words), "{format}: {}", written(format));
    }
}
