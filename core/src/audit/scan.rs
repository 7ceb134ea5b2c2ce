//! Reading JSON that is canonical (RFC 8785) without making values of it. Whoever reads it so has nothing to compare:
//! what is not in its one form is not read. It reads less than there is, never more; what it does not read is left to
//! the reader that tells why.

use super::body::{DEPTH, LARGEST};
use crate::canonical::{canonical_double, is_short};

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'t> {
    pub(super) rest: &'t str,
}

impl<'t> Scan<'t> {
    /// Reads exactly `literal`.
    pub(super) fn literal(&mut self, literal: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(literal)?;
        Some(())
    }

    /// Reads the next `length` bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Option<&'t str> {
        let (read, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(read)
    }

    /// Reads up to the end of a text in which nothing is escaped.
    pub(super) fn plain(&mut self) -> Option<&'t str> {
        let end = self.rest.bytes().position(|byte| byte == b'"' || byte == b'\\')?;
        self.bytes(end)
    }

    /// Reads a whole number that is not negative.
    pub(super) fn whole(&mut self) -> Option<u64> {
        let digits = self.run(|byte| byte.is_ascii_digit())?;
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        digits.parse().ok()
    }

    /// Reads a body.
    pub(super) fn body(&mut self) -> Option<&'t str> {
        let text = self.rest;
        self.value(0)?;
        text.get(..text.len() - self.rest.len())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.rest.as_bytes().first()? {
            b'{' if depth < DEPTH => self.members(depth),
            b'[' if depth < DEPTH => self.items(depth),
            b'"' => self.text().map(|_| ()),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => self.number(),
        }
    }

    fn members(&mut self, depth: usize) -> Option<()> {
        self.literal("{")?;
        if self.literal("}").is_some() {
            return Some(());
        }
        let mut before = None;
        loop {
            let key = self.text()?;
            // Of such keys, the order of bytes is that of UTF-16.
            let is_plain = key.bytes().all(|byte| byte.is_ascii() && byte != b'\\');
            if !is_plain || before.replace(key).is_some_and(|before| before >= key) {
                return None;
            }
            self.literal(":")?;
            self.value(depth + 1)?;
            if self.literal(",").is_none() {
                return self.literal("}");
            }
        }
    }

    fn items(&mut self, depth: usize) -> Option<()> {
        self.literal("[")?;
        if self.literal("]").is_some() {
            return Some(());
        }
        loop {
            self.value(depth + 1)?;
            if self.literal(",").is_none() {
                return self.literal("]");
            }
        }
    }

    /// Reads a text as it stands between its quotes.
    fn text(&mut self) -> Option<&'t str> {
        self.literal("\"")?;
        let mut end = 0;
        loop {
            let rest = self.rest.as_bytes().get(end..)?;
            end += rest.iter().position(|b| matches!(b, b'"' | b'\\' | ..b' '))?;
            match self.rest.as_bytes().get(end..)? {
                [b'"', ..] => break,
                rest => end += escape(rest)?,
            }
        }
        let text = self.bytes(end)?;
        self.literal("\"").map(|()| text)
    }

    fn number(&mut self) -> Option<()> {
        let part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e');
        let text = self.run(part)?;
        #[expect(clippy::cast_precision_loss, reason = "it is the last one that loses nothing")]
        let is_safe = |double: f64| double.abs() <= LARGEST as f64;
        let (is_double, text) =
            (|text| canonical_double(text).is_some_and(is_safe), text.as_bytes());
        (is_short(text) || is_double(text)).then_some(())
    }

    /// Reads one or more bytes of ASCII that are what they have to be.
    fn run(&mut self, is_part: impl Fn(u8) -> bool) -> Option<&'t str> {
        let end = self.rest.bytes().position(|byte| !is_part(byte)).unwrap_or(self.rest.len());
        self.bytes(end).filter(|read| !read.is_empty())
    }
}

/// Returns the length of what is escaped as RFC 8785 does it (section 3.2.2.2).
fn escape(text: &[u8]) -> Option<usize> {
    match text {
        [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => Some(2),
        [b'\\', b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..]
        | [b'\\', b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => Some(6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::audit::body::canonical_body;
    use crate::canonical::Canonicalizer;

    /// Tells whether the reader that makes values takes a text for a canonical body.
    fn is_body(text: &str) -> bool {
        let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
        let mut canonicalizer = Canonicalizer::default();
        value.is_some_and(|value| {
            canonical_body(&value, &mut canonicalizer).is_ok_and(|body| body == text.as_bytes())
        })
    }

    fn is_scanned(text: &str) -> bool {
        let mut scan = Scan { rest: text };
        scan.body().is_some_and(|body| body == text)
    }

    #[test]
    fn what_is_canonical_is_read() {
        let nested = format!("{}1{}", "[".repeat(90), "]".repeat(90));
        let texts = [
            r#"{"":0,"a":[{"b":[]},{}],"b":1e-7,"c":-9007199254740991}"#,
            r#"["\"\\\b\t\n\f\r\u0000\u0007\u000b\u000f\u001f","é𝄞","/"]"#,
            "[true,false,null,0,-1,0.97,9007199254740991,123456789012345]",
            &nested,
        ];
        for text in texts {
            assert!(is_scanned(text) && is_body(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_is_left() {
        let nested = format!("{}1{}", "[".repeat(91), "]".repeat(91));
        let texts = [
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a" :1}"#,
            "{\"a\":1,}",
            "[1,]",
            "[1 ]",
            "",
            " 1",
            "1 ",
            "-0",
            "01",
            "1.0",
            "1e7",
            "1E-7",
            "+1",
            ".5",
            "-",
            "9007199254740992",
            "1e300",
            "truth",
            "[",
            "{",
            "\"",
            r#""\u000a""#,
            r#""\u001F""#,
            r#""\u0041""#,
            r#""\/""#,
            "\"\n\"",
            r#""\ud83d\ude00""#,
            &nested,
        ];
        for text in texts {
            assert!(!is_scanned(text) && !is_body(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_more_is_read_than_is_canonical(text in r#"([\[{]|"[ab]":|"(\\[bnu/"]|0|a){0,5}"|[\]},:]|-?[0-9.e]{1,4}|true|null){1,9}"#) {
            prop_assert!(!is_scanned(&text) || is_body(&text), "{text}");
        }
    }
}
