//! What holds for comparisons of any two descriptions of interfaces.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;

use meta_core::diff::{Change, Class, DiffArtifactsInput, DiffReport, diff_artifacts};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn compare(before: &Value, after: &Value) -> DiffReport {
    let input = json!({
        "before": before, "after": after, "kind": "openapi", "now": "2026-01-01T00:00:00Z",
    });
    let input: DiffArtifactsInput = serde_json::from_value(input).unwrap();
    diff_artifacts(&input).unwrap()
}

fn schema() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(json!({"type": "string"})),
        Just(json!({"type": "integer", "minimum": 0})),
        Just(json!({"type": "string", "nullable": true})),
        Just(json!({"type": "string", "enum": ["a", "b"]})),
        Just(json!({"$ref": "#/components/schemas/Pet"})),
        Just(json!({"$ref": "#/components/schemas/Owner"})),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|item| json!({"type": "array", "items": item})),
            (prop::collection::btree_map("[a-c]", inner, 0..3), any::<bool>(), any::<bool>())
                .prop_map(|(properties, required, closed)| {
                    let required: Vec<&String> =
                        properties.keys().filter(|_| required).take(1).collect();
                    let mut object = json!({"type": "object", "properties": properties});
                    if !required.is_empty() {
                        object["required"] = json!(required);
                    }
                    if closed {
                        object["additionalProperties"] = json!(false);
                    }
                    object
                }),
        ]
    })
}

fn parameters() -> impl Strategy<Value = Value> {
    let parameter = (any::<bool>(), any::<bool>()).prop_map(|(required, is_number)| {
        let kind = if is_number { "integer" } else { "string" };
        json!({"required": required, "schema": {"type": kind}})
    });
    prop::collection::btree_map("[x-z]", parameter, 0..3).prop_map(|parameters| {
        let named = parameters.into_iter().map(|(name, mut parameter)| {
            parameter["name"] = json!(name);
            parameter["in"] = json!("query");
            parameter
        });
        named.collect()
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let responses = prop::collection::btree_map("200|404|default", schema(), 1..3);
    let body = prop::option::of((any::<bool>(), schema()));
    (parameters(), body, responses, any::<bool>()).prop_map(
        |(parameters, body, responses, deprecated)| {
            let content = |schema: Value| json!({"application/json": {"schema": schema}});
            let responses: Map<String, Value> = responses
                .into_iter()
                .map(|(status, schema)| {
                    (status, json!({"description": "an answer", "content": content(schema)}))
                })
                .collect();
            let mut operation = json!({"parameters": parameters, "responses": responses});
            if let Some((required, schema)) = body {
                operation["requestBody"] =
                    json!({"required": required, "content": content(schema)});
            }
            if deprecated {
                operation["deprecated"] = json!(true);
            }
            operation
        },
    )
}

fn description() -> impl Strategy<Value = Value> {
    let item = prop::collection::btree_map("get|post|delete", operation(), 1..3);
    let paths = prop::collection::btree_map("/pets|/pets/\\{id\\}|/owners", item, 1..3);
    (paths, schema(), schema()).prop_map(|(paths, pet, owner)| {
        let object = |inner: Value| json!({"type": "object", "properties": {"inner": inner}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1.0.0"},
            "paths": paths,
            "components": {"schemas": {"Pet": object(pet), "Owner": object(owner)}},
        })
    })
}

/// Counts changes by the last part of their codes.
fn counted(report: &DiffReport, code: &str) -> usize {
    report.changes.iter().filter(|change| change.code.ends_with(code)).count()
}

/// Renames a component and all that refers to it.
fn renamed(description: &Value) -> Value {
    let text = description
        .to_string()
        .replace("#/components/schemas/Pet\"", "#/components/schemas/Animal\"");
    let mut renamed: Value = serde_json::from_str(&text).unwrap();
    let schemas = renamed["components"]["schemas"].as_object_mut().unwrap();
    let pet = schemas.remove("Pet").unwrap();
    schemas.insert("Animal".to_owned(), pet);
    renamed
}

fn worst(report: &DiffReport) -> Option<Class> {
    report.changes.iter().map(|change| change.class).max()
}

/// Where a change stands, by side.
fn places(change: &Change) -> (Option<&str>, Option<&str>) {
    (change.before_pointer.as_deref(), change.after_pointer.as_deref())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_same_is_no_change(description in description()) {
        let report = compare(&description, &description);
        prop_assert!(report.changes.is_empty(), "{:#?}", report.changes);
        prop_assert!(!report.incomplete);
    }

    #[test]
    fn the_other_way_round_what_came_goes(before in description(), after in description()) {
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        for (added, removed) in [
            ("/operation_added", "/operation_removed"),
            ("/request_media_type_added", "/request_media_type_removed"),
            ("/parameter_became_required", "/parameter_became_optional"),
            ("/request_body_became_required", "/request_body_became_optional"),
            ("/operation_deprecated", "/operation_reactivated"),
            ("/response_added", "/response_removed"),
            ("/property_added", "/property_removed"),
            ("/null_accepted", "/null_rejected"),
        ] {
            prop_assert_eq!(counted(&there, added), counted(&back, removed), "{}", added);
            prop_assert_eq!(counted(&there, removed), counted(&back, added), "{}", removed);
        }
    }

    #[test]
    fn what_differs_is_told(before in description(), after in description()) {
        let report = compare(&before, &after);
        prop_assert_eq!(report.changes.is_empty(), before == after);
    }

    #[test]
    fn every_difference_is_told_once(before in description(), after in description()) {
        let report = compare(&before, &after);
        let mut seen = BTreeSet::new();
        for change in &report.changes {
            let key = (&change.code, places(change), &change.message);
            prop_assert!(seen.insert(key), "told twice: {}", change.message);
        }
    }

    #[test]
    fn words_are_cosmetic(description in description(), words in "[a-z ]{1,20}") {
        let mut after = description.clone();
        after["info"]["description"] = json!(words.clone());
        for item in after["paths"].as_object_mut().unwrap().values_mut() {
            for operation in item.as_object_mut().unwrap().values_mut() {
                operation["summary"] = json!(words.clone());
                operation["x-team"] = json!(words.clone());
            }
        }
        prop_assert_eq!(worst(&compare(&description, &after)), Some(Class::Cosmetic));
    }

    #[test]
    fn another_name_of_a_component_is_cosmetic(description in description()) {
        let report = compare(&description, &renamed(&description));
        prop_assert!(worst(&report).is_none_or(|class| class == Class::Cosmetic), "{:#?}", report.changes);
    }

    #[test]
    fn names_of_path_parameters_break_nobody(description in description()) {
        let text = description.to_string().replace("/pets/{id}", "/pets/{petId}");
        let after: Value = serde_json::from_str(&text).unwrap();
        let report = compare(&description, &after);
        prop_assert!(worst(&report).is_none_or(|class| class < Class::Breaking), "{:#?}", report.changes);
    }

    #[test]
    fn null_is_spelled_in_two_ways(description in description()) {
        let mut after: Value = serde_json::from_str(
            &description.to_string().replace(r#""nullable":true,"type":"string""#, r#""type":["string","null"]"#),
        ).unwrap();
        after["openapi"] = json!("3.1.0");
        let report = compare(&description, &after);
        let others: Vec<&Change> =
            report.changes.iter().filter(|change| change.code != "diff/openapi/dialect_changed").collect();
        prop_assert!(others.is_empty(), "{others:#?}");
    }
}
