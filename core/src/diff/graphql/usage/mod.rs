//! Which changes concern the operations that clients really send.

mod values;
mod walk;

use std::collections::BTreeSet;

use super::compare::lower;
use super::model::{Schema, TypeKind};
use crate::diff::draft::Draft;
use crate::diff::{Class, GraphqlUsage};
use crate::document::{Limits, pointer};
use crate::error::Result;
use crate::finding::Finding;

/// What operations use, by schema coordinates: `User`, `User.posts`, `User.posts(first:)`,
/// `State.OPEN`, `@include`; `schema.query` for operations of that kind.
pub(super) struct Used<'a> {
    schema: &'a Schema,
    names: BTreeSet<String>,
    /// Whether only fields of objects and interfaces are known.
    only_fields: bool,
    /// What operations ask of the schema that it does not have.
    pub(super) findings: Vec<Finding>,
}

/// Finds what the operations and counts in `usage` use of the schema before.
///
/// # Errors
/// `input_invalid` and `limit_exceeded` for operations that cannot be read, with their place.
pub(super) fn used<'a>(
    schema: &'a Schema,
    usage: &GraphqlUsage,
    limits: &Limits,
) -> Result<Used<'a>> {
    let mut walk = walk::Walk::new(schema);
    walk.read(&usage.operations, limits)?;
    let mut names = walk.used;
    names.extend(usage.counts.iter().filter(|(_, times)| **times > 0).map(|(at, _)| at.clone()));
    let only_fields = usage.operations.is_empty();
    Ok(Used { schema, names, only_fields, findings: walk.findings })
}

impl Used<'_> {
    /// Asks one step less of a change that concerns no operation.
    pub(super) fn judge(&self, mut draft: Draft) -> Draft {
        let known = draft.class > Class::Additive && !draft.details.contains_key("unreachable");
        let part = draft.before.as_ref().or(draft.after.as_ref());
        let Some(part) = part.filter(|_| known) else { return draft };
        let names: Vec<String> = pointer::segments(&part.pointer).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if self.concerns(draft.code.id, &names) {
            return draft;
        }
        draft.class = lower(draft.class);
        draft.because("no operation that was given uses it").detail("unused", true)
    }

    /// Tells whether a change at a place concerns an operation; what the schema before does not have
    /// under this name may concern any.
    fn concerns(&self, code: &str, names: &[&str]) -> bool {
        let given = ["_removed", "_renamed", "_type_changed"].iter().any(|end| code.ends_with(end));
        match names {
            ["types", ty, "fields", field, rest @ ..] => self.field(ty, field, rest, given),
            _ if self.only_fields => true,
            ["types", ty, "values", value, ..] => {
                self.any(&[(*ty).to_owned(), format!("{ty}.{value}")])
            }
            ["types", ty, "members" | "interfaces", other, ..] => {
                self.any(&[(*ty).to_owned(), (*other).to_owned()])
            }
            ["types", ty, ..] => !self.schema.types.contains_key(*ty) || self.has(ty),
            ["directives", name, ..] => self.has(&format!("@{name}")),
            ["schema", operation] => self.has(&format!("schema.{operation}")),
            _ => true,
        }
    }

    /// Tells whether a change of a field concerns an operation. Those who leave an argument out are
    /// concerned by its default; only those who give it (`given`) by its end.
    fn field(&self, ty: &str, field: &str, rest: &[&str], given: bool) -> bool {
        let Some(def) = self.schema.types.get(ty) else { return true };
        let whole = format!("{ty}.{field}");
        if def.kind == TypeKind::Input {
            return self.only_fields || self.has(if given { &whole } else { ty });
        }
        if !def.fields.contains_key(field) {
            return true;
        }
        match rest {
            ["args", arg, ..] if given && !self.only_fields => {
                self.has(&format!("{whole}({arg}:)"))
            }
            _ => self.has(&whole),
        }
    }

    fn any(&self, names: &[String; 2]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}
