//! The Node add-on: one function over text, and the same off the main thread. The generated
//! `index.js` around it gives every operation a function of its own; JSON text crosses the border
//! because it is both the fastest way and the one that keeps the bytes of reports.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::Instant;

use meta_core::operations;
use meta_rules::{Clock, operations as rules};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;

/// A check makes millions of small values; this takes a quarter off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON text.
///
/// # Errors
/// An error whose message is JSON text: `code`, `message`, `path`, `file`, `line`, `column`, `help`.
#[napi]
pub fn call_text(name: String, text: String) -> Result<String> {
    let mut call = Call { name, text };
    call.compute()
}

/// Runs an operation off the main thread; otherwise as `callText`.
#[napi]
pub fn call_text_async(name: String, text: String) -> AsyncTask<Call> {
    AsyncTask::new(Call { name, text })
}

/// Something that is prepared once and asked often, such as a graph.
#[napi]
#[derive(Debug)]
pub struct Prepared(operations::Prepared);

#[napi]
impl Prepared {
    /// Prepares the handle `name` from JSON or YAML `text`.
    ///
    /// # Errors
    /// As `callText`.
    #[napi(constructor)]
    pub fn new(name: String, text: String) -> Result<Self> {
        guarded(move || rules::open(&name, &text)).map(Self)
    }

    /// Asks the question `method`, and returns its report as JSON text.
    ///
    /// # Errors
    /// As `callText`.
    #[napi]
    pub fn call_text(&self, method: String, text: String) -> Result<String> {
        guarded(move || self.0.call(&method, &text))
    }

    /// Asks the question `method` with another handle at its side.
    ///
    /// # Errors
    /// As `callText`.
    #[napi]
    pub fn call_text_with(&self, method: String, other: &Prepared, text: String) -> Result<String> {
        guarded(move || self.0.call_with(&method, &other.0, &text))
    }

    /// Asks the question `method` off the main thread, with another handle at its side where there is one.
    #[napi]
    pub fn call_text_async(
        &self,
        method: String,
        other: Option<&Prepared>,
        text: String,
    ) -> AsyncTask<Question> {
        let other = other.map(|other| other.0.clone());
        AsyncTask::new(Question { handle: self.0.clone(), method, other, text })
    }
}

/// A question to a handle that waits for a thread.
#[derive(Debug)]
pub struct Question {
    handle: operations::Prepared,
    method: String,
    other: Option<operations::Prepared>,
    text: String,
}

impl Task for Question {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        guarded(|| match &self.other {
            Some(other) => self.handle.call_with(&self.method, other, &self.text),
            None => self.handle.call(&self.method, &self.text),
        })
    }

    fn resolve(&mut self, _: Env, report: String) -> Result<String> {
        Ok(report)
    }
}

/// Returns the version of the library.
#[napi]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A call that waits for a thread.
#[derive(Debug)]
pub struct Call {
    name: String,
    text: String,
}

impl Task for Call {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> Result<String> {
        let text = std::mem::take(&mut self.text);
        guarded(|| meta_rules::call(&self.name, text))
    }

    fn resolve(&mut self, _: Env, report: String) -> Result<String> {
        Ok(report)
    }
}

/// The clock that the library is lent: it has none of its own.
static CLOCK: LazyLock<Clock> = LazyLock::new(|| {
    #[expect(clippy::disallowed_methods, reason = "the host knows the time")]
    let start = Instant::now();
    Clock::new(move || start.elapsed().as_secs_f64() * 1_000.0)
});

/// A panic must not end the process of the host: it becomes an error like any other.
fn guarded<T>(answer: impl FnOnce() -> meta_core::Result<T>) -> Result<T> {
    let lent = || meta_rules::with_clock(&CLOCK, answer);
    let reason = match catch_unwind(AssertUnwindSafe(lent)) {
        Ok(Ok(report)) => return Ok(report),
        Ok(Err(error)) => error.to_json().to_string(),
        Err(_) => serde_json::json!({
            "code": "internal", "message": "meta-core failed; please report this", "path": "",
        })
        .to_string(),
    };
    Err(Error::new(Status::GenericFailure, reason))
}
