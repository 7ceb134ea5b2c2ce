//! What stands around the operations: the version of the specification, words, and addresses of servers.

use std::collections::BTreeMap;

use super::words::Known;
use super::{Comparison, both, named, part};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::Spot;
use crate::diff::files;
use crate::diff::openapi::model::Operation;
use crate::finding::codes::diff::openapi as codes;

const DOCUMENT: Known = Known {
    words: &["tags", "externalDocs"],
    read: &[
        "openapi",
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

const SERVER: Known = Known { words: &["description"], read: &["url"] };

impl<'a> Comparison<'_, 'a> {
    /// Compares what is said of the whole.
    pub(super) fn document(&mut self) {
        let (was, is) = (self.before.root.clone(), self.after.root.clone());
        let [old, new] = [&was, &is].map(|root| root.member("openapi"));
        let minor = |spot: &Option<Spot<'_>>| {
            let text = spot.as_ref().and_then(Spot::text).unwrap_or_default();
            text.rsplit_once('.').map_or(String::new(), |(minor, _)| minor.to_owned())
        };
        if minor(&old) != minor(&new) {
            let message = "the version of the specification changed";
            let (old, new) = (old.as_ref(), new.as_ref());
            self.report(
                both(codes::DIALECT_CHANGED, Class::Behavioral, message, old, new).sure(0.5),
            );
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

    /// Compares the addresses at which an operation is served.
    pub(super) fn operation_servers(&mut self, was: &Operation<'a>, is: &Operation<'a>) {
        let (old, new) = (by_address(&was.servers), by_address(&is.servers));
        let gone: Vec<_> = old.iter().filter(|(url, _)| !new.contains_key(*url)).collect();
        let come: Vec<_> = new.iter().filter(|(url, _)| !old.contains_key(*url)).collect();
        for (url, was) in &old {
            if let Some(is) = new.get(url) {
                self.words(was, is, &SERVER);
            }
        }
        if gone.len() == come.len() {
            for ((from, was), (to, is)) in gone.into_iter().zip(come) {
                let message = format!("the server `{from}` became `{to}`");
                let draft = Draft::new(codes::SERVER_CHANGED, Class::Behavioral, message);
                self.report(draft.sure(0.7).before(named(was)).after(named(is)));
            }
            return;
        }
        for (url, was) in gone {
            let message = format!("`{url}` is no server any more");
            let draft = Draft::new(codes::SERVER_REMOVED, Class::Behavioral, message).sure(0.7);
            self.report(draft.before(named(was)));
        }
        for (url, is) in come {
            let message = format!("`{url}` is a server");
            let draft = Draft::new(codes::SERVER_ADDED, Class::Additive, message);
            self.report(draft.after(named(is)));
        }
    }
}

/// Returns servers by their addresses; `/` is where the description itself was found, and is so without any.
fn by_address<'a>(servers: &[Spot<'a>]) -> BTreeMap<String, Spot<'a>> {
    let address = |server: &Spot<'a>| {
        let url = server.member("url").and_then(|url| url.text()).unwrap_or_default();
        (url.trim_end_matches('/').to_owned(), server.clone())
    };
    servers.iter().map(address).filter(|(url, _)| !url.is_empty()).collect()
}
