//! Functions: those that are nearly hooks, those that nobody calls, and names that stand for two things.

use std::collections::BTreeSet;

use meta_core::finding::codes::lint;
use meta_core::suggest;
use rhai::{Position, Stmt};

use super::reading::{At, Found, Reading};
use crate::policy::Hook;
use crate::policy::script::{self, Around, Function, Node, Step};

pub(super) fn lint(reading: &Reading<'_>) -> Vec<Found> {
    let reached = reached(reading);
    let mut found = Vec::new();
    for (at, function) in reading.functions.iter().enumerate() {
        if let Some(hook) = Hook::find(&function.name) {
            found.extend(parameters(function, hook));
            continue;
        }
        found.extend((!reached.contains(&at)).then(|| unused(reading, at, function)));
        found.extend(shadows_helper(reading, function));
    }
    found.extend(hidden(reading));
    found
}

/// Returns the functions that hooks call, directly or not.
fn reached(reading: &Reading<'_>) -> BTreeSet<usize> {
    let mut calls: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); reading.functions.len()];
    reading.each(|at, node, _| {
        let callees = callees(reading, &node);
        if let Some(calls) = calls.get_mut(at) {
            calls.extend(callees);
        }
    });
    let is_hook = |function: &Function| Hook::find(&function.name).is_some();
    let mut open: Vec<usize> =
        (0..).zip(reading.functions).filter(|(_, f)| is_hook(f)).map(|(at, _)| at).collect();
    let mut reached: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        for callee in calls.get(at).into_iter().flatten() {
            if reached.insert(*callee) {
                open.push(*callee);
            }
        }
    }
    reached
}

/// Returns the functions of the policy that are called here, with or without a dot.
pub(super) fn callees(reading: &Reading<'_>, node: &Node<'_>) -> Vec<usize> {
    let own = |name: &str, count: usize| reading.kinds.own(name, count).map(|(at, _)| at);
    if let Some((call, _)) = script::call(node) {
        return own(&call.name, call.args.len()).into_iter().collect();
    }
    let Node::Expression(expression) = node else { return Vec::new() };
    let steps = script::chain(expression).map(|(_, steps)| steps).unwrap_or_default();
    let called = steps.iter().filter_map(|step| match step {
        Step::Method(call, _) => own(&call.name, call.args.len()),
        _ => None,
    });
    called.collect()
}

fn unused(reading: &Reading<'_>, at: usize, function: &Function) -> Found {
    let name = function.name.as_str();
    let mut is_called = false;
    reading.each(|from, node, _| is_called |= from != at && callees(reading, &node).contains(&at));
    let near = suggest::nearest(name, Hook::ALL.iter().map(|hook| hook.as_str()));
    let place = At::Script(name_place(reading, function));
    if let Some(near) = near.filter(|_| !is_called) {
        let message = format!("`{name}` is no hook, and nobody calls it");
        let help = format!("did you mean `{near}`?");
        return Found::new(lint::UNKNOWN_HOOK, place, name, message).help(help);
    }
    Found::new(lint::UNUSED_FUNCTION, place, name, format!("no hook calls `{name}`"))
}

/// Finds hooks that take their context for their subject, or one subject for another.
fn parameters(function: &Function, hook: Hook) -> Option<Found> {
    let [subject, context] = function.parameters.as_slice() else { return None };
    let own = hook.row().subject.0;
    let is_of_another = |name: &str| {
        let named = |other: &Hook| other.row().subject.0 == name;
        // Data may be about anything.
        hook.row().subject.1 != "Data" && name != own && Hook::ALL.iter().any(named)
    };
    let wrong = if matches!(subject.as_str(), "ctx" | "context") {
        subject
    } else if context == own || is_of_another(subject) {
        if is_of_another(subject) { subject } else { context }
    } else {
        return None;
    };
    let name = hook.as_str();
    let message = format!("`{wrong}` is not what `{name}` is given there");
    let help = format!("write `fn {name}({own}, ctx)`");
    let at = At::Script(function.ends.0);
    Some(Found::new(lint::HOOK_PARAMETERS, at, name, message).help(help))
}

fn shadows_helper(reading: &Reading<'_>, function: &Function) -> Option<Found> {
    let name = function.name.as_str();
    let is_it =
        |member: &crate::engine::api::Member| member.name == name && member.parameters.is_some();
    reading.host.members.iter().any(is_it).then(|| {
        let message = format!("`{name}` is the name of a function of the library, too");
        let at = At::Script(name_place(reading, function));
        Found::new(lint::SHADOWED_NAME, at, name, message)
    })
}

/// Finds variables that hide a parameter, and loops that hide a variable.
fn hidden(reading: &Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    reading.each(|at, node, around| {
        let Some(function) = reading.functions.get(at) else { return };
        let (name, position, is_loop) = match node {
            Node::Statement(Stmt::Var(parts, ..)) => (&parts.0.name, parts.0.pos, false),
            Node::Statement(Stmt::For(parts, _)) => (&parts.0.name, parts.0.pos, true),
            _ => return,
        };
        let is_parameter = function.parameters.iter().any(|known| known == name.as_str());
        if is_parameter || (is_loop && around.iter().any(|outer| declares(outer, name))) {
            let message = format!("`{name}` hides what has this name outside");
            let key = format!("{} {name}", function.name);
            found.push(Found::new(lint::SHADOWED_NAME, At::Script(position), key, message));
        }
    });
    found
}

fn declares(around: &Around<'_>, name: &str) -> bool {
    match around {
        Around::Listed(statements, index) => {
            let before = statements.get(..*index).unwrap_or_default();
            before.iter().any(|s| matches!(s, Stmt::Var(parts, ..) if parts.0.name == name))
        }
        Around::Loop(Stmt::For(parts, _)) => parts.0.name == name,
        _ => false,
    }
}

/// Returns where the name of a function stands, before its body.
fn name_place(reading: &Reading<'_>, function: &Function) -> Position {
    let body = function.ends.0;
    let line = body.line().unwrap_or(1);
    let text = reading.written.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let Some(byte) = text.find(&format!("fn {}", function.name)) else { return body };
    let column = text.get(..byte).unwrap_or_default().chars().count() + 4;
    match (u16::try_from(line), u16::try_from(column)) {
        (Ok(line), Ok(column)) => Position::new(line, column),
        _ => body,
    }
}
