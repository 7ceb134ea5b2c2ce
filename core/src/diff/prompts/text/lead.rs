//! What headings and lead-ins ask of the items below them: an item under "You must not:" is forbidden,
//! though it says so nowhere itself.

use super::classify::{Act, Meaning, Strength};
use super::{Shape, classify};
use crate::diff::prompts::model::Role;

/// What stands above items, and means something for them.
#[derive(Clone, Debug)]
struct Lead {
    /// How far a lead that is an item itself is indented; none for others.
    indent: Option<usize>,
    raw: String,
    act: Act,
    strength: Strength,
    forbids: bool,
}

/// The heading and the lead-ins above a unit.
#[derive(Default)]
pub(super) struct Leads {
    heading: Option<Lead>,
    open: Vec<Lead>,
}

/// Nobody reads a longer heading, and every item below it has it.
const LONGEST: usize = 120;
/// Lists inside of so many others are not told apart.
const DEEPEST: usize = 16;

impl Leads {
    /// Takes the next unit of a text, and gives it the meaning that it has from above. Returns what
    /// stands above it, where that means something for it.
    pub(super) fn next(
        &mut self,
        (raw, words): (&str, &[String]),
        (shape, indent): (Shape, usize),
        role: Role,
        meaning: &mut Meaning,
    ) -> Option<String> {
        match shape {
            Shape::Heading => {
                self.open.clear();
                self.heading = lead(raw, words, None, role);
                None
            }
            Shape::Bullet | Shape::Step => {
                while self.open.last().is_some_and(|lead| lead.indent.is_some_and(|i| i >= indent))
                {
                    self.open.pop();
                }
                let above = self.open.last().or(self.heading.as_ref());
                let above = above.filter(|_| is_open(meaning)).cloned();
                if let Some(above) = &above {
                    above.apply(meaning);
                }
                if is_lead_in(raw) && self.open.len() < DEEPEST {
                    let own = lead(raw, words, Some(indent), role);
                    let own = own.or_else(|| Some(Lead { indent: Some(indent), ..above.clone()? }));
                    self.open.extend(own);
                }
                above.map(|lead| lead.raw)
            }
            Shape::Sentence => {
                self.open.clear();
                self.open.extend(lead(raw, words, None, role).filter(|_| is_lead_in(raw)));
                None
            }
            Shape::Code | Shape::Mark | Shape::Control => None,
        }
    }
}

fn is_lead_in(raw: &str) -> bool {
    raw.trim_end_matches(['*', '_', ' ']).ends_with(':')
}

/// Returns what a heading or a lead-in means for the items below it; none when it only sorts them.
fn lead(raw: &str, words: &[String], indent: Option<usize>, role: Role) -> Option<Lead> {
    let plain = raw.trim_start_matches(['#', ' ']);
    let meaning = classify::classify(plain, words, Shape::Sentence, role, false);
    let modal = matches!(meaning.strength, Strength::Must | Strength::Should | Strength::May);
    let asks = matches!(meaning.act, Act::Instruction | Act::Permission) && modal;
    let named = words.first().is_some_and(|word| {
        matches!(word.as_str(), "refusals" | "prohibitions" | "prohibited" | "forbidden")
    });
    let forbids = meaning.forbids || named;
    let act = if forbids { Act::Prohibition } else { meaning.act };
    let tells = forbids || asks || act == Act::Capability;
    tells.then(|| Lead {
        indent,
        raw: plain.chars().take(LONGEST).collect(),
        act,
        strength: meaning.strength,
        forbids,
    })
}

impl Lead {
    fn apply(&self, meaning: &mut Meaning) {
        meaning.forbids = self.forbids;
        meaning.strength = self.strength;
        meaning.gives &= !self.forbids;
        if meaning.act != Act::Format {
            meaning.act = self.act;
        }
    }
}

/// Tells whether an item takes its meaning from above: one that says itself what it asks does not.
fn is_open(meaning: &Meaning) -> bool {
    let own = meaning.forbids || meaning.strength != Strength::Plain;
    let plain = matches!(
        meaning.act,
        Act::Instruction | Act::Context | Act::Persona | Act::Capability | Act::Format
    );
    !own && plain
}
