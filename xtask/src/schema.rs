//! JSON Schemas of the operations → the few kinds of types that the hosts need.
//!
//! [`Type`] is closed on purpose: a shape it cannot express is an error that names the place, so that
//! we choose a simpler Rust type instead of patching generated text.

use std::collections::{BTreeMap, BTreeSet};

use meta_rules::operations::{HANDLES, OPERATIONS};
use serde_json::{Map, Value};

/// A type in a host language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Null,
    Any,
    Literal(Vec<String>),
    List(Box<Type>),
    Map(Box<Type>),
    Named(String),
    Union(Vec<Type>),
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) kind: Type,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Record(Vec<Field>),
    Alias(Type),
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) body: Body,
}

/// An operation with the names of its types.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) input: String,
    pub(crate) report: String,
    /// The handle that is handed over with a question: its class, and the name of the argument.
    pub(crate) with: Option<(&'static str, &'static str)>,
}

/// A kind of handle with its questions.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) input: String,
    pub(crate) methods: Vec<Call>,
}

/// Everything that is generated from.
pub(crate) struct Model {
    pub(crate) calls: Vec<Call>,
    pub(crate) classes: Vec<Class>,
    pub(crate) types: BTreeMap<String, Definition>,
}

/// Reads the table of operations.
pub(crate) fn model() -> Result<Model, String> {
    let mut inputs = BTreeMap::new();
    let mut reports = BTreeMap::new();
    let mut calls = Vec::new();
    for operation in OPERATIONS.iter() {
        let input = collect((operation.input_schema)(), &mut inputs)?;
        let report = collect((operation.report_schema)(), &mut reports)?;
        calls.push(Call { name: operation.name, doc: operation.doc, input, report, with: None });
    }
    let mut classes = Vec::new();
    for handle in &HANDLES {
        let input = collect((handle.input_schema)(), &mut inputs)?;
        let mut methods = Vec::new();
        for method in handle.methods {
            let input = collect((method.input_schema)(), &mut inputs)?;
            let report = collect((method.report_schema)(), &mut reports)?;
            let (name, doc, with) = (method.name, method.doc, method.with);
            methods.push(Call { name, doc, input, report, with });
        }
        classes.push(Class { name: handle.name, doc: handle.doc, input, methods });
    }
    let renamed = differing(&inputs, &reports);
    let rename = |name: &str| {
        if renamed.contains(name) { format!("{name}Input") } else { name.to_owned() }
    };
    let mut types = BTreeMap::new();
    for (name, schema) in &reports {
        types.insert(name.clone(), define(name, schema, &str::to_owned)?);
    }
    for (name, schema) in &inputs {
        types.insert(rename(name), define(&rename(name), schema, &rename)?);
    }
    for call in calls.iter_mut().chain(classes.iter_mut().flat_map(|class| &mut class.methods)) {
        call.input = rename(&call.input);
    }
    Ok(Model { calls, classes, types })
}

/// Adds a root schema and its definitions to `all`, and returns the name of the root.
fn collect(mut root: Value, all: &mut BTreeMap<String, Value>) -> Result<String, String> {
    let object = root.as_object_mut().ok_or("a root schema is no object")?;
    object.remove("$schema");
    let definitions = object.remove("$defs");
    let name = object.remove("title").and_then(|title| title.as_str().map(str::to_owned));
    let name = name.ok_or("a root schema has no title")?;
    for (name, schema) in definitions.iter().filter_map(Value::as_object).flatten() {
        add(name, schema.clone(), all)?;
    }
    add(&name, root, all)?;
    Ok(name)
}

fn add(name: &str, schema: Value, all: &mut BTreeMap<String, Value>) -> Result<(), String> {
    match all.get(name) {
        Some(known) if *known != schema => {
            Err(format!("two different types are called `{name}`; rename one"))
        }
        _ => {
            all.insert(name.to_owned(), schema);
            Ok(())
        }
    }
}

/// Names the types that read differently from how they are written: defaults make a field optional
/// in an input that is always there in a report.
fn differing(
    inputs: &BTreeMap<String, Value>,
    reports: &BTreeMap<String, Value>,
) -> BTreeSet<String> {
    let mut differing: BTreeSet<String> = inputs
        .iter()
        .filter(|(name, schema)| reports.get(*name).is_some_and(|other| other != *schema))
        .map(|(name, _)| name.clone())
        .collect();
    loop {
        let refers = |schema: &Value| {
            let text = schema.to_string();
            differing.iter().any(|name| text.contains(&format!("\"#/$defs/{name}\"")))
        };
        let more: Vec<String> = inputs
            .iter()
            .filter(|(name, schema)| {
                !differing.contains(*name) && reports.contains_key(*name) && refers(schema)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return differing;
        }
        differing.extend(more);
    }
}

fn define(
    name: &str,
    schema: &Value,
    rename: &dyn Fn(&str) -> String,
) -> Result<Definition, String> {
    let doc = text(schema, "description");
    let object = schema.as_object().ok_or_else(|| format!("`{name}` is no object"))?;
    // An object without any property, as an operation that reads nothing.
    let record = object.contains_key("properties")
        || (object.get("type").is_some_and(|kind| kind == "object")
            && object.get("additionalProperties").is_none_or(|more| *more == Value::Bool(false)));
    let body = if name == "Source" {
        Body::Alias(Type::Any)
    } else if record {
        Body::Record(fields(name, object, rename)?)
    } else {
        Body::Alias(kind(name, schema, rename)?)
    };
    Ok(Definition { name: name.to_owned(), doc, body })
}

fn fields(
    owner: &str,
    object: &Map<String, Value>,
    rename: &dyn Fn(&str) -> String,
) -> Result<Vec<Field>, String> {
    let required: BTreeSet<&str> = object
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = object.get("properties").and_then(Value::as_object);
    let mut fields = Vec::new();
    for (name, schema) in properties.into_iter().flatten() {
        fields.push(Field {
            name: name.clone(),
            doc: text(schema, "description"),
            required: required.contains(name.as_str()),
            kind: kind(&format!("{owner}.{name}"), schema, rename)?,
        });
    }
    Ok(fields)
}

fn kind(place: &str, schema: &Value, rename: &dyn Fn(&str) -> String) -> Result<Type, String> {
    let object = match schema {
        Value::Bool(true) => return Ok(Type::Any),
        Value::Object(object) => object,
        _ => return Err(format!("`{place}`: unsupported schema {schema}")),
    };
    if let Some(target) = object.get("$ref").and_then(Value::as_str) {
        let name = target
            .strip_prefix("#/$defs/")
            .ok_or_else(|| format!("`{place}` refers to {target}"))?;
        return Ok(Type::Named(rename(name)));
    }
    if let Some(value) = object.get("const").and_then(Value::as_str) {
        return Ok(Type::Literal(vec![value.to_owned()]));
    }
    if let Some(values) = object.get("enum").and_then(Value::as_array) {
        return Ok(Type::Literal(
            values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        ));
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(options) = object.get(keyword).and_then(Value::as_array) {
            let options: Result<Vec<Type>, String> =
                options.iter().map(|option| kind(place, option, rename)).collect();
            return Ok(union(options?));
        }
    }
    typed(place, object, rename)
}

fn typed(
    place: &str,
    object: &Map<String, Value>,
    rename: &dyn Fn(&str) -> String,
) -> Result<Type, String> {
    match object.get("type") {
        Some(Value::String(name)) => basic(place, name, object, rename),
        Some(Value::Array(names)) => {
            let options: Result<Vec<Type>, String> = names
                .iter()
                .filter_map(Value::as_str)
                .map(|name| basic(place, name, object, rename))
                .collect();
            Ok(union(options?))
        }
        None if object.keys().all(|key| matches!(key.as_str(), "description" | "default")) => {
            Ok(Type::Any)
        }
        _ => Err(format!("`{place}`: unsupported schema {object:?}")),
    }
}

fn basic(
    place: &str,
    name: &str,
    object: &Map<String, Value>,
    rename: &dyn Fn(&str) -> String,
) -> Result<Type, String> {
    Ok(match name {
        "string" => Type::String,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "null" => Type::Null,
        "array" => Type::List(Box::new(match object.get("items") {
            Some(items) => kind(place, items, rename)?,
            None => Type::Any,
        })),
        "object" if object.contains_key("properties") => {
            return Err(format!("`{place}` is a record without a name"));
        }
        "object" => Type::Map(Box::new(match values(object) {
            Some(values) => kind(place, values, rename)?,
            None => Type::Any,
        })),
        other => return Err(format!("`{place}` has the unknown type {other}")),
    })
}

/// Returns the schema of a map's values; a map with numbers as keys states it by a pattern of keys.
fn values(object: &Map<String, Value>) -> Option<&Value> {
    let patterns = object.get("patternProperties").and_then(Value::as_object);
    patterns
        .and_then(|patterns| patterns.values().next())
        .or_else(|| object.get("additionalProperties"))
}

/// Joins options; literals run together.
fn union(options: Vec<Type>) -> Type {
    let mut literals = Vec::new();
    let mut others = Vec::new();
    for option in options {
        match option {
            Type::Literal(values) => literals.extend(values),
            other => others.push(other),
        }
    }
    if !literals.is_empty() {
        others.insert(0, Type::Literal(literals));
    }
    match others.len() {
        1 => others.remove(0),
        _ => Type::Union(others),
    }
}

fn text(schema: &Value, key: &str) -> String {
    schema.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
