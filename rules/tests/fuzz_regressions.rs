//! Policies and facts that are made of bytes, through the checks of the fuzz targets (`docs/guide/fuzzing.md`): random
//! ones, and those that a target once stumbled over.

#[path = "../../core/fuzz/src/policies/mod.rs"]
mod policies;

use std::path::Path;

use proptest::prelude::*;

#[test]
#[expect(clippy::disallowed_methods, reason = "inputs are files")]
fn what_was_found_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/fuzz/regressions");
    for target in std::fs::read_dir(folder).unwrap() {
        let target = target.unwrap();
        let name = target.file_name().into_string().unwrap();
        if !name.starts_with("policy_") {
            continue;
        }
        for input in std::fs::read_dir(target.path()).unwrap() {
            let path = input.unwrap().path();
            println!("{}", path.display());
            policies::run(&name, &std::fs::read(&path).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_scripts_meet_random_facts(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        policies::run("policy_script", &bytes);
    }
}
