//! The places of parts of a YAML text, from one more pass over its events.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Marker, Parser, Span as EventSpan, StrInput};

use super::{Span, pointer, saturate};

/// Returns the places of the wanted pointers, and of every value around them, that exist. A text
/// that breaks off has places up to there.
pub(super) fn locate(text: &str, wanted: &[&str], keys: bool) -> BTreeMap<String, Span> {
    let wanted: BTreeSet<&str> = wanted.iter().flat_map(|p| pointer::ancestors(p)).collect();
    let mut walk = Walk {
        wanted,
        keys,
        open: Vec::new(),
        path: String::new(),
        end: Marker::default(),
        found: BTreeMap::new(),
    };
    let mut events: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = events.next_event() {
        walk.take(&event, span);
    }
    walk.found
}

struct Walk<'w> {
    wanted: BTreeSet<&'w str>,
    keys: bool,
    open: Vec<Open>,
    path: String,
    /// The end of the last scalar: block collections end there, not at the event of their end.
    end: Marker,
    found: BTreeMap<String, Span>,
}

struct Open {
    /// Length of the path of the collection.
    path: usize,
    start: Marker,
    state: State,
}

enum State {
    Item(usize),
    Key,
    Value,
}

impl Walk<'_> {
    fn take(&mut self, event: &Event<'_>, span: EventSpan) {
        match event {
            Event::Scalar(text, ..) => {
                if self.take_key(text, span) {
                    return;
                }
                self.enter();
                self.end = span.end;
                self.note(span.start, span.end);
                self.leave();
            }
            Event::Alias(_) => {
                self.enter();
                self.end = span.end;
                self.note(span.start, span.end);
                self.leave();
            }
            Event::SequenceStart(..) => self.start(span.start, State::Item(0)),
            Event::MappingStart(..) => self.start(span.start, State::Key),
            Event::SequenceEnd | Event::MappingEnd => self.finish(span),
            _ => {}
        }
    }

    fn start(&mut self, start: Marker, state: State) {
        self.enter();
        self.end = start;
        self.open.push(Open { path: self.path.len(), start, state });
    }

    fn finish(&mut self, span: EventSpan) {
        let Some(open) = self.open.pop() else { return };
        // The closing bracket of a flow collection has a length; the end of a block has none.
        if !span.is_empty() {
            self.end = span.end;
        }
        self.path.truncate(open.path);
        self.note(open.start, self.end);
        self.leave();
    }

    /// Takes a scalar as a key where one is due.
    fn take_key(&mut self, text: &str, span: EventSpan) -> bool {
        let Some(open) = self.open.last_mut() else { return false };
        if !matches!(open.state, State::Key) {
            return false;
        }
        open.state = State::Value;
        self.path.truncate(open.path);
        pointer::append(&mut self.path, text);
        if self.keys {
            self.insert(span.start, span.end);
        }
        true
    }

    /// Puts the index of the next item behind the path of the list that is open.
    fn enter(&mut self) {
        if let Some(Open { path, state: State::Item(index), .. }) = self.open.last() {
            self.path.truncate(*path);
            pointer::append(&mut self.path, &index.to_string());
        }
    }

    fn leave(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        match &mut open.state {
            State::Item(index) => *index += 1,
            state @ State::Value => *state = State::Key,
            State::Key => {}
        }
    }

    /// Notes the place of a value; of a key it is noted already.
    fn note(&mut self, start: Marker, end: Marker) {
        let under_key = matches!(self.open.last(), Some(Open { state: State::Value, .. }));
        if !(self.keys && under_key) {
            self.insert(start, end);
        }
    }

    fn insert(&mut self, start: Marker, end: Marker) {
        if self.wanted.contains(self.path.as_str()) && !self.found.contains_key(&self.path) {
            let span = Span {
                line: saturate(start.line()),
                column: saturate(start.col() + 1),
                end_line: saturate(end.line()),
                end_column: saturate(end.col() + 1),
            };
            self.found.insert(self.path.clone(), span);
        }
    }
}
