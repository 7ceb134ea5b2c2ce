//! Expressions.

use rhai::{Dynamic, Expr, FnCallExpr, ImmutableString, Position, Token};

use super::Maker;
use crate::engine::nodes::{Call, Node, Part, Variable};
use crate::library::Comparison;

impl Maker<'_> {
    /// Puts a node in place of an expression, or nodes inside of it.
    pub(super) fn expression(&mut self, written: &mut Expr) {
        if matches!(written, Expr::Variable(..)) || constant(written).is_some() {
            return;
        }
        let position = written.position();
        *written = match self.node(std::mem::take(written)) {
            Node::Plain(plain) => plain,
            node => node.into_expression(position),
        };
    }

    /// Returns the node of an expression; one the engine evaluates when we cannot.
    pub(super) fn node(&mut self, written: Expr) -> Node {
        if let Some(value) = constant(&written) {
            return Node::Constant(value);
        }
        match written {
            Expr::Variable(ref variable, ..) => {
                let name = variable.1.clone();
                Node::Variable(self.variable_of(name, written))
            }
            Expr::FnCall(call, position) => self.function(*call, position),
            Expr::And(parts, _) => Node::All(self.flags(&parts)),
            Expr::Or(parts, _) => Node::AnyOf(self.flags(&parts)),
            Expr::Coalesce(parts, _) => {
                Node::Stated(parts.iter().map(|part| self.node(part.clone())).collect())
            }
            Expr::InterpolatedString(parts, _) => {
                Node::Text(parts.iter().map(|part| self.part(part)).collect())
            }
            Expr::Stmt(block) => Node::Block(self.block(&block)),
            Expr::Dot(..) => self.chain(written),
            mut other => {
                self.inside(&mut other);
                Node::Plain(other)
            }
        }
    }

    pub(super) fn variable_of(&self, name: ImmutableString, plain: Expr) -> Variable {
        let back = self.names.iter().rev().position(|known| *known == name);
        Variable { name, back, plain }
    }

    fn flags(&mut self, parts: &[Expr]) -> Vec<(Node, Position)> {
        parts.iter().map(|part| (self.node(part.clone()), part.position())).collect()
    }

    fn part(&mut self, written: &Expr) -> Part {
        let value = self.node(written.clone());
        let writers = self.host.natives.of("to_string", 1);
        Part { value, position: written.position(), writers }
    }

    /// Puts nodes into the parts of an expression that the engine evaluates.
    fn inside(&mut self, written: &mut Expr) {
        match written {
            Expr::Index(parts, flags, _) => {
                self.link(&mut parts.lhs);
                self.links(&mut parts.rhs, *flags);
            }
            Expr::Array(parts, _) => parts.iter_mut().for_each(|part| self.expression(part)),
            Expr::Map(parts, _) => {
                parts.0.iter_mut().for_each(|(_, value)| self.expression(value));
            }
            _ => {}
        }
    }

    /// Returns the node of an operator or a call.
    fn function(&mut self, mut call: FnCallExpr, position: Position) -> Node {
        let operator = call.op_token.as_ref();
        match (operator.and_then(comparison), operator, call.args.as_slice()) {
            (Some(by), _, [a, b]) => {
                let sides = Box::new([self.node(a.clone()), self.node(b.clone())]);
                return Node::Compare { by, sides, position };
            }
            (_, Some(Token::Bang), [value]) => {
                return Node::Not { value: Box::new(self.node(value.clone())), position };
            }
            (_, None, arguments) => {
                let natives = self.host.natives.of(&call.name, arguments.len());
                if !natives.is_empty() {
                    let arguments = arguments.iter().map(|one| self.node(one.clone())).collect();
                    return Node::Call(Call { name: call.name, natives, arguments, position });
                }
            }
            _ => {}
        }
        call.args.iter_mut().for_each(|argument| self.expression(argument));
        Node::Plain(Expr::FnCall(Box::new(call), position))
    }
}

fn comparison(operator: &Token) -> Option<Comparison> {
    match operator {
        Token::EqualsTo => Some(Comparison::Same),
        Token::NotEqualsTo => Some(Comparison::Different),
        Token::LessThan => Some(Comparison::Less),
        Token::LessThanEqualsTo => Some(Comparison::AtMost),
        Token::GreaterThan => Some(Comparison::Greater),
        Token::GreaterThanEqualsTo => Some(Comparison::AtLeast),
        _ => None,
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
