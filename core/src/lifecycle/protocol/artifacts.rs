//! The artifacts of a tenant as they are written: what they are made of stays, where they are changes.

use std::collections::BTreeSet;

use super::record::{ArtifactRecord, Credentials};
use super::store::{Before, Store};
use super::subject::key_of;
use crate::canonical::Canonicalizer;
use crate::conflict::{Artifact, ArtifactState, OpenState, folded};
use crate::error::Result;
use crate::lifecycle::machine::Position;

/// Where an artifact is.
pub(super) struct Standing {
    pub(super) position: Position,
    pub(super) state: ArtifactState,
    pub(super) blocked_from: Option<OpenState>,
}

impl Store {
    /// Adds an artifact, whose version is behind all others of its key.
    pub(super) fn add_artifact(&mut self, record: ArtifactRecord) -> usize {
        let index = self.artifacts.len();
        let due = self.rules.artifact.next_due(&record.position);
        self.plan(due, true, || record.artifact.id());
        self.index(index, &record.artifact, true);
        self.artifacts.push(record);
        self.digests.push(None);
        self.before.push(Before::Added);
        index
    }

    pub(super) fn drop_artifact(&mut self) {
        let Some(record) = self.artifacts.pop() else { return };
        self.digests.pop();
        let due = self.rules.artifact.next_due(&record.position);
        self.plan(due, false, || record.artifact.id());
        self.index(self.artifacts.len(), &record.artifact, false);
    }

    /// Adds an artifact to what is looked up, or takes it away.
    fn index(&mut self, index: usize, artifact: &Artifact, adds: bool) {
        let put = |set: &mut BTreeSet<usize>| {
            if adds {
                set.insert(index);
            } else {
                set.remove(&index);
            }
        };
        let versions = self.keys.entry(artifact.key()).or_default();
        if adds {
            let artifacts = &self.artifacts;
            let is_older = |other: &usize| {
                artifacts.get(*other).is_some_and(|one| one.artifact.version < artifact.version)
            };
            let place = versions.partition_point(is_older);
            versions.insert(place, index);
        } else {
            versions.retain(|other| *other != index);
        }
        for reference in &artifact.depends_on {
            put(self.dependents.entry(key_of(&artifact.project, reference)).or_default());
        }
        let group = self.groups.entry(artifact.project.clone()).or_default();
        if !artifact.paths.is_empty() {
            put(&mut group.paths);
        }
        for path in &artifact.paths {
            put(group.files.entry(folded(path)).or_default());
        }
        if !artifact.requires.is_empty() {
            put(&mut group.packages);
        }
        if !artifact.provides.is_empty() || !artifact.consumes.is_empty() {
            put(&mut group.schemas);
        }
    }

    /// Writes where an artifact is.
    pub(super) fn put_standing(&mut self, index: usize, standing: Standing) {
        let old = self.set_standing(index, standing);
        self.before.extend(old.map(|old| Before::Moved(index, Box::new(old))));
    }

    pub(super) fn set_standing(&mut self, index: usize, standing: Standing) -> Option<Standing> {
        let due = self.rules.artifact.next_due(&standing.position);
        self.forget_digest(index);
        let record = self.artifacts.get_mut(index)?;
        let old = Standing {
            position: std::mem::replace(&mut record.position, standing.position),
            state: std::mem::replace(&mut record.artifact.state, standing.state),
            blocked_from: std::mem::replace(
                &mut record.artifact.blocked_from,
                standing.blocked_from,
            ),
        };
        let was_due = self.rules.artifact.next_due(&old.position);
        if due != was_due {
            let id = record.artifact.id();
            self.plan(was_due, false, || id.clone());
            self.plan(due, true, || id);
        }
        Some(old)
    }

    /// Writes what guards read of an artifact.
    pub(super) fn put_credentials(&mut self, index: usize, credentials: Credentials) {
        let old = self.set_credentials(index, credentials);
        self.before.extend(old.map(|old| Before::Credited(index, Box::new(old))));
    }

    pub(super) fn set_credentials(
        &mut self,
        index: usize,
        credentials: Credentials,
    ) -> Option<Credentials> {
        self.forget_digest(index);
        let record = self.artifacts.get_mut(index)?;
        Some(std::mem::replace(&mut record.credentials, credentials))
    }

    fn forget_digest(&mut self, index: usize) {
        if let Some(known) = self.digests.get_mut(index) {
            *known = None;
        }
    }

    /// Returns the digest of an artifact's record.
    pub(super) fn digest_of_artifact(
        &mut self,
        index: usize,
        canonicalizer: &mut Canonicalizer,
    ) -> Result<Option<String>> {
        if let Some(Some(known)) = self.digests.get(index) {
            return Ok(Some(known.to_string()));
        }
        let Some(record) = self.artifacts.get(index) else { return Ok(None) };
        let digest = canonicalizer.digest_hex(record)?;
        if let Some(known) = self.digests.get_mut(index) {
            *known = Some(digest.as_str().into());
        }
        Ok(Some(digest))
    }
}
