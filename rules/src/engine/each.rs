//! What a script can go through with `for`.

use std::any::TypeId;
use std::ops::ControlFlow;

use foldhash::HashMap;
use rhai::{Dynamic, Variant};

use super::readers::Answer;

/// What is done with each item, until it breaks off.
type Visit<'v> = &'v mut dyn FnMut(Dynamic) -> ControlFlow<Answer>;

/// Goes through the items of a value.
type Each = fn(Dynamic, Visit<'_>) -> ControlFlow<Answer>;

/// How the items of values are gone through, by the type of the value.
#[derive(Clone, Default)]
pub(crate) struct Iterables(HashMap<TypeId, Each>);

impl Iterables {
    /// Adds a type.
    pub(super) fn add<T>(&mut self)
    where
        T: Variant + Clone + IntoIterator<Item: Variant + Clone>,
    {
        self.0.insert(TypeId::of::<T>(), |value, visit| {
            let items = value.try_cast::<T>().into_iter().flatten();
            items.map(Dynamic::from).try_for_each(visit)
        });
    }

    /// Returns how the items of `value` are gone through; none when it has none.
    pub(super) fn of(&self, value: &Dynamic) -> Option<Each> {
        self.0.get(&value.type_id()).copied()
    }
}
