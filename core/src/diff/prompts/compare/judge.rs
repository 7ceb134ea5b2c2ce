//! What a change of a sentence asks of people.

use std::collections::BTreeSet;

use super::sentences::is_ordered;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::quoted;
use crate::diff::prompts::text::{Act, Strength, Unit, is_typo, numbers, overlaps};
use crate::finding::codes::diff::prompts as codes;
use crate::finding::{Code, Severity};

/// A change of a sentence, judged.
pub(super) struct Judged {
    code: &'static Code,
    class: Class,
    confidence: f64,
    /// What happened, with the sentence; `{text}` stands for the text around it.
    message: String,
    why: Option<String>,
    /// Whether it takes a guard away or weakens one.
    security: bool,
    effect: Option<&'static str>,
    act: Act,
}

impl Judged {
    fn new(code: &'static Code, class: Class, confidence: f64, message: String, act: Act) -> Self {
        Self { code, class, confidence, message, why: None, security: false, effect: None, act }
    }

    fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    fn security(mut self, relevant: bool) -> Self {
        self.security = relevant;
        self
    }

    fn effect(mut self, effect: &'static str) -> Self {
        self.effect = Some(effect);
        self
    }

    /// Returns the change, without its sides.
    pub(super) fn draft(self, text: &str) -> Draft {
        let message = self.message.replace("{text}", text);
        let mut draft = Draft::new(self.code, self.class, message).sure(self.confidence);
        if let Some(why) = self.why {
            draft = draft.because(why);
        }
        if self.security {
            draft = draft.detail("security_relevant", true);
            if self.effect == Some("loosening") {
                draft = draft.severity(Severity::High);
            }
        }
        if let Some(effect) = self.effect {
            draft = draft.detail("effect", effect);
        }
        draft.detail("unit", self.act.name())
    }
}

/// Judges a sentence that is new; `capabilities` are what the prompt said that the model is there for.
pub(super) fn added(unit: &Unit, capabilities: &[&Unit]) -> Judged {
    let text = quoted(&unit.raw);
    let act = unit.meaning.act;
    let make = |code, class, confidence| {
        Judged::new(code, class, confidence, format!("new {} in {{text}}: {text}", act.name()), act)
    };
    if unit.meaning.forbids
        && !matches!(act, Act::Defence | Act::Format | Act::Persona | Act::Example)
    {
        let met = capabilities.iter().find(|capability| overlaps(&capability.words, &unit.words));
        let judged = make(codes::REFUSAL_ADDED, Class::Behavioral, 0.7).effect("tightening");
        return match met {
            Some(capability) => Judged { class: Class::Breaking, ..judged }.because(format!(
                "the prompt said that the model does this: {}",
                quoted(&capability.raw)
            )),
            None => judged,
        };
    }
    match act {
        Act::Instruction => make(codes::INSTRUCTION_ADDED, Class::Behavioral, 0.7)
            .effect("tightening")
            .security(unit.meaning.sensitive),
        Act::Permission => make(codes::PERMISSION_ADDED, Class::Behavioral, 0.7)
            .effect("loosening")
            .security(unit.meaning.sensitive),
        Act::Format => make(codes::OUTPUT_FORMAT_ADDED, Class::Breaking, 0.7),
        Act::Capability => make(codes::CAPABILITY_ADDED, Class::Behavioral, 0.7),
        Act::Persona => make(codes::PERSONA_CHANGED, Class::Behavioral, 0.5),
        Act::Defence => {
            make(codes::DEFENCE_ADDED, Class::Behavioral, 0.7).effect("tightening").security(true)
        }
        Act::Delimiter => make(codes::DELIMITER_ADDED, Class::Behavioral, 0.7),
        Act::Example => make(codes::EXAMPLE_ADDED, Class::Behavioral, 0.7),
        Act::Heading => make(codes::HEADING_CHANGED, Class::Cosmetic, 0.7),
        Act::Context | Act::Prohibition => make(codes::CONTEXT_CHANGED, Class::Behavioral, 0.5),
    }
}

/// Judges a sentence that is gone.
pub(super) fn removed(unit: &Unit) -> Judged {
    let text = quoted(&unit.raw);
    let act = unit.meaning.act;
    let make = |code, class, confidence| {
        Judged::new(
            code,
            class,
            confidence,
            format!("{} removed from {{text}}: {text}", act.name()),
            act,
        )
    };
    if unit.meaning.forbids
        && !matches!(act, Act::Defence | Act::Format | Act::Persona | Act::Example)
    {
        return make(codes::REFUSAL_REMOVED, Class::Behavioral, 0.7)
            .effect("loosening")
            .security(true);
    }
    match act {
        Act::Instruction => make(codes::INSTRUCTION_REMOVED, Class::Behavioral, 0.7)
            .effect("loosening")
            .security(unit.meaning.sensitive),
        Act::Permission => {
            make(codes::PERMISSION_REMOVED, Class::Behavioral, 0.7).effect("tightening")
        }
        Act::Format => make(codes::OUTPUT_FORMAT_REMOVED, Class::Breaking, 0.7),
        Act::Capability => make(codes::CAPABILITY_REMOVED, Class::Behavioral, 0.7),
        Act::Persona => make(codes::PERSONA_CHANGED, Class::Behavioral, 0.5),
        Act::Defence => {
            make(codes::DEFENCE_REMOVED, Class::Behavioral, 0.7).effect("loosening").security(true)
        }
        Act::Delimiter => make(codes::DELIMITER_REMOVED, Class::Behavioral, 0.7).security(true),
        Act::Example => make(codes::EXAMPLE_REMOVED, Class::Behavioral, 0.7),
        Act::Heading => make(codes::HEADING_CHANGED, Class::Cosmetic, 0.7),
        Act::Context | Act::Prohibition => make(codes::CONTEXT_CHANGED, Class::Behavioral, 0.5),
    }
}

/// Judges a sentence that was reworded.
pub(super) fn reworded(was: &Unit, is: &Unit, _score: f64) -> Judged {
    let said = format!("{} instead of {}", quoted(&is.raw), quoted(&was.raw));
    let act = is.meaning.act;
    let make = |code, class, confidence, what: &str| {
        Judged::new(code, class, confidence, format!("a sentence of {{text}} {what}: {said}"), act)
    };
    if is_typo(&was.words, &is.words) {
        return make(codes::REFORMATTED, Class::Cosmetic, 0.7, "spells a word otherwise");
    }
    if was.meaning.forbids != is.meaning.forbids {
        return turned(was, &make);
    }
    if let Some(judged) = stricter(was, is, &make) {
        return judged;
    }
    rewritten(was, is, &make)
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
    unit.meaning.forbids || asking.contains(&unit.meaning.act)
}

/// Judges a sentence that asks more or less strictly.
fn stricter(was: &Unit, is: &Unit, make: &Make<'_>) -> Option<Judged> {
    if !(asks(was) && asks(is)) {
        return None;
    }
    let (old, new) = (was.meaning.strength, is.meaning.strength);
    let excepted =
        (!was.meaning.excepts && is.meaning.excepts, was.meaning.excepts && !is.meaning.excepts);
    let up = new > old || new == old && excepted.1;
    let down = new < old || new == old && excepted.0;
    let guard = was.meaning.guards() || is.meaning.guards();
    let why = if new == old { "an exception makes the difference" } else { strength_why(old, new) };
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

/// Judges a sentence that stands elsewhere in its text.
pub(super) fn moved(unit: &Unit) -> Judged {
    let text = quoted(&unit.raw);
    let act = unit.meaning.act;
    let message = format!("{} stands elsewhere in {{text}}: {text}", act.name());
    let judged =
        |code, class, confidence| Judged::new(code, class, confidence, message.clone(), act);
    if unit.meaning.guards() {
        return judged(codes::GUARDRAIL_MOVED, Class::Behavioral, 0.7).security(true);
    }
    if is_ordered(unit) {
        return judged(codes::STEP_MOVED, Class::Behavioral, 0.7);
    }
    judged(codes::REORDERED, Class::Cosmetic, 0.7)
}

/// Tells whether a sentence differs in variables alone, which are reported themselves.
pub(super) fn is_explained(
    was: Option<&Unit>,
    is: Option<&Unit>,
    reported: &BTreeSet<String>,
) -> bool {
    let of = |unit: Option<&Unit>| unit.map(|unit| unit.variables.clone()).unwrap_or_default();
    let plain = |unit: Option<&Unit>| unit.map(|unit| unit.plain.clone()).unwrap_or_default();
    let (old, new) = (of(was), of(is));
    let mut differ = old.symmetric_difference(&new).peekable();
    differ.peek().is_some() && differ.all(|name| reported.contains(name)) && plain(was) == plain(is)
}

/// Returns the change of a sentence that somebody else says now.
pub(super) fn said_elsewhere(message: &str) -> Draft {
    let sentence = message.split_once(": ").map_or(message, |(_, sentence)| sentence);
    let message = format!("{sentence} stands in another text of the prompt now");
    Draft::new(codes::MOVED_BETWEEN_TEXTS, Class::Behavioral, message).sure(0.7)
}
