//! Plain scalars of the YAML 1.2 core schema (specification section 10.3.2).

use serde_json::{Number, Value};

use crate::error::{Error, ErrorCode, Result};

/// Returns the value of an unquoted scalar.
///
/// # Errors
/// `input_invalid` for `.nan`, `.inf` and integers beyond 64 bits, which JSON cannot hold.
pub(super) fn plain(text: &str) -> Result<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Value::Bool(false)),
        _ => {}
    }
    // Most scalars are words: only these can begin a number.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Ok(Value::String(text.to_owned()));
    }
    if let Some(value) = integer(text)? {
        return Ok(value);
    }
    if let Some(value) = float(text)? {
        return Ok(value);
    }
    Ok(Value::String(text.to_owned()))
}

/// Returns the value of a scalar with the core schema tag `suffix`, such as `str` or `int`.
///
/// # Errors
/// `input_invalid` when the text is not of that type, `input_unsupported` for another tag.
pub(super) fn tagged(suffix: &str, text: &str) -> Result<Value> {
    let value = match suffix {
        "str" => return Ok(Value::String(text.to_owned())),
        "null" | "bool" | "int" | "float" => plain(text)?,
        _ => return Err(unknown_tag(suffix)),
    };
    let fits = match (suffix, &value) {
        ("null", Value::Null) | ("bool", Value::Bool(_)) | ("float", Value::Number(_)) => true,
        ("int", Value::Number(number)) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    if fits {
        return Ok(value);
    }
    Err(Error::new(
        ErrorCode::InputInvalid,
        format!("`{text}` is no value of the tag `!!{suffix}`"),
    ))
}

pub(super) fn unknown_tag(tag: &str) -> Error {
    Error::new(ErrorCode::InputUnsupported, format!("tag `{tag}` is not of the YAML core schema"))
        .help("remove the tag")
}

fn integer(text: &str) -> Result<Option<Value>> {
    let parsed = if let Some(digits) = text.strip_prefix("0x") {
        digits_in(digits, 16).then(|| u64::from_str_radix(digits, 16).map(Number::from))
    } else if let Some(digits) = text.strip_prefix("0o") {
        digits_in(digits, 8).then(|| u64::from_str_radix(digits, 8).map(Number::from))
    } else if digits_in(text.strip_prefix(['+', '-']).unwrap_or(text), 10) {
        let unsigned = text.strip_prefix('+').unwrap_or(text);
        Some(
            unsigned
                .parse::<i64>()
                .map(Number::from)
                .or_else(|_| unsigned.parse::<u64>().map(Number::from)),
        )
    } else {
        None
    };
    match parsed {
        None => Ok(None),
        Some(Ok(number)) => Ok(Some(Value::Number(number))),
        Some(Err(_)) => Err(Error::new(
            ErrorCode::InputInvalid,
            format!("integer `{text}` does not fit into 64 bits"),
        )
        .help("quote it to keep it as text")),
    }
}

fn digits_in(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
}

fn float(text: &str) -> Result<Option<Value>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(not_finite(text));
    }
    if !is_float(unsigned) {
        return Ok(None);
    }
    let Ok(number) = text.parse::<f64>() else { return Ok(None) };
    match Number::from_f64(number) {
        Some(number) => Ok(Some(Value::Number(number))),
        None => Err(not_finite(text)),
    }
}

fn not_finite(text: &str) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("`{text}` is not a finite number"))
        .help("write a finite number, or quote it to keep it as text")
}

/// Tells whether `text` is `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent_fits =
        exponent.is_none_or(|text| digits_in(text.strip_prefix(['+', '-']).unwrap_or(text), 10));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    exponent_fits
        && digits(whole)
        && digits(fraction)
        && (!whole.is_empty() || !fraction.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn core_schema_types() {
        let cases = [
            ("~", json!(null)),
            ("null", json!(null)),
            ("true", json!(true)),
            ("no", json!("no")),
            ("yes", json!("yes")),
            ("12", json!(12)),
            ("+12", json!(12)),
            ("-12", json!(-12)),
            ("007", json!(7)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("1.5", json!(1.5)),
            (".5", json!(0.5)),
            ("1e3", json!(1000.0)),
            ("1.", json!(1.0)),
            ("1.1.0", json!("1.1.0")),
            ("2025-10-05T22:11:04Z", json!("2025-10-05T22:11:04Z")),
            ("1_000", json!("1_000")),
            ("-", json!("-")),
            (".", json!(".")),
            ("1e", json!("1e")),
            ("NaN", json!("NaN")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
        ];
        for (text, value) in cases {
            assert_eq!(plain(text).unwrap(), value, "{text}");
        }
        for text in [".nan", ".inf", "-.inf", "1e999", "18446744073709551616"] {
            assert!(plain(text).is_err(), "{text}");
        }
    }
}
