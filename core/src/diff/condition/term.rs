//! The two sides of a comparison, and what comparing them says.

use super::address;
use super::constant::{Comparison, Constant};
use super::node::{Node, Test};
use super::operator::Operator;
use super::pattern::Pattern;

/// What stands beside an operator.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// A path, or anything else that has a value, as it is written.
    Subject(String),
    Constant(Constant),
    List(Vec<Term>),
    Condition(Node),
}

impl Term {
    /// Returns what it says where a condition is wanted.
    pub(super) fn condition(self) -> Option<Node> {
        match self {
            Self::Subject(subject) => Some(Node::atom(subject, Test::Truthy)),
            Self::Constant(Constant::Bool(flag)) => Some(Node::Const(flag)),
            Self::Condition(node) => Some(node),
            Self::Constant(_) | Self::List(_) => None,
        }
    }

    /// Returns the term as an expression has it.
    pub(super) fn show(&self) -> String {
        match self {
            Self::Subject(subject) => subject.clone(),
            Self::Constant(constant) => constant.show(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::show).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Condition(node) => format!("{node:?}"),
        }
    }
}

/// Returns the condition that `left operator right` states; none when it makes no sense.
pub(super) fn apply(left: Term, operator: &Operator, right: Term) -> Option<Node> {
    match operator {
        Operator::Exists => exists(left, &right),
        Operator::In => member(left, right),
        Operator::Contains => contains(&left, right),
        Operator::Is => equal(left, right),
        Operator::Order(comparison) => order(left, *comparison, right),
        Operator::StartsWith
        | Operator::EndsWith
        | Operator::Glob
        | Operator::Address
        | Operator::Other(_) => fits(left, operator, right),
    }
}

/// `exists: false` asks for the opposite.
fn exists(left: Term, right: &Term) -> Option<Node> {
    let Term::Subject(subject) = left else { return None };
    let denied = match right {
        Term::Constant(Constant::Bool(flag)) => !flag,
        Term::Constant(Constant::Text(text)) => text == "false",
        _ => false,
    };
    Some(Node::is(&subject, Constant::Null).negated_if(!denied))
}

fn member(left: Term, right: Term) -> Option<Node> {
    match right {
        Term::List(items) => {
            let tests = items.into_iter().map(|item| equal(left.clone(), item));
            Some(Node::Any(tests.collect::<Option<_>>()?))
        }
        Term::Subject(_) => contains(&right, left),
        // A single value is a list of one; `in` a text asks for a part of it.
        Term::Constant(_) => equal(left, right),
        Term::Condition(_) => None,
    }
}

/// Whether the subject is a list or a text, nothing tells here.
fn contains(left: &Term, right: Term) -> Option<Node> {
    match (left, right) {
        (Term::Subject(subject), Term::Constant(Constant::Text(part))) => {
            Some(Node::atom(subject, Test::Fits(Pattern::Contains(part))))
        }
        (_, Term::List(items)) => {
            let tests = items.into_iter().map(|item| contains(left, item));
            Some(Node::Any(tests.collect::<Option<_>>()?))
        }
        (_, Term::Condition(_)) => None,
        (_, part) => {
            Some(Node::atom(format!("{} contains {}", left.show(), part.show()), Test::Truthy))
        }
    }
}

fn equal(left: Term, right: Term) -> Option<Node> {
    match (left, right) {
        (Term::Subject(subject), Term::Constant(constant))
        | (Term::Constant(constant), Term::Subject(subject)) => Some(is(&subject, constant)),
        (Term::Subject(a), Term::Subject(b)) => {
            let (subject, _) = pair(&a, &b);
            Some(Node::is(&subject, Constant::zero()))
        }
        (Term::Constant(a), Term::Constant(b)) => Some(Node::Const(a == b)),
        (Term::Condition(node), Term::Constant(Constant::Bool(flag)))
        | (Term::Constant(Constant::Bool(flag)), Term::Condition(node)) => {
            Some(node.negated_if(!flag))
        }
        (subject, Term::List(items)) | (Term::List(items), subject) => {
            member(subject, Term::List(items))
        }
        _ => None,
    }
}

fn is(subject: &str, constant: Constant) -> Node {
    let range = match &constant {
        Constant::Text(text) if address::is_address(subject) => address::network(subject, text),
        Constant::Number(number) => {
            number.to_value().as_number().and_then(|number| address::port_number(subject, number))
        }
        _ => None,
    };
    range.unwrap_or_else(|| Node::is(subject, constant))
}

fn order(left: Term, comparison: Comparison, right: Term) -> Option<Node> {
    match (left, right) {
        (Term::Subject(subject), Term::Constant(constant)) => {
            Some(Node::atom(subject, Test::Order(comparison, constant)))
        }
        (Term::Constant(constant), Term::Subject(subject)) => {
            Some(Node::atom(subject, Test::Order(comparison.flipped(), constant)))
        }
        (Term::Subject(a), Term::Subject(b)) => {
            let (subject, flipped) = pair(&a, &b);
            let comparison = if flipped { comparison.flipped() } else { comparison };
            Some(Node::atom(subject, Test::Order(comparison, Constant::zero())))
        }
        (Term::Constant(a), Term::Constant(b)) => {
            let same = std::mem::discriminant(&a) == std::mem::discriminant(&b);
            same.then(|| Node::Const(comparison.holds(a.cmp(&b))))
        }
        (subject, Term::List(items)) => {
            let tests = items.into_iter().map(|item| order(subject.clone(), comparison, item));
            Some(Node::Any(tests.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// Two subjects that are compared are one: their difference, which is compared with zero.
fn pair(a: &str, b: &str) -> (String, bool) {
    if a <= b { (format!("{a} <=> {b}"), false) } else { (format!("{b} <=> {a}"), true) }
}

fn fits(left: Term, operator: &Operator, right: Term) -> Option<Node> {
    if let Term::List(items) = right {
        let tests = items.into_iter().map(|item| fits(left.clone(), operator, item));
        return Some(Node::Any(tests.collect::<Option<_>>()?));
    }
    let subject = match left {
        Term::Subject(subject) => subject,
        Term::Constant(_) => left.show(),
        Term::List(_) | Term::Condition(_) => return None,
    };
    let pattern = match (operator, right) {
        (Operator::Glob, Term::Constant(Constant::Text(text))) => {
            return Some(glob(&subject, &text));
        }
        (Operator::Address, Term::Constant(Constant::Text(text))) => {
            return address::network(&subject, &text).or_else(|| {
                Some(Node::atom(subject, Test::Fits(Pattern::Other("address".to_owned(), text))))
            });
        }
        (Operator::StartsWith, Term::Constant(Constant::Text(text))) => Pattern::StartsWith(text),
        (Operator::EndsWith, Term::Constant(Constant::Text(text))) => Pattern::EndsWith(text),
        (other, right) => Pattern::Other(format!("{other:?}"), right.show()),
    };
    Some(Node::atom(subject, Test::Fits(pattern)))
}

/// Returns the condition that `subject` fits `glob`, in the plainest form that says it.
pub(super) fn glob(subject: &str, glob: &str) -> Node {
    let wild = |text: &str| text.contains(['*', '?', '[', '{']);
    if !wild(glob) {
        return Node::is(subject, Constant::Text(glob.to_owned()));
    }
    if matches!(glob, "*" | "**" | "**/*") {
        return Node::Const(true);
    }
    // A single `*` may stop at a slash: it says "all below" only where there is none.
    let below = glob
        .strip_suffix("**")
        .or_else(|| glob.strip_suffix('*').filter(|start| !start.contains('/')));
    let pattern = match (below, glob.strip_prefix('*')) {
        (Some(start), _) if !wild(start) => Pattern::StartsWith(start.to_owned()),
        (_, Some(end)) if !wild(end) && !end.contains('/') => Pattern::EndsWith(end.to_owned()),
        _ => Pattern::Glob(glob.to_owned()),
    };
    Node::atom(subject, Test::Fits(pattern))
}
