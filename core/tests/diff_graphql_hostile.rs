//! GraphQL schemas that mean harm: each must end quickly, in a report or an error.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use meta_core::diff::{DiffReport, diff_artifacts};
use meta_core::error::{Error, ErrorCode};
use serde_json::json;

const PLAIN: &str = "type Query { a: Int }";

fn diff(before: &str, after: &str) -> Result<DiffReport, Error> {
    let input = json!({
        "before": before, "after": after, "kind": "graphql", "now": "2026-11-21T00:00:00Z",
    });
    #[expect(clippy::disallowed_methods, reason = "a test looks at the clock")]
    let start = Instant::now();
    let result = diff_artifacts(&serde_json::from_value(input).unwrap());
    #[expect(clippy::disallowed_methods, reason = "a test looks at the clock")]
    let took = Instant::now().duration_since(start);
    // Debug builds on busy machines are slow; squares of these sizes would take hours.
    assert!(took < Duration::from_secs(60), "{took:?}");
    result
}

/// Compares with a plain schema, on both sides.
fn both(text: &str) -> [Result<DiffReport, Error>; 2] {
    [diff(text, PLAIN), diff(PLAIN, text)]
}

#[test]
fn depth_is_limited() {
    let n = 100_000;
    for text in [
        // This may be JSON.
        "{".repeat(n),
        format!("type Query {{ a(x: I = {}{}): Int }}", "[".repeat(n), "]".repeat(n)),
        format!("type Query {{ a(x: I = {}1{}): Int }}", "{a:".repeat(n), "}".repeat(n)),
        format!("type Query {{ a: {}Int{} }}", "[".repeat(n), "]".repeat(n)),
        format!("type Query @d(x: {}1{}) {{ a: Int }}", "[".repeat(n), "]".repeat(n)),
    ] {
        for result in both(&text) {
            assert_eq!(result.unwrap_err().code(), ErrorCode::LimitExceeded);
        }
    }
}

#[test]
fn broken_text_is_an_error() {
    let n = 20_000;
    for text in [
        "type A {".repeat(n),
        "}".repeat(n),
        "\"".repeat(n),
        "\"\"\"".repeat(n + 1),
        "@".repeat(n),
        "é".repeat(n),
        "\0".repeat(n),
        "type A { a(".repeat(n),
        format!("type Query {{ a: Int }} {}", "query { a } ".repeat(n)),
        format!("type Query {{ a(x: Int = {}): Int }}", "-".repeat(n)),
        "type Query { a: Int } \"\\u{110000}\" type A { b: Int }".to_owned(),
        "type Query { a(x: String = \"\\uD800\"): Int }".to_owned(),
        "type { a: Int }".to_owned(),
        "enum E { true }".to_owned(),
        "directive @a on NOWHERE".to_owned(),
        "union U = | |".to_owned(),
        "type Query { a: Int!! }".to_owned(),
        "type Query { a(x: Int = $v): Int }".to_owned(),
    ] {
        for result in both(&text) {
            let shown: String = text.chars().take(40).collect();
            let error = result.expect_err(&shown);
            assert_eq!(error.code(), ErrorCode::InputInvalid, "{shown}");
            assert!(error.line().is_some() || text.starts_with('{'), "{shown}: {error}");
            assert!(!error.message().contains('\n') && !error.message().ends_with('.'), "{error}");
        }
    }
}

#[test]
fn too_much_is_an_error() {
    let text = format!("type Query {{ a: Int }} # {}", "x".repeat(100 << 20));
    assert_eq!(diff(&text, PLAIN).unwrap_err().code(), ErrorCode::LimitExceeded);
}

#[test]
fn cycles_end() {
    for text in [
        "interface A implements A { a: A } type Query implements A { a: A }",
        "interface A implements B { a: A } interface B implements A { a: B } type Query { a: A }",
        "input I { i: I! } type Query { a(i: I): Int }",
        "input I { j: J! = {i: {}} } input J { i: I! = {j: {}} } type Query { a(i: I): Int }",
        "union U = U type Query { u: U }",
        "schema { query: Query mutation: Query } type Query { q: Query }",
        "directive @d(x: I @d) on INPUT_FIELD_DEFINITION input I { i: I @d } type Query { a: Int }",
        "extend type Query { a: Int } extend type Query { a: Int }",
    ] {
        for result in both(text) {
            result.unwrap();
        }
        assert_eq!(diff(text, text).unwrap().changes, vec![]);
    }
}

#[test]
fn many_renames_cost_no_square() {
    let (mut before, mut after) = (PLAIN.to_owned(), PLAIN.to_owned());
    for number in 0..4000 {
        write!(before, " type Old{number} {{ id: ID clientMutationId: String }}").unwrap();
        write!(after, " type New{number} {{ id: ID clientMutationId: String }}").unwrap();
    }
    let report = diff(&before, &after).unwrap();
    assert!(report.changes.len() >= 4000);
}

#[test]
fn many_fields_of_one_type_cost_no_square() {
    let fields = |prefix: &str| -> String {
        (0..20_000).map(|number| format!("{prefix}{number}: Int ")).collect()
    };
    let before = format!("type Query {{ {} }}", fields("a"));
    let report = diff(&before, &format!("type Query {{ {} }}", fields("b"))).unwrap();
    assert_eq!(report.changes.len(), 40_000);
}

#[test]
fn one_long_line_costs_no_square() {
    let args = |default: u8| -> String {
        (0..20_000)
            .map(|number| format!("é{number} ").replace('é', "a") + &format!(": Int = {default}, "))
            .collect()
    };
    let text = |default| format!("type Query {{ \"é\" a({}): Int }}", args(default));
    let report = diff(&text(1), &text(2)).unwrap();
    assert_eq!(report.changes.len(), 20_000);
}

#[test]
fn numbers_without_end_are_compared_as_text() {
    let text = |number: &str| format!("type Query {{ a(x: Float = {number}): Int }}");
    let (one, other) = (text("1e999999999999999999999"), text("1e-999999999999999999999"));
    assert_eq!(diff(&one, &other).unwrap().changes.len(), 1);
    assert_eq!(diff(&one, &one).unwrap().changes.len(), 0);
    assert_eq!(diff(&text("1e400"), &text("10e399")).unwrap().changes.len(), 0);
    let long = "9".repeat(1_000_000);
    assert_eq!(diff(&text(&long), &text("1")).unwrap().changes.len(), 1);
}

#[test]
fn introspections_are_checked() {
    let with = |schema: serde_json::Value| {
        let input = json!({
            "before": {"__schema": schema}, "after": PLAIN, "kind": "graphql",
            "now": "2026-11-21T00:00:00Z",
        });
        diff_artifacts(&serde_json::from_value(input).unwrap())
    };
    let field = |ty: serde_json::Value| json!({"types": [{"kind": "OBJECT", "name": "Query", "fields": [{"name": "a", "type": ty}]}]});
    assert!(with(json!({})).is_ok());
    assert!(with(field(json!({"kind": "SCALAR", "name": "Int"}))).is_ok());
    for (schema, at) in [
        (json!({"types": [{"kind": "OBJECT"}]}), "/before/__schema/types/0"),
        (json!({"types": [{"name": "A"}]}), "/before/__schema/types/0"),
        (json!({"queryType": {}}), "/before/__schema/queryType"),
        (field(json!(null)), "/before/__schema/types/0/fields/0"),
        (field(json!({"kind": "LIST", "ofType": null})), "/before/__schema/types/0/fields/0"),
    ] {
        let error = with(schema).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InputInvalid, at));
    }
    // Some servers write defaults as they like: they are told, and define nothing.
    let default = json!({"directives": [{"name": "d", "args": [
        {"name": "x", "type": {"name": "Int"}, "defaultValue": "1} type Evil {a: Int"}
    ]}]});
    let report = with(default).unwrap();
    assert!(report.findings.iter().any(|finding| finding.code == "diff/graphql/invalid_default"));
    assert!(!report.changes.iter().any(|change| change.message.contains("`Evil`")));
}

#[test]
fn operations_end() {
    let mut chain = "query { ...f0 } ".to_owned();
    for number in 0..20_000 {
        write!(chain, "fragment f{number} on Query {{ ...f{} ...f0 a }} ", number + 1).unwrap();
    }
    let with = |operations: &str| {
        let input = json!({
            "before": PLAIN, "after": "type Query { b: Boolean }", "kind": "graphql",
            "graphql": {"usage": {"operations": [operations]}}, "now": "2026-11-21T00:00:00Z",
        });
        diff_artifacts(&serde_json::from_value(input).unwrap())
    };
    assert_eq!(with(&chain).unwrap().summary.breaking, 1);
    assert_eq!(with("query { b }").unwrap().findings.len(), 1);
    let deep = format!("{{ a {}{} }}", "... { a ".repeat(100_000), "}".repeat(100_000));
    assert_eq!(with(&deep).unwrap_err().code(), ErrorCode::LimitExceeded);
    for broken in ["{ a", "", "type A { a: Int }", "query Q($a: ) { a }"] {
        let error = with(broken).unwrap_err();
        assert_eq!(error.path(), "/graphql/usage/operations/0", "{error}");
        assert!(error.line().is_some());
    }
}
