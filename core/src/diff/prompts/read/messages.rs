//! Reads what the model reads: texts, and the messages of conversations.

use serde_json::Value;

use crate::diff::fields::{Fields, Members, Spot};
use crate::diff::prompts::model::{Entry, Role, Text};

/// Fields that hold a text, and who says it.
const TEXTS: &[(&[&str], Role)] = &[
    (
        &["system", "system_prompt", "systemPrompt", "system_message", "instructions", "preamble"],
        Role::System,
    ),
    (&["user", "user_prompt", "userPrompt", "user_template", "user_message"], Role::User),
    (&["assistant", "prefill", "assistant_prefill"], Role::Assistant),
    (&["template", "prompt", "content", "text"], Role::Other),
    (&["rules", "guardrails", "constraints", "safety", "safety_rules", "policies"], Role::Rules),
    (&["refusals", "refusal_rules", "refuse", "prohibited", "forbidden"], Role::Refusals),
    (&["capabilities", "can"], Role::Capabilities),
    (&["persona", "tone", "style", "voice"], Role::Persona),
    (&["output_format", "outputFormat", "format", "format_instructions"], Role::Format),
];
/// Reads the texts, by who says them.
pub(super) fn read<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>) {
    for (names, role) in TEXTS {
        for name in *names {
            if let Some(at) = fields.take_if(&[name], is_text) {
                push(entry, Text::of(*role, &at));
            }
        }
    }
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(is_message))
    };
    if let Some(messages) = fields.take_if(&["messages", "prompt", "chat", "template"], is_list) {
        for (order, at) in messages.items().iter().enumerate() {
            push(entry, Text { order: Some(order), ..message(at) });
        }
    }
}

fn is_text(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        _ => false,
    }
}

fn is_message(value: &Value) -> bool {
    let says = ["content", "text", "tool_calls"].iter().any(|name| value.get(name).is_some());
    value.get("role").is_some() && says
}

/// Reads a message: its texts, and what belongs to it and is none, such as pictures and calls of tools.
fn message<'a>(at: &Spot<'a>) -> Text<'a> {
    let mut fields = Fields::of(at);
    let role = fields.take_if(&["role"], Value::is_string);
    let role = role.as_ref().and_then(Spot::text).map_or(Role::Other, role_of);
    let content = fields.take(&["content", "text"]);
    let mut rest = fields.rest();
    let mut pieces = Vec::new();
    if let Some(content) = &content {
        parts(content, &mut pieces, &mut rest);
    }
    let at = content.unwrap_or_else(|| at.clone());
    Text { role, at, pieces, rest, order: None }
}

fn parts<'a>(content: &Spot<'a>, pieces: &mut Vec<Spot<'a>>, rest: &mut Members<'a>) {
    for (index, part) in content.one_or_more().into_iter().enumerate() {
        if part.text().is_some() {
            pieces.push(part);
        } else if part.member("text").is_some_and(|text| text.text().is_some()) {
            let mut fields = Fields::of(&part);
            pieces.extend(fields.take(&["text"]));
            fields.take_if(&["type"], |kind| kind.as_str() == Some("text"));
            let left = fields.rest().into_iter();
            rest.extend(left.map(|(name, spot)| (format!("content {index} {name}"), spot)));
        } else if !part.value.is_null() {
            rest.insert(format!("content {index}"), part);
        }
    }
}

fn push<'a>(entry: &mut Entry<'a>, text: Text<'a>) {
    let last = entry.texts.range((text.role, 0)..=(text.role, usize::MAX)).next_back();
    let next = last.map_or(0, |((_, index), _)| index + 1);
    entry.texts.insert((text.role, next), text);
}

fn role_of(name: &str) -> Role {
    match name {
        "system" | "developer" => Role::System,
        "user" | "human" => Role::User,
        "assistant" | "ai" | "model" => Role::Assistant,
        _ => Role::Other,
    }
}
