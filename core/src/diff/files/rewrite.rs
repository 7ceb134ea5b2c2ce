//! References that lead to other files, as references inside of one document.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::super::schema::{Dialect, resolved};
use super::{Found, Joiner, encoded};
use crate::document::pointer;

/// Members whose text is a reference.
pub(super) const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "operationRef"];

/// Where references stand that are rewritten.
pub(super) struct Here<'h> {
    /// Name of the file.
    file: &'h str,
    /// Its absolute address.
    base: &'h str,
    /// Absolute address of the part around, when it gives itself one.
    named: Option<String>,
    /// The fragment that leads to the file; none in the document itself.
    fragment: Option<&'h str>,
    /// References inside of the file that lead somewhere.
    local: Option<&'h BTreeSet<String>>,
    dialect: Dialect,
}

impl<'h> Here<'h> {
    pub(super) fn root(file: &'h str, base: &'h str, dialect: Dialect) -> Self {
        Self { file, base, named: None, fragment: None, local: None, dialect }
    }

    pub(super) fn part(
        file: &'h str,
        base: &'h str,
        fragment: &'h str,
        local: &'h BTreeSet<String>,
        dialect: Dialect,
    ) -> Self {
        Self { file, base, named: None, fragment: Some(fragment), local: Some(local), dialect }
    }

    fn below(&self, named: String) -> Self {
        Self { named: Some(named), ..*self }
    }

    fn address(&self) -> &str {
        self.named.as_deref().unwrap_or(self.base)
    }
}

/// Tells whether any reference of a document leads out of it.
pub(super) fn lead_elsewhere(document: &Value) -> bool {
    let mut found = false;
    each_reference(document, &mut |reference| found |= !reference.starts_with('#'));
    found
}

/// Returns the references of a document, each once.
pub(super) fn references(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each_reference(document, &mut |reference| {
        found.insert(reference.to_owned());
    });
    found
}

/// Returns the references of a file into itself that lead somewhere.
pub(super) fn local_references(file: &Value) -> BTreeSet<String> {
    let leads = |reference: &String| {
        pointer::of_reference(reference).is_some_and(|at| file.pointer(&at).is_some())
    };
    references(file).into_iter().filter(leads).collect()
}

/// Returns the absolute addresses that parts of a document give themselves below `base`.
pub(super) fn addresses(document: &Value, base: &str) -> BTreeSet<String> {
    let keyword = Dialect::of(document).name_keyword();
    let mut found = BTreeSet::new();
    let mut waiting: Vec<(&Value, Rc<str>)> = vec![(document, base.into())];
    while let Some((value, mut base)) = waiting.pop() {
        let own = value.as_object().and_then(|members| own_address(members, keyword, &base));
        if let Some(own) = own {
            base = own.as_str().into();
            found.insert(own);
        }
        match value {
            Value::Object(members) => {
                waiting.extend(members.values().map(|inner| (inner, Rc::clone(&base))));
            }
            Value::Array(items) => {
                waiting.extend(items.iter().map(|inner| (inner, Rc::clone(&base))));
            }
            _ => {}
        }
    }
    found
}

/// Makes references to other files lead to where these stand in the document.
pub(super) fn rewrite(joiner: &mut Joiner<'_>, value: &mut Value, here: &Here<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(joiner, item, here)),
        Value::Object(members) => {
            let own = own_address(members, here.dialect.name_keyword(), here.address());
            let below = own.filter(|own| own != here.address()).map(|own| here.below(own));
            let here = below.as_ref().unwrap_or(here);
            for (key, member) in members.iter_mut() {
                match member {
                    Value::String(text) if REFERENCES.contains(&key.as_str()) => {
                        replace(joiner, text, here);
                    }
                    Value::Object(inner) if key == "discriminator" => mapping(joiner, inner, here),
                    other => rewrite(joiner, other, here),
                }
            }
        }
        _ => {}
    }
}

/// The values of a mapping are references when they look like one, and else names of schemas (OpenAPI 3.1.1
/// section 4.8.25).
fn mapping(joiner: &mut Joiner<'_>, discriminator: &mut Map<String, Value>, here: &Here<'_>) {
    let mapping = discriminator.get_mut("mapping").and_then(Value::as_object_mut);
    for text in mapping.into_iter().flat_map(|mapping| mapping.values_mut()) {
        if let Value::String(text) = text {
            if is_reference(text) {
                replace(joiner, text, here);
            }
        }
    }
}

/// Tells whether the value of a mapping looks like a reference; names of schemas may have points in them.
fn is_reference(text: &str) -> bool {
    let is_file = [".json", ".yaml", ".yml"].iter().any(|end| text.ends_with(end));
    is_file || text.contains(['/', '#'])
}

fn replace(joiner: &mut Joiner<'_>, text: &mut String, here: &Here<'_>) {
    let Some(became) = target(joiner, text, here) else { return };
    if became != *text {
        joiner.written.entry(became.clone()).or_insert_with(|| text.clone());
        *text = became;
    }
}

/// Returns what a reference is called inside of the whole document; none when it stays as it is.
fn target(joiner: &mut Joiner<'_>, reference: &str, here: &Here<'_>) -> Option<String> {
    if reference.starts_with('#') {
        return inside(reference, here);
    }
    let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let name = match joiner.find(document, here.file, here.address()) {
        Found::File(name) => name,
        Found::Inside => return None,
        Found::Missing => {
            joiner.missing.entry(document.to_owned()).or_insert_with(|| here.file.to_owned());
            return None;
        }
    };
    // Only the document as a whole has pointers into all of its parts.
    let whole = if here.named.is_some() { joiner.base.clone() } else { String::new() };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        joiner.takes(&name);
        return Some(format!("{whole}#{fragment}"));
    }
    if name == joiner.root {
        return Some(format!("{whole}#{fragment}"));
    }
    let became = format!("{whole}#{}{fragment}", encoded(&joiner.slot(&name)));
    joiner.takes(&name);
    Some(became)
}

/// Returns what a reference of a file into itself is called in the whole document.
fn inside(reference: &str, here: &Here<'_>) -> Option<String> {
    let slot = here.fragment.filter(|_| here.named.is_none())?;
    // What is not in the file was meant for the document that refers to it, as some bundlers have it.
    let leads = here.local.is_some_and(|local| local.contains(reference));
    leads.then(|| format!("#{slot}{}", reference.trim_start_matches('#')))
}

/// Returns the absolute address that an object gives itself.
fn own_address(members: &Map<String, Value>, keyword: &str, base: &str) -> Option<String> {
    let id = members.get(keyword)?.as_str()?;
    let address = resolved(base, id);
    Some(address.split('#').next().unwrap_or_default().to_owned())
}

/// Returns the JSON Pointer of the first reference that leads to the file `target`.
pub(super) fn reference_to(target: &str, document: &Value) -> Option<String> {
    let leads = |text: &str| {
        text.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
    };
    let mut waiting = vec![(String::new(), document)];
    while let Some((at, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter().rev() {
                    let at = pointer::push(&at, key);
                    match member {
                        Value::String(text)
                            if REFERENCES.contains(&key.as_str()) && leads(text) =>
                        {
                            return Some(at);
                        }
                        Value::Object(inner) if key == "discriminator" => {
                            if let Some(name) = mapped_to(inner, leads) {
                                return Some(format!("{at}/mapping{}", pointer::push("", name)));
                            }
                        }
                        other => waiting.push((at, other)),
                    }
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                waiting.extend(items.map(|(index, item)| (format!("{at}/{index}"), item)));
            }
            _ => {}
        }
    }
    None
}

/// Returns the first value of a discriminator whose target `leads` somewhere.
fn mapped_to(discriminator: &Map<String, Value>, leads: impl Fn(&str) -> bool) -> Option<&String> {
    let mut mapping = discriminator.get("mapping")?.as_object()?.iter();
    let found = mapping.find(|(_, target)| target.as_str().is_some_and(&leads));
    found.map(|(name, _)| name)
}

/// Calls `each` with every reference.
fn each_reference(document: &Value, each: &mut impl FnMut(&str)) {
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match member {
                        Value::String(text) if REFERENCES.contains(&key.as_str()) => each(text),
                        Value::Object(inner) if key == "discriminator" => {
                            let mapping = inner.get("mapping").and_then(Value::as_object);
                            let targets = mapping.into_iter().flat_map(Map::values);
                            let texts = targets.filter_map(Value::as_str);
                            texts.filter(|text| is_reference(text)).for_each(&mut *each);
                        }
                        other => waiting.push(other),
                    }
                }
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
}
