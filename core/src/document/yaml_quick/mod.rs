//! The plain YAML that nearly every file is written in, read fast.
//!
//! This reader knows block collections, flow collections on one line, and scalars on one line. It
//! hands out the events of `saphyr-parser`, place by place; a property test holds the two together.
//! Everything else, such as anchors, tags or text over several lines, and every fault, it declines:
//! then the full parser reads the text from its start.

mod lines;

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, ScalarStyle, Span};

/// Collections in collections beyond this are left to the full parser.
const MOST_DEPTH: usize = 100;

/// Longest key that is surely simple; the full parser draws the line at 1024 characters.
const LONGEST_KEY: usize = 1000;

/// Hands the events of `text` to `take`, and tells whether all were taken. When not, what was taken
/// means nothing.
pub(super) fn read<'t>(text: &'t str, take: impl FnMut(Event<'t>, Span) -> bool) -> bool {
    read_text::<true, _>(text, take)
}

/// As [`read`], but every place is the start of the text: counting columns costs a good part of the
/// time.
pub(super) fn read_values<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> bool) -> bool {
    read_text::<false, _>(text, |event, _| take(event))
}

fn read_text<'t, const PLACES: bool, F>(text: &'t str, take: F) -> bool
where
    F: FnMut(Event<'t>, Span) -> bool,
{
    // A tab or another control character, or a mark of byte order, is for the full parser.
    let odd = |byte: u8| (byte < b' ' && byte != b'\n') || byte == 0x7f;
    // All bytes, not only those up to the first odd one: many are looked at at a time.
    if text.bytes().fold(false, |found, byte| found | odd(byte)) || text.contains('\u{feff}') {
        return false;
    }
    let ascii = PLACES && text.is_ascii();
    let (at, line, line_start, seen, depth) = (0, 1, 0, (0, 0), 0);
    let mut reader = Reader::<PLACES, F> { text, at, line, line_start, ascii, seen, depth, take };
    reader.document().is_some()
}

struct Reader<'t, const PLACES: bool, F> {
    text: &'t str,
    /// Where the reader stands, in bytes.
    at: usize,
    /// Line it stands in, from 1, and where that begins.
    line: usize,
    line_start: usize,
    /// Whether every character of the text is one byte.
    ascii: bool,
    /// The last offset a column was counted for, and that column.
    seen: (usize, usize),
    depth: usize,
    take: F,
}

/// A scalar that was read but not handed out.
struct Scalar<'t> {
    text: &'t str,
    style: ScalarStyle,
    start: usize,
    end: usize,
}

/// Every reading function returns none to decline.
impl<'t, const PLACES: bool, F: FnMut(Event<'t>, Span) -> bool> Reader<'t, PLACES, F> {
    fn document(&mut self) -> Option<()> {
        self.next_content()?;
        self.byte()?;
        self.emit(Event::DocumentStart(false), self.at, self.at)?;
        self.node(-1)?;
        self.byte().is_none().then_some(())
    }

    /// Reads the node that begins here, inside of a collection at the column `parent`.
    fn node(&mut self, parent: isize) -> Option<()> {
        match self.byte()? {
            b'-' if self.blank_at(self.at + 1) => self.list(false),
            b'[' | b'{' => self.flow().and_then(|()| self.end_of_value(parent)),
            _ => {
                let scalar = self.scalar(false)?;
                if self.colon_follows() {
                    return self.mapping(scalar);
                }
                self.hand_out(&scalar)?;
                self.end_of_value(parent)
            }
        }
    }

    /// Reads a list; one that is a member of a mapping at the same column is `outdented`, and
    /// begins, says the full parser, behind its first dash.
    fn list(&mut self, outdented: bool) -> Option<()> {
        let column = self.column();
        let mut start = Some(self.marker(self.at));
        while self.column() == column && self.at_item() {
            self.at += 1;
            self.skip_spaces();
            if let Some(start) = start.take() {
                let start = if outdented { self.marker(self.at) } else { start };
                self.open(Event::SequenceStart(0, None), Span::empty(start))?;
            }
            if self.line_ends() {
                (self.byte() != Some(b'#')).then_some(())?;
                self.next_content()?;
            }
            // An empty item, and a comment in place of one, is for the full parser.
            (self.column() > column).then_some(())?;
            self.node(column)?;
        }
        self.close(Event::SequenceEnd, self.at, self.at)
    }

    fn mapping(&mut self, first: Scalar<'t>) -> Option<()> {
        let column = self.column_of(first.start);
        let start = self.marker(first.start);
        self.open(Event::MappingStart(0, None), Span::empty(start))?;
        let mut key = first;
        loop {
            if key.end - key.start > LONGEST_KEY {
                return None;
            }
            self.hand_out(&key)?;
            self.skip_spaces();
            self.value(column)?;
            if self.column() < column {
                return self.close(Event::MappingEnd, self.at, self.at);
            }
            if self.column() > column || self.at_item() {
                return None;
            }
            key = self.scalar(false)?;
            self.colon_follows().then_some(())?;
        }
    }

    /// Reads from the colon behind a key to the next content behind the value.
    fn value(&mut self, column: isize) -> Option<()> {
        let colon = self.marker(self.at);
        self.at += 1;
        self.skip_spaces();
        if !self.line_ends() {
            if matches!(self.byte()?, b'[' | b'{') {
                self.flow()?;
            } else {
                let scalar = self.scalar(false)?;
                self.hand_out(&scalar)?;
            }
            return self.end_of_value(column);
        }
        self.next_content()?;
        if self.column() > column {
            self.node(column)
        } else if self.column() == column && self.at_item() {
            self.list(true)
        } else {
            self.empty(colon)
        }
    }

    fn flow(&mut self) -> Option<()> {
        let (open, close, closing) = match self.byte()? {
            b'[' => (Event::SequenceStart(0, None), Event::SequenceEnd, b']'),
            _ => (Event::MappingStart(0, None), Event::MappingEnd, b'}'),
        };
        let start = self.marker(self.at);
        self.at += 1;
        let end = self.marker(self.at);
        self.open(open, Span::new(start, end))?;
        self.skip_spaces();
        while self.byte()? != closing {
            if closing == b'}' {
                self.flow_key()?;
            }
            if matches!(self.byte()?, b'[' | b'{') {
                self.flow()?;
            } else {
                let scalar = self.scalar(true)?;
                self.hand_out(&scalar)?;
            }
            self.skip_spaces();
            match self.byte()? {
                b',' => self.at += 1,
                next if next == closing => break,
                _ => return None,
            }
            self.skip_spaces();
            (self.byte()? != closing).then_some(())?;
        }
        let start = self.at;
        self.at += 1;
        self.skip_behind();
        self.close(close, start, self.at)
    }

    fn flow_key(&mut self) -> Option<()> {
        let key = self.scalar(true)?;
        self.hand_out(&key)?;
        self.skip_spaces();
        let simple = key.end - key.start <= LONGEST_KEY;
        (simple && self.byte()? == b':' && self.byte_at(self.at + 1)? == b' ').then_some(())?;
        self.at += 1;
        self.skip_spaces();
        Some(())
    }

    fn open(&mut self, event: Event<'t>, span: Span) -> Option<()> {
        self.depth += 1;
        (self.depth <= MOST_DEPTH && (self.take)(event, span)).then_some(())
    }

    fn close(&mut self, event: Event<'t>, start: usize, end: usize) -> Option<()> {
        self.depth -= 1;
        self.emit(event, start, end)
    }

    fn empty(&mut self, at: Marker) -> Option<()> {
        let event = Event::Scalar(Cow::Borrowed(""), ScalarStyle::Plain, 0, None);
        (self.take)(event, Span::empty(at)).then_some(())
    }

    fn hand_out(&mut self, scalar: &Scalar<'t>) -> Option<()> {
        let event = Event::Scalar(Cow::Borrowed(scalar.text), scalar.style, 0, None);
        self.emit(event, scalar.start, scalar.end)
    }

    fn emit(&mut self, event: Event<'t>, start: usize, end: usize) -> Option<()> {
        let span = Span::new(self.marker(start), self.marker(end));
        (self.take)(event, span).then_some(())
    }
}

#[cfg(test)]
mod tests;
