//! What has another name now: one change, where names alone would show two.

mod members;
mod types;
mod words;

pub(super) use members::{Aligned, Pair, align};
pub(super) use types::{TypeNames, types};

/// How sure a match by content is.
pub(super) const LIKELY: f64 = 0.7;
