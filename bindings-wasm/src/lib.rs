//! The browser build: one function over text. The generated `operations.js` around it gives every
//! operation a function of its own; JSON text crosses the border because it is both the fastest way
//! and the one that keeps the bytes of reports.

#[cfg(feature = "all")]
mod all;
#[cfg(not(feature = "core"))]
mod diff;
#[cfg(feature = "core")]
mod handles;
#[cfg(all(feature = "core", not(feature = "all")))]
mod without_policies;

#[cfg(feature = "all")]
use all::{call, in_time, open};
#[cfg(not(feature = "core"))]
use diff::call;
use wasm_bindgen::prelude::*;
#[cfg(all(feature = "core", not(feature = "all")))]
use without_policies::{call, in_time, open};

/// Runs the operation `name` on JSON or YAML `text`, and returns its report as JSON text.
///
/// # Errors
/// The error as JSON text: `code`, `message`, `path`, `file`, `line`, `column` and `help`.
#[wasm_bindgen(js_name = callText)]
pub fn call_text(name: &str, text: String) -> Result<String, JsValue> {
    call(name, text).map_err(|error| thrown(&error))
}

fn thrown(error: &meta_core::Error) -> JsValue {
    JsValue::from_str(&error.to_json().to_string())
}

/// Returns the kinds of artifacts that can be compared, as `diff_artifacts` names them.
#[wasm_bindgen]
#[must_use]
pub fn kinds() -> Vec<String> {
    meta_core::diff::Kind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect()
}

/// Returns the version of the library.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
