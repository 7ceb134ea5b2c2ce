//! Calls of what is declared.

use rhai::{Dynamic, EvalContext, ImmutableString, Position};

use super::{Answer, Node, native_context, none_takes, placed};
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
        let [first, others @ ..] = &mut values;
        match self.arguments.len().checked_sub(1) {
            Some(count) => self.behind(first, others.get_mut(..count).unwrap_or_default(), context),
            None => self.call(context, &mut []),
        }
    }

    /// Calls it on `first` with `others`.
    fn behind(
        &self,
        first: &mut Dynamic,
        others: &mut [Dynamic],
        context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Answer {
        const { assert!(natives::MOST == 4, "every number of arguments stands below") };
        match others {
            [second, third, fourth, ..] => self.call(context, &mut [first, second, third, fourth]),
            [second, third] => self.call(context, &mut [first, second, third]),
            [second] => self.call(context, &mut [first, second]),
            [] => self.call(context, &mut [first]),
        }
    }

    /// Calls it on what `first` gives. Facts are in boxes, which would be made anew to hand over a copy: functions that
    /// borrow them are lent what is at hand.
    fn lent(
        &self,
        first: &Node,
        others: &mut [Dynamic],
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Answer {
        let borrow = |value: &Dynamic| natives::borrow(&self.natives, value);
        let at_hand = match first {
            Node::Variable(variable) => variable.take(borrow, context),
            Node::Parameter(parameter) => parameter.take(borrow, context),
            _ => None,
        };
        let Some(mut value) = at_hand else {
            return self.behind(&mut first.evaluate(context)?, others, context);
        };
        let answer = self.behind(&mut value, others, context);
        match first {
            Node::Variable(variable) => variable.give_back(value, context),
            Node::Parameter(parameter) => parameter.give_back(value, context),
            _ => {}
        }
        answer
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
    pub(super) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        // Most chains are one call with one argument, and room that is not used takes time, too.
        match self.calls.as_slice() {
            [call] if call.arguments.len() <= 1 => self.with_room::<1>(context),
            _ => self.with_room::<MOST_IN_CHAIN>(context),
        }
    }

    /// Evaluates it, with `ROOM` for arguments. As in the engine, every argument of the chain is evaluated before the
    /// value that it begins with.
    fn with_room<const ROOM: usize>(
        &self,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Answer {
        let mut values = [const { Dynamic::UNIT }; ROOM];
        let arguments = self.calls.iter().flat_map(|call| &call.arguments);
        for (value, argument) in values.iter_mut().zip(arguments) {
            *value = argument.evaluate(context)?;
        }
        let (mut found, mut start) = (None, 0);
        for call in &self.calls {
            let end = start + call.arguments.len();
            let own = values.get_mut(start..end).unwrap_or_default();
            found = Some(match (found, &self.first) {
                (Some(mut value), _) => call.behind(&mut value, own, context)?,
                (None, first) => call.lent(first, own, context)?,
            });
            start = end;
        }
        Ok(found.unwrap_or_default())
    }
}
