//! What says something about a flag and decides nothing, and what nobody knows.

use serde_json::Value;

use crate::diff::Class;
use crate::diff::draft::{Draft, Part};
use crate::diff::fields::{Members, Spot, compared, shown, sides, told};
use crate::diff::flags::model::{Flag, Named};
use crate::diff::flags::read;
use crate::finding::codes::diff::flags as codes;
use crate::time::Timestamp;

/// Compares notes by name: what differs is cosmetic.
pub(super) fn notes(before: &Members<'_>, after: &Members<'_>, whose: &str) -> Vec<Draft> {
    let differ = |name: &str, was: Option<&Spot<'_>>, is: Option<&Spot<'_>>| {
        if name == "archived" {
            return Some(archived(was, is, whose));
        }
        let message = told(&format!("`{name}` of {whose}"), was, is);
        let draft = Draft::new(codes::NOTES_CHANGED, Class::Cosmetic, message);
        Some(sides(draft, was, is))
    };
    compared(before, after, differ)
}

/// Compares what no reader understands: it may decide anything.
pub(super) fn unknown(before: &Members<'_>, after: &Members<'_>, whose: &str) -> Vec<Draft> {
    let differ = |name: &str, was: Option<&Spot<'_>>, is: Option<&Spot<'_>>| {
        if read::NOTES.contains(&name) {
            let message = told(&format!("`{name}` of {whose}"), was, is);
            return Some(sides(
                Draft::new(codes::NOTES_CHANGED, Class::Cosmetic, message),
                was,
                is,
            ));
        }
        let message = told(&format!("the setting `{name}` of {whose}"), was, is);
        let draft = Draft::new(codes::SETTING_CHANGED, Class::Behavioral, message).sure(0.5);
        Some(sides(draft, was, is))
    };
    compared(before, after, differ)
}

fn archived(was: Option<&Spot<'_>>, is: Option<&Spot<'_>>, whose: &str) -> Draft {
    let on = |spot: Option<&Spot<'_>>| spot.is_some_and(|spot| spot.value == &Value::Bool(true));
    let draft = match (on(was), on(is)) {
        (false, true) => {
            let message = format!("{whose} was archived");
            Draft::new(codes::ARCHIVED_CHANGED, Class::Behavioral, message)
        }
        (true, false) => {
            let message = format!("{whose} was taken out of the archive");
            Draft::new(codes::ARCHIVED_CHANGED, Class::Behavioral, message)
        }
        _ => {
            let message = format!("{whose} states that it is not archived, or does not any more");
            Draft::new(codes::NOTES_CHANGED, Class::Cosmetic, message)
        }
    };
    sides(draft, was, is)
}

/// Compares when a flag expires.
pub(super) fn expiry(before: &Flag<'_>, after: &Flag<'_>) -> Option<Draft> {
    let (was, is) = (before.expires.as_ref(), after.expires.as_ref());
    let day = |spot: Option<&Spot<'_>>| spot.and_then(Spot::text).and_then(instant);
    if was.map(|spot| spot.value) == is.map(|spot| spot.value) {
        return None;
    }
    let key = &after.key;
    let draft = match (was, is) {
        (None, Some(is)) => {
            let message = format!("flag `{key}` expires on {}", shown(is.value));
            Draft::new(codes::EXPIRY_SHORTENED, Class::Behavioral, message)
                .because("it did not expire before")
        }
        (Some(_), None) => {
            let message = format!("flag `{key}` does not expire any more");
            Draft::new(codes::EXPIRY_EXTENDED, Class::Cosmetic, message)
        }
        _ => {
            let message = told(&format!("the expiry of flag `{key}`"), was, is);
            match day(is).zip(day(was)).map(|(is, was)| is.cmp(&was)) {
                Some(std::cmp::Ordering::Less) => {
                    Draft::new(codes::EXPIRY_SHORTENED, Class::Behavioral, message)
                }
                Some(_) => Draft::new(codes::EXPIRY_EXTENDED, Class::Cosmetic, message),
                None => Draft::new(codes::EXPIRY_SHORTENED, Class::Behavioral, message)
                    .because("one of the two is no date, so that it may be earlier")
                    .sure(0.5),
            }
        }
    };
    Some(sides(draft, was, is))
}

/// Reads a date, or a date and a time.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    Timestamp::parse(&whole).ok()
}

/// Compares the other names of a flag.
pub(super) fn aliases(before: &Flag<'_>, after: &Flag<'_>) -> Vec<Draft> {
    let key = &after.key;
    let added = after.aliases.iter().filter(|(name, _)| !before.aliases.contains_key(*name));
    let added = added.filter(|(name, _)| **name != before.key).map(|(name, spot)| {
        let message = format!("flag `{key}` may be asked for as `{name}` too");
        Draft::new(codes::ALIAS_ADDED, Class::Additive, message).after(spot.part())
    });
    let removed = before.aliases.iter().filter(|(name, _)| !after.aliases.contains_key(*name));
    let removed = removed.filter(|(name, _)| **name != after.key).map(|(name, spot)| {
        let message = format!("flag `{key}` may not be asked for as `{name}` any more");
        Draft::new(codes::ALIAS_REMOVED, Class::Breaking, message).before(spot.part())
    });
    added.chain(removed).collect()
}

/// Returns the name of a variant where it stands; the object around where it is inherited.
pub(super) fn part_of(named: Option<&Named<'_>>) -> Option<Part> {
    named.map(|named| named.at.part())
}
