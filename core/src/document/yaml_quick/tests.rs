//! The quick reader against the full one.

use proptest::prelude::*;
use saphyr_parser::{Event, Marker, Parser, Span};

use super::read;

/// An event with what of its place matters: lines, columns, and whether it has a length.
type Placed = (String, (usize, usize), (usize, usize), bool);

fn placed(event: &Event<'_>, span: Span) -> Placed {
    let place = |marker: Marker| (marker.line(), marker.col());
    let end = match event {
        Event::Scalar(..) => place(span.end),
        Event::SequenceEnd | Event::MappingEnd if !span.is_empty() => place(span.end),
        _ => (0, 0),
    };
    let start = match event {
        Event::SequenceEnd | Event::MappingEnd => (0, 0),
        _ => place(span.start),
    };
    (format!("{event:?}"), start, end, span.is_empty())
}

fn quick(text: &str) -> Option<Vec<Placed>> {
    let mut events = Vec::new();
    let all = read(text, |event, span| {
        if !matches!(event, Event::DocumentStart(_)) {
            events.push(placed(&event, span));
        }
        true
    });
    all.then_some(events)
}

fn full(text: &str) -> Option<Vec<Placed>> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
            event => events.push(placed(&event, span)),
        }
    }
    Some(events)
}

/// What the quick reader takes, the full one reads alike.
fn compare(text: &str) -> Result<bool, TestCaseError> {
    let Some(quick) = quick(text) else { return Ok(false) };
    let full = full(text);
    prop_assert_eq!(Some(quick), full, "{}", text);
    Ok(true)
}

#[test]
fn manifests_are_read_quickly() {
    let texts = [
        "name: a\nversion: 1.2.0  # now\n\ntags: [x, 'y z', \"q\"]\nquality:\n  coverage: 0.9\n",
        "# first\nservices:\n- name: a\n  list:\n  - 1\n  - {from: a, to: b}\n- name: b\n",
        "a:\n  b:\n    - c: 1\n      d: ä ö: é\n    -   e:\n        - - f\n          - g\nh: -1\n",
        "time: 2025-10-05T22:11:04Z\nurl: https://x.example/y#z\n'quoted key': \"a: b\"\n",
        "text",
    ];
    for text in texts {
        assert_eq!(quick(text), full(text));
    }
}

#[test]
fn the_rest_is_left_to_the_full_reader() {
    let texts = [
        "",
        "# nothing\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: !!str 1\n",
        "--- a\n",
        "a: 'it''s'\n",
        "a: \"\\n\"\n",
        "a: [b,\n c]\n",
        "? a\n",
        "a: b: c\n",
        "a:\tb\n",
        "a: b\n---\nc: d\n",
        "a\nb\n",
        "- a\nb: c\n",
        "a: - b\n",
        "  a: 1\n b: 2\n",
        "[a]: b\n",
        "a: [b]c\n",
        "a: {b}\n",
    ];
    for text in texts {
        assert_eq!(quick(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn both_readers_agree_on_lines(lines in prop::collection::vec(line(), 0..8)) {
        compare(&lines.join("\n"))?;
    }

    #[test]
    fn both_readers_agree_on_characters(text in "[-a:{}\\[\\],#'\" \né1.?<]{0,24}") {
        compare(&text)?;
    }
}

/// A line of a mapping, a list or a comment at some indentation.
fn line() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "[a-z0-9.:#-]{1,4}",
        "'[a: #-]{0,3}'",
        "\"[a: #-]{0,3}\"",
        "\\[[a, :-]{0,4}\\]",
        "\\{[a: ,]{0,6}\\}",
        Just(String::new()),
        Just("<<".to_owned()),
        Just("é b".to_owned()),
        " ?# [a-z]",
    ];
    let start = prop_oneof![
        Just(""),
        Just("a: "),
        Just("b:"),
        Just("- "),
        Just("-"),
        Just("- c: "),
        Just("- - "),
        Just("'k': "),
        Just("a : "),
        Just("é: "),
        Just("---"),
        Just("  "),
    ];
    (0..4_usize, start, scalar).prop_map(|(indent, start, scalar)| {
        format!("{}{start}{scalar}", " ".repeat(indent * 2 % 5))
    })
}
