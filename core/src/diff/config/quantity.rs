//! Amounts: numbers, durations, sizes, percentages, dates and versions.

use std::cmp::Ordering;

use serde_json::Value;

/// Units with their factors, by what they measure.
type Units = &'static [(&'static str, f64)];

const DURATIONS: Units = &[
    ("ms", 0.001),
    ("us", 0.000_001),
    ("ns", 0.000_000_001),
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("d", 86_400.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
    ("w", 604_800.0),
    ("week", 604_800.0),
    ("weeks", 604_800.0),
];

const SIZES: Units = &[
    ("b", 1.0),
    ("k", 1e3),
    ("kb", 1e3),
    ("mb", 1e6),
    ("gb", 1e9),
    ("tb", 1e12),
    ("g", 1e9),
    ("t", 1e12),
    ("ki", 1024.0),
    ("kib", 1024.0),
    ("mi", 1_048_576.0),
    ("mib", 1_048_576.0),
    ("gi", 1_073_741_824.0),
    ("gib", 1_073_741_824.0),
    ("ti", 1_099_511_627_776.0),
    ("tib", 1_099_511_627_776.0),
];

/// Thousandths, as processors are counted.
const SHARES: Units = &[("", 1.0), ("m", 0.001)];
const PERCENT: Units = &[("%", 1.0)];
const RATES: Units =
    &[("/s", 3600.0), ("/sec", 3600.0), ("/m", 60.0), ("/min", 60.0), ("/h", 1.0), ("r/s", 3600.0)];

/// Tells whether a text is an amount with a unit, or a number.
pub(super) fn is_amount(text: &str) -> bool {
    [SHARES, PERCENT, DURATIONS, SIZES, RATES].iter().any(|units| parse(text, units).is_some())
}

/// Compares two amounts of the same kind, before with after; none when they are none.
pub(super) fn compare(before: &Value, after: &Value) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (boundless(before), boundless(after)) {
        if a != b {
            return Some(a.cmp(&b));
        }
    }
    match (before, after) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => texts(a.trim(), b.trim()),
        (Value::Number(_), Value::String(text)) => {
            share(text).and_then(|b| before.as_f64()?.partial_cmp(&b))
        }
        (Value::String(text), Value::Number(_)) => {
            share(text).and_then(|a| a.partial_cmp(&after.as_f64()?))
        }
        _ => None,
    }
}

/// Reads thousandths; a text that is only a number is of another type than a number.
fn share(text: &str) -> Option<f64> {
    parse(text, SHARES).filter(|_| text.ends_with('m'))
}

/// Tells whether a value stands for no bound at all; none when it is no amount.
fn boundless(value: &Value) -> Option<bool> {
    match value {
        Value::Number(number) => Some(number.as_f64() == Some(-1.0)),
        Value::String(text) => {
            Some(matches!(text.to_ascii_lowercase().as_str(), "unlimited" | "infinite" | "inf"))
        }
        _ => None,
    }
}

fn texts(a: &str, b: &str) -> Option<Ordering> {
    for units in [SHARES, PERCENT, DURATIONS, SIZES, RATES] {
        if let (Some(a), Some(b)) = (parse(a, units), parse(b, units)) {
            return a.partial_cmp(&b);
        }
    }
    if let (Some(a), Some(b)) = (date(a), date(b)) {
        return Some(a.cmp(b));
    }
    let ((a_name, a), (b_name, b)) = (version(a)?, version(b)?);
    (a_name == b_name).then(|| a.cmp(&b))
}

/// Reads an amount such as `30s`, `1h30m` or `10Mi`.
fn parse(text: &str, units: Units) -> Option<f64> {
    let text = text.to_ascii_lowercase().replace(['_', ' '], "");
    let mut rest = text.strip_prefix("pt").unwrap_or(&text);
    let mut sum = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(digits)?;
        let length = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(length)?;
        let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
        sum += number.parse::<f64>().ok()? * factor;
        rest = tail;
    }
    (!text.is_empty()).then_some(sum)
}

/// Returns a date, or a date and time in UTC, that is ordered as text.
pub(super) fn date(text: &str) -> Option<&str> {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let (day, time) = text.split_at_checked(10)?;
    let zoned = time.is_empty() || time.ends_with(['Z', 'z']);
    (zoned && day.bytes().enumerate().all(shape)).then_some(text)
}

/// Returns the numbers of a version such as `1.2` or `TLSv1.2`, and what stands before them.
pub(super) fn version(text: &str) -> Option<(&str, Vec<u64>)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (name, numbers) = text.split_at_checked(start)?;
    let numbers: Option<Vec<u64>> = numbers.split('.').map(|part| part.parse().ok()).collect();
    let named = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_'));
    numbers.filter(|_| named).map(|numbers| (name, numbers))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn amounts_are_ordered() {
        for (less, more) in [
            (json!(1), json!(2.5)),
            (json!("30s"), json!("1m")),
            (json!("90m"), json!("1h31m")),
            (json!("500Mi"), json!("1Gi")),
            (json!("500m"), json!("1")),
            (json!("500m"), json!(1)),
            (json!("80%"), json!("95.5%")),
            (json!("100/m"), json!("10/s")),
            (json!("2026-01-31"), json!("2026-02-01")),
            (json!("TLSv1.2"), json!("TLSv1.3")),
            (json!("1.9.0"), json!("1.10.0")),
            (json!(100), json!(-1)),
            (json!("10"), json!("unlimited")),
        ] {
            assert_eq!(compare(&less, &more), Some(Ordering::Less), "{less} {more}");
            assert_eq!(compare(&more, &less), Some(Ordering::Greater), "{more} {less}");
        }
        assert_eq!(compare(&json!("60s"), &json!("1m")), Some(Ordering::Equal));
        for (a, b) in
            [(json!("a"), json!("b")), (json!(true), json!(2)), (json!("1s"), json!("1Gi"))]
        {
            assert_eq!(compare(&a, &b), None, "{a} {b}");
        }
    }
}
