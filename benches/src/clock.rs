//! Times the steps of a contestant and prints them.

use std::io::Write;
use std::time::Instant;

use serde_json::{Map, Value, json};

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

    /// Prints the steps and an answer as one line of JSON.
    ///
    /// # Errors
    /// As writing to the standard output.
    pub fn report(self, answer: &Value) -> Result<(), Box<dyn std::error::Error>> {
        let line = json!({"steps": self.steps, "answer": answer});
        Ok(writeln!(std::io::stdout(), "{line}")?)
    }
}
