//! What scripts do most, as nodes of their own in the syntax tree: reading properties, comparing, negating.
//!
//! The engine looks a function up for each, puts what it gives into a box, and gives values back to where they were
//! read from in case they have changed. Facts do not change, so that one step does. A node that does not know what
//! it meets evaluates what it stands for, which it keeps.

use std::any::TypeId;

use rhai::{
    CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, ImmutableString,
    Position,
};

use super::readers::{Answer, Reader, Readers};
use crate::library::Comparison;

/// Names of the nodes. No script can write them.
const READ: &str = "#read";
const COMPARE: &str = "#compare";
const NOT: &str = "#not";

/// Properties that are read of a variable, one after the other.
#[derive(Clone)]
pub(crate) struct Read {
    variable: ImmutableString,
    steps: Vec<Step>,
}

/// A property.
#[derive(Clone)]
struct Step {
    position: Position,
    /// How it is read, by the type it is read of.
    alone: Vec<(TypeId, Reader)>,
    /// How it is read with the property behind it.
    with_next: Vec<(TypeId, Reader)>,
}

/// A comparison, and where it stands.
#[derive(Clone, Copy)]
struct Compare(Comparison, Position);

/// Teaches an engine the nodes.
pub(super) fn register(engine: &mut Engine) {
    let nodes: [(&str, Node); 3] = [(READ, read), (COMPARE, compare), (NOT, not)];
    for (name, node) in nodes {
        // It fails only where a node may change variables, which none does.
        let _ = engine.register_custom_syntax_handler(name, false, node);
    }
}

type Node = fn(&mut EvalContext<'_, '_, '_, '_, '_, '_>, &[Expression<'_>], &Dynamic) -> Answer;

/// Returns what reads `properties` of `variable`; none when no facts have the first of them.
pub(crate) fn reading(
    readers: &Readers,
    variable: &ImmutableString,
    properties: &[(&str, Position)],
) -> Option<Read> {
    let steps = properties.iter().enumerate().map(|(index, (name, position))| {
        let next = properties.get(index + 1);
        let with_next = next.map(|(next, _)| readers.of(&format!("{name}.{next}")));
        Step {
            position: *position,
            alone: readers.of(name),
            with_next: with_next.unwrap_or_default(),
        }
    });
    let steps: Vec<Step> = steps.collect();
    let is_known = steps.first().is_some_and(|s| !(s.alone.is_empty() && s.with_next.is_empty()));
    is_known.then(|| Read { variable: variable.clone(), steps })
}

/// Returns the node that compares two values.
pub(crate) fn comparing(by: Comparison, a: Expr, b: Expr, position: Position) -> Expr {
    node(COMPARE, [a, b], Dynamic::from(Compare(by, position)), position)
}

/// Returns the node that negates a value.
pub(crate) fn negating(value: Expr, position: Position) -> Expr {
    node(NOT, [value], Dynamic::from(position), position)
}

fn node<const N: usize>(name: &str, inputs: [Expr; N], state: Dynamic, position: Position) -> Expr {
    let node = CustomExpr {
        inputs: inputs.into_iter().collect(),
        tokens: std::iter::once(ImmutableString::from(name)).collect(),
        state,
        scope_may_be_changed: false,
        self_terminated: false,
    };
    Expr::Custom(Box::new(node), position)
}

fn read(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
    state: &Dynamic,
) -> Answer {
    let known = state.read_lock::<Read>().and_then(|read| {
        let value = context.scope().get(&read.variable)?;
        read.of(value)
    });
    match (known, inputs) {
        (Some(answer), _) => answer,
        (None, [plain]) => plain.eval_with_context(context),
        (None, _) => Err(unmade()),
    }
}

impl Read {
    /// Returns the node that reads what `plain` reads.
    pub(crate) fn in_place_of(self, plain: Expr) -> Expr {
        let position = plain.position();
        node(READ, [plain], Dynamic::from(self), position)
    }

    /// Returns what the properties of `value` give; none when they are none of the facts we know.
    fn of(&self, value: &Dynamic) -> Option<Answer> {
        let mut found: Option<Dynamic> = None;
        let mut steps = self.steps.as_slice();
        while let [step, rest @ ..] = steps {
            let value = found.as_ref().unwrap_or(value);
            let (answer, position);
            (answer, position, steps) = match (step.with_next(value), rest) {
                (Some(answer), [next, rest @ ..]) => (answer, next.position, rest),
                _ => (step.alone(value)?, step.position, rest),
            };
            match answer {
                Ok(value) => found = Some(value),
                Err(error) => return Some(Err(at(error, position))),
            }
        }
        found.map(Ok)
    }
}

impl Step {
    fn alone(&self, value: &Dynamic) -> Option<Answer> {
        by_type(&self.alone, value)
    }

    fn with_next(&self, value: &Dynamic) -> Option<Answer> {
        by_type(&self.with_next, value)
    }
}

fn by_type(readers: &[(TypeId, Reader)], value: &Dynamic) -> Option<Answer> {
    let kind = value.type_id();
    readers.iter().find(|(of, _)| *of == kind).and_then(|(_, read)| read(value))
}

fn compare(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
    state: &Dynamic,
) -> Answer {
    let ([a, b], Some(Compare(by, position))) = (inputs, state.clone().try_cast()) else {
        return Err(unmade());
    };
    let a = a.eval_with_context(context)?;
    let b = b.eval_with_context(context)?;
    by.holds(&a, &b).map(Dynamic::from).map_err(|error| at(error, position))
}

fn not(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
    state: &Dynamic,
) -> Answer {
    let ([value], Some(position)) = (inputs, state.clone().try_cast::<Position>()) else {
        return Err(unmade());
    };
    let value = value.eval_with_context(context)?;
    value.as_bool().map(|flag| Dynamic::from(!flag)).map_err(|_| {
        let kind = context.engine().map_type_name(value.type_name());
        EvalAltResult::ErrorFunctionNotFound(format!("! ({kind})"), position).into()
    })
}

/// Returns an error with its place, when it has none.
fn at(mut error: Box<EvalAltResult>, position: Position) -> Box<EvalAltResult> {
    if error.position().is_none() {
        error.set_position(position);
    }
    error
}

/// A node has the inputs and the state that it was made with.
fn unmade() -> Box<EvalAltResult> {
    super::fault::failed("a step of the policy is not what it was made as")
}
