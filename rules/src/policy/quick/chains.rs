//! Chains such as `a.b.c(d)`.

use rhai::{ASTFlags, BinaryExpr, Expr, Position};

use super::Maker;
use crate::engine::nodes::{Call, Chain, MOST_IN_CHAIN, Node, Parameter, Read, Step};

/// What is left of a chain: its links, and how they are joined to what stands before them.
type Rest<'e> = Option<(&'e Expr, ASTFlags, Position)>;

impl Maker<'_> {
    /// Returns the node of a chain when it consists of facts and of what is declared; the engine goes through any
    /// other.
    pub(super) fn chain(&mut self, mut written: Expr) -> Node {
        if let Some(made) = self.known_chain(&written) {
            return made;
        }
        if let Expr::Dot(parts, flags, _) = &mut written {
            self.link(&mut parts.lhs);
            self.links(&mut parts.rhs, *flags);
        }
        Node::Plain(written)
    }

    fn known_chain(&mut self, written: &Expr) -> Option<Node> {
        let Expr::Dot(parts, flags, position) = written else { return None };
        let mut rest: Rest<'_> = Some((&parts.rhs, *flags, *position));
        let mut first = None;
        if let Expr::Variable(..) = &parts.lhs {
            let (properties, behind) = properties(rest);
            rest = behind;
            if !properties.is_empty() {
                let read = self.reading(&parts.lhs, &properties, *position)?;
                let is_last = rest.is_none();
                first =
                    Some(if is_last { Node::Read(read) } else { self.at_hand(read, &properties) });
            }
        }
        let first = first.unwrap_or_else(|| self.node(parts.lhs.clone()));
        let mut calls = Vec::new();
        while let Some(link) = rest {
            let (Expr::MethodCall(call, position), behind) = first_link(link)? else { return None };
            let natives = self.host.natives.of(&call.name, call.args.len() + 1);
            if natives.is_empty() {
                return None;
            }
            let arguments = call.args.iter().map(|argument| self.node(argument.clone())).collect();
            calls.push(Call { name: call.name.clone(), natives, arguments, position: *position });
            rest = behind;
        }
        if calls.iter().map(|call| call.arguments.len()).sum::<usize>() > MOST_IN_CHAIN {
            return None;
        }
        Some(if calls.is_empty() { first } else { Node::Chain(Box::new(Chain { first, calls })) })
    }

    /// Returns the node that reads `properties` of a variable; none when no facts have the first of them.
    fn reading(&self, variable: &Expr, properties: &[&Expr], position: Position) -> Option<Read> {
        let Expr::Variable(named, ..) = variable else { return None };
        let names = properties.iter().filter_map(|property| match property {
            Expr::Property(named, position) => Some((named.2.as_str(), *position)),
            _ => None,
        });
        let names: Vec<(&str, Position)> = names.collect();
        let readers = &self.host.readers;
        let steps = names.iter().enumerate().map(|(index, (name, position))| {
            let next = names.get(index + 1);
            let with_next = next.map(|(next, _)| readers.of(&format!("{name}.{next}")));
            let with_next = with_next.unwrap_or_default();
            Step { position: *position, alone: readers.of(name), with_next }
        });
        let steps: Vec<Step> = steps.collect();
        let first = steps.first()?;
        let is_known = !(first.alone.is_empty() && first.with_next.is_empty());
        let plain = prefix(variable, properties, position);
        let variable = self.variable_of(named.1.clone(), variable.clone());
        is_known.then(|| Read { variable, steps, plain })
    }

    /// Returns the node of what a function is called on. Parameters of the policy are kept at hand, but for those who
    /// watch what is read.
    fn at_hand(&mut self, read: Read, properties: &[&Expr]) -> Node {
        let [Expr::Property(params, _), Expr::Property(name, _)] = properties else {
            return Node::Read(read);
        };
        if params.2 != "params" || self.host.recorder.is_some() {
            return Node::Read(read);
        }
        let known = self.parameters.iter().position(|known| *known == name.2);
        let number = known.unwrap_or_else(|| {
            self.parameters.push(name.2.clone());
            self.parameters.len() - 1
        });
        Node::Parameter(Parameter { read, number })
    }

    /// Puts nodes into what one link of a chain holds.
    pub(super) fn link(&mut self, link: &mut Expr) {
        match link {
            Expr::Property(..) => {}
            Expr::MethodCall(call, _) => {
                call.args.iter_mut().for_each(|argument| self.expression(argument));
            }
            other => self.expression(other),
        }
    }

    /// Puts nodes into the links behind the first. Behind a break, an index is an expression and no link.
    pub(super) fn links(&mut self, rest: &mut Expr, flags: ASTFlags) {
        match rest {
            Expr::Dot(parts, inner, _) | Expr::Index(parts, inner, _)
                if !flags.contains(ASTFlags::BREAK) =>
            {
                self.link(&mut parts.lhs);
                self.links(&mut parts.rhs, *inner);
            }
            last => self.link(last),
        }
    }
}

/// Splits a chain behind its first link; none when it is joined by anything but `.`.
fn first_link((next, flags, _): (&Expr, ASTFlags, Position)) -> Option<(&Expr, Rest<'_>)> {
    if flags.contains(ASTFlags::NEGATED) {
        return None;
    }
    match next {
        Expr::Dot(parts, inner, position) if !flags.contains(ASTFlags::BREAK) => {
            Some((&parts.lhs, Some((&parts.rhs, *inner, *position))))
        }
        Expr::Dot(..) | Expr::Index(..) => None,
        last => Some((last, None)),
    }
}

/// Returns the properties that a chain begins with, and what is left of it.
fn properties(mut rest: Rest<'_>) -> (Vec<&Expr>, Rest<'_>) {
    let mut properties = Vec::new();
    while let Some((first, behind)) = rest.and_then(first_link) {
        if !matches!(first, Expr::Property(..)) {
            break;
        }
        properties.push(first);
        rest = behind;
    }
    (properties, rest)
}

/// Returns the chain that reads no more than `properties`.
fn prefix(variable: &Expr, properties: &[&Expr], position: Position) -> Expr {
    let dot = |rhs, lhs| Expr::Dot(Box::new(BinaryExpr { lhs, rhs }), ASTFlags::NONE, position);
    let behind = properties.iter().rev().map(|property| (*property).clone()).reduce(dot);
    dot(behind.unwrap_or_default(), variable.clone())
}
