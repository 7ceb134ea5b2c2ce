//! What all reports of changes have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diff::{Change, DiffSummary, Direction, FileCounts, FileDiff, Kind, VersionStep};
use crate::finding::Finding;
use crate::version::ChangeClass;

/// A report of changes: of one artifact, or of a tree of files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangesReport {
    /// Version of this shape, `1`.
    pub schema_version: String,
    /// What the artifact is; absent for a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Which side may be upgraded first.
    pub direction: Direction,
    /// What was counted.
    pub summary: DiffSummary,
    /// The least step of the version that the changes ask for; of a tree without a version of its own, the largest
    /// step that a file asks for.
    #[serde(default)]
    pub required_bump: ChangeClass,
    /// The step of the version that was made, when both versions are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionStep>,
    /// What became of the files; absent for one artifact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<FileCounts>,
    /// The files of a tree that differ, sorted by name; absent for one artifact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<FileDiff>>,
    /// Every change, worst first; of a tree, then by file.
    pub changes: Vec<Change>,
    /// How many reports with changes were merged to this one. Absent: it is of one comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
    /// Changes of some steps that later steps took back; they count nowhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Change>,
    /// Whether changes may be missing: a limit was met, or an artifact of a tree cannot be read.
    pub incomplete: bool,
    /// What is odd about the documents themselves.
    pub findings: Vec<Finding>,
}

impl ChangesReport {
    /// Returns the files of a tree; none for one artifact.
    pub(crate) fn tree(&self) -> &[FileDiff] {
        self.files.as_deref().unwrap_or_default()
    }
}
