//! What a change of a sentence asks of people.

mod reworded;

use std::collections::BTreeSet;

use super::sentences::is_ordered;
use crate::diff::Class;
use crate::diff::draft::Draft;
use crate::diff::fields::quoted;
use crate::diff::prompts::text::{Act, Unit, labels, overlaps};
use crate::finding::codes::diff::prompts as codes;
use crate::finding::{Code, Severity};

pub(super) use reworded::reworded;

/// A change of a sentence, judged.
pub(super) struct Judged {
    code: &'static Code,
    class: Class,
    confidence: f64,
    /// What happened, and to which sentence; the name of the text around it stands between.
    message: (String, String),
    why: Option<String>,
    /// Whether it takes a guard away or weakens one.
    security: bool,
    effect: Option<&'static str>,
    act: Act,
}

impl Judged {
    fn new(
        code: &'static Code,
        class: Class,
        confidence: f64,
        message: (String, String),
        act: Act,
    ) -> Self {
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

    /// Tells whether it takes a guard away or weakens one.
    pub(super) fn loosens(&self) -> bool {
        self.security && self.effect == Some("loosening")
    }

    /// Returns the change, without its sides.
    pub(super) fn draft(self, text: &str) -> Draft {
        let (head, tail) = &self.message;
        let message = format!("{head}{text}{tail}");
        let loosens = self.loosens();
        let mut draft = Draft::new(self.code, self.class, message).sure(self.confidence);
        if let Some(why) = self.why {
            draft = draft.because(why);
        }
        if self.security {
            draft = draft.detail("security_relevant", true);
            if loosens {
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
    let text = shown(unit);
    let act = unit.meaning.act;
    let make = |code, class, confidence| {
        let message = (format!("new {} in ", act.name()), format!(": {text}"));
        Judged::new(code, class, confidence, message, act)
    };
    if refuses(unit) {
        let judged = make(codes::REFUSAL_ADDED, Class::Behavioral, 0.7).effect("tightening");
        return contradicting(judged, unit, capabilities);
    }
    match act {
        Act::Instruction if unit.meaning.gives => {
            make(codes::INSTRUCTION_ADDED, Class::Behavioral, 0.7)
                .effect("loosening")
                .because("it has the model give away what was kept")
                .security(true)
        }
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

/// Tells whether a sentence is a prohibition before anything else.
fn refuses(unit: &Unit) -> bool {
    let other =
        matches!(unit.meaning.act, Act::Defence | Act::Format | Act::Persona | Act::Example);
    unit.meaning.forbids && !other
}

/// Makes a prohibition breaking where the prompt said that the model does what it forbids.
fn contradicting(judged: Judged, unit: &Unit, capabilities: &[&Unit]) -> Judged {
    match capabilities.iter().find(|capability| overlaps(&capability.words, &unit.words)) {
        Some(capability) => Judged { class: Class::Breaking, ..judged }.because(format!(
            "the prompt said that the model does this: {}",
            quoted(&capability.raw)
        )),
        None => judged,
    }
}

/// Judges a sentence that is gone.
pub(super) fn removed(unit: &Unit) -> Judged {
    let text = shown(unit);
    let act = unit.meaning.act;
    let make = |code, class, confidence| {
        let message = (format!("{} removed from ", act.name()), format!(": {text}"));
        Judged::new(code, class, confidence, message, act)
    };
    if refuses(unit) {
        return make(codes::REFUSAL_REMOVED, Class::Behavioral, 0.7)
            .effect("loosening")
            .security(true);
    }
    match act {
        Act::Instruction if unit.meaning.gives => {
            make(codes::INSTRUCTION_REMOVED, Class::Behavioral, 0.7).effect("tightening")
        }
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

/// Judges a sentence that stands elsewhere in its text.
pub(super) fn moved(unit: &Unit) -> Judged {
    let text = quoted(&unit.raw);
    let act = unit.meaning.act;
    let message = (format!("{} stands elsewhere in ", act.name()), format!(": {text}"));
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

/// Judges a sentence that stands under other conditions of the template.
pub(super) fn condition(was: &Unit, is: &Unit) -> Judged {
    let shown = |unit: &Unit| match labels(&unit.conditions).as_slice() {
        [] => "under no condition".to_owned(),
        [label, ..] => format!("under {}", quoted(label)),
    };
    let tail = format!(" stands {} now instead of {}: {}", shown(is), shown(was), quoted(&is.raw));
    let message = ("a sentence of ".to_owned(), tail);
    let act = is.meaning.act;
    Judged::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.7, message, act)
        .security(is.meaning.guards())
}

/// Judges a tag of control that came, went or changed, where nothing that it stands around tells.
pub(super) fn control(was: Option<&Unit>, is: Option<&Unit>) -> Judged {
    let shown = |unit: Option<&Unit>| unit.map_or("none".to_owned(), |unit| quoted(&unit.raw));
    let tail = format!(" has another condition: {} instead of {}", shown(is), shown(was));
    let message = (String::new(), tail);
    Judged::new(codes::CONDITION_CHANGED, Class::Behavioral, 0.7, message, Act::Context)
}

/// Returns a sentence for a message, with what stands above it where that decides what it asks.
fn shown(unit: &Unit) -> String {
    let text = quoted(&unit.raw);
    match &unit.lead {
        Some(lead) => format!("{text} (under {})", quoted(lead)),
        None => text,
    }
}

/// Tells whether a sentence differs in variables alone, which are reported themselves.
pub(super) fn is_explained(
    was: Option<&Unit>,
    is: Option<&Unit>,
    reported: &BTreeSet<String>,
) -> bool {
    let of = |unit: Option<&Unit>| unit.map(|unit| unit.variables.clone()).unwrap_or_default();
    let plain = |unit: Option<&Unit>| unit.map(|u| u.around_tags.clone()).unwrap_or_default();
    let (old, new) = (of(was), of(is));
    let mut differ = old.symmetric_difference(&new).peekable();
    differ.peek().is_some() && differ.all(|name| reported.contains(name)) && plain(was) == plain(is)
}

/// Returns the change of a sentence that somebody else says now.
pub(super) fn said_elsewhere(sentence: &str) -> Draft {
    let message = format!("{} stands in another text of the prompt now", quoted(sentence));
    Draft::new(codes::MOVED_BETWEEN_TEXTS, Class::Behavioral, message).sure(0.7)
}
