//! Where tags begin and end in a text, and the sections around them.

use std::collections::BTreeSet;

use super::names::{Kind, Name, Names};
use super::{is_name, root};
use crate::diff::prompts::model::Template;

/// A variable as it is used.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) optional: bool,
    pub(super) inner: bool,
}

/// Finds the variables of a text with their bytes, in one pass.
pub(super) fn scan(
    text: &str,
    notation: Template,
    declared: &BTreeSet<&str>,
    names: &mut Names,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut sections = Sections::default();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        let dollar = text.get(..start).is_some_and(|before| before.ends_with('$'));
        let Some((open, close)) = brackets(rest, notation) else {
            // A brace that stands for itself.
            at = start + 2;
            continue;
        };
        let body_start = start + open.len();
        let body = text.get(body_start..).unwrap_or_default();
        // A tag does not go on for ever: what is not closed soon is no tag.
        let near = (400..404).find_map(|end| body.get(..end)).unwrap_or(body);
        let Some(length) = near.find(close) else {
            at = body_start;
            continue;
        };
        let inner = body.get(..length).unwrap_or_default();
        at = body_start + length + close.len();
        let inside = sections.inside();
        let used = if open == "{#" {
            Vec::new()
        } else if open == "{" {
            let name = inner.split([':', '!']).next().unwrap_or_default();
            let known = notation == Template::Single || dollar || declared.contains(root(name));
            single(name).filter(|_| known).into_iter().collect()
        } else {
            let kind = if open == "{%" { Kind::Block } else { Kind::Tag };
            sections.pass(inner, kind);
            names.of(inner, kind)
        };
        found.extend(used.into_iter().map(|Name { name, optional }| {
            let inner = inside && !declared.contains(name.as_str());
            Found { name, start, end: at, optional, inner }
        }));
    }
    found
}

/// Returns what opens and closes the tag that a text begins with; none for a brace that is written twice.
fn brackets(text: &str, notation: Template) -> Option<(&'static str, &'static str)> {
    Some(match notation {
        Template::Double if text.starts_with("{#") => ("{#", "#}"),
        Template::Double if text.starts_with("{{{") => ("{{{", "}}}"),
        Template::Double if text.starts_with("{{") => ("{{", "}}"),
        Template::Double if text.starts_with("{%") => ("{%", "%}"),
        Template::Single if text.starts_with("{{") => return None,
        _ => ("{", "}"),
    })
}

/// Returns the variable of a format string, such as that of `doc[title]`.
fn single(name: &str) -> Option<Name> {
    let plain = name.split_once('[').map_or(name, |(front, _)| front);
    is_name(plain).then(|| Name { name: root(plain).to_owned(), optional: false })
}

/// The sections that are open.
#[derive(Default)]
struct Sections {
    /// Whether names in each may be those of its items.
    open: Vec<bool>,
    items: usize,
}

impl Sections {
    fn inside(&self) -> bool {
        self.items > 0
    }

    fn pass(&mut self, inner: &str, kind: Kind) {
        let inner = inner.trim_matches(['~', ' ']);
        if kind != Kind::Tag {
            return;
        }
        if let Some(rest) = inner.strip_prefix(['#', '^']) {
            let first = rest.split_whitespace().next().unwrap_or_default();
            let items = inner.starts_with('#') && !matches!(first, "if" | "unless");
            self.open.push(items);
            self.items += usize::from(items);
        } else if inner.starts_with('/') {
            self.items -= usize::from(self.open.pop().unwrap_or_default());
        }
    }
}
