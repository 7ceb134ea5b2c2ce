//! From the effect of a change and who writes the values to what it asks of people.

use serde_json::Value;

use super::edit::{Beside, Edit, Stood};
use super::pairs::LIKELY;
use super::text;
use super::uses::Uses;
use crate::diff::draft::{Draft, Part};
use crate::diff::{Class, Effect, OpenContent, Polarity};
use crate::finding::Code;
use crate::finding::codes::diff::openapi::MALFORMED_CHANGED;
use crate::finding::codes::diff::{json_schema as codes, openapi_schemas as rows};

/// Judges one change by everybody it reaches; the worst counts.
pub(super) fn judge(edit: &Edit, uses: Uses, open: OpenContent) -> Draft {
    let uses = uses.limited(edit.only);
    let edit = if uses.as_text { &text::seen(edit.clone()) } else { edit };
    // Names in XML are no part of the values, but of what is written.
    let is_written = edit.code == rows::XML_CHANGED && uses.as_xml;
    let written = || Edit { effect: Effect::Both, confidence: LIKELY, ..edit.clone() };
    let edit = if is_written { &written() } else { edit };
    // What is told apart by a name uses it.
    let strict = open == OpenContent::Strict || uses.tested;
    let judged = [Polarity::Input, Polarity::Output].into_iter().filter_map(|polarity| {
        let ways = uses.flows(polarity).map(|flow| {
            let seen = edit.seen_through(flow);
            let own = if strict { Effect::Both } else { edit.effect };
            (polarity, verdict(&seen, own, polarity), seen)
        });
        ways.reduce(worse)
    });
    let judged: Vec<Judged> = judged.collect();
    let mut broken = judged.iter().filter(|(_, verdict, _)| verdict.class == Class::Breaking);
    let breaks = broken.next().map(|(polarity, ..)| *polarity).filter(|_| broken.next().is_none());
    // Of equals, the first: who sends values is harder to ask.
    let judged = judged.into_iter().map(|(_, verdict, seen)| (verdict, seen));
    let worst = judged.reduce(|one, other| if other.0.class > one.0.class { other } else { one });
    let (verdict, seen) = worst.unwrap_or_else(|| (unused(edit), edit.clone()));
    let part = |(pointer, value): Stood| Part { value, ..Part::place(pointer) };
    let draft = Draft::new(seen.code, verdict.class, seen.message);
    Draft {
        effect: Some(seen.effect),
        polarity: uses.pass().then(|| uses.polarity()),
        before: seen.before.map(part),
        after: seen.after.map(part),
        witness: seen.witness,
        breaks,
        ..draft.because(verdict.rationale).sure(verdict.confidence)
    }
}

/// A change as one side meets it.
type Judged = (Polarity, Verdict, Edit);

/// Returns the worse of two ways to meet a change, or the one on which it is surely as bad; with what it does by both.
fn worse(one: Judged, other: Judged) -> Judged {
    let effect = one.2.effect.and(other.2.effect);
    let weight = |judged: &Judged| (judged.1.class, judged.1.confidence);
    let (polarity, verdict, seen) = if weight(&other) > weight(&one) { other } else { one };
    (polarity, verdict, Edit { effect, ..seen })
}

/// Judges what no operation sends or reads.
fn unused(edit: &Edit) -> Verdict {
    if let Some(verdict) = told_elsewhere(edit) {
        return verdict;
    }
    if ACCESS.contains(&edit.code) && edit.only.is_some() {
        let rationale = "nobody who uses the schema meets a difference";
        return Verdict { class: Class::Cosmetic, rationale, confidence: edit.confidence };
    }
    if edit.effect == Effect::None {
        let (class, rationale) = unchanged(edit, Polarity::Both);
        return Verdict { class: class.min(Class::Additive), rationale, confidence: UNDECIDED };
    }
    if edit.only.is_some() {
        let rationale = "whoever uses the schema does not send or read this member";
        return Verdict { class: Class::Cosmetic, rationale, confidence: edit.confidence };
    }
    let rationale = "no operation sends or reads it; code that is generated for it changes";
    Verdict { class: Class::Behavioral, rationale, confidence: UNDECIDED }
}

/// Judges what another change tells: a member that is not required any more, because it is gone.
fn told_elsewhere(edit: &Edit) -> Option<Verdict> {
    let rationale = "the member is gone altogether, which is told on its own";
    let verdict = Verdict { class: Class::Cosmetic, rationale, confidence: edit.confidence };
    (edit.beside == Some(Beside::IsGone)).then_some(verdict)
}

/// Nothing in the document decides it.
const UNDECIDED: f64 = 0.5;

/// What a change asks of those who write or read the values.
struct Verdict {
    class: Class,
    rationale: &'static str,
    confidence: f64,
}

/// Judges a change as `polarity` sees it; `own` is its effect where it stands.
fn verdict(edit: &Edit, own: Effect, polarity: Polarity) -> Verdict {
    if let Some(verdict) = told_elsewhere(edit) {
        return verdict;
    }
    let lenient = lenient(edit, own, polarity);
    let confidence = if lenient.is_some() { edit.confidence.min(LIKELY) } else { edit.confidence };
    let (class, rationale) = lenient.unwrap_or_else(|| class(edit, polarity));
    if ACCESS.contains(&edit.code) && edit.only.is_some() && class > Class::Additive {
        return Verdict { class, rationale, confidence: confidence.min(LIKELY) };
    }
    if edit.beside == Some(Beside::HasDefault) && class == Class::Breaking {
        let rationale =
            "validators reject values without it; whoever fills in the default does not";
        return Verdict { class, rationale, confidence: confidence.min(LIKELY) };
    }
    // Readers need not take a default for a value that is absent.
    let is_read = edit.code == codes::DEFAULT_CHANGED && polarity == Polarity::Output;
    let confidence = if is_read { confidence.min(UNDECIDED) } else { confidence };
    Verdict { class, rationale, confidence }
}

fn class(edit: &Edit, polarity: Polarity) -> (Class, &'static str) {
    if edit.effect == Effect::None {
        return unchanged(edit, polarity);
    }
    if edit.code == rows::XML_CHANGED {
        return (Class::Breaking, "it is called otherwise in XML, or stands elsewhere");
    }
    match polarity {
        Polarity::Input if edit.effect.narrows() => (Class::Breaking, rejected(edit.code)),
        Polarity::Output if edit.effect.widens() => (Class::Breaking, met(edit.code)),
        Polarity::Both => (Class::Breaking, "the values are written and read on both sides"),
        Polarity::Input => (Class::Additive, "whatever was accepted still is"),
        Polarity::Output => (Class::Additive, "whatever is written now could be written before"),
    }
}

/// Says what happens to those who write values that are not accepted any more.
fn rejected(code: &Code) -> &'static str {
    match code {
        code if code == codes::REQUIRED_ADDED => "values without it are rejected now",
        code if code == codes::PROPERTY_REMOVED => "values that have it are rejected now",
        code if code == codes::NULL_REJECTED => "whoever sends null is rejected now",
        _ => "values that were accepted are rejected now",
    }
}

/// Says what happens to those who read values that were not written before.
fn met(code: &Code) -> &'static str {
    match code {
        code if code == codes::REQUIRED_REMOVED => "those who read may not find it any more",
        code if code == codes::PROPERTY_REMOVED => "those who read it do not find it any more",
        code if code == codes::NULL_ACCEPTED => "those who read may meet null, and did not so far",
        _ => "those who read may meet values that they do not know",
    }
}

/// Judges what breaks only in theory: formats, which validators need not assert, and names of open
/// objects that nobody is likely to have used for something else.
fn lenient(edit: &Edit, own: Effect, polarity: Polarity) -> Option<(Class, &'static str)> {
    let formats = [codes::FORMAT_ADDED, codes::FORMAT_REMOVED, codes::FORMAT_CHANGED];
    if formats.contains(&edit.code) && edit.confidence < LIKELY {
        return Some((Class::Behavioral, "validators may assert formats, and need not"));
    }
    // Where alternatives may overlap, what is narrower inside may be anything outside, but is not likely so.
    let notices = polarity != Polarity::Output || edit.effect == Effect::Both;
    let is_fresh = edit.fresh.is_some() && own == Effect::Narrowed;
    if edit.code == codes::PROPERTY_ADDED && is_fresh && notices {
        let why = "the object was open: only those who had something else under the name notice";
        return Some((Class::Additive, why)).filter(|_| edit.effect != Effect::Widened);
    }
    if edit.code == codes::PROPERTY_REMOVED
        && edit.effect == Effect::Widened
        && polarity == Polarity::Input
    {
        return Some((Class::Behavioral, "the value is still accepted, and not heard any more"));
    }
    None
}

/// Changes of who writes a member.
const ACCESS: [&Code; 2] = [codes::READ_ONLY_CHANGED, codes::WRITE_ONLY_CHANGED];

/// Judges a member that leaves the messages of one side, or joins them.
fn access(edit: &Edit, polarity: Polarity) -> (Class, &'static str) {
    let leaves = edit.after.as_ref().is_some_and(|(_, value)| *value == Some(Value::Bool(true)));
    match (polarity, leaves) {
        (Polarity::Input, true) => {
            (Class::Behavioral, "whoever sends the member does so in vain, or is rejected")
        }
        (_, true) => (Class::Breaking, "those who read do not find the member any more"),
        (Polarity::Input, false) => (Class::Additive, "the member may be sent now"),
        (_, false) => (Class::Additive, "those who read find the member now"),
    }
}

/// Changes of what may be said in another place as well.
const OTHERWISE: [&Code; 14] = [
    codes::ADDITIONAL_FORBIDDEN,
    codes::ALTERNATIVE_ADDED,
    codes::ALTERNATIVE_REMOVED,
    codes::ENUM_ADDED,
    codes::ENUM_REMOVED,
    codes::ENUM_VALUE_ADDED,
    codes::ENUM_VALUE_REMOVED,
    codes::PROPERTY_REMOVED,
    codes::REQUIRED_ADDED,
    codes::REQUIRED_REMOVED,
    codes::TYPE_ADDED,
    codes::TYPE_REMOVED,
    codes::UNION_ADDED,
    codes::UNION_REMOVED,
];

/// Judges a change that leaves the set of values as it is.
fn unchanged(edit: &Edit, polarity: Polarity) -> (Class, &'static str) {
    if edit.code == rows::EXTENSIBLE_VALUE_ADDED && polarity != Polarity::Input {
        return (Class::Behavioral, "the list is said to grow: readers must expect more");
    }
    if ACCESS.contains(&edit.code) && edit.only.is_some() {
        return access(edit, polarity);
    }
    let behavioral = [
        codes::PROPERTY_RENAMED,
        codes::READ_ONLY_CHANGED,
        codes::WRITE_ONLY_CHANGED,
        rows::DISCRIMINATOR_ADDED,
        rows::DISCRIMINATOR_REMOVED,
        rows::EXTENSIBLE_VALUE_REMOVED,
    ];
    let additive = [
        codes::DEPRECATED,
        codes::NOT_DEPRECATED,
        codes::PROPERTY_ADDED,
        rows::EXTENSIBLE_VALUE_ADDED,
    ];
    if edit.code == codes::DEFAULT_CHANGED {
        (Class::Behavioral, "a value that is left out stands for something else")
    } else if behavioral.contains(&edit.code) {
        (Class::Behavioral, "the same values are accepted, and mean something else")
    } else if edit.code == codes::DUTIES_CHANGED {
        (Class::Behavioral, codes::DUTIES_CHANGED.why)
    } else if edit.code == MALFORMED_CHANGED {
        (Class::Behavioral, MALFORMED_CHANGED.why)
    } else if additive.contains(&edit.code) {
        (Class::Additive, "the same values are accepted")
    } else if edit.code == codes::WORDS_CHANGED {
        (Class::Cosmetic, "words are for people")
    } else if edit.code == codes::KEYWORD_CHANGED {
        (Class::Cosmetic, "the keyword says nothing of the values")
    } else if OTHERWISE.contains(&edit.code) {
        (Class::Cosmetic, "the same values are accepted as before, by what stands beside it")
    } else {
        (Class::Cosmetic, "the keyword has no effect on the values that are accepted")
    }
}
