//! What shows a conflict, kind by kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::present::present;
use crate::version::Dialect;

/// What shows a conflict; the kind tells which of these it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ConflictFacts {
    /// Of `blocked_dependency`.
    BlockedDependency(BlockedDependencyFacts),
    /// Of `cycle`.
    Cycle(CycleFacts),
    /// Of `missing_dependency`.
    MissingDependency(MissingDependencyFacts),
    /// Of `parallel_write`.
    ParallelWrite(ParallelWriteFacts),
    /// Of `path_case`.
    PathCase(PathCaseFacts),
    /// Of `path_invalid`.
    PathInvalid(PathInvalidFacts),
    /// Of `path_prefix`.
    PathPrefix(PathPrefixFacts),
    /// Of `path_same`.
    PathSame(PathSameFacts),
    /// Of `schema_mismatch`.
    SchemaMismatch(SchemaMismatchFacts),
    /// Of `unsatisfiable`.
    Unsatisfiable(UnsatisfiableFacts),
    /// Of `version_gap`.
    VersionGap(VersionGapFacts),
}

impl ConflictFacts {
    /// Returns the id of the dependency that is blocked, of a conflict that follows from that.
    pub(crate) fn blocked_dependency(&self) -> Option<&String> {
        match self {
            Self::BlockedDependency(facts) => Some(&facts.blocked_dependency),
            _ => None,
        }
    }
}

/// A dependency that is blocked itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedDependencyFacts {
    /// Id of the artifact it depends on.
    pub blocked_dependency: String,
}

/// A circle of dependencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CycleFacts {
    /// A shortest cycle among the members, from its least member back to it.
    pub cycle: Vec<String>,
    /// Whether no shorter cycle is possible; in very large tangles the search stops early.
    pub shortest: bool,
}

/// A dependency on nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingDependencyFacts {
    /// What is named, with its project.
    pub dependency: String,
    /// What is wrong with it.
    pub fault: DependencyFault,
}

/// Why a dependency is on nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DependencyFault {
    /// No artifact has the name.
    UnknownArtifact,
    /// The artifact has no such version.
    UnknownVersion,
    /// The version was archived, or none of the versions is current.
    NotCurrent,
}

/// Drafts of one artifact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParallelWriteFacts {
    /// The artifact, without a version.
    pub artifact: String,
    /// The open drafts with their makers, by version.
    pub drafts: Vec<OpenDraft>,
    /// How many actors may have one.
    pub allowed: usize,
}

/// An open draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDraft {
    /// Version.
    pub version: u64,
    /// Who made it.
    pub actor: String,
}

/// Spellings of one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathCaseFacts {
    /// The spellings, sorted.
    pub spellings: Vec<String>,
}

/// A path that is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathInvalidFacts {
    /// The path as written; the first 256 characters of a longer one.
    pub path: String,
    /// What is wrong with it.
    pub path_fault: PathFault,
}

/// What is wrong with a path.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PathFault {
    /// It is empty.
    Empty,
    /// It has more than 4,096 bytes.
    TooLong,
    /// It has a NUL in it, at which systems end it.
    Nul,
    /// It has a backslash in it, which some systems take for `/`.
    Backslash,
    /// It starts with `/` or a drive letter.
    Absolute,
    /// It has `..` in it, which leads out of a folder.
    Traversal,
    /// It has an empty part or `.` in it, so that one file has several paths.
    NotPlain,
}

/// A file where others need a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathPrefixFacts {
    /// The file.
    pub file: String,
    /// What others write inside of it, sorted.
    pub inside: Vec<String>,
}

/// A file of several artifacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathSameFacts {
    /// The file.
    pub written: String,
}

/// A producer and a consumer that do not fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemaMismatchFacts {
    /// Name of the schema.
    pub schema: String,
    /// Artifacts that write so, sorted.
    pub producers: Vec<String>,
    /// Artifacts that read so, sorted.
    pub consumers: Vec<String>,
    /// What the consumers do not accept.
    pub breaks: Vec<SchemaBreak>,
}

/// Something that a producer may write and a consumer does not accept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemaBreak {
    /// Code of the change from the schema of the producer to that of the consumer; `explain_code` tells more.
    pub code: String,
    /// JSON Pointer into the schema of the consumer, or of the producer for what only that has.
    pub pointer: String,
    /// What differs, from the producer's schema to the consumer's.
    pub message: String,
    /// A value that the producer may write and the consumer rejects, where one was found.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub example: Option<Value>,
}

/// Requirements that no versions meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsatisfiableFacts {
    /// What the packages are needed for.
    pub scope: String,
    /// The core: these cannot be met together, and whichever is left out, the others can.
    pub core: Vec<CoreRequirement>,
}

/// A requirement of the core.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoreRequirement {
    /// Dialect of the range.
    pub dialect: Dialect,
    /// Package.
    pub package: String,
    /// Range, as it was written.
    pub range: String,
    /// Everybody who asked for exactly that.
    pub asked_by: Vec<Asker>,
}

/// Who asked for a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asker {
    /// The artifact.
    pub artifact: String,
    /// Who made it.
    pub actor: String,
    /// Why it asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// A version out of turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionGapFacts {
    /// The version that had to follow.
    pub expected: u64,
    /// The version that is there.
    pub found: u64,
}
