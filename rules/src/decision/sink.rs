//! Where scripts put what they say, and what they may cost beside their operations.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{Dynamic, DynamicReadLock, EvalAltResult, NativeCallContext};

use super::Decision;
use crate::engine::fault::{Halt, failed, halt};
use crate::engine::{Limits, deadline};
use crate::facts::World;
use crate::library::Prepared;

/// What one question to one policy has said, and has at hand.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    pub(crate) decisions: Vec<Decision>,
    /// Decisions that may be made in all.
    most: usize,
    /// Bytes that were said, and that may be said in all.
    bytes: usize,
    most_bytes: usize,
    /// What functions of the library have made from texts.
    prepared: Prepared,
}

/// What the engine carries to every function while a policy is asked.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    sink: SinkHandle,
    /// Parameters of the policy that are at hand for functions that borrow them, by their number.
    parameters: Vec<Dynamic>,
}

/// The sink, to which those who ask and those who answer hold on.
#[derive(Clone, Debug)]
pub(crate) struct SinkHandle(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// The platform that questions about the graph are asked of.
    world: Arc<World>,
    /// Steps of native functions that are left. One thread at a time asks a policy.
    work: AtomicU64,
    sink: Mutex<Sink>,
}

impl Sink {
    fn add(&mut self, decision: Decision) -> Result<usize, Box<EvalAltResult>> {
        let class = decision.details.class.as_ref();
        self.spend(decision.message.len() + class.map_or(0, |class| class.len()))?;
        if self.decisions.len() >= self.most {
            return Err(halt(Halt::Decisions));
        }
        self.decisions.push(decision);
        Ok(self.decisions.len() - 1)
    }

    /// Counts bytes that are said.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Box<EvalAltResult>> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.most_bytes { Err(halt(Halt::Said)) } else { Ok(()) }
    }
}

impl Carried {
    pub(crate) fn new(sink: SinkHandle) -> Self {
        Self { sink, parameters: Vec::new() }
    }

    /// Takes a parameter, which [`Carried::keep`] returns; `()` when it is not at hand.
    pub(crate) fn lend(&mut self, parameter: usize) -> Dynamic {
        self.parameters.get_mut(parameter).map(std::mem::take).unwrap_or_default()
    }

    /// Keeps a parameter at hand.
    pub(crate) fn keep(&mut self, parameter: usize, value: Dynamic) {
        if self.parameters.len() <= parameter {
            self.parameters.resize(parameter + 1, Dynamic::UNIT);
        }
        if let Some(place) = self.parameters.get_mut(parameter) {
            *place = value;
        }
    }
}

impl SinkHandle {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self(Arc::new(Shared { world, work: AtomicU64::new(0), sink: Mutex::default() }))
    }

    /// Begins a question that may cost so much.
    pub(crate) fn begin(&self, limits: &Limits) {
        self.0.work.store(limits.work, Ordering::Relaxed);
        let mut sink = self.lock();
        sink.decisions.clear();
        (sink.most, sink.most_bytes, sink.bytes) = (limits.decisions, limits.said, 0);
        sink.prepared.begin();
    }

    /// Returns what was said, and how many bytes it has, and forgets it. There may be millions of answers: each takes no
    /// more than it needs.
    pub(crate) fn take(&self) -> (Box<[Decision]>, usize) {
        let mut sink = self.lock();
        (sink.decisions.drain(..).collect(), sink.bytes)
    }

    fn lock(&self) -> MutexGuard<'_, Sink> {
        // A panic while it was held leaves whole decisions behind.
        self.0.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn charge(&self, steps: u64) -> Result<(), Box<EvalAltResult>> {
        let left = self.0.work.load(Ordering::Relaxed).checked_sub(steps);
        let left = left.ok_or_else(|| halt(Halt::Work))?;
        self.0.work.store(left, Ordering::Relaxed);
        Ok(())
    }
}

/// What is carried to a call.
type Held<'c> = DynamicReadLock<'c, Carried>;

fn held<'c>(context: &'c NativeCallContext<'_>) -> Result<Held<'c>, Box<EvalAltResult>> {
    let handle = context.tag().and_then(Dynamic::read_lock::<Carried>);
    handle.ok_or_else(|| failed("decisions can be made only while a policy is asked"))
}

/// Runs `each` on the sink of the call.
pub(crate) fn sink<R>(
    context: &NativeCallContext<'_>,
    each: impl FnOnce(&mut Sink) -> R,
) -> Result<R, Box<EvalAltResult>> {
    Ok(each(&mut held(context)?.sink.lock()))
}

/// Adds a decision, and returns its number.
pub(super) fn say(
    context: &NativeCallContext<'_>,
    decision: Decision,
) -> Result<usize, Box<EvalAltResult>> {
    sink(context, |sink| sink.add(decision))?
}

/// Takes `bytes` from what may be said.
pub(super) fn spend(
    context: &NativeCallContext<'_>,
    bytes: usize,
) -> Result<(), Box<EvalAltResult>> {
    sink(context, |sink| sink.spend(bytes))?
}

/// Takes `steps` from the work that native functions may do.
pub(crate) fn charge(
    context: &NativeCallContext<'_>,
    steps: usize,
) -> Result<(), Box<EvalAltResult>> {
    let steps = u64::try_from(steps).unwrap_or(u64::MAX);
    held(context)?.sink.charge(steps)?;
    // Small steps are watched by the operations that ask for them.
    if steps > 1_000 && deadline::is_over() { Err(halt(Halt::Deadline)) } else { Ok(()) }
}

/// The platform that is judged.
pub(crate) struct Platform<'c>(Held<'c>);

impl Deref for Platform<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0.sink.0.world
    }
}

/// Returns the platform that is judged.
pub(crate) fn world<'c>(
    context: &'c NativeCallContext<'_>,
) -> Result<Platform<'c>, Box<EvalAltResult>> {
    held(context).map(Platform)
}

/// Runs `each` on what functions of the library have made from texts.
pub(crate) fn with_prepared<R>(
    context: &NativeCallContext<'_>,
    each: impl FnOnce(&mut Prepared) -> R,
) -> Result<R, Box<EvalAltResult>> {
    sink(context, |sink| each(&mut sink.prepared))
}
