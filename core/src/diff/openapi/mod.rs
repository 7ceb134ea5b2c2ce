//! OpenAPI descriptions: what clients that call an interface can rely on.
//!
//! 1. `description` tells which version of the specification a document follows; Swagger 2.0 is lifted to the
//!    form of OpenAPI 3.0, and every place leads back to the document.
//! 2. `model` is a description as clients see it: operations by path and method, with all that counts for them.
//! 3. `compare` compares operation by operation; schemas go to the comparison of schemas, with who writes
//!    their values.

mod compare;
mod description;
mod lift;
mod malformed;
mod model;
mod plain;
mod servers;

use std::collections::BTreeSet;

use super::OpenapiOptions;
use super::draft::Found;
use crate::document::Document;
use crate::error::Result;
use crate::time::Timestamp;
use compare::Moment;
use description::Description;
pub(super) use description::is_description;
use model::{Api, same_paths};

/// Compares two descriptions.
///
/// # Errors
/// `input_unsupported` for a version of the specification that is not known, with its place.
pub(super) fn changes(
    before: &Document,
    after: &Document,
    options: OpenapiOptions,
    now: Timestamp,
) -> Result<Found> {
    let was = Description::read(&before.value).map_err(|error| error.within("/before"))?;
    let is = Description::read(&after.value).map_err(|error| error.within("/after"))?;
    let apart = [&was, &is].map(|side| same_paths(&side.root)).concat();
    let apart: BTreeSet<String> = apart.into_iter().map(|(plain, _)| plain).collect();
    let old = Api::new(&was.root, &was.assumed, &apart);
    let new = Api::new(&is.root, &is.assumed, &apart);
    let moment = Moment { now, options };
    let plain = [was.plain(), is.plain()];
    let dialects = [was.dialect, is.dialect];
    let (mut changes, incomplete) = compare::compare([&old, &new], dialects, moment, &plain);
    for draft in &mut changes {
        if let Some(part) = &mut draft.before {
            was.trace(&mut part.pointer);
        }
        if let Some(part) = &mut draft.after {
            is.trace(&mut part.pointer);
        }
        if let Some(witness) = &mut draft.witness {
            was.trace(&mut witness.before_pointer);
            is.trace(&mut witness.after_pointer);
        }
    }
    let incomplete = incomplete || was.incomplete || is.incomplete;
    let findings = malformed::findings(&is);
    Ok(Found { changes, findings, incomplete, ..Found::default() })
}
