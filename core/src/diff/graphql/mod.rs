//! GraphQL schemas: what operations of clients can rely on.
//!
//! 1. `names` tells which files are one schema, `join` makes one text of them; `read` turns text or the result of an introspection into a `model`: extensions are merged, and
//!    every part keeps its place. `check` notes names that lead nowhere.
//! 2. `rename` finds what has another name now.
//! 3. `compare` compares part by part; `reach` tells who writes and reads a type, if anybody.
//! 4. `usage` asks less of what concerns no operation, where operations were given.
//!
//! Pointers go into the schema, not into its text: `/types/User/fields/posts/args/first`,
//! `/directives/auth/args/role`, `/schema/query`.

mod check;
mod compare;
mod coordinate;
mod detect;
mod federation;
mod join;
mod lines;
mod literal;
mod lookup;
mod model;
mod names;
mod path;
mod print;
mod reach;
mod read;
mod rename;
mod type_ref;
mod usage;

use std::collections::BTreeSet;

use super::GraphqlOptions;
use super::draft::Found;
use crate::document::{Document, Limits};
use crate::error::Result;
use crate::finding::{Finding, Location};
pub(super) use coordinate::pointers;
pub use detect::is_schema_name;
pub(super) use detect::{is_introspection, is_more, is_sdl, starts_as_json, starts_as_operations};
pub(super) use join::join;
use lines::Lines;
pub(super) use lookup::Schemas;
use model::Schema;
pub(super) use names::{Names, names};

/// Compares two schemas.
///
/// # Errors
/// `input_invalid` and `limit_exceeded` for a schema that cannot be read, with its place.
pub(super) fn changes(
    before: &Document,
    after: &Document,
    options: &GraphqlOptions,
    limits: &Limits,
) -> Result<Found> {
    let was = load(before, "/before", limits)?;
    let is = load(after, "/after", limits)?;
    let mut findings = findings(before, &was);
    findings.extend(self::findings(after, &is));
    let mut changes =
        compare::compare((&was, before.text.as_deref()), (&is, after.text.as_deref()), options);
    if let Some(usage) = &options.usage {
        let mut used = usage::used(&was, usage, limits)?;
        findings.append(&mut used.findings);
        changes = changes.into_iter().map(|change| used.judge(change)).collect();
    }
    let schemas = Some(Schemas { before: was, after: is });
    Ok(Found { changes, findings, schemas, ..Found::default() })
}

fn load(document: &Document, side: &str, limits: &Limits) -> Result<Schema> {
    let mut schema = read::read(document, limits).map_err(|error| error.within(side))?;
    check::check(&mut schema);
    Ok(schema)
}

/// Reports what is odd about one schema.
fn findings(document: &Document, schema: &Schema) -> Vec<Finding> {
    let lines = document.text.as_deref().map(Lines::of);
    let finding = |odd: &model::Odd| {
        let mut location = Location::new(&document.path, &odd.pointer);
        if let Some((lines, at)) = lines.as_ref().zip(odd.at) {
            let mut span = lines.span(at);
            if let Some((file, there)) = document.in_section(span) {
                location.path = file.into();
                span = there;
            }
            location.line = Some(span.line);
            location.column = Some(span.column);
            location.end_line = Some(span.end_line);
            location.end_column = Some(span.end_column);
        }
        Finding::new(odd.code, &document.path, &[&odd.pointer], &odd.message)
            .at(location)
            .remedy(odd.code.fix)
    };
    // What is defined a thousand times is told once.
    let mut told = BTreeSet::new();
    let first = schema.odd.iter().filter(|odd| told.insert((odd.code.id, odd.pointer.as_str())));
    first.map(finding).collect()
}
