use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Shape {
    Point,
    Circle(f64),
    Line(i32, i32),
    Box { width: u8, name: Option<String> },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawing {
    shapes: Vec<Shape>,
    #[serde(default)]
    by_number: BTreeMap<u8, Named>,
    #[serde(default)]
    other: Value,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Named(String);

/// Reads a value in both ways, and as `serde_json` does.
fn read<T: DeserializeOwned + PartialEq + fmt::Debug>(value: &Value) -> Result<T, Mismatch> {
    let read = from_shared::<T>(value);
    let owned = from_owned::<T>(value.clone());
    let expected = serde_json::from_value::<T>(value.clone());
    let told = |read: &Result<T, Mismatch>| read.as_ref().map_err(ToString::to_string).map(|_| ());
    assert_eq!(told(&read), told(&owned));
    assert_eq!(told(&read), expected.as_ref().map_err(ToString::to_string).map(|_| ()));
    if let (Ok(read), Ok(owned), Ok(expected)) = (&read, &owned, &expected) {
        assert_eq!([read, owned], [expected, expected]);
    }
    read
}

#[test]
fn values_are_read_as_serde_json_reads_them() {
    let boxed = json!({"box": {"width": 3, "name": null}});
    let drawing = json!({
        "shapes": ["point", {"point": null}, {"circle": 2}, {"line": [1, -2]}, boxed],
        "by_number": {"7": "seven", "255": "most"},
        "other": [null, true, -1, 18_446_744_073_709_551_615_u64, 0.5, "text", {"a": {}}],
    });
    assert!(read::<Drawing>(&drawing).is_ok());
    assert!(read::<(bool, char, ())>(&json!([true, "a", null])).is_ok());
    assert!(read::<Option<BTreeMap<String, u64>>>(&json!({"a": 1})).is_ok());
}

#[test]
fn faults_are_told_as_serde_json_tells_them_with_their_place() {
    for (value, place) in [
        (json!(null), ""),
        (json!({}), ""),
        (json!({"shapes": [], "colour": 1}), "/colour"),
        (json!({"shapes": ["point", "square"]}), "/shapes/1"),
        (json!({"shapes": [{"circle": "wide"}]}), "/shapes/0"),
        (json!({"shapes": [{"point": 1}]}), "/shapes/0"),
        (json!({"shapes": ["circle"]}), "/shapes/0"),
        (json!({"shapes": [{"line": [1]}]}), "/shapes/0"),
        (json!({"shapes": [{"line": [1, 2, 3]}]}), "/shapes/0"),
        (json!({"shapes": [{"line": [1, 2.5]}]}), "/shapes/0/1"),
        (json!({"shapes": [{"box": {"width": 256}}]}), "/shapes/0/width"),
        (json!({"shapes": [{"box": {"width": 1, "name": false}}]}), "/shapes/0/name"),
        (json!({"shapes": [{}]}), "/shapes/0"),
        (json!({"shapes": [{"point": null, "circle": 1}]}), "/shapes/0"),
        (json!({"shapes": [7]}), "/shapes/0"),
        (json!({"shapes": {"a/b": 1}}), "/shapes"),
        (json!({"shapes": [], "by_number": {"a/b": "x"}}), "/by_number/a~1b"),
        (json!({"shapes": [], "by_number": {"1": []}}), "/by_number/1"),
    ] {
        let mismatch = read::<Drawing>(&value).unwrap_err();
        assert_eq!(mismatch.pointer(), place, "{value}: {mismatch}");
    }
}

#[test]
fn objects_are_not_written_as_lists() {
    let mismatch = from_owned::<Drawing>(json!([[]])).unwrap_err();
    assert_eq!(mismatch.to_string(), "invalid type: sequence, expected struct Drawing");
}

#[test]
fn keys_that_are_numbers_have_no_line() {
    let mismatch =
        from_owned::<Drawing>(json!({"shapes": [], "by_number": {"256": "x"}})).unwrap_err();
    assert_eq!(mismatch.to_string(), "invalid value: integer `256`, expected u8");
    assert_eq!(mismatch.pointer(), "/by_number/256");
}
