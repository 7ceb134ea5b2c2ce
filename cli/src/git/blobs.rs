//! Contents of files, read in one run of `git cat-file --batch`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::Stdio;

use meta_core::{Error, ErrorCode, Result};

use super::program::{Repository, missing};
use crate::workspace;

/// Contents by the names of their objects.
#[derive(Debug, Default)]
pub(super) struct Blobs(BTreeMap<String, Result<String>>);

impl Blobs {
    /// Reads the contents of `objects`.
    ///
    /// # Errors
    /// When git fails.
    pub(super) fn read(repository: &Repository, objects: BTreeSet<String>) -> Result<Self> {
        if objects.is_empty() {
            return Ok(Self::default());
        }
        let mut command = repository.command(["cat-file", "--batch", "--buffer"]);
        let command = command.stdin(Stdio::piped()).stderr(Stdio::null());
        let mut git = command.spawn().map_err(|error| missing(&error))?;
        let (Some(mut asked), Some(told)) = (git.stdin.take(), git.stdout.take()) else {
            return Err(broken("it cannot be talked to"));
        };
        let list: String = objects.iter().map(|object| format!("{object}\n")).collect();
        // Both ways at once: git stops reading while nobody reads what it writes.
        let read = std::thread::scope(|scope| {
            scope.spawn(move || asked.write_all(list.as_bytes()));
            contents(BufReader::new(told), objects)
        });
        let ended = git.wait().map_err(|error| missing(&error))?;
        let contents = read.map_err(|error| broken(&error.to_string()))?;
        if ended.success() { Ok(Self(contents)) } else { Err(broken("`cat-file` failed")) }
    }

    /// Returns the content of an object.
    ///
    /// # Errors
    /// When it is not here, too long, or no text.
    pub(super) fn text(&self, object: &str) -> Result<String> {
        self.0.get(object).cloned().unwrap_or_else(|| Err(absent()))
    }
}

/// Reads `OBJECT TYPE SIZE`, the content and a line end, for each object in turn.
fn contents(
    mut told: impl BufRead,
    objects: BTreeSet<String>,
) -> io::Result<BTreeMap<String, Result<String>>> {
    let mut contents = BTreeMap::new();
    for object in objects {
        let mut head = String::new();
        told.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else {
            // `OBJECT missing`: a partial clone has not fetched it.
            contents.insert(object, Err(absent()));
            continue;
        };
        let mut content = told.by_ref().take(size);
        let text = workspace::text_of(&mut content);
        io::copy(&mut content, &mut io::sink())?;
        io::copy(&mut told.by_ref().take(1), &mut io::sink())?;
        contents.insert(object, text);
    }
    Ok(contents)
}

fn absent() -> Error {
    Error::new(ErrorCode::InputInvalid, "its content is not in this clone")
        .help("fetch it: the clone is a partial one")
}

fn broken(why: &str) -> Error {
    Error::new(ErrorCode::InputUnsupported, format!("git cannot be read: {why}"))
}
