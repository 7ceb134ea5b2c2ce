//! What every comparison is told besides the two versions.

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::config::{ArtifactRule, Rules};
use meta_core::diff::{ConfigOptions, GraphqlOptions, GraphqlUsage, OpenapiOptions};
use meta_core::document::{Limits, Source};
use meta_core::time::Timestamp;
use meta_core::{Error, Result};
use serde::de::DeserializeOwned;

use super::is_input;
use crate::arguments::DiffArguments;
use crate::commands::check::current;
use crate::workspace;

/// What was read for a comparison.
pub(super) struct Options {
    pub(super) consumers: Option<Source>,
    pub(super) rules: Option<Source>,
    pub(super) graphql: GraphqlOptions,
    pub(super) openapi: OpenapiOptions,
    pub(super) config: Option<ConfigOptions>,
    pub(super) now: Timestamp,
}

impl Options {
    /// Reads the files that the arguments name.
    pub(super) fn read(arguments: &DiffArguments) -> Result<Self> {
        let operations = arguments.graphql_operations.iter().map(|path| file(path));
        let operations = operations.collect::<Result<Vec<Source>>>()?;
        let counts = arguments.graphql_usage.as_deref().map(shaped::<BTreeMap<String, u64>>);
        let counts = counts.transpose()?;
        let is_known = !operations.is_empty() || counts.is_some();
        let usage =
            is_known.then(|| GraphqlUsage { operations, counts: counts.unwrap_or_default() });
        Ok(Self {
            consumers: arguments.consumers.as_deref().map(file).transpose()?,
            rules: arguments.rules.as_deref().map(file).transpose()?,
            openapi: OpenapiOptions {
                require_sunset: arguments.openapi_require_sunset,
                grace_days: arguments.openapi_grace_days,
                beta_grace_days: None,
            },
            graphql: GraphqlOptions {
                allow_removal_of_deprecated: arguments.graphql_allow_deprecated_removal,
                usage,
            },
            config: arguments.config_options.as_deref().map(shaped).transpose()?,
            now: arguments.now.map_or_else(current, Ok)?,
        })
    }

    /// Returns what the rules file says of files.
    pub(super) fn artifacts(&self) -> Result<Vec<ArtifactRule>> {
        let rules = Rules::load(self.rules.as_ref(), &Limits::default())?;
        Ok(rules.value.diff.artifacts)
    }
}

/// Reads a file that was named, or standard input.
pub(super) fn file(path: &Path) -> Result<Source> {
    if is_input(path) {
        return Ok(Source::named("-", workspace::text_of(std::io::stdin().lock())?));
    }
    let name = path.to_string_lossy().replace('\\', "/");
    let text = workspace::text(path).map_err(|error| error.in_file(&name))?;
    Ok(Source::named(name, text))
}

/// Reads a file of a certain shape.
fn shaped<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let document = file(path)?.load("-", &Limits::default())?;
    serde_json::from_value(document.value)
        .map_err(|error| Error::invalid("", error.to_string()).in_file(document.path))
}
