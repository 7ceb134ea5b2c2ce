//! Two files, or more: the last one is held against each before it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use meta_core::diff::DiffArtifactsInput;
use meta_core::document::Source;
use meta_core::{Error, ErrorCode, Result};

use super::options::{Options, file};
use super::{around, is_input};
use crate::arguments::DiffArguments;

/// Reads what is asked of two files.
pub(super) fn input(
    earlier: &[PathBuf],
    [before, after]: [&PathBuf; 2],
    options: Options,
    arguments: &DiffArguments,
) -> Result<DiffArtifactsInput> {
    let all = earlier.iter().chain([before, after]);
    if all.filter(|path| is_input(path)).count() > 1 {
        return Err(Error::new(ErrorCode::InputInvalid, "standard input gives only one version")
            .help("name files for the others"));
    }
    let (before, after) = (file(before)?, file(after)?);
    let earlier = earlier.iter().map(|path| file(path)).collect::<Result<Vec<Source>>>()?;
    let mut before_files = around::files(&before);
    // Files beside an earlier version have paths of their own.
    before_files.extend(earlier.iter().flat_map(around::files));
    let after_files = around::files(&after);
    let versions = Versions { earlier, before, after, before_files, after_files };
    Ok(versions.compared(options, arguments))
}

/// The versions of one artifact, with the files beside them.
pub(super) struct Versions {
    pub(super) earlier: Vec<Source>,
    pub(super) before: Source,
    pub(super) after: Source,
    pub(super) before_files: BTreeMap<String, Source>,
    pub(super) after_files: BTreeMap<String, Source>,
}

impl Versions {
    /// Returns what is asked of them.
    pub(super) fn compared(
        self,
        options: Options,
        arguments: &DiffArguments,
    ) -> DiffArtifactsInput {
        let Self { earlier, before, after, before_files, after_files } = self;
        let Options { consumers, rules, graphql, openapi, config, now } = options;
        DiffArtifactsInput {
            before_files,
            after_files,
            before,
            after,
            earlier,
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
        }
    }
}
