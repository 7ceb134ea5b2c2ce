//! Canonical JSON (RFC 8785) of values with plain keys, several times faster than
//! `serde_json_canonicalizer`, which encodes every key in UTF-16 to sort it. A property test compares
//! the two.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Returns the canonical JSON of `value`.
pub(super) fn canonical(value: &Value) -> serde_json::Result<Vec<u8>> {
    if !has_plain_keys(value) {
        return serde_json_canonicalizer::to_vec(value);
    }
    let mut text = Vec::with_capacity(1024);
    value.serialize(&mut Serializer::with_formatter(&mut text, EcmaScript))?;
    Ok(text)
}

/// Tells whether every key is ASCII: then the order of bytes, in which `serde_json` keeps members, is
/// that of UTF-16 (RFC 8785 section 3.2.3).
fn has_plain_keys(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter().all(|(key, member)| key.is_ascii() && has_plain_keys(member))
        }
        Value::Array(items) => items.iter().all(has_plain_keys),
        _ => true,
    }
}

/// `serde_json` writes as RFC 8785 asks for, except for numbers: every number is a double, printed
/// as ECMAScript does (section 3.2.2.3).
pub(super) struct EcmaScript;

/// Up to here every integer is a double of its own, and prints as an integer.
const EXACT: u64 = 1 << 53;

impl Formatter for EcmaScript {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        serde_json_canonicalizer::to_writer(&value, &mut &mut *writer).map_err(io::Error::from)
    }

    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        if value.unsigned_abs() <= EXACT {
            return CompactFormatter.write_i64(writer, value);
        }
        #[expect(clippy::cast_precision_loss, reason = "that is what the RFC asks for")]
        self.write_f64(writer, value as f64)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        if value <= EXACT {
            return CompactFormatter.write_u64(writer, value);
        }
        #[expect(clippy::cast_precision_loss, reason = "that is what the RFC asks for")]
        self.write_f64(writer, value as f64)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::canonical;

    /// Values of every type, with keys that are hard to sort.
    pub(in crate::canonical) fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            Just(Value::from(i64::MIN)),
            any::<u64>().prop_map(Value::from),
            (-20_i64..20).prop_map(|near| Value::from((1_i64 << 53) + near)),
            any::<f64>().prop_map(Value::from),
            (-1000_i32..1000).prop_map(|tenths| Value::from(f64::from(tenths) / 10.0)),
            "[a-c\u{0}-\u{20}\"\\\\é\u{7f}\u{e000}\u{1f600}]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 30, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[a-c\u{0}-\u{20}\"]{0,3}", inner.clone(), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
                prop::collection::btree_map("[a-cé\u{e000}\u{1f600}]{0,3}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_library_writes_the_same(value in values()) {
            let text = canonical(&value).unwrap();
            prop_assert_eq!(text, serde_json_canonicalizer::to_vec(&value).unwrap());
        }
    }
}
