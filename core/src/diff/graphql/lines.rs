//! From offsets in a text to lines and columns.

use super::model::At;
use crate::document::Span;

/// Where the lines of a text begin, and how many characters stand before every block of it: a text
/// of one long line must not be counted anew for every place.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    starts: Vec<usize>,
    blocks: Vec<usize>,
}

const BLOCK: usize = 256;

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let text = text.as_bytes();
        let mut before = 0;
        let blocks = text.chunks(BLOCK).map(|block| {
            let sum = before;
            before += characters(block);
            sum
        });
        Self { text, starts, blocks: blocks.collect() }
    }

    pub(super) fn span(&self, at: At) -> Span {
        let (line, column) = self.place(at.start);
        let (end_line, end_column) = self.place(at.end);
        Span { line, column, end_line, end_column }
    }

    /// Returns the line and column of an offset, counted from 1, columns in characters.
    pub(super) fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.before(offset).saturating_sub(self.before(start)) + 1;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (count(line), count(column))
    }

    /// Returns how many characters stand before an offset.
    fn before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let Some(sum) = self.blocks.get(block) else {
            let last = self.blocks.len().saturating_sub(1);
            let rest = self.text.get(last * BLOCK..).unwrap_or_default();
            return self.blocks.last().copied().unwrap_or(0) + characters(rest);
        };
        sum + characters(self.text.get(block * BLOCK..offset).unwrap_or_default())
    }
}

fn characters(bytes: &[u8]) -> usize {
    // Only the first byte of a character is no continuation of one.
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn columns_count_characters() {
        let text = format!("é = 1\n{}x", "ü".repeat(1000));
        let lines = Lines::of(&text);
        assert_eq!(lines.place(0), (1, 1));
        assert_eq!(lines.place("é ".len()), (1, 3));
        assert_eq!(lines.place(text.len() - 1), (2, 1001));
        assert_eq!(lines.place(text.len()), (2, 1002));
        assert_eq!(Lines::of("").place(0), (1, 1));
    }
}
