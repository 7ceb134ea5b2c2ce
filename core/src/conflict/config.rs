//! What counts as a conflict, and how much.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::ConflictKind;
use super::packages::Registry;
use crate::error::{Error, ErrorCode, Result};
use crate::finding::Severity;
use crate::version::Dialect;

/// What each version of a package depends on: a range for each package, in the dialect of the package.
pub type VersionDependencies = BTreeMap<String, String>;

/// The versions that exist of a package, each with what it depends on.
pub type PackageVersions = BTreeMap<String, VersionDependencies>;

/// What counts as a conflict, and how much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictConfig {
    /// Conflicts of this severity and worse block their members. Absent: `high`.
    #[serde(default = "default_block_at")]
    pub block_at: Severity,
    /// How many actors may have open drafts of one artifact at a time, at least 1. Absent: 1.
    #[serde(default = "default_parallel_drafts")]
    pub parallel_drafts: usize,
    /// Severity of kinds of conflicts. It can be raised, not lowered: what is to be accepted needs an override, which
    /// has a reason and a name under it.
    #[serde(default)]
    pub severities: BTreeMap<ConflictKind, Severity>,
    /// The versions that exist, by dialect and package, each with the packages it depends on. Of a package that is not
    /// listed, ranges alone are compared.
    #[serde(default)]
    pub packages: BTreeMap<Dialect, BTreeMap<String, PackageVersions>>,
}

fn default_block_at() -> Severity {
    Severity::High
}

fn default_parallel_drafts() -> usize {
    1
}

impl Default for ConflictConfig {
    fn default() -> Self {
        Self {
            block_at: default_block_at(),
            parallel_drafts: default_parallel_drafts(),
            severities: BTreeMap::new(),
            packages: BTreeMap::new(),
        }
    }
}

impl ConflictConfig {
    /// Checks what types cannot say.
    pub(super) fn check(&self) -> Result<()> {
        let invalid = |message: String| Error::new(ErrorCode::PolicyInvalid, message);
        if self.parallel_drafts == 0 {
            let error = invalid("nobody may have an open draft".to_owned());
            return Err(error.at("/parallel_drafts").help("state at least 1"));
        }
        for (kind, severity) in &self.severities {
            let least = kind.code().severity;
            if *severity < least {
                let message = format!("`{kind}` cannot be lowered from {least} to {severity}");
                let error = invalid(message).at(format!("/severities/{kind}"));
                return Err(error.help("accept single conflicts with overrides"));
            }
        }
        Ok(())
    }

    /// Reads the packages that are listed.
    ///
    /// # Errors
    /// `input_invalid` with the JSON Pointer in the configuration.
    pub(crate) fn registry(&self) -> Result<Registry> {
        Registry::new(&self.packages).map_err(|error| error.within("/packages"))
    }

    /// Returns the severity of a kind.
    pub(crate) fn severity(&self, kind: ConflictKind) -> Severity {
        self.severities.get(&kind).copied().unwrap_or(kind.code().severity)
    }
}
