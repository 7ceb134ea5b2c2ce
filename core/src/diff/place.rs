//! Where the two sides of a change stand.

use std::collections::BTreeMap;

use super::Change;
use super::draft::Draft;
use crate::document::{Document, Span};
use crate::finding::{Finding, Location};

/// Finishes the drafts: each side gets its place, in one pass over each text.
pub(super) fn place(drafts: Vec<Draft>, before: &Document, after: &Document) -> Vec<Change> {
    let wanted = |side: fn(&Draft) -> Option<&super::draft::Part>| -> Vec<String> {
        let parts = drafts.iter().filter_map(side).filter(|part| part.span.is_none());
        parts.map(|part| part.pointer.clone()).collect()
    };
    let was = Places::of(before, &wanted(|draft| draft.before.as_ref()));
    let is = Places::of(after, &wanted(|draft| draft.after.as_ref()));
    let finish = |draft: Draft| {
        let (mut change, [old, new]) = draft.finish();
        change.before_location = change.before_pointer.as_deref().map(|at| was.at(at, old));
        change.after_location = change.after_pointer.as_deref().map(|at| is.at(at, new));
        change
    };
    drafts.into_iter().map(finish).collect()
}

/// Gives findings that name no document the one that they are about.
pub(super) fn in_version(mut findings: Vec<Finding>, version: &Document) -> Vec<Finding> {
    for location in findings.iter_mut().filter_map(|finding| finding.location.as_mut()) {
        if location.path.is_empty() {
            let (path, inner) = version.origin(&location.pointer);
            (location.path, location.pointer) = (path.into(), inner.into());
        }
    }
    findings
}

/// The places that are wanted in one document.
pub(super) struct Places<'a> {
    document: &'a Document,
    spans: BTreeMap<String, Span>,
}

impl<'a> Places<'a> {
    pub(super) fn of(document: &'a Document, pointers: &[String]) -> Self {
        let wanted: Vec<&str> = pointers.iter().map(String::as_str).collect();
        let found = document.locate(&wanted).into_iter();
        let spans = found.map(|(at, place)| (at.to_owned(), place.value)).collect();
        Self { document, spans }
    }

    pub(super) fn at(&self, pointer: &str, known: Option<Span>) -> Location {
        let (mut path, inner) = self.document.origin(pointer);
        let mut span = known.or_else(|| self.spans.get(pointer).copied());
        if let Some((file, there)) = span.and_then(|span| self.document.in_section(span)) {
            (path, span) = (file, Some(there));
        }
        let mut location = Location::new(path, inner);
        if let Some(span) = span {
            location.line = Some(span.line);
            location.column = Some(span.column);
            location.end_line = Some(span.end_line);
            location.end_column = Some(span.end_column);
        }
        location
    }
}
