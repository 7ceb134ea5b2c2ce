//! The JavaScript around a WebAssembly module, as the `wasm-bindgen` command makes it; the library
//! behind that command needs nothing installed, and its version stands in Cargo.lock. A crate of its
//! own, so that the features of its dependencies do not make others build anew.

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [module, folder] => run(module, folder),
        _ => Err("usage: bindgen MODULE FOLDER".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes `native.js` and `native_bg.wasm` for browsers and bundlers to `folder`.
fn run(module: &str, folder: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("native").typescript(false).omit_default_module_path(false);
    let web = bindgen.web(true).map_err(|error| format!("{error:#}"))?;
    web.generate(Path::new(folder)).map_err(|error| format!("{module}: {error:#}"))
}
