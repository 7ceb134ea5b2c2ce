//! What subjects are compared with.

use std::cmp::Ordering;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Number, Value};

use crate::diff::schema::decimal::Decimal;

/// A value that a subject is compared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Constant {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    /// The address of a host: whether it is one of the newer, longer kind, and its number.
    Address(bool, u128),
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
            Self::Address(false, number) => {
                Ipv4Addr::from(u32::try_from(*number).unwrap_or(u32::MAX)).to_string()
            }
            Self::Address(true, number) => Ipv6Addr::from(*number).to_string(),
        }
    }
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
