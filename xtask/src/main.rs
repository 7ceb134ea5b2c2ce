//! Tasks of this project: `generate [--check]` writes, or checks, everything that comes from the
//! table of operations; `bless` writes the reports of fixtures anew.

mod bless;
mod files;
#[cfg(test)]
mod house;
mod javascript;
mod markdown;
mod python;
mod schema;
mod shipped;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["generate"] => generate(false),
        ["generate", "--check"] => generate(true),
        ["bless"] => bless::run(),
        _ => Err("usage: cargo xtask generate [--check] | bless".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(check: bool) -> Result<(), String> {
    let mut stale = Vec::new();
    for (path, text) in generated()? {
        if files::read(&path).is_ok_and(|there| there == text) {
            continue;
        }
        if check {
            stale.push(path.display().to_string());
        } else {
            files::write(&path, &text)?;
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("not fresh, run `cargo xtask generate`: {}", stale.join(", ")))
}

/// Returns every generated file with its text.
fn generated() -> Result<Vec<(PathBuf, String)>, String> {
    let root = files::root();
    let model = schema::model()?;
    let python = root.join("bindings-python/python/meta_core");
    let mut generated = vec![
        (python.join("operations.py"), python::operations(&model)?),
        (python.join("handles.py"), python::handles(&model)?),
        (python.join("types.py"), python::types(&model)),
        (root.join("bindings-node/border.js"), javascript::border_common()),
        (root.join("bindings-wasm/border.js"), javascript::border_module()),
        (root.join("bindings-node/operations.js"), javascript::node(&model)),
        (root.join("bindings-node/operations.d.ts"), javascript::declarations(&model, true)),
        (root.join("bindings-wasm/operations.js"), javascript::wasm(&model)),
        (root.join("bindings-wasm/operations.d.ts"), javascript::declarations(&model, false)),
        (root.join("docs/SUMMARY.md"), markdown::summary(&model, &root)?),
        (root.join("docs/codes.md"), markdown::codes_page()),
        (root.join("docs/handles.md"), markdown::handles_page(&model)),
        (root.join("docs/policies.md"), markdown::policies_page()),
        (root.join("docs/policies-shipped.md"), shipped::page(&root, markdown::HEADER)?),
        (root.join("rules/src/shipped/files.rs"), shipped::table(&root)?),
        (root.join("docs/operations.md"), markdown::operations_page(&model)),
    ];
    for call in &model.calls {
        let page = root.join("docs/operations").join(format!("{}.md", call.name));
        generated.push((page, markdown::operation(&model, call, &root)?));
    }
    for shape in meta_core::operations::SHAPES {
        let path = root.join("fixtures/schema").join(format!("{}.schema.json", shape.name));
        let pretty =
            serde_json::to_string_pretty(&(shape.schema)()).map_err(|error| error.to_string())?;
        generated.push((path, pretty + "\n"));
    }
    Ok(generated)
}
