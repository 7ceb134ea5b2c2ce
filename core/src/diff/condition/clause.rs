//! Clauses: what is asked of a field, written as data.

use serde_json::{Map, Value};

use super::constant::Constant;
use super::node::Node;
use super::operator::{self, Operator};
pub(super) use super::term::glob;
use super::term::{Term, apply};

/// The members of a clause, by the names that they have in policy languages.
const OPERATOR: &[&str] = &["operator", "op", "comparator", "comparison"];
const SUBJECT: &[&str] =
    &["field", "attribute", "key", "path", "fact", "property", "name", "variable", "contextName"];
const ARGUMENT: &[&str] = &["values", "value", "target", "expected"];
const NEGATED: &[&str] = &["negate", "negated", "not", "inverted"];

/// Reads a clause with an operator, such as `{field: a, operator: in, values: [1, 2]}`.
pub(super) fn read(members: &Map<String, Value>) -> Option<Node> {
    let get = |names: &[&str]| names.iter().find_map(|name| members.get(*name));
    let known = |name: &String| {
        [OPERATOR, SUBJECT, ARGUMENT, NEGATED].iter().any(|names| names.contains(&name.as_str()))
    };
    let name = get(OPERATOR)?.as_str()?;
    let subject = get(SUBJECT)?.as_str()?;
    if !members.keys().all(known) {
        return None;
    }
    let negated = get(NEGATED).and_then(Value::as_bool).unwrap_or(false);
    let argument = get(ARGUMENT).unwrap_or(&Value::Null);
    let (operator, opposite) = operator::any(name);
    Some(asked(subject, &operator, argument)?.negated_if(negated != opposite))
}

/// Reads what is asked of the fields of a map, below the path `prefix`.
pub(super) fn fields(prefix: &str, members: &Map<String, Value>) -> Option<Vec<Node>> {
    let path = |key: &str| {
        if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
    };
    members.iter().map(|(key, value)| field(&path(key), value)).collect()
}

/// Reads what is asked of a field: a value, a list of values, operators with their arguments, or
/// more fields. A field that is named like an operator asks it of the fields inside.
pub(super) fn field(path: &str, value: &Value) -> Option<Node> {
    let Value::Object(members) = value else { return matches(path, value) };
    if members.is_empty() {
        return None;
    }
    let known: Option<Vec<_>> = members.keys().map(|key| operator::named(key)).collect();
    if let Some(operators) = known {
        let tests = operators
            .into_iter()
            .zip(members.values())
            .map(|((operator, opposite), v)| Some(asked(path, &operator, v)?.negated_if(opposite)));
        return Some(Node::All(tests.collect::<Option<_>>()?));
    }
    if let Some((operator, opposite)) = operator::named(path) {
        let tests = members
            .iter()
            .map(|(field, argument)| Some(asked(field, &operator, argument)?.negated_if(opposite)));
        return Some(Node::All(tests.collect::<Option<_>>()?));
    }
    if let Some((only, 1)) = members.get("not").map(|not| (not, members.len())) {
        return Some(field(path, only)?.not());
    }
    Some(Node::All(fields(path, members)?))
}

/// Reads values that a field may have; texts may be globs.
fn matches(path: &str, value: &Value) -> Option<Node> {
    match value {
        Value::Array(items) => {
            let tests = items.iter().map(|item| matches(path, item));
            Some(Node::Any(tests.collect::<Option<_>>()?))
        }
        Value::String(text) => Some(glob(path, text)),
        Value::Object(_) => None,
        scalar => Some(Node::is(path, Constant::of(scalar)?)),
    }
}

/// Returns what `operator` asks of `subject`; a list of arguments asks for any of them.
fn asked(subject: &str, operator: &Operator, argument: &Value) -> Option<Node> {
    let subject = Term::Subject(subject.to_owned());
    let argument = match argument {
        Value::Array(items) => {
            let items = items.iter().map(|item| Constant::of(item).map(Term::Constant));
            Term::List(items.collect::<Option<_>>()?)
        }
        Value::Object(_) => Term::Subject(argument.to_string()),
        scalar => Term::Constant(Constant::of(scalar)?),
    };
    // `Bool: {secure: "true"}`, as access policies write it.
    let argument = match argument {
        Term::Constant(Constant::Text(text)) if matches!(text.as_str(), "true" | "false") => {
            Term::Constant(Constant::Bool(text == "true"))
        }
        other => other,
    };
    apply(subject, operator, argument)
}
