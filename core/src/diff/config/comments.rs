//! Comments of a text: those that are new may say why something changed.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use crate::document::Document;

/// The comments of a text that are new.
pub(super) struct Comments<'t> {
    /// By line: whether the comment is all there is.
    lines: Vec<Option<(bool, &'t str)>>,
    /// The words of new comments.
    words: BTreeSet<&'t str>,
}

impl<'t> Comments<'t> {
    pub(super) fn of(before: &'t Document, after: &'t Document) -> Self {
        let old: BTreeSet<&str> = comments(before).flatten().map(|(_, text)| text).collect();
        let lines: Vec<Option<(bool, &str)>> =
            comments(after).map(|found| found.filter(|(_, text)| !old.contains(text))).collect();
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let words =
            lines.iter().flatten().flat_map(|(_, text)| text.split(move |c| !part(c))).collect();
        Self { lines, words }
    }

    /// Tells whether a new comment names something; the position of an item is no name.
    pub(super) fn mention(&self, name: &str) -> bool {
        name.parse::<usize>().is_err() && self.words.contains(name)
    }

    /// Tells whether a new comment stands at the lines from `first` to `last`, or just before.
    pub(super) fn explain(&self, first: u32, last: u32) -> bool {
        let number = |line: u32| usize::try_from(line).unwrap_or(usize::MAX);
        let at = |line: usize| self.lines.get(line.checked_sub(1)?).copied().flatten();
        let above = at(number(first).saturating_sub(1)).is_some_and(|(alone, _)| alone);
        above || at(number(first)).is_some() || at(number(last)).is_some()
    }
}

/// Returns the comment of each line, and whether it is all that the line has.
fn comments(document: &Document) -> impl Iterator<Item = Option<(bool, &str)>> {
    let text = document.text.as_deref().unwrap_or_default();
    // JSON has none.
    let text = if is_json(text) { "" } else { text };
    text.lines().map(comment)
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Returns the comment of a line of YAML or TOML: a `#` at its start or behind white space, outside of
/// quotes.
fn comment(line: &str) -> Option<(bool, &str)> {
    let line = line.trim();
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open && !(open == '"' && before == '\\') => quote = None,
            // Inside of a word it is an apostrophe.
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None if c == '#' && before.is_whitespace() => {
                let text = line.get(at + 1..)?.trim();
                return (!text.is_empty()).then_some((at == 0, text));
            }
            _ => {}
        }
        // A backslash that is escaped escapes nothing.
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::comment;

    #[test]
    fn what_is_quoted_is_no_comment() {
        for (line, expected) in [
            ("# why", Some((true, "why"))),
            ("  a: 1 # why", Some((false, "why"))),
            ("a: \"post to #ops\"", None),
            ("a: \"say \\\" # no\" # why", Some((false, "why"))),
            ("a: 'it # is' # why", Some((false, "why"))),
            ("a: don't # why", Some((false, "why"))),
            ("a: b#c", None),
            ("#", None),
        ] {
            assert_eq!(comment(line), expected, "{line}");
        }
    }
}
