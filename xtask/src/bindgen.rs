//! The JavaScript around a WebAssembly module, as the `wasm-bindgen` command makes it; the library
//! behind that command needs nothing installed, and its version stands in Cargo.lock.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

/// Writes `native.js` and `native_bg.wasm` for browsers and bundlers to `folder`.
pub(crate) fn run(module: &str, folder: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("native").typescript(false).omit_default_module_path(false);
    let web = bindgen.web(true).map_err(|error| format!("{error:#}"))?;
    web.generate(Path::new(folder)).map_err(|error| format!("{module}: {error:#}"))
}
