//! Two files.

use std::path::PathBuf;

use meta_core::diff::DiffArtifactsInput;
use meta_core::{Error, ErrorCode, Result};

use super::options::{Options, file};
use super::{around, is_input};
use crate::arguments::DiffArguments;

/// Reads what is asked of two files.
pub(super) fn input(
    [before, after]: [&PathBuf; 2],
    options: Options,
    arguments: &DiffArguments,
) -> Result<DiffArtifactsInput> {
    if is_input(before) && is_input(after) {
        return Err(Error::new(ErrorCode::InputInvalid, "standard input gives only one version")
            .help("name a file for the other"));
    }
    let Options { consumers, rules, graphql, openapi, config, now } = options;
    let (before, after) = (file(before)?, file(after)?);
    Ok(DiffArtifactsInput {
        before_files: around::files(&before),
        after_files: around::files(&after),
        before,
        after,
        kind: arguments.kind,
        direction: arguments.direction.into(),
        open_content: arguments.open_content.into(),
        consumers,
        rules,
        environment: arguments.environment.clone(),
        before_version: arguments.before_version.clone(),
        after_version: arguments.after_version.clone(),
        graphql,
        openapi,
        config,
        now,
    })
}
