//! From the effect of a change and who writes the values to what it asks of people.

use serde_json::Value;

use super::pairs::{Edit, LIKELY};
use crate::diff::draft::{Draft, Part};
use crate::diff::{Class, Effect, Polarity};
use crate::finding::codes::diff::json_schema as codes;

/// Judges one change.
pub(super) fn judge(edit: Edit, polarity: Polarity) -> Draft {
    let lenient = lenient(&edit, polarity);
    let confidence = if lenient.is_some() { edit.confidence.min(LIKELY) } else { edit.confidence };
    let (class, rationale) = lenient.unwrap_or_else(|| class(&edit, polarity));
    let part = |(pointer, value): (String, Value)| Part::new(pointer, value);
    Draft {
        effect: Some(edit.effect),
        polarity: Some(polarity),
        before: edit.before.map(part),
        after: edit.after.map(part),
        witness: edit.witness,
        ..Draft::new(edit.code, class, edit.message).because(rationale).sure(confidence)
    }
}

fn class(edit: &Edit, polarity: Polarity) -> (Class, &'static str) {
    if edit.effect == Effect::None {
        return unchanged(edit);
    }
    let (narrows, widens) = (edit.effect.narrows(), edit.effect.widens());
    match polarity {
        Polarity::Input if narrows => {
            (Class::Breaking, "values that were accepted are rejected now")
        }
        Polarity::Output if widens => {
            (Class::Breaking, "those who read may meet values that they do not know")
        }
        Polarity::Both => (Class::Breaking, "the values are written and read on both sides"),
        Polarity::Input => (Class::Additive, "whatever was accepted still is"),
        Polarity::Output => (Class::Additive, "whatever is written now could be written before"),
    }
}

/// Judges what breaks only in theory: formats, which validators need not assert, and names of open
/// objects that nobody is likely to have used for something else.
fn lenient(edit: &Edit, polarity: Polarity) -> Option<(Class, &'static str)> {
    let formats = [codes::FORMAT_ADDED, codes::FORMAT_REMOVED, codes::FORMAT_CHANGED];
    if formats.contains(&edit.code) {
        return Some((Class::Behavioral, "validators may assert formats, and need not"));
    }
    let reads = polarity != Polarity::Output;
    if edit.code == codes::PROPERTY_ADDED && edit.effect == Effect::Narrowed && reads {
        let why = "the object was open: only those who sent something else under the name notice";
        return Some((Class::Additive, why));
    }
    if edit.code == codes::PROPERTY_REMOVED
        && edit.effect == Effect::Widened
        && polarity == Polarity::Input
    {
        return Some((Class::Behavioral, "the value is still accepted, and not heard any more"));
    }
    None
}

/// Judges a change that leaves the set of values as it is.
fn unchanged(edit: &Edit) -> (Class, &'static str) {
    let behavioral = [codes::DEFAULT_CHANGED, codes::READ_ONLY_CHANGED, codes::WRITE_ONLY_CHANGED];
    let additive = [codes::DEPRECATED, codes::NOT_DEPRECATED, codes::PROPERTY_ADDED];
    if behavioral.contains(&edit.code) {
        (Class::Behavioral, "the same values are accepted, and mean something else")
    } else if additive.contains(&edit.code) {
        (Class::Additive, "the same values are accepted")
    } else if edit.code == codes::WORDS_CHANGED {
        (Class::Cosmetic, "words are for people")
    } else {
        (Class::Cosmetic, "the keyword has no effect on the values that are accepted")
    }
}
