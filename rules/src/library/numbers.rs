//! Numbers.

use meta_core::stats;
use rhai::{EvalAltResult, FLOAT, INT, ImmutableString};

use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// Declares functions of numbers.
pub(super) fn declare(api: &mut Api<'_>) {
    use Gives::Number;
    api.function("abs", &["number"], Number, "the number without its sign", |x: FLOAT| x.abs())
        .also("abs", |x: INT| x.checked_abs().ok_or_else(|| failed("the number is too large")))
        .function("min", &["a", "b"], Number, "the lesser of two numbers", |a: FLOAT, b: FLOAT| {
            a.min(b)
        })
        .also("min", |a: INT, b: INT| a.min(b))
        .function("max", &["a", "b"], Number, "the greater of two numbers", |a: FLOAT, b: FLOAT| {
            a.max(b)
        })
        .also("max", |a: INT, b: INT| a.max(b))
        .function("round", &["number", "digits"], Number, "the number rounded half to even", round)
        // Signs and negation are no part of an engine that knows nothing.
        .also("!", |flag: bool| !flag)
        .also("-", |x: INT| x.checked_neg().ok_or_else(|| failed("the number is too large")))
        .also("-", |x: FLOAT| -x)
        .also("+", |x: INT| x)
        .also("+", |x: FLOAT| x);
    conversions(api);
}

fn conversions(api: &mut Api<'_>) {
    use Gives::{Integer, Number, Text};
    let doc = "a whole number or a text as a number";
    api.function("to_number", &["value"], Number, doc, as_float)
        .also("to_number", |text: ImmutableString| -> Answer<FLOAT> {
            let number = text.trim().parse::<FLOAT>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| failed(format!("`{text}` is no number")))
        })
        .function(
            "to_integer",
            &["text"],
            Integer,
            "a text as a whole number",
            |text: ImmutableString| {
                text.trim()
                    .parse::<INT>()
                    .map_err(|_| failed(format!("`{text}` is no whole number")))
            },
        )
        .also("to_integer", truncated)
        .function("to_string", &["value"], Text, "a value as a text", |x: INT| {
            ImmutableString::from(x.to_string())
        })
        .also("to_string", |x: FLOAT| ImmutableString::from(rhai::Dynamic::from(x).to_string()))
        .also("to_string", |x: bool| ImmutableString::from(x.to_string()))
        .also("to_string", |x: ImmutableString| x);
}

fn round(number: FLOAT, digits: INT) -> Answer<FLOAT> {
    let digits = usize::try_from(digits).ok().filter(|digits| *digits <= 15);
    let digits = digits.ok_or_else(|| failed("digits are from 0 to 15"))?;
    Ok(stats::round_half_even(number, digits))
}

#[expect(clippy::cast_precision_loss, reason = "scripts ask for it")]
fn as_float(number: INT) -> FLOAT {
    number as FLOAT
}

/// Returns the whole part of a number that has one.
fn truncated(number: FLOAT) -> Answer<INT> {
    const LIMIT: FLOAT = 9_007_199_254_740_992.0;
    if !number.is_finite() || number.abs() > LIMIT {
        return Err(failed("the number is no whole number that can be told exactly"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is within 2^53")]
    Ok(number.trunc() as INT)
}
