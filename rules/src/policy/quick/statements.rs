//! Statements.

use std::sync::Arc;

use rhai::{ASTFlags, Expr, FlowControl, Position, Stmt, StmtBlock};

use super::Maker;
use crate::engine::nodes::{Block, For, If, Let, Node, Statement};

impl Maker<'_> {
    /// Makes the nodes of a block; its variables are gone behind it.
    pub(super) fn block(&mut self, block: &StmtBlock) -> Block {
        let known = self.names.len();
        let statements = block.iter().map(|one| (self.statement(one), one.position())).collect();
        let declares = self.names.len() > known;
        self.names.truncate(known);
        Block { statements, declares }
    }

    fn statement(&mut self, written: &Stmt) -> Statement {
        match written {
            Stmt::Expr(value) => Statement::Value(self.node((**value).clone())),
            Stmt::FnCall(call, position) => {
                Statement::Value(self.node(Expr::FnCall(call.clone(), *position)))
            }
            Stmt::Block(inner) => Statement::Value(Node::Block(self.block(inner))),
            Stmt::If(flow, _) => Statement::If(Box::new(If {
                position: flow.expr.position(),
                condition: self.node(flow.expr.clone()),
                then: self.block(&flow.body),
                otherwise: self.block(&flow.branch),
            })),
            Stmt::For(..) => self.each(written),
            Stmt::Var(..) => self.variable(written),
            Stmt::Return(value, flags, _) if !flags.contains(ASTFlags::BREAK) => {
                Statement::Return(value.as_ref().map(|value| self.node((**value).clone())))
            }
            Stmt::BreakLoop(value, flags, _) => {
                let value = value.as_ref().map(|value| self.node((**value).clone()));
                Statement::Break(value, flags.contains(ASTFlags::BREAK))
            }
            other => self.plain(other.clone()),
        }
    }

    fn each(&mut self, written: &Stmt) -> Statement {
        let Stmt::For(parts, _) = written else { return self.plain(written.clone()) };
        let (variable, counter, flow) = &**parts;
        let items = self.node(flow.expr.clone());
        let known = self.names.len();
        self.names.extend(counter.as_ref().map(|counter| counter.name.clone()));
        self.names.push(variable.name.clone());
        let body = self.block(&flow.body);
        self.names.truncate(known);
        Statement::For(Box::new(For {
            variable: variable.name.as_str().into(),
            variable_position: variable.pos,
            counter: counter.as_ref().map(|counter| counter.name.as_str().into()),
            items,
            items_position: flow.expr.start_position(),
            iterables: Arc::clone(&self.host.iterables),
            body,
            body_position: flow.body.position(),
        }))
    }

    fn variable(&mut self, written: &Stmt) -> Statement {
        let Stmt::Var(parts, flags, _) = written else { return self.plain(written.clone()) };
        let (name, value, place) = &**parts;
        // One of the same block that had its name is replaced, and keeps its place.
        self.is_lost |= place.is_some();
        let value = self.node(value.clone());
        self.names.push(name.name.clone());
        let is_constant = flags.contains(ASTFlags::CONSTANT);
        Statement::Let(Box::new(Let { name: name.name.as_str().into(), is_constant, value }))
    }

    /// Leaves a statement to the engine, with nodes inside.
    fn plain(&mut self, mut written: Stmt) -> Statement {
        let position = written.position();
        match &mut written {
            Stmt::While(flow, _) | Stmt::Do(flow, ..) => self.flow(flow),
            Stmt::Switch(parts, _) => {
                self.expression(&mut parts.0);
                for case in &mut parts.1.expressions {
                    self.expression(&mut case.lhs);
                    self.expression(&mut case.rhs);
                }
            }
            // What stands on the left is where a value goes, and nothing that is read.
            Stmt::Assignment(parts) => self.expression(&mut parts.1.rhs),
            Stmt::Return(Some(value), ..) => self.expression(value),
            _ => {}
        }
        let block = StmtBlock::new(std::iter::once(written), position, Position::NONE);
        Statement::Plain(Expr::Stmt(Box::new(block)))
    }

    fn flow(&mut self, flow: &mut FlowControl) {
        self.expression(&mut flow.expr);
        if flow.body.is_empty() {
            return;
        }
        let position = flow.body.position();
        let body = Node::Block(self.block(&flow.body)).into_expression(position);
        let body = std::iter::once(Stmt::Expr(Box::new(body)));
        flow.body = StmtBlock::new(body, position, flow.body.end_position());
    }
}
