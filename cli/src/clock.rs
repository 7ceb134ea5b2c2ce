//! The clock that the library is lent: it has none of its own.

use std::time::Instant;

use meta_rules::Clock;

/// Returns a clock that begins now.
pub(crate) fn start() -> Clock {
    let start = Instant::now();
    Clock::new(move || start.elapsed().as_secs_f64() * 1_000.0)
}
