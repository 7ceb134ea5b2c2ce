//! Calls of what is declared.

use rhai::{Dynamic, EvalContext, ImmutableString, Position};

use super::{Answer, Node, Variable, native_context, none_takes, placed};
use crate::engine::natives::{self, Native};

/// Arguments of the calls of a chain, without what stands before their dots.
pub(crate) const MOST_IN_CHAIN: usize = 8;

/// A call of what is declared. In a chain, what stands before its dot is its first argument and not listed here.
pub(crate) struct Call {
    pub(crate) name: ImmutableString,
    pub(crate) natives: Vec<Native>,
    pub(crate) arguments: Vec<Node>,
    pub(crate) position: Position,
}

/// Calls behind a value, one after the other.
pub(crate) struct Chain {
    pub(crate) first: Node,
    pub(crate) calls: Vec<Call>,
}

impl Call {
    pub(super) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let mut values: [Dynamic; natives::MOST] = Default::default();
        for (value, argument) in values.iter_mut().zip(&self.arguments) {
            *value = argument.evaluate(context)?;
        }
        let mut arguments = values.each_mut();
        self.call(context, arguments.get_mut(..self.arguments.len()).unwrap_or_default())
    }

    /// Calls it on `first` with the next of `values`.
    fn behind(
        &self,
        first: &mut Dynamic,
        values: &mut impl Iterator<Item = Dynamic>,
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Answer {
        let mut own: [Dynamic; natives::MOST - 1] = Default::default();
        let count = self.arguments.len();
        own.iter_mut().zip(values.take(count)).for_each(|(argument, value)| *argument = value);
        let [second, third, fourth] = &mut own;
        let mut arguments = [first, second, third, fourth];
        self.call(context, arguments.get_mut(..=count).unwrap_or_default())
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

impl Chain {
    /// Evaluates it. As in the engine, every argument of the chain is evaluated before the value that it begins with.
    pub(super) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        let mut values: [Dynamic; MOST_IN_CHAIN] = Default::default();
        let arguments = self.calls.iter().flat_map(|call| &call.arguments);
        for (value, argument) in values.iter_mut().zip(arguments) {
            *value = argument.evaluate(context)?;
        }
        let mut values = values.into_iter();
        let mut calls = self.calls.iter();
        let mut found = match &self.first {
            Node::Variable(variable) => on(variable, calls.next(), &mut values, context)?,
            first => first.evaluate(context)?,
        };
        for call in calls {
            found = call.behind(&mut found, &mut values, context)?;
        }
        Ok(found)
    }
}

/// Calls `call` on a variable. Facts are in boxes, which would be made anew to hand over a copy: functions that borrow
/// them are lent the variable itself.
fn on(
    variable: &Variable,
    call: Option<&Call>,
    values: &mut impl Iterator<Item = Dynamic>,
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
) -> Answer {
    let Some(call) = call else { return variable.evaluate(context) };
    let borrow = call.natives.iter().all(Native::borrows);
    let Some(mut value) = borrow.then(|| variable.take(context)).flatten() else {
        return call.behind(&mut variable.evaluate(context)?, values, context);
    };
    let answer = call.behind(&mut value, values, context);
    variable.give_back(value, context);
    answer
}
