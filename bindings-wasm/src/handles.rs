//! Handles: what is prepared once and asked often.

use meta_core::operations;
use wasm_bindgen::prelude::*;

use crate::{in_time, open, thrown};

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
        open(name, text).map(Self).map_err(|error| thrown(&error))
    }

    /// Asks the question `method`, and returns its report as JSON text.
    ///
    /// # Errors
    /// As `callText`.
    #[wasm_bindgen(js_name = callText)]
    pub fn call_text(&self, method: &str, text: &str) -> Result<String, JsValue> {
        in_time(|| self.0.call(method, text)).map_err(|error| thrown(&error))
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
        in_time(ask).map_err(|error| thrown(&error))
    }
}
