//! Numbers as they are written: `0.1` is a tenth, not the double next to it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::str::FromStr;

use bigdecimal::{BigDecimal, Zero};
use serde_json::{Number, Value};

/// An exact decimal number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(BigDecimal);

/// Beyond this many digits a number is left as the double it was read as.
const MOST_EXPONENT: i64 = 400;

impl Decimal {
    /// Returns the number that `number` was written as.
    pub(crate) fn of(number: &Number) -> Option<Self> {
        let exact = BigDecimal::from_str(&number.to_string()).ok()?;
        let (_, scale) = exact.as_bigint_and_exponent();
        (scale.abs() <= MOST_EXPONENT).then(|| Self(exact.normalized()))
    }

    pub(crate) fn from_count(count: u64) -> Self {
        Self(BigDecimal::from(count))
    }

    /// Tells whether this is a whole multiple of `unit`.
    pub(crate) fn is_multiple_of(&self, unit: &Self) -> bool {
        !unit.0.is_zero() && (&self.0 % &unit.0).is_zero()
    }

    /// Returns the least whole number that is a multiple of this one; none beyond 40 digits.
    pub(crate) fn least_whole_multiple(&self) -> Option<Self> {
        const MOST_DIGITS: i64 = 40;
        let unit = self.0.normalized();
        let (digits, scale) = unit.as_bigint_and_exponent();
        if scale <= 0 {
            return Some(self.clone());
        }
        if scale > MOST_DIGITS || unit.digits() > MOST_DIGITS.unsigned_abs() {
            return None;
        }
        // Of a fraction over a power of ten, the numerator is left once both are divided by what they share.
        let mut numerator = BigDecimal::from(digits);
        for prime in [2, 5].map(BigDecimal::from) {
            for _ in 0..scale {
                let divided = &numerator / &prime;
                if !divided.is_integer() {
                    break;
                }
                numerator = divided;
            }
        }
        Some(Self(numerator.normalized()))
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// Returns the least whole number that is not less, or, when `exclusive`, that is greater.
    pub(crate) fn least_whole(&self, exclusive: bool) -> Self {
        let ceiling = self.0.with_scale_round(0, bigdecimal::RoundingMode::Ceiling);
        if exclusive && ceiling == self.0 { Self(ceiling + 1) } else { Self(ceiling) }
    }

    /// Returns the greatest whole number that is not greater, or, when `exclusive`, that is less.
    pub(crate) fn greatest_whole(&self, exclusive: bool) -> Self {
        let floor = self.0.with_scale_round(0, bigdecimal::RoundingMode::Floor);
        if exclusive && floor == self.0 { Self(floor - 1) } else { Self(floor) }
    }

    /// Returns the number as JSON has it.
    pub(crate) fn to_value(&self) -> Value {
        serde_json::from_str(&self.0.to_plain_string()).unwrap_or_default()
    }

    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

/// Tells whether two values are equal as JSON Schema has it: numbers by value, `1` as `1.0`.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || Decimal::of(one).is_some_and(|n| Some(n) == Decimal::of(other))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    other.get(key).is_some_and(|counterpart| equal(value, counterpart))
                })
        }
        _ => one == other,
    }
}

/// Values by what makes them equal, so that finding one takes no look at each.
pub(crate) struct Listed(BTreeMap<String, usize>);

impl Listed {
    pub(crate) fn of(values: &[Value]) -> Self {
        let mut places = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            places.entry(key(value)).or_insert(index);
        }
        Self(places)
    }

    /// Returns the position of the first value that is equal.
    pub(crate) fn position(&self, value: &Value) -> Option<usize> {
        self.0.get(&key(value)).copied()
    }

    pub(crate) fn holds(&self, value: &Value) -> bool {
        self.position(value).is_some()
    }
}

/// Returns a text that equal values share, and no others.
fn key(value: &Value) -> String {
    let mut text = String::new();
    write_key(value, &mut text);
    text
}

fn write_key(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => match Decimal::of(number) {
            Some(exact) => {
                let (digits, scale) = exact.0.as_bigint_and_exponent();
                text.push_str(&digits.to_string());
                text.push('e');
                text.push_str(&(-scale).to_string());
            }
            None => text.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_key(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            for (name, member) in sorted {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_key(member, text);
                text.push(',');
            }
            text.push('}');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Decimal, Listed, equal};

    fn decimal(value: &Value) -> Decimal {
        Decimal::of(value.as_number().unwrap()).unwrap()
    }

    #[test]
    fn whole_multiples_of_fractions() {
        let cases =
            [(1.5, 3), (0.5, 1), (0.4, 2), (2.0, 2), (0.03, 3), (1.25, 5), (100.0, 100), (0.1, 1)];
        for (unit, whole) in cases {
            let found = decimal(&json!(unit)).least_whole_multiple();
            assert_eq!(found, Some(decimal(&json!(whole))), "{unit}");
        }
    }

    #[test]
    fn a_tenth_divides_three_tenths() {
        assert!(decimal(&json!(0.3)).is_multiple_of(&decimal(&json!(0.1))));
        assert!(!decimal(&json!(0.35)).is_multiple_of(&decimal(&json!(0.1))));
        assert_eq!(decimal(&json!(0.50)), decimal(&json!(5e-1)));
        assert_eq!(decimal(&json!(2.0)), decimal(&json!(2)));
    }

    #[test]
    fn bounds_of_whole_numbers() {
        let five = decimal(&json!(5));
        assert_eq!(five.least_whole(true), decimal(&json!(6)));
        assert_eq!(five.least_whole(false), five);
        assert_eq!(decimal(&json!(4.2)).least_whole(true), five);
        assert_eq!(decimal(&json!(5.9)).greatest_whole(false), five);
        assert_eq!(five.greatest_whole(true), decimal(&json!(4)));
        assert_eq!(decimal(&json!(-0.5)).least_whole(false), decimal(&json!(0)));
    }

    #[test]
    fn values_are_found_where_they_are_equal() {
        let values = [
            json!(1),
            json!(1.0),
            json!("1"),
            json!("1e0"),
            json!(null),
            json!("null"),
            json!(0.5),
            json!(5e-1),
            json!(1e300),
            json!(-0.0),
            json!(0),
            json!([1, "a,"]),
            json!([1.0, "a,"]),
            json!(["1", "a,"]),
            json!({"a": 1, "b": [2]}),
            json!({"b": [2.0], "a": 1}),
            json!({}),
            json!([]),
            json!([[]]),
            json!({"a\"": 1}),
            json!(u64::MAX),
            json!(1e19),
        ];
        for one in &values {
            for other in &values {
                let found = Listed::of(std::slice::from_ref(other)).holds(one);
                assert_eq!(found, equal(one, other), "{one} {other}");
            }
        }
    }
}
