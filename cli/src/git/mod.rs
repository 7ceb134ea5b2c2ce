//! Two states of a git repository, read with the program `git` and nothing that writes.
//!
//! 1. `program` runs git so that no hook, pager or program of the configuration runs.
//! 2. `refs` finds the trees that refs name, and explains the ones it cannot find.
//! 3. `raw` lists what differs; `blobs` reads the contents of it.
//! 4. `referred` adds the files that these are made of, or that are made of these.

mod blobs;
mod program;
mod raw;
mod referred;
mod refs;

use std::collections::BTreeMap;
use std::path::Path;

use meta_core::document::Source;
use meta_core::{Error, ErrorCode, Result};

use crate::trees::{Asked, Trees, source, unasked};
use blobs::Blobs;
pub(crate) use program::Repository;
use raw::{Entry, Mode, Side};
use refs::After;
pub(crate) use refs::Named;

/// Which two states are compared.
#[derive(Clone, Debug)]
pub(crate) struct States {
    /// The tree before.
    before: String,
    /// The tree, or whatever else, after.
    after: After,
}

/// Reads what differs between two states, in the files and folders `names`; everywhere when there are
/// none.
///
/// # Errors
/// When git fails, or no file of either state has one of the names.
pub(crate) fn read(
    repository: &Repository,
    states: &States,
    names: &[String],
    asked: &Asked,
) -> Result<Trees> {
    refs::check_names(repository, states, names)?;
    let entries = raw::list(repository, states, names)?;
    let sides = entries.iter().flat_map(|entry| [&entry.before, &entry.after]).flatten();
    let wanted = sides.filter(|side| asked.wants(&side.name)).filter_map(Side::blob);
    let blobs = Blobs::read(repository, wanted.map(str::to_owned).collect())?;
    let mut trees = Trees::default();
    for entry in &entries {
        let Entry { before, after, is_conflict } = entry;
        if let (Some(before), Some(after)) = (before, after) {
            if before.name != after.name {
                trees.renames.insert(before.name.clone(), after.name.clone());
            }
        }
        if let Some(side) = before {
            add(&mut trees.before, side, of(side, &blobs, repository, asked));
        }
        let Some(side) = after else { continue };
        let source = if *is_conflict {
            let conflict = refused("the file has a merge conflict");
            Some(Source::unreadable(side.name.clone(), conflict))
        } else {
            of(side, &blobs, repository, asked)
        };
        add(&mut trees.after, side, source);
    }
    referred::add(repository, states, names, asked, &mut trees)?;
    Ok(trees)
}

fn add(files: &mut BTreeMap<String, Source>, side: &Side, source: Option<Source>) {
    if let Some(source) = source {
        files.insert(side.name.clone(), source);
    }
}

/// Returns the content of one side; none when the file went away meanwhile.
fn of(side: &Side, blobs: &Blobs, repository: &Repository, asked: &Asked) -> Option<Source> {
    let unreadable = |error| Source::unreadable(side.name.clone(), error);
    Some(match side.mode {
        Mode::Submodule => {
            unreadable(refused("a submodule is a repository of its own, and is not looked into"))
        }
        _ if !asked.wants(&side.name) => unasked(),
        Mode::Link => unreadable(refused("a symbolic link is not followed")),
        Mode::File => match side.blob() {
            Some(blob) => match blobs.text(blob) {
                Ok(text) => Source::named(side.name.clone(), text),
                Err(error) => unreadable(error),
            },
            None => return on_disk(&side.name, &repository.path_of(&side.bytes)?),
        },
    })
}

/// Reads a file of the working tree.
fn on_disk(name: &str, path: &Path) -> Option<Source> {
    let kind = path.symlink_metadata().ok()?.file_type();
    if kind.is_symlink() {
        let error = refused("a symbolic link is not followed");
        return Some(Source::unreadable(name, error));
    }
    Some(source(name, path))
}

fn refused(message: &str) -> Error {
    Error::new(ErrorCode::InputUnsupported, message)
}
