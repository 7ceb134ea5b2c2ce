//! The kinds of conflicts.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Code;
use crate::finding::codes::conflict as codes;

/// What is wrong between artifacts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// An active artifact depends on one that is blocked. Only a lifecycle tells it: it follows from another conflict.
    BlockedDependency,
    /// Artifacts depend on each other in a circle.
    Cycle,
    /// A dependency names nothing that is there.
    MissingDependency,
    /// More actors than may have open drafts of one artifact.
    ParallelWrite,
    /// Artifacts write paths that differ in case only.
    PathCase,
    /// A path cannot be written safely.
    PathInvalid,
    /// One artifact writes a file where another needs a folder.
    PathPrefix,
    /// Artifacts write the same file.
    PathSame,
    /// What a producer writes, a consumer cannot read.
    SchemaMismatch,
    /// No set of versions meets all requirements.
    Unsatisfiable,
    /// A version is not the one after the version before.
    VersionGap,
}

impl ConflictKind {
    /// Every kind, in declaration order.
    pub const ALL: [Self; 11] = [
        Self::BlockedDependency,
        Self::Cycle,
        Self::MissingDependency,
        Self::ParallelWrite,
        Self::PathCase,
        Self::PathInvalid,
        Self::PathPrefix,
        Self::PathSame,
        Self::SchemaMismatch,
        Self::Unsatisfiable,
        Self::VersionGap,
    ];

    /// Returns the row that tells what it is, why it matters and how to mend it.
    pub fn code(self) -> &'static Code {
        match self {
            Self::BlockedDependency => codes::BLOCKED_DEPENDENCY,
            Self::Cycle => codes::CYCLE,
            Self::MissingDependency => codes::MISSING_DEPENDENCY,
            Self::ParallelWrite => codes::PARALLEL_WRITE,
            Self::PathCase => codes::PATH_CASE,
            Self::PathInvalid => codes::PATH_INVALID,
            Self::PathPrefix => codes::PATH_PREFIX,
            Self::PathSame => codes::PATH_SAME,
            Self::SchemaMismatch => codes::SCHEMA_MISMATCH,
            Self::Unsatisfiable => codes::UNSATISFIABLE,
            Self::VersionGap => codes::VERSION_GAP,
        }
    }

    /// Returns the name as in JSON.
    pub fn as_str(self) -> &'static str {
        self.code().id.trim_start_matches("conflict/")
    }
}

impl fmt::Display for ConflictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
