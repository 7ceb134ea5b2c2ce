//! Conditions that are written as data: `all`, `any` and `not`, `JsonLogic`, clauses and maps.

use serde_json::{Map, Value, json};

use super::clause;
use super::constant::Constant;
use super::node::{Node, Test};
use super::operator::{self, Operator};
use super::term::{Term, apply};
use super::text;

/// Reads a condition; none when it is none that is understood.
pub(super) fn read(value: &Value) -> Option<Node> {
    (repeated(value)? <= MOST_REPEATED).then(|| within(value))?
}

/// Most parts that stand in a condition more often than they are written.
const MOST_REPEATED: usize = 1024;

/// Returns how many parts a condition has more than are written: what an `if` asks stands in it twice.
/// None when there are far too many.
fn repeated(value: &Value) -> Option<usize> {
    let (written, meant) = parts(value, 1)?;
    meant.checked_sub(written)
}

/// Returns the parts of a value that stands in a condition so many `times`: as written, and in all.
fn parts(value: &Value, times: usize) -> Option<(usize, usize)> {
    let mut sum = (1_usize, times);
    let mut add = |value: &Value, times: usize| {
        let (written, meant) = parts(value, times)?;
        sum = (sum.0.checked_add(written)?, sum.1.checked_add(meant)?);
        Some(())
    };
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| add(item, times))?,
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::Array(branches) if matches!(name.as_str(), "if" | "?:") => {
                        for (index, branch) in branches.iter().enumerate() {
                            let asks = index % 2 == 0 && index + 1 < branches.len();
                            let again = if asks { times.checked_mul(2)? } else { times };
                            add(branch, again)?;
                        }
                    }
                    other => add(other, times)?,
                }
            }
        }
        _ => {}
    }
    Some(sum)
}

fn within(value: &Value) -> Option<Node> {
    match value {
        Value::Bool(flag) => Some(Node::Const(*flag)),
        Value::String(text) => text::read(text),
        Value::Array(items) => Some(Node::All(many(items)?)),
        Value::Object(members) => object(members),
        Value::Null | Value::Number(_) => None,
    }
}

fn many(items: &[Value]) -> Option<Vec<Node>> {
    items.iter().map(within).collect()
}

fn object(members: &Map<String, Value>) -> Option<Node> {
    if let Some(clause) = clause::read(members) {
        return Some(clause);
    }
    if let Some((operator, arguments)) = logic(members) {
        return json_logic(operator, &arguments);
    }
    let nodes = members.iter().map(|(key, value)| member(key, value));
    Some(Node::All(nodes.collect::<Option<_>>()?))
}

/// Reads one member of a map: a list of conditions, or what is asked of a field.
fn member(key: &str, value: &Value) -> Option<Node> {
    let list = || match value {
        Value::Array(items) => many(items),
        other => Some(vec![within(other)?]),
    };
    match key.to_ascii_lowercase().replace(['_', '-'], "").as_str() {
        "all" | "and" | "allof" | "every" | "must" | "matchall" | "matchexpressions" => {
            list().map(Node::All)
        }
        "any" | "or" | "anyof" | "should" | "matchany" => list().map(Node::Any),
        "not" | "none" | "noneof" | "nor" | "mustnot" | "unless" => {
            list().map(|nodes| Node::Any(nodes).not())
        }
        "when" | "if" | "condition" | "expression" | "expr" | "cel" => within(value),
        "matchlabels" => Some(Node::All(clause::fields("", value.as_object()?)?)),
        _ => clause::field(key, value),
    }
}

/// Returns the operation of a `JsonLogic` object: one operator with its arguments.
fn logic(members: &Map<String, Value>) -> Option<(&str, Vec<&Value>)> {
    let mut all = members.iter();
    let (Some((name, value)), None) = (all.next(), all.next()) else { return None };
    let arguments = match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    };
    let signs = name.starts_with(['!', '=', '<', '>']);
    let named = matches!(name.as_str(), "in" | "var" | "starts_with" | "ends_with" | "sem_ver");
    let has_list = value.is_array();
    let over_list = matches!(name.as_str(), "all" | "some" | "none")
        && matches!(arguments.as_slice(), [first, _] if is_variable(first));
    let branches = matches!(name.as_str(), "if" | "?:") && has_list;
    let missing = matches!(name.as_str(), "missing" | "missing_some" | "fractional");
    (signs || named || over_list || branches || missing).then_some((name, arguments))
}

fn is_variable(value: &Value) -> bool {
    value.as_object().is_some_and(|members| members.len() == 1 && members.contains_key("var"))
}

fn json_logic(name: &str, arguments: &[&Value]) -> Option<Node> {
    if let Some(node) = defaulted(name, arguments) {
        return node;
    }
    match (name, arguments) {
        ("!" | "!!", [inner]) => Some(condition(inner)?.negated_if(name == "!")),
        ("if" | "?:", branches) => choose(branches),
        ("sem_ver", [version, sign, constant]) => {
            let (operator, negated) = operator::any(sign.as_str()?);
            Some(apply(term(version)?, &operator, release(term(constant)?))?.negated_if(negated))
        }
        ("<" | "<=", [least, middle, most]) => {
            let (operator, _) = operator::any(name);
            let first = apply(term(least)?, &operator, term(middle)?)?;
            Some(Node::All(vec![first, apply(term(middle)?, &operator, term(most)?)?]))
        }
        ("var" | "missing" | "missing_some" | "fractional" | "all" | "some" | "none", _) => {
            let subject = match name {
                "var" => arguments.first()?.as_str()?.to_owned(),
                _ => opaque(name, arguments),
            };
            Some(Node::atom(subject, Test::Truthy))
        }
        (_, [left, right]) => {
            let (operator, negated) = operator::any(name);
            // A text in a text is a part of it, and in `JsonLogic` the part comes first.
            let node = match (operator, term(left)?, term(right)?) {
                (Operator::In, left, right @ Term::Subject(_)) => {
                    apply(right, &Operator::Contains, left)?
                }
                (operator, left, right) => apply(left, &operator, right)?,
            };
            Some(node.negated_if(negated))
        }
        _ => None,
    }
}

/// Returns a comparison with a variable that has a default: with the default where the variable is
/// absent, and with the variable where it is not. None when there is no default.
#[expect(clippy::option_option, reason = "no default, and a comparison that is not understood")]
fn defaulted(name: &str, arguments: &[&Value]) -> Option<Option<Node>> {
    if matches!(name, "!" | "!!" | "if" | "?:" | "missing" | "missing_some" | "fractional") {
        return None;
    }
    if let ("var", [path, default]) = (name, arguments) {
        let present = Node::atom(path.as_str()?, Test::Truthy);
        let alone = Node::is(path.as_str()?, Constant::Null);
        return Some(match default {
            Value::Null | Value::Bool(false) => Some(present),
            Value::Bool(true) => Some(Node::Any(vec![alone, present])),
            _ => None,
        });
    }
    let (index, path, default) = arguments.iter().enumerate().find_map(|(index, argument)| {
        match argument
            .as_object()
            .filter(|_| is_variable(argument))?
            .get("var")?
            .as_array()?
            .as_slice()
        {
            [_, Value::Null] => None,
            [path, default] => Some((index, path.as_str()?, default)),
            _ => None,
        }
    })?;
    let variable = json!({"var": path});
    let with = |value: &Value| {
        let all = arguments.iter().enumerate();
        let all: Vec<&Value> =
            all.map(|(at, old)| if at == index { value } else { *old }).collect();
        json_logic(name, &all)
    };
    let absent = Node::is(path, Constant::Null);
    let both = with(default).zip(with(&variable)).map(|(unset, set)| {
        let unset = Node::All(vec![absent.clone(), unset]);
        Node::Any(vec![unset, Node::All(vec![absent.not(), set])])
    });
    Some(both)
}

/// Most branches of an `if`: each stands inside of the one before.
const MOST_BRANCHES: usize = 32;

/// `if a then b, else if c then d, else e`.
fn choose(branches: &[&Value]) -> Option<Node> {
    let (pairs, last) = match branches {
        [pairs @ .., last] if branches.len() % 2 == 1 => (pairs, condition(last)?),
        pairs => (pairs, Node::Const(false)),
    };
    if pairs.len() > 2 * MOST_BRANCHES {
        return None;
    }
    let mut otherwise = last;
    for pair in pairs.chunks_exact(2).rev() {
        let [test, then] = pair else { return None };
        let test = condition(test)?;
        let taken = Node::All(vec![test.clone(), condition(then)?]);
        otherwise = Node::Any(vec![taken, Node::All(vec![test.not(), otherwise])]);
    }
    Some(otherwise)
}

/// Writes a version with its three numbers.
fn release(term: Term) -> Term {
    let Term::Constant(Constant::Text(text)) = &term else { return term };
    let plain = text.strip_prefix('v').unwrap_or(text);
    let end = plain.find(['-', '+']).unwrap_or(plain.len());
    match plain.split_at_checked(end) {
        Some((numbers, rest)) if numbers.split('.').count() < 3 => {
            let missing = 3 - numbers.split('.').count();
            Term::Constant(Constant::Text(format!("{numbers}{}{rest}", ".0".repeat(missing))))
        }
        _ => Term::Constant(Constant::Text(plain.to_owned())),
    }
}

/// Reads a condition inside of `JsonLogic`, where a text is a value.
fn condition(value: &Value) -> Option<Node> {
    match value {
        Value::Object(members) => object(members),
        other => term(other)?.condition(),
    }
}

/// Reads a value inside of `JsonLogic`.
fn term(value: &Value) -> Option<Term> {
    match value {
        Value::Object(members) if is_variable(value) => {
            let path = match members.get("var")? {
                Value::Array(items) => items.first()?.as_str()?,
                other => other.as_str()?,
            };
            Some(Term::Subject(path.to_owned()))
        }
        Value::Object(_) => Some(Term::Subject(value.to_string())),
        Value::Array(items) => items.iter().map(term).collect::<Option<_>>().map(Term::List),
        scalar => Constant::of(scalar).map(Term::Constant),
    }
}

/// Returns an operation that is only known by its text.
fn opaque(name: &str, arguments: &[&Value]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    format!("{name}({})", arguments.join(", "))
}
