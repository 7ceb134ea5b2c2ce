//! The places of parts of a JSON text, in one pass over it.
//!
//! Whoever asks has read the text before: here it is only followed, not checked. Values that lead to no wanted
//! pointer are passed over by their brackets and quotes; a text with comments is not followed at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Place;
use super::spans::{Range, Spans};
use super::wanted::Wanted;

/// Returns the places of the wanted pointers that exist, or none when `text` is not JSON or has comments.
pub(super) fn locate<'p>(text: &str, wanted: &Wanted<'p>) -> Option<BTreeMap<&'p str, Place>> {
    let mut search = Search { text, at: 0, ranges: BTreeMap::new() };
    search.value(None, wanted)?;
    search.next().is_none().then(|| search.into_places())
}

struct Search<'t, 'p> {
    text: &'t str,
    /// Bytes in front of what is read next.
    at: usize,
    /// Value and key by pointer.
    ranges: BTreeMap<&'p str, (Range, Option<Range>)>,
}

impl<'t, 'p> Search<'t, 'p> {
    /// Notes the place of the next value and of its key, and those that are wanted inside; none when the value is
    /// broken.
    fn value(&mut self, key: Option<Range>, wanted: &Wanted<'p>) -> Option<()> {
        let first = self.next()?;
        let start = self.at;
        // Values inside stand behind it, and the first of two equal keys is the one that is wanted.
        self.ranges.insert(wanted.pointer, ((start, start), key));
        match first {
            b'{' if !wanted.is_leaf() => self.members(wanted)?,
            b'[' if !wanted.is_leaf() => self.items(wanted)?,
            _ => self.pass()?,
        }
        if let Some((value, _)) = self.ranges.get_mut(wanted.pointer) {
            value.1 = self.at;
        }
        Some(())
    }

    fn members(&mut self, wanted: &Wanted<'p>) -> Option<()> {
        self.at += 1;
        if self.next()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let (key, range) = self.key()?;
            self.take(b':')?;
            match wanted.member(&key).filter(|inner| !self.ranges.contains_key(inner.pointer)) {
                // A key with escapes has no place of its own.
                Some(inner) => {
                    self.value(Some(range).filter(|_| matches!(key, Cow::Borrowed(_))), inner)?;
                }
                None => self.pass()?,
            }
            if self.is_closed(b'}')? {
                return Some(());
            }
        }
    }

    fn items(&mut self, wanted: &Wanted<'p>) -> Option<()> {
        let wanted = wanted.items();
        self.at += 1;
        if self.next()? == b']' {
            self.at += 1;
            return Some(());
        }
        for index in 0_usize.. {
            match wanted.get(&index) {
                Some(inner) => self.value(None, inner)?,
                None => self.pass()?,
            }
            if self.is_closed(b']')? {
                break;
            }
        }
        Some(())
    }

    /// Tells whether the list or object ends here; otherwise another part follows behind a comma.
    fn is_closed(&mut self, close: u8) -> Option<bool> {
        let next = self.next()?;
        self.at += 1;
        (next == close || next == b',').then_some(next == close)
    }

    /// Passes over white space, and returns what follows.
    fn next(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
        let space = space.count();
        self.at += space;
        rest.get(space).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        let found = self.next()?;
        self.at += 1;
        (found == wanted).then_some(())
    }

    /// Returns the next key, and where it stands with its quotes.
    fn key(&mut self) -> Option<(Cow<'t, str>, Range)> {
        self.next()?;
        let start = self.at;
        self.string()?;
        let quoted = self.text.get(start..self.at)?;
        let key = if quoted.contains('\\') {
            Cow::Owned(serde_json::from_str(quoted).ok()?)
        } else {
            Cow::Borrowed(quoted.trim_matches('"'))
        };
        Some((key, (start, self.at)))
    }

    /// Passes over a text.
    fn string(&mut self) -> Option<()> {
        let mut rest = self.text.as_bytes().get(self.at..)?.iter();
        (rest.next() == Some(&b'"')).then_some(())?;
        loop {
            match rest.next()? {
                b'"' => break,
                b'\\' => {
                    rest.next()?;
                }
                _ => {}
            }
        }
        self.at = self.text.len() - rest.len();
        Some(())
    }

    /// Passes over a value.
    fn pass(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => return self.string(),
            b'{' | b'[' => {}
            _ => {
                let rest = self.text.as_bytes().get(self.at..)?;
                let is_end = |byte: &u8| b",]} \n\t\r".contains(byte);
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                let has_comment = rest.get(..length)?.contains(&b'/');
                self.at += length;
                return (length > 0 && !has_comment).then_some(());
            }
        }
        let mut depth = 0_usize;
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let mark = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b'/');
            let offset = rest.iter().position(mark)?;
            self.at += offset;
            match rest.get(offset)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                // A comment may hold anything.
                b'/' => return None,
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Turns offsets into lines and columns in one pass over the text.
    fn into_places(self) -> BTreeMap<&'p str, Place> {
        let parts = self.ranges.values();
        let ranges = parts.flat_map(|(value, key)| [Some(*value), *key]).flatten();
        let spans = Spans::of(self.text, ranges);
        let located = |(path, (value, key)): (&'p str, (Range, Option<Range>))| {
            (path, Place { value: spans.at(value), key: key.map(|key| spans.at(key)) })
        };
        self.ranges.into_iter().map(located).collect()
    }
}

/// A key that borrows from the text where it can.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Key<'t>(#[serde(borrow)] pub(super) Cow<'t, str>);
