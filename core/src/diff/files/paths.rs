//! Names of files as paths: which file a relative reference leads to (RFC 3986 section 5.2).

use percent_encoding::percent_decode_str;

/// Returns a path without `.`, and without `..` as far as there is a folder to leave.
pub(super) fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !kept.is_empty() => {}
            ".." if kept.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

/// Returns the path that a reference in the file `from` means; none when it is an address of another kind, or
/// empty.
pub(super) fn joined(from: &str, reference: &str) -> Option<String> {
    let reference = reference.strip_prefix("file://").unwrap_or(reference);
    let reference = reference.split('?').next().unwrap_or_default();
    // A colon in the first segment ends a scheme (RFC 3986 section 4.2).
    let first = reference.split('/').next().unwrap_or_default();
    if reference.is_empty() || reference.starts_with("//") || first.contains(':') {
        return None;
    }
    let decoded = percent_decode_str(reference).decode_utf8_lossy();
    if decoded.starts_with('/') {
        return Some(normal(&decoded));
    }
    let folder = from.rsplit_once('/').map(|(folder, _)| folder);
    Some(match folder {
        Some(folder) => normal(&format!("{folder}/{decoded}")),
        None => normal(&decoded),
    })
}

/// Returns how the file `to` is called from beside the file `from`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let folders = folders.split_last().map_or(&[][..], |(_, folders)| folders);
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(parts.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

/// Returns an absolute address for a file that gives itself none.
pub(super) fn address(name: &str) -> String {
    let encoded = super::encoded(name.trim_start_matches('/'));
    format!("{}{encoded}", super::NOWHERE)
}

#[cfg(test)]
mod tests {
    use super::{joined, normal, relative};

    #[test]
    fn references_are_paths() {
        for (from, reference, path) in [
            ("api/openapi.yaml", "common.yaml", Some("api/common.yaml")),
            ("api/openapi.yaml", "./parts/pet.yaml", Some("api/parts/pet.yaml")),
            ("api/openapi.yaml", "../shared/a%20b.json", Some("shared/a b.json")),
            ("openapi.yaml", "../x.yaml", Some("../x.yaml")),
            ("/a/b.yaml", "../../../c.yaml", Some("/../../c.yaml")),
            ("/a/b.yaml", "/c.yaml", Some("/c.yaml")),
            ("b.yaml", "https://example.com/c.yaml", None),
            ("b.yaml", "urn:example:c", None),
            ("b.yaml", "", None),
        ] {
            assert_eq!(joined(from, reference).as_deref(), path, "{from} {reference}");
        }
        assert_eq!(normal("./a//b/../c"), "a/c");
    }

    #[test]
    fn both_versions_call_a_file_alike() {
        assert_eq!(relative("old/api/openapi.yaml", "old/shared/x.yaml"), "../shared/x.yaml");
        assert_eq!(relative("new/openapi.yaml", "new/parts/x.yaml"), "parts/x.yaml");
        assert_eq!(relative("openapi.yaml", "x.yaml"), "x.yaml");
    }
}
