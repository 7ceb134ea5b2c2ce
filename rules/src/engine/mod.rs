//! The engine that runs scripts: nothing but what is declared here, within limits.
//!
//! It begins with an engine that knows no function at all. Operators of numbers, texts and booleans are part of the
//! language; everything else is declared by `facts`, `library` and `decision`.

pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod deadline;
pub(crate) mod each;
pub(crate) mod fault;
mod limits;
pub(crate) mod natives;
pub(crate) mod nodes;
pub(crate) mod readers;

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, OptimizationLevel};

pub use clock::{Clock, with_clock};
pub use deadline::Deadline;
pub use limits::Limits;

use crate::observe::Recorder;
use crate::{decision, facts, library};
use api::{Api, Member};
use each::Iterables;
use fault::Halt;
use natives::Natives;
use readers::Readers;

/// Operations between two looks at the deadline.
const STRIDE: u64 = 1_024;

/// Words of the language that a policy has no use for, and that would let it run what nobody compiled, or hide a
/// failure.
const DISABLED: [&str; 9] =
    ["eval", "Fn", "call", "curry", "is_shared", "print", "debug", "try", "catch"];

/// An engine, and what was declared to it.
pub(crate) struct Host {
    pub(crate) engine: Engine,
    pub(crate) members: Vec<Member>,
    pub(crate) types: Vec<(&'static str, &'static str)>,
    pub(crate) readers: Readers,
    pub(crate) natives: Natives,
    pub(crate) iterables: Arc<Iterables>,
    pub(crate) recorder: Option<Recorder>,
}

impl Host {
    /// Returns an engine within `limits`.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self::with(limits, None)
    }

    /// Returns an engine for policies that are watched. What watches them costs operations and depth, too.
    pub(crate) fn watched(limits: &Limits, recorder: &Recorder) -> Self {
        let operations = limits.operations.saturating_mul(4);
        let limits = Limits { operations, depth: 128, ..limits.clone() };
        Self::with(&limits, Some(recorder.clone()))
    }

    fn with(limits: &Limits, recorder: Option<Recorder>) -> Self {
        let mut engine = Engine::new_raw();
        restrict(&mut engine, limits);
        nodes::register(&mut engine);
        let mut api = Api::new(&mut engine);
        api.iterable::<Array>();
        api.iterable::<std::ops::Range<rhai::INT>>();
        api.iterable::<std::ops::RangeInclusive<rhai::INT>>();
        if let Some(recorder) = &recorder {
            recorder.declare(&mut api);
        }
        api.recorder.clone_from(&recorder);
        decision::declare(&mut api);
        facts::declare(&mut api);
        library::declare(&mut api);
        let Api { members, types, readers, mut natives, iterables, .. } = api;
        let iterables = Arc::new(iterables);
        engine.register_global_module(natives.take_module().into());
        Self { engine, members, types, readers, natives, iterables, recorder }
    }
}

fn restrict(engine: &mut Engine, limits: &Limits) {
    engine
        .set_max_operations(limits.operations)
        .set_max_call_levels(limits.calls)
        .set_max_expr_depths(limits.depth, limits.depth)
        .set_max_string_size(limits.text)
        .set_max_array_size(limits.values)
        .set_max_map_size(limits.values)
        .set_max_variables(limits.variables)
        .set_max_functions(limits.functions)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        .set_allow_anonymous_fn(false)
        // The optimiser compares constants in its own way, and gains nothing that could be measured.
        .set_optimization_level(OptimizationLevel::None);
    for symbol in DISABLED {
        engine.disable_symbol(symbol);
    }
    engine.on_progress(|operations| {
        let over = operations % STRIDE == 0 && deadline::is_over();
        over.then(|| Dynamic::from(Halt::Deadline))
    });
}
