//! Variables in templates: `{{x}}`, `{x}`, `${x}`, and the tags of Jinja, Handlebars and mustache.

mod names;
mod scan;

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Entry, Template};
use crate::diff::fields::Spot;
use names::Names;
use scan::Found;

/// How a variable is used, and where first: the text, and the bytes in it.
pub(super) struct Use<'a> {
    pub(super) spot: Spot<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the template does without it.
    pub(super) optional: bool,
    /// Whether it stands in sections only, where it may be part of what the section is about.
    pub(super) inner: bool,
}

pub(super) type Uses<'a> = BTreeMap<String, Use<'a>>;

/// Tells how an entry writes its variables.
pub(super) fn notation(entry: &Entry<'_>) -> Template {
    let told = ["template_format", "templateFormat"]
        .iter()
        .find_map(|name| entry.notes.get(*name)?.text());
    match told {
        Some("f-string" | "fstring" | "python") => return Template::Single,
        Some(_) => return Template::Double,
        None => {}
    }
    let texts = entry.texts.values().flat_map(|text| text.pieces.iter()).filter_map(Spot::text);
    let opens = |rest: &str| {
        // Behind the braces may stand a mark, such as `#` of a section, and spaces.
        let mut inner = rest.chars().take(6).skip_while(|c| !c.is_alphanumeric() && *c != '_');
        let marks = rest.chars().take(6).take_while(|c| !c.is_alphanumeric() && *c != '_');
        inner.next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && marks.into_iter().all(|c| matches!(c, '#' | '/' | '^' | '$' | '{' | '~' | '>' | ' '))
    };
    let double = texts.into_iter().any(|text| {
        text.contains("{%")
            || text.match_indices("{{").any(|(at, _)| opens(text.get(at + 2..).unwrap_or_default()))
    });
    if double { Template::Double } else { Template::Single }
}

/// Lists the variables that the texts of an entry use.
pub(super) fn uses<'a>(entry: &Entry<'a>) -> Uses<'a> {
    let mut found = Uses::new();
    let mut names = Names::default();
    let declared = declared(entry);
    for piece in entry.texts.values().flat_map(|text| text.pieces.iter()) {
        let Some(text) = piece.text() else { continue };
        for Found { name, start, end, optional, inner } in
            scan::scan(text, entry.notation, &declared, &mut names)
        {
            let new = || Use { spot: piece.clone(), start, end, optional, inner };
            let known = found.entry(name).or_insert_with(new);
            known.optional &= optional;
            known.inner &= inner;
        }
    }
    found.retain(|name, _| !names.local.contains(name));
    for (name, used) in &mut found {
        used.optional |= names.guarded.contains(name);
    }
    found
}

fn declared<'e>(entry: &'e Entry<'_>) -> BTreeSet<&'e str> {
    entry.variables.iter().flat_map(BTreeMap::keys).map(String::as_str).collect()
}

/// Returns what finds the variables of a part of a text of an entry.
pub(super) fn tags<'e>(entry: &'e Entry<'_>) -> impl Fn(&str) -> Vec<(String, usize, usize)> + 'e {
    let declared = declared(entry);
    move |text| {
        let found = scan::scan(text, entry.notation, &declared, &mut Names::default());
        found.into_iter().map(|it| (it.name, it.start, it.end)).collect()
    }
}

/// Returns the variable of a path such as `user.name`.
fn root(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
