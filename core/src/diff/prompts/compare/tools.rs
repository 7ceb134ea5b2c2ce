//! What the model may call, and the schema of what it gives back.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, judge, notes};
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::{Spot, sides, told};
use crate::diff::prompts::model::{Entry, Role, Text, Tool};
use crate::diff::prompts::text::align::align;
use crate::diff::prompts::text::{Unit, units};
use crate::diff::{Class, OpenContent, Polarity, schema};
use crate::finding::Severity;
use crate::finding::codes::diff::prompts as codes;

/// Compares tools.
pub(super) fn compare(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    let names: BTreeSet<&String> = was.tools.keys().chain(is.tools.keys()).collect();
    for name in names {
        match (was.tools.get(name), is.tools.get(name)) {
            (Some(old), Some(new)) => tool(name, old, new, is, comparison),
            (Some(old), None) => {
                let message = format!("prompt `{}` may not call tool `{name}` any more", is.id);
                let draft = Draft::new(codes::TOOL_REMOVED, Class::Breaking, message);
                comparison.push(draft.before(old.at.part()));
            }
            (None, Some(new)) => {
                let message = format!("prompt `{}` may call one more tool, `{name}`", is.id);
                let draft = Draft::new(codes::TOOL_ADDED, Class::Behavioral, message);
                comparison.push(draft.after(new.at.part()).detail("security_relevant", true));
            }
            (None, None) => {}
        }
    }
}

fn tool(name: &str, was: &Tool<'_>, is: &Tool<'_>, entry: &Entry<'_>, comparison: &mut Comparison) {
    let whose = format!("tool `{name}` of prompt `{}`", entry.id);
    let (old, new) = (was.description.as_ref(), is.description.as_ref());
    if old.map(|spot| spot.value) != new.map(|spot| spot.value) {
        let message = told(&format!("the description of {whose}"), old, new);
        let draft =
            Draft::new(codes::TOOL_DESCRIPTION_CHANGED, Class::Behavioral, message).sure(0.5);
        comparison.push(sides(guarded(draft, old, new, comparison), old, new));
    }
    match (&was.arguments, &is.arguments) {
        (Some(old), Some(new)) => {
            let what = format!("arguments of tool `{name}`");
            for draft in schemas(old, new, Polarity::Input, &what, comparison) {
                comparison.push(draft.detail("tool", name));
            }
        }
        (None, None) => {}
        (old, new) => {
            let message =
                told(&format!("the argument schema of {whose}"), old.as_ref(), new.as_ref());
            let draft =
                Draft::new(codes::TOOL_ARGUMENTS_CHANGED, Class::Behavioral, message).sure(0.5);
            comparison.push(sides(draft, old.as_ref(), new.as_ref()));
        }
    }
    comparison.extend(notes::unknown(&was.rest, &is.rest, &whose));
}

/// Notes on a description that it lost a guard, as sentences of a prompt may.
fn guarded(
    draft: Draft,
    old: Option<&Spot<'_>>,
    new: Option<&Spot<'_>>,
    comparison: &Comparison,
) -> Draft {
    let read = |spot: Option<&Spot<'_>>| -> Vec<Unit> {
        let text = spot.map(|spot| Text::of(Role::Other, spot));
        text.map(|text| units(&text, &|_: &str| Vec::new())).unwrap_or_default()
    };
    let (before, after) = (read(old), read(new));
    let aligned = align(&before, &after);
    let removed = aligned.removed.iter().filter_map(|at| before.get(*at)).map(judge::removed);
    let added =
        aligned.added.iter().filter_map(|at| after.get(*at)).map(|is| judge::added(is, &[]));
    let similar = aligned.similar.iter().filter_map(|(from, to, _)| {
        Some(judge::reworded(before.get(*from)?, after.get(*to)?, &comparison.vocabulary))
    });
    if removed.chain(added).chain(similar).any(|judged| judged.loosens()) {
        let why =
            "a guard in it is weaker or gone, and the model calls tools by their descriptions";
        return draft
            .because(why)
            .severity(Severity::High)
            .detail("security_relevant", true)
            .detail("effect", "loosening");
    }
    draft
}

/// Compares the schemas of two entries' outputs.
pub(super) fn output(was: &Entry<'_>, is: &Entry<'_>, comparison: &mut Comparison) {
    match (&was.output, &is.output) {
        (Some(old), Some(new)) if is_schema(old.value) && is_schema(new.value) => {
            let drafts = schemas(old, new, Polarity::Output, "output", comparison);
            comparison.extend(drafts);
        }
        (Some(old), Some(new)) if old.value != new.value => {
            let message = format!("the output of prompt `{}` is described otherwise", is.id);
            let draft =
                Draft::new(codes::OUTPUT_SCHEMA_CHANGED, Class::Breaking, message).sure(0.5);
            comparison.push(draft.before(old.part()).after(new.part()));
        }
        (Some(old), None) => {
            let message = format!("prompt `{}` has no output schema any more", is.id);
            let draft = Draft::new(codes::OUTPUT_SCHEMA_REMOVED, Class::Breaking, message);
            comparison.push(draft.before(old.part()));
        }
        (None, Some(new)) => {
            let message = format!("prompt `{}` has an output schema now", is.id);
            let draft = Draft::new(codes::OUTPUT_SCHEMA_ADDED, Class::Behavioral, message);
            comparison.push(draft.after(new.part()));
        }
        _ => {}
    }
}

fn is_schema(value: &Value) -> bool {
    let keywords = [
        "type",
        "properties",
        "$ref",
        "anyOf",
        "oneOf",
        "allOf",
        "enum",
        "const",
        "items",
        "$schema",
    ];
    value.is_boolean() || keywords.iter().any(|keyword| value.get(*keyword).is_some())
}

/// Compares two schemas, and returns the changes with their places in the library.
fn schemas(
    was: &Spot<'_>,
    is: &Spot<'_>,
    polarity: Polarity,
    what: &str,
    comparison: &mut Comparison,
) -> Vec<Draft> {
    let found = schema::changes(was.value, is.value, polarity, OpenContent::default());
    comparison.incomplete |= found.incomplete;
    let mut drafts = found.changes;
    if drafts.is_empty() && was.value != is.value {
        let draft = Draft::new(
            codes::REWRITTEN,
            Class::Cosmetic,
            format!("{what}: the schema is written otherwise"),
        );
        return vec![draft.sure(0.9).before(was.part()).after(is.part())];
    }
    let put = |part: &mut Option<Part>, root: &Spot<'_>| {
        if let Some(part) = part {
            part.pointer.insert_str(0, &root.pointer);
        }
    };
    for draft in &mut drafts {
        draft.message = format!("{what}: {}", draft.message);
        put(&mut draft.before, was);
        put(&mut draft.after, is);
        if let Some(witness) = &mut draft.witness {
            witness.before_pointer.insert_str(0, &was.pointer);
            witness.after_pointer.insert_str(0, &is.pointer);
        }
    }
    drafts
}
