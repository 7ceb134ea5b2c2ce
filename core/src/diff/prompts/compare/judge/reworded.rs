//! Sentences that say something else than before, or the same more or less strictly.

use std::cmp::Ordering;

use super::Judged;
use crate::diff::Class;
use crate::diff::fields::{quoted, quoted_pair};
use crate::diff::prompts::text::{Act, Strength, Unit, Vocabulary, numbers};
use crate::finding::Code;
use crate::finding::codes::diff::prompts as codes;

/// Judges a sentence that was reworded.
pub(in crate::diff::prompts::compare) fn reworded(
    was: &Unit,
    is: &Unit,
    vocabulary: &Vocabulary,
) -> Judged {
    let said = said(was, is);
    let act = is.meaning.act;
    let make = |code, class, confidence, what: &str| {
        let message = ("a sentence of ".to_owned(), format!(" {what}: {said}"));
        Judged::new(code, class, confidence, message, act)
    };
    if vocabulary.is_slip(was, is) {
        return make(codes::REFORMATTED, Class::Cosmetic, 0.7, "spells a word otherwise");
    }
    if let Some(judged) = reformed(was, is, &make) {
        return judged;
    }
    if was.meaning.forbids != is.meaning.forbids {
        return turned(was, &make);
    }
    if let Some(judged) = stricter(was, is, &make) {
        return judged;
    }
    rewritten(was, is, &make)
}

/// Tells both sentences apart; where they read the same, by what stands above them.
fn said(was: &Unit, is: &Unit) -> String {
    if was.raw != is.raw || was.lead == is.lead {
        let (old, new) = quoted_pair(&was.raw, &is.raw);
        return format!("{new} instead of {old}");
    }
    let above = |unit: &Unit| match &unit.lead {
        Some(lead) => format!("under {}", quoted(lead)),
        None => "on its own".to_owned(),
    };
    format!("{}, {} instead of {}", quoted(&is.raw), above(is), above(was))
}

/// Judges a sentence that asks for another form of output, however strictly: callers parse the form.
fn reformed(was: &Unit, is: &Unit, make: &Make<'_>) -> Option<Judged> {
    let either = was.meaning.act == Act::Format || is.meaning.act == Act::Format;
    let other = was.meaning.forbids != is.meaning.forbids || was.substance() != is.substance();
    if !(either && other) {
        return None;
    }
    let judged = rewritten(was, is, make);
    let (old, new) = (was.meaning.strength, is.meaning.strength);
    Some(match new.cmp(&old) {
        Ordering::Greater => judged.effect("tightening"),
        Ordering::Less => judged.effect("loosening"),
        Ordering::Equal => judged,
    })
}

type Make<'m> = dyn Fn(&'static Code, Class, f64, &str) -> Judged + 'm;

/// Judges a sentence that forbids on one side only.
fn turned(was: &Unit, make: &Make<'_>) -> Judged {
    if was.meaning.forbids {
        make(codes::REFUSAL_REMOVED, Class::Behavioral, 0.7, "does not forbid any more")
            .effect("loosening")
            .security(true)
    } else if matches!(was.meaning.act, Act::Permission | Act::Capability) {
        make(codes::REFUSAL_ADDED, Class::Breaking, 0.7, "forbids now")
            .effect("tightening")
            .because("the prompt said that the model may do this, or does it")
    } else {
        make(codes::REFUSAL_ADDED, Class::Behavioral, 0.7, "forbids now").effect("tightening")
    }
}

/// Tells whether it matters how strictly a sentence asks.
fn asks(unit: &Unit) -> bool {
    let asking = [
        Act::Instruction,
        Act::Permission,
        Act::Format,
        Act::Defence,
        Act::Capability,
        Act::Persona,
    ];
    unit.meaning.forbids || unit.meaning.waives || asking.contains(&unit.meaning.act)
}

/// Judges a sentence that asks more or less strictly.
fn stricter(was: &Unit, is: &Unit, make: &Make<'_>) -> Option<Judged> {
    if !(asks(was) && asks(is)) {
        return None;
    }
    let (old, new) = (was.meaning.strength, is.meaning.strength);
    let (up, down) = leaning(was, is);
    let guard = was.meaning.guards() || is.meaning.guards();
    let why = match new == old {
        false => strength_why(old, new),
        true if was.meaning.depends != is.meaning.depends => "a condition makes the difference",
        true => "an exception makes the difference",
    };
    let judged = match (up, down, was.meaning.forbids) {
        (true, _, true) => {
            make(codes::REFUSAL_STRENGTHENED, Class::Behavioral, 0.7, "forbids more strictly")
                .effect("tightening")
        }
        (_, true, true) => {
            make(codes::REFUSAL_WEAKENED, Class::Behavioral, 0.7, "forbids less strictly")
                .effect("loosening")
                .security(true)
        }
        (true, _, false) => {
            make(codes::OBLIGATION_STRENGTHENED, Class::Behavioral, 0.7, "asks more strictly")
                .effect("tightening")
        }
        (_, true, false) => {
            make(codes::OBLIGATION_WEAKENED, Class::Behavioral, 0.7, "asks less strictly")
                .effect("loosening")
                .security(guard)
        }
        _ => return None,
    };
    Some(judged.because(why))
}

/// Tells whether a sentence asks more, or less: by its words of strength, else by conditions and
/// exceptions. What is asked under a condition only is asked less often, and what is allowed or given
/// away then is, too; but a prohibition under a condition forbids less.
fn leaning(was: &Unit, is: &Unit) -> (bool, bool) {
    let (was, is) = (&was.meaning, &is.meaning);
    let by_strength = is.strength.cmp(&was.strength);
    let by_condition =
        if was.forbids { was.depends.cmp(&is.depends) } else { is.depends.cmp(&was.depends) };
    let by_exception = was.excepts.cmp(&is.excepts);
    let leans = by_strength.then(by_condition).then(by_exception);
    (leans == Ordering::Greater, leans == Ordering::Less)
}

fn strength_why(was: Strength, is: Strength) -> &'static str {
    match (was, is) {
        (_, Strength::Must) => "`must`, `always` and `never` leave no room that other words leave",
        (Strength::Must, _) => {
            "without `must`, `always` or `never` the model may weigh it against other wishes"
        }
        (_, Strength::May) => "what may be done need not be done",
        (Strength::May, _) => "what might be done before is asked for now",
        (_, Strength::Should) => "`should` lets a good reason pass",
        (Strength::Should, Strength::Plain) => "an order leaves less room than `should`",
        (Strength::Plain, Strength::Plain) => "the sentence asks the same",
    }
}

/// What a sentence that says something else is reported as, by what it does on either side; the first
/// that fits. The last column tells whether it is relevant to security.
#[rustfmt::skip]
const REWRITTEN: &[(Act, &Code, Class, f64, &str, bool)] = &[
    (Act::Format, codes::OUTPUT_FORMAT_CHANGED, Class::Breaking, 0.7, "asks for another form of output", false),
    (Act::Defence, codes::DEFENCE_CHANGED, Class::Behavioral, 0.5, "words a defence against injected instructions otherwise", true),
    (Act::Delimiter, codes::DELIMITER_CHANGED, Class::Behavioral, 0.7, "sets parts apart otherwise", true),
    (Act::Prohibition, codes::REFUSAL_CHANGED, Class::Behavioral, 0.5, "forbids something else, or the same in other words", true),
    (Act::Capability, codes::CAPABILITY_CHANGED, Class::Behavioral, 0.5, "says otherwise what the model is there for", false),
    (Act::Persona, codes::PERSONA_CHANGED, Class::Behavioral, 0.5, "describes another persona or tone", false),
    (Act::Example, codes::EXAMPLE_CHANGED, Class::Behavioral, 0.7, "gives another example", false),
    (Act::Heading, codes::HEADING_CHANGED, Class::Cosmetic, 0.7, "has another heading", false),
];

/// Judges a sentence that says something else as strictly as before.
fn rewritten(was: &Unit, is: &Unit, make: &Make<'_>) -> Judged {
    let either = |act: Act| was.meaning.act == act || is.meaning.act == act;
    if let Some((act, code, class, confidence, what, security)) =
        REWRITTEN.iter().find(|(act, ..)| either(*act))
    {
        let judged = make(code, *class, *confidence, what).security(*security);
        let counts = *act == Act::Format && numbers(&was.words) != numbers(&is.words);
        let why = "a number in it changed, and callers may count on it";
        return if counts { judged.because(why) } else { judged };
    }
    if was.meaning.act == Act::Context && is.meaning.act == Act::Context {
        let what = "tells the model something else";
        return make(codes::CONTEXT_CHANGED, Class::Behavioral, 0.5, what);
    }
    let sensitive = was.meaning.sensitive || is.meaning.sensitive;
    make(codes::INSTRUCTION_REWORDED, Class::Behavioral, 0.5, "words an instruction otherwise")
        .security(sensitive)
}
