//! Times the steps of a contestant and prints them.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// So long, and so often at the least, a step is repeated of which the least time is wanted.
const REPEATED: (Duration, usize) = (Duration::from_secs(1), 2);

/// A stopwatch with a lap for each step.
pub struct Clock {
    steps: Map<String, Value>,
    last: Instant,
}

impl Clock {
    /// Returns a running stopwatch.
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]
    pub fn start() -> Self {
        Self { steps: Map::new(), last: Instant::now() }
    }

    /// Books the time since the last lap under `step`, in seconds.
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]
    pub fn lap(&mut self, step: &str) {
        let now = Instant::now();
        self.steps.insert(step.to_owned(), json!(now.duration_since(self.last).as_secs_f64()));
        self.last = now;
    }

    /// Repeats `work` and books its least time under `step`; returns what it answered last. Freeing earlier answers
    /// does not count.
    #[expect(clippy::disallowed_methods, reason = "a measurement looks at the clock")]
    pub fn least<T>(&mut self, step: &str, mut work: impl FnMut() -> T) -> T {
        let (long, often) = REPEATED;
        let begin = Instant::now();
        let mut least = Duration::MAX;
        let mut passes = 0;
        loop {
            let start = Instant::now();
            let answer = black_box(work());
            least = least.min(start.elapsed());
            passes += 1;
            if passes >= often && begin.elapsed() >= long {
                self.steps.insert(step.to_owned(), json!(least.as_secs_f64()));
                self.last = Instant::now();
                return answer;
            }
        }
    }

    /// Prints the steps and an answer as one line of JSON.
    ///
    /// # Errors
    /// As writing to the standard output.
    pub fn report(self, answer: &Value) -> Result<(), Box<dyn std::error::Error>> {
        let line = json!({"steps": self.steps, "answer": answer});
        Ok(writeln!(std::io::stdout(), "{line}")?)
    }
}
