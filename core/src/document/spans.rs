//! From offsets in a text to lines and columns.

use super::{Span, saturate};

/// Where a part begins and ends, in bytes.
pub(super) type Range = (usize, usize);

/// The lines and columns of some parts of a text.
pub(super) struct Spans {
    /// Sorted.
    offsets: Vec<usize>,
    /// Line and column of each of these.
    places: Vec<(u32, u32)>,
}

impl Spans {
    /// Finds them in one pass over `text`.
    pub(super) fn of(text: &str, ranges: impl Iterator<Item = Range>) -> Self {
        let mut offsets: Vec<usize> = ranges.flat_map(|(start, end)| [start, end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let (mut line, mut column, mut at) = (1_usize, 1_usize, 0_usize);
        let places = offsets.iter().map(|offset| {
            let between = text.get(at..*offset).unwrap_or_default();
            match between.rsplit_once('\n') {
                Some((lines, last)) => {
                    line += 1 + line_ends(lines);
                    column = 1 + last.chars().count();
                }
                None => column += between.chars().count(),
            }
            at = *offset;
            (saturate(line), saturate(column))
        });
        Self { places: places.collect(), offsets }
    }

    /// Returns lines and columns of one of these parts.
    pub(super) fn at(&self, (start, end): Range) -> Span {
        let ((line, column), (end_line, end_column)) = (self.place(start), self.place(end));
        Span { line, column, end_line, end_column }
    }

    fn place(&self, offset: usize) -> (u32, u32) {
        let known = self.offsets.binary_search(&offset).ok();
        known.and_then(|index| self.places.get(index).copied()).unwrap_or((1, 1))
    }
}

/// Counts line ends: in pieces, of which each fits into a byte, which processors count many at a time.
fn line_ends(text: &str) -> usize {
    let in_piece = |piece: &[u8]| -> u8 { piece.iter().map(|byte| u8::from(*byte == b'\n')).sum() };
    text.as_bytes().chunks(255).map(|piece| usize::from(in_piece(piece))).sum()
}
