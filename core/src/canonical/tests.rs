//! Canonical JSON against the vectors of RFC 8785 and against another implementation.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;
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

/// Values of every type, with keys that are hard to sort.
fn values() -> impl Strategy<Value = Value> {
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

/// Members out of order, left out, and inside of each other.
#[derive(Debug, Serialize)]
struct Record {
    zone: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<Value>,
    #[serde(rename = "\u{1f600}")]
    face: i64,
    #[serde(rename = "\u{e000}")]
    private: (),
    #[serde(rename = "a b")]
    spaced: BTreeMap<String, Value>,
    a: Value,
}

proptest! {
    #[test]
    fn the_library_writes_the_same(
        zone in any::<Option<u64>>(),
        list in prop::collection::vec(values(), 0..3),
        face in any::<i64>(),
        spaced in prop::collection::btree_map("[a-cé\u{e000}\u{1f600}\"\\\\ ]{0,3}", values(), 0..4),
        a in values(),
    ) {
        let record = Record { zone, list, face, private: (), spaced, a };
        let text = String::from_utf8(Canonicalizer::default().write(&record).unwrap().to_vec()).unwrap();
        prop_assert_eq!(text, serde_json_canonicalizer::to_string(&record).unwrap());
    }
}

/// Every form that something serializable can have.
#[derive(Debug, Serialize)]
enum Form {
    Unit,
    Newtype(Value),
    Tuple(i8, Option<bool>),
    Struct { z: u16, a: char },
}

#[derive(Debug, Serialize)]
struct Pair(f32, (u8, ()));

#[derive(Debug, Serialize)]
struct Wrapped(String);

/// Written by its `Display`.
#[derive(Debug)]
struct Shown(String);

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn same(value: &impl Serialize) {
    let text = to_string(value).unwrap();
    assert_eq!(text, serde_json_canonicalizer::to_string(value).unwrap());
}

proptest! {
    #[test]
    fn every_form_is_written_as_the_library_does(
        value in values(), small in any::<i8>(), z in any::<u16>(), a in any::<char>(), text in ".{0,4}",
        keys in prop::collection::btree_map(any::<i64>(), any::<Option<u32>>(), 0..3), single in -1.0e30_f32..1.0e30,
    ) {
        same(&[Form::Unit, Form::Newtype(value), Form::Tuple(small, None), Form::Struct { z, a }]);
        same(&Pair(single, (7, ())));
        same(&(Wrapped(text.clone()), Shown(text.clone()), a, text.as_bytes()));
        same(&keys);
        same(&BTreeMap::from([(a, true)]));
        same(&BTreeMap::from([(true, small)]));
    }
}

#[test]
fn what_has_no_canonical_form_is_an_error() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(to_string(&number).is_err());
        assert!(to_string(&[Some(number)]).is_err());
    }
    assert!(to_string(&BTreeMap::from([(Some([1]), 2)])).is_err());
    assert!(to_string(&BTreeMap::from([((), 2)])).is_err());
}
