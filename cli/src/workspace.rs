//! Reading the documents of a workspace folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use meta_core::document::{self, Limits, Source};
use meta_core::{Error, ErrorCode, Result};
use meta_rules::{is_pack, is_policy};
use walkdir::WalkDir;

use crate::shipped;

/// The folders a workspace is made of; others, such as source code beside them, are not read.
const FOLDERS: [&str; 4] = ["catalog", "config", "manifests", "schemas"];
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// Returns the documents of the workspace `root` by their path relative to it. A file that cannot be
/// read stands there with the reason, so that the check reports it.
///
/// # Errors
/// When `root` is no folder.
pub(crate) fn read(root: &Path) -> Result<BTreeMap<String, Source>> {
    if !root.is_dir() {
        let message = if root.exists() { "this is not a folder" } else { "no such folder" };
        return Err(Error::new(ErrorCode::InputInvalid, message)
            .in_file(root.display().to_string())
            .help("name the folder that holds `manifests` or `catalog`"));
    }
    let found = find(root);
    let progress = progress(found.len());
    let mut files = BTreeMap::new();
    for (name, path) in found {
        let source = match path {
            Ok(path) => match text(&path) {
                Ok(text) => Source::text(text),
                Err(error) => Source::unreadable(name.clone(), error),
            },
            Err(error) => Source::unreadable(name.clone(), error),
        };
        files.insert(name, source);
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(files)
}

/// Returns the policies in the folder `root`, and the manifest of their pack, by their paths.
///
/// # Errors
/// When `root` is no folder, a file in it cannot be found, or it has neither policies nor a pack.
pub(crate) fn policies(root: &Path) -> Result<BTreeMap<String, Source>> {
    if let Some(shipped) = shipped::policies(root) {
        return shipped;
    }
    let files = documents(root, |path| is_policy(path) || is_pack(path))?;
    if has_policies(&files) { Ok(files) } else { Err(crate::commands::no_policies(root)) }
}

/// Tells whether there are policies among documents, or a pack, which may take some that come with the program.
pub(crate) fn has_policies(files: &BTreeMap<String, Source>) -> bool {
    files.keys().any(|path| is_policy(path) || is_pack(path))
}

/// Returns the documents in the folder `root` whose paths are wanted.
///
/// # Errors
/// When `root` is no folder, or a file in it cannot be found.
pub(crate) fn documents(
    root: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Source>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
        let at = |error: std::io::Error| unreadable(&error).in_file(root.display().to_string());
        let entry = entry.map_err(|error| at(error.into()))?;
        let path = entry.path().display().to_string().replace('\\', "/");
        if entry.file_type().is_dir() || !is_wanted(&path) {
            continue;
        }
        let source = match text(entry.path()) {
            Ok(text) => Source::text(text),
            Err(error) => Source::unreadable(path.clone(), error),
        };
        files.insert(path, source);
    }
    Ok(files)
}

/// Finds the documents below `root`: the name of each, and where it is or why it cannot be had.
fn find(root: &Path) -> Vec<(String, Result<PathBuf>)> {
    let mut found = Vec::new();
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        if !folder.exists() {
            continue;
        }
        for entry in WalkDir::new(&folder).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || !is_document(entry.path()) => {}
                Ok(entry) => found.push((name(root, entry.path()), Ok(entry.into_path()))),
                Err(error) => {
                    let path = error.path().unwrap_or(&folder).to_owned();
                    found.push((name(root, &path), Err(unreadable(&error.into()))));
                }
            }
        }
    }
    found
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// Returns the name of a file relative to `root`, with `/` between its parts.
pub(crate) fn name(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts = relative.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// Returns the text of a file, of at most the length that documents may have.
///
/// # Errors
/// `input_invalid` when it cannot be read or is not UTF-8; `limit_exceeded` when it is too long.
pub(crate) fn text(path: &Path) -> Result<String> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Error::new(ErrorCode::InputInvalid, "this is not a regular file"));
    }
    fs::File::open(path).map_err(|error| unreadable(&error)).and_then(text_of)
}

/// Returns the text that `input` gives, of at most the length that documents may have.
///
/// # Errors
/// As [`text`].
pub(crate) fn text_of(input: impl Read) -> Result<String> {
    let most = Limits::default().bytes;
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there is more, without reading it all.
    let reach = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    input.take(reach).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() > most {
        let message = format!("the file has more than {most} bytes, the most allowed");
        return Err(Error::limit(message).help("split the document"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => document::decode(error.as_bytes()).map(str::to_owned),
    }
}

/// Returns the error of a file that cannot be read.
pub(crate) fn unreadable(error: &std::io::Error) -> Error {
    Error::new(ErrorCode::InputInvalid, format!("the file cannot be read: {error}"))
}

/// Returns a progress bar, which shows itself only on a terminal.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or_default());
    if let Ok(style) = ProgressStyle::with_template("reading {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}
