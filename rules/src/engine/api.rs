//! What scripts can see: every type, property and function is declared here once, and from the declaration come the
//! engine's registration, the checks of the compiler and the reference.

use std::marker::PhantomData;
use std::sync::Arc;

use rhai::{Dynamic, Engine, ImmutableString, RhaiNativeFunc, Variant};

use super::each::Iterables;
use super::fault::missing;
use super::natives::Natives;
use super::readers::Readers;
use crate::observe::Recorder;

/// What a property or a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Boolean,
    Integer,
    Number,
    Text,
    /// A list of texts.
    List,
    /// Values by name.
    Table,
    /// An instant.
    Time,
    /// Facts of a type.
    Facts(&'static str),
    /// A list of facts of a type.
    Many(&'static str),
    /// Whatever stands there.
    Any,
}

/// A property or a function, as the reference shows it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The type it belongs to; none for functions of their own.
    pub(crate) of: Option<&'static str>,
    pub(crate) name: &'static str,
    /// Names of its parameters but the one before the dot; none for a property.
    pub(crate) parameters: Option<&'static [&'static str]>,
    pub(crate) gives: Gives,
    /// Whether it may be that nothing is stated, which is an error to read.
    pub(crate) is_optional: bool,
    pub(crate) doc: &'static str,
}

/// A type of facts.
pub(crate) trait Facts: Variant + Clone {
    /// The name authors know it by.
    const NAME: &'static str;
    /// JSON Pointer of these facts in the document of their subject.
    const POINTER: &'static str = "";

    /// Returns whose document these facts stand in, when that is known.
    fn owner(&self) -> Option<ImmutableString> {
        None
    }
}

/// Collects declarations, and registers them with an engine.
pub(crate) struct Api<'e> {
    pub(crate) engine: &'e mut Engine,
    pub(crate) members: Vec<Member>,
    pub(crate) types: Vec<(&'static str, &'static str)>,
    pub(crate) readers: Readers,
    /// Keeps which facts are read, where policies are watched.
    pub(crate) recorder: Option<Recorder>,
    pub(crate) natives: Natives,
    pub(crate) iterables: Iterables,
}

impl<'e> Api<'e> {
    pub(crate) fn new(engine: &'e mut Engine) -> Self {
        Self {
            engine,
            members: Vec::new(),
            types: Vec::new(),
            readers: Readers::default(),
            recorder: None,
            natives: Natives::default(),
            iterables: Iterables::default(),
        }
    }

    /// Declares a type of facts.
    pub(crate) fn facts<T: Facts>(&mut self, doc: &'static str) -> TypeApi<'_, 'e, T> {
        self.engine.register_type_with_name::<T>(T::NAME);
        self.types.push((T::NAME, doc));
        TypeApi { api: self, of: T::NAME, marker: PhantomData }
    }

    /// Goes on with the members of a type that is declared already.
    pub(crate) fn more<T: Facts>(&mut self) -> TypeApi<'_, 'e, T> {
        TypeApi { api: self, of: T::NAME, marker: PhantomData }
    }

    /// Declares that scripts can go through the items of a type.
    pub(crate) fn iterable<T>(&mut self)
    where
        T: Variant + Clone + IntoIterator<Item: Variant + Clone>,
    {
        self.engine.register_iterator::<T>();
        self.iterables.add::<T>();
    }

    /// Declares a function of its own.
    pub(crate) fn function<A, const N: usize, const X: bool, R, const F: bool, G>(
        &mut self,
        name: &'static str,
        parameters: &'static [&'static str],
        gives: Gives,
        doc: &'static str,
        function: G,
    ) -> &mut Self
    where
        A: 'static,
        R: Variant + Clone,
        G: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        self.natives.add(name, function);
        let parameters = Some(parameters);
        self.members.push(Member { of: None, name, parameters, gives, is_optional: false, doc });
        self
    }

    /// Registers another form of a function that is declared already, for other types.
    pub(crate) fn also<A, const N: usize, const X: bool, R, const F: bool, G>(
        &mut self,
        name: &'static str,
        function: G,
    ) -> &mut Self
    where
        A: 'static,
        R: Variant + Clone,
        G: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        self.natives.add(name, function);
        self
    }
}

/// Collects the members of one type.
pub(crate) struct TypeApi<'a, 'e, T> {
    api: &'a mut Api<'e>,
    of: &'static str,
    marker: PhantomData<T>,
}

impl<T: Facts> TypeApi<'_, '_, T> {
    /// Declares a property that is always there.
    pub(crate) fn field<V: Variant + Clone>(
        &mut self,
        name: &'static str,
        gives: Gives,
        doc: &'static str,
        get: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> &mut Self {
        let recorder = self.api.recorder.clone();
        let get = Arc::new(move |facts: &T| {
            let value = get(facts);
            if let Some(recorder) = &recorder {
                recorder.property(facts, name, Dynamic::from(value.clone()));
            }
            value
        });
        let read = Arc::clone(&get);
        self.api.readers.add(name, move |facts: &T| Ok(Dynamic::from(read(facts))));
        self.api.engine.register_get(name, move |facts: &mut T| get(facts));
        self.add(name, None, gives, false, doc)
    }

    /// Declares a property that a document may leave out: reading it is an error then, because what is not known
    /// must not pass for a value.
    pub(crate) fn optional<V: Variant + Clone>(
        &mut self,
        name: &'static str,
        gives: Gives,
        doc: &'static str,
        get: impl Fn(&T) -> Option<V> + Send + Sync + 'static,
    ) -> &mut Self {
        let recorder = self.api.recorder.clone();
        let get = Arc::new(move |facts: &T| {
            let value = get(facts);
            if let Some(recorder) = &recorder {
                recorder.property(facts, name, or_unit(value.clone()));
            }
            value.ok_or_else(|| missing(&format!("{}/{name}", T::POINTER)))
        });
        let read = Arc::clone(&get);
        self.api.readers.add(name, move |facts: &T| read(facts).map(Dynamic::from));
        self.api.engine.register_get(name, move |facts: &mut T| get(facts));
        self.add(name, None, gives, true, doc)
    }

    /// Declares a property that is found by asking the platform that is judged.
    pub(crate) fn computed<A, const N: usize, const X: bool, R, const F: bool, G>(
        &mut self,
        name: &'static str,
        gives: Gives,
        doc: &'static str,
        get: G,
    ) -> &mut Self
    where
        A: 'static,
        R: Variant + Clone,
        G: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        // This is how the engine names getters.
        self.api.natives.add(&format!("get${name}"), get);
        self.add(name, None, gives, false, doc)
    }

    /// Declares a function that is called behind a dot.
    pub(crate) fn method<A, const N: usize, const X: bool, R, const F: bool, G>(
        &mut self,
        name: &'static str,
        parameters: &'static [&'static str],
        gives: Gives,
        doc: &'static str,
        function: G,
    ) -> &mut Self
    where
        A: 'static,
        R: Variant + Clone,
        G: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        self.api.natives.add(name, function);
        self.add(name, Some(parameters), gives, false, doc)
    }

    /// Lets scripts print the facts.
    pub(crate) fn shown(
        &mut self,
        show: impl Fn(&T) -> rhai::ImmutableString + Send + Sync + 'static,
    ) -> &mut Self {
        self.api.natives.add("to_string", move |facts: &mut T| show(facts));
        self
    }

    fn add(
        &mut self,
        name: &'static str,
        parameters: Option<&'static [&'static str]>,
        gives: Gives,
        is_optional: bool,
        doc: &'static str,
    ) -> &mut Self {
        let of = Some(self.of);
        self.api.members.push(Member { of, name, parameters, gives, is_optional, doc });
        self
    }
}

/// Returns a value, or the unit that scripts test with `??`.
pub(crate) fn or_unit<V: Variant + Clone>(value: Option<V>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from)
}
