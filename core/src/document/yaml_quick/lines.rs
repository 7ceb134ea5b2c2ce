//! Bytes and lines under the quick reader.

use saphyr_parser::{Marker, ScalarStyle};

use super::{Reader, Scalar};

impl<'t, const PLACES: bool, F> Reader<'t, PLACES, F> {
    /// Reads a scalar on one line and stands behind its last character.
    pub(super) fn scalar(&mut self, in_flow: bool) -> Option<Scalar<'t>> {
        let start = self.at;
        let (style, from, to) = match self.byte()? {
            quote @ (b'"' | b'\'') => {
                let style = if quote == b'"' {
                    ScalarStyle::DoubleQuoted
                } else {
                    ScalarStyle::SingleQuoted
                };
                self.at = self.end_of_quoted(quote)?;
                let inner = (style, start + 1, self.at - 1);
                self.skip_behind();
                inner
            }
            b'-' => {
                let next = self.byte_at(start + 1)?;
                (next.is_ascii_alphanumeric() || next == b'.').then_some(())?;
                self.at = self.end_of_plain(in_flow)?;
                (ScalarStyle::Plain, start, self.at)
            }
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|'
            | b'>' | b'%' | b'@' | b'`' | b'\n' => return None,
            _ => {
                self.at = self.end_of_plain(in_flow)?;
                (ScalarStyle::Plain, start, self.at)
            }
        };
        Some(Scalar { text: self.text.get(from..to)?, style, start, end: self.at })
    }

    /// Returns where a quoted scalar ends that has neither escapes nor line breaks.
    fn end_of_quoted(&self, quote: u8) -> Option<usize> {
        let inner = self.text.as_bytes().get(self.at + 1..)?;
        let escape = if quote == b'"' { b'\\' } else { b'\n' };
        let length = inner.iter().position(|b| *b == quote || *b == escape || *b == b'\n')?;
        let behind = self.at + length + 2;
        let doubled = quote == b'\'' && self.byte_at(behind) == Some(quote);
        (inner.get(length) == Some(&quote) && !doubled).then_some(behind)
    }

    /// Returns where a plain scalar ends.
    fn end_of_plain(&self, in_flow: bool) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let mut end = 0;
        loop {
            // Few bytes can end a scalar; the rest goes by fast.
            let run = rest.get(end..)?.iter().position(|byte| may_end(*byte));
            end = run.map_or(rest.len(), |run| end + run);
            let Some(byte) = rest.get(end) else { break };
            let next = rest.get(end + 1).copied().unwrap_or(b'\n');
            let before = end.checked_sub(1).and_then(|before| rest.get(before));
            match byte {
                b'\n' => break,
                b':' if matches!(next, b' ' | b'\n') => break,
                b'#' if before == Some(&b' ') => break,
                b',' | b'[' | b']' | b'{' | b'}' if in_flow => break,
                // Here the full parser has rules of its own.
                b':' | b'-' if in_flow && is_flow(next) => return None,
                _ => end += 1,
            }
        }
        let text = rest.get(..end)?;
        let spaces = text.iter().rev().take_while(|byte| **byte == b' ').count();
        Some(self.at + end - spaces)
    }

    /// Goes to the next content, which must not go on with a value inside of `parent`.
    pub(super) fn end_of_value(&mut self, parent: isize) -> Option<()> {
        self.next_content()?;
        (self.column() <= parent).then_some(())
    }

    /// Goes over the rest of this line, empty lines and comments.
    pub(super) fn next_content(&mut self) -> Option<()> {
        let mut on_new_line = self.at == self.line_start;
        loop {
            self.skip_spaces();
            if self.line_ends() {
                self.skip_to_line_end();
            } else {
                let marks_document = self.at == self.line_start
                    && self
                        .text
                        .get(self.at..self.at + 3)
                        .is_some_and(|s| s == "---" || s == "...");
                return (on_new_line && !marks_document).then_some(());
            }
            if self.byte().is_none() {
                return Some(());
            }
            self.at += 1;
            self.line += 1;
            self.line_start = self.at;
            on_new_line = true;
        }
    }

    /// Tells whether nothing but a comment stands in the rest of this line.
    pub(super) fn line_ends(&self) -> bool {
        match self.byte() {
            None | Some(b'\n') => true,
            Some(b'#') => self.at == self.line_start || self.byte_at(self.at - 1) == Some(b' '),
            Some(_) => false,
        }
    }

    /// Skips the spaces and the comment behind a closing quote or bracket: the full parser counts
    /// them to what was closed.
    pub(super) fn skip_behind(&mut self) {
        let closed = self.at;
        self.skip_spaces();
        if self.at > closed && self.byte() == Some(b'#') {
            self.skip_to_line_end();
        }
    }

    fn skip_to_line_end(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Tells whether the scalar that ends here is a key; then the reader stands at the colon.
    pub(super) fn colon_follows(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        let colon = self.at + spaces;
        let follows = self.byte_at(colon) == Some(b':') && self.blank_at(colon + 1);
        if follows {
            self.at = colon;
        }
        follows
    }

    pub(super) fn at_item(&self) -> bool {
        self.byte() == Some(b'-') && self.blank_at(self.at + 1)
    }

    pub(super) fn blank_at(&self, at: usize) -> bool {
        matches!(self.byte_at(at), None | Some(b' ' | b'\n'))
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.byte_at(self.at)
    }

    pub(super) fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Returns the column the reader stands in, from 0; less than any at the end of the text.
    pub(super) fn column(&self) -> isize {
        if self.at == self.text.len() { -1 } else { self.column_of(self.at) }
    }

    /// Returns the column of content of this line, before which nothing but ASCII stands.
    pub(super) fn column_of(&self, at: usize) -> isize {
        isize::try_from(at - self.line_start).unwrap_or(isize::MAX)
    }

    /// Returns the place of an offset of this line; offsets mostly rise.
    pub(super) fn marker(&mut self, at: usize) -> Marker {
        if !PLACES {
            return Marker::default();
        }
        if self.ascii {
            return Marker::new(at, self.line, at - self.line_start);
        }
        let (from, column) = match self.seen {
            (seen, column) if seen >= self.line_start && seen <= at => (seen, column),
            _ => (self.line_start, 0),
        };
        let between = self.text.as_bytes().get(from..at).unwrap_or_default();
        // Every character has one byte that does not go on with another.
        let column = column + between.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        self.seen = (at, column);
        Marker::new(at, self.line, column)
    }
}

/// Tells whether a plain scalar may end at `byte`.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b':' | b'#' | b'-') || is_flow(byte)
}

fn is_flow(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}
