//! Variables, and the facts that are read of them.

use std::any::TypeId;

use rhai::{Dynamic, DynamicWriteLock, EvalContext, Expr, ImmutableString, Position};

use super::{Answer, by_engine, placed};
use crate::decision::Carried;
use crate::engine::readers::Reader;
use crate::facts::Context;

/// A variable.
pub(crate) struct Variable {
    pub(crate) name: ImmutableString,
    /// How many variables were made after it, where that is known: it is found without its name then.
    pub(crate) back: Option<usize>,
    /// The same for the engine.
    pub(crate) plain: Expr,
}

impl Variable {
    pub(super) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        match self.find(context) {
            Some(value) => Ok(value.clone()),
            None => by_engine(context, &self.plain),
        }
    }

    fn find<'c>(&self, context: &'c EvalContext<'_, '_, '_, '_, '_, '_>) -> Option<&'c Dynamic> {
        match self.back {
            Some(back) => context.scope().iter_raw().nth(back).map(|(.., value)| value),
            None => context.scope().get(&self.name),
        }
    }

    /// Takes its value when it is `wanted`; [`Variable::give_back`] returns it. None for a constant.
    pub(super) fn take(
        &self,
        wanted: impl FnOnce(&Dynamic) -> bool,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Option<Dynamic> {
        let place = context.scope_mut().get_mut(&self.name)?;
        wanted(place).then(|| std::mem::take(place))
    }

    pub(super) fn give_back(
        &self,
        value: Dynamic,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) {
        if let Some(place) = context.scope_mut().get_mut(&self.name) {
            *place = value;
        }
    }
}

/// Properties that are read of a variable, one after the other.
pub(crate) struct Read {
    pub(crate) variable: Variable,
    pub(crate) steps: Vec<Step>,
    /// The same for the engine.
    pub(crate) plain: Expr,
}

/// A parameter of the policy, which stays the same while the policy is asked.
pub(crate) struct Parameter {
    pub(crate) read: Read,
    /// Its number among those that are read so.
    pub(crate) number: usize,
}

impl Parameter {
    /// Takes its value when it is `wanted`; [`Parameter::give_back`] returns it. None where its variable is not what
    /// policies are told.
    pub(super) fn take(
        &self,
        wanted: impl FnOnce(&Dynamic) -> bool,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) -> Option<Dynamic> {
        if !self.read.variable.find(context)?.is::<Context>() {
            return None;
        }
        let known = carried(context)?.lend(self.number);
        let value = if known.is_unit() { self.read.known(context)?.ok()? } else { known };
        wanted(&value).then_some(value)
    }

    pub(super) fn give_back(
        &self,
        value: Dynamic,
        context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    ) {
        if let Some(mut carried) = carried(context) {
            carried.keep(self.number, value);
        }
    }
}

fn carried<'c>(
    context: &'c mut EvalContext<'_, '_, '_, '_, '_, '_>,
) -> Option<DynamicWriteLock<'c, Carried>> {
    context.global_runtime_state_mut().tag.write_lock::<Carried>()
}

/// A property.
pub(crate) struct Step {
    pub(crate) position: Position,
    /// How it is read, by the type it is read of.
    pub(crate) alone: Vec<(TypeId, Reader)>,
    /// How it is read with the property behind it.
    pub(crate) with_next: Vec<(TypeId, Reader)>,
}

impl Read {
    pub(super) fn evaluate(&self, context: &mut EvalContext<'_, '_, '_, '_, '_, '_>) -> Answer {
        self.known(context).unwrap_or_else(|| by_engine(context, &self.plain))
    }

    /// Returns what is read without the engine; none when that is not known.
    fn known(&self, context: &EvalContext<'_, '_, '_, '_, '_, '_>) -> Option<Answer> {
        self.variable.find(context).and_then(|value| self.of(value))
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
