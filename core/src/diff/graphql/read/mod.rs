//! Text or an introspection result → schema.

mod definitions;
mod fault;
mod introspection;
mod members;
mod parts;

pub(super) use fault::explain;
pub(super) use parts::{name, trimmed, type_ref};

use apollo_parser::Parser;
use apollo_parser::cst::CstNode;

use super::lines::Lines;
use super::model::Schema;
use crate::document::{Document, Limits};
use crate::error::{Error, Result};

/// Reads one version of a schema.
///
/// # Errors
/// `input_invalid` with line and column for a fault of syntax, and for operations among the
/// definitions; `limit_exceeded` beyond `limits`.
pub(super) fn read(document: &Document, limits: &Limits) -> Result<Schema> {
    match document.text.as_deref().filter(|_| document.value.is_null()) {
        Some(text) => sdl(text, limits).map_err(|error| located(document, error, limits)),
        None => introspection::read(&document.value, limits),
    }
}

/// Returns a fault with the file it is in: what one file leaves open, only that file shows.
fn located(document: &Document, error: Error, limits: &Limits) -> Error {
    let alone = document
        .sections
        .iter()
        .find_map(|section| Some(sdl(&section.text, limits).err()?.in_file(&section.path)));
    alone.unwrap_or_else(|| error.in_file(&document.path))
}

fn sdl(text: &str, limits: &Limits) -> Result<Schema> {
    let parser = Parser::new(text).recursion_limit(limits.depth).token_limit(limits.nodes);
    let tree = parser.parse();
    if let Some(error) = tree.errors().next() {
        return Err(fault::explain(text, error, limits));
    }
    let mut reader = definitions::Reader::default();
    for definition in tree.document().definitions() {
        reader.read(&definition).map_err(|message| {
            let at = parts::trimmed(definition.syntax());
            let (line, column) = Lines::of(text).place(at.start);
            Error::invalid("", message)
                .on(line, column)
                .help("keep operations apart from the schema")
        })?;
    }
    Ok(reader.finish())
}
