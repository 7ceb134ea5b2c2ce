//! The version of an artifact: told, or said by the artifact itself.

use serde_json::Value;

use crate::diff::fields::quoted;
use crate::document::Document;
use crate::finding::{Finding, Location, codes};
use crate::version::{Dialect, Version};

/// A version that somebody stated.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) text: String,
    /// What it says, when it is one of SemVer.
    pub(super) version: Option<Version>,
    /// Whether it has all its numbers; `v2` of an identifier has the major one alone.
    pub(super) exact: bool,
    /// Where it stands; the whole artifact when it was told.
    pub(super) at: Location,
}

impl Stated {
    /// Returns what `text` states: all three numbers, or the major one alone as `v2` does.
    pub(super) fn new(text: &str, at: Location) -> Self {
        let bare = text.strip_prefix('v').unwrap_or(text);
        let read = |text: &str| Version::parse(Dialect::Semver, text).ok();
        let exact = !is_major(text);
        let version = if exact { read(bare) } else { read(&format!("{bare}.0.0")) };
        Self { text: text.to_owned(), version, exact, at }
    }

    /// Reports a version that is not one of SemVer, which may be a date or a short number.
    pub(super) fn unreadable(&self) -> Option<Finding> {
        if self.version.is_some() {
            return None;
        }
        let message = format!("{} is no version of Semantic Versioning", quoted(&self.text));
        let code = codes::diff::version::UNREADABLE;
        Some(Finding::new(code, self.at.path.clone(), &[&self.text], message).at(self.at.clone()))
    }
}

/// Returns the version of `document`: as told, else `info.version` (OpenAPI), a text `version`, or what
/// its `$id` ends in.
pub(super) fn stated(told: Option<&str>, document: &Document) -> Option<Stated> {
    let at = |pointer: &str| Location::new(&document.path, pointer);
    if let Some(text) = told {
        return Some(Stated::new(text, at("")));
    }
    for pointer in ["/info/version", "/version"] {
        if let Some(text) = document.value.pointer(pointer).and_then(Value::as_str) {
            return Some(Stated::new(text, at(pointer)));
        }
    }
    let (key, id) =
        ["$id", "id"].iter().find_map(|key| Some((key, document.value.get(key)?.as_str()?)))?;
    Some(Stated::new(within(id)?, at(&format!("/{key}"))))
}

/// Returns the version that an identifier holds: `https://example.com/order/1.4.0.json`,
/// `…/order-v1.4.0`, `…/v1/order`.
fn within(id: &str) -> Option<&str> {
    let pieces = || id.rsplit(['/', '@', '_', '#', '=', ':']).map(without_ending);
    let full = |piece: &'_ str| -> Option<usize> {
        let starts = piece.match_indices('-').map(|(at, _)| at + 1);
        let is_version = |at: &usize| {
            let text = piece.get(*at..).unwrap_or_default();
            Version::parse(Dialect::Semver, text.strip_prefix('v').unwrap_or(text)).is_ok()
        };
        std::iter::once(0).chain(starts).find(is_version)
    };
    let exact = pieces().find_map(|piece| piece.get(full(piece)?..));
    exact.or_else(|| pieces().find(|piece| is_major(piece)))
}

/// Tells whether a text is the major number alone, such as `v2`.
fn is_major(text: &str) -> bool {
    let digits = text.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.len() < 6 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_ending(piece: &str) -> &str {
    let piece =
        [".json", ".yaml", ".yml"].iter().find_map(|end| piece.strip_suffix(end)).unwrap_or(piece);
    piece.strip_suffix(".schema").unwrap_or(piece)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn identifiers_hold_versions() {
        for (id, version) in [
            ("https://example.com/order/1.4.0", Some("1.4.0")),
            ("https://example.com/order-v1.4.0.schema.json", Some("v1.4.0")),
            ("https://example.com/order/1.0.0-rc.1/x", Some("1.0.0-rc.1")),
            ("urn:example:order:2.0.0", Some("2.0.0")),
            ("https://example.com/v2/order", Some("v2")),
            ("https://example.com/order", None),
            ("https://json-schema.org/draft/2020-12/schema", None),
        ] {
            assert_eq!(within(id), version, "{id}");
        }
    }
}
