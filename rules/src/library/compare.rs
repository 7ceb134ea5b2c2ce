//! Comparisons. In the language itself, values of different types are unequal and neither is less, silently: a policy
//! that compares a text with a number would let everything pass. Here that is an error.

use std::cmp::Ordering;

use rhai::{Dynamic, EvalAltResult, FLOAT, INT, ImmutableString};

use crate::engine::api::Api;
use crate::engine::fault::{failed, type_word};
use crate::facts::Time;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Same,
    Different,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    /// Every comparison, by its operator.
    const ALL: [(&'static str, Self); 6] = [
        ("==", Self::Same),
        ("!=", Self::Different),
        ("<", Self::Less),
        ("<=", Self::AtMost),
        (">", Self::Greater),
        (">=", Self::AtLeast),
    ];

    /// Tells whether `a` compares with `b` like this.
    ///
    /// # Errors
    /// When the two cannot be compared.
    pub(crate) fn holds(self, a: &Dynamic, b: &Dynamic) -> Answer<bool> {
        match self {
            Self::Same => is_same(a, b),
            Self::Different => is_same(a, b).map(|same| !same),
            Self::Less => order(a, b).map(Ordering::is_lt),
            Self::AtMost => order(a, b).map(Ordering::is_le),
            Self::Greater => order(a, b).map(Ordering::is_gt),
            Self::AtLeast => order(a, b).map(Ordering::is_ge),
        }
    }
}

/// Declares the six comparisons.
pub(super) fn declare(api: &mut Api<'_>) {
    // Else the engine compares plain values itself.
    api.engine.set_fast_operators(false);
    for (operator, by) in Comparison::ALL {
        api.also(operator, move |a: &mut Dynamic, b: Dynamic| by.holds(a, &b));
    }
}

/// Tells whether two values are the same. `()` is the same as itself and can be compared with anything, because that
/// is how a script asks whether something was found.
pub(super) fn is_same(a: &Dynamic, b: &Dynamic) -> Answer<bool> {
    if a.is_unit() || b.is_unit() {
        return Ok(a.is_unit() && b.is_unit());
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a == b);
    }
    order(a, b).map(Ordering::is_eq)
}

/// Returns the order of two numbers, two texts or two instants.
fn order(a: &Dynamic, b: &Dynamic) -> Answer<Ordering> {
    if let (Some(a), Some(b)) = (a.read_lock::<ImmutableString>(), b.read_lock::<ImmutableString>())
    {
        return Ok(a.as_str().cmp(b.as_str()));
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Time>(), b.read_lock::<Time>()) {
        return Ok(a.cmp(&b));
    }
    let order = match (a.as_int(), b.as_int()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        (Ok(a), Err(_)) => b.as_float().ok().and_then(|b| whole_with_float(a, b)),
        (Err(_), Ok(b)) => {
            a.as_float().ok().and_then(|a| whole_with_float(b, a)).map(Ordering::reverse)
        }
        (Err(_), Err(_)) => {
            a.as_float().ok().zip(b.as_float().ok()).and_then(|(a, b)| a.partial_cmp(&b))
        }
    };
    order.ok_or_else(|| {
        let (a, b) = (name(a), name(b));
        failed(format!("a value of type `{a}` cannot be compared with one of type `{b}`"))
    })
}

/// Compares exactly: large whole numbers have no float of their own. None for what is no number.
fn whole_with_float(whole: INT, float: FLOAT) -> Option<Ordering> {
    const LIMIT: FLOAT = 9_223_372_036_854_775_808.0;
    if float.is_nan() {
        return None;
    }
    if float >= LIMIT {
        return Some(Ordering::Less);
    }
    if float < -LIMIT {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "it lies within the whole numbers")]
    let floor = float.floor() as INT;
    let has_fraction = float > float.floor();
    Some(whole.cmp(&floor).then(if has_fraction { Ordering::Less } else { Ordering::Equal }))
}

/// Returns what authors call the type of a value.
fn name(value: &Dynamic) -> &str {
    match type_word(value.type_name()) {
        plain @ ("integer" | "number" | "boolean" | "text" | "()" | "array" | "map") => plain,
        _ => "facts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_and_floats_are_compared_exactly() {
        let big = 9_007_199_254_740_993_i64;
        assert_eq!(whole_with_float(big, 9_007_199_254_740_992.0), Some(Ordering::Greater));
        assert_eq!(whole_with_float(1, 1.0), Some(Ordering::Equal));
        assert_eq!(whole_with_float(1, 1.5), Some(Ordering::Less));
        assert_eq!(whole_with_float(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(whole_with_float(INT::MAX, FLOAT::INFINITY), Some(Ordering::Less));
        assert_eq!(whole_with_float(INT::MIN, -9_223_372_036_854_775_808.0), Some(Ordering::Equal));
        assert_eq!(whole_with_float(0, FLOAT::NAN), None);
    }
}
