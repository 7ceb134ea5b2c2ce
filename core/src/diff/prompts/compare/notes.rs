//! What says something about a prompt and nothing to the model, and what nobody knows.

use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::{Members, Spot, compared, sides, told};
use crate::diff::prompts::model::Entry;
use crate::finding::codes::diff::prompts as codes;

/// Compares notes by name: what differs is cosmetic.
pub(super) fn notes(before: &Members<'_>, after: &Members<'_>, whose: &str) -> Vec<Draft> {
    compared(before, after, |name, was, is| {
        let message = told(&format!("`{name}` of {whose}"), was, is);
        Some(sides(Draft::new(codes::NOTES_CHANGED, Class::Cosmetic, message), was, is))
    })
}

/// Compares what no reader understands: it may mean anything.
pub(super) fn unknown(before: &Members<'_>, after: &Members<'_>, whose: &str) -> Vec<Draft> {
    compared(before, after, |name, was, is| {
        let message = told(&format!("the setting `{name}` of {whose}"), was, is);
        let draft = Draft::new(codes::SETTING_CHANGED, Class::Behavioral, message).sure(0.5);
        Some(sides(draft, was, is))
    })
}

/// Compares the other names of a prompt.
pub(super) fn aliases(was: &Entry<'_>, is: &Entry<'_>) -> Vec<Draft> {
    let added = is.aliases.iter().filter(|(name, _)| !was.aliases.contains_key(*name));
    let added = added.filter(|(name, _)| **name != was.id).map(|(name, spot)| {
        let message = format!("prompt `{}` may be asked for as `{name}` too", is.id);
        Draft::new(codes::ALIAS_ADDED, Class::Additive, message).after(spot.part())
    });
    let removed = was.aliases.iter().filter(|(name, _)| !is.aliases.contains_key(*name));
    let removed = removed.filter(|(name, _)| **name != is.id).map(|(name, spot)| {
        let message = format!("prompt `{}` may not be asked for as `{name}` any more", is.id);
        Draft::new(codes::ALIAS_REMOVED, Class::Breaking, message).before(spot.part())
    });
    added.chain(removed).collect()
}

/// Notes that an entry says the same, written otherwise.
pub(super) fn rewritten(was: &Entry<'_>, is: &Entry<'_>) -> Draft {
    let message = format!("prompt `{}` is written otherwise", is.id);
    let draft = Draft::new(codes::REWRITTEN, Class::Cosmetic, message).sure(0.9);
    draft.before(was.at.part()).after(is.at.part())
}

/// Returns where a list or a part stands, or the entry around it.
pub(super) fn or_entry<'a>(spot: Option<&Spot<'a>>, entry: &Entry<'a>) -> Spot<'a> {
    spot.unwrap_or(&entry.at).clone()
}
