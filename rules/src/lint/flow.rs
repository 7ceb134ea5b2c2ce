//! Parts of a policy that never run.

use meta_core::finding::codes::lint;
use rhai::{Expr, FlowControl, Position, Stmt};

use super::reading::{At, Found, Reading, end};
use super::shape::shape;
use crate::policy::script::{Around, Node};

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    reading.each(|at, node, around| {
        let function = reading.functions.get(at).map_or("", |function| function.name.as_str());
        match node {
            Node::List(statements) => found.extend(behind(function, statements)),
            Node::Statement(Stmt::If(flow, _)) => {
                found.extend(constant(function, &flow.expr));
                if !is_else_if(around) {
                    found.extend(repeated(function, flow));
                }
            }
            Node::Statement(Stmt::While(flow, _)) => {
                // `while true` is how a loop without end is written.
                let never = matches!(flow.expr, Expr::BoolConstant(false, _));
                found.extend(never.then(|| constant(function, &flow.expr)).flatten());
            }
            _ => {}
        }
    });
    found
}

fn unreachable(function: &str, position: Position, what: &str, message: String) -> Found {
    Found::new(lint::UNREACHABLE, At::Script(position), format!("{function} {what}"), message)
}

/// Finds what stands behind a statement that ends the function or the loop.
fn behind(function: &str, statements: &[Stmt]) -> Option<Found> {
    let last = statements.iter().position(end)?;
    let next = statements.get(last + 1..)?.iter().find(|next| !matches!(next, Stmt::Noop(_)))?;
    let what = match statements.get(last) {
        Some(Stmt::Return(..)) => "`return`",
        Some(Stmt::BreakLoop(..)) => "`break` or `continue`",
        _ => "a statement that always ends",
    };
    let message = format!("this never runs: it stands behind {what}");
    Some(unreachable(function, next.position(), "behind", message))
}

fn constant(function: &str, condition: &Expr) -> Option<Found> {
    let Expr::BoolConstant(value, position) = condition else { return None };
    let message = format!("the condition is always {value}");
    Some(unreachable(function, *position, "constant", message))
}

/// Tells whether an `if` stands behind the `else` of another.
fn is_else_if(around: &[Around<'_>]) -> bool {
    matches!(around, [.., Around::Branch(Stmt::If(..), 1), Around::Listed([_], _)])
}

/// Finds conditions of a chain of `else if` that stand in it before.
fn repeated(function: &str, first: &FlowControl) -> Vec<Found> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut here = Some(first);
    while let Some(flow) = here {
        let condition = shape(&flow.expr);
        if seen.contains(&condition) {
            let message = "the condition stands in this chain before, so that it never decides";
            let at = flow.expr.start_position();
            found.push(unreachable(function, at, &condition, message.to_owned()));
        }
        seen.push(condition);
        here = match flow.branch.statements() {
            [Stmt::If(next, _)] => Some(next),
            _ => None,
        };
    }
    found
}
