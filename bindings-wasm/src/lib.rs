//! The browser build: one function over text. The generated `meta_core.js` around it gives every
//! operation a function of its own; JSON text crosses the border because it is both the fastest way
//! and the one that keeps the bytes of reports.

use meta_core::operations;
use wasm_bindgen::prelude::*;

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON text.
///
/// # Errors
/// The error as JSON text: `code`, `message`, `path`, `file`, `line`, `column` and `help`.
#[wasm_bindgen(js_name = callText)]
pub fn call_text(name: &str, text: &str) -> Result<String, JsValue> {
    meta_core::call(name, text).map_err(|error| thrown(&error))
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
        operations::Prepared::open(name, text).map(Self).map_err(|error| thrown(&error))
    }

    /// Asks the question `method`, and returns its report as JSON text.
    ///
    /// # Errors
    /// As `callText`.
    #[wasm_bindgen(js_name = callText)]
    pub fn call_text(&self, method: &str, text: &str) -> Result<String, JsValue> {
        self.0.call(method, text).map_err(|error| thrown(&error))
    }
}

fn thrown(error: &meta_core::Error) -> JsValue {
    JsValue::from_str(&error.to_json().to_string())
}

/// Returns the version of the library.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
