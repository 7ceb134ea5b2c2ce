//! The schema itself: its words, and the types that operations start from.

use std::collections::BTreeSet;

use super::{Comparison, Shown};
use crate::diff::Class;
use crate::diff::graphql::model::{Said, Schema};
use crate::diff::graphql::path::Path;
use crate::finding::codes::diff::graphql as codes;

impl Comparison<'_> {
    pub(super) fn schema(&mut self) {
        let (before, after) = (self.before, self.after);
        let path = Path::root("schema");
        self.element(&path, &before.element, &after.element);
        let operations: BTreeSet<&String> = before.roots.keys().chain(after.roots.keys()).collect();
        for operation in operations {
            let (was, is) = (before.roots.get(operation), after.roots.get(operation));
            let went = is.is_none() && was.is_some_and(|it| only(before, it, after));
            let came = was.is_none() && is.is_some_and(|it| only(after, it, before));
            if went || came {
                continue;
            }
            self.root(&path.at(operation), operation, (was, is));
        }
    }

    fn root(
        &mut self,
        path: &Path<'_>,
        operation: &str,
        (was, is): (Option<&Said<String>>, Option<&Said<String>>),
    ) {
        let (rule, message) = match (was, is) {
            (Some(was), Some(is)) if self.names.after(&was.value) == is.value => return,
            (Some(was), Some(is)) => (
                (codes::ROOT_CHANGED, Class::Breaking),
                format!("a {operation} starts from `{}`, no longer `{}`", is.value, was.value),
            ),
            (Some(was), None) => (
                (codes::ROOT_REMOVED, Class::Breaking),
                format!("a {operation} is not possible any more; it started from `{}`", was.value),
            ),
            (None, Some(is)) => (
                (codes::ROOT_ADDED, Class::Additive),
                format!("a {operation} is possible now; it starts from `{}`", is.value),
            ),
            (None, None) => return,
        };
        let draft = self.said(rule, path, was, is, message);
        self.push(draft);
    }
}

/// Tells whether only one version has the type that operations start from: that the type came or went
/// says it all.
fn only(schema: &Schema, root: &Said<String>, other: &Schema) -> bool {
    schema.types.contains_key(&root.value) && !other.types.contains_key(&root.value)
}

impl Shown {
    /// Shows a name where it stands.
    pub(super) fn name(at: Option<super::At>, name: &str) -> Self {
        Self(at, name.to_owned())
    }
}
