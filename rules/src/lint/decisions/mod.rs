//! Decisions that cannot be told apart: findings have their names from what they are about, or else from their
//! messages without numbers.

mod exclusive;

use std::collections::{BTreeMap, BTreeSet};

use meta_core::finding::codes::lint;
use rhai::{Expr, FnCallExpr, Position, Stmt};

use super::functions::callees;
use super::reading::{At, Found, Reading};
use super::shape::shape;
use crate::policy::Hook;
use crate::policy::script::{self, Around, Node, Step, unwrapped};

/// A place where a policy says something that becomes a finding.
pub(super) struct Emission<'a> {
    /// The function it stands in.
    at: usize,
    position: Position,
    message: &'a Expr,
    /// What `about` is given.
    about: Option<&'a Expr>,
    around: Vec<Around<'a>>,
}

impl Emission<'_> {
    fn is_in(&self, of: &Stmt) -> bool {
        self.around
            .iter()
            .any(|around| matches!(around, Around::Loop(own) if std::ptr::eq(*own, of)))
    }
}

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let emissions = emissions(reading);
    let repeated = called_in_loops(reading);
    let mut found: Vec<Found> = emissions
        .iter()
        .filter_map(|emission| in_a_loop(reading, emission, repeated.contains(&emission.at)))
        .collect();
    for (index, second) in emissions.iter().enumerate() {
        let before = emissions.get(..index).unwrap_or_default();
        found.extend(before.iter().find_map(|first| same(reading, first, second)));
    }
    found
}

/// Returns where the policy says something that becomes a finding.
pub(super) fn emissions<'a>(reading: &Reading<'a>) -> Vec<Emission<'a>> {
    let mut abouts: BTreeMap<*const FnCallExpr, &'a Expr> = BTreeMap::new();
    let mut named: BTreeMap<(usize, &'a str), &'a Expr> = BTreeMap::new();
    reading.chains(|at, first, steps| {
        let about = steps.iter().find_map(|step| match step {
            Step::Method(call, _) if call.name == "about" => call.args.first(),
            _ => None,
        });
        match (unwrapped(first), about) {
            (Expr::FnCall(call, _), Some(about)) => {
                abouts.insert(std::ptr::from_ref(&**call), about);
            }
            (Expr::Variable(variable, ..), Some(about)) => {
                named.insert((at, variable.1.as_str()), about);
            }
            _ => {}
        }
    });
    let mut found = Vec::new();
    reading.each(|at, node, around| {
        let Some((call, position)) = script::call(&node) else { return };
        let is_word = matches!(call.name.as_str(), "deny" | "warn" | "info");
        let ([message], true) = (call.args.as_slice(), is_word) else { return };
        let about = abouts.get(&std::ptr::from_ref(call)).copied();
        let about = about.or_else(|| named.get(&(at, bound_to(around)?)).copied());
        found.push(Emission { at, position, message, about, around: around.to_vec() });
    });
    found
}

/// Returns the variable that the statement around declares.
fn bound_to<'a>(around: &[Around<'a>]) -> Option<&'a str> {
    match around.last() {
        Some(Around::Listed(statements, index)) => match statements.get(*index)? {
            Stmt::Var(parts, ..) => Some(parts.0.name.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the functions of the policy that loops call.
fn called_in_loops(reading: &Reading<'_>) -> BTreeSet<usize> {
    let mut called = BTreeSet::new();
    reading.each(|_, node, around| {
        if around.iter().any(|around| matches!(around, Around::Loop(_))) {
            called.extend(callees(reading, &node));
        }
    });
    called
}

/// Finds a decision in a loop that does not tell what it is about.
fn in_a_loop(reading: &Reading<'_>, emission: &Emission<'_>, is_repeated: bool) -> Option<Found> {
    let around = emission.around.as_slice();
    let innermost = around.iter().rposition(|around| matches!(around, Around::Loop(_)));
    let outermost = around.iter().position(|around| matches!(around, Around::Loop(_)));
    let mut changing = BTreeSet::new();
    if let Some(innermost) = innermost {
        if exclusive::leaves(around.get(innermost..).unwrap_or_default()) {
            return None;
        }
    } else if !is_repeated {
        return None;
    }
    if is_repeated {
        changing.extend(reading.functions.get(emission.at)?.parameters.iter().map(String::as_str));
    }
    names_of(around.get(outermost.unwrap_or(0)..).unwrap_or_default(), &mut changing);
    let depends = |part: &Expr| script::variables(part).iter().any(|name| changing.contains(name));
    let told = parts(emission.about.unwrap_or(emission.message));
    let telling: Vec<&Expr> = told.into_iter().filter(|part| depends(part)).collect();
    let key = shape(emission.message);
    let at = At::Script(emission.position);
    if telling.is_empty() {
        let message =
            "each turn of the loop says the same, so that the findings have one fingerprint";
        return Some(Found::new(lint::COLLIDING_DECISIONS, at, key, message));
    }
    let is_number = |part: &&Expr| reading.kinds.of(emission.at, part).is_number();
    (emission.about.is_none() && telling.iter().all(is_number)).then(|| {
        let message =
            "only a number tells the turns of the loop apart, which fingerprints leave out";
        Found::new(lint::NUMBER_AS_KEY, at, key, message)
    })
}

/// Adds the names whose values change from turn to turn.
fn names_of<'a>(around: &[Around<'a>], names: &mut BTreeSet<&'a str>) {
    for around in around {
        match around {
            Around::Loop(Stmt::For(parts, _)) => {
                names.insert(parts.0.name.as_str());
                names.extend(parts.1.iter().map(|counter| counter.name.as_str()));
            }
            Around::Loop(Stmt::While(flow, _) | Stmt::Do(flow, ..)) => {
                names.extend(assigned(flow.body.statements()));
            }
            Around::Listed(statements, _) => names.extend(assigned(statements)),
            _ => {}
        }
        if let Around::Loop(Stmt::For(parts, _)) = around {
            names.extend(assigned(parts.2.body.statements()));
        }
    }
}

/// Returns the names that statements declare or change.
fn assigned(statements: &[Stmt]) -> Vec<&str> {
    let mut names = Vec::new();
    script::walk(statements, &mut |node, _| match node {
        Node::Statement(Stmt::Var(parts, ..)) => names.push(parts.0.name.as_str()),
        Node::Statement(Stmt::Assignment(parts)) => {
            if let Expr::Variable(variable, ..) = &parts.1.lhs {
                names.push(variable.1.as_str());
            }
        }
        _ => {}
    });
    names
}

/// Returns the parts that a text is put together from.
fn parts(expression: &Expr) -> Vec<&Expr> {
    match unwrapped(expression) {
        Expr::InterpolatedString(parts, _) => parts.iter().map(unwrapped).collect(),
        Expr::FnCall(call, _) if call.name == "+" => call.args.iter().flat_map(parts).collect(),
        other => vec![other],
    }
}

/// Finds two decisions that one question can make, and that have one fingerprint.
fn same(reading: &Reading<'_>, first: &Emission<'_>, second: &Emission<'_>) -> Option<Found> {
    let is_possible = first.at == second.at
        && first.about.is_some() == second.about.is_some()
        && !exclusive::are(&first.around, &second.around)
        && !is_of_different_loops(first, second);
    if !is_possible || key(reading, first) != key(reading, second) {
        return None;
    }
    let line = first.position.line().unwrap_or(1);
    let at = At::Script(second.position);
    let is_word_for_word = shape(first.message) == shape(second.message);
    Some(if first.about.is_some() || is_word_for_word {
        let message = format!("the decision at line {line} has the same fingerprint");
        Found::new(lint::COLLIDING_DECISIONS, at, key(reading, second), message)
    } else {
        let message = format!(
            "only a number tells it from the decision at line {line}, which fingerprints leave out"
        );
        Found::new(lint::NUMBER_AS_KEY, at, key(reading, second), message)
    })
}

/// Tells whether what one of two decisions is about comes from a loop that the other does not stand in: one name stands
/// for different things then.
fn is_of_different_loops(first: &Emission<'_>, second: &Emission<'_>) -> bool {
    let comes_from = |a: &Emission<'_>, b: &Emission<'_>| {
        let told = script::variables(a.about.unwrap_or(a.message));
        let apart = a.around.iter().filter_map(|around| match around {
            Around::Loop(of) if !b.is_in(of) => Some(*around),
            _ => None,
        });
        let mut names = BTreeSet::new();
        names_of(&apart.collect::<Vec<_>>(), &mut names);
        told.iter().any(|name| names.contains(name))
    };
    comes_from(first, second) || comes_from(second, first)
}

/// Returns what the fingerprint of a decision is made from.
fn key(reading: &Reading<'_>, emission: &Emission<'_>) -> String {
    match emission.about {
        Some(about) => shape(about),
        None => template(reading, emission),
    }
}

/// Returns a message without its numbers.
pub(super) fn template(reading: &Reading<'_>, emission: &Emission<'_>) -> String {
    let text = |part: &Expr| match part {
        Expr::StringConstant(text, _) => {
            text.chars().filter(|letter| !letter.is_ascii_digit()).collect()
        }
        other if reading.kinds.of(emission.at, other).is_number() => String::new(),
        other => format!("${{{}}}", shape(other)),
    };
    parts(emission.message).into_iter().map(text).collect()
}

/// Returns the messages of a policy by the hook they are said in.
pub(super) fn messages(reading: &Reading<'_>) -> BTreeSet<(Option<Hook>, String)> {
    let hook = |at: usize| Hook::find(&reading.functions.get(at)?.name);
    emissions(reading).iter().map(|e| (hook(e.at), template(reading, e))).collect()
}
