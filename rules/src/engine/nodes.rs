//! Expressions that are evaluated without the engine: reading facts, comparing, calling what is declared.
//!
//! The engine looks a function up for each property, operator and call, puts what it gives into boxes, and gives
//! values back to where they were read from in case they have changed. Facts do not change, and what is declared is
//! known when a policy is compiled. So a whole expression is one node of the engine's tree here; what a node does not
//! know, it leaves to the engine.

use std::any::TypeId;
use std::sync::Arc;

use rhai::{
    CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, ImmutableString,
    NativeCallContext, Position,
};

use super::fault::{failed, none_takes, placed};
use super::natives::{self, Native};
use super::readers::{Answer, Reader};
use crate::library::Comparison;

/// The name of our node. No script can write it.
const NAME: &str = "#";
/// Arguments of the calls of a chain, without what stands before their dots.
pub(crate) const MOST_IN_CHAIN: usize = 8;

/// An expression.
pub(crate) enum Node {
    Constant(Dynamic),
    Variable {
        name: ImmutableString,
        plain: Expr,
    },
    Read(Read),
    Call(Call),
    /// Calls behind a value, one after the other.
    Chain(Box<Node>, Vec<Call>),
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
    /// What the engine evaluates.
    Plain(Expr),
}

/// Properties that are read of a variable, one after the other.
pub(crate) struct Read {
    pub(crate) variable: ImmutableString,
    pub(crate) steps: Vec<Step>,
    /// The same for the engine.
    pub(crate) plain: Expr,
}

/// A property.
pub(crate) struct Step {
    pub(crate) position: Position,
    /// How it is read, by the type it is read of.
    pub(crate) alone: Vec<(TypeId, Reader)>,
    /// How it is read with the property behind it.
    pub(crate) with_next: Vec<(TypeId, Reader)>,
}

/// A call of what is declared. In a chain, what stands before its dot is its first argument and not listed here.
pub(crate) struct Call {
    pub(crate) name: ImmutableString,
    pub(crate) natives: Vec<Native>,
    pub(crate) arguments: Vec<Node>,
    pub(crate) position: Position,
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

    fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        match self {
            Self::Constant(value) => Ok(value.clone()),
            Self::Variable { name, plain } => match context.scope().get(name) {
                Some(value) => Ok(value.clone()),
                None => by_engine(context, plain),
            },
            Self::Read(read) => read.evaluate(context),
            Self::Call(call) => call.evaluate(context),
            Self::Chain(first, calls) => chain(first, calls, context),
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
        let value = part.evaluate(context)?;
        let flag = value.as_bool().map_err(|actual| {
            let wanted = "bool".to_owned();
            EvalAltResult::ErrorMismatchDataType(wanted, actual.to_owned(), *position)
        })?;
        if flag == end {
            return Ok(end.into());
        }
    }
    Ok((!end).into())
}

impl Read {
    fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let known = context.scope().get(&self.variable).and_then(|value| self.of(value));
        known.unwrap_or_else(|| by_engine(context, &self.plain))
    }

    /// Returns what the properties of `value` give; none when they are none of the facts we know.
    fn of(&self, value: &Dynamic) -> Option<Answer> {
        let mut found: Option<Dynamic> = None;
        let mut steps = self.steps.as_slice();
        while let [step, rest @ ..] = steps {
            let value = found.as_ref().unwrap_or(value);
            let (answer, position);
            (answer, position, steps) = match (by_type(&step.with_next, value), rest) {
                (Some(answer), [next, rest @ ..]) => (answer, next.position, rest),
                _ => (by_type(&step.alone, value)?, step.position, rest),
            };
            match answer {
                Ok(value) => found = Some(value),
                Err(error) => return Some(Err(placed(error, position))),
            }
        }
        found.map(Ok)
    }
}

fn by_type(readers: &[(TypeId, Reader)], value: &Dynamic) -> Option<Answer> {
    let kind = value.type_id();
    readers.iter().find(|(of, _)| *of == kind).and_then(|(_, read)| read(value))
}

impl Call {
    fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let mut values: [Dynamic; natives::MOST] = Default::default();
        for (value, argument) in values.iter_mut().zip(&self.arguments) {
            *value = argument.evaluate(context)?;
        }
        let mut arguments = values.each_mut();
        self.call(context, arguments.get_mut(..self.arguments.len()).unwrap_or_default())
    }

    fn call(
        &self,
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
        arguments: &mut [&mut Dynamic],
    ) -> Answer {
        let native = || native_context(context, &self.name, self.position);
        match natives::call(&self.natives, native(), arguments) {
            Some(answer) => answer.map_err(|error| placed(error, self.position)),
            None => Err(none_takes(&self.name, &native(), arguments)),
        }
    }
}

/// Calls what stands behind `first`, one after the other. As in the engine, every argument of the chain is evaluated
/// before the value that it begins with.
fn chain(
    first: &Node,
    calls: &[Call],
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
) -> Answer {
    let mut values: [Dynamic; MOST_IN_CHAIN] = Default::default();
    let arguments = calls.iter().flat_map(|call| &call.arguments);
    for (value, argument) in values.iter_mut().zip(arguments) {
        *value = argument.evaluate(context)?;
    }
    let mut values = values.into_iter();
    let mut found = first.evaluate(context)?;
    for call in calls {
        let count = 1 + call.arguments.len();
        let mut own: [Dynamic; natives::MOST] = Default::default();
        let given = std::iter::once(found).chain(values.by_ref().take(call.arguments.len()));
        own.iter_mut().zip(given).for_each(|(argument, value)| *argument = value);
        let mut own = own.each_mut();
        found = call.call(context, own.get_mut(..count).unwrap_or_default())?;
    }
    Ok(found)
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
