//! `meta-core diff` over artifacts that are made of several files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

#[expect(dead_code, reason = "not every test needs all of it")]
mod repository;

use repository::{NOW, Repository, changes, run};
use serde_json::Value;

const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    $ref: paths/pets.yaml
";
const PATH: &str = "get:
  responses:
    '200':
      description: ok
      content:
        application/json:
          schema: {$ref: '../schemas/pet.yaml'}
";
const PET: &str = "type: object\nrequired: [name]\nproperties:\n  name: {type: string}\n";

/// A description of three files and a picture of nothing; in the last commit the innermost file changed.
fn pets() -> Repository {
    let repository = Repository::new();
    repository
        .write("api/openapi.yaml", DESCRIPTION)
        .write("api/paths/pets.yaml", PATH)
        .write("api/schemas/pet.yaml", PET)
        .write("other.json", "{\"type\": \"object\"}")
        .commit();
    repository.write("api/schemas/pet.yaml", PET.replace("[name]", "[]")).commit();
    repository
}

/// What is found whenever the innermost file is seen as part of the description.
fn expected() -> Vec<(String, String)> {
    vec![("diff/json-schema/required_removed".to_owned(), "api/schemas/pet.yaml".to_owned())]
}

fn operations(report: &Value) -> Option<&Value> {
    report.pointer("/changes/0/details/operations/0")
}

#[test]
fn a_part_changed_between_two_commits() {
    let report = pets().report(&["--base", "HEAD~1", "--head", "HEAD"]);
    assert_eq!(changes(&report), expected());
    assert_eq!(operations(&report), Some(&Value::from("GET /pets")));
    assert_eq!(report.pointer("/files/0/after"), Some(&Value::from("api/openapi.yaml")));
    assert_eq!(report.pointer("/findings/0/code"), Some(&Value::from("diff/version/not_bumped")));
    assert_eq!(report.pointer("/findings/1"), None, "no file is missing");
}

#[test]
fn a_path_names_the_description_alone() {
    let report = pets().report(&["--base", "HEAD~1", "--head", "HEAD", "api/openapi.yaml"]);
    assert_eq!(changes(&report), expected());
}

#[test]
fn a_part_of_the_index_and_of_the_working_tree() {
    let repository = pets();
    repository.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    repository.write("api/schemas/pet.yaml", PET.replace("[name]", "[]"));
    assert_eq!(changes(&repository.report(&["--base", "HEAD"])), expected());
    repository.git(&["add", "--all"]);
    repository.write("api/schemas/pet.yaml", PET);
    assert_eq!(changes(&repository.report(&["--staged"])), expected());
}

#[test]
fn the_description_changed_and_its_parts_did_not() {
    let repository = pets();
    repository.write("api/openapi.yaml", DESCRIPTION.replace("/pets:", "/animals:")).commit();
    let report = repository.report(&["--base", "HEAD~1", "--head", "HEAD"]);
    let codes: Vec<String> = changes(&report).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["diff/openapi/operation_removed", "diff/openapi/operation_added"]);
}

#[test]
fn two_files_with_what_lies_beside_them() {
    let (old, new) = (pets(), pets());
    old.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let [before, after] = [&old, &new].map(|side| side.path().join("api/openapi.yaml"));
    let paths = [before.to_str().unwrap(), after.to_str().unwrap()];
    let arguments = [&["diff", "--format", "json"], &NOW[..], &paths].concat();
    let report = run("meta-core", old.path(), &arguments).report();
    let part = new.path().join("api/schemas/pet.yaml");
    assert_eq!(changes(&report).len(), 1);
    let place = report.pointer("/changes/0/before_location/path").and_then(Value::as_str).unwrap();
    assert_eq!(place, old.path().join("api/schemas/pet.yaml").to_str().unwrap());
    assert!(part.is_file());
    // The line of the part is shown.
    let arguments = [&["diff"], &NOW[..], &paths].concat();
    let text = run("meta-core", old.path(), &arguments).out;
    assert!(text.contains("required: [name]"), "{text}");
}

#[test]
fn a_document_does_not_read_files_elsewhere() {
    let repository = Repository::new();
    repository
        .write("secret.yaml", "type: string\nenum: [hidden]\n")
        .write(
            "in/old.json",
            r#"{"type": "object", "properties": {"x": {"$ref": "../secret.yaml"}}}"#,
        )
        .write("in/new.json", r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#);
    let folder = repository.path().join("in");
    let answer = run("meta-core", &folder, &["diff", "old.json", "new.json", "--format", "json"]);
    assert!(!answer.out.contains("hidden"), "{}", answer.out);
    let code = answer.report().pointer("/changes/0/code").cloned();
    assert_eq!(code, Some(Value::from("diff/json-schema/reference_removed")));
}

#[test]
fn a_change_since_an_earlier_version_shows_its_line() {
    let repository = Repository::new();
    for (name, states) in [
        ("v1.json", r#""draft", "placed""#),
        ("v2.json", r#""placed""#),
        ("v3.json", r#""placed", "sent""#),
    ] {
        repository.write(name, repository::order(states));
    }
    let text = repository.diff(&["v1.json", "v2.json", "v3.json"]).out;
    assert!(text.contains(r#""state": {"enum": ["draft", "placed"]}"#), "{text}");
    assert!(text.contains("v1.json:6"), "{text}");
}

const QUERY: &str = "type Query {\n  user: User\n}\n";
const USER: &str = "type User {\n  name: String\n  joined: Date\n}\n";

#[test]
fn files_of_a_graphql_schema_are_one() {
    let repository = Repository::new();
    let user = format!("{USER}\nscalar Date\n");
    repository.write("s/query.graphql", QUERY).write("s/user.graphql", user).commit();
    repository
        .write("s/user.graphql", USER.replace("name: String", "name: String!"))
        .write("s/dates.graphql", "scalar Date\n")
        .commit();
    for arguments in [
        &["--base", "HEAD~1", "--head", "HEAD"][..],
        &["--base", "HEAD~1"],
        &["--base", "HEAD~1", "s"],
    ] {
        let report = repository.report(arguments);
        let expected =
            ("diff/graphql/field_type_tightened".to_owned(), "s/user.graphql".to_owned());
        assert_eq!(changes(&report), [expected], "{arguments:?}");
        assert_eq!(report.pointer("/files/0/after"), Some(&Value::from("s/query.graphql")));
        assert_eq!(report.pointer("/findings/0"), None, "no name is unknown");
    }
}
