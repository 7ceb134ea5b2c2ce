//! Whatever a description says, each part of what it is lifted to has an origin.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::super::lift;
use crate::document::pointer;

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![select(vec![
        json!({"type": "string", "x-nullable": true}),
        json!({"type": "file"}),
        json!({"$ref": "#/definitions/A"}),
        json!({"$ref": "#/parameters/B/schema"}),
        json!({"$ref": "#/responses/A/schema"}),
        json!({"type": "array", "items": {"type": "string"}, "collectionFormat": "ssv"}),
        json!({"discriminator": "kind", "properties": {"kind": {"type": "string"}}}),
        json!("broken"),
    ]),];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| json!({"allOf": all})),
            inner.clone().prop_map(|one| json!({"type": "array", "items": one})),
            (inner.clone(), inner).prop_map(|(a, b)| json!({
                "type": "object", "properties": {"a/b": a, "n": b}, "x-nullable": false,
            })),
        ]
    })
}

fn parameters() -> impl Strategy<Value = Value> {
    let place = select(vec!["query", "header", "path", "formData", "formData", "body", "nowhere"]);
    let one = (place, select(vec!["a", "b", "c~/"]), values(), any::<bool>()).prop_map(
        |(place, name, schema, required)| {
            let mut parameter = json!({"in": place, "name": name, "required": required});
            if place == "body" {
                parameter["schema"] = schema;
            } else if let (Some(members), Value::Object(all)) = (parameter.as_object_mut(), schema)
            {
                members.extend(all.into_iter().filter(|(key, _)| key != "$ref"));
            }
            parameter
        },
    );
    let shared = select(vec!["A", "B", "C", "None"])
        .prop_map(|name| json!({"$ref": format!("#/parameters/{name}")}));
    prop_oneof![4 => one, 2 => shared, 1 => Just(json!("broken"))]
}

fn media_types() -> impl Strategy<Value = Value> {
    let names =
        ["application/json", "text/x", "multipart/form-data", "application/x-www-form-urlencoded"];
    prop_oneof![
        prop::collection::vec(select(names.to_vec()), 0..3).prop_map(|all| json!(all)),
        Just(json!("text/x")),
        Just(json!(3)),
    ]
}

fn responses() -> impl Strategy<Value = Value> {
    let own = (values(), values()).prop_map(|(schema, header)| {
        json!({
            "description": "x", "schema": schema, "headers": {"H": header},
            "examples": {"application/json": {"a": 1}, "text/z": 1},
        })
    });
    prop_oneof![
        own,
        Just(json!({"description": "empty"})),
        Just(json!({"$ref": "#/responses/A"})),
        Just(json!(null)),
    ]
}

fn operations() -> impl Strategy<Value = Value> {
    let lists = prop::collection::vec(parameters(), 0..4);
    let types = (prop::option::of(media_types()), prop::option::of(media_types()));
    (lists, responses(), types).prop_map(|(parameters, response, (consumes, produces))| {
        let mut operation = Map::new();
        operation.insert("parameters".to_owned(), json!(parameters));
        operation.insert("responses".to_owned(), json!({"200": response, "x-y": 1}));
        operation.extend(consumes.map(|types| ("consumes".to_owned(), types)));
        operation.extend(produces.map(|types| ("produces".to_owned(), types)));
        operation.insert("schemes".to_owned(), json!(["https", "http"]));
        Value::Object(operation)
    })
}

fn descriptions() -> impl Strategy<Value = Value> {
    let item = (prop::collection::vec(parameters(), 0..3), operations(), operations());
    let shared = (parameters(), parameters(), values(), responses());
    (item, shared, media_types()).prop_map(
        |((list, get, post), (a, b, schema, response), types)| {
            json!({
                "swagger": "2.0", "host": "example.com", "basePath": "/v1", "schemes": ["https"],
                "info": {"title": "Pets"}, "consumes": types, "produces": types,
                "parameters": {"A": a, "B": b, "C": {"$ref": "#/parameters/A"}},
                "definitions": {"A": schema},
                "responses": {"A": response},
                "securityDefinitions": {
                    "basic": {"type": "basic"},
                    "code": {"type": "oauth2", "flow": "implicit", "scopes": {"r": "read"}},
                },
                "paths": {"/a/{b}": {"parameters": list, "get": get, "post": post}},
            })
        },
    )
}

/// Lists the pointers of everything inside of a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointers(member, &pointer::push(at, key), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_part_has_an_origin(root in descriptions()) {
        let lifted = lift(&root);
        let mut all = Vec::new();
        pointers(&lifted.root, "", &mut all);
        for at in all {
            let origin = lifted.origins.original(&at);
            prop_assert!(root.pointer(&origin).is_some(), "{at} came from {origin}, which is not there");
        }
    }

    #[test]
    fn references_lead_where_they_led(root in descriptions()) {
        let lifted = lift(&root);
        let mut all = Vec::new();
        pointers(&lifted.root, "", &mut all);
        // What is broken stays as it is: what is listed beside a body, or is sent nowhere.
        let is_broken = |at: &str| {
            let around = pointer::ancestors(at).filter_map(|around| lifted.root.pointer(around)?.get("in"));
            around.into_iter().any(|place| ["body", "formData", "nowhere"].map(Value::from).contains(place))
        };
        all.retain(|at| !is_broken(at));
        for at in all.iter().filter(|at| at.ends_with("/$ref")) {
            let reference = lifted.root.pointer(at).and_then(Value::as_str).unwrap_or_default();
            let Some(target) = super::super::references::target(reference) else { continue };
            let was = root.pointer(&lifted.origins.original(at)).and_then(Value::as_str);
            let led = was.and_then(super::super::references::target)
                .is_none_or(|target| root.pointer(&target).is_some());
            prop_assert!(!led || lifted.root.pointer(&target).is_some(), "{at}: {reference} leads nowhere");
        }
    }
}
