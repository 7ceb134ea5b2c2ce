//! What many numbers come to.

use meta_core::stats;
use rhai::{Array, Dynamic, EvalAltResult, FLOAT, INT, NativeCallContext};

use crate::decision::charge;
use crate::engine::api::{Api, Gives};
use crate::engine::fault::failed;
use crate::facts::Numbers;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// A function of many numbers; none where there is no number.
type Aggregate = fn(&[FLOAT]) -> Option<FLOAT>;

/// Name, function and what it is.
const AGGREGATES: [(&str, Aggregate, &str); 5] = [
    ("max", greatest, "the greatest of many numbers"),
    ("mean", stats::mean, "the arithmetic mean"),
    ("median", stats::median, "the median: the mean of the middle two"),
    ("min", least, "the least of many numbers"),
    ("sum", sum, "the sum; 0 of no numbers"),
];

/// Declares aggregates. Each takes an array of a script and numbers of facts.
pub(super) fn declare(api: &mut Api<'_>) {
    for (name, aggregate, doc) in AGGREGATES {
        api.function(
            name,
            &["numbers"],
            Gives::Number,
            doc,
            move |context: NativeCallContext, list: Array| {
                some(aggregate(&numbers(&context, &list)?))
            },
        )
        .also(name, move |context: NativeCallContext, list: Numbers| {
            charge(&context, list.as_slice().len())?;
            some(aggregate(list.as_slice()))
        });
    }
    let doc = "the number that so many percent of the numbers do not exceed, by nearest rank";
    api.function(
        "percentile",
        &["numbers", "percent"],
        Gives::Number,
        doc,
        |context: NativeCallContext, list: Array, percent: INT| -> Answer<FLOAT> {
            percentile(&numbers(&context, &list)?, percent)
        },
    )
    .also("percentile", |context: NativeCallContext, list: Numbers, percent: INT| {
        charge(&context, list.as_slice().len())?;
        percentile(list.as_slice(), percent)
    });
}

fn least(numbers: &[FLOAT]) -> Option<FLOAT> {
    numbers.iter().copied().reduce(FLOAT::min)
}

fn greatest(numbers: &[FLOAT]) -> Option<FLOAT> {
    numbers.iter().copied().reduce(FLOAT::max)
}

#[expect(clippy::unnecessary_wraps, reason = "every aggregate has one form")]
fn sum(numbers: &[FLOAT]) -> Option<FLOAT> {
    // The sum of nothing is 0 and not -0.
    Some(numbers.iter().fold(0.0, |sum, number| sum + number))
}

fn percentile(numbers: &[FLOAT], percent: INT) -> Answer<FLOAT> {
    let percent = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
    let percent = percent.ok_or_else(|| failed("a percentile is from 0 to 100"))?;
    some(stats::percentile(numbers, percent))
}

fn some(value: Option<FLOAT>) -> Answer<FLOAT> {
    value.ok_or_else(|| failed("the list has no numbers"))
}

fn numbers(context: &NativeCallContext<'_>, list: &Array) -> Answer<Vec<FLOAT>> {
    charge(context, list.len())?;
    list.iter().map(number).collect()
}

fn number(item: &Dynamic) -> Answer<FLOAT> {
    #[expect(clippy::cast_precision_loss, reason = "aggregates are numbers with fractions")]
    let number = item.as_float().or_else(|_| item.as_int().map(|whole| whole as FLOAT));
    number.map_err(|_| failed(format!("the list has an item of type `{}`", item.type_name())))
}
