//! The cases of the shipped policies, for tests of what is done with policies.

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::document::Source;

use super::run::{prepared, tested};
use super::suite::Suite;
use crate::evaluate::Installed;
use crate::{Catalog, CompileInput, EvaluateInput, PolicySet};

fn files(folder: &Path, found: &mut BTreeMap<String, Source>) {
    #[expect(clippy::disallowed_methods, reason = "policies are files")]
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            found.insert(path.display().to_string(), Source::text(text));
        }
    }
}

/// Gives each case to `each`: the set, the policy under test with the parameters of the case, and its facts.
pub(crate) fn each_case(mut each: impl FnMut(&PolicySet, &Installed, &Catalog, &EvaluateInput)) {
    let mut found = BTreeMap::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies"), &mut found);
    let input = CompileInput { files: found, ..CompileInput::default() };
    let set = PolicySet::compile(&input).unwrap();
    let suite = Suite::read(&input.files, &set).unwrap_or_else(|faults| panic!("{faults:?}"));
    for test in &suite.tests {
        let installed = &set.installed()[test.policy];
        for case in &test.cases {
            let Ok((catalog, input)) = prepared(case) else {
                panic!("{}: {}", test.path, case.name)
            };
            each(&set, &tested(installed, case), &catalog, &input);
        }
    }
}
