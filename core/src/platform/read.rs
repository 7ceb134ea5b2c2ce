//! Reading the documents of a workspace: a broken one is a finding, and the rest is still checked.

use std::collections::{BTreeMap, BTreeSet};

use super::workspace::{Role, Workspace};
use crate::catalog::{self, Catalog, EntryChange, Sources};
use crate::config::{self, Loaded, Rules, Thresholds};
use crate::document::{Document, Limits, Source};
use crate::drift::{self, Lock, SpecIndex, SpecsLock};
use crate::error::{Error, Result};
use crate::finding::{Finding, codes};
use crate::graph::GraphFile;
use crate::parallel;
use crate::quality::QualitySnapshot;
use crate::schema::{self, Extension, Shape};
use crate::time::Timestamp;

/// Everything that was read.
pub(super) struct Model {
    pub(super) rules: Loaded<Rules>,
    pub(super) thresholds: Thresholds,
    pub(super) catalog: Catalog,
    pub(super) changes: Vec<EntryChange>,
    pub(super) graph: Option<Loaded<GraphFile>>,
    pub(super) drift: drift::Documents,
    pub(super) previous: Option<QualitySnapshot>,
    pub(super) findings: Vec<Finding>,
}

/// Reads documents and collects what is wrong with them.
struct Reader<'w, 'a> {
    workspace: &'w Workspace<'a>,
    limits: Limits,
    findings: Vec<Finding>,
}

/// Reads the documents of `workspace`.
///
/// # Errors
/// None but a shape that cannot be compiled, which its tests rule out.
pub(super) fn read(workspace: &mut Workspace<'_>, now: Timestamp) -> Result<Model> {
    let manifests = std::mem::take(&mut workspace.manifests);
    let findings = std::mem::take(&mut workspace.findings);
    let mut reader = Reader { workspace, limits: Limits::default(), findings };
    let rules = reader.config::<Rules>(Role::Rules);
    let thresholds = reader.config::<Thresholds>(Role::Thresholds).value;
    let extension = reader.extension();
    let mut beside = Reader { findings: Vec::new(), ..reader };
    let (built, (graph, drift)) = parallel::both(
        || reader.catalog(&manifests, extension.as_ref(), now),
        || (beside.optional::<GraphFile>(Role::Graph), beside.drift()),
    );
    let (catalog, changes) = built?;
    reader.findings.append(&mut beside.findings);
    let previous = reader.optional::<QualitySnapshot>(Role::Snapshot).map(|loaded| loaded.value);
    Ok(Model {
        rules,
        thresholds,
        changes,
        graph,
        drift: drift.with_locks(&catalog),
        catalog,
        previous,
        findings: reader.findings,
    })
}

impl Reader<'_, '_> {
    /// Reads the document of a role, or its defaults when it is absent or broken.
    fn config<T: Shape>(&mut self, role: Role) -> Loaded<T> {
        self.optional(role).unwrap_or_else(|| Loaded {
            path: T::PUBLISHED.path.to_owned(),
            value: T::default(),
            given: false,
            findings: Vec::new(),
        })
    }

    fn optional<T: Shape>(&mut self, role: Role) -> Option<Loaded<T>> {
        let (path, source) = *self.workspace.single.get(&role)?;
        let loaded = config::load::<T>(Some(source), path, &self.limits);
        let loaded = self.readable(path, loaded)?;
        self.findings.extend(loaded.findings.iter().cloned());
        Some(loaded)
    }

    /// Turns an error into a finding.
    fn readable<T>(&mut self, path: &str, read: Result<T>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    fn unreadable(&mut self, path: &str, error: &Error) {
        self.findings.push(schema::unreadable(path, error));
    }

    fn extension(&mut self) -> Option<Extension> {
        let (path, source) = *self.workspace.single.get(&Role::Extension)?;
        let compiled = source
            .load(path, &self.limits)
            .and_then(|Document { value, .. }| Extension::compile(value));
        self.readable(path, compiled)
    }

    /// Builds the catalog from the manifests, or takes the index where there are none.
    fn catalog(
        &mut self,
        manifests: &BTreeMap<String, Source>,
        extension: Option<&Extension>,
        now: Timestamp,
    ) -> Result<(Catalog, Vec<EntryChange>)> {
        let index = self.workspace.single.get(&Role::Index).copied();
        // A broken index is reported once, and the manifests are still read.
        let previous = index.and_then(|(path, source)| {
            let loaded = catalog::load_extended(source, path, &self.limits, extension);
            self.readable(path, loaded)
        });
        let previous = previous.unwrap_or_default();
        if manifests.is_empty() {
            self.findings.extend(previous.findings);
            let mut catalog = previous.catalog;
            // The order of the index is no matter, and must not be one in the report.
            catalog.services.sort_by(|a, b| a.name.cmp(&b.name));
            self.findings.extend(catalog::unknown_entries(&catalog, now));
            return Ok((catalog, Vec::new()));
        }
        let status = self.workspace.source(Role::CollectionStatus);
        let sources = Sources { manifests, previous, status, extension, now };
        let built = catalog::build(sources, &self.limits)?;
        self.findings.extend(built.findings);
        Ok((built.catalog, built.changes))
    }

    fn drift(&mut self) -> Unmatched {
        let limits = self.limits;
        let read = parallel::map(self.workspace.locks.clone(), |(path, source)| {
            (path, config::load::<SpecsLock>(Some(source), path, &limits))
        });
        let mut locks = Vec::with_capacity(read.len());
        for (path, lock) in read {
            let mut lock = self.readable(path, lock);
            if let Some(lock) = &mut lock {
                self.findings.append(&mut lock.findings);
            }
            locks.push((path.to_owned(), lock.map(|lock| lock.value)));
        }
        let documents = drift::Documents {
            index: self.optional::<SpecIndex>(Role::SpecIndex),
            locks: BTreeMap::new(),
            broken_locks: BTreeSet::new(),
            history: self.config(Role::History).value,
            labels: self.config(Role::Labels).value,
            policies: self.config(Role::UpgradePolicies).value,
        };
        Unmatched { documents, locks }
    }
}

/// What drift is judged by, before it is known which service each lock file belongs to.
struct Unmatched {
    documents: drift::Documents,
    /// Lock files by their paths; none for a broken one.
    locks: Vec<(String, Option<SpecsLock>)>,
}

impl Unmatched {
    fn with_locks(self, catalog: &Catalog) -> drift::Documents {
        let mut documents = self.documents;
        let folders = folders(catalog);
        for (path, lock) in self.locks {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let beside = folders.get(folder).copied();
            let Some(file) = lock else {
                documents.broken_locks.extend(beside.map(str::to_owned));
                continue;
            };
            let last = folder.rsplit('/').next().unwrap_or(folder);
            let named = file.service.as_deref();
            let service = named.or(beside).unwrap_or(last).to_owned();
            documents.locks.insert(service, Lock { path, file });
        }
        documents
    }
}

/// Returns, for each folder with one manifest, the service of that manifest.
fn folders(catalog: &Catalog) -> BTreeMap<&str, &str> {
    let mut folders: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for service in &catalog.services {
        let Some(origin) = &service.origin else { continue };
        let folder = origin.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders
            .entry(folder)
            .and_modify(|only| *only = None)
            .or_insert(Some(service.name.as_str()));
    }
    folders.into_iter().filter_map(|(folder, service)| Some((folder, service?))).collect()
}

/// Returns the finding for a workspace without any service.
pub(super) fn no_services() -> Finding {
    let message = "the workspace has neither manifests nor a service index";
    Finding::new(codes::platform::NO_SERVICES, "workspace", &[], message)
}
