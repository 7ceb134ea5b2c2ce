//! Comments that accept what a lint finds: `allow lint/<name>: <reason>`, at the end of the line or above it, behind
//! `//` in the script and behind `#` in the header.

use meta_core::finding::codes::{self, lint};
use meta_core::finding::{Finding, Suppression, SuppressionKind};
use meta_core::suggest;
use rhai::{Position, Token};

use super::reading::{At, Found, Reading};

/// A comment that accepts a finding.
#[derive(Clone, Debug)]
struct Comment<'a> {
    line: usize,
    column: usize,
    /// What stands behind `allow`.
    text: &'a str,
}

/// Marks what comments accept, and finds comments that accept nothing.
pub(super) fn apply(reading: &Reading<'_>, findings: &mut [Finding]) -> Vec<Found> {
    comments(reading).iter().filter_map(|comment| one(reading, comment, findings)).collect()
}

fn one(reading: &Reading<'_>, comment: &Comment<'_>, findings: &mut [Finding]) -> Option<Found> {
    let at = At::Script(comment.position()?);
    let (code, reason) = comment.text.split_once(':').unwrap_or((comment.text, ""));
    let (code, reason) = (code.trim(), reason.trim());
    let invalid = |message: String, help: Option<String>| {
        Some(Found::new(lint::INVALID_SUPPRESSION, at.clone(), code, message).help(help))
    };
    let known = codes::find(code).filter(|known| known.domain() == "lint");
    let Some(known) = known else {
        let near = suggest::nearest(code, lint::ALL.iter().map(|known| known.id));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        return invalid(format!("no lint is called `{code}`"), help);
    };
    if !reason.chars().any(char::is_alphanumeric) {
        return invalid(format!("nothing tells why `{code}` is accepted"), None);
    }
    let line = u32::try_from(meant(reading.written.text, comment)).ok()?;
    let mut is_used = false;
    for finding in findings.iter_mut() {
        let place = finding.location.as_ref().and_then(|place| place.line);
        if finding.code == known.id && place == Some(line) {
            is_used = true;
            let suppression = Suppression {
                kind: SuppressionKind::Comment,
                reason: reason.to_owned(),
                owner: None,
                expires: None,
            };
            finding.suppression = Some(suppression.into());
        }
    }
    let message = format!("there is no `{code}` at line {line}");
    (!is_used).then(|| Found::new(lint::UNUSED_SUPPRESSION, at, code, message))
}

impl Comment<'_> {
    fn position(&self) -> Option<Position> {
        Some(Position::new(u16::try_from(self.line).ok()?, u16::try_from(self.column).ok()?))
    }
}

/// Returns the line a comment is about: its own, or the next that is more than a comment.
fn meant(text: &str, comment: &Comment<'_>) -> usize {
    let own = text.lines().nth(comment.line - 1).unwrap_or_default();
    let before: String = own.chars().take(comment.column - 1).collect();
    if !before.trim().is_empty() {
        return comment.line;
    }
    let is_code = |line: &str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("//") && !line.starts_with('#')
    };
    let mut following = text.lines().zip(1..).skip(comment.line);
    following.find(|(line, _)| is_code(line)).map_or(comment.line, |(_, line)| line)
}

/// Returns the comments that begin with `allow lint/`.
fn comments<'a>(reading: &Reading<'a>) -> Vec<Comment<'a>> {
    let text = reading.written.text;
    let mut found: Vec<Comment<'a>> = Vec::new();
    let header_ends = text.lines().position(|line| line.trim_end() == "---*/").unwrap_or(0);
    for (line, number) in text.lines().zip(1..).take(header_ends) {
        found.extend(in_line(line, number, "#"));
    }
    for number in commented(reading) {
        let line = text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        found.extend(in_line(line, number, "//"));
    }
    found
}

/// Returns the lines of the script with a comment that accepts something. The engine finds them: what looks like a
/// comment may stand in a text.
fn commented(reading: &Reading<'_>) -> Vec<usize> {
    let texts = [reading.written.body()];
    let (mut tokens, control) = reading.host.engine.lex(&texts);
    tokens.state.include_comments = true;
    // How many braces are open in each text that is put together with `${…}`.
    let mut inside: Vec<usize> = Vec::new();
    let mut lines = Vec::new();
    let mut last = None;
    for (token, position) in tokens {
        match token {
            Token::EOF => break,
            // A comment that has no end is found again and again where the text ends.
            Token::Comment(_) if last.replace(position) == Some(position) => break,
            Token::Comment(comment) if accepts(&comment) => lines.extend(position.line()),
            Token::InterpolatedString(_) => inside.push(0),
            Token::LeftBrace | Token::MapStart => {
                if let Some(open) = inside.last_mut() {
                    *open += 1;
                }
            }
            Token::RightBrace => {
                let Some(open) = inside.last_mut() else { continue };
                *open = open.saturating_sub(1);
                if *open == 0 {
                    inside.pop();
                    // The rest of the text follows.
                    control.borrow_mut().is_within_text = true;
                }
            }
            _ => {}
        }
    }
    lines
}

fn accepts(comment: &str) -> bool {
    comment.trim_start_matches('/').trim_start().starts_with("allow lint/")
}

/// Returns the comment at the end of a line.
fn in_line<'a>(line: &'a str, number: usize, sign: &str) -> Option<Comment<'a>> {
    let (start, text) = line.match_indices(sign).find_map(|(start, _)| {
        let rest = line.get(start + sign.len()..)?.trim_start();
        Some((start, rest.strip_prefix("allow ")?.trim()))
    })?;
    if !text.starts_with("lint/") {
        return None;
    }
    let column = line.get(..start)?.chars().count() + 1;
    Some(Comment { line: number, column, text })
}
