//! One path: whether it is a plain one, and what it would be as one.

use std::cmp::Ordering;

use unicase::UniCase;

use super::facts::PathFault;

/// Most bytes of a path, as of Linux (`PATH_MAX`).
const MOST_BYTES: usize = 4_096;

/// A fault, and how to tell it.
type Check = (PathFault, fn(&str) -> bool);

/// Returns what is wrong with a path; nothing when it is a plain one: relative, with `/` between names.
pub(crate) fn fault(path: &str) -> Option<PathFault> {
    let checks: [Check; 7] = [
        (PathFault::Empty, str::is_empty),
        (PathFault::TooLong, |path| path.len() > MOST_BYTES),
        (PathFault::Nul, |path| path.contains('\0')),
        (PathFault::Backslash, |path| path.contains('\\')),
        (PathFault::Absolute, |path| path.starts_with('/') || has_drive(path)),
        (PathFault::Traversal, |path| path.split('/').any(|part| part == "..")),
        (PathFault::NotPlain, |path| path.split('/').any(|part| part.is_empty() || part == ".")),
    ];
    checks.into_iter().find(|(_, fails)| fails(path)).map(|(fault, _)| fault)
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// Returns the plain path that was probably meant; none when it leads out of the project or is nothing.
pub(super) fn cleaned(path: &str) -> Option<String> {
    let slashes = path.replace('\\', "/");
    let bare = if has_drive(&slashes) { slashes.get(2..)? } else { &slashes };
    let mut parts: Vec<&str> = Vec::new();
    for part in bare.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let path = parts.join("/");
    fault(&path).is_none().then_some(path)
}

/// Orders paths so that what is in a folder comes right after its name.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    // No plain path has a NUL in it.
    let of = |byte: u8| if byte == b'/' { 0 } else { byte };
    a.bytes().map(of).cmp(b.bytes().map(of))
}

/// Tells whether `path` lies in the folder `folder`.
pub(super) fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Returns a path without case: the same for paths that differ in it only (Unicode, default case folding).
pub(crate) fn folded(path: &str) -> String {
    UniCase::new(path).to_folded_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_are_paths() {
        for path in ["a", "a/b.txt", "...", "a b/ü", ".env", "c/d:e"] {
            assert_eq!(fault(path), None, "{path}");
        }
        let long = "x".repeat(4_097);
        let cases = [
            ("", PathFault::Empty),
            (&long, PathFault::TooLong),
            ("a\0b", PathFault::Nul),
            ("a\\b", PathFault::Backslash),
            ("/etc/passwd", PathFault::Absolute),
            ("C:/x", PathFault::Absolute),
            ("a/../b", PathFault::Traversal),
            ("..", PathFault::Traversal),
            ("a//b", PathFault::NotPlain),
            ("a/", PathFault::NotPlain),
            ("./a", PathFault::NotPlain),
        ];
        for (path, expected) in cases {
            assert_eq!(fault(path), Some(expected), "{path}");
        }
    }

    #[test]
    fn what_was_meant_is_a_plain_path() {
        assert_eq!(cleaned("src\\.\\app.py").as_deref(), Some("src/app.py"));
        assert_eq!(cleaned("/a//b/../c/").as_deref(), Some("a/c"));
        assert_eq!(cleaned("C:\\x").as_deref(), Some("x"));
        assert_eq!(cleaned("../x"), None);
        assert_eq!(cleaned("a\0"), None);
        assert_eq!(cleaned("./"), None);
    }

    #[test]
    fn case_is_folded_beyond_ascii() {
        assert_eq!(folded("Straße/README"), folded("STRASSE/readme"));
        assert_eq!(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
        assert_ne!(folded("a"), folded("b"));
    }
}
