//! Scripts that are evaluated without the engine: reading facts, comparing, calling what is declared, and the
//! statements around these.
//!
//! The engine looks a function up for each property, operator and call, puts what it gives into boxes, and gives
//! values back to where they were read from in case they have changed. Facts do not change, and what is declared is
//! known when a policy is compiled. So what we know is a tree of our own here; what a node does not know, it leaves to
//! the engine, which finds every variable where it would have put it.

mod calls;
mod reading;
mod statements;
mod text;

use std::sync::Arc;

use rhai::{
    CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, ImmutableString,
    NativeCallContext, Position,
};

use super::fault::{failed, none_takes, placed};
use super::readers::Answer;
use crate::library::Comparison;

pub(crate) use calls::{Call, Chain, MOST_IN_CHAIN};
pub(crate) use reading::{Parameter, Read, Step, Variable};
pub(crate) use statements::{Block, For, If, Let, Statement};
pub(crate) use text::Part;

/// The name of our node. No script can write it.
const NAME: &str = "#";

/// An expression.
pub(crate) enum Node {
    Constant(Dynamic),
    Variable(Variable),
    Read(Read),
    Parameter(Parameter),
    Call(Call),
    Chain(Box<Chain>),
    Compare {
        by: Comparison,
        sides: Box<[Node; 2]>,
        position: Position,
    },
    Not {
        value: Box<Node>,
        position: Position,
    },
    /// Whether all of them hold, or whether one does: each with its place.
    All(Vec<(Node, Position)>),
    AnyOf(Vec<(Node, Position)>),
    /// The first that is stated.
    Stated(Vec<Node>),
    Text(Vec<Part>),
    Block(Block),
    /// What the engine evaluates.
    Plain(Expr),
}

/// A node as the engine's tree holds it.
#[derive(Clone)]
struct Held(Arc<Node>);

/// Teaches an engine to evaluate nodes.
pub(super) fn register(engine: &mut Engine) {
    // It fails for nodes that change variables in builds without syntax trees, which is none of ours.
    let _ = engine.register_custom_syntax_handler(NAME, false, evaluate);
}

fn evaluate(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    _: &[Expression<'_>],
    state: &Dynamic,
) -> Answer {
    match state.read_lock::<Held>() {
        Some(held) => held.0.evaluate(context),
        None => Err(failed("a step of the policy is not what it was made as")),
    }
}

impl Node {
    /// Returns it as the engine's tree holds it.
    pub(crate) fn into_expression(self, position: Position) -> Expr {
        let node = CustomExpr {
            inputs: std::iter::empty().collect(),
            tokens: std::iter::once(ImmutableString::from(NAME)).collect(),
            state: Dynamic::from(Held(Arc::new(self))),
            scope_may_be_changed: false,
            self_terminated: false,
        };
        Expr::Custom(Box::new(node), position)
    }

    pub(crate) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        match self {
            Self::Constant(value) => Ok(value.clone()),
            Self::Variable(variable) => variable.evaluate(context),
            Self::Read(read) => read.evaluate(context),
            Self::Parameter(parameter) => parameter.read.evaluate(context),
            Self::Call(call) => call.evaluate(context),
            Self::Chain(chain) => chain.evaluate(context),
            Self::Compare { by, sides, position } => {
                let [a, b] = &**sides;
                let (a, b) = (a.evaluate(context)?, b.evaluate(context)?);
                by.holds(&a, &b).map(Dynamic::from).map_err(|error| placed(error, *position))
            }
            Self::Not { value, position } => {
                let mut value = value.evaluate(context)?;
                if let Ok(flag) = value.as_bool() {
                    return Ok((!flag).into());
                }
                Err(none_takes("!", &native_context(context, "!", *position), &[&mut value]))
            }
            Self::All(parts) => until(false, parts, context),
            Self::AnyOf(parts) => until(true, parts, context),
            Self::Stated(parts) => first_stated(parts, context),
            Self::Text(parts) => text::joined(parts, context),
            Self::Block(block) => block.run(context),
            Self::Plain(expression) => by_engine(context, expression),
        }
    }
}

/// Returns whether one of `parts` is `end`, and evaluates none behind it.
fn until(
    end: bool,
    parts: &[(Node, Position)],
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
) -> Answer {
    for (part, position) in parts {
        if flag(&part.evaluate(context)?, *position)? == end {
            return Ok(end.into());
        }
    }
    Ok((!end).into())
}

/// Returns the first of `parts` that is not `()`, and evaluates none behind it.
fn first_stated(parts: &[Node], context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
    for part in parts {
        let value = part.evaluate(context)?;
        if !value.is_unit() {
            return Ok(value);
        }
    }
    Ok(Dynamic::UNIT)
}

/// Returns what a condition is.
fn flag(value: &Dynamic, position: Position) -> Result<bool, Box<EvalAltResult>> {
    value.as_bool().map_err(|actual| {
        let wanted = "bool".to_owned();
        EvalAltResult::ErrorMismatchDataType(wanted, actual.to_owned(), position).into()
    })
}

fn native_context<'c>(
    context: &'c EvalContext<'_, '_, '_, '_, '_, '_>,
    name: &'c str,
    position: Position,
) -> NativeCallContext<'c> {
    (context.engine(), name, None, context.global_runtime_state(), position).into()
}

fn by_engine(context: &mut EvalContext<'_, '_, '_, '_, '_, '_>, expression: &Expr) -> Answer {
    context.eval_expression_tree(&expression.into())
}
