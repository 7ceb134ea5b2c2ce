//! Files of JSON Lines that only grow, and files that are written anew as a whole: neither is ever half-written unseen.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use meta_core::{Error, ErrorCode, Result};
use serde::de::IgnoredAny;
use tempfile::NamedTempFile;

use crate::workspace;

/// A file of JSON Lines.
pub(crate) struct Journal {
    path: PathBuf,
    text: String,
    /// Where the last line begins, when it is cut off: whoever wrote it did not come to the end.
    cut: Option<usize>,
}

impl Journal {
    /// Reads a file; one that is not there is empty.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        if path.exists() {
            return Self::open(path);
        }
        Ok(Self { path: path.to_owned(), text: String::new(), cut: None })
    }

    /// Reads a file that has to be there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let text =
            workspace::text(path).map_err(|error| error.in_file(path.display().to_string()))?;
        let start = text.rfind('\n').map_or(0, |at| at + 1);
        let last = text.get(start..).unwrap_or_default();
        let is_cut = !last.trim().is_empty() && serde_json::from_str::<IgnoredAny>(last).is_err();
        Ok(Self { path: path.to_owned(), text, cut: is_cut.then_some(start) })
    }

    /// Returns the text.
    ///
    /// # Errors
    /// `input_invalid` with its place when the last line is cut off.
    pub(crate) fn whole(&self) -> Result<&str> {
        let Some(start) = self.cut else { return Ok(&self.text) };
        let (bytes, line) = (self.text.len() - start, self.sound().lines().count() + 1);
        let message = format!("the last line is cut off after {bytes} bytes");
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let error = Error::new(ErrorCode::InputInvalid, message).on(line, 1);
        Err(error
            .in_file(self.path.display().to_string())
            .help("what wrote it was stopped: `--repair` moves that line to a file of its own"))
    }

    /// Returns the lines that are whole.
    fn sound(&self) -> &str {
        self.text.get(..self.cut.unwrap_or(self.text.len())).unwrap_or_default()
    }

    /// Moves a last line that is cut off to a file of its own, and returns that file.
    ///
    /// # Errors
    /// When that file is there already, or something cannot be written.
    pub(crate) fn repair(&mut self) -> Result<Option<PathBuf>> {
        let Some(start) = self.cut else { return Ok(None) };
        let mut name = self.path.clone().into_os_string();
        name.push(".cut");
        let kept = PathBuf::from(name);
        let rest = self.text.split_off(start);
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&kept)?;
            file.write_all(rest.as_bytes())?;
            file.sync_all()?;
            let file = OpenOptions::new().write(true).open(&self.path)?;
            file.set_len(self.text.len() as u64)?;
            file.sync_all()
        };
        write().map_err(|error| failed(&kept, &error))?;
        self.cut = None;
        Ok(Some(kept))
    }

    /// Adds lines, and returns when they are on the disk.
    ///
    /// # Errors
    /// When the last line is cut off, or something cannot be written.
    pub(crate) fn append(&self, lines: &[String]) -> Result<()> {
        let text = self.whole()?;
        if lines.is_empty() {
            return Ok(());
        }
        let mut added =
            if text.is_empty() || text.ends_with('\n') { String::new() } else { "\n".into() };
        for line in lines {
            added.push_str(line);
            added.push('\n');
        }
        let is_new = !self.path.exists();
        let write = || {
            let mut file = OpenOptions::new().append(true).create(true).open(&self.path)?;
            file.write_all(added.as_bytes())?;
            file.sync_all()?;
            if is_new { sync_folder(&self.path) } else { Ok(()) }
        };
        write().map_err(|error| failed(&self.path, &error))
    }
}

/// Writes a file anew as a whole: whoever reads it sees the old text or the new one.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let write = || {
        let mut file = NamedTempFile::new_in(folder(path))?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        sync_folder(path)
    };
    write().map_err(|error| failed(path, &error))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Has the name of a new file be on the disk, where folders can be asked for that.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match File::open(folder(path)).and_then(|folder| folder.sync_all()) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied && cfg!(windows) => Ok(()),
        done => done,
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    let error = Error::new(ErrorCode::InputInvalid, format!("cannot write: {error}"));
    error.in_file(path.display().to_string())
}
