//! What must be equal for two units to say the same: their words and signs, without what only looks
//! otherwise.
//!
//! Spacing, emphasis, quotes and the punctuation of sentences are left out. Whatever stands in code,
//! quotes and tags of the template counts as it is written, and so do signs that belong to a word, such
//! as those of `C#`, `-1`, `/tmp` and `≥ 5`.

use std::collections::BTreeMap;

use super::cues;
use super::words::expanded;

/// Quotes, brackets and tags end within so many characters, or are none.
const NEAR: usize = 400;

/// Returns the words and signs of a unit. `answers` tells whether it is about the answer: what is
/// written in capitals there may be what the answer is made of.
pub(super) fn exact(raw: &str, answers: bool) -> Vec<String> {
    let raw = raw.trim_start_matches('#');
    let cased = answers && raw.chars().any(char::is_lowercase);
    let mut reader = Reader::of(raw, cased);
    while let Some(c) = reader.peek(0) {
        let taken =
            c.is_whitespace() || reader.tag() || reader.run(c) || reader.quoted(c) || reader.word();
        if !taken && reader.is_sign(c) {
            reader.found.push(c.to_string());
        }
        if !taken || c.is_whitespace() {
            reader.at += 1;
        }
    }
    reader.found
}

/// Returns what stands in code, quotes and tags, in lower case.
pub(super) fn literals(raw: &str) -> Vec<String> {
    let mut reader = Reader::of(raw, false);
    let mut found = Vec::new();
    while let Some(c) = reader.peek(0) {
        reader.found.clear();
        if reader.tag() || reader.quoted(c) {
            let inside = reader.found.iter().flat_map(|part| part.split(|c: char| !is_wordy(c)));
            found.extend(inside.filter(|word| !word.is_empty()).map(str::to_lowercase));
        } else if !reader.word() {
            reader.at += 1;
        }
    }
    found
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    cased: bool,
    found: Vec<String>,
    /// Up to where it is known that there is no such end, so that no place is searched twice.
    missing: BTreeMap<&'static str, usize>,
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl Reader {
    fn of(raw: &str, cased: bool) -> Self {
        let chars = raw.chars().collect();
        Self { chars, at: 0, cased, found: Vec::new(), missing: BTreeMap::new() }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn before(&self) -> Option<char> {
        self.chars.get(self.at.checked_sub(1)?).copied()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    /// Returns where `close` begins, at `from` or soon behind it.
    fn find(&mut self, from: usize, close: &'static str) -> Option<usize> {
        let behind = self.missing.get(close).copied().unwrap_or_default();
        let end = (from + NEAR).min(self.chars.len());
        let found = (from.max(behind)..end).find(|at| {
            let mut here = self.chars.get(*at..).unwrap_or_default().iter();
            close.chars().all(|c| here.next() == Some(&c))
        });
        if found.is_none() {
            self.missing.insert(close, end);
        }
        found
    }

    /// Takes a tag of the template, but for spaces that mean nothing in it; comments are left out.
    fn tag(&mut self) -> bool {
        if self.peek(0) != Some('{') {
            return false;
        }
        let (open, close) = match self.peek(1) {
            Some('{') if self.peek(2) == Some('{') => (3, "}}}"),
            Some('{') => (2, "}}"),
            Some('%') => (2, "%}"),
            Some('#') => (2, "#}"),
            _ => (1, "}"),
        };
        let Some(end) = self.find(self.at + open, close) else { return false };
        let inner = self.text(self.at + open, end);
        let opening = self.text(self.at, self.at + open);
        let comment = opening == "{#" || open == 2 && inner.starts_with('!');
        if !comment {
            let inner = if open == 1 { inner.as_str() } else { inner.trim_matches(['-', '~']) };
            self.found.push(format!("{opening}{}{close}", squeezed(inner)));
        }
        self.at = end + close.len();
        true
    }

    /// Takes marks that stand alone, three or more, such as `---`.
    fn run(&mut self, c: char) -> bool {
        const MARKS: &str = "-*_\"'`=#~+<>";
        if !MARKS.contains(c) {
            return false;
        }
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|next| **next == c).count();
        let attached =
            self.before().is_some_and(is_wordy) || self.peek(length).is_some_and(is_wordy);
        if length < 3 {
            return false;
        }
        if !attached {
            self.found.push(self.text(self.at, self.at + length));
        }
        self.at += length;
        true
    }

    /// Takes what stands in quotes or code, as it is written.
    fn quoted(&mut self, c: char) -> bool {
        let close = match c {
            '"' => "\"",
            '`' => "`",
            '\'' => "'",
            '“' => "”",
            '‘' => "’",
            '«' => "»",
            _ => return false,
        };
        if c == '\'' && self.before().is_some_and(is_wordy) {
            return false;
        }
        let mut from = self.at + 1;
        let end = loop {
            let Some(end) = self.find(from, close) else { return false };
            // An apostrophe in a word closes nothing.
            let next = self.chars.get(end + 1).copied();
            if !matches!(close, "'" | "’") || !next.is_some_and(is_wordy) {
                break end;
            }
            from = end + 1;
            if from > self.at + NEAR {
                return false;
            }
        };
        let inner = self.text(self.at + 1, end);
        // The punctuation of the sentence may stand inside.
        let wordy = inner.contains(char::is_alphanumeric);
        let kept = if wordy { inner.trim_end_matches(['.', ',']) } else { inner.as_str() };
        if kept.trim().is_empty() {
            self.found.push(format!("\"{kept}\""));
        }
        self.found.extend(kept.split_whitespace().map(str::to_owned));
        self.at = end + 1;
        true
    }

    /// Takes a word with the signs inside of it.
    fn word(&mut self) -> bool {
        if !self.begins_word() {
            return false;
        }
        let mut word = String::new();
        while let Some(c) = self.peek(0) {
            let joined = matches!(c, '_' | '-' | '/' | '@' | '.' | '\'' | '’' | ',' | ':');
            let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let inside = joined
                && word.ends_with(char::is_alphanumeric)
                && self.peek(1).is_some_and(char::is_alphanumeric)
                && (!matches!(c, ',' | ':') || digits(word.chars().last()) && digits(self.peek(1)));
            if !(word.is_empty() || c.is_alphanumeric() || inside) {
                break;
            }
            word.push(if c == '’' { '\'' } else { c });
            self.at += 1;
        }
        let cue = || cues::is_part(&word.to_lowercase());
        // `JSON` and `MUST` are what they are in small letters too.
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if self.cased && capitals && !word.contains('\'') && !cue() {
            self.found.push(word);
        } else {
            let plain = expanded(&word.to_lowercase());
            self.found.extend(plain.split_whitespace().map(str::to_owned));
        }
        true
    }

    /// Tells whether a word begins here, maybe with a sign: `-1`, `.env`.
    fn begins_word(&self) -> bool {
        let Some(c) = self.peek(0) else { return false };
        let fresh = !self.before().is_some_and(|c| is_wordy(c) || matches!(c, '.' | '-'));
        let next = self.peek(1);
        c.is_alphanumeric()
            || fresh && c == '-' && next.is_some_and(|c| c.is_ascii_digit())
            || fresh && c == '.' && next.is_some_and(char::is_alphanumeric)
    }

    /// Tells whether a character that is in no word says something: all but the punctuation of sentences.
    fn is_sign(&self, c: char) -> bool {
        const PUNCTUATION: &str = ",;:!?.…()*_\"'`“”‘’«»„-–—‐‑•·、。，！？：；¿¡\u{feff}\u{200b}";
        let alone = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match c {
            // A separator is named, or a path begins.
            ',' | ';' => alone(self.before()) && alone(self.peek(1)),
            '.' => {
                let next = if self.peek(1) == Some('.') { self.peek(2) } else { self.peek(1) };
                matches!(next, Some('/' | '\\'))
            }
            _ => !PUNCTUATION.contains(c),
        }
    }
}

/// Returns the inside of a tag without spaces that part nothing.
fn squeezed(inner: &str) -> String {
    let mut squeezed = String::new();
    for part in inner.split_whitespace() {
        let parted = squeezed.ends_with(is_wordy) && part.starts_with(is_wordy);
        if parted {
            squeezed.push(' ');
        }
        squeezed.push_str(part);
    }
    squeezed
}
