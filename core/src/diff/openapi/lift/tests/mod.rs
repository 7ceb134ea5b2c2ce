mod properties;

use serde_json::{Value, json};

use super::lift;

fn operation(parameters: &Value) -> Value {
    json!({
        "swagger": "2.0",
        "paths": {"/p": {"post": {"parameters": parameters, "responses": {}}}},
    })
}

fn lifted_operation(parameters: &Value) -> Value {
    lift(&operation(parameters)).root["paths"]["/p"]["post"].clone()
}

#[test]
fn addresses_are_put_together() {
    for (stated, servers) in [
        (
            json!({"host": "api.example.com", "basePath": "/v1/", "schemes": ["https", "http"]}),
            json!([{"url": "https://api.example.com/v1"}, {"url": "http://api.example.com/v1"}]),
        ),
        (json!({"basePath": "v1", "schemes": ["https"]}), json!([{"url": "/v1"}])),
        (json!({"host": "example.com:80"}), json!([{"url": "//example.com:80"}])),
        (json!({"host": "http://x.com", "schemes": ["https"]}), json!([{"url": "http://x.com"}])),
        (json!({"basePath": "/"}), Value::Null),
        (json!({"host": "", "schemes": "https"}), Value::Null),
    ] {
        assert_eq!(lift(&stated).root["servers"], servers, "{stated}");
    }
    let lifted = lift(&json!({
        "host": "h", "basePath": "/b",
        "paths": {"/p": {"get": {"schemes": ["wss"]}}},
    }));
    let servers = "/paths/~1p/get/servers";
    assert_eq!(lifted.root.pointer(servers), Some(&json!([{"url": "wss://h/b"}])));
    assert_eq!(lifted.origins.original("/paths/~1p/get/servers/0/url"), "/paths/~1p/get/schemes/0");
}

#[test]
fn parameters_get_schemas_and_styles() {
    let lists = |format: &str, place: &str| {
        let list = json!({"name": "a", "in": place, "type": "array", "items": {"type": "string"},
            "collectionFormat": format});
        let lifted = lifted_operation(&json!([list]))["parameters"][0].clone();
        assert_eq!(lifted["schema"], json!({"type": "array", "items": {"type": "string"}}));
        let style = lifted["style"].as_str().unwrap_or("by default").to_owned();
        (style, lifted["explode"].as_bool().unwrap_or(false))
    };
    for (format, place, style, explode) in [
        ("csv", "query", "form", false),
        ("multi", "query", "form", true),
        ("ssv", "query", "spaceDelimited", false),
        ("tsv", "query", "tabDelimited", false),
        ("pipes", "query", "pipeDelimited", false),
        ("csv", "path", "by default", false),
        ("csv", "header", "by default", false),
        ("pipes", "header", "pipeDelimited", false),
    ] {
        assert_eq!(lists(format, place), (style.to_owned(), explode), "{format} in {place}");
    }
    let lifted = lifted_operation(&json!([
        {"name": "limit", "in": "query", "type": "integer", "format": "int32", "default": 20,
         "x-nullable": true, "description": "How many.", "x-example": 5},
        {"name": "grid", "in": "query", "type": "array", "items": {
            "type": "array", "collectionFormat": "ssv", "items": {"type": "number"}}},
    ]));
    let limit = json!({"name": "limit", "in": "query", "description": "How many.", "example": 5,
        "schema": {"type": "integer", "format": "int32", "default": 20, "nullable": true}});
    assert_eq!(lifted["parameters"][0], limit);
    assert_eq!(lifted["parameters"][1]["style"], "form of spaceDelimited");
}

#[test]
fn a_body_has_each_media_type_and_one_schema() {
    let root = json!({
        "swagger": "2.0", "consumes": ["application/json", "application/xml"],
        "paths": {"/p/{id}": {"post": {"parameters": [
            {"name": "id", "in": "path", "type": "string", "required": true},
            {"name": "pet", "in": "body", "required": true, "description": "A pet.",
             "schema": {"type": "object", "properties": {
                "kind": {"$ref": "#/definitions/Kind"}, "age": {"type": "integer", "x-nullable": true},
                "file": {"type": "file"}}}},
        ]}}},
    });
    let lifted = lift(&root);
    let at = "/paths/~1p~1{id}/post/requestBody";
    let body = lifted.root.pointer(at).unwrap();
    assert_eq!((&body["required"], &body["description"]), (&json!(true), &json!("A pet.")));
    assert_eq!(body["x-body-name"], "pet");
    let schema = &body["content"]["application/json"]["schema"];
    assert_eq!(schema["properties"]["kind"], json!({"$ref": "#/components/schemas/Kind"}));
    assert_eq!(schema["properties"]["age"], json!({"type": "integer", "nullable": true}));
    assert_eq!(schema["properties"]["file"], json!({"type": "string", "format": "binary"}));
    let again = &body["content"]["application/xml"]["schema"]["$ref"];
    let first = "#/paths/~1p~1%7Bid%7D/post/requestBody/content/application~1json/schema";
    assert_eq!(again, first);
    let from = "/paths/~1p~1{id}/post/parameters/1";
    for (inside, origin) in [
        ("", from.to_owned()),
        ("/description", format!("{from}/description")),
        ("/content", from.to_owned()),
        ("/content/application~1xml", "/consumes/1".to_owned()),
        ("/content/application~1json/schema/type", format!("{from}/schema/type")),
        (
            "/content/application~1json/schema/properties/age/nullable",
            format!("{from}/schema/properties/age/x-nullable"),
        ),
        (
            "/content/application~1json/schema/properties/file/format",
            format!("{from}/schema/properties/file/type"),
        ),
    ] {
        assert_eq!(lifted.origins.original(&format!("{at}{inside}")), origin, "{inside}");
    }
}

#[test]
fn fields_of_a_form_are_properties() {
    let fields = json!([
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
        {"name": "names", "in": "formData", "type": "array", "items": {"type": "string"},
         "collectionFormat": "multi"},
        {"name": "note", "in": "formData", "type": "string", "required": true, "description": "A note."},
        {"name": "page", "in": "query", "type": "integer"},
    ]);
    let lifted = lifted_operation(&fields);
    assert_eq!(lifted["parameters"].as_array().unwrap().len(), 1);
    assert_eq!(
        lifted["requestBody"],
        json!({"required": true, "content": {"application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["note"], "properties": {
                "tags": {"type": "array", "items": {"type": "string"}},
                "names": {"type": "array", "items": {"type": "string"}},
                "note": {"type": "string", "description": "A note."}}},
            "encoding": {"tags": {"style": "form", "explode": false}}}}})
    );
    let file = json!([{"name": "file", "in": "formData", "type": "file"}]);
    let content = lifted_operation(&file)["requestBody"]["content"].clone();
    let schema =
        json!({"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}});
    assert_eq!(content, json!({"multipart/form-data": {"schema": schema}}));
    let lifted = lift(&operation(&fields));
    let at = "/paths/~1p/post/requestBody/content/application~1x-www-form-urlencoded/schema";
    let origin = |inside: &str| lifted.origins.original(&format!("{at}{inside}"));
    assert_eq!(origin("/properties/note/type"), "/paths/~1p/post/parameters/2/type");
    assert_eq!(origin("/required/0"), "/paths/~1p/post/parameters/2/required");
    assert_eq!(
        lifted.origins.original("/paths/~1p/post/parameters/0/schema/type"),
        "/paths/~1p/post/parameters/3/type"
    );
}

fn shared() -> Value {
    json!({
        "swagger": "2.0", "produces": ["application/json"],
        "parameters": {
            "Pet": {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}},
            "Page": {"name": "page", "in": "query", "type": "integer"},
            "Photo": {"name": "photo", "in": "formData", "type": "file"},
        },
        "responses": {"Failed": {"description": "It failed.", "schema": {"type": "string"}}},
        "definitions": {"Pet": {"discriminator": "kind", "type": "object"}},
        "paths": {
            "/a": {
                "parameters": [{"$ref": "#/parameters/Pet"}, {"$ref": "#/parameters/Page"}],
                "post": {"responses": {"default": {"$ref": "#/responses/Failed"}}},
                "put": {"consumes": ["text/x"], "produces": ["text/y"],
                    "responses": {"default": {"$ref": "#/responses/Failed"}}},
            },
            "/b": {"post": {"parameters": [{"$ref": "#/parameters/Photo"}]}},
        },
    })
}

#[test]
fn shared_parts_stay_shared_where_media_types_agree() {
    let lifted = lift(&shared());
    let at = |pointer: &str| lifted.root.pointer(pointer).unwrap_or(&Value::Null).clone();
    assert_eq!(at("/components/schemas/Pet/discriminator"), json!({"propertyName": "kind"}));
    assert_eq!(at("/paths/~1a/parameters"), json!([{"$ref": "#/components/parameters/Page"}]));
    assert_eq!(
        at("/paths/~1a/post/requestBody"),
        json!({"$ref": "#/components/requestBodies/Pet"})
    );
    let failed = json!({"$ref": "#/components/responses/Failed"});
    assert_eq!(at("/paths/~1a/post/responses/default"), failed);
    let own = "#/components/responses/Failed/content/application~1json/schema";
    assert_eq!(
        at("/paths/~1a/put/responses/default"),
        json!({"description": "It failed.",
        "content": {"text/y": {"schema": {"$ref": own}}}})
    );
    let pet = json!({"content": {"text/x": {"schema": {"$ref": "#/components/schemas/Pet"}}}});
    assert_eq!(at("/paths/~1a/put/requestBody"), pet);
    let photo = "/paths/~1b/post/requestBody/content/multipart~1form-data/schema/properties/photo";
    let shared =
        "#/components/requestBodies/Photo/content/multipart~1form-data/schema/properties/photo";
    assert_eq!(at(photo), json!({"$ref": shared}));
    assert_eq!(lifted.origins.original("/components/schemas/Pet/type"), "/definitions/Pet/type");
    assert_eq!(lifted.origins.original("/paths/~1a/parameters/0"), "/paths/~1a/parameters/1");
}

#[test]
fn responses_have_content_and_headers() {
    let root = json!({"swagger": "2.0", "paths": {"/p": {"get": {
    "produces": ["application/json", "text/csv"],
    "responses": {
        "200": {"description": "Pets.", "schema": {"type": "array", "items": {"$ref": "#/definitions/P"}},
            "headers": {"X-Rest": {"type": "integer", "description": "How many are left."}},
            "examples": {"application/json": [{"id": 1}], "text/html": "<p>"}},
        "204": {"description": "None."},
    }}}}});
    let lifted = lift(&root);
    let ok = "/paths/~1p/get/responses/200";
    assert_eq!(
        *lifted.root.pointer(ok).unwrap(),
        json!({
            "description": "Pets.",
            "content": {
                "application/json": {"example": [{"id": 1}],
                    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}},
                "text/csv": {"schema": {
                    "$ref": "#/paths/~1p/get/responses/200/content/application~1json/schema"}},
            },
            "headers": {"X-Rest": {"description": "How many are left.", "schema": {"type": "integer"}}},
            "x-examples": {"text/html": "<p>"},
        })
    );
    assert_eq!(
        lifted.root["paths"]["/p"]["get"]["responses"]["204"],
        json!({"description": "None."})
    );
    let origin = |inside: &str| lifted.origins.original(&format!("{ok}{inside}"));
    assert_eq!(origin("/content/text~1csv"), "/paths/~1p/get/produces/1");
    assert_eq!(origin("/headers/X-Rest/schema/type"), format!("{ok}/headers/X-Rest/type"));
    assert_eq!(
        origin("/content/application~1json/example/0/id"),
        format!("{ok}/examples/application~1json/0/id")
    );
}

#[test]
fn ways_to_sign_in_are_schemes() {
    let root = json!({"securityDefinitions": {
        "plain": {"type": "basic", "description": "Name and password."},
        "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
        "code": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a/x",
            "tokenUrl": "https://a/t", "scopes": {"read": "Read."}},
        "machine": {"type": "oauth2", "flow": "application", "tokenUrl": "https://a/t"},
        "broken": "basic",
    }});
    let lifted = lift(&root);
    assert_eq!(
        lifted.root["components"]["securitySchemes"],
        json!({
            "plain": {"type": "http", "scheme": "basic", "description": "Name and password."},
            "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
            "code": {"type": "oauth2", "flows": {"authorizationCode": {"authorizationUrl": "https://a/x",
                "tokenUrl": "https://a/t", "scopes": {"read": "Read."}}}},
            "machine": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a/t",
                "scopes": {}}}},
            "broken": "basic",
        })
    );
    let scope = "/components/securitySchemes/code/flows/authorizationCode/scopes/read";
    assert_eq!(lifted.origins.original(scope), "/securityDefinitions/code/scopes/read");
}

#[test]
fn references_into_operations_follow_what_they_lead_to() {
    let root = json!({"swagger": "2.0", "paths": {
        "/a": {"get": {"responses": {"200": {"schema": {
            "properties": {"id": {"type": "string"}}}}}}},
        "/b": {"post": {
            "parameters": [
                {"name": "b", "in": "body", "schema": {
                    "$ref": "#/paths/~1a/get/responses/200/schema/properties/id"}},
                {"name": "q", "in": "query", "type": "string"}]}},
        "/c": {"get": {"parameters": [{"$ref": "#/paths/~1b/post/parameters/1"}]}},
    }});
    let lifted = lift(&root);
    let at = |pointer: &str| lifted.root.pointer(pointer).unwrap().clone();
    let schema = at("/paths/~1b/post/requestBody/content/application~1json/schema/$ref");
    assert_eq!(
        schema,
        "#/paths/~1a/get/responses/200/content/application~1json/schema/properties/id"
    );
    assert_eq!(at("/paths/~1c/get/parameters/0/$ref"), "#/paths/~1b/post/parameters/0");
}

#[test]
fn items_of_paths_that_stand_elsewhere_are_lifted_where_they_are_listed() {
    let root = json!({"swagger": "2.0",
        "x-shared": {"get": {"parameters": [{"name": "q", "in": "query", "type": "string"}]}},
        "paths": {"/a": {"$ref": "#/x-shared"}, "/b": {"$ref": "#/paths/~1a"}},
    });
    let lifted = lift(&root);
    let schema = "/paths/~1a/get/parameters/0/schema";
    assert_eq!(lifted.root.pointer(schema), Some(&json!({"type": "string"})));
    let origin = lifted.origins.original(&format!("{schema}/type"));
    assert_eq!(origin, "/x-shared/get/parameters/0/type");
}

#[test]
fn what_is_broken_stays_as_it_is() {
    for root in [json!(null), json!([1]), json!("swagger")] {
        assert_eq!(lift(&root).root, root);
    }
    let parameters = json!([
        "q", 7, {"name": "a"}, {"in": "query"}, {"in": "query", "type": 7, "items": []},
        {"in": "body"}, {"in": "body", "name": "second"}, {"in": "formData"}, {"$ref": 3},
        {"$ref": "#/parameters/None"}, {"$ref": "other.yaml#/P"},
    ]);
    let lifted = lifted_operation(&parameters);
    let left = lifted["parameters"].as_array().unwrap();
    assert_eq!(left.len(), 10);
    assert_eq!(left[5], json!({"in": "body", "name": "second"}));
    let root = json!({
        "swagger": "2.0", "definitions": [], "parameters": "x", "responses": {"a": 1},
        "securityDefinitions": 4, "consumes": {"a": 1}, "produces": [1, null], "schemes": "https",
        "host": 5, "basePath": [], "paths": {"/a": [], "x-b": {"get": 1}, "/c": {
            "get": "x", "parameters": {"a": 1}, "$ref": 4,
            "put": {"parameters": {}, "responses": [], "schemes": 3},
            "post": {"responses": {"200": "x", "400": {"schema": 7, "headers": [], "examples": 3}}}}},
    });
    let lifted = lift(&root).root;
    assert_eq!(lifted["components"]["schemas"], json!([]));
    assert_eq!(lifted["paths"]["/c"]["put"], json!({"parameters": {}, "responses": []}));
}

#[test]
fn copies_are_bounded() {
    let types: Vec<String> = (0..3000).map(|index| format!("text/x{index}")).collect();
    let one = json!({"responses": {"200": {"schema": {"type": "string"}}}});
    let paths: serde_json::Map<String, Value> =
        (0..3000).map(|index| (format!("/p{index}"), json!({"get": one}))).collect();
    let lifted = lift(&json!({"swagger": "2.0", "produces": types, "paths": paths}));
    assert!(lifted.incomplete);
    let last = lifted.root.pointer("/paths/~1p99/get/responses/200/content").unwrap();
    assert_eq!(last.as_object().unwrap().len(), 1);
    let first = lifted.root.pointer("/paths/~1p0/get/responses/200/content").unwrap();
    assert_eq!(first.as_object().unwrap().len(), 1000);
}
