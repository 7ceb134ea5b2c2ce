//! A sign of life while something takes long: on a terminal only, and only after a second.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::ProgressBar;

/// What is done sooner needs no sign.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Does `work`, and says `what` it is on standard error when it takes long.
pub(crate) fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    std::thread::scope(|scope| {
        let (working, done) = channel::<()>();
        scope.spawn(move || {
            if done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let sign = ProgressBar::new_spinner().with_message(what.to_owned());
                sign.enable_steady_tick(TICK);
                // Returns when the work ends, however it ends.
                let _ = done.recv();
                sign.finish_and_clear();
            }
        });
        let result = work();
        drop(working);
        result
    })
}
