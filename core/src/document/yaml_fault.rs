//! What is at fault in a YAML text, and what to do about it.

use saphyr_parser::ScanError;

use super::{Limits, end_of, saturate};
use crate::error::{Error, ErrorCode};

/// Returns the error for a key that is no text.
pub(super) fn complex_key() -> Error {
    Error::new(ErrorCode::InputUnsupported, "a key is a list or a mapping")
        .help("use text as the key")
}

/// Returns the error for a tab in the indentation of a line, behind `before` characters.
pub(super) fn tab_indents(line: usize, before: usize) -> Error {
    Error::new(ErrorCode::InputInvalid, "a tab indents this line")
        .on(saturate(line), saturate(before + 1))
        .help("YAML allows only spaces in indentation")
}

/// Returns what the parser found at fault in `text`, at the value at `path`.
pub(super) fn explain(text: &str, fault: &ScanError, path: String, limits: &Limits) -> Error {
    let at = fault.marker();
    // The reader takes the end of a text for a line of its own.
    let (line, column) = (saturate(at.line().max(1)), saturate(at.col() + 1)).min(end_of(text));
    let source = text.split('\n').nth(at.line().saturating_sub(1)).unwrap_or_default();
    let indentation = source.len() - source.trim_start().len();
    if let Some(tab) = source.get(..indentation).and_then(|indent| indent.find('\t')) {
        return tab_indents(at.line().max(1), tab).at(path);
    }
    if fault.info().contains("recursion limit") {
        return limits.too_deep().at(path).on(line, column);
    }
    let message = fault.info().trim_end_matches('.').to_lowercase();
    Error::invalid(path, message).on(line, column)
}
