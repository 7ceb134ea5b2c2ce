//! What moves through states, and how it is called.

use super::event::DeclaredArtifact;
use crate::conflict::ArtifactReference;

/// Something that moves through states, by its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// An artifact, by its place.
    Artifact(usize),
    /// A task, by its id.
    Task(String),
    /// A project, by its name.
    Project(String),
}

impl Subject {
    /// Returns the project that an id belongs to: that of an artifact, of a task, or the project itself.
    pub(super) fn project_of(id: &str) -> &str {
        id.split_once('/').map_or(id, |(project, _)| project)
    }
}

/// Returns the key `project/kind/name` that a reference of something in `project` names.
pub(super) fn key_of(project: &str, reference: &ArtifactReference) -> String {
    joined(reference.project.as_deref().unwrap_or(project), &reference.kind, &reference.name)
}

impl DeclaredArtifact {
    /// Returns the key `project/kind/name`.
    pub(super) fn key(&self) -> String {
        joined(&self.project, &self.kind, &self.name)
    }
}

fn joined(project: &str, kind: &str, name: &str) -> String {
    [project, "/", kind, "/", name].concat()
}

/// Returns the key and the version of the id `project/kind/name@version`.
pub(super) fn key_of_id(id: &str) -> Option<(&str, u64)> {
    let (key, version) = id.rsplit_once('@')?;
    let is_plain = !version.starts_with('0') && version.bytes().all(|byte| byte.is_ascii_digit());
    let version = version.parse().ok().filter(|_| is_plain)?;
    (key.bytes().filter(|byte| *byte == b'/').count() == 2).then_some((key, version))
}
