//! Which file of a workspace is read as what.

use std::collections::BTreeMap;

use crate::document::Source;
use crate::finding::{Finding, Location, codes};

/// The part a file plays in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Index,
    Graph,
    SpecIndex,
    History,
    Labels,
    CollectionStatus,
    Snapshot,
    Rules,
    Thresholds,
    UpgradePolicies,
    Extension,
}

impl Role {
    /// Place without ending, and the name of the shape.
    const PLACES: [(Self, &'static str, &'static str); 11] = [
        (Self::Index, "catalog/service-index", "service-index"),
        (Self::Graph, "catalog/dependency-graph", "dependency-graph"),
        (Self::SpecIndex, "catalog/spec-index", "spec-index"),
        (Self::History, "catalog/history", "history"),
        (Self::Labels, "catalog/labels", "labels"),
        (Self::CollectionStatus, "catalog/collection-status", "collection-status"),
        (Self::Snapshot, "catalog/quality-snapshot", "quality-snapshot"),
        (Self::Rules, "config/rules", "rules"),
        (Self::Thresholds, "config/thresholds", "thresholds"),
        (Self::UpgradePolicies, "config/upgrade-policies", "upgrade-policies"),
        (Self::Extension, "schemas/service-manifest.schema", "json-schema"),
    ];
}

/// The files of a workspace by the part they play.
#[derive(Default)]
pub(super) struct Workspace<'a> {
    pub(super) single: BTreeMap<Role, (&'a str, &'a Source)>,
    pub(super) manifests: BTreeMap<String, Source>,
    pub(super) locks: Vec<(&'a str, &'a Source)>,
    /// Every path with the name of its shape; none where no rule reads it.
    pub(super) shapes: Vec<(&'a str, Option<&'static str>)>,
    pub(super) findings: Vec<Finding>,
}

/// Sorts `files` by the part they play; files without one are reported.
pub(super) fn sort(files: &BTreeMap<String, Source>) -> Workspace<'_> {
    let mut workspace = Workspace::default();
    for (path, source) in files {
        let shape = workspace.place(path, source);
        workspace.shapes.push((path, shape));
    }
    workspace
}

impl<'a> Workspace<'a> {
    fn place(&mut self, path: &'a str, source: &'a Source) -> Option<&'static str> {
        let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"));
        let stem = stem.or_else(|| path.strip_suffix(".json")).unwrap_or(path);
        if path.starts_with("manifests/") {
            let name = stem.rsplit('/').next().unwrap_or(stem);
            if name == "specs.lock" {
                self.locks.push((path, source));
                return Some("specs-lock");
            }
            self.manifests.insert(path.to_owned(), source.clone());
            return Some("service-manifest");
        }
        let Some((role, _, shape)) = Role::PLACES.into_iter().find(|(_, place, _)| *place == stem)
        else {
            self.findings.push(unread(path));
            return None;
        };
        if let Some((first, _)) = self.single.get(&role) {
            self.findings.push(shadowed(path, first));
            return None;
        }
        self.single.insert(role, (path, source));
        Some(shape)
    }

    /// Returns the file that plays the part `role`.
    pub(super) fn source(&self, role: Role) -> Option<&'a Source> {
        self.single.get(&role).map(|(_, source)| *source)
    }
}

fn unread(path: &str) -> Finding {
    let message = format!("`{path}` is read by no rule");
    Finding::new(codes::document::UNREAD_FILE, path, &[], message).at(Location::new(path, ""))
}

fn shadowed(path: &str, first: &str) -> Finding {
    let message = format!("`{path}` is not read, because `{first}` is");
    Finding::new(codes::platform::SHADOWED_FILE, path, &[], message).at(Location::new(path, ""))
}
