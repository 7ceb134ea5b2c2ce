//! What kinds of values a script handles, as far as that can be told before it runs.
//!
//! A name stands for one kind in the whole of a function, or else for any: what is told of it holds wherever it is
//! read. Parameters of a policy's own functions have the kinds they are called with.

use std::collections::BTreeMap;

use rhai::{Expr, FnCallExpr, Stmt};

use super::script::{Function, Node, Step, call, chain, unwrapped, walk};
use super::{Header, Hook, ParameterKind};
use crate::engine::Host;
use crate::engine::api::Gives;

/// What kind of value something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing is known of it yet; what no code reaches.
    Never,
    Unit,
    Boolean,
    Integer,
    Number,
    Text,
    Array,
    Map,
    Range,
    /// Facts of a type.
    Facts(&'static str),
    /// A list of facts of a type.
    Many(&'static str),
    /// Whatever it may be.
    Any,
}

impl Kind {
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Never, known) | (known, Self::Never) => known,
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            _ => Self::Any,
        }
    }

    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    pub(crate) fn of(gives: Gives) -> Self {
        match gives {
            Gives::Boolean => Self::Boolean,
            Gives::Integer => Self::Integer,
            Gives::Number => Self::Number,
            Gives::Text => Self::Text,
            Gives::List => Self::Facts("List"),
            Gives::Table => Self::Facts("Table"),
            Gives::Time => Self::Facts("Time"),
            Gives::Facts(name) => Self::Facts(name),
            Gives::Many(name) => Self::Many(name),
            Gives::Any => Self::Any,
        }
    }

    fn of_parameter(kind: ParameterKind) -> Self {
        match kind {
            ParameterKind::Boolean => Self::Boolean,
            ParameterKind::Integer => Self::Integer,
            ParameterKind::Number => Self::Number,
            ParameterKind::Text => Self::Text,
            ParameterKind::List => Self::Facts("List"),
            ParameterKind::Table => Self::Facts("Table"),
        }
    }

    /// Returns the type whose members it has, as they are declared.
    pub(crate) fn facts(self) -> Option<&'static str> {
        match self {
            Self::Facts(name) => Some(name),
            Self::Many("Service") => Some("Services"),
            Self::Many("Edge") => Some("Edges"),
            _ => None,
        }
    }

    /// Returns what a loop over it goes through.
    fn item(self) -> Self {
        match self {
            Self::Facts("List") => Self::Text,
            Self::Many(name) => Self::Facts(name),
            Self::Range => Self::Integer,
            Self::Never => Self::Never,
            _ => Self::Any,
        }
    }

    /// Returns what authors call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unit => "`()`",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Array => "an array",
            Self::Map => "a map",
            Self::Range => "a range",
            Self::Facts(name) => article(name),
            Self::Many(_) => "a list of facts",
            Self::Never | Self::Any => "any value",
        }
    }
}

fn article(facts: &'static str) -> &'static str {
    match facts {
        "List" => "a list",
        "Table" => "a table",
        "Time" => "a time",
        "Data" => "a part of a document",
        "Service" => "a service",
        "Edge" => "a dependency",
        "Catalog" => "the catalog",
        _ => "facts",
    }
}

/// The kinds of every name of a script.
pub(crate) struct Kinds<'a> {
    host: &'a Host,
    header: &'a Header,
    pub(crate) functions: &'a [Function],
    /// By function, in the order they are written in.
    names: Vec<BTreeMap<&'a str, Kind>>,
    /// The kind of names that nothing is known of.
    unknown: Kind,
}

/// Rounds after which what still changes is given up; each round can only make kinds wider, twice at most.
const ROUNDS: usize = 16;

impl<'a> Kinds<'a> {
    pub(crate) fn new(functions: &'a [Function], header: &'a Header, host: &'a Host) -> Self {
        let names = functions.iter().map(|function| given(function)).collect();
        let mut kinds = Self { host, header, functions, names, unknown: Kind::Never };
        let settled = (0..ROUNDS).any(|_| !kinds.round());
        for kind in kinds.names.iter_mut().flat_map(BTreeMap::values_mut) {
            if *kind == Kind::Never || !settled {
                *kind = Kind::Any;
            }
        }
        kinds.unknown = Kind::Any;
        kinds
    }

    /// Learns from each statement once, and tells whether anything was new.
    fn round(&mut self) -> bool {
        let mut learned: Vec<(usize, &'a str, Kind)> = Vec::new();
        for (index, function) in self.functions.iter().enumerate() {
            walk(function.statements(), &mut |node, _| {
                self.learn(index, &node, &mut learned);
            });
        }
        let mut is_new = false;
        for (function, name, kind) in learned {
            let Some(names) = self.names.get_mut(function) else { continue };
            let known = names.entry(name).or_insert(Kind::Never);
            let joined = known.join(kind);
            is_new |= joined != *known;
            *known = joined;
        }
        is_new
    }

    fn learn(&self, at: usize, node: &Node<'a>, learned: &mut Vec<(usize, &'a str, Kind)>) {
        if let Some((call, _)) = call(node) {
            if let Some((index, callee)) = self.own(&call.name, call.args.len()) {
                let given = callee.parameters.iter().zip(&call.args);
                learned
                    .extend(given.map(|(name, value)| (index, name.as_str(), self.of(at, value))));
            }
        }
        match node {
            Node::Statement(Stmt::Var(parts, ..)) => {
                learned.push((at, parts.0.name.as_str(), self.of(at, &parts.1)));
            }
            Node::Statement(Stmt::Assignment(parts)) => {
                let Expr::Variable(variable, ..) = &parts.1.lhs else { return };
                let (old, new) = (self.of(at, &parts.1.lhs), self.of(at, &parts.1.rhs));
                let kind = match parts.0.get_op_assignment_info() {
                    Some((.., operator)) => arithmetic(operator, old, new),
                    None => new,
                };
                learned.push((at, variable.1.as_str(), kind));
            }
            Node::Statement(Stmt::For(parts, _)) => {
                let item = self.of(at, &parts.2.expr).item();
                learned.push((at, parts.0.name.as_str(), item));
                let counter = parts.1.as_ref().map(|name| (at, name.name.as_str(), Kind::Integer));
                learned.extend(counter);
            }
            _ => {}
        }
    }

    /// Returns the function of the policy that a call means.
    pub(crate) fn own(&self, name: &str, count: usize) -> Option<(usize, &'a Function)> {
        let is_it = |f: &&Function| f.name == name && f.parameters.len() == count;
        let index = self.functions.iter().position(|f| is_it(&f))?;
        Some((index, self.functions.get(index)?))
    }

    /// Returns the kind of an expression in the function with the number `at`.
    pub(crate) fn of(&self, at: usize, expression: &Expr) -> Kind {
        if let Some((first, steps)) = chain(expression) {
            let first = self.of(at, first);
            return steps.iter().fold(first, |kind, step| self.after(kind, step));
        }
        match unwrapped(expression) {
            Expr::BoolConstant(..) | Expr::And(..) | Expr::Or(..) => Kind::Boolean,
            Expr::IntegerConstant(..) => Kind::Integer,
            Expr::FloatConstant(..) => Kind::Number,
            Expr::StringConstant(..) | Expr::InterpolatedString(..) => Kind::Text,
            Expr::Array(..) => Kind::Array,
            Expr::Map(..) => Kind::Map,
            Expr::Unit(_) => Kind::Unit,
            Expr::Variable(variable, ..) => {
                let known = self.names.get(at).and_then(|names| names.get(variable.1.as_str()));
                known.copied().unwrap_or(self.unknown)
            }
            Expr::FnCall(call, _) => self.result(at, call),
            inner @ (Expr::Dot(..) | Expr::Index(..)) if !std::ptr::eq(inner, expression) => {
                self.of(at, inner)
            }
            _ => Kind::Any,
        }
    }

    /// Returns the kind of a part of something.
    pub(crate) fn after(&self, kind: Kind, step: &Step<'_>) -> Kind {
        match step {
            Step::Property(name, _) => self.property(kind, name),
            Step::Method(call, _) => self.method(kind, call),
            Step::Index(_) if kind == Kind::Facts("List") => Kind::Text,
            Step::Index(_) => Kind::Any,
        }
    }

    fn property(&self, of: Kind, name: &str) -> Kind {
        if of == Kind::Facts("Parameters") {
            let declared = self.header.parameters.get(name);
            return declared.map_or(Kind::Any, |declared| Kind::of_parameter(declared.kind));
        }
        let Some(facts) = of.facts() else { return Kind::Any };
        let mut members = self.host.members.iter();
        let is_it = |member: &&crate::engine::api::Member| {
            member.of == Some(facts) && member.name == name && member.parameters.is_none()
        };
        members.find(is_it).map_or(Kind::Any, |member| Kind::of(member.gives))
    }

    fn method(&self, of: Kind, call: &FnCallExpr) -> Kind {
        let named = self.host.members.iter().filter(|member| member.name == call.name.as_str());
        let mut kinds = named.filter_map(|member| {
            let count = member.parameters?.len();
            let fits = match member.of {
                Some(facts) => count == call.args.len() && of.facts().is_none_or(|of| of == facts),
                None => count == call.args.len() + 1,
            };
            fits.then(|| Kind::of(member.gives))
        });
        let first = kinds.next().unwrap_or(Kind::Any);
        // A function of the policy itself may be called this way, too.
        let is_own = self.functions.iter().any(|function| function.name == call.name.as_str());
        if is_own { Kind::Any } else { kinds.fold(first, Kind::join) }
    }

    fn result(&self, at: usize, call: &FnCallExpr) -> Kind {
        if let (Some(_), args) = (&call.op_token, call.args.as_slice()) {
            let kind = |index: usize| args.get(index).map(|value| self.of(at, value));
            return match (call.name.as_str(), kind(0), kind(1)) {
                ("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "!", ..) => Kind::Boolean,
                (".." | "..=", ..) => Kind::Range,
                (name, Some(a), Some(b)) => arithmetic(name, a, b),
                (_, Some(one), None) if one.is_number() => one,
                _ => Kind::Any,
            };
        }
        if self.own(&call.name, call.args.len()).is_some() {
            return Kind::Any;
        }
        let mut members = self.host.members.iter();
        let is_it = |member: &&crate::engine::api::Member| {
            let count = member.parameters.map(<[_]>::len);
            member.of.is_none()
                && member.name == call.name.as_str()
                && count == Some(call.args.len())
        };
        members.find(is_it).map_or(Kind::Any, |member| Kind::of(member.gives))
    }
}

/// Returns what is known of the parameters of a function before anything is read.
fn given(function: &Function) -> BTreeMap<&str, Kind> {
    let mut known: BTreeMap<&str, Kind> =
        function.parameters.iter().map(|name| (name.as_str(), Kind::Never)).collect();
    if let (Some(hook), [subject, context]) =
        (Hook::find(&function.name), function.parameters.as_slice())
    {
        known.insert(subject, Kind::Facts(hook.row().subject.1));
        known.insert(context, Kind::Facts("Context"));
    }
    known
}

fn arithmetic(operator: &str, a: Kind, b: Kind) -> Kind {
    match (operator, a, b) {
        (_, Kind::Never, _) | (_, _, Kind::Never) => Kind::Never,
        ("+", Kind::Array, _) => Kind::Array,
        ("+", Kind::Text, _) | ("+", _, Kind::Text) => Kind::Text,
        (_, a, b) if a.is_number() && b.is_number() => a.join(b),
        _ => Kind::Any,
    }
}
