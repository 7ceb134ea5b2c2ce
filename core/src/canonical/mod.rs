//! Canonical JSON (RFC 8785) and SHA-256 digests: the same value has the same bytes everywhere.

mod sorted;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) use sorted::Canonicalizer;

use crate::document::{Limits, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::parallel;

/// Returns the canonical JSON of `value`.
///
/// # Errors
/// `input_invalid` when it has no JSON form: a number is not finite or a key is no text.
pub fn to_string(value: &impl Serialize) -> Result<String> {
    serde_json_canonicalizer::to_string(value).map_err(|error| no_form(&error))
}

/// Returns the bytes of the canonical JSON of a value that was read.
///
/// # Errors
/// As [`to_string`].
pub(crate) fn bytes_of(value: &Value) -> Result<Vec<u8>> {
    write::canonical(value).map_err(|error| no_form(&error))
}

fn no_form(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("the value has no canonical JSON: {error}"))
}

/// Returns the SHA-256 of the canonical JSON of `value`, in hexadecimal.
///
/// # Errors
/// As [`to_string`].
pub fn digest_hex(value: &impl Serialize) -> Result<String> {
    to_string(value).map(|text| sha256_hex(text.as_bytes()))
}

impl Canonicalizer {
    /// Returns what [`digest_hex`] returns, several times faster, for a value without floats of its own.
    ///
    /// # Errors
    /// `input_invalid` when a key is no text.
    pub(crate) fn digest_hex(&mut self, value: &impl Serialize) -> Result<String> {
        let text = self.write(value).map_err(|error| no_form(&error))?;
        debug_assert_eq!(Some(text), to_string(value).ok().as_ref().map(String::as_bytes));
        Ok(sha256_hex(text))
    }
}

/// Returns what [`digest_hex`] returns for a list; its parts are written in parallel.
///
/// # Errors
/// As [`to_string`].
pub fn digest_list<T: Serialize + Sync>(items: &[T]) -> Result<String> {
    const PART: usize = 256;
    let parts = parallel::map(items.chunks(PART).collect(), write_list);
    let mut digest = Sha256::new();
    digest.update(b"[");
    for (index, text) in parts.into_iter().enumerate() {
        if index > 0 {
            digest.update(b",");
        }
        digest.update(text?);
    }
    digest.update(b"]");
    Ok(hex(&digest.finalize()))
}

/// Returns the canonical JSON of `items`, separated by commas.
fn write_list(items: &[impl Serialize]) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    for item in items {
        if !text.is_empty() {
            text.push(b',');
        }
        let value = serde_json::to_value(item);
        text.extend(value.and_then(|value| write::canonical(&value)).map_err(|e| no_form(&e))?);
    }
    Ok(text)
}

/// Returns the SHA-256 of `bytes`, in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns `bytes` in hexadecimal.
pub(crate) fn hex<T: FromIterator<char>>(bytes: &[u8]) -> T {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What `render_canonical` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenderCanonicalInput {
    /// The document.
    pub document: Source,
}

/// What `render_canonical` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RenderCanonicalReport {
    /// Canonical JSON (RFC 8785) of the document.
    pub canonical: String,
    /// SHA-256 of its UTF-8 bytes, in hexadecimal.
    pub sha256: String,
    /// Number of its UTF-8 bytes.
    pub bytes: usize,
}

/// Returns the canonical JSON of a document, and its digest.
///
/// # Errors
/// `input_invalid` or `limit_exceeded` when the document cannot be read.
pub fn render_canonical(input: &RenderCanonicalInput) -> Result<RenderCanonicalReport> {
    let document = input
        .document
        .load("document", &Limits::default())
        .map_err(|error| error.within("/document"))?;
    let canonical = to_string(&document.value)?;
    Ok(RenderCanonicalReport {
        sha256: sha256_hex(canonical.as_bytes()),
        bytes: canonical.len(),
        canonical,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_has_one_digest() {
        for count in [0, 1, 2, 255, 256, 257, 600] {
            let items: Vec<Value> = (0..count).map(|index| json!({"b": index, "a": 0.5})).collect();
            assert_eq!(digest_list(&items).unwrap(), digest_hex(&items).unwrap());
        }
    }

    #[test]
    fn keys_sort_by_utf_16() {
        // RFC 8785 section 3.2.3.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let text = to_string(&value).unwrap();
        let names = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let places: Vec<_> = names.iter().map(|name| text.find(name).unwrap()).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{text}");
    }

    #[test]
    fn numbers_print_as_ecmascript_does() {
        // RFC 8785 appendix B.
        let cases: [(u64, &str); 10] = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
        ];
        for (bits, text) in cases {
            let value: Value = json!(f64::from_bits(bits));
            assert_eq!(to_string(&value).unwrap(), text, "{bits:x}");
        }
    }
}
