//! Puts shortcuts into a syntax tree: see [`crate::engine::shortcuts`].

use rhai::{ASTFlags, BinaryExpr, Expr, FlowControl, FnCallExpr, Position, Stmt, StmtBlock, Token};

use crate::engine::readers::Readers;
use crate::engine::shortcuts::{comparing, negating, reading};
use crate::library::Comparison;

/// Puts shortcuts into a block.
pub(super) fn block(block: &mut StmtBlock, readers: &Readers) {
    for statement in block.statements_mut() {
        self::statement(statement, readers);
    }
}

fn statement(statement: &mut Stmt, readers: &Readers) {
    match statement {
        Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) => control(flow, readers),
        Stmt::For(parts, _) => control(&mut parts.2, readers),
        Stmt::Switch(parts, _) => {
            expression(&mut parts.0, readers);
            for case in &mut parts.1.expressions {
                expression(&mut case.lhs, readers);
                expression(&mut case.rhs, readers);
            }
        }
        Stmt::Var(parts, ..) => expression(&mut parts.1, readers),
        // What stands on the left is where a value goes, and nothing that is read.
        Stmt::Assignment(parts) => expression(&mut parts.1.rhs, readers),
        Stmt::FnCall(call, _) => arguments(call, readers),
        Stmt::Block(inner) => block(inner, readers),
        Stmt::Expr(inner) => expression(inner, readers),
        Stmt::BreakLoop(Some(inner), ..) | Stmt::Return(Some(inner), ..) => {
            expression(inner, readers);
        }
        _ => {}
    }
}

fn control(flow: &mut FlowControl, readers: &Readers) {
    expression(&mut flow.expr, readers);
    block(&mut flow.body, readers);
    block(&mut flow.branch, readers);
}

fn arguments(call: &mut FnCallExpr, readers: &Readers) {
    for argument in &mut call.args {
        expression(argument, readers);
    }
}

fn expression(written: &mut Expr, readers: &Readers) {
    match written {
        Expr::FnCall(call, position) => {
            arguments(call, readers);
            let position = *position;
            if let Some(made) = operation(call, position) {
                *written = made;
            }
        }
        Expr::MethodCall(call, _) => arguments(call, readers),
        Expr::Dot(..) => chain(written, readers),
        Expr::Index(parts, flags, _) => {
            element(&mut parts.lhs, readers);
            tail(&mut parts.rhs, *flags, readers);
        }
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
            for part in &mut **parts {
                expression(part, readers);
            }
        }
        Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => {
            for part in parts {
                expression(part, readers);
            }
        }
        Expr::Map(parts, _) => {
            for (_, value) in &mut parts.0 {
                expression(value, readers);
            }
        }
        Expr::Stmt(inner) => block(inner, readers),
        _ => {}
    }
}

/// Returns the shortcut for an operator.
fn operation(call: &mut FnCallExpr, position: Position) -> Option<Expr> {
    let operator = call.op_token.as_ref()?;
    let by = match operator {
        Token::EqualsTo => Comparison::Same,
        Token::NotEqualsTo => Comparison::Different,
        Token::LessThan => Comparison::Less,
        Token::LessThanEqualsTo => Comparison::AtMost,
        Token::GreaterThan => Comparison::Greater,
        Token::GreaterThanEqualsTo => Comparison::AtLeast,
        Token::Bang => {
            let value = call.args.pop()?;
            return Some(negating(value, position));
        }
        _ => return None,
    };
    let (b, a) = (call.args.pop()?, call.args.pop()?);
    Some(comparing(by, a, b, position))
}

/// Puts one shortcut in place of the properties that a chain reads of a variable, as far as they go.
fn chain(written: &mut Expr, readers: &Readers) {
    let Expr::Dot(parts, flags, position) = written else { return };
    element(&mut parts.lhs, readers);
    tail(&mut parts.rhs, *flags, readers);
    let Expr::Variable(variable, ..) = &parts.lhs else { return };
    let mut properties = Vec::new();
    let mut link = Some((&parts.rhs, *flags, *position));
    while let Some((next, flags, _)) = link.filter(|(_, flags, _)| is_plain(*flags)) {
        let (property, behind) = match next {
            Expr::Dot(parts, inner, at) if !flags.contains(ASTFlags::BREAK) => {
                (&parts.lhs, Some((&parts.rhs, *inner, *at)))
            }
            last => (last, None),
        };
        if !matches!(property, Expr::Property(..)) {
            break;
        }
        properties.push(property);
        link = behind;
    }
    let Some(read) = reading(readers, &variable.1, &named(&properties)) else { return };
    let plain = prefix(&parts.lhs, &properties, *position);
    let lhs = read.in_place_of(plain);
    *written = match link {
        None => lhs,
        Some((rest, flags, at)) => {
            Expr::Dot(Box::new(BinaryExpr { lhs, rhs: rest.clone() }), flags, at)
        }
    };
}

/// Tells whether a link stands for `.` and not for `?.`.
fn is_plain(flags: ASTFlags) -> bool {
    !flags.contains(ASTFlags::NEGATED)
}

fn named<'e>(properties: &[&'e Expr]) -> Vec<(&'e str, Position)> {
    let names = properties.iter().filter_map(|property| match property {
        Expr::Property(named, position) => Some((named.2.as_str(), *position)),
        _ => None,
    });
    names.collect()
}

/// Returns the chain that reads no more than `properties`.
fn prefix(variable: &Expr, properties: &[&Expr], position: Position) -> Expr {
    let links = properties.iter().rev().map(|property| (*property).clone());
    let dot = |rhs, lhs| Expr::Dot(Box::new(BinaryExpr { lhs, rhs }), ASTFlags::NONE, position);
    let behind = links.reduce(dot).unwrap_or_default();
    dot(behind, variable.clone())
}

/// Goes through what one link of a chain holds.
fn element(link: &mut Expr, readers: &Readers) {
    match link {
        Expr::Property(..) => {}
        Expr::MethodCall(call, _) => arguments(call, readers),
        other => expression(other, readers),
    }
}

/// Goes through the links behind the first. Behind a break, an index is an expression and no link.
fn tail(links: &mut Expr, flags: ASTFlags, readers: &Readers) {
    match links {
        Expr::Dot(parts, inner, _) | Expr::Index(parts, inner, _)
            if !flags.contains(ASTFlags::BREAK) =>
        {
            element(&mut parts.lhs, readers);
            tail(&mut parts.rhs, *inner, readers);
        }
        last => element(last, readers),
    }
}
