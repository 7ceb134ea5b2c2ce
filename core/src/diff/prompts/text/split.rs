//! Where units begin and end in a text.

use std::ops::Range;

use super::{Shape, control};

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "no", "approx", "incl", "cf", "al",
    "fig", "inc", "ltd", "st", "eg", "ie", "u.s", "max", "min",
];

/// Splits a text into units with their bytes.
pub(super) fn split(text: &str) -> Vec<(Range<usize>, Shape)> {
    let mut found = Vec::new();
    let mut open: Option<(Range<usize>, Shape)> = None;
    let mut code: Option<(usize, String)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = trimmed(text, start..at);
        let content = text.get(body.clone()).unwrap_or_default();
        if let Some((begun, fence)) = &code {
            if content.starts_with(fence.as_str()) {
                found.push((*begun..body.end, Shape::Code));
                code = None;
            }
            continue;
        }
        if let Some(fence) = ["```", "~~~"].iter().find(|fence| content.starts_with(**fence)) {
            close(text, open.take(), &mut found);
            code = Some((body.start, (*fence).to_owned()));
            continue;
        }
        line_of(text, body, content, &mut open, &mut found);
    }
    close(text, open, &mut found);
    if let Some((begun, _)) = code {
        found.push((trimmed(text, begun..text.len()), Shape::Code));
    }
    found
}

/// Takes one line that is not code: it begins a unit, continues one, or is one.
fn line_of(
    text: &str,
    body: Range<usize>,
    content: &str,
    open: &mut Option<(Range<usize>, Shape)>,
    found: &mut Vec<(Range<usize>, Shape)>,
) {
    if content.is_empty() {
        return close(text, open.take(), found);
    }
    if is_mark(content) {
        close(text, open.take(), found);
        return found.push((body, Shape::Mark));
    }
    if is_heading(content) {
        close(text, open.take(), found);
        return found.push((body, Shape::Heading));
    }
    let control = control::is_control(content);
    if control || is_variable(content) {
        close(text, open.take(), found);
        return found.push((body, if control { Shape::Control } else { Shape::Sentence }));
    }
    if let Some((shape, marker)) = item(content) {
        close(text, open.take(), found);
        *open = Some((body.start + marker..body.end, shape));
        return;
    }
    match open {
        Some((range, _)) => range.end = body.end,
        None => *open = Some((body, Shape::Sentence)),
    }
}

/// Cuts what was collected into sentences.
fn close(text: &str, open: Option<(Range<usize>, Shape)>, found: &mut Vec<(Range<usize>, Shape)>) {
    let Some((range, shape)) = open else { return };
    let mut start = range.start;
    for end in ends(text, range.clone()) {
        let sentence = trimmed(text, start..end);
        if !sentence.is_empty() {
            found.push((sentence, shape));
        }
        start = end;
    }
    let rest = trimmed(text, start..range.end);
    if !rest.is_empty() {
        found.push((rest, shape));
    }
}

/// Lists the places behind sentences.
fn ends(text: &str, range: Range<usize>) -> Vec<usize> {
    let body = text.get(range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut word = String::new();
    let mut chars = body.char_indices().peekable();
    let mut nested = 0_usize;
    while let Some((at, c)) = chars.next() {
        match c {
            '{' => nested += 1,
            '}' => nested = nested.saturating_sub(1),
            _ => {}
        }
        let ending = matches!(c, '.' | '!' | '?' | '…' | '。') && nested == 0;
        if !ending {
            if c.is_whitespace() {
                word.clear();
            } else {
                word.push(c);
            }
            continue;
        }
        let mut end = at + c.len_utf8();
        // Quotes and brackets close behind the full stop.
        while let Some((next, closing)) = chars.peek().copied() {
            if !matches!(closing, '"' | '\'' | ')' | ']' | '*' | '_' | '”' | '’' | '.' | '!' | '?')
            {
                break;
            }
            end = next + closing.len_utf8();
            chars.next();
        }
        let next = body.get(end..).unwrap_or_default();
        let follows = next.starts_with(char::is_whitespace)
            && !next.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        let short = c == '.' && is_abbreviation(&word);
        if c == '。' || follows && !short {
            found.push(range.start + end);
        }
        word.push(c);
    }
    found
}

/// Returns how many bytes stand in front of a place on its line; nothing is indented by thousands.
pub(super) fn indent(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take(1000).take_while(|byte| **byte != b'\n').count()
}

fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '"', '*', '_', '[']).to_lowercase();
    ABBREVIATIONS.contains(&word.as_str())
        || word.len() == 1 && word.chars().all(char::is_alphabetic)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let body = text.get(range.clone()).unwrap_or_default();
    let lead = body.len() - body.trim_start().len();
    let length = body.trim().len();
    range.start + lead..range.start + lead + length
}

/// Tells whether a line does nothing but set parts of the text apart.
fn is_mark(line: &str) -> bool {
    let tag = line.starts_with('<')
        && line.ends_with('>')
        && line.matches('<').count() == 1
        && !line.contains(". ");
    let marks = line.chars().count() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '#' | '*' | '"' | '\'' | '_' | '~' | '+' | '<' | '>'));
    tag || marks
}

/// Tells whether a line is nothing but a variable or a tag of a template.
fn is_variable(line: &str) -> bool {
    let inner = line.trim_start_matches(['{', '$']).trim_end_matches('}');
    line.starts_with(['{', '$']) && line.ends_with('}') && !inner.contains(['{', '}', '"', ':'])
}

fn is_heading(line: &str) -> bool {
    let marks = line.chars().take_while(|c| *c == '#').count();
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&marks) && rest.starts_with(' ') && !rest.trim().is_empty()
}

/// Returns the kind of a list item, and the bytes of its marker.
fn item(line: &str) -> Option<(Shape, usize)> {
    for bullet in ["- ", "* ", "+ ", "• ", "– "] {
        if line.starts_with(bullet) {
            return Some((Shape::Bullet, bullet.len()));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line.get(digits..).unwrap_or_default();
    let step = (1..=3).contains(&digits) && (behind.starts_with(". ") || behind.starts_with(") "));
    step.then_some((Shape::Step, digits + 2))
}
