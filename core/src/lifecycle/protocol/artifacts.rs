//! The artifacts of a tenant as they are written: what they are made of stays, where they are changes.

use super::keys::{Key, pop_once, push_once};
use super::record::{ArtifactRecord, Credentials};
use super::store::{Before, Store};
use super::subject::key_of;
use crate::canonical::{Canonicalizer, hex};
use crate::conflict::{Artifact, ArtifactReference, ArtifactState, OpenState, folded};
use crate::error::Result;
use crate::lifecycle::machine::Position;

/// Where an artifact is.
pub(super) struct Standing {
    pub(super) position: Position,
    pub(super) state: ArtifactState,
    pub(super) blocked_from: Option<OpenState>,
}

/// What is known of an artifact besides its record.
pub(super) struct Known {
    pub(super) key: Key,
    /// The keys it depends on, in the order of its references.
    pub(super) depends_on: Box<[Key]>,
    /// How many conflicts it is a member of, or others are because it is blocked.
    pub(super) conflicts: usize,
    /// The SHA-256 of its record, until that is written again.
    digest: Option<[u8; 32]>,
}

impl Store {
    /// Returns the place of a key that something in `project` depends on, which it has from now on.
    pub(super) fn named(&mut self, project: &str, reference: &ArtifactReference) -> Key {
        self.keys.add(&key_of(project, reference))
    }

    /// Adds an artifact that has a key and depends on others.
    pub(super) fn add_artifact(
        &mut self,
        record: ArtifactRecord,
        key: Key,
        depends_on: Box<[Key]>,
    ) -> usize {
        let index = self.artifacts.len();
        let due = self.rules.artifact.next_due(&record.position);
        self.plan(due, true, || record.artifact.id());
        let older = self.place_of(key, record.artifact.version).unwrap_or_else(|place| place);
        self.keys.add_version(key, older, index);
        for key in &depends_on {
            self.keys.add_dependent(*key, index);
        }
        self.group(index, &record.artifact, push_once);
        self.known.push(Known { key, depends_on, conflicts: 0, digest: None });
        self.artifacts.push(record);
        self.before.push(Before::Added);
        index
    }

    /// Adds an artifact as it was stored.
    pub(super) fn add_loaded(&mut self, record: ArtifactRecord) {
        let artifact = &record.artifact;
        let key = self.keys.add(&artifact.key());
        let named = artifact.depends_on.iter();
        let depends_on = named.map(|one| self.named(&artifact.project, one)).collect();
        self.add_artifact(record, key, depends_on);
    }

    /// Takes the last artifact away.
    pub(super) fn drop_artifact(&mut self) {
        let (Some(record), Some(known)) = (self.artifacts.pop(), self.known.pop()) else { return };
        let index = self.artifacts.len();
        let due = self.rules.artifact.next_due(&record.position);
        self.plan(due, false, || record.artifact.id());
        self.keys.remove_version(known.key, index);
        for key in &known.depends_on {
            self.keys.remove_dependent(*key, index);
        }
        self.group(index, &record.artifact, pop_once);
    }

    /// Adds the last artifact to what its project is asked of, or takes it away.
    fn group(&mut self, index: usize, artifact: &Artifact, put: fn(&mut Vec<usize>, usize)) {
        let group = self.groups.entry(artifact.project.clone()).or_default();
        if !artifact.paths.is_empty() {
            put(&mut group.paths, index);
        }
        for path in &artifact.paths {
            put(group.files.entry(folded(path)).or_default(), index);
        }
        if !artifact.requires.is_empty() {
            put(&mut group.packages, index);
        }
        if !artifact.provides.is_empty() || !artifact.consumes.is_empty() {
            put(&mut group.schemas, index);
        }
    }

    /// Returns the key of an artifact.
    pub(super) fn key(&self, index: usize) -> Option<Key> {
        self.known.get(index).map(|one| one.key)
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
        if let Some(known) = self.known.get_mut(index) {
            known.digest = None;
        }
    }

    /// Returns the digest of an artifact's record.
    pub(super) fn digest_of_artifact(
        &mut self,
        index: usize,
        canonicalizer: &mut Canonicalizer,
    ) -> Result<Option<String>> {
        let (Some(record), Some(known)) = (self.artifacts.get(index), self.known.get_mut(index))
        else {
            return Ok(None);
        };
        let digest = match known.digest {
            Some(digest) => digest,
            None => *known.digest.insert(canonicalizer.digest(record)?),
        };
        Ok(Some(hex(digest)))
    }
}
