//! Comments of an artifact that accept changes: `# meta-core: ignore CODE -- REASON`.
//!
//! A comment behind something is about its own line; one that has a line for itself is about the next
//! line that is no comment.

use super::entries::{Entry, Reach, Side};
use crate::document::Document;
use crate::finding::{Finding, Location, codes};

/// What a comment starts with that accepts changes.
const MARKS: [&str; 3] = ["meta-core: ignore ", "meta-core: diff-ignore ", "diff-ignore "];

/// What every mark has in it.
const IN_MARKS: [&str; 2] = ["meta-core: ignore", "diff-ignore"];

/// Returns the comments of `document` that accept changes; those that cannot be read are reported.
pub(super) fn entries(document: &Document, side: Side, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut found = Vec::new();
    for (path, text) in document.texts() {
        // Most texts have none: a search tells.
        if text.contains("ignore ") && IN_MARKS.iter().any(|mark| text.contains(mark)) {
            found.extend(entries_in(path, text, side, findings));
        }
    }
    found
}

fn entries_in(path: &str, text: &str, side: Side, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    // Comments that have a line for themselves and wait for the line they are about.
    let mut waiting = 0;
    for (line, number) in text.lines().zip(1_u32..) {
        let comment = comment(line);
        let alone =
            comment.is_some_and(|(column, _)| line.chars().take(column).all(char::is_whitespace));
        if !alone && !line.trim().is_empty() {
            let first = found.len() - waiting;
            for entry in found.iter_mut().skip(first) {
                entry.reach = Reach::Line(side, path.to_owned(), number);
            }
            waiting = 0;
        }
        let Some((column, body)) = comment.and_then(|(column, text)| Some((column, marked(text)?)))
        else {
            continue;
        };
        let at = place(path, number, column, line);
        let (code, reason) = parts(body);
        if code.is_empty() || code.contains(char::is_whitespace) {
            findings.push(malformed(path, body, at));
            continue;
        }
        let reach = Reach::Line(side, path.to_owned(), number);
        found.push(Entry { code, reason, owner: None, expires: None, at, reach });
        waiting += usize::from(alone);
    }
    found
}

/// Returns the column, counted from 0 in characters, and the text of the comment of a line.
fn comment(line: &str) -> Option<(usize, &str)> {
    let mut quote = None;
    let mut before = ' ';
    for (column, (offset, character)) in line.char_indices().enumerate() {
        let rest = line.get(offset..).unwrap_or_default();
        match quote {
            // A quote that a backslash escapes ends nothing.
            Some(open) if character == open && before != '\\' => quote = None,
            None if before.is_whitespace() && rest.starts_with('#') => {
                return Some((column, rest.trim_start_matches('#')));
            }
            None if rest.starts_with("//") && before != ':' => {
                return Some((column, rest.trim_start_matches('/')));
            }
            // An apostrophe inside of a word is no quote.
            None if matches!(character, '"' | '\'') && !before.is_alphanumeric() => {
                quote = Some(character);
            }
            _ => {}
        }
        before = character;
    }
    None
}

/// Returns what follows the mark of a comment that accepts changes.
fn marked(comment: &str) -> Option<&str> {
    let text = comment.trim();
    MARKS.iter().find_map(|mark| text.strip_prefix(mark)).map(str::trim).or_else(|| {
        let bare = MARKS.iter().any(|mark| text == mark.trim_end());
        bare.then_some("")
    })
}

fn parts(body: &str) -> (String, Option<String>) {
    match body.split_once("--") {
        Some((code, reason)) => (code.trim().to_owned(), Some(reason.trim().to_owned())),
        None => (body.to_owned(), None),
    }
}

fn place(path: &str, line: u32, column: usize, text: &str) -> Location {
    let mut at = Location::new(path, "");
    let column_from_one = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    at.line = Some(line);
    at.column = Some(column_from_one(column));
    at.end_line = Some(line);
    at.end_column = Some(column_from_one(text.trim_end().chars().count()));
    at
}

fn malformed(path: &str, body: &str, at: Location) -> Finding {
    let message = if body.is_empty() {
        "the comment names no code".to_owned()
    } else {
        format!("`{body}` is no code with a reason behind `--`")
    };
    Finding::new(codes::diff::policy::IGNORE_MALFORMED, path, &[body], message).at(at)
}

#[cfg(test)]
mod tests {
    use super::comment;

    #[test]
    fn comments_are_told_from_texts() {
        assert_eq!(comment("a: 1 # x"), Some((5, " x")));
        assert_eq!(comment("a: 'b # c' # d"), Some((11, " d")));
        assert_eq!(comment("a: \"b \\\" # c\""), None);
        assert_eq!(comment("a: it's # x"), Some((8, " x")));
        assert_eq!(comment("a: b#c"), None);
        assert_eq!(comment("  \"a\": 1, // x"), Some((10, " x")));
        assert_eq!(comment("url: https://example.com"), None);
    }
}
