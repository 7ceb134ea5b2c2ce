//! What a comparison of trees reads and returns.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::ArtifactRule;
use crate::diff::{
    Change, ConfigOptions, DiffSummary, Direction, GraphqlOptions, Kind, OpenContent,
    OpenapiOptions, VersionStep,
};
use crate::document::Source;
use crate::finding::Finding;
use crate::time::Timestamp;
use crate::version::ChangeClass;

/// What `diff_trees` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffTreesInput {
    /// The files as they were, by name. Files that are the same in both trees may be left out.
    pub before: BTreeMap<String, Source>,
    /// The files as they are, by name.
    pub after: BTreeMap<String, Source>,
    /// Files that are known to have another name now: the name before, and the name after. They win
    /// over equal names. Absent: names, contents and likeness tell.
    #[serde(default)]
    pub renames: BTreeMap<String, String>,
    /// What the files are; asked after `diff.artifacts` of the rules file, and the first that matches
    /// decides. Files that none of them names are compared when their content tells what they are.
    #[serde(default)]
    pub artifacts: Vec<ArtifactRule>,
    /// Compare files of this kind alone. With `config` that is every document whose content does not
    /// tell that it is something else. Absent: all kinds.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Which side may be upgraded first, for plain schemas. Absent: `backward`.
    #[serde(default)]
    pub direction: Direction,
    /// What is expected of objects that accept members their schemas do not list, for plain schemas. Absent:
    /// `lenient`.
    #[serde(default)]
    pub open_content: OpenContent,
    /// Who uses what of the artifacts: the file `config/consumers.yaml`. Absent: unknown.
    #[serde(default)]
    pub consumers: Option<Source>,
    /// The rules file; its sections `diff`, `severities`, `waivers` and `baseline` are read.
    #[serde(default)]
    pub rules: Option<Source>,
    /// Environment the artifacts go to, such as `production`: overrides and consumers of others have
    /// no part. Absent: all have.
    #[serde(default)]
    pub environment: Option<String>,
    /// Version of the whole tree as it was (SemVer); with `after_version` it is held against all
    /// changes. Absent: only the versions that artifacts state are judged.
    #[serde(default)]
    pub before_version: Option<String>,
    /// Version of the whole tree as it is (SemVer).
    #[serde(default)]
    pub after_version: Option<String>,
    /// What is asked of GraphQL schemas.
    #[serde(default)]
    pub graphql: GraphqlOptions,
    /// What is asked of `OpenAPI` descriptions.
    #[serde(default)]
    pub openapi: OpenapiOptions,
    /// How configuration and policies are compared. Absent: as the defaults say.
    #[serde(default)]
    pub config: Option<ConfigOptions>,
    /// The time of the comparison.
    pub now: Timestamp,
}

/// What changed between two trees of files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TreesDiff {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// Which side may be upgraded first.
    pub direction: Direction,
    /// What was counted over all files.
    pub summary: DiffSummary,
    /// The largest step of a version that the changes of a file ask for; with a version of the whole
    /// tree, the step that all changes ask of it.
    pub required_bump: ChangeClass,
    /// The step of the version of the whole tree, when both versions were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionStep>,
    /// What became of the files.
    pub counts: FileCounts,
    /// Every file that is not the same in both trees and may be an artifact, sorted by name.
    pub files: Vec<FileDiff>,
    /// Every change of every file, worst first, then by file; locations name the file.
    pub changes: Vec<Change>,
    /// Whether changes may be missing: a limit was met, or an artifact cannot be read.
    pub incomplete: bool,
    /// What is odd about the files, the rules and the versions.
    pub findings: Vec<Finding>,
}

/// What became of the files of two trees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileCounts {
    /// Artifacts that are new.
    pub added: usize,
    /// Artifacts that are gone.
    pub removed: usize,
    /// Artifacts that have another name.
    pub renamed: usize,
    /// Artifacts whose text changed under the same name.
    pub changed: usize,
    /// Files with the same text in both trees; nobody asked what they are.
    pub unchanged: usize,
    /// Documents that differ, and of which nothing tells what they are.
    pub untold: usize,
    /// Files that differ and cannot be compared; each has a finding.
    pub unreadable: usize,
    /// Files that are no documents, such as source code and images, that a rule leaves out, that are not of the kind that
    /// was asked for, or that are part of another one.
    pub skipped: usize,
}

/// What became of a file.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// An artifact is new.
    Added,
    /// An artifact is gone.
    Removed,
    /// An artifact has another name, and perhaps another text.
    Renamed,
    /// An artifact has another text; that need not mean anything.
    Changed,
    /// A document differs, and nothing tells what it is: it was not compared.
    Untold,
    /// A file differs and cannot be read: it was not compared.
    Unreadable,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileDiff {
    /// Its name before; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its name after; absent for one that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What became of it.
    pub status: FileStatus,
    /// What it is; absent when nothing tells or it cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What was counted.
    pub summary: DiffSummary,
    /// The least step of its version that its changes ask for.
    pub required_bump: ChangeClass,
    /// The step of its version that was made, when it states both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionStep>,
    /// Whether changes may be missing.
    pub incomplete: bool,
    /// The other files of a GraphQL schema of several files, before or after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}
