//! Conditions that are written as expressions, such as `a == 1 && !(b || c > 3)`.
//!
//! A Pratt parser: each operator binds with a strength, and takes to its right what binds more.

use super::constant::Constant;
use super::lex::{Token, tokens};
use super::node::{Node, Test};
use super::operator::{self, Operator};
use super::term::{Term, apply};

/// Most bytes of an expression.
const MOST_BYTES: usize = 8 << 10;

/// Most expressions inside expressions.
const MOST_DEPTH: usize = 48;

/// Reads a condition; none when the text is no expression that is understood.
pub(super) fn read(text: &str) -> Option<Node> {
    let text = text.trim();
    let inner = text.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
    let text = inner.unwrap_or(text);
    if text.len() > MOST_BYTES {
        return None;
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let node = parser.expression(0)?.condition()?;
    parser.tokens.is_empty().then_some(node)
}

/// How strongly operators bind.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;

/// An operator between two operands.
enum Infix {
    Or,
    And,
    Test(Operator, bool),
    Arithmetic(&'static str),
}

struct Parser<'t> {
    tokens: &'t [Token],
    depth: usize,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<&'t Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.first(), Some(Token::Sign(other)) if *other == sign);
        if found {
            self.next();
        }
        found
    }

    fn expression(&mut self, least: u8) -> Option<Term> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let mut left = self.operand()?;
        while let Some((infix, strength, length)) = self.infix() {
            if strength <= least {
                break;
            }
            self.tokens = self.tokens.get(length..)?;
            let right = self.expression(strength)?;
            left = join(left, &infix, right)?;
        }
        self.depth -= 1;
        Some(left)
    }

    /// Returns the operator that comes next, how strongly it binds, and how many tokens it has.
    fn infix(&self) -> Option<(Infix, u8, usize)> {
        let word = |token: Option<&Token>| match token {
            Some(Token::Name(name)) => Some(name.to_ascii_lowercase()),
            _ => None,
        };
        let test = |name: &str, length: usize| {
            let (operator, negated) = operator::named(name)?;
            Some((Infix::Test(operator, negated), COMPARISON, length))
        };
        match self.tokens.first()? {
            Token::Sign("&&") => Some((Infix::And, AND, 1)),
            Token::Sign("||") => Some((Infix::Or, OR, 1)),
            Token::Sign(sign @ ("+" | "-")) => Some((Infix::Arithmetic(sign), SUM, 1)),
            Token::Sign(sign @ ("*" | "/" | "%")) => Some((Infix::Arithmetic(sign), PRODUCT, 1)),
            Token::Sign(sign) => test(sign, 1),
            Token::Name(name) => {
                let second = word(self.tokens.get(1));
                match (name.to_ascii_lowercase().as_str(), second.as_deref()) {
                    ("and", _) => Some((Infix::And, AND, 1)),
                    ("or", _) => Some((Infix::Or, OR, 1)),
                    ("not", Some("in")) => test("notin", 2),
                    ("is", Some("not")) => test("isnot", 2),
                    // These ask nothing of what comes behind them.
                    ("exists" | "present" | "defined" | "absent" | "null", _) => None,
                    (name, _) => test(name, 1),
                }
            }
            Token::Number(_) | Token::Text(_) => None,
        }
    }

    fn operand(&mut self) -> Option<Term> {
        match self.next()? {
            Token::Number(text) => Constant::number(text).map(Term::Constant),
            Token::Text(text) => Some(Term::Constant(Constant::Text(text.clone()))),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.eat(")").then_some(inner)
            }
            Token::Sign("[") => self.list("]").map(Term::List),
            Token::Sign("!") => Some(Term::Condition(self.expression(SIGN)?.condition()?.not())),
            Token::Sign("-") => negative(&self.expression(SIGN)?),
            Token::Sign(_) => None,
            Token::Name(name) => match name.to_ascii_lowercase().as_str() {
                "not" => Some(Term::Condition(self.expression(NOT)?.condition()?.not())),
                "true" => Some(Term::Constant(Constant::Bool(true))),
                "false" => Some(Term::Constant(Constant::Bool(false))),
                "null" | "nil" | "none" => Some(Term::Constant(Constant::Null)),
                "and" | "or" | "in" => None,
                _ => self.path(name),
            },
        }
    }

    /// Reads the rest of a path or call that begins with `name`.
    fn path(&mut self, name: &str) -> Option<Term> {
        let (mut term, mut last) = (Term::Subject(name.to_owned()), None::<String>);
        loop {
            if self.eat(".") {
                let Token::Name(part) = self.next()? else { return None };
                if matches!(self.tokens.first(), Some(Token::Sign("("))) {
                    last = Some(part.clone());
                } else {
                    term = Term::Subject(format!("{}.{part}", term.show()));
                }
            } else if self.eat("[") {
                let inner = self.expression(0)?;
                term = Term::Subject(match &inner {
                    Term::Constant(Constant::Text(key)) => format!("{}.{key}", term.show()),
                    other => format!("{}[{}]", term.show(), other.show()),
                });
                if !self.eat("]") {
                    return None;
                }
            } else if self.eat("(") {
                let arguments = self.list(")")?;
                term = match last.take() {
                    Some(method) => call(&method, Some(term), arguments)?,
                    None => call(&term.show(), None, arguments)?,
                };
            } else {
                return Some(term);
            }
        }
    }

    /// Reads terms up to the sign `end`.
    fn list(&mut self, end: &str) -> Option<Vec<Term>> {
        let mut items = Vec::new();
        loop {
            if self.eat(end) {
                return Some(items);
            }
            if !items.is_empty() && !self.eat(",") {
                return None;
            }
            items.push(self.expression(0)?);
        }
    }
}

fn negative(term: &Term) -> Option<Term> {
    match term {
        Term::Constant(Constant::Number(number)) => {
            Constant::number(&format!("-{number}")).map(Term::Constant)
        }
        Term::Subject(subject) => Some(Term::Subject(format!("-{subject}"))),
        _ => None,
    }
}

fn join(left: Term, infix: &Infix, right: Term) -> Option<Term> {
    let node = match infix {
        Infix::And => match left.condition()? {
            // A long chain is one list, not a deep tree.
            Node::All(mut nodes) => {
                nodes.push(right.condition()?);
                Node::All(nodes)
            }
            left => Node::All(vec![left, right.condition()?]),
        },
        Infix::Or => match left.condition()? {
            Node::Any(mut nodes) => {
                nodes.push(right.condition()?);
                Node::Any(nodes)
            }
            left => Node::Any(vec![left, right.condition()?]),
        },
        Infix::Test(operator, negated) => apply(left, operator, right)?.negated_if(*negated),
        Infix::Arithmetic(sign) => {
            return Some(Term::Subject(format!("({} {sign} {})", left.show(), right.show())));
        }
    };
    Some(Term::Condition(node))
}

/// Reads a call: those that ask something which an operator asks too, and others by their text.
fn call(name: &str, receiver: Option<Term>, arguments: Vec<Term>) -> Option<Term> {
    let mut terms: Vec<Term> = receiver.into_iter().chain(arguments).collect();
    let existence = matches!(name, "has" | "exists" | "defined" | "isset");
    if let ([Term::Subject(subject)], true) = (terms.as_slice(), existence) {
        return Some(Term::Condition(Node::is(subject, Constant::Null).not()));
    }
    if let (2, Some((operator, negated))) = (terms.len(), operator::named(name)) {
        let (right, left) = (terms.pop()?, terms.pop()?);
        return Some(Term::Condition(apply(left, &operator, right)?.negated_if(negated)));
    }
    let shown: Vec<String> = terms.iter().map(Term::show).collect();
    Some(match terms.as_slice() {
        // `always()` and the like are situations of their own.
        [] => Term::Condition(Node::atom(format!("{name}()"), Test::Truthy)),
        _ => Term::Subject(format!("{name}({})", shown.join(", "))),
    })
}
