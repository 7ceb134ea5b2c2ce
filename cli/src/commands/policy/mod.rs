//! Policies: whether they can be used, and what they find.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod lint;
pub(crate) mod list;
pub(crate) mod mutate;
pub(crate) mod new;
pub(crate) mod test;

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::config::{self, RULES_PATH, Rules};
use meta_core::document::{Limits, Source};
use meta_core::graph::GraphFile;
use meta_core::platform::{PlatformInput, check_platform};
use meta_core::{Error, ErrorCode, Result};
use meta_rules::Catalog;

pub(crate) type Files = BTreeMap<String, Source>;

/// Returns the catalog of a workspace as policies see it.
fn catalog(files: &Files, now: meta_core::time::Timestamp) -> Result<Catalog> {
    let limits = Limits::default();
    let rules = Rules::load(files.get(RULES_PATH), &limits)?;
    let path = "catalog/dependency-graph.yaml";
    let graph = config::load::<GraphFile>(files.get(path), path, &limits)?;
    let fail_on = meta_core::finding::Severity::Critical;
    let platform = check_platform(&PlatformInput { files: files.clone(), now, fail_on })?;
    Catalog::new(platform.catalog, graph.given.then_some(graph.value), &rules.value)
}

/// Returns the error of a folder without policies.
pub(crate) fn none(root: &Path) -> Error {
    Error::new(ErrorCode::InputInvalid, "the folder has no policies")
        .in_file(root.display().to_string())
        .help("policies are files that end in `.rhai`, or those that the `shipped` of a `pack.yaml` names")
}
