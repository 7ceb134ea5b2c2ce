//! Variables in templates: `{{x}}`, `{x}`, `${x}`, and the tags of Jinja, Handlebars and mustache.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Entry, Template};
use crate::diff::fields::Spot;

/// Where a variable is used first: the text, and the bytes in it.
pub(super) type Uses<'a> = BTreeMap<String, (Spot<'a>, usize, usize)>;

/// Words inside of tags that are no variables.
const WORDS: &[&str] = &[
    "if",
    "else",
    "elif",
    "elsif",
    "endif",
    "for",
    "endfor",
    "in",
    "not",
    "and",
    "or",
    "is",
    "set",
    "endset",
    "unless",
    "each",
    "with",
    "this",
    "true",
    "false",
    "none",
    "null",
    "loop",
    "block",
    "endblock",
    "include",
    "extends",
    "macro",
    "endmacro",
    "raw",
    "endraw",
    "filter",
    "endfilter",
    "call",
    "defined",
    "import",
    "from",
    "True",
    "False",
    "None",
    "role",
    "history",
    "media",
];

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
    let mut local = BTreeSet::new();
    let declared = declared(entry);
    for piece in entry.texts.values().flat_map(|text| text.pieces.iter()) {
        let Some(text) = piece.text() else { continue };
        for (name, start, end) in scan(text, entry.notation, &declared, &mut local) {
            found.entry(name).or_insert_with(|| (piece.clone(), start, end));
        }
    }
    found.retain(|name, _| !local.contains(name));
    found
}

fn declared<'e>(entry: &'e Entry<'_>) -> BTreeSet<&'e str> {
    entry.variables.iter().flat_map(BTreeMap::keys).map(String::as_str).collect()
}

/// Returns what finds the variables of a part of a text of an entry.
pub(super) fn tags<'e>(entry: &'e Entry<'_>) -> impl Fn(&str) -> Vec<(String, usize, usize)> + 'e {
    let declared = declared(entry);
    move |text| scan(text, entry.notation, &declared, &mut BTreeSet::new())
}

/// Finds the variables of a text with their bytes, in one pass.
fn scan(
    text: &str,
    notation: Template,
    declared: &BTreeSet<&str>,
    local: &mut BTreeSet<String>,
) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        let dollar = text.get(..start).is_some_and(|before| before.ends_with('$'));
        let (open, close) = match notation {
            Template::Double if rest.starts_with("{{{") => ("{{{", "}}}"),
            Template::Double if rest.starts_with("{{") => ("{{", "}}"),
            Template::Double if rest.starts_with("{%") => ("{%", "%}"),
            // A brace that stands for itself.
            Template::Single if rest.starts_with("{{") => {
                at = start + 2;
                continue;
            }
            _ => ("{", "}"),
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
        at = body_start + length;
        if open == "{" {
            let name = inner.split([':', '!']).next().unwrap_or_default();
            let known = notation == Template::Single || dollar || declared.contains(root(name));
            if known && is_name(name) {
                found.push((root(name).to_owned(), start, at + 1));
            }
        } else {
            let names = names(inner, local);
            found.extend(names.into_iter().map(|name| (name, start, at + close.len())));
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Returns the variable of a path such as `user.name`.
fn root(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// Returns the variables of a tag; those that it sets itself go to `local`.
fn names(tag: &str, local: &mut BTreeSet<String>) -> Vec<String> {
    if tag.starts_with(['!', '>']) {
        return Vec::new();
    }
    // Filters and their arguments come behind a bar.
    let tag = tag.split('|').next().unwrap_or_default();
    let mut found = Vec::new();
    let mut before = String::new();
    let mut word = String::new();
    let mut quote = None;
    for c in tag.chars().chain([' ']) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@') => word.push(c),
            None => {
                take(&word, &before, c, local, &mut found);
                if !word.is_empty() {
                    before = std::mem::take(&mut word);
                }
            }
        }
    }
    found
}

fn take(
    word: &str,
    before: &str,
    next: char,
    local: &mut BTreeSet<String>,
    found: &mut Vec<String>,
) {
    let name = root(word.trim_matches('-'));
    if matches!(before, "for" | "set" | "as") {
        local.insert(name.to_owned());
    } else if is_name(name) && !WORDS.contains(&name) && next != '(' && next != '=' {
        found.push(name.to_owned());
    }
}
