//! What would mend a conflict.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What would mend a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// What to do.
    pub action: SuggestedAction,
    /// The artifact to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<String>,
    /// What it is about as it stands: a dependency, a path, a package, a range or a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What to put in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The same in a sentence.
    pub message: String,
    /// Whether it was tried, and mends the conflict.
    pub verified: bool,
}

/// What to do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedAction {
    /// Declare the artifact with another version.
    SetVersion,
    /// Name another artifact.
    RenameDependency,
    /// Declare what is missing.
    DeclareArtifact,
    /// Drop a dependency.
    RemoveDependency,
    /// Merge the drafts to one.
    MergeDrafts,
    /// Let one draft win.
    KeepDraft,
    /// Write another path.
    MovePath,
    /// Ask for other versions of a package.
    RelaxRequirement,
    /// Drop a requirement.
    DropRequirement,
    /// Let the consumer accept more.
    WidenConsumer,
    /// Let the producer write less.
    NarrowProducer,
}

impl Suggestion {
    /// Returns a suggestion that was not tried.
    pub(super) fn new(action: SuggestedAction, message: String) -> Self {
        Self { action, artifact: None, from: None, to: None, message, verified: false }
    }

    /// Sets the artifact to change.
    pub(super) fn of(mut self, artifact: impl Into<String>) -> Self {
        self.artifact = Some(artifact.into());
        self
    }

    /// Sets what it is about.
    pub(super) fn from(mut self, from: impl Into<String>) -> Self {
        self.from = Some(from.into());
        self
    }

    /// Sets what takes its place.
    pub(super) fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Notes that it was tried.
    pub(super) fn verified(mut self) -> Self {
        self.verified = true;
        self
    }
}
