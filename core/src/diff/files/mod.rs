//! Documents that are made of several files: what the references of one lead to in others becomes part of it,
//! so that every kind compares one document. Nothing is fetched: a file that was not supplied is reported.
//!
//! 1. `supplied` finds a file by its path, or by the identifier it gives itself.
//! 2. [`join`] adds each file that a reference leads to as a member of its own; `rewrite` makes the references
//!    lead there.
//! 3. What differs in a file and was not seen in the artifact is told by `unseen`.
//! 4. `restore` turns places and references back into what their authors wrote.

mod paths;
mod restore;
mod rewrite;
mod supplied;
mod unseen;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::schema::{Dialect, NOWHERE, resolved};
use crate::document::{Document, Limits, Part, Source, pointer};
use crate::error::{Error, Result};
pub(super) use restore::restore;
use rewrite::{Here, lead_elsewhere, local_references};
pub(super) use supplied::Supplied;
pub(super) use unseen::unseen;

/// The member of a document that holds the other files it is made of.
pub(super) const MEMBER: &str = "x-meta-core-files";

/// Files that one document is made of.
const MOST_FILES: usize = 10_000;

/// What may stand in the fragment of a reference as it is (RFC 3986 section 3.5).
const FRAGMENT: AsciiSet =
    NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// What is known of the files that a document is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    /// Paths of the files.
    pub(in crate::diff) files: BTreeSet<String>,
    /// References as they were written, by what they became.
    written: BTreeMap<String, String>,
    /// Files that references lead to and nobody supplied, with the pointer of the first reference.
    pub(super) missing: BTreeMap<String, String>,
}

/// Makes the files that references of `document` lead to part of it; `name` is its path beside them.
///
/// # Errors
/// As [`Source::load`] for a file that cannot be read; `limit_exceeded` beyond 10,000 files.
pub(super) fn join(
    document: &mut Document,
    name: &str,
    supplied: &Supplied<'_>,
    limits: &Limits,
) -> Result<Joined> {
    let taken = document.value.get(MEMBER).is_some();
    if taken || !document.value.is_object() || !lead_elsewhere(&document.value) {
        return Ok(Joined::default());
    }
    let mut joiner = Joiner::new(document, name, supplied);
    let (root, base) = (joiner.root.clone(), joiner.base.clone());
    let here = Here::root(&root, &base, Dialect::of(&document.value));
    rewrite::rewrite(&mut joiner, &mut document.value, &here);
    let mut members = Map::new();
    while let Some(name) = joiner.waiting.pop_first() {
        let value = joiner.part(&name, document, limits)?;
        members.insert(joiner.relative(&name), value);
    }
    if let (Some(root), false) = (document.value.as_object_mut(), members.is_empty()) {
        root.insert(MEMBER.to_owned(), Value::Object(members));
    }
    let files = joiner.seen.iter().filter(|file| **file != joiner.root).cloned().collect();
    Ok(Joined { files, written: joiner.written, missing: joiner.missing })
}

/// A document while files are added to it.
struct Joiner<'a> {
    supplied: &'a Supplied<'a>,
    /// Name of the document.
    root: String,
    /// The absolute address of the document.
    base: String,
    /// Absolute addresses that parts of the document give themselves.
    known: BTreeSet<String>,
    seen: BTreeSet<String>,
    waiting: BTreeSet<String>,
    written: BTreeMap<String, String>,
    missing: BTreeMap<String, String>,
}

impl<'a> Joiner<'a> {
    fn new(document: &Document, name: &str, supplied: &'a Supplied<'a>) -> Self {
        let root = paths::normal(name);
        let id = supplied::identifier(&document.value);
        let base = id.map_or_else(|| NOWHERE.to_owned(), |id| resolved(NOWHERE, id));
        let base = base.split('#').next().unwrap_or_default().to_owned();
        let known = rewrite::addresses(&document.value, &base);
        Self {
            supplied,
            seen: BTreeSet::from([root.clone()]),
            root,
            base,
            known,
            waiting: BTreeSet::new(),
            written: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Reads a file, and makes its references lead to where its parts stand in the document.
    fn part(&mut self, name: &str, document: &mut Document, limits: &Limits) -> Result<Value> {
        if document.parts.len() >= MOST_FILES {
            let message = format!("the document is made of more than {MOST_FILES} files");
            return Err(Error::limit(message).help("compare parts of it on their own"));
        }
        let Some(source) = self.supplied.get(name) else { return Ok(Value::Null) };
        let Document { path, mut value, text, form, .. } = source.load(name, limits)?;
        let id = supplied::identifier(&value).map(|id| resolved(&paths::address(name), id));
        let base = id.unwrap_or_else(|| paths::address(name));
        let dialect = Dialect::of(&value);
        // The file has the address of the whole document now.
        if let Some(members) = value.as_object_mut() {
            members.remove(dialect.name_keyword());
        }
        let slot = self.slot(name);
        let local = local_references(&value);
        let fragment = encoded(&slot);
        let here = Here::part(name, &base, &fragment, &local, dialect);
        rewrite::rewrite(self, &mut value, &here);
        document.parts.insert(slot, Part { path, text, form });
        Ok(value)
    }

    /// Returns the JSON Pointer of a file in the document.
    fn slot(&self, name: &str) -> String {
        pointer::push(&pointer::push("", MEMBER), &self.relative(name))
    }

    /// Returns the name of a file as seen from the document, so that both versions call it alike.
    fn relative(&self, name: &str) -> String {
        paths::relative(&self.root, name)
    }

    /// Returns the file that a reference leads to which stands in the file `from` below the address `base`.
    fn find(&self, document: &str, from: &str, base: &str) -> Found {
        let address = resolved(base, document);
        // What a part calls itself counts before the names of files (JSON Schema 2020-12 core section 9.3).
        if address != self.base && self.known.contains(&address) {
            return Found::Inside;
        }
        if let Some(path) = paths::joined(from, document) {
            if path == self.root || self.supplied.get(&path).is_some() {
                return Found::File(path);
            }
        }
        if address == self.base {
            return Found::File(self.root.clone());
        }
        if supplied::is_metaschema(&address) {
            return Found::Inside;
        }
        match self.supplied.of_address(&address) {
            Some(name) => Found::File(name.to_owned()),
            None => Found::Missing,
        }
    }

    /// Notes that a file is part of the document.
    fn takes(&mut self, name: &str) {
        if self.seen.insert(name.to_owned()) {
            self.waiting.insert(name.to_owned());
        }
    }
}

/// Where a reference leads.
enum Found {
    File(String),
    /// To a part of the document that names itself.
    Inside,
    Missing,
}

/// Returns a JSON Pointer as the fragment of a reference.
fn encoded(pointer: &str) -> String {
    utf8_percent_encode(pointer, &FRAGMENT).to_string()
}

/// Tells whether a reference in a text may lead out of it, at the price of a few searches.
pub(in crate::diff) fn text_leads_elsewhere(text: &str) -> bool {
    let space = ['"', '\'', ':', ' ', '\t', '\r', '\n'];
    let leaves = |behind: &str| {
        behind.trim_start_matches(space).chars().next().is_some_and(|first| first != '#')
    };
    // To look for one character is much quicker than for a word.
    let signed = text.match_indices('$').filter_map(|(at, _)| {
        let name = text.get(at + 1..)?;
        name.strip_prefix("ref").or_else(|| name.strip_prefix("dynamicRef"))
    });
    let has = |word: &str| text.contains(word);
    // The sign may be escaped.
    has("24ref")
        || has("24dynamicRef")
        || signed.into_iter().any(leaves)
        // A mapping of a discriminator refers by its values.
        || (has("discriminator") && has("mapping"))
        || (has("operationRef") && text.split("operationRef").skip(1).any(leaves))
}

/// Lists the files that the references of `source` lead to, as paths seen from where its own name is; those by
/// address are left out. Hosts that read files supply these, and what these refer to.
///
/// # Errors
/// As [`Source::load`].
pub fn references(source: &Source, name: &str, limits: &Limits) -> Result<BTreeSet<String>> {
    if !source.as_text().is_none_or(text_leads_elsewhere) {
        return Ok(BTreeSet::new());
    }
    let document = source.load(name, limits)?;
    let from = paths::normal(&document.path);
    let mut found = rewrite::references(&document.value);
    found.retain(|reference| !reference.starts_with('#'));
    let joined = found.iter().filter_map(|reference| {
        let document = reference.split('#').next().unwrap_or_default();
        paths::joined(&from, document)
    });
    Ok(joined.filter(|path| *path != from).collect())
}

#[cfg(test)]
mod tests {
    use super::text_leads_elsewhere;

    #[test]
    fn a_search_tells_texts_without_other_files() {
        for text in [
            "a prefix, a reference, and what href means",
            r##"{"$ref": "#/$defs/a", "operationRef":"#/paths/~1a/get"}"##,
            "schema:\n  $ref: '#/components/schemas/Pet'\n",
        ] {
            assert!(!text_leads_elsewhere(text), "{text}");
        }
        for text in [
            r#"{"$ref": "other.json"}"#,
            "$ref:\n  pet.yaml\n",
            r#"{"$dynamicRef" : "a.json#b"}"#,
            r#"{"\u0024ref": "other.json"}"#,
            "discriminator: {mapping: {cat: cat.yaml}}",
        ] {
            assert!(text_leads_elsewhere(text), "{text}");
        }
    }
}
