//! A module uses only modules of earlier layers; peers in one layer do not use each other.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first. `docs/ARCHITECTURE.md` says what each is for.
const LAYERS: [&[&str]; 14] = [
    &["error", "name", "parallel", "present", "stats", "suggest"],
    &["document", "time", "version"],
    &["canonical"],
    &["finding"],
    &["schema"],
    &["config"],
    &["catalog"],
    &["graph"],
    &["audit", "diff", "drift", "quality"],
    &["conflict"],
    &["lifecycle"],
    &["platform"],
    &["report"],
    &["operations"],
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn texts(path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            texts(&entry.unwrap().path(), found);
        }
    } else {
        found.push(read(path));
    }
}

#[expect(clippy::disallowed_methods, reason = "the source is read from files")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// Returns the modules of the crate that the code of `module` names.
fn used_by(module: &str) -> BTreeSet<String> {
    let mut found = Vec::new();
    for path in [source().join(module), source().join(format!("{module}.rs"))] {
        if path.exists() {
            texts(&path, &mut found);
        }
    }
    assert!(!found.is_empty(), "{module} has no source");
    let lines = found.iter().flat_map(|text| text.lines());
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect())
        .filter(|used: &String| !used.is_empty() && used != module)
        .collect()
}

#[test]
fn modules_use_only_lower_layers() {
    let mut layer_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (layer, modules) in LAYERS.iter().enumerate() {
        for module in *modules {
            layer_of.insert(module, layer);
        }
    }
    for (module, layer) in &layer_of {
        for used in used_by(module) {
            // What is no module is a macro of the crate.
            let Some(below) = layer_of.get(used.as_str()) else { continue };
            assert!(below < layer, "`{module}` uses `{used}`, which is not in a lower layer");
        }
    }
}

#[test]
fn every_module_has_a_layer() {
    let lib = read(&source().join("lib.rs"));
    let declared: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    let listed: BTreeSet<&str> = LAYERS.iter().copied().flatten().copied().collect();
    assert_eq!(declared, listed);
}
