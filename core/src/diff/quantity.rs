//! Amounts: numbers, durations, sizes, percentages, rates, dates and versions.

use std::cmp::Ordering;

use serde_json::Value;

use super::schema::decimal::Decimal;

/// Units with their factors in billionths, by what they measure. In lower case but for `M`, which is
/// a million where `m` is a minute or a thousandth.
type Units = &'static [(&'static str, i128)];

/// One, in billionths.
const ONE: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * ONE;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

const DURATIONS: Units = &[
    ("ns", 1),
    ("us", 1000),
    ("µs", 1000),
    ("ms", 1_000_000),
    ("s", ONE),
    ("sec", ONE),
    ("secs", ONE),
    ("second", ONE),
    ("seconds", ONE),
    ("m", MINUTE),
    ("min", MINUTE),
    ("mins", MINUTE),
    ("minute", MINUTE),
    ("minutes", MINUTE),
    ("h", HOUR),
    ("hour", HOUR),
    ("hours", HOUR),
    ("d", DAY),
    ("day", DAY),
    ("days", DAY),
    ("w", 7 * DAY),
    ("week", 7 * DAY),
    ("weeks", 7 * DAY),
];

/// The parts of a duration such as `P1DT2H30M`, behind the `T` and before it.
const ISO_TIME: Units = &[("h", HOUR), ("M", MINUTE), ("s", ONE)];
const ISO_DAYS: Units = &[("w", 7 * DAY), ("d", DAY)];

const SIZES: Units = &[
    ("b", ONE),
    ("k", 1000 * ONE),
    ("kb", 1000 * ONE),
    ("M", 1_000_000 * ONE),
    ("mb", 1_000_000 * ONE),
    ("g", 1_000_000_000 * ONE),
    ("gb", 1_000_000_000 * ONE),
    ("t", 1_000_000_000_000 * ONE),
    ("tb", 1_000_000_000_000 * ONE),
    ("ki", (1 << 10) * ONE),
    ("kib", (1 << 10) * ONE),
    ("mi", (1 << 20) * ONE),
    ("mib", (1 << 20) * ONE),
    ("gi", (1 << 30) * ONE),
    ("gib", (1 << 30) * ONE),
    ("ti", (1 << 40) * ONE),
    ("tib", (1 << 40) * ONE),
];

/// Sizes as web servers write them, where both sides are written so.
const SMALL_SIZES: Units =
    &[("b", ONE), ("k", (1 << 10) * ONE), ("m", (1 << 20) * ONE), ("g", (1 << 30) * ONE)];

/// Thousandths, as processors are counted.
const SHARES: Units = &[("", ONE), ("m", 1_000_000)];
const PERCENT: Units = &[("%", ONE)];

/// For each day.
const RATES: Units = &[
    ("/s", 86_400 * ONE),
    ("/sec", 86_400 * ONE),
    ("/second", 86_400 * ONE),
    ("r/s", 86_400 * ONE),
    ("rps", 86_400 * ONE),
    ("/m", 1440 * ONE),
    ("/min", 1440 * ONE),
    ("/minute", 1440 * ONE),
    ("r/m", 1440 * ONE),
    ("rpm", 1440 * ONE),
    ("/h", 24 * ONE),
    ("/hour", 24 * ONE),
    ("r/h", 24 * ONE),
    ("/d", ONE),
    ("/day", ONE),
    ("r/d", ONE),
];

/// Readers, by what they measure; the first that reads both sides decides.
const READERS: &[fn(&str) -> Option<i128>] = &[
    |text| read(text, SHARES),
    |text| read(text, PERCENT),
    |text| read(text, DURATIONS).or_else(|| iso(text)),
    |text| read(text, SIZES),
    |text| read(text, RATES),
    |text| read(text, SMALL_SIZES),
];

/// Tells whether a text is an amount with a unit, or a number.
pub(super) fn is_amount(text: &str) -> bool {
    READERS.iter().any(|read| read(text).is_some())
}

/// Tells whether a name says that what it holds is a version.
pub(super) fn is_versioned(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "tag"
        || name.ends_with("_tag")
        || ["version", "release", "semver"].iter().any(|word| name.contains(word))
        || name.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "v" | "ver"))
}

/// Tells whether a value is an amount of nothing.
pub(super) fn is_zero(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => READERS.iter().any(|read| read(text) == Some(0)),
        _ => false,
    }
}

/// Reads amounts that all measure the same.
pub(super) fn readings(texts: &[&str]) -> Option<Vec<i128>> {
    READERS.iter().find_map(|read| texts.iter().map(|text| read(text)).collect())
}

/// Compares two amounts of the same kind, before with after, in a field of that name; none when they
/// are none.
pub(super) fn compare(before: &Value, after: &Value, name: &str) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (boundless(before), boundless(after)) {
        if a != b {
            return Some(a.cmp(&b));
        }
    }
    match (before, after) {
        (Value::Number(a), Value::Number(b)) => Some(Decimal::of(a)?.compare(&Decimal::of(b)?)),
        (Value::String(a), Value::String(b)) => texts(a.trim(), b.trim(), name),
        (Value::Number(number), Value::String(text)) => {
            Some(read(&number.to_string(), SHARES)?.cmp(&share(text)?))
        }
        (Value::String(text), Value::Number(number)) => {
            Some(share(text)?.cmp(&read(&number.to_string(), SHARES)?))
        }
        _ => None,
    }
}

/// Reads thousandths; a text that is only a number is of another type than a number.
fn share(text: &str) -> Option<i128> {
    read(text, SHARES).filter(|_| text.ends_with('m'))
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

fn texts(a: &str, b: &str, name: &str) -> Option<Ordering> {
    let bare = |text: &str| read(text, SHARES).filter(|_| !text.ends_with('m'));
    if let (Some(x), Some(y)) = (bare(a), bare(b)) {
        return bare_texts((a, x), (b, y), name);
    }
    // A tag such as `24h` is no duration.
    let amounts = READERS.iter().find_map(|read| read(a).zip(read(b)));
    if let Some((a, b)) = amounts.filter(|_| !is_versioned(name)) {
        return Some(a.cmp(&b));
    }
    if let (Some(a), Some(b)) = (date(a), date(b)) {
        return Some(a.cmp(b));
    }
    let ((a_name, x), (b_name, y)) = (version(a)?, version(b)?);
    // `01234` and `1234` are other texts for whoever reads them.
    let order = x.cmp(&y);
    (a_name == b_name && (order != Ordering::Equal || a == b)).then_some(order)
}

/// Compares texts that are numbers: `3.9` and `3.10` may be versions as well, and where those have
/// another order the name must tell.
fn bare_texts((a, x): (&str, i128), (b, y): (&str, i128), name: &str) -> Option<Ordering> {
    let by_number = x.cmp(&y);
    if a == b || !a.contains('.') && !b.contains('.') {
        return (a == b || by_number != Ordering::Equal).then_some(by_number);
    }
    let by_version = version(a)?.1.cmp(&version(b)?.1);
    if is_versioned(name) {
        return (by_version != Ordering::Equal).then_some(by_version);
    }
    (by_number == by_version && by_number != Ordering::Equal).then_some(by_number)
}

/// Reads an amount such as `30s`, `1h30m` or `10 Mi`.
fn read(text: &str, units: Units) -> Option<i128> {
    let mut rest = text.trim();
    let (mut sum, mut some) = (0_i128, false);
    while !rest.is_empty() {
        let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
        let end = rest.find(|c: char| !numeric(c)).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end)?;
        let end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, next) = tail.split_at_checked(end)?;
        let unit = unit.trim();
        let factor = units.iter().find(|(name, _)| *name == spelled(unit)).map(|(_, f)| *f)?;
        // Numbers one after the other are a list, and a number that begins with 0 is a name.
        if unit.is_empty() && (!next.is_empty() || is_padded(number)) {
            return None;
        }
        sum = sum.checked_add(billionths(number)?.checked_mul(factor)?)?;
        (rest, some) = (next, true);
    }
    some.then_some(sum)
}

/// Returns a unit in lower case, but for `M`.
fn spelled(unit: &str) -> String {
    if unit == "M" { unit.to_owned() } else { unit.to_lowercase() }
}

fn is_padded(number: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    number.strip_prefix('0').is_some_and(|rest| digit(rest.chars().next()))
}

fn billionths(number: &str) -> Option<i128> {
    let plain = number.replace('_', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let part = part.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() > 9 || !digits(whole) || !digits(part) || whole.is_empty() {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = format!("{part:0<9}").parse().ok()?;
    whole.checked_mul(ONE)?.checked_add(part)
}

/// Reads a duration such as `P1D` or `PT1H30M`; how long a month is, nobody knows.
fn iso(text: &str) -> Option<i128> {
    let rest = text.strip_prefix('P').filter(|rest| !rest.is_empty() && !rest.ends_with('T'))?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let part = |text: &str, units| if text.is_empty() { Some(0) } else { read(text, units) };
    part(days, ISO_DAYS)?.checked_add(part(time, ISO_TIME)?)
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
            (json!("300r/m"), json!("10r/s")),
            (json!("2026-01-31"), json!("2026-02-01")),
            (json!("TLSv1.2"), json!("TLSv1.3")),
            (json!("1.9.0"), json!("1.10.0")),
            (json!(100), json!(-1)),
            (json!("10"), json!("unlimited")),
            (json!("500M"), json!("2G")),
            (json!("10m"), json!("1g")),
            (json!("P1D"), json!("P2D")),
            (json!("PT90M"), json!("P1DT2H")),
            (json!(9_007_199_254_740_992_u64), json!(9_007_199_254_740_993_u64)),
            (json!("0.5"), json!("0.75")),
        ] {
            assert_eq!(compare(&less, &more, ""), Some(Ordering::Less), "{less} {more}");
            assert_eq!(compare(&more, &less, ""), Some(Ordering::Greater), "{more} {less}");
        }
        for (a, b) in [("60s", "1m"), ("700ms", "0.7s"), ("1 h 30 m", "90m"), ("1000m", "1")] {
            assert_eq!(compare(&json!(a), &json!(b), ""), Some(Ordering::Equal), "{a} {b}");
        }
    }

    #[test]
    fn what_is_no_amount_is_not_compared() {
        for (a, b) in [
            (json!("a"), json!("b")),
            (json!(true), json!(2)),
            (json!("1s"), json!("1Gi")),
            (json!("100M"), json!("100m")),
            (json!("01234"), json!("1234")),
            (json!("1.20"), json!("1.2")),
            (json!("3.9"), json!("3.10")),
            (json!("0 1 1 1 0"), json!("0 11 1 0")),
            (json!("P1M"), json!("P2M")),
        ] {
            assert_eq!(compare(&a, &b, ""), None, "{a} {b}");
        }
    }

    #[test]
    fn names_tell_versions() {
        let order = |a: &str, b: &str| compare(&json!(a), &json!(b), "min_python_version");
        assert_eq!(order("3.9", "3.10"), Some(Ordering::Less));
        assert_eq!(order("3.10", "3.1"), Some(Ordering::Greater));
    }
}
