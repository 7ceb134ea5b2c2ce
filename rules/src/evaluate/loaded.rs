//! The manifest of a pack among the documents that policies are compiled from.

use std::collections::BTreeMap;

use meta_core::document::Source;
use meta_core::error::{Error, ErrorCode};
use meta_core::finding::{Exceptions, Texts};
use meta_core::{document, schema};

use super::set::is_pack;
use crate::pack::Pack;
use crate::{policy, shipped};

/// The manifest of a pack, read.
#[derive(Debug)]
pub(crate) struct LoadedPack {
    pub(crate) path: String,
    pub(crate) source: Source,
    pub(crate) pack: Pack,
    pub(crate) exceptions: Exceptions,
}

impl LoadedPack {
    /// Reads the manifest of the pack, of which there is at most one.
    pub(super) fn of(files: &BTreeMap<String, Source>, faults: &mut Vec<Error>) -> Option<Self> {
        let mut found = files.iter().filter(|(path, _)| is_pack(path));
        let (path, source) = found.next()?;
        faults.extend(found.map(|(path, _)| {
            let error = Error::new(ErrorCode::PolicyInvalid, "there is more than one pack");
            error.in_file(path).help("compile one pack at a time")
        }));
        read(path, source).map_err(|found| faults.extend(found)).ok()
    }

    /// Returns the policies it takes of those that come with this library, by the names of their documents.
    pub(super) fn shipped(&self, faults: &mut Vec<Error>) -> BTreeMap<String, &'static str> {
        let named = shipped::named(&self.pack.shipped).unwrap_or_else(|unknown| {
            let unknown = unknown.into_iter().map(|error| error.in_file(&self.path));
            faults.extend(unknown.map(|error| self.place(error)));
            BTreeMap::new()
        });
        named.into_iter().map(|(id, text)| (format!("shipped/{id}.rhai"), text)).collect()
    }

    /// Returns the fault of a pack that has no policies: it would let everything pass.
    pub(super) fn without_policies(&self, is_empty: bool) -> Option<Error> {
        let error = Error::new(ErrorCode::PolicyInvalid, "the pack has no policies");
        let help = "put `.rhai` files beside it, or name shipped policies by `shipped`";
        is_empty.then(|| error.in_file(&self.path).on(1, 1).help(help))
    }

    /// Adds the line of a fault's JSON Pointer.
    pub(super) fn place(&self, error: Error) -> Error {
        let Ok(document) = self.source.load(&self.path, &document::Limits::default()) else {
            return error;
        };
        let pointer = error.path().to_owned();
        match document.locate(&[&pointer]).get(pointer.as_str()) {
            Some(place) => error.on(place.value.line, place.value.column),
            None => error,
        }
    }
}

fn read(path: &str, source: &Source) -> std::result::Result<LoadedPack, Vec<Error>> {
    let document = source.load(path, &document::Limits::default()).map_err(|error| vec![error])?;
    let mut read = schema::read::<Pack>(&document).map_err(|error| vec![error])?;
    let source = match source.as_text() {
        Some(text) => Source::named(path, text),
        None => source.clone(),
    };
    if read.findings.is_empty() {
        let exceptions = read.value.exceptions();
        return Ok(LoadedPack { path: path.to_owned(), source, pack: read.value, exceptions });
    }
    let mut texts = Texts::default();
    texts.add(path, Some(&source));
    texts.locate(&mut read.findings);
    Err(read.findings.iter().map(policy::fault_of).collect())
}
