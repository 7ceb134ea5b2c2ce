//! What is wrong with a script that compiles: names the engine would look for only when it runs, and statements that
//! get around its limits.

use std::collections::BTreeSet;

use meta_core::error::Error;
use meta_core::suggest;
use rhai::{Expr, Position, Stmt};

use super::body::{Parsed, fault};
use super::kinds::{Kind, Kinds};
use super::script::{self, Around, Function, Node, Step};
use super::{Hook, Written};
use crate::engine::Host;

/// Returns every fault of a script, by its place.
pub(super) fn inspect(parsed: &Parsed, written: &Written<'_>, host: &Host) -> Vec<Error> {
    let functions = parsed.functions.as_slice();
    let kinds = Kinds::new(functions, &written.header, host);
    let mut inspection = Inspection {
        parsed,
        written,
        host,
        kinds: &kinds,
        functions,
        keys: BTreeSet::new(),
        reads_data: false,
        faults: Vec::new(),
    };
    inspection.reads_data = functions.iter().filter_map(|f| Hook::find(&f.name)).any(of_data);
    for function in functions {
        script::walk(function.statements(), &mut |node, _| inspection.sources(&node));
    }
    inspection.outside_of_functions();
    inspection.definitions();
    for (at, function) in functions.iter().enumerate() {
        script::walk(function.statements(), &mut |node, _: &[Around<'_>]| {
            inspection.node(at, &node);
        });
    }
    let mut faults = inspection.faults;
    faults.sort_by_key(|fault| (fault.line(), fault.column()));
    faults.dedup();
    faults
}

/// Tells whether a hook is asked about parts of documents.
fn of_data(hook: Hook) -> bool {
    hook.row().subject.1 == "Data"
}

struct Inspection<'a> {
    parsed: &'a Parsed,
    written: &'a Written<'a>,
    host: &'a Host,
    kinds: &'a Kinds<'a>,
    functions: &'a [Function],
    /// Keys of the maps that the script writes.
    keys: BTreeSet<String>,
    /// Whether it reads facts whose names are not known before it runs.
    reads_data: bool,
    faults: Vec<Error>,
}

impl Inspection<'_> {
    fn add(&mut self, position: Position, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(fault(self.written.path, position, message).help(help));
    }

    /// What stands outside of functions never runs.
    fn outside_of_functions(&mut self) {
        if let Some(statement) =
            self.parsed.ast.statements().iter().find(|s| !matches!(s, Stmt::Noop(_)))
        {
            let help = "put it into a function; constants are parameters of the header";
            self.add(statement.position(), "a policy has functions only", help);
        }
    }

    /// Notes where values come from whose properties nobody declares.
    fn sources(&mut self, node: &Node<'_>) {
        let Node::Expression(expression) = node else { return };
        if let Expr::Map(members, _) = expression {
            self.keys.extend(members.0.iter().map(|(key, _)| key.name.to_string()));
        }
        let steps = script::chain(expression).map(|(_, steps)| steps).unwrap_or_default();
        self.reads_data |= steps.iter().any(|step| match step {
            Step::Property(name, _) => matches!(*name, "raw" | "data"),
            Step::Method(call, _) => call.name == "get",
            Step::Index(_) => false,
        });
    }

    /// A function of its own must not stand in for one of the library, and a hook has two parameters.
    fn definitions(&mut self) {
        for function in self.functions {
            let (name, count) = (function.name.as_str(), function.parameters.len());
            match Hook::find(name) {
                Some(hook) if count != 2 => {
                    let (subject, _) = hook.row().subject;
                    let help = format!("write `fn {name}({subject}, ctx)`");
                    let message = format!("the hook `{name}` has two parameters");
                    self.add(function.ends.0, message, help);
                }
                None if name.starts_with("__") => {
                    let message = format!("`{name}` begins as names of the engine do");
                    self.add(function.ends.0, message, "begin it with a letter");
                }
                None if self.is_native(name, count) => {
                    let message = format!("`{name}` is a function of the library");
                    self.add(function.ends.0, message, "give the function another name");
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, at: usize, node: &Node<'_>) {
        if let Node::Statement(Stmt::Assignment(assignment)) = node {
            if let Expr::Index(..) | Expr::Dot(..) = assignment.1.lhs {
                let message = "a part of a value cannot be changed";
                let help = "facts are read only; say what is found with `deny`, `warn` or `info`";
                self.add(assignment.1.lhs.start_position(), message, help);
            }
        }
        if let Some((call, position)) = script::call(node) {
            self.call(&call.name, call.args.len(), position);
        }
        let Node::Expression(expression) = node else { return };
        let Some((first, steps)) = script::chain(expression) else { return };
        let mut kind = self.kinds.of(at, first);
        for step in &steps {
            match step {
                // What stands before the dot is the first parameter.
                Step::Method(call, position) => {
                    self.call(&call.name, call.args.len() + 1, *position);
                }
                Step::Property(name, position) => self.property(kind, name, *position),
                Step::Index(_) => {}
            }
            kind = self.kinds.after(kind, step);
        }
    }

    /// The engine would tell an unknown function only when it is called.
    fn call(&mut self, name: &str, count: usize, position: Position) {
        // Operators have no name of letters; `type_of` and the like are part of the language.
        let is_operator = !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let defined =
            self.parsed.ast.iter_functions().any(|f| f.name == name && f.params.len() == count);
        if is_operator || defined || LANGUAGE.contains(&name) || self.is_native(name, count) {
            return;
        }
        let counts = self.counts(name);
        if !counts.is_empty() {
            let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
            let message = format!("`{name}` takes {}, not {count}", counts.join(" or "));
            self.add(position, message, "what stands before a dot counts as the first");
            return;
        }
        let known = self.names();
        let help = match suggest::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the reference of policies lists every function".to_owned(),
        };
        self.add(position, format!("no function is called `{name}`"), help);
    }

    /// The engine would tell an unknown property only when it is read.
    fn property(&mut self, of: Kind, name: &str, position: Position) {
        let parameters = &self.written.header.parameters;
        let of_facts = self.host.members.iter().filter(|member| member.parameters.is_none());
        let known: BTreeSet<&str> = of_facts
            .map(|member| member.name)
            .chain(parameters.keys().map(String::as_str))
            .collect();
        if known.contains(name) || self.may_have(of, name) {
            return;
        }
        let help = match suggest::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the reference of policies lists every property".to_owned(),
        };
        self.add(position, format!("no facts have a property `{name}`"), help);
    }

    /// Tells whether a value may have a property that nothing declares.
    fn may_have(&self, of: Kind, name: &str) -> bool {
        match of {
            // Data has any property; which, only its documents tell.
            Kind::Facts("Data") => true,
            Kind::Map | Kind::Any | Kind::Never => self.keys.contains(name) || self.reads_data,
            _ => false,
        }
    }

    fn is_native(&self, name: &str, count: usize) -> bool {
        self.counts(name).contains(&count)
    }

    /// Returns how many parameters the functions of the library called `name` take.
    fn counts(&self, name: &str) -> BTreeSet<usize> {
        let named = self.host.members.iter().filter(|member| member.name == name);
        named
            .filter_map(|member| {
                let before_dot = usize::from(member.of.is_some());
                member.parameters.map(|parameters| parameters.len() + before_dot)
            })
            .collect()
    }

    fn names(&self) -> Vec<&str> {
        let own = self.parsed.ast.iter_functions().map(|function| function.name);
        let native = self.host.members.iter().filter(|member| member.parameters.is_some());
        own.chain(native.map(|member| member.name)).collect()
    }
}

/// Functions that are part of the language.
const LANGUAGE: [&str; 1] = ["type_of"];
