//! The whole library.

use meta_core::error::Result;
use meta_core::operations::Prepared;
use meta_rules::{Clock, with_clock};
use wasm_bindgen::prelude::*;

pub(crate) fn call(name: &str, text: String) -> Result<String> {
    in_time(|| meta_rules::call(name, text))
}

pub(crate) fn open(name: &str, text: &str) -> Result<Prepared> {
    in_time(|| meta_rules::operations::open(name, text))
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page or the process began.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

/// Lends the library a clock while `work` runs: it has none of its own.
pub(crate) fn in_time<R>(work: impl FnOnce() -> R) -> R {
    with_clock(&Clock::new(milliseconds), work)
}
