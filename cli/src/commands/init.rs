//! The starter workspace.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use clap::ColorChoice;
use meta_core::{Error, ErrorCode, Result};

use crate::arguments::InitArguments;
use crate::{Status, output};

/// The files of the starter and their texts.
macro_rules! starter {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../starter/", $path)))),*]
    };
}

const STARTER: [(&str, &str); 7] = starter![
    "manifests/gateway/service-manifest.yaml",
    "manifests/gateway/specs.lock.json",
    "manifests/identity/service-manifest.yaml",
    "catalog/spec-index.yaml",
    "config/rules.yaml",
    "config/thresholds.yaml",
    "config/upgrade-policies.yaml",
];

/// Writes the starter; a file that is there already is never written over.
pub(crate) fn run(arguments: &InitArguments, color: ColorChoice) -> Result<Status> {
    let root = &arguments.path;
    if let Some((there, _)) = STARTER.iter().find(|(path, _)| root.join(path).exists()) {
        return Err(Error::new(ErrorCode::InputInvalid, "the file is there already")
            .in_file(root.join(there).display().to_string())
            .help("choose another folder, or remove the file"));
    }
    let mut text = String::new();
    for (path, content) in STARTER {
        let target = root.join(path);
        write(&target, content).map_err(|error| {
            Error::new(ErrorCode::InputInvalid, format!("cannot write: {error}"))
                .in_file(target.display().to_string())
        })?;
        let _ = writeln!(text, "wrote {}", target.display());
    }
    let _ = writeln!(text, "\nnext: meta-core check {}", root.display());
    output::write(&text, None, color)?;
    Ok(Status::Clean)
}

fn write(target: &Path, content: &str) -> std::io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(target)?.write_all(content.as_bytes())
}
