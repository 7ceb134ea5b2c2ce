//! Where scripts put what they say, and what they may cost beside their operations.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{EvalAltResult, NativeCallContext};

use super::Decision;
use crate::engine::deadline;
use crate::engine::fault::{Halt, failed, halt};
use crate::facts::World;
use crate::library::Prepared;

/// The state of one question to one policy.
#[derive(Debug)]
pub(crate) struct Sink {
    pub(crate) decisions: Vec<Decision>,
    /// Decisions that may be made in all.
    most: usize,
    /// Steps of native functions that are left.
    work: u64,
    /// The platform that questions about the graph are asked of.
    world: Arc<World>,
    /// What functions of the library have made from texts.
    prepared: Prepared,
}

/// The sink as the engine carries it.
#[derive(Clone, Debug)]
pub(crate) struct SinkHandle(Arc<Mutex<Sink>>);

impl Sink {
    fn add(&mut self, decision: Decision) -> Result<usize, Box<EvalAltResult>> {
        if self.decisions.len() >= self.most {
            return Err(halt(Halt::Decisions));
        }
        self.decisions.push(decision);
        Ok(self.decisions.len() - 1)
    }
}

impl SinkHandle {
    pub(crate) fn new(world: Arc<World>) -> Self {
        let prepared = Prepared::default();
        let sink = Sink { decisions: Vec::new(), most: 0, work: 0, world, prepared };
        Self(Arc::new(Mutex::new(sink)))
    }

    /// Begins a question that may cost so much.
    pub(crate) fn begin(&self, decisions: usize, work: u64) {
        let mut sink = self.lock();
        sink.decisions.clear();
        sink.most = decisions;
        sink.work = work;
        sink.prepared.begin();
    }

    /// Returns what was said, and forgets it.
    pub(crate) fn take(&self) -> Vec<Decision> {
        std::mem::take(&mut self.lock().decisions)
    }

    fn lock(&self) -> MutexGuard<'_, Sink> {
        // A panic while it was held leaves whole decisions behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `each` on the sink of the call.
pub(crate) fn sink<R>(
    context: &NativeCallContext<'_>,
    each: impl FnOnce(&mut Sink) -> R,
) -> Result<R, Box<EvalAltResult>> {
    let handle = context.tag().and_then(rhai::Dynamic::read_lock::<SinkHandle>);
    let handle =
        handle.ok_or_else(|| failed("decisions can be made only while a policy is asked"))?;
    let mut sink = handle.lock();
    Ok(each(&mut sink))
}

/// Adds a decision, and returns its number.
pub(super) fn say(
    context: &NativeCallContext<'_>,
    decision: Decision,
) -> Result<usize, Box<EvalAltResult>> {
    sink(context, |sink| sink.add(decision))?
}

/// Takes `steps` from the work that native functions may do.
pub(crate) fn charge(
    context: &NativeCallContext<'_>,
    steps: usize,
) -> Result<(), Box<EvalAltResult>> {
    let steps = u64::try_from(steps).unwrap_or(u64::MAX);
    sink(context, |sink| match sink.work.checked_sub(steps) {
        Some(left) => {
            sink.work = left;
            Ok(())
        }
        None => Err(halt(Halt::Work)),
    })??;
    // Small steps are watched by the operations that ask for them.
    if steps > 1_000 && deadline::is_over() { Err(halt(Halt::Deadline)) } else { Ok(()) }
}

/// Returns the platform that is judged.
pub(crate) fn world(context: &NativeCallContext<'_>) -> Result<Arc<World>, Box<EvalAltResult>> {
    sink(context, |sink| Arc::clone(&sink.world))
}

/// Runs `each` on what functions of the library have made from texts.
pub(crate) fn with_prepared<R>(
    context: &NativeCallContext<'_>,
    each: impl FnOnce(&mut Prepared) -> R,
) -> Result<R, Box<EvalAltResult>> {
    sink(context, |sink| each(&mut sink.prepared))
}
