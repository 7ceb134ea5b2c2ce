//! Two trees of files.

use meta_core::config::ArtifactRule;
use meta_core::diff::{DiffTreesInput, Kind};
use meta_core::{Error, ErrorCode, Result};

use super::options::Options;
use crate::arguments::DiffArguments;
use crate::trees::Trees;

/// Puts together what is asked of two trees.
pub(super) fn input(
    trees: Trees,
    artifacts: Vec<ArtifactRule>,
    kind: Option<Kind>,
    options: Options,
    arguments: &DiffArguments,
) -> Result<DiffTreesInput> {
    if arguments.before_version.is_some() != arguments.after_version.is_some() {
        let message = "of a tree, both versions have to be told, or none";
        return Err(Error::new(ErrorCode::InputInvalid, message));
    }
    let Options { consumers, rules, graphql, openapi, config, now } = options;
    Ok(DiffTreesInput {
        before: trees.before,
        after: trees.after,
        renames: trees.renames,
        artifacts,
        kind,
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
