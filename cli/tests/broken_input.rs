//! Broken and hostile input: always a finding or a typed error, never a panic, in bounded memory.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const MANIFEST: &str = "manifests/shop/service-manifest.yaml";
const HEALTHY: &str = "name: cart\nrepo: https://git.example.org/cart\ndomain: access\nversion: 1.0.0\nmaturity: stable\ndependencies: {internal: [], external: []}\nlast_update: 2025-10-05T00:00:00Z\n";

/// Returns a workspace with one healthy manifest, and `content` as another document.
fn workspace(path: &str, content: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "manifests/cart/service-manifest.yaml", HEALTHY.as_bytes());
    write(folder.path(), path, content);
    folder
}

fn write(root: &Path, path: &str, content: &[u8]) {
    let target = root.join(path);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::write(target, content).unwrap();
}

/// Runs the program with at most 2 GB of address space and a minute of time.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let program = assert_cmd::cargo::cargo_bin("meta-core");
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 2000000; exec \"$0\" \"$@\""])
        .arg(program)
        .args(arguments)
        .timeout(Duration::from_secs(60))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let error = text(output.stderr);
    assert!(!error.contains("panicked"), "{error}");
    (output.status.code().expect("a status, not a signal"), text(output.stdout), error)
}

/// Checks a workspace with one broken document, and returns its findings.
fn findings(folder: &TempDir) -> (i32, Vec<Value>) {
    let path = folder.path().to_str().unwrap();
    let (status, out, error) =
        run(&["check", path, "--format", "json", "--now", "2025-10-06T00:00:00Z"]);
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{error}"));
    // The healthy manifest is still there.
    assert!(report.pointer("/catalog/services").unwrap().to_string().contains("\"cart\""));
    (status, report.pointer("/findings").unwrap().as_array().unwrap().clone())
}

/// Asserts that `content` gives a finding of `code` at line and column, and fails the check.
fn assert_found(content: &[u8], code: &str, place: Option<(u64, u64)>, words: &str) {
    let (status, findings) = findings(&workspace(MANIFEST, content));
    let of_code: Vec<&Value> =
        findings.iter().filter(|f| f.pointer("/code").unwrap() == code).collect();
    let [finding] = of_code.as_slice() else { panic!("{code}: {findings:#?}") };
    assert!(finding.pointer("/message").unwrap().as_str().unwrap().contains(words), "{finding:#}");
    let number = |key: &str| finding.pointer(key).and_then(Value::as_u64);
    if let Some((line, column)) = place {
        let found = (number("/location/line"), number("/location/column"));
        assert_eq!(found, (Some(line), Some(column)), "{finding:#}");
    }
    assert_eq!(finding.pointer("/location/path").unwrap(), MANIFEST);
    assert_eq!(status, i32::from(code != "document/unknown_key"), "{finding:#}");
}

#[test]
fn broken_yaml() {
    assert_found(b"name: [a\nrepo: x\n", "document/unreadable", Some((2, 5)), "");
}

#[test]
fn tabs_for_indentation() {
    assert_found(
        b"name: a\ndependencies:\n\tinternal: []\n",
        "document/unreadable",
        Some((3, 1)),
        "tab",
    );
    assert_found(b"\tname: a\n", "document/unreadable", Some((1, 1)), "tab");
}

#[test]
fn a_duplicate_key_names_both_places() {
    let text = b"name: a\nversion: 1.0.0\nname: b\n";
    assert_found(text, "document/unreadable", Some((3, 1)), "first at 1:1");
}

#[test]
fn a_million_values_inside_each_other() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let json = format!("{}1{}", open.repeat(1_000_000), close.repeat(1_000_000));
        assert_found(json.as_bytes(), "document/unreadable", None, "nested more than");
    }
    let flow = format!("name: {}", "[".repeat(1_000_000));
    assert_found(flow.as_bytes(), "document/unreadable", None, "nested more than");
    let block = "- ".repeat(1_000_000);
    assert_found(block.as_bytes(), "document/unreadable", None, "nested more than");
}

#[test]
fn aliases_that_multiply() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = level - 1;
        let row = vec![format!("*a{before}"); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{row}]").unwrap();
    }
    assert_found(bomb.as_bytes(), "document/unreadable", None, "aliases stand for more than");
}

#[test]
fn a_file_of_two_hundred_megabytes() {
    let folder = workspace(MANIFEST, b"");
    let file = fs::OpenOptions::new().write(true).open(folder.path().join(MANIFEST)).unwrap();
    file.set_len(200 << 20).unwrap();
    let (status, found) = findings(&folder);
    let broken =
        found.iter().find(|f| f.pointer("/code").unwrap() == "document/unreadable").unwrap();
    assert!(broken.pointer("/message").unwrap().as_str().unwrap().contains("the most allowed"));
    assert_eq!(status, 1);
    let path = folder.path().join(MANIFEST);
    let (status, _, error) = run(&["call", "render_canonical", path.to_str().unwrap()]);
    assert!(status == 2 && error.contains("limit_exceeded"), "{error}");
}

#[test]
fn an_index_of_millions_of_broken_entries() {
    const INDEX: &str = "catalog/service-index.json";
    let many = |entry: &str, count: usize| {
        format!("{{\"services\": [{}{entry}]}}", format!("{entry},").repeat(count - 1))
    };
    let valid = r#"{"name":"a","repo":"r","domain":"d","version":"1.0.0","maturity":"stable"}"#;
    for (text, words) in [
        (many("{}", 2_000_000), "the most allowed is 200000"),
        (many("1", 190_000), "more than 10000 faults"),
        (many(r#"{"nmae":1,"x":[{}]}"#, 190_000), "more than 10000 faults"),
        (many(valid, 250_000), "the most allowed is 200000"),
    ] {
        let (status, found) = findings(&workspace(INDEX, text.as_bytes()));
        let of_index: Vec<&Value> =
            found.iter().filter(|f| f.pointer("/code").unwrap() == "document/unreadable").collect();
        let [finding] = of_index.as_slice() else { panic!("{words}: {}", of_index.len()) };
        assert!(
            finding.pointer("/message").unwrap().as_str().unwrap().contains(words),
            "{finding:#}"
        );
        assert_eq!(status, 1);
    }
}

#[test]
fn numbers_that_are_none() {
    for text in ["coverage: .nan", "coverage: .inf", "coverage: -.inf"] {
        let manifest = format!("{HEALTHY}quality: {{{text}}}\n").replace("cart", "shop");
        let (status, found) = findings(&workspace(MANIFEST, manifest.as_bytes()));
        let broken: Vec<&Value> = found
            .iter()
            .filter(|f| f.pointer("/location/path").is_some_and(|path| path == MANIFEST))
            .filter(|f| f.pointer("/code").unwrap().as_str().unwrap().starts_with("document/"))
            .collect();
        assert_eq!((broken.len(), status), (1, 1), "{text}: {found:#?}");
    }
}

#[test]
fn a_value_of_another_type() {
    let manifest = HEALTHY.replace("cart", "shop").replace("version: 1.0.0", "version: [1, 0]");
    assert_found(manifest.as_bytes(), "document/wrong_type", Some((4, 10)), "an array");
}

#[test]
fn a_misspelt_key() {
    let manifest = format!("{HEALTHY}runtme: go\n").replace("cart", "shop");
    let folder = workspace(MANIFEST, manifest.as_bytes());
    let (status, found) = findings(&folder);
    let finding =
        found.iter().find(|f| f.pointer("/code").unwrap() == "document/unknown_key").unwrap();
    assert_eq!(finding.pointer("/remediation").unwrap(), "did you mean `runtime`?");
    assert_eq!(finding.pointer("/location/line").unwrap(), 8);
    assert_eq!(status, 0, "a low finding does not fail the check: {found:#?}");
}

#[test]
fn a_file_in_another_encoding() {
    let latin = b"name: shop\nowner: Jos\xe9\n";
    assert_found(latin, "document/unreadable", Some((2, 11)), "not UTF-8");
    assert_found(b"\x00\xff\xfe\x01garbage", "document/unreadable", None, "");
}

#[test]
fn an_empty_folder_has_no_services() {
    let folder = tempfile::tempdir().unwrap();
    let (status, out, _) = run(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("platform/no_services"), "{out}");
}

#[test]
fn a_missing_folder_or_file_is_an_error() {
    for arguments in [
        ["check", "no/such/folder", "--fail-on=low"],
        ["validate", "no/such/index.yaml", "--fail-on=low"],
        ["call", "render_canonical", "no/such/file.json"],
        ["call", "render_canonica", "-"],
        ["check", ".", "--now=yesterday"],
        ["check", ".", "--fail-on=terrible"],
    ] {
        let (status, out, error) = run(&arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(error.starts_with("error"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle_and_a_folder_named_like_a_file() {
    let folder = workspace("manifests/odd.yaml/x.yaml", HEALTHY.replace("cart", "shop").as_bytes());
    std::os::unix::fs::symlink(
        folder.path().join("manifests"),
        folder.path().join("manifests/loop"),
    )
    .unwrap();
    let (status, found) = findings(&folder);
    let broken =
        found.iter().find(|f| f.pointer("/code").unwrap() == "document/unreadable").unwrap();
    assert_eq!(broken.pointer("/subject").unwrap(), "manifests/loop");
    assert_eq!(status, 1);
}
