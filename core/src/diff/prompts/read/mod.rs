//! Reads a library of prompts, in the spellings of the usual tools.

mod inputs;
mod messages;

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Entry, Library, Role, Template, Text, Tool};
use super::numbered::Numbered;
use super::template;
use crate::diff::fields::{Fields, Members, Spot};

pub(super) use inputs::type_of;

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
        insert(&mut library, None, &root, &mut Numbered::default());
    } else {
        add(&mut library, &root);
    }
    library
}

fn add<'a>(library: &mut Library<'a>, prompts: &Spot<'a>) {
    let mut names = Numbered::default();
    for (key, spot) in prompts.members() {
        insert(library, Some(key), &spot, &mut names);
    }
    for item in prompts.items() {
        insert(library, None, &item, &mut names);
    }
}

fn insert<'a>(library: &mut Library<'a>, key: Option<String>, at: &Spot<'a>, names: &mut Numbered) {
    let told = ["id", "name", "key", "label"].iter().find_map(|name| at.member(name)?.text());
    let mut name = key.or_else(|| told.map(str::to_owned));
    if at.pointer.is_empty() && told.is_none() {
        name = Some("the prompt".to_owned());
    }
    let id = name.clone().unwrap_or_else(|| format!("#{}", library.entries.len()));
    let id = names.unique(id, |id| library.entries.contains_key(id));
    let entry = entry((id.clone(), name), at);
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

fn entry<'a>((id, name): (String, Option<String>), at: &Spot<'a>) -> Entry<'a> {
    let mut fields = Fields::of(at);
    fields.take_if(&["id"], |value| value.is_string() && value.as_str() == name.as_deref());
    let mut entry = Entry {
        id,
        name,
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
        entry.texts.insert((Role::Other, 0), Text::of(Role::Other, at));
    }
    messages::read(&mut entry, &mut fields);
    settings(&mut entry, &mut fields);
    lists(&mut entry, &mut fields);
    inputs::read(&mut entry, &mut fields);
    entry.notes.extend(fields.take_all(NOTES));
    entry.notation = template::notation(&entry);
    entry.rest = fields.rest();
    entry
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
    // Some call parameters so, and others what callers pass.
    parts.extend(fields.take_if(&["params"], |value| {
        let names = value.as_object().filter(|members| !members.is_empty());
        names.is_some_and(|all| all.keys().all(|name| PARAMETERS.contains(&name.as_str())))
    }));
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
        let items = tools.items().into_iter().flat_map(declarations).map(|spot| (None, spot));
        let all: Vec<_> = named.chain(items).collect();
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

/// Returns the tools that one item of a list declares: itself, or those that it lists.
fn declarations(at: Spot<'_>) -> Vec<Spot<'_>> {
    let lists = ["functionDeclarations", "function_declarations"];
    let listed = lists.iter().find_map(|name| at.member(name)).map(|list| list.items());
    listed.filter(|tools| !tools.is_empty()).unwrap_or_else(|| vec![at])
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
