//! The table of operations is sound, and `call` answers anything with a report or an error.

use meta_core::ErrorCode;
use meta_core::operations::{OPERATIONS, call};
use proptest::prelude::*;

const VERBS: [&str; 16] = [
    "validate", "check", "build", "diff", "find", "classify", "score", "plan", "advance", "choose",
    "verify", "explain", "list", "render", "merge", "replay",
];

#[test]
fn names_are_sorted_verb_and_noun() {
    assert!(OPERATIONS.windows(2).all(|pair| pair[0].name < pair[1].name));
    for operation in OPERATIONS {
        let (verb, noun) = operation.name.split_once('_').unwrap();
        assert!(VERBS.contains(&verb), "{}", operation.name);
        assert!(noun.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", operation.name);
        assert!(operation.doc.ends_with('.') && operation.doc.len() > 20, "{}", operation.name);
    }
}

#[test]
fn every_type_has_a_documented_schema() {
    for operation in OPERATIONS {
        for schema in [(operation.input_schema)(), (operation.report_schema)()] {
            let properties = schema["properties"].as_object();
            for (field, property) in properties.into_iter().flatten() {
                let documented =
                    property.get("description").is_some() || property.get("$ref").is_some();
                assert!(documented, "{}.{field}", operation.name);
            }
        }
        assert_eq!((operation.input_schema)()["additionalProperties"], false, "{}", operation.name);
    }
}

#[test]
fn misuse_is_explained() {
    let unknown = call("render_canonica", "{}").unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::OperationUnknown);
    assert_eq!(unknown.help_text(), Some("did you mean `render_canonical`?"));
    let field = call("render_canonical", r#"{"documnt": {}}"#).unwrap_err();
    assert_eq!(field.code(), ErrorCode::InputInvalid);
    assert_eq!(field.help_text(), Some("did you mean `document`?"));
    let typed = call("explain_operation", r#"{"name": 3}"#).unwrap_err();
    assert_eq!(typed.path(), "/name");
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,60}") {
        for operation in OPERATIONS {
            let _ = call(operation.name, &text);
        }
    }
}
