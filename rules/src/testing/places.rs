//! Places in test files, for faults and reports.

use std::collections::BTreeMap;

use meta_core::document::{Document, Limits, Source};
use meta_core::error::{Error, ErrorCode};
use meta_core::finding::Texts;
use meta_core::schema::{self, Shape};

use crate::policy::fault_of;

/// A document that was read as a shape.
pub(super) struct Checked<T> {
    pub(super) path: String,
    pub(super) document: Document,
    pub(super) value: T,
}

impl<T: Shape> Checked<T> {
    /// Reads the document `path`; every difference from its shape is a fault.
    pub(super) fn read(path: &str, source: &Source) -> Result<Self, Vec<Error>> {
        let invalid = |error: Error| {
            let code = ErrorCode::PolicyInvalid;
            let mut fault = Error::new(code, error.message()).in_file(path).at(error.path());
            if let (Some(line), Some(column)) = (error.line(), error.column()) {
                fault = fault.on(line, column);
            }
            vec![match error.help_text() {
                Some(help) => fault.help(help),
                None => fault,
            }]
        };
        let source = match source.as_text() {
            Some(text) => Source::named(path, text),
            None => source.clone(),
        };
        let document = source.load(path, &Limits::default()).map_err(invalid)?;
        let mut read = schema::read::<T>(&document).map_err(|error| vec![error])?;
        if read.findings.is_empty() {
            return Ok(Self { path: path.to_owned(), document, value: read.value });
        }
        let mut texts = Texts::default();
        texts.add(path, Some(&source));
        texts.locate(&mut read.findings);
        Err(read.findings.iter().map(fault_of).collect())
    }

    /// Adds where they lie to faults that have a JSON Pointer.
    pub(super) fn placed(&self, faults: &[Error]) -> Vec<Error> {
        let pointers: Vec<&str> = faults.iter().map(Error::path).collect();
        let places: BTreeMap<String, (u32, u32)> = self.places(&pointers);
        let placed = faults.iter().map(|fault| match places.get(fault.path()) {
            Some((line, column)) => fault.clone().in_file(&self.path).on(*line, *column),
            None => fault.clone().in_file(&self.path),
        });
        placed.collect()
    }

    /// Returns line and column of values by their JSON Pointers.
    pub(super) fn places(&self, pointers: &[&str]) -> BTreeMap<String, (u32, u32)> {
        let places = self.document.locate(pointers).into_iter();
        let places = places.map(|(pointer, place)| {
            let span = place.key_or_value();
            (pointer.to_owned(), (span.line, span.column))
        });
        places.collect()
    }
}
