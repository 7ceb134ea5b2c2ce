//! Loops that collect in place of saying what they found.

use meta_core::finding::codes::lint;
use rhai::{Expr, Stmt};

use super::reading::{At, Found, Reading};
use crate::policy::kinds::Kind;
use crate::policy::script::{Around, Node};

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    reading.each(|at, node, around| {
        let Node::Statement(Stmt::Assignment(parts)) = node else { return };
        let Expr::Variable(variable, _, position) = &parts.1.lhs else { return };
        let name = variable.1.as_str();
        let grows = match parts.0.get_op_assignment_info() {
            Some((.., operator)) => operator == "+",
            None => adds_to(&parts.1.rhs, name),
        };
        let what = match reading.kinds.of(at, &parts.1.lhs) {
            Kind::Array => "an array",
            Kind::Text => "a text",
            _ => return,
        };
        if !grows || !outlives_a_loop(around, name) {
            return;
        }
        let message = format!("`{name}` collects what a loop finds in {what}");
        found.push(Found::new(lint::COLLECTS_VALUES, At::Script(*position), name, message));
    });
    found
}

/// Tells whether a sum has the variable `name` itself in it.
fn adds_to(value: &Expr, name: &str) -> bool {
    let Expr::FnCall(call, _) = value else { return false };
    let is_it = |part: &Expr| matches!(part, Expr::Variable(known, ..) if known.1 == name);
    call.name == "+" && call.args.iter().any(|part| is_it(part) || adds_to(part, name))
}

/// Tells whether a loop around has not made the variable itself.
fn outlives_a_loop(around: &[Around<'_>], name: &str) -> bool {
    let Some(innermost) = around.iter().rposition(|around| matches!(around, Around::Loop(_)))
    else {
        return false;
    };
    let inside = around.get(innermost..).unwrap_or_default();
    !inside.iter().any(|around| match around {
        Around::Listed(statements, index) => statements
            .get(..*index)
            .unwrap_or_default()
            .iter()
            .any(|before| matches!(before, Stmt::Var(parts, ..) if parts.0.name == name)),
        _ => false,
    })
}
