//! The words and signs of an expression.

/// A word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Name(String),
    Number(String),
    Text(String),
    Sign(&'static str),
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "===", "!==", "&&", "||", "==", "!=", "<=", ">=", "<>", "=~", "!~", "<", ">", "=", "!", "(",
    ")", "[", "]", ",", ".", "+", "-", "*", "/", "%",
];

/// Splits an expression; none when something in it is no part of one.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '"' | '\'' => quoted(rest, first)?,
            '0'..='9' => number(rest),
            _ if begins_name(first) => name(rest),
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
                (Token::Sign(sign), rest.strip_prefix(sign)?)
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$' | '@')
}

/// Reads a text in quotes, with the escapes of JSON for quotes, backslashes and line ends.
fn quoted(rest: &str, quote: char) -> Option<(Token, &str)> {
    let mut text = String::new();
    let mut characters = rest.chars();
    characters.next();
    loop {
        match characters.next()? {
            c if c == quote => return Some((Token::Text(text), characters.as_str())),
            '\\' => match characters.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                c if matches!(c, '\\' | '/') || c == quote => text.push(c),
                // Such as `\d` of a pattern.
                c => text.extend(['\\', c]),
            },
            c => text.push(c),
        }
    }
}

/// Reads a number; one with letters, such as `30s`, is a text.
fn number(rest: &str) -> (Token, &str) {
    let end = |text: &str, part: fn(char) -> bool| text.find(|c| !part(c)).unwrap_or(text.len());
    let (digits, after) = split(rest, end(rest, |c| c.is_ascii_digit()));
    let (digits, after) = match after.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            let more = end(fraction, |c| c.is_ascii_digit());
            split(rest, digits.len() + 1 + more)
        }
        _ => (digits, after),
    };
    let tail = end(after, |c| c.is_alphanumeric() || c == '_');
    if tail == 0 {
        return (Token::Number(digits.to_owned()), after);
    }
    let (word, after) = split(rest, digits.len() + tail);
    (Token::Text(word.to_owned()), after)
}

/// Reads a name; a dash between letters belongs to it.
fn name(rest: &str) -> (Token, &str) {
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let inside = begins_name(c) || c.is_alphanumeric();
        let dash = c == '-' && at > 0 && next.is_some_and(char::is_alphabetic);
        if !inside && !dash {
            break;
        }
        end = at + c.len_utf8();
    }
    let (word, after) = split(rest, end);
    (Token::Name(word.to_owned()), after)
}

fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}
