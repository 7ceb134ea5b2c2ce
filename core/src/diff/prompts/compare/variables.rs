//! What callers pass: declared variables, and those that the templates use.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Comparison;
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::{Members, Spot, told};
use crate::diff::prompts::model::{Entry, Variable};
use crate::diff::prompts::read::type_of;
use crate::diff::prompts::span::Excerpt;
use crate::diff::prompts::template::{Use, Uses, uses};
use crate::diff::{Class, OpenContent, Polarity, schema};
use crate::finding::codes::diff::prompts as codes;

/// Compares variables, and returns those whose changes are reported.
pub(super) fn compare(
    was: &Entry<'_>,
    is: &Entry<'_>,
    comparison: &mut Comparison,
) -> BTreeSet<String> {
    let (old, new) = (uses(was), uses(is));
    match (&was.variables, &is.variables) {
        (Some(before), Some(after)) => declared(before, after, is, comparison),
        // Without a declaration the template tells what callers must pass.
        _ => used(was, is, &old, &new, comparison),
    }
    let mut reported = names(was, &old).symmetric_difference(&names(is, &new)).cloned().collect();
    mismatches(was, is, (&old, &new), &mut reported, comparison);
    reported
}

/// Returns what callers pass: a declaration counts by the names in it.
fn names(entry: &Entry<'_>, uses: &Uses<'_>) -> BTreeSet<String> {
    let declared = entry.variables.as_ref().map(|all| all.keys().cloned().collect());
    declared.unwrap_or_else(|| uses.keys().cloned().collect())
}

fn declared(
    before: &BTreeMap<String, Variable<'_>>,
    after: &BTreeMap<String, Variable<'_>>,
    is: &Entry<'_>,
    comparison: &mut Comparison,
) {
    let mut removed: Vec<&String> =
        before.keys().filter(|name| !after.contains_key(*name)).collect();
    let mut added: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    if let ([old], [new]) = (removed.as_slice(), added.as_slice())
        && let Some((a, b)) = before.get(*old).zip(after.get(*new))
        && a.required == b.required
        && kind(a) == kind(b)
    {
        let draft = rename(old, new, &is.id).before(a.at.part()).after(b.at.part());
        comparison.push(draft);
        removed.clear();
        added.clear();
    }
    for name in removed {
        let message = format!("variable `{name}` of prompt `{}` was removed", is.id);
        let draft = Draft::new(codes::VARIABLE_REMOVED, Class::Breaking, message);
        let default = before.get(name).and_then(|variable| variable.default.as_ref());
        comparison.explained.extend(default.map(|spot| spot.pointer.clone()));
        comparison.extend(before.get(name).map(|variable| draft.before(variable.at.part())));
    }
    for name in added {
        let Some(variable) = after.get(name) else { continue };
        let draft = if variable.required { required(name, &is.id) } else { optional(name, &is.id) };
        // A default may stand elsewhere than the variable.
        comparison.explained.extend(variable.default.iter().map(|spot| spot.pointer.clone()));
        comparison.push(draft.after(variable.at.part()));
    }
    for (name, old) in before {
        if let Some(new) = after.get(name) {
            variable(name, old, new, is, comparison);
        }
    }
}

fn rename(old: &str, new: &str, id: &str) -> Draft {
    let message = format!("variable `{old}` of prompt `{id}` is called `{new}` now");
    Draft::new(codes::VARIABLE_RENAMED, Class::Breaking, message).sure(0.7)
}

fn required(name: &str, id: &str) -> Draft {
    let message = format!("prompt `{id}` needs one more variable, `{name}`");
    Draft::new(codes::VARIABLE_REQUIRED_ADDED, Class::Breaking, message)
}

fn optional(name: &str, id: &str) -> Draft {
    let message = format!("prompt `{id}` takes one more variable, `{name}`, which may be left out");
    Draft::new(codes::VARIABLE_ADDED, Class::Additive, message)
}

fn kind<'v>(variable: &Variable<'v>) -> Option<&'v Value> {
    variable.shape.get("type").map(|spot| spot.value)
}

/// Compares a variable with itself.
fn variable(
    name: &str,
    was: &Variable<'_>,
    is: &Variable<'_>,
    entry: &Entry<'_>,
    comparison: &mut Comparison,
) {
    let whose = format!("variable `{name}` of prompt `{}`", entry.id);
    if was.required != is.required {
        let draft = if is.required {
            let message = format!("{whose} is required now");
            Draft::new(codes::VARIABLE_BECAME_REQUIRED, Class::Breaking, message)
        } else {
            let message = format!("{whose} is not required any more");
            Draft::new(codes::VARIABLE_BECAME_OPTIONAL, Class::Additive, message)
        };
        comparison.push(draft.before(was.at.part()).after(is.at.part()));
    }
    let value = |spot: &Option<Spot<'_>>| spot.as_ref().map(|spot| spot.value.clone());
    let same_need = was.required == is.required;
    if value(&was.default) != value(&is.default)
        && (same_need || was.default.is_some() && is.default.is_some())
    {
        let message =
            told(&format!("the default of {whose}"), was.default.as_ref(), is.default.as_ref());
        let mut draft = Draft::new(codes::VARIABLE_DEFAULT_CHANGED, Class::Behavioral, message);
        draft.before = was.default.as_ref().map(Spot::part);
        draft.after = is.default.as_ref().map(Spot::part);
        comparison.push(draft);
    }
    shape(&whose, was, is, comparison);
}

/// Compares what a variable may be, as a schema that callers write.
fn shape(whose: &str, was: &Variable<'_>, is: &Variable<'_>, comparison: &mut Comparison) {
    let (old, new) = (lifted(&was.shape), lifted(&is.shape));
    if old == new {
        return comparison.extend(spelled(whose, was, is));
    }
    let prefix = |variable: &Variable<'_>, at: &str| -> Part {
        let spot = at.strip_prefix('/').and_then(|name| variable.shape.get(name));
        spot.unwrap_or(&variable.at).part()
    };
    let found = schema::changes(&old, &new, Polarity::Input, OpenContent::default());
    comparison.incomplete |= found.incomplete;
    if found.changes.is_empty() {
        return comparison.extend(spelled(whose, was, is));
    }
    for draft in found.changes {
        let class = draft.class;
        let at = |part: &Option<Part>| {
            part.as_ref().map(|part| part.pointer.clone()).unwrap_or_default()
        };
        let (from, to) = (at(&draft.before), at(&draft.after));
        let code = match class {
            Class::Cosmetic => codes::NOTES_CHANGED,
            _ => codes::VARIABLE_TYPE_CHANGED,
        };
        let message = format!("{whose}: {}", draft.message);
        let mut change =
            Draft::new(code, class, message).because(draft.rationale).sure(draft.confidence);
        change.effect = draft.effect;
        change.polarity = draft.polarity;
        comparison.push(
            change
                .before(prefix(was, &from))
                .after(prefix(is, &to))
                .detail("change", draft.code.id),
        );
    }
}

/// Notes a declaration that says the same in other words.
fn spelled(whose: &str, was: &Variable<'_>, is: &Variable<'_>) -> Option<Draft> {
    let values = |shape: &Members<'_>| -> BTreeMap<String, Value> {
        shape.iter().map(|(name, spot)| (name.clone(), spot.value.clone())).collect()
    };
    (values(&was.shape) != values(&is.shape)).then(|| {
        let message = format!("{whose} is described otherwise");
        let draft = Draft::new(codes::NOTES_CHANGED, Class::Cosmetic, message);
        draft.before(was.at.part()).after(is.at.part())
    })
}

/// Returns the declaration of a variable as a JSON Schema.
fn lifted(shape: &Members<'_>) -> Value {
    let mut lifted = Map::new();
    for (name, spot) in shape {
        let value = match (name.as_str(), spot.text()) {
            ("description" | "title" | "example" | "examples", _) => continue,
            ("type", Some(text)) => {
                let Some(name) = type_of(text) else {
                    // A type that is not known: equal to itself and to nothing else.
                    lifted.insert("const".to_owned(), Value::from(text));
                    continue;
                };
                Value::from(name)
            }
            ("values" | "options" | "allowed_values", None) => {
                lifted.insert("enum".to_owned(), spot.value.clone());
                continue;
            }
            _ => spot.value.clone(),
        };
        lifted.insert(name.clone(), value);
    }
    Value::Object(lifted)
}

/// Compares the variables that two templates use.
fn used(
    was: &Entry<'_>,
    is: &Entry<'_>,
    old: &Uses<'_>,
    new: &Uses<'_>,
    comparison: &mut Comparison,
) {
    let (before, after) = (names(was, old), names(is, new));
    let removed: Vec<&String> = before.difference(&after).collect();
    let added: Vec<&String> = after.difference(&before).collect();
    if let ([from], [to]) = (removed.as_slice(), added.as_slice()) {
        return push(rename(from, to, &is.id), old.get(*from), new.get(*to), (was, is), comparison);
    }
    for name in removed {
        let message = format!("prompt `{}` does not use variable `{name}` any more", is.id);
        let draft = Draft::new(codes::VARIABLE_REMOVED, Class::Breaking, message);
        push_old(unsure(draft, old.get(name)), old.get(name), was, comparison);
    }
    for name in added {
        let declared = is.variables.as_ref().and_then(|all| all.get(name));
        let used = new.get(name).is_some_and(|used| used.optional);
        let optional_one = declared.map_or(used, |variable| !variable.required);
        let draft = if optional_one { optional(name, &is.id) } else { required(name, &is.id) };
        push_new(unsure(draft, new.get(name)), new.get(name), is, comparison);
    }
}

/// Notes on a variable that stands in sections only that callers may not pass it themselves.
fn unsure(draft: Draft, used: Option<&Use<'_>>) -> Draft {
    if used.is_some_and(|used| used.inner) {
        return draft.sure(0.5).because("in a section, it may be part of what callers pass for it");
    }
    draft
}

fn excerpt(at: Option<&Use<'_>>) -> Option<Excerpt> {
    let at = at?;
    Some(Excerpt { pointer: at.spot.pointer.clone(), bytes: at.start..at.end })
}

fn part(at: Option<&Use<'_>>, entry: &Entry<'_>) -> Part {
    match at {
        Some(Use { spot, start, end, .. }) => {
            let tag = spot.text().and_then(|text| text.get(*start..*end)).unwrap_or_default();
            Part::new(spot.pointer.as_str(), tag)
        }
        None => entry.at.part(),
    }
}

fn push(
    draft: Draft,
    old: Option<&Use<'_>>,
    new: Option<&Use<'_>>,
    (was, is): (&Entry<'_>, &Entry<'_>),
    comparison: &mut Comparison,
) {
    let draft = draft.before(part(old, was)).after(part(new, is));
    comparison.drafts.push((draft, excerpt(old), excerpt(new)));
}

fn push_old(draft: Draft, old: Option<&Use<'_>>, was: &Entry<'_>, comparison: &mut Comparison) {
    comparison.drafts.push((draft.before(part(old, was)), excerpt(old), None));
}

fn push_new(draft: Draft, new: Option<&Use<'_>>, is: &Entry<'_>, comparison: &mut Comparison) {
    comparison.drafts.push((draft.after(part(new, is)), None, excerpt(new)));
}

/// Finds variables that are declared and not used, or used and not declared, and were not before.
fn mismatches(
    was: &Entry<'_>,
    is: &Entry<'_>,
    (old, new): (&Uses<'_>, &Uses<'_>),
    reported: &mut BTreeSet<String>,
    comparison: &mut Comparison,
) {
    let Some(declared) = &is.variables else { return };
    let before = was.variables.as_ref();
    for (name, variable) in declared.iter().filter(|(name, _)| !new.contains_key(*name)) {
        let known = before.is_some_and(|all| all.contains_key(name)) && !old.contains_key(name);
        // A prompt without texts of its own is put together elsewhere.
        if known || is.texts.is_empty() {
            continue;
        }
        let message =
            format!("variable `{name}` of prompt `{}` is declared, and no template uses it", is.id);
        let draft = Draft::new(codes::VARIABLE_UNUSED, Class::Breaking, message).sure(0.9);
        comparison.push(draft.after(variable.at.part()));
        reported.insert(name.clone());
    }
    for (name, at) in new.iter().filter(|(name, _)| !declared.contains_key(*name)) {
        let known = before.is_some_and(|all| !all.contains_key(name)) && old.contains_key(name);
        if known || before.is_none() && old.contains_key(name) && !declared.is_empty() || at.inner {
            continue;
        }
        let message = format!(
            "a template of prompt `{}` uses variable `{name}`, which is not declared",
            is.id
        );
        let draft = Draft::new(codes::VARIABLE_UNDECLARED, Class::Breaking, message).sure(0.9);
        push_new(draft, Some(at), is, comparison);
        reported.insert(name.clone());
    }
}
