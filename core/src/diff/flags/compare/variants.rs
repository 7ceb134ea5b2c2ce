//! The values that a flag can have.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Comparison, environments};
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Spot, shown};
use crate::diff::flags::model::{Flag, Notation};
use crate::diff::flags::{launchdarkly, show};
use crate::finding::codes::diff::flags as codes;

/// Compares variants, and returns the new names of those that were renamed.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    was: &Flag<'_>,
    is: &Flag<'_>,
) -> BTreeMap<String, String> {
    let changed = types(comparison, was, is);
    let renames = renamed(was, is);
    for (old, new) in &renames {
        comparison.drafts.push(rename(was, is, old, new));
    }
    let kept = kept(was, is);
    for (old, new) in &kept {
        if let (Some(a), Some(b)) = (was.variants.get(old), is.variants.get(new)) {
            value(&mut comparison.drafts, new, a, b);
        }
    }
    let renames: BTreeMap<String, String> = renames.into_iter().chain(kept).collect();
    for (name, spot) in &was.variants {
        match is.variants.get(name) {
            Some(new) if !changed => value(&mut comparison.drafts, name, spot, new),
            Some(_) => {}
            None if renames.contains_key(name) => {}
            None => comparison.drafts.push(removed(comparison, was, name, spot)),
        }
    }
    let new = is.variants.iter().filter(|(name, _)| !was.variants.contains_key(*name));
    for (name, spot) in new.filter(|(name, _)| !renames.values().any(|new| new == *name)) {
        let message = format!("variant `{name}` of flag `{}` was added", is.key);
        let draft = Draft::new(codes::VARIANT_ADDED, Class::Additive, message);
        comparison.drafts.push(draft.after(spot.part()));
    }
    renames
}

/// Compares the types of flags; one that changed explains its values.
fn types(comparison: &mut Comparison<'_>, was: &Flag<'_>, is: &Flag<'_>) -> bool {
    let (Some(old), Some(new)) = (type_of(was), type_of(is)) else {
        return declared(comparison, was, is);
    };
    if old == new {
        return declared(comparison, was, is);
    }
    let message = format!("flag `{}` has {new} values instead of {old} values", is.key);
    let draft = Draft::new(codes::TYPE_CHANGED, Class::Breaking, message);
    let at = |flag: &Flag<'_>| flag.declared.as_ref().unwrap_or(&flag.at).part();
    comparison.drafts.push(draft.before(at(was)).after(at(is)));
    true
}

/// Notes that a type is spelled otherwise, or told where it was not.
fn declared(comparison: &mut Comparison<'_>, was: &Flag<'_>, is: &Flag<'_>) -> bool {
    let (old, new) = (was.declared.as_ref(), is.declared.as_ref());
    if old.map(|spot| spot.value) != new.map(|spot| spot.value) {
        let message = format!("the type of flag `{}` is told otherwise", is.key);
        let mut draft = Draft::new(codes::REWRITTEN, Class::Cosmetic, message);
        draft.before = old.map(Spot::part);
        draft.after = new.map(Spot::part);
        comparison.drafts.push(draft);
    }
    false
}

/// Returns the type of a flag: as declared, else that of all its values.
fn type_of(flag: &Flag<'_>) -> Option<&'static str> {
    if let Some(declared) = flag.declared.as_ref().and_then(Spot::text) {
        return match declared.to_ascii_lowercase().as_str() {
            "bool" | "boolean" => Some("boolean"),
            "string" | "text" => Some("string"),
            "number" | "integer" | "int" | "float" | "double" => Some("number"),
            "object" | "json" | "struct" => Some("object"),
            _ => None,
        };
    }
    let mut types = flag.variants.values().map(|spot| type_name(spot.value));
    let first = types.next()?;
    types.all(|other| other == first).then_some(first)
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Finds variants whose value stands under another name, where only one does.
fn renamed(was: &Flag<'_>, is: &Flag<'_>) -> BTreeMap<String, String> {
    let lone = |one: &Flag<'_>, other: &Flag<'_>| {
        let mut by_value: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let names = one.variants.iter().filter(|(name, _)| !other.variants.contains_key(*name));
        for (name, spot) in names {
            by_value.entry(spot.value.to_string()).or_default().push(name.clone());
        }
        by_value
    };
    let new = lone(is, was);
    let pairs = lone(was, is).into_iter().filter_map(|(value, old)| {
        match (old.as_slice(), new.get(&value)?.as_slice()) {
            ([old], [new]) => Some((old.clone(), new.clone())),
            _ => None,
        }
    });
    pairs.collect()
}

/// Finds variants that are called by their value and have another one in the same place.
fn kept(was: &Flag<'_>, is: &Flag<'_>) -> BTreeMap<String, String> {
    fn lone<'f>(one: &'f Flag<'_>, other: &Flag<'_>) -> BTreeMap<&'f str, &'f String> {
        let by_value = one.variants.iter().filter(|(name, spot)| {
            !other.variants.contains_key(*name) && launchdarkly::by_value(spot.value) == **name
        });
        by_value.map(|(name, spot)| (spot.pointer.as_str(), name)).collect()
    }
    if [was, is].iter().any(|flag| flag.notation != Notation::LaunchDarkly) {
        return BTreeMap::new();
    }
    let new = lone(is, was);
    let pairs = lone(was, is).into_iter();
    pairs.filter_map(|(at, old)| Some((old.clone(), (*new.get(at)?).clone()))).collect()
}

fn rename(was: &Flag<'_>, is: &Flag<'_>, old: &str, new: &str) -> Draft {
    let message = format!("variant `{old}` of flag `{}` is called `{new}` now", is.key);
    let mut draft = Draft::new(codes::VARIANT_RENAMED, Class::Breaking, message)
        .because("the value is the same, and whoever names the variant does not find it")
        .sure(0.7);
    draft.before = was.variants.get(old).map(Spot::part);
    draft.after = is.variants.get(new).map(Spot::part);
    draft
}

fn removed(comparison: &Comparison<'_>, flag: &Flag<'_>, name: &str, spot: &Spot<'_>) -> Draft {
    let message = format!("variant `{name}` of flag `{}` was removed", flag.key);
    let setting = environments::all(flag)
        .into_iter()
        .find(|(_, setting)| environments::mentions(setting, name))
        .map(|(environment, _)| format!("flag `{}`{}", flag.key, show::place(environment)));
    let user = setting.or_else(|| {
        let asker = comparison.askers.get(&(flag.key.as_str(), name))?;
        Some(format!("the prerequisite of flag `{asker}`"))
    });
    let draft = match user {
        Some(user) => Draft::new(codes::VARIANT_REMOVED, Class::Breaking, message)
            .because(format!("{user} named it")),
        None => Draft::new(codes::VARIANT_REMOVED, Class::Behavioral, message)
            .because("nothing in the manifest named it; code may")
            .sure(0.7),
    };
    draft.before(spot.part())
}

/// Compares a value with itself, part by part; documents bound the depth.
fn value(drafts: &mut Vec<Draft>, name: &str, was: &Spot<'_>, is: &Spot<'_>) {
    if was.value == is.value {
        return;
    }
    if !(was.value.is_object() && is.value.is_object()) {
        return drafts.push(single(name, was, is));
    }
    let (old, new) = (was.members(), is.members());
    for (key, spot) in &old {
        if let Some(other) = new.get(key) {
            value(drafts, name, spot, other);
        } else {
            let message = format!("`{key}` was removed from the value of variant `{name}`");
            let draft = Draft::new(codes::VARIANT_MEMBER_REMOVED, Class::Breaking, message);
            drafts.push(draft.sure(0.7).before(spot.part()));
        }
    }
    for (key, spot) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let message = format!("`{key}` was added to the value of variant `{name}`");
        let draft = Draft::new(codes::VARIANT_MEMBER_ADDED, Class::Additive, message);
        drafts.push(draft.after(spot.part()));
    }
}

fn single(name: &str, was: &Spot<'_>, is: &Spot<'_>) -> Draft {
    let (old, new) = (type_name(was.value), type_name(is.value));
    let what = match (was.pointer.rsplit_once('/'), was.pointer.ends_with(&format!("/{name}"))) {
        (Some((_, part)), false) if part != "value" => format!("`{part}` of variant `{name}`"),
        _ => format!("variant `{name}`"),
    };
    let values = format!("{} to {}", shown(was.value), shown(is.value));
    let draft = if old == new {
        let message = format!("the value of {what} went from {values}");
        Draft::new(codes::VARIANT_VALUE_CHANGED, Class::Behavioral, message)
    } else {
        let message = format!("the value of {what} went from {old} {values}, a {new}")
            .replace(&format!(", a {new}"), "");
        let message = format!("{message}: {old} became {new}");
        Draft::new(codes::VARIANT_TYPE_CHANGED, Class::Breaking, message)
    };
    draft.before(was.part()).after(is.part())
}
