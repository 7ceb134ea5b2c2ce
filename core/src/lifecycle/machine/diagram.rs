//! A machine as a picture: Mermaid, or DOT for Graphviz.

use std::fmt::Write as _;

use super::compile::{EVERY, PREVIOUS};
use super::definition::{FactGuard, Guard, MachineTransition, StateMachine};

/// Returns the state diagram of `definition` for Mermaid, with the state `current` marked.
pub(super) fn mermaid(definition: &StateMachine, current: Option<&str>) -> String {
    let ids = Ids::new(definition);
    let mut text = String::from("stateDiagram-v2\n");
    write_inside(&mut text, definition, &ids, None, 1);
    for (from, to, label) in arrows(definition) {
        let label = label.replace([':', ';', '#', '\n'], " ");
        let _ = writeln!(text, "  {} --> {}: {label}", ids.of(from), ids.of(to));
    }
    for (name, _) in definition.states.iter().filter(|(_, state)| state.is_final) {
        let _ = writeln!(text, "  {} --> [*]", ids.of(name));
    }
    if let Some(current) = current {
        let _ = writeln!(
            text,
            "  classDef current stroke-width:3px,font-weight:bold\n  class {} current",
            ids.of(current)
        );
    }
    text
}

fn write_inside(
    text: &mut String,
    definition: &StateMachine,
    ids: &Ids<'_>,
    around: Option<&str>,
    depth: usize,
) {
    let indent = "  ".repeat(depth);
    let initial = match around {
        None => Some(&definition.initial),
        Some(name) => definition.states.get(name).and_then(|state| state.initial.as_ref()),
    };
    if let Some(initial) = initial {
        let _ = writeln!(text, "{indent}[*] --> {}", ids.of(initial));
    }
    for (name, state) in
        definition.states.iter().filter(|(_, state)| state.parent.as_deref() == around)
    {
        let shown = name.replace('"', "'");
        let _ = writeln!(text, "{indent}state \"{shown}\" as {}", ids.of(name));
        if state.initial.is_some() {
            let _ = writeln!(text, "{indent}state {} {{", ids.of(name));
            write_inside(text, definition, ids, Some(name), depth + 1);
            let _ = writeln!(text, "{indent}}}");
        }
    }
}

/// Returns the graph of `definition` in the language DOT, with the state `current` filled.
pub(super) fn dot(definition: &StateMachine, current: Option<&str>) -> String {
    let ids = Ids::new(definition);
    let mut text = format!(
        "digraph {} {{\n  rankdir=LR;\n  compound=true;\n  node [shape=box, style=rounded];\n  begin [shape=point];\n",
        quoted(&definition.name)
    );
    write_clusters(&mut text, definition, &ids, None, current, 1);
    let _ = writeln!(text, "  begin -> {};", ids.of(leaf(definition, &definition.initial)));
    for (from, to, label) in arrows(definition) {
        let (tail, head) = (leaf(definition, from), leaf(definition, to));
        let cluster = |written: &str, leaf: &str, word: &str| {
            if written == leaf {
                String::new()
            } else {
                format!(", {word}=cluster_{}", ids.of(written))
            }
        };
        let ends = cluster(from, tail, "ltail") + &cluster(to, head, "lhead");
        let _ = writeln!(
            text,
            "  {} -> {} [label={}{ends}];",
            ids.of(tail),
            ids.of(head),
            quoted(&label)
        );
    }
    text.push_str("}\n");
    text
}

fn write_clusters(
    text: &mut String,
    definition: &StateMachine,
    ids: &Ids<'_>,
    around: Option<&str>,
    current: Option<&str>,
    depth: usize,
) {
    let indent = "  ".repeat(depth);
    for (name, state) in
        definition.states.iter().filter(|(_, state)| state.parent.as_deref() == around)
    {
        let id = ids.of(name);
        if state.initial.is_some() {
            let _ = writeln!(
                text,
                "{indent}subgraph cluster_{id} {{\n{indent}  label={};",
                quoted(name)
            );
            write_clusters(text, definition, ids, Some(name), current, depth + 1);
            let _ = writeln!(text, "{indent}}}");
            continue;
        }
        let lines = if state.is_final { ", peripheries=2" } else { "" };
        let filled = if current == Some(name) { ", style=\"rounded,filled,bold\"" } else { "" };
        let _ = writeln!(text, "{indent}{id} [label={}{lines}{filled}];", quoted(name));
    }
}

/// Returns the first state without others inside of `name`.
fn leaf<'a>(definition: &'a StateMachine, name: &'a str) -> &'a str {
    let inside = |name: &&'a str| definition.states.get(*name)?.initial.as_deref();
    std::iter::successors(Some(name), inside).last().unwrap_or(name)
}

/// Lists the arrows of the picture: from, to and what is written at them. What goes back to a remembered state is
/// written at an arrow to its own state.
fn arrows(definition: &StateMachine) -> Vec<(&str, &str, String)> {
    let mut found = Vec::new();
    for transition in &definition.transitions {
        let label = label(transition);
        for from in transition.from.as_slice() {
            let every = (from == EVERY).then(|| definition.states.iter());
            let open = every
                .into_iter()
                .flatten()
                .filter(|(_, state)| !state.is_final && state.parent.is_none());
            let named = (from != EVERY).then_some(from).into_iter();
            for from in open.map(|(name, _)| name).chain(named) {
                let to = match transition.to.as_deref() {
                    None | Some(PREVIOUS) => from.as_str(),
                    Some(to) => to,
                };
                found.push((from.as_str(), to, label.clone()));
            }
        }
    }
    found
}

fn label(transition: &MachineTransition) -> String {
    let trigger = match (&transition.event, transition.after_seconds) {
        (Some(event), _) => event.clone(),
        (None, Some(seconds)) => format!("after {seconds} s"),
        (None, None) => "always".to_owned(),
    };
    let guards: Vec<String> = transition.guards.iter().map(guard_text).collect();
    let guards =
        if guards.is_empty() { String::new() } else { format!(" [{}]", guards.join(" and ")) };
    let target = if transition.to.as_deref() == Some(PREVIOUS) { " → previous" } else { "" };
    format!("{trigger}{guards}{target}")
}

fn guard_text(guard: &Guard) -> String {
    let list = |guards: &[Guard], word: &str| {
        let texts: Vec<String> = guards.iter().map(guard_text).collect();
        format!("({})", texts.join(word))
    };
    match guard {
        Guard::Named(name) => name.clone(),
        Guard::With(with) => with.guard.clone(),
        Guard::All(of) => list(&of.all, " and "),
        Guard::Any(of) => list(&of.any, " or "),
        Guard::Not(of) => format!("not {}", guard_text(&of.not)),
        Guard::Fact(FactGuard { fact, .. }) => fact.clone(),
    }
}

/// Names of states as the languages of pictures allow them: `s0`, `s1`, in the order of the names.
struct Ids<'a>(Vec<&'a str>);

impl<'a> Ids<'a> {
    fn new(definition: &'a StateMachine) -> Self {
        Self(definition.states.keys().map(String::as_str).collect())
    }

    fn of(&self, name: &str) -> String {
        self.0
            .binary_search(&name)
            .map_or_else(|_| "unknown".to_owned(), |index| format!("s{index}"))
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}
