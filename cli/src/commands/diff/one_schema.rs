//! Two folders whose files are one GraphQL schema.

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::diff::{DiffArtifactsInput, is_schema_name};
use meta_core::document::Source;
use meta_core::{Error, ErrorCode, Result};

use super::options::Options;
use super::two_files::Versions;
use crate::arguments::DiffArguments;
use crate::trees::Trees;

/// Puts together what is asked of the schemas of two folders.
pub(super) fn input(
    trees: Trees,
    folders: [&Path; 2],
    options: Options,
    arguments: &DiffArguments,
) -> Result<DiffArtifactsInput> {
    let [old, new] = folders;
    let (before, before_files) = schema(trees.before, old)?;
    let (after, after_files) = schema(trees.after, new)?;
    let versions = Versions { earlier: Vec::new(), before, after, before_files, after_files };
    Ok(versions.compared(options, arguments))
}

/// Returns a schema that the folder has the name of, and the files it is made of.
fn schema(
    mut files: BTreeMap<String, Source>,
    folder: &Path,
) -> Result<(Source, BTreeMap<String, Source>)> {
    let name = folder.display().to_string();
    files.retain(|name, _| is_schema_name(name));
    if files.is_empty() {
        let message = "no file of the folder holds a GraphQL schema";
        return Err(Error::new(ErrorCode::InputInvalid, message)
            .in_file(name)
            .help("name its files `.graphql`, `.graphqls`, `.gql` or `.sdl`"));
    }
    // Any of the files may hold operations: which is the first one says nothing.
    Ok((Source::named(name, ""), files))
}
