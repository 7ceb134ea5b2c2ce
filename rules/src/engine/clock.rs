//! The clock of the host. This crate has none: a deadline and the duration of a phase are known only where a host
//! lends its own.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use meta_core::error::{Error, ErrorCode, Result};

use super::Deadline;

/// Tells how many milliseconds have gone by since any moment that stays the same.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Clock {
    /// Returns the clock that `milliseconds` reads.
    pub fn new(milliseconds: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(milliseconds))
    }

    /// Returns the milliseconds since any moment.
    pub(crate) fn read(&self) -> f64 {
        (self.0)()
    }

    /// Returns the deadline that is so many milliseconds from now.
    pub fn deadline(&self, milliseconds: u64) -> Deadline {
        let clock = self.clone();
        #[expect(clippy::cast_precision_loss, reason = "no evaluation takes thousands of years")]
        let end = clock.read() + milliseconds as f64;
        Deadline::new(move || clock.read() >= end)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Clock")
    }
}

thread_local! {
    /// The clock of what this thread was called for. Calls cross the border as texts, which carry no functions.
    static CURRENT: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// Lends a clock to `work`: calls in it may state `timeout_ms` and ask for `timings`.
pub fn with_clock<R>(clock: &Clock, work: impl FnOnce() -> R) -> R {
    struct Restore(Option<Clock>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.with_borrow_mut(|current| *current = self.0.take());
        }
    }
    let outer = CURRENT.with_borrow_mut(|current| current.replace(clock.clone()));
    let _restore = Restore(outer);
    work()
}

/// Lends the clock of another thread, where it had one, to `work`.
pub(crate) fn with<R>(clock: Option<&Clock>, work: impl FnOnce() -> R) -> R {
    match clock {
        Some(clock) => with_clock(clock, work),
        None => work(),
    }
}

/// Returns the clock that the host has lent.
pub(crate) fn current() -> Option<Clock> {
    CURRENT.with_borrow(Clone::clone)
}

/// Returns the deadline of an input that states a timeout.
///
/// # Errors
/// `input_unsupported` when there is no clock.
pub(crate) fn deadline(timeout_ms: Option<u64>) -> Result<Option<Deadline>> {
    let Some(milliseconds) = timeout_ms else { return Ok(None) };
    let clock = current().ok_or_else(|| none("/timeout_ms"))?;
    Ok(Some(clock.deadline(milliseconds)))
}

/// Returns the error of a question about time that nothing can answer.
pub(crate) fn none(at: &str) -> Error {
    Error::new(ErrorCode::InputUnsupported, "the host has lent no clock, so that no time is known")
        .at(at)
        .help("call inside of `meta_rules::with_clock`, or leave it out")
}
