//! What subjects are compared with.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use crate::diff::schema::decimal::Decimal;

/// A value that a subject is compared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Constant {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
}

impl Constant {
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Null),
            Value::Bool(flag) => Some(Self::Bool(*flag)),
            Value::Number(number) => Decimal::of(number).map(Self::Number),
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Array(_) | Value::Object(_) => None,
        }
    }

    pub(super) fn zero() -> Self {
        Self::Number(Decimal::from_count(0))
    }

    /// Reads a number as it is written in an expression.
    pub(super) fn number(text: &str) -> Option<Self> {
        let number: Number = serde_json::from_str(text).ok()?;
        Decimal::of(&number).map(Self::Number)
    }

    /// Returns the constant as an expression has it.
    pub(super) fn show(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("{text:?}"),
        }
    }
}

/// Sorts texts: by number where all are versions such as `1.10`, else by character.
pub(super) fn sort(texts: &mut [Constant]) {
    let keys: Option<Vec<_>> = texts.iter().map(version).collect();
    if keys.is_some() {
        texts.sort_by(|a, b| version(a).cmp(&version(b)).then_with(|| a.cmp(b)));
    } else {
        texts.sort_by(Ord::cmp);
    }
}

/// Returns the numbers of a text such as `v1.10.0`.
fn version(constant: &Constant) -> Option<Vec<u64>> {
    let Constant::Text(text) = constant else { return None };
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut numbers: Vec<u64> =
        text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let dotted = numbers.len() > 1;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    dotted.then_some(numbers)
}

/// How a subject is compared with a constant, where order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Comparison {
    Below,
    AtMost,
    AtLeast,
    Above,
}

impl Comparison {
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Below => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::AtLeast => order.is_ge(),
            Self::Above => order.is_gt(),
        }
    }

    /// Returns the comparison with its two sides exchanged.
    pub(super) fn flipped(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Above => Self::Below,
        }
    }
}
