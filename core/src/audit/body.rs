//! Bodies of events: what they may hold, and the digest that commits to them.

use serde_json::{Number, Value};

use super::hash::{Sha256, decode};
use crate::canonical::Canonicalizer;
use crate::document::pointer;
use crate::error::{Error, Result};

/// Values inside values of a body, so that a record with it can be read inside of a call.
pub(super) const DEPTH: usize = 90;

/// The largest whole number of which both neighbours are doubles of their own (RFC 7493 section 2.2).
pub(super) const LARGEST: u64 = (1 << 53) - 1;

/// Bytes of a salt.
const SALT: std::ops::RangeInclusive<usize> = 16..=64;

/// Returns what an entry says of its body: the SHA-256 of the bytes of `salt` and, behind them, the canonical JSON of
/// `body`.
///
/// # Errors
/// `input_invalid` at `/salt` when it is not 16 to 64 bytes in lower-case hexadecimal digits, and in `/body` at a
/// number beyond ±(2^53 - 1); `limit_exceeded` when the body is nested more than 90 deep.
pub fn body_digest(salt: &str, body: &Value) -> Result<Sha256> {
    salted_digest(salt, body, &mut Canonicalizer::default())
}

/// Returns what [`body_digest`] returns, in memory that is used again.
pub(super) fn salted_digest(
    salt: &str,
    body: &Value,
    canonicalizer: &mut Canonicalizer,
) -> Result<Sha256> {
    let salt = Salt::parse(salt).map_err(|error| error.at("/salt"))?;
    let body = canonical_body(body, canonicalizer).map_err(|error| error.within("/body"))?;
    Ok(salt.digest(body))
}

/// The bytes that are hashed before a body.
pub(super) struct Salt {
    bytes: [u8; *SALT.end()],
    length: usize,
}

impl Salt {
    /// Reads lower-case hexadecimal digits.
    ///
    /// # Errors
    /// `input_invalid` when they are none, or are not of 16 to 64 bytes.
    pub(super) fn parse(digits: &str) -> Result<Self> {
        let (mut bytes, length) = ([0; *SALT.end()], digits.len() / 2);
        let is_read = match bytes.get_mut(..length) {
            Some(bytes) => decode(digits.as_bytes(), bytes),
            // Too many for a salt: the only question is what is said of them.
            None => decode(digits.as_bytes(), &mut vec![0; length]),
        };
        if !is_read {
            let message = "the salt is not of pairs of lower-case hexadecimal digits";
            return Err(
                Error::invalid("", message).help("write random bytes in hexadecimal digits")
            );
        }
        if !SALT.contains(&length) {
            let message = format!("the salt has {length} bytes; it needs 16 to 64");
            return Err(Error::invalid("", message).help("draw 16 random bytes for each event"));
        }
        Ok(Self { bytes, length })
    }

    /// Returns the digest of a body that is canonical.
    pub(super) fn digest(&self, body: &[u8]) -> Sha256 {
        Sha256::of_parts([self.bytes.get(..self.length).unwrap_or_default(), body])
    }
}

/// Returns the canonical JSON of a body.
pub(super) fn canonical_body<'c>(
    body: &Value,
    canonicalizer: &'c mut Canonicalizer,
) -> Result<&'c [u8]> {
    check(body, 0)?;
    canonicalizer.bytes_of(body)
}

fn check(value: &Value, depth: usize) -> Result<()> {
    let inner = |inner: &Value, key: &str| {
        check(inner, depth + 1).map_err(|error| error.within(&pointer::push("", key)))
    };
    match value {
        Value::Array(_) | Value::Object(_) if depth >= DEPTH => {
            let message = format!("values of a body are nested more than {DEPTH} deep");
            Err(Error::limit(message).help("flatten the body"))
        }
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| inner(item, &at.to_string()))
        }
        Value::Object(members) => members.iter().try_for_each(|(key, member)| inner(member, key)),
        Value::Number(number) if !is_safe(number) => {
            let message = format!("`{number}` lies beyond 2^53 - 1, where not every host keeps it");
            Err(Error::invalid("", message).help("write it as text"))
        }
        _ => Ok(()),
    }
}

/// Tells whether every host reads the same number. Fractions need no more than being doubles; a whole number that
/// large may have been another one before it was read.
fn is_safe(number: &Number) -> bool {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(whole), ..) => whole <= LARGEST,
        (_, Some(whole), _) => whole.unsigned_abs() <= LARGEST,
        #[expect(clippy::cast_precision_loss, reason = "it is the last one that loses nothing")]
        (.., Some(double)) => double.abs() <= LARGEST as f64,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SALT: &str = "000102030405060708090a0b0c0d0e0f";

    #[test]
    fn the_digest_is_over_the_salt_and_the_canonical_body() {
        let bytes: Vec<u8> = (0..16).chain(*br#"{"a":1,"b":[null,1e-7]}"#).collect();
        let digest = body_digest(SALT, &json!({"b": [null, 1e-7], "a": 1.0})).unwrap();
        assert_eq!(digest, Sha256::of(&bytes));
    }

    #[test]
    fn numbers_that_hosts_change_are_refused() {
        let largest = 9_007_199_254_740_991_i64;
        for fine in [json!(largest), json!(-largest), json!(0.1), json!(9_007_199_254_740_991_f64)]
        {
            assert!(body_digest(SALT, &json!([fine])).is_ok(), "{fine}");
        }
        for large in [
            json!(largest + 1),
            json!(-largest - 1),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(1e300),
        ] {
            let error = body_digest(SALT, &json!({"a/b": [0, large]})).unwrap_err();
            assert_eq!(
                (error.path(), error.help_text()),
                ("/body/a~1b/1", Some("write it as text"))
            );
        }
    }

    #[test]
    fn depth_and_salts_have_bounds() {
        let nested = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        assert!(body_digest(SALT, &nested(90)).is_ok());
        assert!(body_digest(SALT, &nested(91)).is_err());
        for salt in ["", "00", &SALT[2..], &SALT.to_uppercase(), &"0".repeat(130), &SALT[1..], "é"]
        {
            let error = body_digest(salt, &json!(null)).unwrap_err();
            assert_eq!(error.path(), "/salt", "{salt}");
        }
        assert!(body_digest(&"0".repeat(128), &json!(null)).is_ok());
    }
}
