//! Where a part of a text value stands in the document: the line and column of a sentence inside of a
//! block scalar or a quoted string.
//!
//! The value and its notation have the same characters in the same order, but for spaces, indentation,
//! quotes and escapes. So both are walked side by side, spaces left out.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use serde_json::Value;

use crate::diff::draft::{Draft, Part};
use crate::document::{Document, Span};

/// A part of a text: the pointer of the text, and the bytes of the part.
pub(super) struct Excerpt {
    pub(super) pointer: String,
    pub(super) bytes: Range<usize>,
}

/// Gives drafts the places of their excerpts.
pub(super) fn place(
    drafts: &mut [(Draft, Option<Excerpt>, Option<Excerpt>)],
    before: &Document,
    after: &Document,
) {
    let was = Spans::of(before, drafts.iter().filter_map(|(_, old, _)| old.as_ref()));
    let is = Spans::of(after, drafts.iter().filter_map(|(_, _, new)| new.as_ref()));
    for (draft, old, new) in drafts {
        put(draft.before.as_mut(), old.as_ref(), &was);
        put(draft.after.as_mut(), new.as_ref(), &is);
    }
}

fn put(part: Option<&mut Part>, excerpt: Option<&Excerpt>, spans: &Spans) {
    if let Some((part, span)) = part.zip(excerpt.and_then(|excerpt| spans.find(excerpt))) {
        *part = part.clone().on(span);
    }
}

/// The places of the characters of each text that is asked for.
struct Spans(BTreeMap<(String, usize, usize), Span>);

impl Spans {
    fn of<'e>(document: &Document, excerpts: impl Iterator<Item = &'e Excerpt>) -> Self {
        let mut by_text: BTreeMap<&str, Vec<&Excerpt>> = BTreeMap::new();
        for excerpt in excerpts {
            by_text.entry(excerpt.pointer.as_str()).or_default().push(excerpt);
        }
        let mut found = BTreeMap::new();
        let Some(source) = document.text.as_deref() else { return Self(found) };
        let pointers: Vec<&str> = by_text.keys().copied().collect();
        let lines: Vec<Line<'_>> = source.split('\n').map(Line::of).collect();
        for (pointer, place) in document.locate(&pointers) {
            let excerpts = by_text.get(pointer).map(Vec::as_slice).unwrap_or_default();
            let value = document.value.pointer(pointer).and_then(Value::as_str);
            let Some(text) = value else { continue };
            let Some(map) = side_by_side(&lines, place.value, text) else { continue };
            for excerpt in excerpts {
                if let Some(span) = within(&map, &excerpt.bytes) {
                    let key = (pointer.to_owned(), excerpt.bytes.start, excerpt.bytes.end);
                    found.insert(key, span);
                }
            }
        }
        Self(found)
    }

    fn find(&self, excerpt: &Excerpt) -> Option<Span> {
        let key = (excerpt.pointer.clone(), excerpt.bytes.start, excerpt.bytes.end);
        self.0.get(&key).copied()
    }
}

/// A line, with the places of some of its characters: a whole document may stand on one line, and then many
/// texts begin far behind its start.
struct Line<'t> {
    text: &'t str,
    /// The byte at which every `EVERY`th character begins.
    marks: Vec<usize>,
}

/// Characters between two marks.
const EVERY: usize = 1024;

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let marks = if text.len() < EVERY {
            Vec::new()
        } else {
            text.char_indices().step_by(EVERY).map(|(at, _)| at).collect()
        };
        Self { text, marks }
    }

    /// Returns the characters from the one at `column` on, counted from 0, and the end of the line, each with
    /// its column.
    fn from(&self, column: usize) -> impl Iterator<Item = (usize, char)> + use<'t> {
        let mark = self.marks.get(column / EVERY).copied();
        let passed = if mark.is_some() { column / EVERY * EVERY } else { 0 };
        let rest = self.text.get(mark.unwrap_or_default()..).unwrap_or_default();
        let letters = rest.trim_end_matches('\r').chars().chain(['\n']).enumerate();
        letters.map(move |(at, c)| (passed + at, c)).skip(column - passed)
    }
}

/// A character of a document, and where it stands.
type Letter = (char, u32, u32);

/// Walks through a scalar and its value side by side; none when they differ, as they do where an
/// alias stands for the value.
fn side_by_side(lines: &[Line<'_>], whole: Span, text: &str) -> Option<Vec<(usize, Letter)>> {
    let mut letters = letters(lines, whole)?;
    let visible = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    visible
        .map(|(at, c)| letters.next().filter(|letter| letter.0 == c).map(|letter| (at, letter)))
        .collect()
}

/// Returns the place of some bytes of a text.
fn within(map: &[(usize, Letter)], bytes: &Range<usize>) -> Option<Span> {
    let first = map.partition_point(|(at, _)| *at < bytes.start);
    let behind = map.partition_point(|(at, _)| *at < bytes.end);
    let (_, (_, line, column)) = *map.get(first)?;
    let (_, (_, end_line, end_column)) = *map.get(behind.checked_sub(1)?)?;
    (first < behind).then_some(Span { line, column, end_line, end_column: end_column + 1 })
}

/// Returns the characters of a scalar that are no spaces, without quotes, and with escapes undone.
fn letters<'t>(
    lines: &'t [Line<'t>],
    whole: Span,
) -> Option<Box<dyn Iterator<Item = Letter> + 't>> {
    let first = usize::try_from(whole.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(whole.column).ok()?.checked_sub(1)?;
    let (_, opening) = lines.get(first)?.from(column).next()?;
    let block = matches!(opening, '|' | '>');
    let skipped = usize::from(block);
    let rest = lines.iter().enumerate().skip(first + skipped);
    let all = rest.flat_map(move |(row, line)| {
        let from = if row == first { column } else { 0 };
        let row = u32::try_from(row + 1).unwrap_or(u32::MAX);
        let letters = line.from(from);
        letters.map(move |(at, c)| (c, row, u32::try_from(at + 1).unwrap_or(u32::MAX)))
    });
    Some(match opening {
        '"' => Box::new(Unescaped { letters: all.skip(1).peekable() }),
        '\'' => Box::new(Single { letters: all.skip(1).peekable() }),
        _ => Box::new(all.filter(|(c, ..)| !c.is_whitespace())),
    })
}

/// The characters of a double-quoted string.
struct Unescaped<I: Iterator<Item = Letter>> {
    letters: Peekable<I>,
}

impl<I: Iterator<Item = Letter>> Iterator for Unescaped<I> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        loop {
            let (c, line, column) = self.letters.next()?;
            if c != '\\' {
                if c.is_whitespace() {
                    continue;
                }
                return Some((c, line, column));
            }
            let (escape, ..) = self.letters.next()?;
            let decoded = match escape {
                'n' | 't' | 'r' | ' ' | '\n' | '_' | 'N' | 'L' | 'P' => continue,
                'u' => self.code(4)?,
                'x' => self.code(2)?,
                'U' => self.code(8)?,
                other => other,
            };
            if !decoded.is_whitespace() {
                return Some((decoded, line, column));
            }
        }
    }
}

impl<I: Iterator<Item = Letter>> Unescaped<I> {
    fn code(&mut self, digits: usize) -> Option<char> {
        let unit = self.hex(digits)?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        // JSON writes what is beyond 16 bits as two halves.
        self.letters.next();
        self.letters.next();
        let low = self.hex(4)?;
        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low.checked_sub(0xDC00)?)
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 16 + self.letters.next()?.0.to_digit(16)?;
        }
        Some(number)
    }
}

/// The characters of a single-quoted string.
struct Single<I: Iterator<Item = Letter>> {
    letters: Peekable<I>,
}

impl<I: Iterator<Item = Letter>> Iterator for Single<I> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        loop {
            let letter = self.letters.next()?;
            if letter.0 == '\'' {
                self.letters.next_if(|(c, ..)| *c == '\'');
            }
            if !letter.0.is_whitespace() {
                return Some(letter);
            }
        }
    }
}
