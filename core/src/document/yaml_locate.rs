//! The places of parts of a YAML text, from one more pass over its events.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, Span as EventSpan, StrInput};

use super::wanted::Wanted;
use super::{Place, Span, saturate, yaml_quick};

/// Returns the places of the wanted values, and of every value around them, that exist. A text
/// that breaks off has places up to there. In a `stream`, documents are the items of a list.
pub(super) fn locate<'p>(
    text: &str,
    wanted: &Wanted<'p>,
    stream: bool,
) -> BTreeMap<&'p str, Place> {
    let last = last(text);
    let mut quick = Walk::new(wanted, last);
    if !stream && yaml_quick::read(text, |event, span| quick.take(&event, span)) {
        return quick.found;
    }
    let mut walk = Walk::new(wanted, last);
    if stream {
        walk.begin_stream();
    }
    let mut events: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = events.next_event() {
        walk.take(&event, span);
    }
    walk.found
}

struct Walk<'w, 'p> {
    /// What is wanted of the whole document.
    root: &'w Wanted<'p>,
    open: Vec<Open<'w, 'p>>,
    /// The end of the last scalar: block collections end there, not at the event of their end.
    end: Marker,
    /// Line and column behind the last character.
    last: (usize, usize),
    found: BTreeMap<&'p str, Place>,
}

struct Open<'w, 'p> {
    /// What is wanted of the collection; none when nothing is.
    wanted: Option<&'w Wanted<'p>>,
    start: Marker,
    state: State<'w, 'p>,
}

enum State<'w, 'p> {
    /// The item of this index comes next.
    Item(usize),
    /// A key comes next.
    Key,
    /// A value comes next, of which this is wanted, under a key that stands here.
    Value(Option<&'w Wanted<'p>>, EventSpan),
}

impl<'w, 'p> Walk<'w, 'p> {
    fn new(root: &'w Wanted<'p>, last: (usize, usize)) -> Self {
        let (open, end, found) = (Vec::new(), Marker::default(), BTreeMap::new());
        Self { root, open, end, last, found }
    }

    /// Takes the documents for items of a list, which is the whole text.
    fn begin_stream(&mut self) {
        self.start(Marker::new(0, 1, 0), State::Item(0));
        let (line, column) = self.last;
        self.note(Some(self.root), Marker::new(0, 1, 0), Marker::new(0, line, column - 1));
    }

    /// Takes one event; it takes every event, and tells so.
    fn take(&mut self, event: &Event<'_>, span: EventSpan) -> bool {
        match event {
            Event::Scalar(text, ..) if self.take_key(text, span) => {}
            Event::Scalar(..) | Event::Alias(_) => self.single(span),
            Event::SequenceStart(..) => self.start(span.start, State::Item(0)),
            Event::MappingStart(..) => self.start(span.start, State::Key),
            Event::SequenceEnd | Event::MappingEnd => self.finish(span),
            _ => {}
        }
        true
    }

    fn single(&mut self, span: EventSpan) {
        self.end = span.end;
        self.note(self.next(), span.start, span.end);
        self.leave();
    }

    fn start(&mut self, start: Marker, state: State<'w, 'p>) {
        self.end = start;
        self.open.push(Open { wanted: self.next(), start, state });
    }

    fn finish(&mut self, span: EventSpan) {
        let Some(open) = self.open.pop() else { return };
        // The closing bracket of a flow collection has a length; the end of a block has none.
        if !span.is_empty() {
            self.end = span.end;
        }
        self.note(open.wanted, open.start, self.end);
        self.leave();
    }

    /// Takes a scalar as a key where one is due.
    fn take_key(&mut self, text: &str, span: EventSpan) -> bool {
        let Some(open) = self.open.last_mut() else { return false };
        if !matches!(open.state, State::Key) {
            return false;
        }
        let wanted = open.wanted.and_then(|wanted| wanted.member(text));
        open.state = State::Value(wanted, span);
        true
    }

    /// Returns what is wanted of the value that comes next.
    fn next(&self) -> Option<&'w Wanted<'p>> {
        let Some(open) = self.open.last() else { return Some(self.root) };
        match open.state {
            State::Item(index) => open.wanted?.item(index),
            State::Key => None,
            State::Value(wanted, _) => wanted,
        }
    }

    fn leave(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        match &mut open.state {
            State::Item(index) => *index += 1,
            state @ State::Value(..) => *state = State::Key,
            State::Key => {}
        }
    }

    /// Notes the place of a value and of its key.
    fn note(&mut self, wanted: Option<&Wanted<'p>>, start: Marker, end: Marker) {
        let Some(wanted) = wanted else { return };
        let key = match self.open.last().map(|open| &open.state) {
            Some(State::Value(_, key)) => Some(self.span(key.start, key.end)),
            _ => None,
        };
        let value = self.span(start, end);
        // The first of two equal keys is the one that is wanted.
        self.found.entry(wanted.pointer).or_insert(Place { value, key });
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        // A text whose last line is not ended is read as if it were: what is left out there stands on the next one.
        let place = |marker: Marker| (marker.line(), marker.col() + 1).min(self.last);
        let ((line, column), (end_line, end_column)) = (place(start), place(end));
        Span {
            line: saturate(line),
            column: saturate(column),
            end_line: saturate(end_line),
            end_column: saturate(end_column),
        }
    }
}

/// Returns the line and the column behind the last character.
fn last(text: &str) -> (usize, usize) {
    let breaks = text.matches(['\n', '\r']).count() - text.matches("\r\n").count();
    let line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    (breaks + 1, line.chars().count() + 1)
}
