//! The files around one that its references lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use meta_core::diff::references;
use meta_core::document::{Limits, Source};

use crate::trees::source;

/// Reads the files that `start` refers to, and those that these refer to, by path. Only files below the folder of
/// `start` or below the current one are read: a document has no business elsewhere. What cannot be read as a
/// document, or is not there, is left to the comparison to report.
pub(super) fn files(start: &Source) -> BTreeMap<String, Source> {
    let Source::Named { path, .. } = start else { return BTreeMap::new() };
    let folder = Path::new(path).parent().map(Path::to_path_buf).unwrap_or_default();
    let allowed: Vec<_> = [folder.as_path(), Path::new("")]
        .into_iter()
        .filter_map(|folder| {
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.canonicalize().ok()
        })
        .collect();
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::from([path.clone()]);
    let mut waiting: Vec<String> = names(start, path);
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Ok(real) = Path::new(&name).canonicalize() else { continue };
        if real.is_file() && allowed.iter().any(|folder| real.starts_with(folder)) {
            let read = source(&name, &real);
            waiting.extend(names(&read, &name));
            found.insert(name, read);
        }
    }
    found
}

fn names(source: &Source, name: &str) -> Vec<String> {
    // Most documents refer to nothing.
    let refers = |text: &str| text.contains("$ref") || text.contains("mapping");
    if !source.as_text().is_some_and(refers) {
        return Vec::new();
    }
    references(source, name, &Limits::default()).unwrap_or_default().into_iter().collect()
}
