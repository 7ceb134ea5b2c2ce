//! A new policy, and a test of it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use clap::ColorChoice;
use meta_core::{Error, ErrorCode, Result};

use crate::arguments::PolicyNewArguments;
use crate::{Status, output};

const POLICY: &str = include_str!("../../../starter/policy/policy.rhai");
const TEST: &str = include_str!("../../../starter/policy/policy.test.yaml");

/// Writes a policy and its test; a file that is there already is never written over.
pub(crate) fn run(arguments: &PolicyNewArguments, color: ColorChoice) -> Result<Status> {
    let (domain, problem) = named(&arguments.id)?;
    let folder = arguments.to.join(domain);
    let files = [
        (folder.join(format!("{problem}.rhai")), POLICY.replace("{id}", &arguments.id)),
        (folder.join(format!("{problem}.test.yaml")), TEST.to_owned()),
    ];
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(Error::new(ErrorCode::InputInvalid, "the file is there already")
            .in_file(there.display().to_string())
            .help("choose another identifier or folder"));
    }
    let mut text = String::new();
    for (path, content) in &files {
        write(path, content).map_err(|error| {
            Error::new(ErrorCode::InputInvalid, format!("cannot write: {error}"))
                .in_file(path.display().to_string())
        })?;
        let _ = writeln!(text, "wrote {}", path.display());
    }
    let _ = writeln!(text, "\nnext: meta-core policy test {}", arguments.to.display());
    output::write(&text, None, color)?;
    Ok(Status::Clean)
}

/// Returns the parts of an identifier.
fn named(id: &str) -> Result<(&str, &str)> {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let parts = id.split_once('/').filter(|(domain, problem)| is_name(domain) && is_name(problem));
    parts.ok_or_else(|| {
        Error::new(ErrorCode::InputInvalid, format!("`{id}` is no identifier of a policy"))
            .help("write `<domain>/<problem>` in lower case, such as `catalog/no_owner`")
    })
}

fn write(path: &Path, content: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(content.as_bytes())
}
