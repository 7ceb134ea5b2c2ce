//! The browser build: one function over text. The generated `meta_core.js` around it gives every
//! operation a function of its own; JSON text crosses the border because it is both the fastest way
//! and the one that keeps the bytes of reports.

use wasm_bindgen::prelude::*;

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON text.
///
/// # Errors
/// The error as JSON text: `code`, `message`, `path`, `file`, `line`, `column` and `help`.
#[wasm_bindgen(js_name = callText)]
pub fn call_text(name: &str, text: &str) -> Result<String, JsValue> {
    meta_core::call(name, text).map_err(|error| JsValue::from_str(&error.to_json().to_string()))
}

/// Returns the version of the library.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
