//! Puts nodes into a syntax tree, for every expression that can be evaluated without the engine: see
//! [`crate::engine::nodes`].

use rhai::{
    ASTFlags, BinaryExpr, Dynamic, Expr, FlowControl, FnCallExpr, ImmutableString, Position, Stmt,
    StmtBlock, Token,
};

use crate::engine::Host;
use crate::engine::nodes::{Call, MOST_IN_CHAIN, Node, Read, Step};
use crate::library::Comparison;

/// Puts nodes into a block.
pub(super) fn block(block: &mut StmtBlock, host: &Host) {
    for statement in block.statements_mut() {
        self::statement(statement, host);
    }
}

fn statement(statement: &mut Stmt, host: &Host) {
    match statement {
        Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) => control(flow, host),
        Stmt::For(parts, _) => control(&mut parts.2, host),
        Stmt::Switch(parts, _) => {
            expression(&mut parts.0, host);
            for case in &mut parts.1.expressions {
                expression(&mut case.lhs, host);
                expression(&mut case.rhs, host);
            }
        }
        Stmt::Var(parts, ..) => expression(&mut parts.1, host),
        // What stands on the left is where a value goes, and nothing that is read.
        Stmt::Assignment(parts) => expression(&mut parts.1.rhs, host),
        Stmt::FnCall(call, position) => {
            let mut call = Expr::FnCall(call.clone(), *position);
            expression(&mut call, host);
            *statement = Stmt::Expr(Box::new(call));
        }
        Stmt::Block(inner) => block(inner, host),
        Stmt::Expr(inner) => expression(inner, host),
        Stmt::BreakLoop(Some(inner), ..) | Stmt::Return(Some(inner), ..) => {
            expression(inner, host);
        }
        _ => {}
    }
}

fn control(flow: &mut FlowControl, host: &Host) {
    expression(&mut flow.expr, host);
    block(&mut flow.body, host);
    block(&mut flow.branch, host);
}

/// Puts a node in place of an expression, or nodes inside of it.
fn expression(written: &mut Expr, host: &Host) {
    if matches!(written, Expr::Variable(..)) || constant(written).is_some() {
        return;
    }
    let position = written.position();
    *written = into_expression(node(std::mem::take(written), host), position);
}

fn into_expression(node: Node, position: Position) -> Expr {
    match node {
        Node::Plain(plain) | Node::Variable { plain, .. } => plain,
        node => node.into_expression(position),
    }
}

fn constant(written: &Expr) -> Option<Dynamic> {
    match written {
        Expr::BoolConstant(value, _) => Some((*value).into()),
        Expr::IntegerConstant(value, _) => Some((*value).into()),
        Expr::FloatConstant(value, _) => Some((**value).into()),
        Expr::StringConstant(value, _) => Some(value.clone().into()),
        Expr::Unit(_) => Some(Dynamic::UNIT),
        _ => None,
    }
}

/// Returns the node of an expression; one the engine evaluates when we cannot.
fn node(written: Expr, host: &Host) -> Node {
    if let Some(value) = constant(&written) {
        return Node::Constant(value);
    }
    match written {
        Expr::Variable(ref variable, ..) => {
            Node::Variable { name: variable.1.clone(), plain: written }
        }
        Expr::FnCall(call, position) => function(*call, position, host),
        Expr::And(parts, _) => Node::All(flags(&parts, host)),
        Expr::Or(parts, _) => Node::AnyOf(flags(&parts, host)),
        Expr::Dot(..) => chain(written, host),
        mut other => {
            inside(&mut other, host);
            Node::Plain(other)
        }
    }
}

fn flags(parts: &[Expr], host: &Host) -> Vec<(Node, Position)> {
    parts.iter().map(|part| (node(part.clone(), host), part.position())).collect()
}

/// Puts nodes into the parts of an expression that the engine evaluates.
fn inside(written: &mut Expr, host: &Host) {
    match written {
        Expr::Index(parts, flags, _) => {
            link(&mut parts.lhs, host);
            links(&mut parts.rhs, *flags, host);
        }
        Expr::Coalesce(parts, _) => parts.iter_mut().for_each(|part| expression(part, host)),
        Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => {
            parts.iter_mut().for_each(|part| expression(part, host));
        }
        Expr::Map(parts, _) => {
            parts.0.iter_mut().for_each(|(_, value)| expression(value, host));
        }
        Expr::Stmt(inner) => block(inner, host),
        _ => {}
    }
}

/// Returns the node of an operator or a call.
fn function(mut call: FnCallExpr, position: Position, host: &Host) -> Node {
    let operator = call.op_token.as_ref();
    let by = match operator {
        Some(Token::EqualsTo) => Some(Comparison::Same),
        Some(Token::NotEqualsTo) => Some(Comparison::Different),
        Some(Token::LessThan) => Some(Comparison::Less),
        Some(Token::LessThanEqualsTo) => Some(Comparison::AtMost),
        Some(Token::GreaterThan) => Some(Comparison::Greater),
        Some(Token::GreaterThanEqualsTo) => Some(Comparison::AtLeast),
        _ => None,
    };
    match (by, operator, call.args.as_slice()) {
        (Some(by), _, [a, b]) => {
            let sides = Box::new([node(a.clone(), host), node(b.clone(), host)]);
            return Node::Compare { by, sides, position };
        }
        (_, Some(Token::Bang), [value]) => {
            return Node::Not { value: Box::new(node(value.clone(), host)), position };
        }
        (_, None, arguments) => {
            let natives = host.natives.of(&call.name, arguments.len());
            if !natives.is_empty() {
                let arguments = arguments.iter().map(|one| node(one.clone(), host)).collect();
                return Node::Call(Call { name: call.name, natives, arguments, position });
            }
        }
        _ => {}
    }
    call.args.iter_mut().for_each(|argument| expression(argument, host));
    Node::Plain(Expr::FnCall(Box::new(call), position))
}

/// What is left of a chain: its links, and how they are joined to what stands before them.
type Rest<'e> = Option<(&'e Expr, ASTFlags, Position)>;

/// Returns the node of a chain such as `a.b.c(d)` when it consists of facts and of what is declared; the engine goes
/// through any other.
fn chain(mut written: Expr, host: &Host) -> Node {
    if let Some(made) = known_chain(&written, host) {
        return made;
    }
    if let Expr::Dot(parts, flags, _) = &mut written {
        link(&mut parts.lhs, host);
        links(&mut parts.rhs, *flags, host);
    }
    Node::Plain(written)
}

fn known_chain(written: &Expr, host: &Host) -> Option<Node> {
    let Expr::Dot(parts, flags, position) = written else { return None };
    let mut rest: Rest<'_> = Some((&parts.rhs, *flags, *position));
    let first = match &parts.lhs {
        Expr::Variable(variable, ..) => {
            let (properties, behind) = properties(rest);
            rest = behind;
            if properties.is_empty() {
                None
            } else {
                Some(reading(&variable.1, &parts.lhs, &properties, *position, host)?)
            }
        }
        _ => None,
    };
    let first = first.unwrap_or_else(|| node(parts.lhs.clone(), host));
    let mut calls = Vec::new();
    while let Some(link) = rest {
        let (Expr::MethodCall(call, position), behind) = first_link(link)? else { return None };
        let natives = host.natives.of(&call.name, call.args.len() + 1);
        if natives.is_empty() {
            return None;
        }
        let arguments = call.args.iter().map(|argument| node(argument.clone(), host)).collect();
        calls.push(Call { name: call.name.clone(), natives, arguments, position: *position });
        rest = behind;
    }
    if calls.iter().map(|call| call.arguments.len()).sum::<usize>() > MOST_IN_CHAIN {
        return None;
    }
    Some(if calls.is_empty() { first } else { Node::Chain(Box::new(first), calls) })
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

/// Returns the node that reads `properties` of a variable; none when no facts have the first of them.
fn reading(
    name: &ImmutableString,
    variable: &Expr,
    properties: &[&Expr],
    position: Position,
    host: &Host,
) -> Option<Node> {
    let names = properties.iter().filter_map(|property| match property {
        Expr::Property(named, position) => Some((named.2.as_str(), *position)),
        _ => None,
    });
    let names: Vec<(&str, Position)> = names.collect();
    let steps = names.iter().enumerate().map(|(index, (name, position))| {
        let next = names.get(index + 1);
        let with_next = next.map(|(next, _)| host.readers.of(&format!("{name}.{next}")));
        let with_next = with_next.unwrap_or_default();
        Step { position: *position, alone: host.readers.of(name), with_next }
    });
    let steps: Vec<Step> = steps.collect();
    let first = steps.first()?;
    let is_known = !(first.alone.is_empty() && first.with_next.is_empty());
    let plain = prefix(variable, properties, position);
    is_known.then(|| Node::Read(Read { variable: name.clone(), steps, plain }))
}

/// Returns the chain that reads no more than `properties`.
fn prefix(variable: &Expr, properties: &[&Expr], position: Position) -> Expr {
    let dot = |rhs, lhs| Expr::Dot(Box::new(BinaryExpr { lhs, rhs }), ASTFlags::NONE, position);
    let behind = properties.iter().rev().map(|property| (*property).clone()).reduce(dot);
    dot(behind.unwrap_or_default(), variable.clone())
}

/// Puts nodes into what one link of a chain holds.
fn link(link: &mut Expr, host: &Host) {
    match link {
        Expr::Property(..) => {}
        Expr::MethodCall(call, _) => {
            call.args.iter_mut().for_each(|argument| expression(argument, host));
        }
        other => expression(other, host),
    }
}

/// Puts nodes into the links behind the first. Behind a break, an index is an expression and no link.
fn links(rest: &mut Expr, flags: ASTFlags, host: &Host) {
    match rest {
        Expr::Dot(parts, inner, _) | Expr::Index(parts, inner, _)
            if !flags.contains(ASTFlags::BREAK) =>
        {
            link(&mut parts.lhs, host);
            links(&mut parts.rhs, *inner, host);
        }
        last => link(last, host),
    }
}
