//! The functions that are declared to scripts, found once when a policy is compiled instead of each time it is asked.

use std::any::TypeId;
use std::sync::Arc;

use foldhash::HashMap;
use rhai::{
    Dynamic, FuncRegistration, ImmutableString, Module, NativeCallContext, RhaiFunc,
    RhaiNativeFunc, Variant,
};

use super::fault::{Halt, failed, halt};
use super::readers::Answer;

/// Arguments of the functions that are called at once, with what stands before the dot.
pub(super) const MOST: usize = 4;

/// Every function, by its name.
#[derive(Default)]
pub(crate) struct Natives {
    by_name: HashMap<Box<str>, Vec<Native>>,
    module: Module,
}

/// A function for arguments of certain types.
#[derive(Clone)]
pub(crate) struct Native {
    types: Arc<[TypeId]>,
    function: RhaiFunc,
}

impl Natives {
    /// Adds a function.
    pub(crate) fn add<A, const N: usize, const X: bool, R, const F: bool, G>(
        &mut self,
        name: &str,
        function: G,
    ) where
        A: 'static,
        R: Variant + Clone,
        G: RhaiNativeFunc<A, N, X, R, F>,
    {
        let types = G::param_types();
        let function = function.into_rhai_function(true, false);
        FuncRegistration::new(name).set_into_module_raw(&mut self.module, types, function.clone());
        let native = Native { types: types.into(), function };
        self.by_name.entry(name.into()).or_default().push(native);
    }

    /// Takes the functions as the engine wants them.
    pub(super) fn take_module(&mut self) -> Module {
        std::mem::take(&mut self.module)
    }

    /// Returns the functions of a name that take so many arguments; none when these are more than [`MOST`].
    pub(crate) fn of(&self, name: &str, arguments: usize) -> Vec<Native> {
        if arguments > MOST {
            return Vec::new();
        }
        let of_name = self.by_name.get(name).into_iter().flatten();
        of_name.filter(|native| native.types.len() == arguments).cloned().collect()
    }
}

impl Native {
    /// Tells whether it takes arguments of these types, and how many of them it would take as any value.
    fn fit(&self, types: &[TypeId]) -> Option<usize> {
        let any = TypeId::of::<Dynamic>();
        let mut loose = 0;
        for (wanted, actual) in self.types.iter().zip(types) {
            if *wanted == any {
                loose += 1;
            } else if wanted != actual {
                return None;
            }
        }
        Some(loose)
    }

    fn call(&self, context: NativeCallContext<'_>, arguments: &mut [&mut Dynamic]) -> Answer {
        let most = context.engine().max_string_size();
        let value = match &self.function {
            RhaiFunc::Pure { func, .. } | RhaiFunc::Method { func, .. } => {
                func(Some(context), arguments)?
            }
            _ => return Err(failed("a function of the library is none")),
        };
        // The engine looks at what a whole node gives, and not at what is inside of it.
        let is_too_long = value.read_lock::<ImmutableString>().is_some_and(|t| t.len() > most);
        if is_too_long { Err(halt(Halt::Text)) } else { Ok(value) }
    }
}

/// Tells whether what can be called on `first` leaves it where it is; other functions take the value itself.
pub(super) fn borrow(natives: &[Native], first: &Dynamic) -> bool {
    let actual = first.type_id();
    natives.iter().all(|native| {
        let borrows = matches!(native.function, RhaiFunc::Method { .. });
        let wanted = native.types.first();
        borrows || wanted.is_some_and(|of| *of != actual && *of != TypeId::of::<Dynamic>())
    })
}

/// Calls the one of `natives` that fits `arguments` best; none when no one does.
pub(super) fn call(
    natives: &[Native],
    context: NativeCallContext<'_>,
    arguments: &mut [&mut Dynamic],
) -> Option<Answer> {
    let mut types = [TypeId::of::<()>(); MOST];
    for (place, argument) in types.iter_mut().zip(&*arguments) {
        *place = Dynamic::type_id(argument);
    }
    let types = types.get(..arguments.len())?;
    // Nothing fits better than what takes exactly these.
    let exact = natives.iter().find(|native| *native.types == *types);
    let best = exact.or_else(|| {
        let fitting = natives.iter().filter_map(|native| Some((native.fit(types)?, native)));
        fitting.min_by_key(|(loose, _)| *loose).map(|(_, native)| native)
    });
    best.map(|best| best.call(context, arguments))
}
