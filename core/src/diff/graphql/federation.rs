//! What a schema links to: `@link` brings directives of other documents under names that it chooses.

use std::collections::BTreeSet;

use super::literal::Literal;
use super::model::{Named, Schema, Usage};

/// Directives of federations that are known here; none but `key` decides what can be reached.
const KNOWN: [&str; 18] = [
    "authenticated",
    "cacheTag",
    "composeDirective",
    "context",
    "cost",
    "extends",
    "external",
    "fromContext",
    "inaccessible",
    "interfaceObject",
    "key",
    "listSize",
    "override",
    "policy",
    "provides",
    "requires",
    "requiresScopes",
    "shareable",
];

/// Directives that only parts of federations use.
const MARKS: [&str; 8] =
    ["extends", "external", "interfaceObject", "key", "link", "provides", "requires", "shareable"];

/// Tells whether a schema that uses this directive is a part of a federation.
pub(super) fn is_mark(directive: &str) -> bool {
    MARKS.contains(&directive)
}

/// The names that links give.
#[derive(Default)]
pub(super) struct Links {
    /// Directives under their names in this schema.
    directives: BTreeSet<String>,
    /// What stands in front of the names that were not imported, such as `federation__`.
    prefixes: BTreeSet<String>,
    /// What the directive is called that gives entities their keys.
    keys: BTreeSet<String>,
    /// Whether a federation brings directives that cannot be told, or that are not known here.
    pub(super) unclear: bool,
}

impl Links {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut links = Self::default();
        // The first version of federations had no links.
        links.keys.insert("key".to_owned());
        for usage in schema.element.usages.iter().filter(|usage| usage.args.contains_key("url")) {
            links.link(usage);
        }
        links
    }

    /// Tells whether a directive gives entities their keys.
    pub(super) fn is_key(&self, name: &str) -> bool {
        self.keys.contains(name)
    }

    /// Tells whether a directive is defined in a document that the schema links to.
    pub(super) fn knows(&self, name: &str) -> bool {
        let space = name.split_once("__").map(|(space, _)| space);
        self.directives.contains(name) || space.is_some_and(|space| self.prefixes.contains(space))
    }

    fn link(&mut self, usage: &Usage) {
        let Some(url) = text(&usage.args, "url") else {
            self.unclear = true;
            return;
        };
        let told = spec(url);
        let federation = told == "federation";
        let space = text(&usage.args, "as").unwrap_or(told);
        self.directives.extend([usage.name.clone(), space.to_owned()]);
        self.prefixes.insert(space.to_owned());
        if federation {
            self.keys.insert(format!("{space}__key"));
        }
        match usage.args.get("import") {
            None => {}
            Some(Literal::List(items)) => items.iter().for_each(|it| self.import(it, federation)),
            // A single value is a list of it.
            Some(one) => self.import(one, federation),
        }
    }

    /// Takes one import: a name, or a name and what it is called here.
    fn import(&mut self, item: &Literal, federation: bool) {
        let (name, called) = match item {
            Literal::Text(name) => (Some(name.as_str()), None),
            Literal::Object(parts) => (text(parts, "name"), text(parts, "as")),
            _ => (None, None),
        };
        let Some(name) = name else {
            self.unclear |= federation;
            return;
        };
        // What has no such sign is a type.
        let Some(plain) = name.strip_prefix('@') else { return };
        let called = called.map_or(plain, |called| called.trim_start_matches('@'));
        self.directives.insert(called.to_owned());
        if federation && plain == "key" {
            self.keys.insert(called.to_owned());
        }
        self.unclear |= federation && plain != "tag" && !KNOWN.contains(&plain);
    }
}

fn text<'l>(args: &'l Named<Literal>, name: &str) -> Option<&'l str> {
    match args.get(name) {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// Returns the name of a document: the last part of its address that is no version.
fn spec(url: &str) -> &str {
    let version = |part: &str| {
        part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut parts = url.trim_end_matches('/').rsplit('/').filter(|part| !part.is_empty());
    parts.find(|part| !version(part)).unwrap_or(url)
}
