//! Instants. Scripts have no clock: `ctx.now` is the time that the evaluation was given.

#![expect(clippy::needless_pass_by_value, reason = "the engine hands values over")]

use meta_core::time::Timestamp;
use rhai::{EvalAltResult, INT, ImmutableString};

use crate::engine::api::{Api, Facts, Gives};
use crate::engine::fault::failed;

/// An instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(pub(crate) Timestamp);

impl Facts for Time {
    const NAME: &'static str = "Time";
}

/// Declares instants.
pub(super) fn declare(api: &mut Api<'_>) {
    api.facts::<Time>("an instant; `<`, `<=`, `==`, `!=`, `>=` and `>` compare two")
        .shown(|time| time.0.to_string().into());
    api.function("time", &["text"], Gives::Time, "the instant that a text states (RFC 3339)", time)
        .function("days_between", &["start", "end"], Gives::Number, "the days of 86,400 seconds from one instant to another; negative when the other is earlier", |start: Time, end: Time| {
            start.0.days_until(end.0)
        })
        .function("whole_days_between", &["start", "end"], Gives::Integer, "the full days of 86,400 seconds from one instant to another", |start: Time, end: Time| -> INT {
            start.0.whole_days_until(end.0)
        });
}

fn time(text: ImmutableString) -> Result<Time, Box<EvalAltResult>> {
    Timestamp::parse(&text).map(Time).map_err(|error| failed(error.message()))
}
