//! Configuration and policies: what a change tightens, and what it loosens.
//!
//! 1. `documents` aligns the documents of the texts; `walk` goes through both versions together: maps by key (`rename` finds the keys with another
//!    name), lists by `list` (`align` finds the items that stand for the same).
//! 2. What a member means, its name tells: `names` its role, `polarity` which way it guards.
//! 3. `scalar` compares amounts, switches and steps of scales; `rule` what rules do, and when;
//!    `order` which rule comes first.
//! 4. Resources of Kubernetes mean what their kind says (`resource`), and the rules of a role what they permit in
//!    all (`rbac`).
//! 5. `justification` asks for the reasons of what was loosened.

mod absent;
mod align;
mod at;
mod comments;
mod documents;
mod environment;
mod justification;
mod keys;
mod level;
mod list;
mod names;
mod note;
mod options;
mod order;
mod pins;
mod polarity;
mod polarity_table;
mod rbac;
mod rename;
mod resource;
mod rule;
mod scalar;
mod walk;

pub use options::{ConfigOptions, FieldPolarity};

use at::At;
use walk::Walk;

use super::Class;
use super::draft::{Draft, Found};
use crate::document::Document;
use crate::finding::codes::diff::config as codes;

/// Compares two versions of a configuration.
pub(super) fn changes(before: &Document, after: &Document, options: &ConfigOptions) -> Found {
    let mut walk = Walk::new(options);
    let environment = environment::of_path(&after.path, options);
    documents::compare(&mut walk, &At::root(environment), before, after);
    if walk.found.is_empty() && (before.text != after.text || before.value != after.value) {
        let message = "only the notation changed: the data say the same";
        walk.found.push(Draft::new(codes::ONLY_NOTATION_CHANGED, Class::Cosmetic, message));
    }
    let findings = justification::check(&walk.found, before, after, options);
    keys::place(&mut walk.found, before, after);
    let incomplete = walk.incomplete || walk.budget.exhausted();
    Found { changes: walk.found, findings, incomplete, ..Found::default() }
}
