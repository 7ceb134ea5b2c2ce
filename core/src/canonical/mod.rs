//! Canonical JSON (RFC 8785) and SHA-256 digests: the same value has the same bytes everywhere.

mod canonicalizer;
mod compound;
mod numbers;
mod plain;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) use canonicalizer::Canonicalizer;
pub(crate) use numbers::{canonical_double, is_short};

use crate::document::{Limits, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::parallel;

/// Returns the canonical JSON of `value`.
///
/// # Errors
/// `input_invalid` when it has no JSON form: a number is not finite or a key is no text.
pub fn to_string(value: &impl Serialize) -> Result<String> {
    let text = Canonicalizer::default().into_bytes(value).map_err(|error| no_form(&error))?;
    String::from_utf8(text).map_err(|error| no_form(&serde_json::Error::custom(error)))
}

fn no_form(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("the value has no canonical JSON: {error}"))
}

/// Returns the SHA-256 of the canonical JSON of `value`, in hexadecimal.
///
/// # Errors
/// As [`to_string`].
pub fn digest_hex(value: &impl Serialize) -> Result<String> {
    Canonicalizer::default().digest_hex(value)
}

impl Canonicalizer {
    /// Returns the bytes of the canonical JSON of a value that was read.
    ///
    /// # Errors
    /// As [`to_string`].
    pub(crate) fn bytes_of(&mut self, value: &Value) -> Result<&[u8]> {
        self.write(value).map_err(|error| no_form(&error))
    }

    /// Returns what [`digest_hex`] returns, in the same memory every time.
    ///
    /// # Errors
    /// As [`to_string`].
    pub(crate) fn digest_hex(&mut self, value: &impl Serialize) -> Result<String> {
        self.digest(value).map(hex)
    }

    /// Returns the SHA-256 of the canonical JSON.
    ///
    /// # Errors
    /// As [`to_string`].
    pub(crate) fn digest(&mut self, value: &impl Serialize) -> Result<[u8; 32]> {
        let text = self.write(value).map_err(|error| no_form(&error))?;
        debug_assert_eq!(Some(text), serde_json_canonicalizer::to_vec(value).ok().as_deref());
        Ok(Sha256::digest(text).into())
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
    Ok(hex(digest.finalize().into()))
}

/// Returns the canonical JSON of `items`, separated by commas.
fn write_list(items: &[impl Serialize]) -> Result<Vec<u8>> {
    let (mut text, mut canonicalizer) = (Vec::new(), Canonicalizer::default());
    for item in items {
        if !text.is_empty() {
            text.push(b',');
        }
        text.extend_from_slice(canonicalizer.write(item).map_err(|error| no_form(&error))?);
    }
    Ok(text)
}

/// Returns the SHA-256 of `bytes`, in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).into())
}

/// Returns the hexadecimal digits of a SHA-256.
pub(crate) fn hex(digest: [u8; 32]) -> String {
    std::str::from_utf8(&digits(digest)).unwrap_or_default().to_owned()
}

/// As [`hex`], in ASCII.
pub(crate) fn digits(digest: [u8; 32]) -> [u8; 64] {
    // Without a branch, so that several digits are written at a time.
    let digit = |value: u8| value + b'0' + u8::from(value > 9) * (b'a' - b'9' - 1);
    let mut digits = [0; 64];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
        if let [high, low] = pair {
            (*high, *low) = (digit(byte >> 4), digit(byte & 15));
        }
    }
    digits
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
