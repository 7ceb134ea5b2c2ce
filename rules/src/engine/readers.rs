//! Reading facts at once: by the names of one or two properties and the type they are read of, instead of by asking
//! the engine for a function for each.

use std::any::{Any, TypeId};
use std::sync::Arc;

use foldhash::HashMap;
use rhai::{Dynamic, EvalAltResult};

use super::api::Facts;

/// What reading gives.
pub(crate) type Answer = Result<Dynamic, Box<EvalAltResult>>;

/// Reads a property, or a property of a part; none when the engine has to.
pub(crate) type Reader = Arc<dyn Fn(&Dynamic) -> Option<Answer> + Send + Sync>;

/// Finds the part of other facts that facts of type `T` are.
type Find<T> = Arc<dyn Fn(&Dynamic) -> Option<T> + Send + Sync>;

/// How properties are read, by their names and the type they are read of.
#[derive(Default)]
pub(crate) struct Readers {
    by_path: HashMap<Box<str>, Vec<(TypeId, Reader)>>,
    /// By the type of the part: what it is a part of.
    parts: HashMap<TypeId, Vec<Part>>,
}

struct Part {
    of: TypeId,
    name: &'static str,
    /// A [`Find`] of the type it stands under.
    find: Box<dyn Any + Send + Sync>,
}

impl Readers {
    /// Tells that the property `name` of `Whole` gives facts of type `T`, whose properties are read in one step then.
    pub(crate) fn part<Whole: Facts, T: Facts>(
        &mut self,
        name: &'static str,
        find: impl Fn(&Whole) -> Option<T> + Send + Sync + 'static,
    ) {
        let find: Find<T> = Arc::new(move |whole| find(&*whole.read_lock::<Whole>()?));
        let part = Part { of: TypeId::of::<Whole>(), name, find: Box::new(find) };
        self.parts.entry(TypeId::of::<T>()).or_default().push(part);
    }

    /// Adds the property `name` of `T`, and of the parts that are of this type.
    pub(crate) fn add<T: Facts>(
        &mut self,
        name: &str,
        read: impl Fn(&T) -> Answer + Send + Sync + 'static,
    ) {
        let read = Arc::new(read);
        for part in self.parts.get(&TypeId::of::<T>()).into_iter().flatten() {
            let Some(find) = part.find.downcast_ref::<Find<T>>().cloned() else { continue };
            let read = Arc::clone(&read);
            let reader: Reader = Arc::new(move |whole| find(whole).map(|facts| read(&facts)));
            let path = format!("{}.{name}", part.name).into_boxed_str();
            self.by_path.entry(path).or_default().push((part.of, reader));
        }
        let reader: Reader = Arc::new(move |facts| Some(read(&*facts.read_lock::<T>()?)));
        self.by_path.entry(name.into()).or_default().push((TypeId::of::<T>(), reader));
    }

    /// Returns how `path` is read, by the type it is read of.
    pub(crate) fn of(&self, path: &str) -> Vec<(TypeId, Reader)> {
        self.by_path.get(path).cloned().unwrap_or_default()
    }
}
