//! What differs between two states, as `git diff-tree` and `git diff-index` list it.

use std::collections::BTreeSet;

use meta_core::{Error, ErrorCode, Result};

use super::program::Repository;
use super::{After, States};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    File,
    Link,
    Submodule,
}

/// A file in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// Its name; bytes that are no UTF-8 are written as `\xFF`.
    pub(super) name: String,
    /// Its name as git has it.
    pub(super) bytes: Vec<u8>,
    pub(super) mode: Mode,
    /// Its content; all zeros for a file of the working tree that git has not read.
    object: String,
}

impl Side {
    /// Returns the object that holds the content.
    pub(super) fn blob(&self) -> Option<&str> {
        let known = self.mode == Mode::File && self.object.bytes().any(|digit| digit != b'0');
        known.then_some(self.object.as_str())
    }
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) before: Option<Side>,
    pub(super) after: Option<Side>,
    /// Whether a merge left it undecided.
    pub(super) is_conflict: bool,
}

/// Lists what differs, in the files and folders `names`.
///
/// # Errors
/// When git fails.
pub(super) fn list(
    repository: &Repository,
    states: &States,
    names: &[String],
) -> Result<Vec<Entry>> {
    const FORM: [&str; 5] =
        ["--raw", "-z", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"];
    let before = states.before.as_str();
    let mut arguments: Vec<&str> = match &states.after {
        After::Tree(_) => vec!["diff-tree", "-r", "--find-renames"],
        After::Index => vec!["diff-index", "--cached", "--find-renames"],
        // To find renames git would read files of the working tree, through filters that are programs.
        After::WorkingTree => vec!["diff-index", "--no-renames"],
    };
    arguments.extend(FORM);
    arguments.push(before);
    if let After::Tree(after) = &states.after {
        arguments.push(after);
    }
    arguments.push("--");
    // The top has no name of its own.
    if !names.iter().any(String::is_empty) {
        arguments.extend(names.iter().map(String::as_str));
    }
    let mut entries = parse(&repository.run(arguments)?)?;
    if states.after == After::WorkingTree {
        // Of a file of the working tree git tells the difference alone.
        let undecided = conflicts(&repository.run(["ls-files", "--unmerged", "-z"])?);
        for entry in &mut entries {
            let name = entry.after.as_ref().map(|side| side.bytes.as_slice());
            entry.is_conflict |= name.is_some_and(|name| undecided.contains(name));
        }
    }
    Ok(entries)
}

/// Reads `MODE OBJECT STAGE TAB NAME NUL`.
fn conflicts(listed: &[u8]) -> BTreeSet<Vec<u8>> {
    let lines = listed.split(|byte| *byte == 0);
    let names = lines.filter_map(|line| line.splitn(2, |byte| *byte == b'\t').nth(1));
    names.map(<[u8]>::to_vec).collect()
}

/// Reads `:MODE MODE OBJECT OBJECT STATUS NUL NAME NUL`, with a second name for a rename.
fn parse(listed: &[u8]) -> Result<Vec<Entry>> {
    let mut fields = listed.split(|byte| *byte == 0).filter(|field| !field.is_empty());
    let mut entries = Vec::new();
    while let Some(head) = fields.next() {
        let head = String::from_utf8_lossy(head);
        let parts: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, new, status] = parts.as_slice() else {
            return Err(unclear(&head));
        };
        let first = fields.next().ok_or_else(|| unclear(&head))?;
        let is_rename = status.starts_with(['R', 'C']);
        let second = if is_rename { fields.next().ok_or_else(|| unclear(&head))? } else { first };
        let is_conflict = *status == "U";
        let before = side(first, old_mode, old);
        entries.push(Entry {
            // A copy leaves the file where it was.
            before: before.filter(|_| !status.starts_with('C')),
            // Of a conflict the modes do not tell that there is a file.
            after: side(second, if is_conflict { "100644" } else { new_mode }, new),
            is_conflict,
        });
    }
    // A conflict is told beside the difference; it is what counts.
    entries.sort_by_key(|entry| entry.is_conflict);
    Ok(entries)
}

fn side(bytes: &[u8], mode: &str, object: &str) -> Option<Side> {
    let mode = match mode {
        "000000" => return None,
        "120000" => Mode::Link,
        "160000" => Mode::Submodule,
        _ => Mode::File,
    };
    Some(Side { name: name(bytes), bytes: bytes.to_vec(), mode, object: object.to_owned() })
}

fn name(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut name, chunk| {
        use std::fmt::Write as _;
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02X}");
        }
        name
    })
}

fn unclear(line: &str) -> Error {
    let line = line.replace('`', "'");
    Error::new(ErrorCode::InputUnsupported, format!("git says `{line}`, which is not understood"))
        .help("use git 2.24 or newer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_bytes() {
        let listed = b":100644 100644 aa bb R087\0old \"name\"\nx\0new\xff.json\0:000000 160000 00 cc A\0lib\0";
        let entries = parse(listed).unwrap();
        assert_eq!(entries[0].before.as_ref().unwrap().name, "old \"name\"\nx");
        assert_eq!(entries[0].after.as_ref().unwrap().name, "new\\xFF.json");
        assert_eq!(entries[0].after.as_ref().unwrap().bytes, b"new\xff.json");
        assert_eq!(entries[1].before, None);
        assert_eq!(entries[1].after.as_ref().unwrap().mode, Mode::Submodule);
        assert_eq!(entries[1].after.as_ref().unwrap().blob(), None);
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        for listed in [&b":100644 100644 aa bb M\0"[..], b"x\0y\0", b":1 2 3 4 R1\0a\0"] {
            assert!(parse(listed).is_err());
        }
    }
}
