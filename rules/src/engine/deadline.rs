//! The deadline of an evaluation. This crate has no clock: the host tells when time is over.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// Tells whether the time for an evaluation is over. It is asked about every thousand operations.
#[derive(Clone)]
pub struct Deadline(Arc<dyn Fn() -> bool + Send + Sync>);

impl Deadline {
    /// Returns the deadline that `is_over` tells.
    pub fn new(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_over))
    }

    /// Returns the deadline that is over when any of `deadlines` is; none without any.
    pub(crate) fn first(deadlines: [Option<&Self>; 2]) -> Option<Self> {
        match deadlines {
            [Some(one), Some(other)] => {
                let (one, other) = (one.clone(), other.clone());
                Some(Self::new(move || one.is_over() || other.is_over()))
            }
            [one, other] => one.or(other).cloned(),
        }
    }

    /// Tells whether the time is over.
    pub fn is_over(&self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Deadline")
    }
}

thread_local! {
    /// The deadline of what this thread evaluates. The engine gives its progress hook a number and nothing else,
    /// and one engine serves many evaluations at a time.
    static CURRENT: RefCell<Option<Deadline>> = const { RefCell::new(None) };
}

/// Runs `work` under a deadline.
pub(crate) fn under<R>(deadline: Option<&Deadline>, work: impl FnOnce() -> R) -> R {
    struct Restore(Option<Deadline>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.with_borrow_mut(|current| *current = self.0.take());
        }
    }
    let outer = CURRENT.with_borrow_mut(|current| std::mem::replace(current, deadline.cloned()));
    let _restore = Restore(outer);
    work()
}

/// Tells whether the time of this thread's evaluation is over.
pub(crate) fn is_over() -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(Deadline::is_over))
}
