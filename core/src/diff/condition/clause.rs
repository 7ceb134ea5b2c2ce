//! Clauses: what is asked of a field, written as data.

use serde_json::{Map, Value};

use super::address;
use super::constant::Constant;
use super::node::Node;
use super::operator::{self, Operator, Qualified, Values};
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
    Some(ask(subject, name, argument)?.negated_if(negated))
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
    let known = |name: &str| operator::named(Qualified::of(name).name).is_some();
    if members.keys().all(|key| known(key)) {
        let tests = members.iter().map(|(name, argument)| ask(path, name, argument));
        return Some(Node::All(tests.collect::<Option<_>>()?));
    }
    if known(path) {
        let tests = members.iter().map(|(field, argument)| ask(field, path, argument));
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
        Value::String(text) => address::range(path, text).or_else(|| Some(glob(path, text))),
        Value::Object(_) => None,
        Value::Number(number) if address::port_number(path, number).is_some() => {
            address::port_number(path, number)
        }
        scalar => Some(Node::is(path, Constant::of(scalar)?)),
    }
}

/// Returns what the operator `name`, which may be qualified, asks of `subject`.
fn ask(subject: &str, name: &str, argument: &Value) -> Option<Node> {
    let qualified = Qualified::of(name);
    let (operator, opposite) = operator::any(qualified.name);
    let number = |value: &Value| match value {
        Value::String(text) if qualified.is_numeric() => {
            serde_json::from_str(text).map_or_else(|_| value.clone(), Value::Number)
        }
        other => other.clone(),
    };
    let argument = match argument {
        Value::Array(items) => items.iter().map(number).collect(),
        single => number(single),
    };
    let absent = || Node::is(subject, Constant::Null);
    let node = match qualified.values {
        None => asked(subject, &operator, &argument)?.negated_if(opposite),
        // That not all are among some is that any is none of them.
        Some(values) if (values == Values::All) != opposite => {
            let each = asked(&format!("each of {subject}"), &operator, &argument)?;
            Node::Any(vec![absent(), each]).negated_if(opposite)
        }
        Some(_) => {
            let operator = if operator == Operator::Is { Operator::Contains } else { operator };
            asked(subject, &operator, &argument)?.negated_if(opposite)
        }
    };
    Some(if qualified.if_exists { Node::Any(vec![absent(), node]) } else { node })
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
