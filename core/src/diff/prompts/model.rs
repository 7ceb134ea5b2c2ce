//! Prompts as they are compared, however they are written.

use std::collections::BTreeMap;

use crate::diff::fields::{Members, Spot};

/// A library of prompts.
#[derive(Default)]
pub(super) struct Library<'a> {
    pub(super) entries: BTreeMap<String, Entry<'a>>,
    pub(super) notes: Members<'a>,
    pub(super) rest: Members<'a>,
}

/// One prompt.
pub(super) struct Entry<'a> {
    /// What reports call it; no other of the library is called so.
    pub(super) id: String,
    /// What callers ask for; several versions may have one name, and some prompts have none.
    pub(super) name: Option<String>,
    pub(super) at: Spot<'a>,
    pub(super) aliases: BTreeMap<String, Spot<'a>>,
    /// The models it is for, in their order, and who provides them.
    pub(super) models: Vec<Spot<'a>>,
    pub(super) provider: Option<Spot<'a>>,
    /// What the model reads, by who says it.
    pub(super) texts: BTreeMap<TextKey, Text<'a>>,
    /// What callers pass, where it is declared.
    pub(super) variables: Option<BTreeMap<String, Variable<'a>>>,
    pub(super) notation: Template,
    pub(super) output: Option<Spot<'a>>,
    pub(super) tools: BTreeMap<String, Tool<'a>>,
    pub(super) examples: Vec<Spot<'a>>,
    pub(super) parameters: Members<'a>,
    pub(super) evals: Vec<Spot<'a>>,
    pub(super) notes: Members<'a>,
    pub(super) rest: Members<'a>,
}

/// A text by who says it, and its position among those of the same role.
pub(super) type TextKey = (Role, usize);

/// Who says a text, or what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    System,
    User,
    Assistant,
    Other,
    /// What the model must keep to.
    Rules,
    /// What the model must refuse.
    Refusals,
    /// What the model is there for.
    Capabilities,
    /// Who the model is and how it talks.
    Persona,
    /// What the answer looks like.
    Format,
}

impl Role {
    /// Returns what a message calls a text of this role.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::System => "the system prompt",
            Self::User => "the user prompt",
            Self::Assistant => "the assistant's message",
            Self::Other => "the prompt",
            Self::Rules => "the rules",
            Self::Refusals => "the refusals",
            Self::Capabilities => "the capabilities",
            Self::Persona => "the persona",
            Self::Format => "the output format",
        }
    }

    /// Returns what the details of a change call it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Other => "prompt",
            Self::Rules => "rules",
            Self::Refusals => "refusals",
            Self::Capabilities => "capabilities",
            Self::Persona => "persona",
            Self::Format => "format",
        }
    }
}

/// A text, of one piece or of a list.
pub(super) struct Text<'a> {
    pub(super) role: Role,
    pub(super) at: Spot<'a>,
    pub(super) pieces: Vec<Spot<'a>>,
    /// What belongs to it and is no text: pictures, calls of tools.
    pub(super) rest: Members<'a>,
    /// Its position among the messages of a conversation.
    pub(super) order: Option<usize>,
}

impl<'a> Text<'a> {
    /// Returns a text of one piece, or of the pieces of a list.
    pub(super) fn of(role: Role, at: &Spot<'a>) -> Self {
        let pieces = if at.value.is_array() { at.items() } else { vec![at.clone()] };
        Self { role, at: at.clone(), pieces, rest: Members::new(), order: None }
    }
}

/// How variables are written in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    /// `{x}`, where `{{` stands for a brace.
    Single,
    /// `{{x}}`, with the tags of Jinja, Handlebars and mustache.
    Double,
}

/// Something that callers pass.
pub(super) struct Variable<'a> {
    pub(super) at: Spot<'a>,
    pub(super) required: bool,
    pub(super) default: Option<Spot<'a>>,
    /// What it may be: the rest of its declaration.
    pub(super) shape: Members<'a>,
}

/// Something that the model may call.
pub(super) struct Tool<'a> {
    pub(super) at: Spot<'a>,
    pub(super) description: Option<Spot<'a>>,
    /// The schema of its arguments.
    pub(super) arguments: Option<Spot<'a>>,
    pub(super) rest: Members<'a>,
}
