//! Statements.

use std::ops::ControlFlow;
use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, EvalContext, Expr, INT, Identifier, Position, Scope};

use super::{Answer, Node, by_engine, flag};
use crate::engine::each::Iterables;
use crate::engine::fault::{Halt, halt, placed};
use crate::engine::{STRIDE, deadline};

/// Statements one after the other.
#[derive(Default)]
pub(crate) struct Block {
    pub(crate) statements: Vec<(Statement, Position)>,
    /// Whether it makes variables.
    pub(crate) declares: bool,
}

/// A statement.
pub(crate) enum Statement {
    Value(Node),
    If(Box<If>),
    For(Box<For>),
    Let(Box<Let>),
    Return(Option<Node>),
    /// The end of a pass of a loop; whether it is the end of the loop, too.
    Break(Option<Node>, bool),
    /// What the engine runs. It leaves no variables behind.
    Plain(Expr),
}

/// A condition and what depends on it.
pub(crate) struct If {
    pub(crate) condition: Node,
    pub(crate) position: Position,
    pub(crate) then: Block,
    pub(crate) otherwise: Block,
}

/// A loop over the items of something.
pub(crate) struct For {
    pub(crate) variable: Identifier,
    pub(crate) variable_position: Position,
    pub(crate) counter: Option<Identifier>,
    pub(crate) items: Node,
    pub(crate) items_position: Position,
    pub(crate) iterables: Arc<Iterables>,
    pub(crate) body: Block,
    pub(crate) body_position: Position,
}

/// A new variable.
pub(crate) struct Let {
    pub(crate) name: Identifier,
    pub(crate) is_constant: bool,
    pub(crate) value: Node,
}

impl Block {
    pub(super) fn run(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let known = context.scope().len();
        let mut value = Ok(Dynamic::UNIT);
        for (statement, position) in &self.statements {
            value = count(context, *position).and_then(|()| statement.run(*position, context));
            if value.is_err() {
                break;
            }
        }
        if self.declares {
            context.scope_mut().rewind(known);
        }
        value
    }
}

/// Counts an operation, as the engine does.
fn count(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    position: Position,
) -> Result<(), Box<EvalAltResult>> {
    let most = context.engine().max_operations();
    let global = context.global_runtime_state_mut();
    global.num_operations += 1;
    let operations = global.num_operations;
    if most > 0 && operations > most {
        return Err(EvalAltResult::ErrorTooManyOperations(position).into());
    }
    if operations % STRIDE == 0 && deadline::is_over() {
        return Err(placed(halt(Halt::Deadline), position));
    }
    Ok(())
}

impl Statement {
    fn run(&self, position: Position, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let valued = |value: &Option<Node>, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>| {
            value.as_ref().map_or(Ok(Dynamic::UNIT), |value| value.evaluate(context))
        };
        match self {
            Self::Value(value) => value.evaluate(context),
            Self::If(choice) => choice.run(context),
            Self::For(each) => each.run(context),
            Self::Let(variable) => variable.run(position, context),
            Self::Return(value) => {
                Err(EvalAltResult::Return(valued(value, context)?, position).into())
            }
            Self::Break(value, ends) => {
                Err(EvalAltResult::LoopBreak(*ends, valued(value, context)?, position).into())
            }
            Self::Plain(statement) => by_engine(context, statement),
        }
    }
}

impl If {
    fn run(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let holds = flag(&self.condition.evaluate(context)?, self.position)?;
        if holds { self.then.run(context) } else { self.otherwise.run(context) }
    }
}

impl Let {
    fn run(&self, position: Position, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        if context.scope().len() >= context.engine().max_variables() {
            return Err(EvalAltResult::ErrorTooManyVariables(position).into());
        }
        let value = self.value.evaluate(context)?;
        let scope = context.scope_mut();
        if self.is_constant {
            scope.push_constant_dynamic(self.name.clone(), value);
        } else {
            scope.push_dynamic(self.name.clone(), value);
        }
        Ok(Dynamic::UNIT)
    }
}

impl For {
    fn run(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let most = context.engine().max_variables();
        if context.scope().len() >= most.saturating_sub(usize::from(self.counter.is_some())) {
            return Err(EvalAltResult::ErrorTooManyVariables(self.variable_position).into());
        }
        let items = self.items.evaluate(context)?;
        let Some(each) = self.iterables.of(&items) else {
            return Err(EvalAltResult::ErrorFor(self.items_position).into());
        };
        let known = context.scope().len();
        let mut number = 0;
        let passes = each(items, &mut |item| {
            let pass = self.pass(number, item, context);
            number += 1;
            pass
        });
        context.scope_mut().rewind(known);
        passes.break_value().unwrap_or(Ok(Dynamic::UNIT))
    }

    fn pass(
        &self,
        number: INT,
        item: Dynamic,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> ControlFlow<Answer> {
        let scope = context.scope_mut();
        if let Some(counter) = &self.counter {
            set(scope, counter, number == 0, number.into());
        }
        set(scope, &self.variable, number == 0, item);
        if self.body.statements.is_empty() {
            if let Err(error) = count(context, self.body_position) {
                return ControlFlow::Break(Err(error));
            }
        }
        match self.body.run(context).map_err(|error| *error) {
            Ok(_) | Err(EvalAltResult::LoopBreak(false, ..)) => ControlFlow::Continue(()),
            Err(EvalAltResult::LoopBreak(true, value, _)) => ControlFlow::Break(Ok(value)),
            Err(error) => ControlFlow::Break(Err(error.into())),
        }
    }
}

/// Gives a variable of a loop its value; it is made in the first pass.
fn set(scope: &mut Scope<'_>, name: &Identifier, is_new: bool, value: Dynamic) {
    if is_new {
        scope.push_dynamic(name.clone(), value);
    } else if let Some(place) = scope.get_mut(name) {
        *place = value;
    }
}
