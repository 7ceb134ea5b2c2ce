//! The whole library: every operation by its name, and the handles.

use meta_core::operations;
use meta_rules::{Clock, operations as rules, with_clock};
use wasm_bindgen::prelude::*;

use crate::thrown;

pub(crate) fn call(name: &str, text: String) -> meta_core::error::Result<String> {
    with_clock(&clock(), || meta_rules::call(name, text))
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page or the process began.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

/// Returns the clock that the library is lent: it has none of its own.
fn clock() -> Clock {
    Clock::new(milliseconds)
}

/// Something that is prepared once and asked often, such as a graph.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Prepared(operations::Prepared);

#[wasm_bindgen]
impl Prepared {
    /// Prepares the handle `name` from JSON or YAML `text`.
    ///
    /// # Errors
    /// As `callText`.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, text: &str) -> Result<Self, JsValue> {
        with_clock(&clock(), || rules::open(name, text)).map(Self).map_err(|error| thrown(&error))
    }

    /// Asks the question `method`, and returns its report as JSON text.
    ///
    /// # Errors
    /// As `callText`.
    #[wasm_bindgen(js_name = callText)]
    pub fn call_text(&self, method: &str, text: &str) -> Result<String, JsValue> {
        with_clock(&clock(), || self.0.call(method, text)).map_err(|error| thrown(&error))
    }

    /// Asks the question `method` with another handle at its side.
    ///
    /// # Errors
    /// As `callText`.
    #[wasm_bindgen(js_name = callTextWith)]
    pub fn call_text_with(
        &self,
        method: &str,
        other: &Self,
        text: &str,
    ) -> Result<String, JsValue> {
        let ask = || self.0.call_with(method, &other.0, text);
        with_clock(&clock(), ask).map_err(|error| thrown(&error))
    }
}
