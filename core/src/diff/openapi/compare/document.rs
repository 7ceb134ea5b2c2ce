//! What stands around the operations: the version of the specification, and words.

use super::words::Known;
use super::{Comparison, both, part};
use crate::diff::Class;
use crate::diff::fields::Spot;
use crate::diff::files;
use crate::diff::openapi::description::stated;
use crate::finding::codes::diff::openapi as codes;

const DOCUMENT: Known = Known {
    words: &["tags", "externalDocs"],
    read: &[
        "openapi",
        "jsonSchemaDialect",
        "swagger",
        "info",
        "paths",
        "webhooks",
        "x-webhooks",
        "components",
        "security",
        "servers",
        files::MEMBER,
    ],
};

/// `version` is compared with the steps that the changes ask for.
const INFO: Known = Known {
    words: &["title", "summary", "description", "termsOfService", "contact", "license"],
    read: &["version"],
};

const PATH_ITEM: Known = Known {
    words: &["summary", "description"],
    read: &[
        "$ref",
        "parameters",
        "servers",
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
        "trace",
        "query",
        "additionalOperations",
    ],
};

impl Comparison<'_, '_> {
    /// Compares what is said of the whole.
    pub(super) fn document(&mut self) {
        let (was, is) = (self.before.root.clone(), self.after.root.clone());
        for (key, of) in [
            ("openapi", minor as fn(&Spot<'_>) -> String),
            // Keywords of schemas mean what this says.
            ("jsonSchemaDialect", schema_dialect),
        ] {
            if of(&was) != of(&is) {
                let message = if key == "openapi" {
                    "the version of the specification changed"
                } else {
                    "the dialect of the schemas changed"
                };
                let [old, new] = [&was, &is].map(|root| root.member(key));
                let code = codes::DIALECT_CHANGED;
                let draft = both(code, Class::Behavioral, message, old.as_ref(), new.as_ref());
                self.report(draft.sure(0.5));
            }
        }
        self.words(&was, &is, &DOCUMENT);
        self.words(&part(&was, "info"), &part(&is, "info"), &INFO);
        let (before, after) = (self.before, self.after);
        for (path, was) in &before.paths.items {
            let Some(is) = after.paths.items.get(path) else { continue };
            let (old, new) = (before.resolved(was), after.resolved(is));
            // What stands beside references counts as well.
            if old.pointer != was.pointer && new.pointer != is.pointer {
                self.words(was, is, &PATH_ITEM);
            }
            self.words(&old, &new, &PATH_ITEM);
        }
    }
}

/// Returns the version of the specification, as far as it means something: `3.0` of `3.0.3`.
fn minor(root: &Spot<'_>) -> String {
    let version = stated(root.value, "openapi").unwrap_or_default();
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}

/// Returns the dialect of schemas that state none; what descriptions have by default is no other than none.
fn schema_dialect(root: &Spot<'_>) -> String {
    let dialect = root.member("jsonSchemaDialect").and_then(|dialect| dialect.text());
    let own = |dialect: &&str| dialect.starts_with("https://spec.openapis.org/oas/");
    dialect.filter(|dialect| !own(dialect)).unwrap_or_default().to_owned()
}
