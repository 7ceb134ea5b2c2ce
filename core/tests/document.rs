//! Reading documents: what is accepted, what is refused and where, and where parts lie.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use meta_core::document::{Document, Form, Limits, Source, parse, parse_bytes, pointer};
use meta_core::{Error, ErrorCode};
use proptest::prelude::*;
use serde::Serialize as _;
use serde_json::{Value, json};

fn read(text: &str) -> Result<Value, Error> {
    parse(text, &Limits::default())
}

fn refused(text: &str) -> Error {
    read(text).expect_err(text)
}

fn document(text: &str) -> Document {
    Source::named("d", text).load("", &Limits::default()).unwrap()
}

#[test]
fn yaml_and_json_read_alike() {
    let yaml = "a: 1\nb:\n  - x\n  - {c: true}\nd: |\n  text\n";
    let json = "{\"a\":1,\"b\":[\"x\",{\"c\":true}],\"d\":\"text\\n\"}";
    assert_eq!(read(yaml).unwrap(), read(json).unwrap());
    assert_eq!(read("{a: 1, b: [x, y]}").unwrap(), json!({"a": 1, "b": ["x", "y"]}));
    assert_eq!(read("").unwrap(), Value::Null);
    assert_eq!(read("\u{feff}a: 1").unwrap(), json!({"a": 1}));
    assert_eq!(read("a: 1\r\nb: 2\r\n").unwrap(), json!({"a": 1, "b": 2}));
}

#[test]
fn aliases_and_merges_are_expanded() {
    let text = "base: &b {x: 1, y: 2}\nuse: *b\nmore:\n  <<: *b\n  y: 3\n";
    let expected =
        json!({"base": {"x": 1, "y": 2}, "use": {"x": 1, "y": 2}, "more": {"x": 1, "y": 3}});
    assert_eq!(read(text).unwrap(), expected);
}

#[test]
fn faults_tell_code_and_place() {
    use ErrorCode::{InputInvalid, InputUnsupported};
    let cases = [
        ("a: 1\na: 2\n", InputInvalid, (2, 1), "first at 1:1"),
        ("{\"a\": {\"b\": 1,\n  \"b\": 2}}", InputInvalid, (2, 5), "first at 1:8"),
        ("a:\n\tb: 1\n", InputInvalid, (2, 1), "tab"),
        ("a: [1, 2\n", InputInvalid, (2, 1), ""),
        ("{\"a\": NaN}", InputInvalid, (1, 7), "expected"),
        ("{\"a\": 1e400}", InputInvalid, (1, 11), "number out of range"),
        ("{\"a\": 1} x", InputInvalid, (1, 10), "trailing"),
        ("a: .nan\n", InputInvalid, (1, 4), "not a finite number"),
        ("a: 1\n---\nb: 2\n", InputUnsupported, (2, 1), "second document"),
        ("a: !thing x\n", InputUnsupported, (1, 4), "tag"),
        ("? [a]\n: 1\n", InputUnsupported, (1, 3), "key"),
    ];
    for (text, code, (line, column), words) in cases {
        let error = refused(text);
        assert_eq!(error.code(), code, "{text:?}: {error}");
        assert_eq!((error.line(), error.column()), (Some(line), Some(column)), "{text:?}: {error}");
        assert!(error.message().contains(words), "{text:?}: {error}");
    }
}

#[test]
fn bytes_must_be_utf_8() {
    let error = parse_bytes(b"a: 1\nb: \xff\n", &Limits::default()).unwrap_err();
    assert_eq!((error.line(), error.column()), (Some(2), Some(4)));
}

#[test]
fn hostile_texts_hit_limits() {
    let deep = 1_000_000;
    let texts = ["[".repeat(deep), "{\"a\":".repeat(deep), "- ".repeat(deep), "{a: ".repeat(deep)];
    for text in &texts {
        let error = read(text).expect_err("too deep");
        assert_eq!(error.code(), ErrorCode::LimitExceeded, "{error}");
    }
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
    assert_eq!(refused(bomb).code(), ErrorCode::LimitExceeded);
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(parse("a: 12345678", &small).unwrap_err().code(), ErrorCode::LimitExceeded);
    let few = Limits { nodes: 3, ..Limits::default() };
    assert_eq!(parse("[1, 2, 3]", &few).unwrap_err().code(), ErrorCode::LimitExceeded);
    assert_eq!(parse("- 1\n- 2\n- 3\n", &few).unwrap_err().code(), ErrorCode::LimitExceeded);
}

#[test]
fn parts_have_places() {
    let yaml = document(
        "services:\n  - name: a\n    deps: [x, \"y z\"]\n  - name: b\n    text: >\n      long\n      words\n",
    );
    let places = yaml.locate(&["/services/0/deps/1", "/services/1", "/services/1/name", "/none"]);
    let place = |pointer: &str| {
        let span = places[pointer].value;
        (span.line, span.column, span.end_line, span.end_column)
    };
    assert_eq!(place("/services/0/deps/1"), (3, 15, 3, 20));
    assert_eq!(place("/services/1/name"), (4, 11, 4, 12));
    assert_eq!(&place("/services/1").0, &4);
    assert_eq!(place("/none").0, 1, "the nearest value around it");
    assert_eq!(places["/services/1"].key, None, "an item has no key");
    let key = yaml.locate(&["/services/0/deps"])["/services/0/deps"].key.unwrap();
    assert_eq!((key.line, key.column, key.end_line, key.end_column), (3, 5, 3, 9));

    let json = document("{\n\t\"a\": {\"\\u0062\": [1, \"é\", {\"c\": null}]}\n}");
    let places = json.locate(&["/a/b/2/c", "/a/b/1", "/a", "/a/b"]);
    let (value, key) = (places["/a/b/2/c"].value, places["/a/b/2/c"].key.unwrap());
    assert_eq!((value.line, value.column, key.line, key.column), (2, 33, 2, 28));
    assert_eq!((places["/a/b/1"].value.column, places["/a/b/1"].value.end_column), (22, 25));
    assert_eq!(places["/a"].key.unwrap().column, 2);
    assert_eq!(places["/a/b"].key, None, "a key with escapes has no place of its own");
}

#[test]
fn what_is_left_out_at_the_end_stands_there() {
    for (text, pointer, end) in [
        ("a: 1\n? ", "", (2, 3)),
        ("a:\r\n  - 1\r\n  -", "/a/1", (3, 4)),
        ("a:\n  - 1\n  -\n", "/a", (3, 4)),
        ("\u{feff}b: 1\n?  ", "", (2, 4)),
    ] {
        let places = document(text).locate(&[pointer]);
        let span = places[pointer].value;
        assert_eq!((span.end_line, span.end_column), end, "{text:?} {pointer:?}");
    }
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z~/ é\"]{0,5}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| {
            pointers(item, &pointer::push(at, &index.to_string()), found);
        }),
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            pointers(member, &pointer::push(at, key), found);
        }),
        _ => {}
    }
}

proptest! {
    #[test]
    fn json_reads_back(value in values()) {
        prop_assert_eq!(&read(&value.to_string()).unwrap(), &value);
        let mut pretty = Vec::new();
        let tabs = serde_json::ser::PrettyFormatter::with_indent(b"\t");
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut pretty, tabs)).unwrap();
        prop_assert_eq!(&parse_bytes(&pretty, &Limits::default()).unwrap(), &value);
    }

    #[test]
    fn every_part_of_a_json_text_is_found(value in values()) {
        let text = serde_json::to_string_pretty(&json!({"root": value})).unwrap();
        let document = document(&text);
        let mut all = Vec::new();
        pointers(&document.value, "", &mut all);
        let wanted: Vec<&str> = all.iter().map(String::as_str).collect();
        let places = document.locate(&wanted);
        let lines: Vec<&str> = text.split('\n').collect();
        for pointer in &all {
            let span = places[pointer.as_str()].value;
            let part = document.value.pointer(pointer).unwrap();
            if !part.is_object() && !part.is_array() {
                let line: Vec<char> = lines[span.line as usize - 1].chars().collect();
                let shown: String = line[span.column as usize - 1..span.end_column as usize - 1].iter().collect();
                prop_assert_eq!(&serde_json::from_str::<Value>(&shown).unwrap(), part);
            }
        }
    }

    #[test]
    fn comments_move_no_place(
        value in values(),
        comments in prop::collection::vec(
            prop::sample::select(vec!["", "// \"", "/* ] } \" */", "// 1, [1", "/* , */", "/*:*/ // {"]), 1..9),
        skipped in 1..4_usize,
    ) {
        let text = serde_json::to_string_pretty(&json!({"root": value})).unwrap();
        let lines = text.lines().zip(comments.iter().cycle());
        let commented: String = lines.map(|(line, comment)| format!("{line} {comment}\n")).collect();
        let (plain, commented) = (document(&text), document(&commented));
        prop_assert_eq!(&plain.value, &commented.value);
        let mut all = Vec::new();
        pointers(&plain.value, "", &mut all);
        // What is not wanted is passed over, with the comments in it.
        let wanted: Vec<&str> = all.iter().step_by(skipped).map(String::as_str).collect();
        prop_assert_eq!(plain.locate(&wanted), commented.locate(&wanted));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_bytes(&bytes, &Limits::default());
    }

    #[test]
    fn arbitrary_yaml_like_text_never_panics(text in "[-a:{}\\[\\],&*#!|>'\"%@` \n\t0-9.?~<]{0,80}") {
        if let Ok(value) = read(&text) {
            let document = Document { path: "d".into(), value, text: Some(text.as_str().into()), form: Form::Plain, parts: BTreeMap::new(), sections: Vec::new() };
            let mut all = Vec::new();
            pointers(&document.value, "", &mut all);
            let wanted: Vec<&str> = all.iter().map(String::as_str).collect();
            document.locate(&wanted);
        }
    }
}
