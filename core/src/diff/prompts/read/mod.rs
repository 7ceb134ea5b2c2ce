//! Reads a library of prompts, in the spellings of the usual tools.

mod inputs;

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Entry, Library, Role, Template, Text, Tool};
use super::template;
use crate::diff::fields::{Fields, Members, Spot};

/// Fields that say something about a prompt and nothing to the model.
const NOTES: &[&str] = &[
    "owner",
    "owners",
    "team",
    "author",
    "authors",
    "description",
    "title",
    "label",
    "tags",
    "labels",
    "metadata",
    "version",
    "created",
    "created_at",
    "updated",
    "updated_at",
    "changelog",
    "license",
    "notes",
    "links",
    "$schema",
    "$comment",
    "comment",
    "schema_version",
    "_type",
    "ticket",
    "status",
    "category",
    "name",
    "type",
    "template_format",
    "templateFormat",
    "validate_template",
    "kind",
    "schema",
    "apiVersion",
    "comments",
];
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
const PARAMETERS: &[&str] = &[
    "temperature",
    "top_p",
    "topP",
    "top_k",
    "topK",
    "seed",
    "max_tokens",
    "maxTokens",
    "max_output_tokens",
    "maxOutputTokens",
    "max_completion_tokens",
    "stop",
    "stop_sequences",
    "stopSequences",
    "presence_penalty",
    "frequency_penalty",
    "response_format",
    "tool_choice",
    "reasoning_effort",
    "thinking",
    "logit_bias",
    "n",
    "json_mode",
    "parallel_tool_calls",
];

/// Reads a library.
pub(super) fn library(document: &Value) -> Library<'_> {
    let root = Spot::root(document);
    let mut library = Library::default();
    if document.is_array() {
        add(&mut library, &root);
        return library;
    }
    if document.get("prompts").is_some_and(|prompts| prompts.is_object() || prompts.is_array()) {
        let mut fields = Fields::of(&root);
        if let Some(prompts) = fields.take(&["prompts"]) {
            add(&mut library, &prompts);
        }
        library.notes = fields.take_all(NOTES);
        library.rest = fields.rest();
    } else if is_entry(document) {
        insert(&mut library, None, &root);
    } else {
        add(&mut library, &root);
    }
    library
}

fn add<'a>(library: &mut Library<'a>, prompts: &Spot<'a>) {
    for (key, spot) in prompts.members() {
        insert(library, Some(key), &spot);
    }
    for item in prompts.items() {
        insert(library, None, &item);
    }
}

fn insert<'a>(library: &mut Library<'a>, key: Option<String>, at: &Spot<'a>) {
    let told = ["id", "name", "key", "label"].iter().find_map(|name| at.member(name)?.text());
    let id = key.or_else(|| told.map(str::to_owned));
    let mut id = id.unwrap_or_else(|| format!("#{}", library.entries.len()));
    if at.pointer.is_empty() && told.is_none() {
        "the prompt".clone_into(&mut id);
    }
    while library.entries.contains_key(&id) {
        id.push('\'');
    }
    let entry = entry(id.clone(), at);
    library.entries.insert(id, entry);
}

/// Tells whether a value is a prompt.
pub(super) fn is_entry(value: &Value) -> bool {
    let has = |name: &str| value.get(name).is_some();
    let texts = [
        "system",
        "system_prompt",
        "user",
        "user_prompt",
        "template",
        "messages",
        "prompt",
        "instructions",
    ];
    let speaks = texts
        .iter()
        .any(|name| value.get(*name).is_some_and(|text| text.is_string() || text.is_array()));
    let about = [
        "model",
        "models",
        "variables",
        "input_variables",
        "id",
        "config",
        "parameters",
        "tools",
        "input",
    ];
    speaks && about.iter().any(|name| has(name))
}

fn entry<'a>(id: String, at: &Spot<'a>) -> Entry<'a> {
    let mut fields = Fields::of(at);
    fields.take_if(&["id"], |value| value.as_str() == Some(id.as_str()));
    let mut entry = Entry {
        id,
        at: at.clone(),
        aliases: BTreeMap::new(),
        models: Vec::new(),
        provider: None,
        texts: BTreeMap::new(),
        variables: None,
        notation: Template::Double,
        output: None,
        tools: BTreeMap::new(),
        examples: Vec::new(),
        parameters: Members::new(),
        evals: Vec::new(),
        notes: Members::new(),
        rest: Members::new(),
    };
    if at.text().is_some() {
        entry.texts.insert((Role::Other, 0), whole(Role::Other, at));
    }
    texts(&mut entry, &mut fields);
    settings(&mut entry, &mut fields);
    lists(&mut entry, &mut fields);
    inputs::read(&mut entry, &mut fields);
    entry.notes.extend(fields.take_all(NOTES));
    entry.notation = template::notation(&entry);
    entry.rest = fields.rest();
    entry
}

fn whole<'a>(role: Role, at: &Spot<'a>) -> Text<'a> {
    let pieces = if at.value.is_array() { at.items() } else { vec![at.clone()] };
    Text { role, at: at.clone(), pieces }
}

fn is_text(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        _ => false,
    }
}

/// Reads the texts, by who says them.
fn texts<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>) {
    for (names, role) in TEXTS {
        for name in *names {
            if let Some(at) = fields.take_if(&[name], is_text) {
                push(entry, whole(*role, &at));
            }
        }
    }
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(is_message))
    };
    if let Some(messages) = fields.take_if(&["messages", "prompt", "chat", "template"], is_list) {
        for at in messages.items() {
            let role = at.member("role").and_then(|role| role.text()).map_or(Role::Other, role_of);
            let content = at.member("content").or_else(|| at.member("text")).unwrap_or(at);
            push(entry, parts(role, &content));
        }
    }
}

fn is_message(value: &Value) -> bool {
    value.get("role").is_some() && (value.get("content").is_some() || value.get("text").is_some())
}

/// Reads the content of a message: a text, or parts with texts.
fn parts<'a>(role: Role, content: &Spot<'a>) -> Text<'a> {
    let mut text = whole(role, content);
    let of_part = |part: &Spot<'a>| part.member("text").unwrap_or_else(|| part.clone());
    text.pieces = text.pieces.iter().map(of_part).collect();
    text
}

fn push<'a>(entry: &mut Entry<'a>, text: Text<'a>) {
    let same = entry.texts.keys().filter(|(role, _)| *role == text.role).count();
    entry.texts.insert((text.role, same), text);
}

fn role_of(name: &str) -> Role {
    match name {
        "system" | "developer" => Role::System,
        "user" | "human" => Role::User,
        "assistant" | "ai" | "model" => Role::Assistant,
        _ => Role::Other,
    }
}

/// Reads models and parameters, which may stand in a part of their own.
fn settings<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>) {
    if let Some(aliases) = fields.take(&["aliases", "alias"]) {
        let named = aliases.one_or_more().into_iter();
        entry.aliases.extend(named.filter_map(|spot| Some((spot.text()?.to_owned(), spot))));
    }
    let parts = [
        "parameters",
        "config",
        "settings",
        "model_parameters",
        "modelParameters",
        "generation",
        "model_config",
    ];
    let parts = parts.iter().filter_map(|name| {
        fields.take_if(&[name], |value| value.is_object() && value.get("properties").is_none())
    });
    let mut parts: Vec<Spot<'a>> = parts.collect();
    models(entry, fields, &mut parts);
    entry.parameters.extend(fields.take_all(PARAMETERS));
    for part in parts {
        let mut inner = Fields::of(&part);
        models(entry, &mut inner, &mut Vec::new());
        entry.parameters.extend(inner.rest());
    }
}

fn models<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>, parts: &mut Vec<Spot<'a>>) {
    entry.provider =
        fields.take_if(&["provider", "vendor"], Value::is_string).or(entry.provider.take());
    if let Some(model) =
        fields.take_if(&["model", "models", "providers", "model_name"], |v| !v.is_null())
    {
        for spot in model.one_or_more() {
            match ["name", "id", "model"].iter().find_map(|name| spot.member(name)) {
                Some(name) => {
                    entry.models.push(name);
                    parts.extend(
                        ["parameters", "config", "settings"].iter().find_map(|n| spot.member(n)),
                    );
                    entry.provider = spot.member("provider").or(entry.provider.take());
                }
                None => entry.models.push(spot),
            }
        }
    }
}

/// Reads tools, examples and expectations.
fn lists<'a>(entry: &mut Entry<'a>, fields: &mut Fields<'a>) {
    if let Some(tools) = fields.take_if(&["tools", "functions"], |v| v.is_array() || v.is_object())
    {
        let named = tools.members().into_iter().map(|(name, spot)| (Some(name), spot));
        let all: Vec<_> = named.chain(tools.items().into_iter().map(|spot| (None, spot))).collect();
        for (name, at) in all {
            let (name, tool) = tool(name, at);
            entry.tools.insert(name, tool);
        }
    }
    let examples = [
        "examples",
        "few_shot",
        "few_shots",
        "fewShot",
        "few_shot_examples",
        "shots",
        "demonstrations",
    ];
    if let Some(list) = fields.take_if(&examples, Value::is_array) {
        entry.examples = list.items();
    }
    let evals = [
        "tests",
        "evals",
        "eval",
        "expectations",
        "assertions",
        "assert",
        "evaluations",
        "test_cases",
    ];
    if let Some(list) = fields.take_if(&evals, |v| v.is_array() || v.is_object()) {
        entry.evals = if list.value.is_array() {
            list.items()
        } else {
            list.members().into_values().collect()
        };
    }
}

fn tool(name: Option<String>, at: Spot<'_>) -> (String, Tool<'_>) {
    let inner =
        at.member("function").filter(|spot| spot.value.is_object()).unwrap_or_else(|| at.clone());
    let mut fields = Fields::of(&inner);
    let told = fields.take_if(&["name", "id"], Value::is_string);
    let told = told.as_ref().and_then(Spot::text).or(at.text()).map(str::to_owned);
    let name = name.or(told).unwrap_or_else(|| at.value.to_string());
    fields.take_if(&["type"], |value| value.as_str() == Some("function"));
    let schemas = ["parameters", "input_schema", "inputSchema", "arguments", "args", "schema"];
    let tool = Tool {
        description: fields.take_if(&["description"], Value::is_string),
        arguments: fields.take_if(&schemas, |value| value.is_object() || value.is_boolean()),
        rest: fields.rest(),
        at,
    };
    (name, tool)
}
