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

/// Tells whether `text` is the canonical form of a number of no more than 15 digits; that of some is not known so. So few
/// digits are those of one double only, which is therefore printed with them.
pub(crate) fn is_short(text: &[u8]) -> bool {
    let (digits, is_negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    let dot = digits.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = digits.split_at(dot.unwrap_or(digits.len()));
    let are_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let is_whole = match whole {
        [b'0'] => dot.is_some() || !is_negative,
        [b'1'..=b'9', ..] => true,
        _ => false,
    };
    let is_fraction = match fraction {
        [] => true,
        // Below 0.000001 there is an exponent.
        [_, part @ .., b'1'..=b'9'] => are_digits(part) && (whole != b"0" || part.len() < 6),
        _ => false,
    };
    digits.len() <= 15 && is_whole && is_fraction && are_digits(whole)
}

/// Returns the double that `text` is the canonical form of; none when it is no number, or in another form.
pub(crate) fn canonical_double(text: &[u8]) -> Option<f64> {
    let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let mut canonical = Vec::with_capacity(32);
    double(&mut canonical, number).ok()?;
    (canonical == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{canonical_double, is_short};

    #[test]
    fn a_number_has_one_form() {
        for text in ["0", "-1", "0.97", "1e-7", "1e+21", "-0.000001", "123456789012"] {
            assert!(canonical_double(text.as_bytes()).is_some(), "{text}");
        }
        let other =
            ["", "-0", "1.0", "0.970", "1e7", "+1", "1E-7", ".5", "5.", "NaN", "inf", "1e999"];
        for text in other {
            assert!(canonical_double(text.as_bytes()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn short_numbers_are_canonical(text in r"-?(0|[0-9]{0,9})(\.0{0,7}[0-9]{0,9})?|[-.e0-9]{0,5}") {
            prop_assert!(!is_short(text.as_bytes()) || canonical_double(text.as_bytes()).is_some(), "{text}");
        }

        #[test]
        fn short_doubles_are_known(number in -99_999_999_i32..99_999_999, digits in 0_i32..6) {
            let mut text = Vec::new();
            super::double(&mut text, f64::from(number) / 10_f64.powi(digits)).unwrap();
            prop_assert!(is_short(&text), "{}", String::from_utf8_lossy(&text));
        }
    }
}
