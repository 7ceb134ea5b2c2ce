//! Inputs that fuzz targets once stumbled over, through the same checks (`docs/guide/fuzzing.md`).

#[path = "../fuzz/src/check/mod.rs"]
mod check;

use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "inputs are files")]
fn what_was_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for target in std::fs::read_dir(folder).unwrap() {
        let target = target.unwrap();
        let name = target.file_name().into_string().unwrap();
        // Those of policies are run where policies are (`rules/tests/fuzz_regressions.rs`).
        if name.starts_with("policy_") {
            continue;
        }
        for input in std::fs::read_dir(target.path()).unwrap() {
            let path = input.unwrap().path();
            println!("{}", path.display());
            check::run(&name, &std::fs::read(&path).unwrap());
        }
    }
}
