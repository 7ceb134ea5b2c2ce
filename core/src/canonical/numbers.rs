//! Numbers of canonical JSON: every one is a double, printed as ECMAScript does (RFC 8785 section 3.2.2.3).

use serde::ser::Error as _;
use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::{Error, Result};

/// Up to here every integer is a double of its own, and prints as an integer.
const EXACT: u64 = 1 << 53;

pub(super) fn double(text: &mut Vec<u8>, value: f64) -> Result<()> {
    if !value.is_finite() {
        return Err(Error::custom("a number is not finite"));
    }
    serde_json_canonicalizer::to_writer(&value, text)
}

pub(super) fn integer(text: &mut Vec<u8>, value: i64) -> Result<()> {
    if value.unsigned_abs() <= EXACT {
        return CompactFormatter.write_i64(text, value).map_err(Error::io);
    }
    #[expect(clippy::cast_precision_loss, reason = "that is what the RFC asks for")]
    double(text, value as f64)
}

pub(super) fn natural(text: &mut Vec<u8>, value: u64) -> Result<()> {
    if value <= EXACT {
        return CompactFormatter.write_u64(text, value).map_err(Error::io);
    }
    #[expect(clippy::cast_precision_loss, reason = "that is what the RFC asks for")]
    double(text, value as f64)
}
