//! SHA-256 as bytes, and as the text it is stored as.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest;

use crate::canonical;

/// A SHA-256, written as 64 lower-case hexadecimal digits: other notations are refused, so that a stored text has
/// one form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// What stands for the entry before the first one.
    pub const ZERO: Self = Self([0; 32]);

    /// Returns the SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Returns the SHA-256 of `parts`, one behind the other.
    pub fn of_parts<const N: usize>(parts: [&[u8]; N]) -> Self {
        let mut digest = sha2::Sha256::new();
        for part in parts {
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// Returns the SHA-256 that `text` states; none when it is not 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text.as_bytes())
    }

    /// Returns what [`Sha256::parse`] returns.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 32];
        decode(text, &mut bytes).then_some(Self(bytes))
    }

    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the digits.
    pub(super) fn digits(&self) -> [u8; 64] {
        canonical::digits(self.0)
    }
}

/// Reads lower-case hexadecimal digits into `bytes`, and tells whether `text` is exactly that. Eight at a time: digits are
/// most of what is read of a record.
pub(super) fn decode(text: &[u8], bytes: &mut [u8]) -> bool {
    if text.len() != bytes.len() * 2 {
        return false;
    }
    let mut eights = text.chunks_exact(8);
    let mut fours = bytes.chunks_exact_mut(4);
    for (bytes, text) in fours.by_ref().zip(eights.by_ref()) {
        let (Ok(bytes), Ok(text)) = (<&mut [u8; 4]>::try_from(bytes), text.try_into()) else {
            return false;
        };
        *bytes = four(text);
    }
    let mut last = [b'0'; 8];
    last.iter_mut().zip(eights.remainder()).for_each(|(to, from)| *to = *from);
    fours.into_remainder().iter_mut().zip(four(last)).for_each(|(to, from)| *to = from);
    let is_digit = |digit: &u8| digit.is_ascii_digit() | (b'a'..=b'f').contains(digit);
    text.iter().fold(true, |all, digit| all & is_digit(digit))
}

/// Returns the bytes that hexadecimal digits stand for.
fn four(digits: [u8; 8]) -> [u8; 4] {
    let digits = u64::from_le_bytes(digits);
    // Of letters, the seventh bit is set, and the lower four count from 1.
    let values = (digits & 0x0f0f_0f0f_0f0f_0f0f) + ((digits >> 6) & 0x0101_0101_0101_0101) * 9;
    let [first, _, second, _, third, _, fourth, _] = (values << 4 | values >> 8).to_le_bytes();
    [first, second, third, fourth]
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Digits;
        impl de::Visitor<'_> for Digits {
            type Value = Sha256;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a SHA-256 of 64 lower-case hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Sha256, E> {
                Sha256::parse(text).ok_or_else(|| {
                    E::custom("a SHA-256 is written as 64 lower-case hexadecimal digits")
                })
            }
        }
        reader.deserialize_str(Digits)
    }
}

impl JsonSchema for Sha256 {
    fn schema_name() -> Cow<'static, str> {
        "Sha256".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A SHA-256 of 64 lower-case hexadecimal digits.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_notation() {
        // FIPS 180-4, the example of one block.
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let hash = Sha256::of(b"abc");
        assert_eq!((hash.to_string().as_str(), Sha256::parse(text)), (text, Some(hash)));
        assert_eq!(Sha256::of_parts([b"a", b"", b"bc"]), hash);
        let (short, upper, other) = (&text[1..], text.to_uppercase(), text.replace('b', "g"));
        for wrong in ["", short, &upper, &other, &format!("{text}0"), &text.replace('b', "é")] {
            assert_eq!(Sha256::parse(wrong), None, "{wrong}");
        }
    }
}
