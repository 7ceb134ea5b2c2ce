//! The source line a finding or an error lies on.

use annotate_snippets::{Annotation, AnnotationKind, Group, Origin, Snippet};
use meta_core::finding::Location;

/// A place in a text: lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The column behind the last character, when it is on the same line.
    pub(crate) end_column: Option<usize>,
}

impl Place {
    /// Returns the place of a location, when it has a line.
    pub(crate) fn of(location: &Location) -> Option<Self> {
        let number = |value: u32| usize::try_from(value).ok();
        let same_line = location.line == location.end_line;
        Some(Self {
            line: number(location.line?)?,
            column: number(location.column?)?,
            end_column: location.end_column.filter(|_| same_line).and_then(number),
        })
    }
}

/// The most characters of a line that are shown; a document may be one long line.
const WIDTH: usize = 160;
/// Characters before the place that stay when a line is cut.
const BEFORE: usize = 40;

/// Adds the line at `place` to `group`, with carets under the part.
pub(crate) fn show<'a>(group: Group<'a>, path: &'a str, line: &str, place: Place) -> Group<'a> {
    let (shown, range) = window(line, place);
    let mark: Annotation<'_> = AnnotationKind::Primary.span(range);
    let cut = shown.len() < line.len();
    let snippet = Snippet::source(shown).line_start(place.line).annotation(mark);
    if cut {
        // The snippet would count the column from where the line was cut.
        let origin = Origin::path(path).line(place.line).char_column(place.column);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(path))
}

/// Returns what is shown of `line`, and the bytes of it that are marked.
fn window(line: &str, place: Place) -> (String, std::ops::Range<usize>) {
    let skipped = if line.len() > WIDTH { place.column.saturating_sub(BEFORE) } else { 0 };
    let shown: String = line.chars().skip(skipped).take(WIDTH).collect();
    let byte = |column: usize| {
        let character = column.saturating_sub(1).saturating_sub(skipped);
        shown.char_indices().nth(character).map_or(shown.len(), |(byte, _)| byte)
    };
    let start = byte(place.column);
    // Without an end, to the end of the line.
    let end = place.end_column.map_or(shown.trim_end().len(), byte).max(start);
    (shown, start..end)
}

/// The lines of a text, found once.
pub(crate) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self(text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect())
    }

    /// Returns the line with the number `line`, counted from 1; empty behind the end.
    pub(crate) fn get(&self, line: usize) -> &'a str {
        line.checked_sub(1).and_then(|index| self.0.get(index)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}x{}", "a".repeat(1_000), "b".repeat(1_000));
        let place = Place { line: 1, column: 1_001, end_column: Some(1_002) };
        let (shown, range) = window(&line, place);
        assert_eq!(shown.chars().count(), WIDTH);
        assert_eq!(&shown[range], "x");
    }

    #[test]
    fn columns_count_characters() {
        let place = Place { line: 1, column: 4, end_column: Some(6) };
        let (shown, range) = window("é: ñandú", place);
        assert_eq!(&shown[range], "ña");
    }

    #[test]
    fn a_place_behind_the_end_marks_the_end() {
        let place = Place { line: 1, column: 9, end_column: None };
        assert_eq!(window("abc", place).1, 3..3);
    }
}
