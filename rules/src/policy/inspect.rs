//! What is wrong with a script that compiles: names the engine would look for only when it runs, and statements that
//! get around its limits.

use std::collections::BTreeSet;

use meta_core::error::Error;
use meta_core::suggest;
use rhai::{AST, ASTNode, Expr, Position, Stmt};

use super::body::fault;
use super::{Hook, Written};
use crate::engine::Host;

/// Returns every fault of a script, by its place.
pub(super) fn inspect(ast: &AST, written: &Written<'_>, host: &Host) -> Vec<Error> {
    let mut inspection = Inspection {
        ast,
        written,
        body: written.body(),
        host,
        keys: BTreeSet::new(),
        faults: Vec::new(),
    };
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Expr(Expr::Map(members, _))) = path.last() {
            inspection.keys.extend(members.0.iter().map(|(key, _)| key.name.to_string()));
        }
        true
    });
    inspection.outside_of_functions();
    inspection.definitions();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(node) = path.last() {
            inspection.node(node);
        }
        true
    });
    let mut faults = inspection.faults;
    faults.sort_by_key(|fault| (fault.line(), fault.column()));
    faults.dedup();
    faults
}

struct Inspection<'a> {
    ast: &'a AST,
    written: &'a Written<'a>,
    /// Its text without its header.
    body: String,
    host: &'a Host,
    /// Keys of the maps that the script writes.
    keys: BTreeSet<String>,
    faults: Vec<Error>,
}

impl Inspection<'_> {
    fn add(&mut self, position: Position, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(fault(self.written.path, position, message).help(help));
    }

    /// What stands outside of functions never runs.
    fn outside_of_functions(&mut self) {
        if let Some(statement) = self.ast.statements().iter().find(|s| !matches!(s, Stmt::Noop(_)))
        {
            let help = "put it into a function; constants are parameters of the header";
            self.add(statement.position(), "a policy has functions only", help);
        }
    }

    /// A function of its own must not stand in for one of the library, and a hook has two parameters.
    fn definitions(&mut self) {
        for definition in self.ast.iter_fn_def() {
            let (name, count) = (definition.name.as_str(), definition.params.len());
            let position = definition.body.start_position();
            match Hook::find(name) {
                Some(hook) if count != 2 => {
                    let (subject, _) = hook.row().subject;
                    let help = format!("write `fn {name}({subject}, ctx)`");
                    self.add(position, format!("the hook `{name}` has two parameters"), help);
                }
                None if name.starts_with("__") => {
                    let message = format!("`{name}` begins as names of the engine do");
                    self.add(position, message, "begin it with a letter");
                }
                None if self.is_native(name, count) => {
                    let message = format!("`{name}` is a function of the library");
                    self.add(position, message, "give the function another name");
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, node: &ASTNode<'_>) {
        match node {
            ASTNode::Stmt(Stmt::Assignment(assignment)) => {
                if let Expr::Index(..) | Expr::Dot(..) = assignment.1.lhs {
                    let message = "a part of a value cannot be changed";
                    let help =
                        "facts are read only; say what is found with `deny`, `warn` or `info`";
                    self.add(assignment.1.lhs.start_position(), message, help);
                }
            }
            ASTNode::Expr(Expr::FnCall(call, position))
            | ASTNode::Stmt(Stmt::FnCall(call, position)) => {
                self.call(&call.name, call.args.len(), *position);
            }
            // What stands before the dot is the first parameter.
            ASTNode::Expr(Expr::MethodCall(call, position)) => {
                self.call(&call.name, call.args.len() + 1, *position);
            }
            ASTNode::Expr(Expr::Property(property, position)) => {
                self.property(&property.2, *position);
            }
            _ => {}
        }
    }

    /// The engine would tell an unknown function only when it is called.
    fn call(&mut self, name: &str, count: usize, position: Position) {
        // Operators have no name of letters; `type_of` and the like are part of the language.
        let is_operator = !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let defined = self.ast.iter_functions().any(|f| f.name == name && f.params.len() == count);
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
    fn property(&mut self, name: &str, position: Position) {
        let parameters = &self.written.header.parameters;
        let of_facts = self.host.members.iter().filter(|member| member.parameters.is_none());
        let known: BTreeSet<&str> = of_facts
            .map(|member| member.name)
            .chain(parameters.keys().map(String::as_str))
            .collect();
        // Data has any property; which, only its documents tell.
        if known.contains(name) || self.keys.contains(name) || self.reads_data() {
            return;
        }
        let help = match suggest::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the reference of policies lists every property".to_owned(),
        };
        self.add(position, format!("no facts have a property `{name}`"), help);
    }

    /// Tells whether the policy reads facts whose names are not known before it runs.
    fn reads_data(&self) -> bool {
        let of_data = |hook: Hook| hook.row().subject.1 == "Data";
        let hooks = self.ast.iter_functions().filter_map(|function| Hook::find(function.name));
        hooks.into_iter().any(of_data)
            || [".raw", ".data", ".get("].iter().any(|word| self.body.contains(word))
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
        let own = self.ast.iter_functions().map(|function| function.name);
        let native = self.host.members.iter().filter(|member| member.parameters.is_some());
        own.chain(native.map(|member| member.name)).collect()
    }
}

/// Functions that are part of the language.
const LANGUAGE: [&str; 1] = ["type_of"];
