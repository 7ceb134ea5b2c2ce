//! The artifacts of a call, checked and sorted.

use std::collections::BTreeMap;
use std::ops::Range;

use super::artifact::{Artifact, ArtifactState};
use super::reference::{MOST_VERSION, check_id, check_name};
use crate::error::{Error, Result};

/// Tenant, project, kind and name.
pub(super) type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Artifacts sorted by key and version. An index into `all` stands for an artifact, so that a smaller index is a
/// smaller key.
pub(super) struct Register<'a> {
    pub(super) all: Vec<&'a Artifact>,
    /// Where the versions of each key are.
    pub(super) keys: BTreeMap<Key<'a>, Range<usize>>,
    /// Number of the key of each artifact.
    pub(super) key_of: Vec<usize>,
}

pub(super) fn key(artifact: &Artifact) -> Key<'_> {
    (&artifact.tenant, &artifact.project, &artifact.kind, &artifact.name)
}

impl<'a> Register<'a> {
    /// Checks the artifacts.
    ///
    /// # Errors
    /// `input_invalid` at `/artifacts/…` when an identifier or a version is none, or an id is given twice.
    pub(super) fn new(artifacts: &[&'a Artifact]) -> Result<Self> {
        for (index, artifact) in artifacts.iter().enumerate() {
            check(artifact).map_err(|error| error.within(&format!("/artifacts/{index}")))?;
        }
        let mut order: Vec<usize> = (0..artifacts.len()).collect();
        let of = |index: &usize| artifacts.get(*index).map(|one| (key(one), one.version));
        order.sort_unstable_by(|a, b| of(a).cmp(&of(b)).then(a.cmp(b)));
        for pair in order.windows(2) {
            if let [first, second] = pair
                && of(first) == of(second)
            {
                return Err(twice(artifacts, *second));
            }
        }
        Ok(Self::sorted(order.iter().filter_map(|index| artifacts.get(*index).copied()).collect()))
    }

    fn sorted(all: Vec<&'a Artifact>) -> Self {
        let mut keys: BTreeMap<Key<'a>, Range<usize>> = BTreeMap::new();
        let mut key_of = Vec::with_capacity(all.len());
        let mut start = 0;
        for group in all.chunk_by(|a, b| key(a) == key(b)) {
            let end = start + group.len();
            key_of.extend(std::iter::repeat_n(keys.len(), group.len()));
            if let Some(first) = group.first() {
                keys.insert(key(first), start..end);
            }
            start = end;
        }
        Self { all, keys, key_of }
    }

    /// Returns the versions of a key, oldest first.
    pub(super) fn versions(&self, range: &Range<usize>) -> &[&'a Artifact] {
        self.all.get(range.clone()).unwrap_or_default()
    }

    /// Lists the artifacts that count, with their indexes.
    pub(super) fn open(&self) -> impl Iterator<Item = (usize, &'a Artifact)> + '_ {
        self.all.iter().copied().enumerate().filter(|(_, artifact)| artifact.is_open())
    }

    /// Returns the artifact at `index`.
    pub(super) fn get(&self, index: usize) -> Option<&'a Artifact> {
        self.all.get(index).copied()
    }

    /// Returns the artifacts at `indexes`.
    pub(super) fn members(&self, indexes: impl IntoIterator<Item = usize>) -> Vec<&'a Artifact> {
        indexes.into_iter().filter_map(|index| self.get(index)).collect()
    }

    /// Returns the number of the key of the artifact at `index`.
    pub(super) fn key_number(&self, index: usize) -> usize {
        self.key_of.get(index).copied().unwrap_or_default()
    }
}

fn twice(artifacts: &[&Artifact], index: usize) -> Error {
    let id = artifacts.get(index).map(|one| one.id()).unwrap_or_default();
    let error = Error::invalid(format!("/artifacts/{index}"), format!("`{id}` is given twice"));
    error.help("two drafts of one artifact are two versions of it")
}

/// Checks what types cannot say of one artifact.
pub(super) fn check(artifact: &Artifact) -> Result<()> {
    check_id(&artifact.tenant, "tenant").map_err(|error| error.at("/tenant"))?;
    check_id(&artifact.actor, "actor").map_err(|error| error.at("/actor"))?;
    for (name, what) in
        [(&artifact.project, "project"), (&artifact.kind, "kind"), (&artifact.name, "name")]
    {
        check_name(name, what).map_err(|error| error.at(format!("/{what}")))?;
    }
    if artifact.version > MOST_VERSION {
        return Err(Error::invalid("/version", format!("the version is over {MOST_VERSION}")));
    }
    if artifact.blocked_from.is_some() && artifact.state != ArtifactState::Blocked {
        let error = Error::invalid("/blocked_from", "the artifact is not blocked");
        return Err(error.help("state it with `state: blocked` only"));
    }
    for (index, requirement) in artifact.requires.iter().enumerate() {
        let at = |field: &str| format!("/requires/{index}/{field}");
        check_id(&requirement.package, "package").map_err(|error| error.at(at("package")))?;
        check_id(&requirement.scope, "scope").map_err(|error| error.at(at("scope")))?;
    }
    for (field, schemas) in [("provides", &artifact.provides), ("consumes", &artifact.consumes)] {
        for (index, schema) in schemas.iter().enumerate() {
            check_id(&schema.name, "name of the schema")
                .map_err(|error| error.at(format!("/{field}/{index}/name")))?;
            if !schema.schema.is_object() && !schema.schema.is_boolean() {
                let error = Error::invalid(
                    format!("/{field}/{index}/schema"),
                    "a JSON Schema is an object, `true` or `false`",
                );
                return Err(error);
            }
        }
    }
    Ok(())
}
