//! Descriptions that are large, deep or broken end soon, and without panic.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use meta_core::ErrorCode;
use meta_core::diff::{DiffArtifactsInput, DiffReport, diff_artifacts};
use serde_json::{Map, Value, json};

fn try_compare(before: &Value, after: &Value) -> meta_core::Result<DiffReport> {
    let input = json!({
        "before": before, "after": after, "kind": "openapi", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input)
}

fn compare(before: &Value, after: &Value) -> DiffReport {
    try_compare(before, after).unwrap()
}

fn description(paths: &Value, schemas: &Value) -> Value {
    json!({"openapi": "3.0.3", "paths": paths, "components": {"schemas": schemas}})
}

fn answers(schema: &Value) -> Value {
    json!({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})
}

/// Twelve alternatives, each with five members that lead back to all of them.
fn circular(kind: &str) -> Value {
    let all: Vec<Value> =
        (0..12).map(|n| json!({"$ref": format!("#/components/schemas/S{n}")})).collect();
    let mut schemas = Map::new();
    for n in 0..12 {
        let members: Map<String, Value> = (0..5)
            .map(|m| (format!("m{m}"), json!({"$ref": "#/components/schemas/Any"})))
            .chain([("own".to_owned(), json!({"type": kind}))])
            .collect();
        schemas.insert(format!("S{n}"), json!({"type": "object", "properties": members}));
    }
    schemas.insert("Any".to_owned(), json!({"oneOf": all}));
    let root = answers(&json!({"$ref": "#/components/schemas/Any"}));
    description(&json!({"/a": {"get": root}}), &Value::Object(schemas))
}

#[test]
fn circles_of_alternatives_end() {
    let report = compare(&circular("string"), &circular("integer"));
    assert!(report.summary.breaking > 0);
    assert!(compare(&circular("string"), &circular("string")).changes.is_empty());
}

#[test]
fn references_that_lead_to_themselves_end() {
    let around = json!({
        "/a": {"$ref": "#/paths/~1a"},
        "/b": {"get": {
            "parameters": [{"$ref": "#/components/parameters/p"}],
            "requestBody": {"$ref": "#/components/requestBodies/b"},
            "responses": {"200": {"$ref": "#/components/responses/r"}},
            "callbacks": {"c": {"$ref": "#/components/callbacks/c"}},
        }},
    });
    let mut before = description(&around, &json!({"S": {"$ref": "#/components/schemas/S"}}));
    for (kind, name) in [("parameters", "p"), ("requestBodies", "b"), ("responses", "r")] {
        before["components"][kind] =
            json!({ name: {"$ref": format!("#/components/{kind}/{name}")} });
    }
    let mut after = before.clone();
    after["components"]["schemas"]["S"] = json!({"type": "string"});
    compare(&before, &after);
    compare(&after, &before);
}

#[test]
fn callbacks_inside_of_callbacks_end() {
    // Each callback holds an operation that has the same callbacks again.
    let call = json!({"{$request.body#/url}": {"post": {
        "callbacks": {"again": {"$ref": "#/components/callbacks/c"}},
        "responses": {"200": {"description": "ok"}},
    }}});
    let mut before = description(
        &json!({"/a": {"get": {"callbacks": {"c": {"$ref": "#/components/callbacks/c"}}}}}),
        &json!({}),
    );
    before["components"]["callbacks"] = json!({"c": call});
    let mut after = before.clone();
    after["info"] = json!({"title": "another"});
    assert!(!compare(&before, &after).changes.is_empty());
}

#[test]
fn callbacks_that_all_lead_to_each_other_end() {
    let all: Map<String, Value> = (0..30)
        .map(|n| (format!("c{n}"), json!({"$ref": format!("#/components/callbacks/c{n}")})))
        .collect();
    let mesh = |kind: &str| {
        let call = json!({"{$request.body#/url}": {"post": {
            "callbacks": all,
            "responses": {"200": {"content": {"application/json": {"schema": {"type": kind}}}}},
        }}});
        let callbacks: Map<String, Value> =
            (0..30).map(|n| (format!("c{n}"), call.clone())).collect();
        let mut mesh = description(&json!({"/a": {"get": {"callbacks": all}}}), &json!({}));
        mesh["components"]["callbacks"] = Value::Object(callbacks);
        mesh
    };
    let report = compare(&mesh("string"), &mesh("integer"));
    assert_eq!(report.changes.len(), 30);
    assert!(!report.incomplete);
}

#[test]
fn callbacks_one_in_another_end() {
    let chain = |text: &str| {
        let callbacks: Map<String, Value> = (0..5000)
            .map(|n| {
                let next = json!({"$ref": format!("#/components/callbacks/c{}", n + 1)});
                let post = json!({"description": text, "callbacks": {"next": next}});
                (format!("c{n}"), json!({"{$request.body#/url}": {"post": post}}))
            })
            .collect();
        let first = json!({"next": {"$ref": "#/components/callbacks/c0"}});
        let mut chain = description(&json!({"/a": {"get": {"callbacks": first}}}), &json!({}));
        chain["components"]["callbacks"] = Value::Object(callbacks);
        chain
    };
    let report = compare(&chain("one"), &chain("other"));
    assert_eq!(report.changes.len(), 5000);
}

#[test]
fn many_changes_that_concern_many_operations_are_bounded() {
    let shared = |kind: &str| {
        let paths: Map<String, Value> = (0..1500)
            .map(|n| {
                (
                    format!("/p{n}"),
                    json!({"get": answers(&json!({"$ref": "#/components/schemas/S"}))}),
                )
            })
            .collect();
        let members: Map<String, Value> =
            (0..1500).map(|n| (format!("m{n}"), json!({"type": kind}))).collect();
        description(&Value::Object(paths), &json!({"S": {"type": "object", "properties": members}}))
    };
    let report = compare(&shared("string"), &shared("integer"));
    assert_eq!(report.changes.len(), 1500);
    let named =
        |change: &meta_core::diff::Change| change.details["operations"].as_array().unwrap().len();
    assert!(report.changes.iter().map(named).sum::<usize>() <= 200_000 + 20 * 1500);
    let shortened = report.changes.iter().find(|change| named(change) == 20).unwrap();
    assert_eq!(shortened.details["operations_total"], 1500);
}

#[test]
fn many_operations_that_share_everything_take_linear_time() {
    let shared = |text: &str| {
        let operation = json!({
            "parameters": [{"$ref": "#/components/parameters/p"}],
            "responses": {"200": {"$ref": "#/components/responses/r"}},
        });
        let paths: Map<String, Value> =
            (0..3000).map(|n| (format!("/p{n}"), json!({"get": operation}))).collect();
        let mut description = description(&Value::Object(paths), &json!({}));
        description["components"]["parameters"] =
            json!({"p": {"name": "p", "in": "query", "schema": {"type": text}}});
        description["components"]["responses"] = json!({"r": {
            "description": text,
            "content": {"application/json": {"schema": {"type": text}}},
        }});
        description
    };
    let report = compare(&shared("string"), &shared("integer"));
    assert_eq!(report.changes.len(), 3, "{:#?}", report.changes);
    for change in &report.changes {
        assert_eq!(change.details["operations"].as_array().unwrap().len(), 3000);
    }
}

#[test]
fn what_is_alike_is_looked_through_once() {
    // Each schema lies inside of the one around it, is referred to as well, and leads to the one that changed.
    let nested = |limit: usize| {
        let names: Map<String, Value> =
            (0..20_000).map(|n| (format!("n{n}"), json!({"type": "string"}))).collect();
        let last = json!({"properties": names, "maxProperties": 30_000, "title": "last"});
        let deep = (0..80).fold(last, |inner, _| json!({"not": inner}));
        let chain = |n: usize| {
            let next = format!("#/components/schemas/c{}", n + 1);
            (format!("c{n}"), json!({"items": {"$ref": next}}))
        };
        let mut schemas: Map<String, Value> = (0..20_000).map(chain).collect();
        schemas.insert("c20000".to_owned(), json!({"maxLength": limit}));
        for level in 0..80 {
            let at = "/not".repeat(level);
            let reference = json!({"$ref": format!("#/components/schemas/deep{at}")});
            schemas.insert(format!("r{level}"), json!({"items": reference}));
        }
        schemas.insert("deep".to_owned(), deep);
        Value::Object(schemas)
    };
    let paths = |index: usize| {
        let schema = json!({"$ref": format!("#/components/schemas/r{index}")});
        (format!("/r{index}"), json!({"get": answers(&schema)}))
    };
    let mut paths: Map<String, Value> = (0..80).map(paths).collect();
    paths.insert(
        "/c".to_owned(),
        json!({"get": answers(&json!({"$ref": "#/components/schemas/c0"}))}),
    );
    let paths = Value::Object(paths);
    let report = compare(&description(&paths, &nested(9)), &description(&paths, &nested(8)));
    assert_eq!(report.changes.len(), 1);
    let operations = report.changes.first().unwrap().details.get("operations");
    assert_eq!(operations, Some(&json!(["GET /c"])));
}

#[test]
fn what_is_no_description_is_told() {
    let good = description(&json!({}), &json!({}));
    for (bad, place) in [
        (json!({"openapi": "4.0.0", "paths": {}}), "/after/openapi"),
        (json!({"swagger": "1.2", "apis": []}), "/after"),
        (json!({"paths": {}}), "/after"),
        (json!([1, 2]), "/after"),
    ] {
        let error = try_compare(&good, &bad).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InputUnsupported, "{bad}");
        assert_eq!(error.path(), place, "{bad}");
    }
}

#[test]
fn parts_of_the_wrong_type_are_passed_over() {
    let good =
        json!({"openapi": "3.1.0", "paths": {"/a": {"get": answers(&json!({"type": "string"}))}}});
    for bad in [
        json!({"openapi": "3.1.0", "paths": []}),
        json!({"openapi": "3.1.0", "paths": {"/a": "b"}, "components": 3}),
        json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": {"a": 1}, "responses": [1]}}}}),
        json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [1, null, {"in": 3}], "responses": {"200": 4}}}}}),
        json!({"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [1, {"in": "body"}], "responses": {"200": {"schema": 5}}}}}}),
        json!({"openapi": "3.0.0", "security": {"a": 1}, "servers": "x", "paths": {"/a": {"get": {"security": 3}}}}),
    ] {
        assert!(!compare(&good, &bad).changes.is_empty(), "{bad}");
        compare(&bad, &good);
        assert!(compare(&bad, &bad).changes.is_empty(), "{bad}");
    }
}
