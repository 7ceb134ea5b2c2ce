//! Comparisons that are errors, and searches that copy what they search.

use std::collections::BTreeSet;

use meta_core::finding::codes::lint;
use rhai::{ASTFlags, Expr, FnCallExpr, Position, Stmt};

use super::reading::{At, Found, Reading};
use super::shape::shape;
use crate::policy::kinds::Kind;
use crate::policy::script::{self, Node};

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let mut constants: BTreeSet<(usize, &str)> = BTreeSet::new();
    reading.each(|at, node, _| {
        if let Node::Statement(Stmt::Var(parts, flags, _)) = node {
            if flags.contains(ASTFlags::CONSTANT) {
                constants.insert((at, parts.0.name.as_str()));
            }
        }
    });
    let mut found = Vec::new();
    reading.each(|at, node, _| {
        let Some((call, position)) = script::call(&node) else { return };
        if call.op_token.is_some() {
            found.extend(mixed(reading, at, call, position));
        } else if reading.text_at(position).starts_with("in") {
            found.extend(copied(reading, at, call, position, &constants));
        }
    });
    found
}

fn mixed(reading: &Reading<'_>, at: usize, call: &FnCallExpr, position: Position) -> Option<Found> {
    let [a, b] = call.args.as_slice() else { return None };
    let operator = call.name.as_str();
    let is_equality = matches!(operator, "==" | "!=");
    if !is_equality && !matches!(operator, "<" | "<=" | ">" | ">=") {
        return None;
    }
    let kinds = (reading.kinds.of(at, a), reading.kinds.of(at, b));
    if can_be_compared(kinds, is_equality) {
        return None;
    }
    let (a, b) = (kinds.0.name(), kinds.1.name());
    let message = format!("{a} is compared with {b}, which is an error");
    let key = format!("{} {operator} {}", shape(call.args.first()?), shape(call.args.get(1)?));
    Some(Found::new(lint::MIXED_COMPARISON, At::Script(position), key, message))
}

fn can_be_compared(kinds: (Kind, Kind), is_equality: bool) -> bool {
    match kinds {
        (Kind::Any | Kind::Never, _)
        | (_, Kind::Any | Kind::Never)
        | (Kind::Text, Kind::Text)
        | (Kind::Facts("Time"), Kind::Facts("Time")) => true,
        (Kind::Unit, _) | (_, Kind::Unit) | (Kind::Boolean, Kind::Boolean) => is_equality,
        (a, b) => a.is_number() && b.is_number(),
    }
}

/// The engine copies what stands behind `in` unless it is a plain variable. Facts are shared; what a script builds
/// itself is not.
fn copied(
    reading: &Reading<'_>,
    at: usize,
    call: &FnCallExpr,
    position: Position,
    constants: &BTreeSet<(usize, &str)>,
) -> Option<Found> {
    let container = call.args.first().filter(|_| call.name == "contains")?;
    let is_built =
        |expression: &Expr| matches!(reading.kinds.of(at, expression), Kind::Array | Kind::Map);
    let name = if let Expr::Variable(variable, ..) = container {
        let name = variable.1.as_str();
        (constants.contains(&(at, name)) && is_built(container)).then(|| format!("`{name}`"))?
    } else {
        let (first, _) = script::chain(container)?;
        is_built(first).then(|| "the container".to_owned())?
    };
    let message = format!("`in` copies {name} before it searches it");
    Some(Found::new(lint::COPIED_CONTAINER, At::Script(position), shape(container), message))
}
