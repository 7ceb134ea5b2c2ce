//! Validation errors in the words of this project.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::Part;
use crate::document::pointer;
use crate::finding::{Code, Finding, Location, codes};
use crate::suggest;

/// One difference between a value and its schema.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) code: &'static Code,
    /// JSON Pointer of the value, or of the key for an unknown key.
    pub(super) pointer: String,
    /// Tells apart faults of one code at one place, such as two missing keys.
    detail: String,
    message: String,
    remedy: Option<String>,
    /// Whether the value was taken out.
    pub(super) taken_out: bool,
}

impl Fault {
    pub(super) fn new(code: &'static Code, pointer: String, message: String) -> Self {
        Self { code, pointer, detail: String::new(), message, remedy: None, taken_out: false }
    }

    pub(super) fn into_finding(self, part: &Part<'_>) -> Finding {
        let mut location = Location::new(part.path, format!("{}{}", part.base, self.pointer));
        location.taken_out = self.taken_out;
        if self.code == codes::document::UNKNOWN_KEY {
            location = location.of_key();
        }
        let key = [&part.key(&self.pointer), self.detail.as_str()];
        let finding = Finding::new(self.code, part.path, &key, self.message).at(location);
        match self.remedy {
            Some(remedy) => finding.remedy(remedy),
            None => finding,
        }
    }
}

/// Lists every difference between `value` and the compiled `schema`, in document order.
pub(super) fn collect(validator: &Validator, value: &Value, schema: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for error in validator.iter_errors(value) {
        push(&error, schema, &mut faults);
    }
    faults.sort_by(|a, b| {
        (&a.pointer, a.code.id, &a.message).cmp(&(&b.pointer, b.code.id, &b.message))
    });
    faults.dedup_by(|a, b| a.pointer == b.pointer && a.message == b.message);
    faults
}

fn push(error: &ValidationError<'_>, schema: &Value, faults: &mut Vec<Fault>) {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let known = known_keys(schema, &error.schema_path().to_string());
            faults.extend(unexpected.iter().map(|key| unknown_key(&at, key, &known)));
        }
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let message = format!("required key `{key}` is missing");
            let mut fault = Fault::new(codes::document::MISSING_KEY, at, message);
            key.clone_into(&mut fault.detail);
            faults.push(fault);
        }
        ValidationErrorKind::Type { kind } => {
            faults.push(wrong_type(kind, error.instance(), at));
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // A choice of words, each with its own documentation, is one of constants.
            if let Some(options) = constants(context, &at) {
                faults.push(not_one_of(&plain(error.instance()), &options, at));
                return;
            }
            match best_branch(context, &at) {
                Some(branch) => branch.iter().for_each(|inner| push(inner, schema, faults)),
                None => faults.push(invalid(error, at)),
            }
        }
        _ => faults.push(invalid(error, at)),
    }
}

fn wrong_type(kind: &TypeKind, found: &Value, at: String) -> Fault {
    let message = format!("expected {}, found {}", with_article(kind), shown(found));
    let mut fault = Fault::new(codes::document::WRONG_TYPE, at, message);
    // YAML reads `version: 1.10` as a number, and a quoted number as text.
    fault.remedy = match (expected(kind).as_str(), found) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some("put the value in quotes".to_owned()),
        ("number" | "integer" | "boolean", Value::String(_)) => {
            Some("write the value without quotes".to_owned())
        }
        _ => None,
    };
    fault
}

/// Returns the alternative the author meant: the only one whose errors lie deeper than the value
/// itself, or that is not merely of another type.
fn best_branch<'a>(
    context: &'a [Vec<ValidationError<'static>>],
    at: &str,
) -> Option<&'a Vec<ValidationError<'static>>> {
    let other_type = |branch: &&Vec<ValidationError<'static>>| {
        branch.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Type { .. })
                && error.instance_path().to_string() == at
        })
    };
    let mut fitting = context.iter().filter(|branch| !other_type(branch));
    let only = fitting.next();
    if only.is_some() && fitting.next().is_none() {
        return only;
    }
    let not_null = |branch: &&Vec<ValidationError<'static>>| {
        !branch.iter().any(|error| matches!(error.kind(), ValidationErrorKind::Type { kind } if expected(kind) == "null"))
    };
    let mut candidates = context.iter().filter(not_null);
    let only = candidates.next();
    if candidates.next().is_none() { only } else { None }
}

/// Returns the constants of alternatives that are nothing but constants.
fn constants(context: &[Vec<ValidationError<'static>>], at: &str) -> Option<Vec<String>> {
    let constant = |branch: &Vec<ValidationError<'static>>| {
        branch.iter().find_map(|error| match error.kind() {
            ValidationErrorKind::Constant { expected_value }
                if error.instance_path().to_string() == at =>
            {
                Some(plain(expected_value))
            }
            _ => None,
        })
    };
    context.iter().map(constant).collect()
}

fn not_one_of(found: &str, options: &[String], at: String) -> Fault {
    let message = format!("`{found}` is not one of {}", listed(options));
    let mut fault = Fault::new(codes::document::INVALID_VALUE, at, message);
    fault.remedy = suggest::nearest(found, options.iter().map(String::as_str))
        .map(|near| format!("did you mean `{near}`?"));
    fault
}

fn invalid(error: &ValidationError<'_>, at: String) -> Fault {
    let message = match error.kind() {
        ValidationErrorKind::Enum { options } => {
            let options: Vec<String> =
                options.as_array().into_iter().flatten().map(plain).collect();
            return not_one_of(&plain(error.instance()), &options, at);
        }
        ValidationErrorKind::Minimum { limit } => {
            format!("{} is less than the least allowed, {limit}", shown(error.instance()))
        }
        ValidationErrorKind::Maximum { limit } => {
            format!("{} is more than the most allowed, {limit}", shown(error.instance()))
        }
        ValidationErrorKind::Format { format } => {
            format!("`{}` is not a valid {format}", plain(error.instance()))
        }
        ValidationErrorKind::Pattern { pattern } => {
            format!("`{}` does not match `{pattern}`", plain(error.instance()))
        }
        _ => error.to_string(),
    };
    Fault::new(codes::document::INVALID_VALUE, at, message)
}

fn unknown_key(at: &str, key: &str, known: &[String]) -> Fault {
    let message = format!("key `{key}` is read by no rule");
    let mut fault = Fault::new(codes::document::UNKNOWN_KEY, pointer::push(at, key), message);
    fault.remedy = suggest::nearest(key, known.iter().map(String::as_str))
        .map(|near| format!("did you mean `{near}`?"));
    fault
}

/// Returns the keys the schema knows beside the `additionalProperties` at `schema_path`.
fn known_keys(schema: &Value, schema_path: &str) -> Vec<String> {
    let parent = schema_path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let properties = schema.pointer(&format!("{parent}/properties"));
    properties
        .and_then(Value::as_object)
        .map(|map| map.keys().cloned().collect())
        .unwrap_or_default()
}

/// Returns the expected type as a sentence has it.
fn with_article(kind: &TypeKind) -> String {
    let name = expected(kind);
    match name.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

fn expected(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(kind) => kind.to_string(),
        TypeKind::Multiple(kinds) => {
            let names: Vec<String> =
                kinds.iter().map(|kind| kind.to_string()).filter(|name| name != "null").collect();
            names.join(" or ")
        }
    }
}

/// Returns a value as a message shows it: its type, and its text where that is short.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(value) => format!("the number `{value}`"),
        Value::String(text) => format!("the string `{}`", clipped(text)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => clipped(text),
        other => clipped(&other.to_string()),
    }
}

/// Returns at most sixty characters on one line, so that a message stays one line.
fn clipped(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
    if line.chars().count() < text.chars().count() { format!("{line}…") } else { line }
}

fn listed(options: &[String]) -> String {
    options.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ")
}
