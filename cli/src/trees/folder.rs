//! Two folders.

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::document::Source;
use meta_core::{Error, ErrorCode, Result};
use walkdir::{DirEntry, WalkDir};

use super::{Asked, Trees, unasked};
use crate::answer::Root;
use crate::workspace;

/// Folders that are nobody's artifacts: what version control keeps, and what is installed.
const LEFT_OUT: [&str; 4] = [".git", ".hg", ".svn", "node_modules"];

/// Reads two folders.
///
/// # Errors
/// When one of them is no folder.
pub(crate) fn read(before: &Path, after: &Path, asked: &Asked) -> Result<Trees> {
    Ok(Trees { before: one(before, asked)?, after: one(after, asked)?, renames: BTreeMap::new() })
}

fn one(root: &Path, asked: &Asked) -> Result<BTreeMap<String, Source>> {
    if !root.is_dir() {
        return Err(Error::new(ErrorCode::InputInvalid, "this is no folder, and the other is one")
            .in_file(root.display().to_string())
            .help("compare two files or two folders"));
    }
    let shown = Root::new(root);
    let mut files = BTreeMap::new();
    let walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_left_out(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = workspace::name(root, entry.path());
                let source = if asked.wants(&name) {
                    source(&shown.join(&name), entry.path())
                } else {
                    unasked()
                };
                files.insert(name, source);
            }
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let name = workspace::name(root, &path);
                let source =
                    Source::unreadable(shown.join(&name), workspace::unreadable(&error.into()));
                files.insert(name, source);
            }
        }
    }
    Ok(files)
}

/// Reads a file that findings call `name`.
pub(crate) fn source(name: &str, path: &Path) -> Source {
    match workspace::text(path) {
        Ok(text) => Source::named(name, text),
        Err(error) => Source::unreadable(name, error),
    }
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_str();
    entry.file_type().is_dir()
        && entry.depth() > 0
        && name.is_some_and(|name| LEFT_OUT.contains(&name))
}
