//! Running git.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use meta_core::{Error, ErrorCode, Result};

/// A repository.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    /// The folder that git runs in: the top of the working tree, or where a bare repository lies.
    folder: PathBuf,
    /// Whether there is a working tree.
    is_bare: bool,
    /// The current folder as seen from the top; empty, or with `/` at its end.
    prefix: String,
}

impl Repository {
    /// Finds the repository that the current folder lies in.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub(crate) fn find() -> Result<Self> {
        let here = PathBuf::from(".");
        let prefix = text(&run(&here, ["rev-parse", "--show-prefix"]).map_err(|error| {
            error.help("run it inside of a git repository, or compare two files or folders")
        })?);
        match run(&here, ["rev-parse", "--show-toplevel"]) {
            Ok(top) => Ok(Self { folder: path(strip(&top)), is_bare: false, prefix }),
            Err(_) => Ok(Self { folder: here, is_bare: true, prefix: String::new() }),
        }
    }

    /// Runs git, and returns what it wrote.
    ///
    /// # Errors
    /// With the first line of what git said.
    pub(super) fn run<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Vec<u8>> {
        run(&self.folder, arguments)
    }

    /// Returns the git that is to run with `arguments`.
    pub(super) fn command<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        command(&self.folder, arguments)
    }

    /// Returns where a file of the working tree lies.
    pub(super) fn path_of(&self, name: &[u8]) -> Option<PathBuf> {
        (!self.is_bare).then(|| self.folder.join(path(name)))
    }

    /// Refuses what needs a working tree where there is none.
    pub(super) fn needs_files(&self) -> Result<()> {
        if self.is_bare {
            let message = "the repository has no working tree to compare with";
            return Err(Error::new(ErrorCode::InputInvalid, message).help("name a `--head`"));
        }
        Ok(())
    }

    /// Returns the name of a file or folder as seen from the top; empty for the top itself.
    ///
    /// # Errors
    /// When it lies outside.
    pub(crate) fn name_of(&self, given: &Path) -> Result<String> {
        let outside = || {
            Error::new(ErrorCode::InputInvalid, "this lies outside of the repository")
                .in_file(given.display().to_string())
        };
        let from_top = if given.is_absolute() {
            given.strip_prefix(&self.folder).map_err(|_| outside())?.to_owned()
        } else {
            Path::new(&self.prefix).join(given)
        };
        let mut parts: Vec<String> = Vec::new();
        for part in from_top.components() {
            match part {
                Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
                Component::ParentDir => {
                    parts.pop().ok_or_else(outside)?;
                }
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        Ok(parts.join("/"))
    }
}

fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>> {
    let output = command(folder, arguments).output().map_err(|error| missing(&error))?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed(&output)) }
}

/// Returns a git that only reads: it takes no locks, asks nobody, fetches nothing, takes names as they
/// are, and runs no program of the configuration that watches files or shows differences.
fn command<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env_remove("GIT_EXTERNAL_DIFF")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Returns the error of a git that could not be started.
pub(super) fn missing(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Error::new(ErrorCode::InputUnsupported, "the program `git` was not found")
            .help("install git, or compare two files or folders");
    }
    Error::new(ErrorCode::InputUnsupported, format!("the program `git` cannot run: {error}"))
}

/// Returns the error of a git that failed, with what it said.
pub(super) fn failed(output: &Output) -> Error {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it did not say why");
    let line = line.trim_start_matches("fatal: ").trim_end_matches('.').replace('`', "'");
    Error::new(ErrorCode::InputInvalid, format!("git failed: `{line}`"))
}

/// Returns the one line that git wrote.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(strip(bytes)).into_owned()
}

fn strip(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
