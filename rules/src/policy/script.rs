//! A script as it was parsed: its functions, and a way through their statements that knows what is around each.

use rhai::{AST, ASTFlags, Expr, FnCallExpr, Position, Stmt};

/// A function of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    /// Its body as a script of its own: the engine does not hand out the bodies of functions.
    pub(crate) body: AST,
    /// Where its body begins and ends.
    pub(crate) ends: (Position, Position),
}

impl Function {
    pub(crate) fn statements(&self) -> &[Stmt] {
        self.body.statements()
    }
}

/// What is behind the first part of `a.b.c(d)[e]`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Property(&'a str, Position),
    Method(&'a FnCallExpr, Position),
    Index(&'a Expr),
}

/// Returns the first part of `a.b.c(d)[e]`, and the others in their order; none for what has no parts.
pub(crate) fn chain(expression: &Expr) -> Option<(&Expr, Vec<Step<'_>>)> {
    let (Expr::Dot(parts, flags, _) | Expr::Index(parts, flags, _)) = expression else {
        return None;
    };
    let mut steps = Vec::new();
    let mut is_dot = matches!(expression, Expr::Dot(..));
    let (mut rest, mut ends) = (&parts.rhs, flags.contains(ASTFlags::BREAK));
    // The engine hangs each part on the right of the one before it.
    while let (Expr::Dot(next, flags, _) | Expr::Index(next, flags, _), false) = (rest, ends) {
        steps.push(step(&next.lhs, is_dot));
        is_dot = matches!(rest, Expr::Dot(..));
        (rest, ends) = (&next.rhs, flags.contains(ASTFlags::BREAK));
    }
    steps.push(step(rest, is_dot));
    Some((&parts.lhs, steps))
}

fn step(part: &Expr, is_dot: bool) -> Step<'_> {
    match part {
        Expr::Property(property, position) if is_dot => Step::Property(&property.2, *position),
        Expr::MethodCall(call, position) if is_dot => Step::Method(call, *position),
        other => Step::Index(other),
    }
}

/// What a statement or an expression stands in, outermost first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Around<'a> {
    /// A statement of a list, by its number.
    Listed(&'a [Stmt], usize),
    /// A branch of an `if` or a `switch`, by its number.
    Branch(&'a Stmt, usize),
    /// The body of a loop.
    Loop(&'a Stmt),
}

/// What a walk comes by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'a> {
    List(&'a [Stmt]),
    Statement(&'a Stmt),
    Expression(&'a Expr),
}

/// Goes through statements and everything in them, in the order they are written in. The parts of `a.b.c` are one
/// expression.
pub(crate) fn walk<'a>(statements: &'a [Stmt], visit: &mut dyn FnMut(Node<'a>, &[Around<'a>])) {
    Walk { around: Vec::new(), visit }.list(statements);
}

struct Walk<'a, 'v> {
    around: Vec<Around<'a>>,
    visit: &'v mut dyn FnMut(Node<'a>, &[Around<'a>]),
}

impl<'a> Walk<'a, '_> {
    fn within(&mut self, around: Around<'a>, each: impl FnOnce(&mut Self)) {
        self.around.push(around);
        each(self);
        self.around.pop();
    }

    fn list(&mut self, statements: &'a [Stmt]) {
        (self.visit)(Node::List(statements), &self.around);
        for (index, statement) in statements.iter().enumerate() {
            self.within(Around::Listed(statements, index), |walk| walk.statement(statement));
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        (self.visit)(Node::Statement(statement), &self.around);
        match statement {
            Stmt::If(flow, _) => {
                self.expression(&flow.expr);
                self.within(Around::Branch(statement, 0), |walk| walk.list(flow.body.statements()));
                self.within(Around::Branch(statement, 1), |walk| {
                    walk.list(flow.branch.statements());
                });
            }
            Stmt::Switch(parts, _) => {
                self.expression(&parts.0);
                for (index, case) in parts.1.expressions.iter().enumerate() {
                    self.within(Around::Branch(statement, index), |walk| {
                        walk.expression(&case.lhs);
                        walk.expression(&case.rhs);
                    });
                }
            }
            Stmt::While(flow, _) | Stmt::Do(flow, ..) => {
                self.within(Around::Loop(statement), |walk| {
                    walk.expression(&flow.expr);
                    walk.list(flow.body.statements());
                });
            }
            Stmt::For(parts, _) => {
                self.expression(&parts.2.expr);
                self.within(Around::Loop(statement), |walk| walk.list(parts.2.body.statements()));
            }
            Stmt::Block(block) => self.list(block.statements()),
            other => self.plain(other),
        }
    }

    fn plain(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Var(parts, ..) => self.expression(&parts.1),
            Stmt::Assignment(parts) => {
                self.expression(&parts.1.lhs);
                self.expression(&parts.1.rhs);
            }
            Stmt::FnCall(call, _) => call.args.iter().for_each(|part| self.expression(part)),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::BreakLoop(Some(value), ..) | Stmt::Return(Some(value), ..) => {
                self.expression(value);
            }
            _ => {}
        }
    }

    fn expression(&mut self, expression: &'a Expr) {
        (self.visit)(Node::Expression(expression), &self.around);
        if let Some((first, steps)) = chain(expression) {
            self.expression(first);
            for step in steps {
                match step {
                    Step::Property(..) => {}
                    Step::Method(call, _) => {
                        call.args.iter().for_each(|part| self.expression(part));
                    }
                    Step::Index(part) => self.expression(part),
                }
            }
            return;
        }
        match expression {
            Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => {
                parts.iter().for_each(|part| self.expression(part));
            }
            Expr::Map(members, _) => members.0.iter().for_each(|(_, part)| self.expression(part)),
            Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
                parts.iter().for_each(|part| self.expression(part));
            }
            Expr::FnCall(call, _) | Expr::MethodCall(call, _) => {
                call.args.iter().for_each(|part| self.expression(part));
            }
            Expr::Stmt(block) => self.list(block.statements()),
            _ => {}
        }
    }
}

/// Returns a call that is written by itself, be it a statement or a value.
pub(crate) fn call<'a>(node: &Node<'a>) -> Option<(&'a FnCallExpr, Position)> {
    match node {
        Node::Statement(Stmt::FnCall(call, position))
        | Node::Expression(Expr::FnCall(call, position)) => Some((call, *position)),
        _ => None,
    }
}

/// Returns a text that stands in the script as it is.
pub(crate) fn constant_text(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::StringConstant(text, _) => Some(text.as_str()),
        _ => None,
    }
}

/// Returns what `${…}` and a block of one value stand for.
pub(crate) fn unwrapped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Expr(inner)] => unwrapped(inner),
            _ => expression,
        },
        other => other,
    }
}

/// Returns the names of the variables that an expression reads.
pub(crate) fn variables<'a>(expression: &'a Expr) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut visit = |node: Node<'a>, _: &[Around<'a>]| {
        if let Node::Expression(Expr::Variable(variable, ..)) = node {
            names.push(variable.1.as_str());
        }
    };
    Walk { around: Vec::new(), visit: &mut visit }.expression(expression);
    names
}
