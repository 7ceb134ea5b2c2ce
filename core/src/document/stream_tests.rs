//! Streams of documents against the documents alone.

use proptest::prelude::*;
use serde_json::Value;

use super::{Form, Limits, Place, Source, Span, pointer};

fn document() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a: 1\n",
        "# only a comment\n",
        "",
        "- x\n- {b: [1, 2]}\n",
        "a: &one\n  b: 2\nc: *one\n",
        "text: |\n  --- not a document\n  more\n",
        "kind: Role\nmetadata:\n  name: r\n  labels: {x: \"y\"}\nrules: []\n",
        "just a word\n",
        "a:\n  - b: \u{e4}\n    c: 'd'\n",
    ])
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(i, item)| pointers(item, &pointer::push(at, &i.to_string()), all));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| pointers(value, &pointer::push(at, key), all));
        }
        _ => {}
    }
}

fn lower(place: &Place, lines: u32) -> Place {
    let down =
        |span: Span| Span { line: span.line + lines, end_line: span.end_line + lines, ..span };
    Place { value: down(place.value), key: place.key.map(down) }
}

proptest! {
    #[test]
    fn documents_of_a_stream_say_what_they_say_alone(
        documents in prop::collection::vec(document(), 2..6),
        first in any::<bool>(),
        end in prop::sample::select(vec!["", "---\n", "...\n"]),
    ) {
        let limits = Limits::default();
        let text = (if first { "---\n" } else { "" }).to_owned() + &documents.join("---\n") + end;
        let stream = Source::text(text.as_str()).load_stream("d", &limits);
        let stream = match stream {
            Ok(stream) if stream.form == Form::Stream => stream,
            // Where the first has no content, its mark belongs to the second.
            other => {
                prop_assert!(!first && documents.len() == 2, "{} {:?}", text, other);
                return Ok(());
            }
        };
        let said: Vec<&Value> = stream.value.as_array().expect("a list").iter().collect();
        // What has no content, and no mark of its own, is not there.
        let skipped = usize::from(!first && documents.first().is_some_and(|d| d.is_empty() || d.starts_with('#')));
        let mut line = u32::from(first);
        for (at, own) in documents.iter().enumerate() {
            if let Some(index) = at.checked_sub(skipped) {
                let alone = Source::text(*own).load("d", &limits).expect("one document");
                prop_assert_eq!(said[index], &alone.value, "{}", text);
                let (mut inner, prefix) = (Vec::new(), format!("/{index}"));
                pointers(&alone.value, "", &mut inner);
                let whole: Vec<String> = inner.iter().map(|i| format!("{prefix}{i}")).collect();
                let wanted: Vec<&str> = whole.iter().map(String::as_str).collect();
                let found = stream.locate(&wanted);
                let inner: Vec<&str> = inner.iter().map(String::as_str).collect();
                let places = alone.locate(&inner);
                for (inner, whole) in inner.iter().zip(&wanted).filter(|_| !alone.value.is_null()) {
                    let place = places.get(inner).map(|place| lower(place, line));
                    prop_assert_eq!(found.get(whole).copied(), place, "{} {}", text, whole);
                }
            }
            line += u32::try_from(own.lines().count()).expect("small") + 1;
        }
        let after = said.len() - (documents.len() - skipped);
        prop_assert!(after <= usize::from(end == "---\n"), "{} {:?}", text, said);
    }
}

#[test]
fn a_fault_says_in_which_document_it_is() {
    let text = "a: 1\n---\nb: {c: 1, c: 2}\n";
    let error = Source::text(text).load_stream("d", &Limits::default()).expect_err("a fault");
    assert_eq!(error.path(), "/1/b/c");
    assert_eq!((error.line(), error.column()), (Some(3), Some(11)));
    assert!(error.message().contains("first at 3:5"), "{error}");
}

#[test]
fn an_anchor_is_not_known_in_the_next_document() {
    let text = "a: &x 1\n---\nb: *x\n";
    assert!(Source::text(text).load_stream("d", &Limits::default()).is_err());
}
