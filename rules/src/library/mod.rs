//! The library of scripts: what does not belong to facts. Whatever takes longer for longer texts is charged for.

mod aggregates;
mod compare;
mod numbers;
mod patterns;
mod prepared;
mod rank;
mod text;
mod versions;

pub(crate) use compare::Comparison;
pub(crate) use patterns::{selector, selectors};
pub(crate) use prepared::Prepared;
use rhai::{EvalAltResult, NativeCallContext};

use crate::engine::api::Api;
use crate::engine::fault::{Halt, halt};

/// Declares every function.
pub(crate) fn declare(api: &mut Api<'_>) {
    aggregates::declare(api);
    compare::declare(api);
    numbers::declare(api);
    patterns::declare(api);
    rank::declare(api);
    text::declare(api);
    versions::declare(api);
}

/// Fails before a text of so many bytes is made, when it is longer than a text may be.
pub(crate) fn check_text(
    context: &NativeCallContext<'_>,
    bytes: usize,
) -> Result<(), Box<EvalAltResult>> {
    if bytes > context.engine().max_string_size() { Err(halt(Halt::Text)) } else { Ok(()) }
}
