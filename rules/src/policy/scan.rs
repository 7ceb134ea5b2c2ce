//! The words and signs of a script, with their places in its text: what coverage and mutations are made from.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a word of the language.
    Word,
    /// A number.
    Number,
    /// A text in quotes or backticks without anything inside of it.
    Text,
    /// A part of a text in backticks, beside what is inside of it.
    Part,
    /// An operator, a bracket or a separator. `${` and its `}` stand around what is inside of a text.
    Sign,
}

/// A word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
}

/// Signs of more than one character, longest first.
const SIGNS: [&str; 24] = [
    "..=", "**=", "<<=", ">>=", "#{", "${", "&&", "||", "==", "!=", "<=", ">=", "=>", "??", "?.",
    "?[", "..", "::", "**", "+=", "-=", "*=", "/=", "%=",
];

/// Returns the tokens of a script. What cannot be read is left out: the compiler tells it.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, at: 0, tokens: Vec::new(), braces: Vec::new() };
    while scanner.at < text.len() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// For each brace that is open, whether it stands inside of a text.
    braces: Vec<bool>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let end = (self.at + length).min(self.text.len());
        self.tokens.push(Token { kind, span: self.at..end });
        self.at = end;
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if let Some(length) = comment(rest) {
            self.at += length;
        } else if first.is_whitespace() {
            self.at += first.len_utf8();
        } else if first == '"' {
            let length = quoted(rest, '"');
            self.push(Kind::Text, length);
        } else if first == '\'' {
            let length = quoted(rest, '\'');
            self.push(Kind::Text, length);
        } else if let Some(length) = raw(rest) {
            self.push(Kind::Text, length);
        } else if first == '`' {
            self.template(true);
        } else if first.is_ascii_digit() {
            let length = number(rest);
            self.push(Kind::Number, length);
        } else if first.is_alphabetic() || first == '_' {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            self.push(Kind::Word, length);
        } else {
            self.sign(first);
        }
    }

    fn sign(&mut self, first: char) {
        let sign = SIGNS.iter().find(|sign| self.rest().starts_with(**sign));
        match (sign, first) {
            (Some(&"#{"), _) | (None, '{') => self.braces.push(false),
            (None, '}') if self.braces.pop() == Some(true) => {
                self.push(Kind::Sign, 1);
                return self.template(false);
            }
            _ => {}
        }
        self.push(Kind::Sign, sign.map_or(first.len_utf8(), |sign| sign.len()));
    }

    /// Goes on in a text in backticks, up to its end or to what is inside of it.
    fn template(&mut self, begins: bool) {
        let skip = usize::from(begins);
        let rest = self.rest();
        let body = rest.get(skip..).unwrap_or_default();
        let mut letters = body.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '`' if body.get(at + 1..).is_some_and(|more| more.starts_with('`')) => {
                    letters.next();
                }
                '`' => {
                    let kind = if begins { Kind::Text } else { Kind::Part };
                    return self.push(kind, skip + at + 1);
                }
                '$' if letters.peek().is_some_and(|(_, next)| *next == '{') => {
                    self.push(Kind::Part, skip + at);
                    self.braces.push(true);
                    return self.push(Kind::Sign, 2);
                }
                _ => {}
            }
        }
        let length = rest.len();
        self.push(Kind::Part, length);
    }
}

/// Returns the length of the comment that a text begins with. Comments in blocks stand inside of each other.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.strip_prefix("/*")?;
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(text.len())
}

/// Returns the length of the text in quotes that a text begins with.
fn quoted(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns the length of the raw text, such as `#"…"#`, that a text begins with.
fn raw(text: &str) -> Option<usize> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let body = text.get(hashes..).filter(|body| hashes > 0 && body.starts_with('"'))?;
    let end = format!("\"{}", "#".repeat(hashes));
    let inner = body.get(1..)?;
    Some(inner.find(&end).map_or(text.len(), |at| hashes + 1 + at + end.len()))
}

/// Returns the length of the number that a text begins with.
fn number(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let is_point = letter == '.' && next.is_some_and(|next| next.is_ascii_digit());
        let is_sign = matches!(letter, '+' | '-')
            && text.get(..at).is_some_and(|before| before.ends_with(['e', 'E']))
            && !text.starts_with("0x");
        if !(letter.is_ascii_alphanumeric() || letter == '_' || is_point || is_sign) {
            break;
        }
        end = at + 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Kind, scan};

    fn words(text: &str) -> Vec<&str> {
        scan(text).into_iter().map(|token| &text[token.span]).collect()
    }

    #[test]
    fn tokens_are_found_in_every_kind_of_text() {
        assert_eq!(words("a // b\n/* c /* d */ e */ f"), ["a", "f"]);
        assert_eq!(words(r#"x == "a \" } b" && 'c'"#), ["x", "==", r#""a \" } b""#, "&&", "'c'"]);
        assert_eq!(
            words(r##"#"a " b"# + #{a: 1}"##),
            [r##"#"a " b"#"##, "+", "#{", "a", ":", "1", "}"]
        );
        assert_eq!(
            words("0..10 1.5e-3 0xff 1_000 2.len()"),
            ["0", "..", "10", "1.5e-3", "0xff", "1_000", "2", ".", "len", "(", ")"]
        );
        assert_eq!(
            words("`a ${if x { `b${1}` } else { \"}\" }} c` d"),
            [
                "`a ", "${", "if", "x", "{", "`b", "${", "1", "}", "`", "}", "else", "{", "\"}\"",
                "}", "}", " c`", "d"
            ]
        );
    }

    #[test]
    fn texts_without_anything_inside_are_texts() {
        let kinds: Vec<Kind> = scan("`a` \"b\" `c${d}e`").into_iter().map(|t| t.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Text, Kind::Text, Kind::Part, Kind::Sign, Kind::Word, Kind::Sign, Kind::Part]
        );
    }

    #[test]
    fn a_text_that_does_not_end_is_read_to_its_end() {
        for text in ["\"a", "`a", "`a${", "/* a", "#\"a", "'", "#{", "1.", "`${`${"] {
            assert!(scan(text).iter().all(|token| token.span.end <= text.len()), "{text}");
        }
    }
}
