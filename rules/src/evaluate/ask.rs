//! Asking one policy about its subjects.
//!
//! Subjects are asked in waves that double, so that a policy that always fails is stopped early; the waves do not
//! depend on the number of threads, and answers stand in the order of the subjects.

use meta_core::parallel;
use rhai::{
    Caches, Dynamic, Engine, EvalAltResult, EvalContext, GlobalRuntimeState, Position, Scope,
};

use super::set::Installed;
use super::subjects::{Subject, Subjects};
use super::{Catalog, EvaluateInput, PolicySet, Skipped};
use crate::decision::{Carried, Decision, SinkHandle};
use crate::engine::fault::Fault;
use crate::engine::nodes::Node;
use crate::engine::{Deadline, Limits, deadline};
use crate::facts::{Context, ContextFacts, Time};
use crate::pack::Mode;
use crate::policy::{Hook, HookBody};

/// Subjects of the first wave.
const FIRST_WAVE: usize = 128;
/// Subjects that one thread is given at a time.
const CHUNK: usize = 512;

/// What a policy answered by one hook.
pub(super) struct Asked<'a> {
    pub(super) installed: &'a Installed,
    pub(super) hook: Hook,
    /// Subjects it was asked about.
    pub(super) count: usize,
    /// What it said, by subject; subjects it said nothing of are left out.
    pub(super) answers: Vec<Answer<'a>>,
    /// Subjects that were left because it failed, or said, so much, or because the time was over.
    pub(super) stopped: Vec<Subject<'a>>,
    /// Whether the time was over.
    pub(super) is_over: bool,
    pub(super) skipped: Vec<Skipped>,
}

/// What a policy said of one subject.
pub(super) struct Answer<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) decisions: Box<[Decision]>,
    /// What stopped it, and where.
    pub(super) fault: Option<(Fault, Position)>,
}

/// What was answered, and the subjects for which there was no time.
type Wave<'a> = (Vec<Answer<'a>>, Vec<Subject<'a>>);

/// Asks a policy by each of its hooks that `is_meant`.
pub(super) fn ask_policy<'a>(
    set: &PolicySet,
    installed: &'a Installed,
    (catalog, input): (&Catalog, &EvaluateInput),
    subjects: &'a Subjects<'a>,
    is_meant: fn(Hook) -> bool,
    deadline: Option<&Deadline>,
) -> Vec<Asked<'a>> {
    let header = &installed.policy.header;
    let mut hooks = installed.policy.hooks.iter().filter(|(hook, _)| is_meant(**hook)).peekable();
    if installed.mode == Mode::Off || !header.is_for_this_version() || hooks.peek().is_none() {
        return Vec::new();
    }
    let context = Context::new(ContextFacts {
        now: Time(input.now),
        environment: input.environment.as_deref().map(Into::into),
        parameters: installed.parameters.clone(),
        data: subjects.input_data().clone(),
        world: catalog.world().clone(),
    });
    let question = Question { set, installed, catalog, context: Dynamic::from(context), deadline };
    hooks.map(|(hook, body)| question.ask(*hook, body, subjects.of(*hook))).collect()
}

struct Question<'a, 'q> {
    set: &'q PolicySet,
    installed: &'a Installed,
    catalog: &'q Catalog,
    context: Dynamic,
    deadline: Option<&'q Deadline>,
}

impl<'a> Question<'a, '_> {
    fn ask(&self, hook: Hook, body: &HookBody, subjects: Vec<Subject<'a>>) -> Asked<'a> {
        let all = subjects.len();
        let mut subjects: Vec<Subject<'a>> =
            subjects.into_iter().filter(|s| self.means(s)).collect();
        let outside = all - subjects.len();
        let count = subjects.len();
        let mut answers = Vec::new();
        let most = self.set.limits().failures;
        let (mut failures, mut missing, mut wave) = (0, 0, FIRST_WAVE.min(most.max(1)));
        let (mut said, mut is_over) = (0, false);
        // What it says beyond the limit of findings would be left out.
        while !(subjects.is_empty() || is_over)
            && failures < most
            && said <= self.set.limits().findings
        {
            let rest = subjects.split_off(wave.min(subjects.len()));
            let (asked, mut left) = self.wave(body, std::mem::replace(&mut subjects, rest));
            is_over = !left.is_empty();
            left.append(&mut subjects);
            subjects = left;
            for answer in asked {
                let is_missing = matches!(&answer.fault, Some((Fault::Missing { .. }, _)));
                failures += usize::from(answer.fault.is_some() && !is_missing);
                missing += usize::from(is_missing);
                said += answer.decisions.len();
                answers.push(answer);
            }
            wave *= 2;
        }
        Asked {
            installed: self.installed,
            hook,
            count: count - subjects.len(),
            answers,
            stopped: subjects,
            is_over,
            skipped: self.skipped(hook, outside, missing),
        }
    }

    /// Tells which subjects were left out: those that `applies_to` does not mean, and those that do not state a fact.
    fn skipped(&self, hook: Hook, outside: usize, missing: usize) -> Vec<Skipped> {
        let header = &self.installed.policy.header;
        let is_skipped = header.missing == crate::policy::MissingFact::Skip && !hook.is_gate();
        let reason = "a fact is not stated, and the header skips these";
        let missing = Skipped::some(self.installed, hook, missing, reason);
        let reason = "`applies_to` does not mean them";
        let outside = Skipped::some(self.installed, hook, outside, reason);
        outside.into_iter().chain(missing.filter(|_| is_skipped)).collect()
    }

    /// Tells whether the policy is about a subject.
    fn means(&self, subject: &Subject<'_>) -> bool {
        let Some((selector, service)) =
            self.installed.policy.selector.as_ref().zip(subject.service())
        else {
            return true;
        };
        let layer = service.0.layer.and_then(|layer| u32::try_from(layer).ok());
        let entry = self.catalog.world().catalog.services.get(service.0.index);
        entry.is_some_and(|entry| selector.selects(entry, layer))
    }

    /// Asks about some subjects; returns the answers, and the subjects for which there was no time.
    fn wave(&self, body: &HookBody, subjects: Vec<Subject<'a>>) -> Wave<'a> {
        let mut chunks = Vec::with_capacity(subjects.len() / CHUNK + 1);
        let mut subjects = subjects.into_iter();
        loop {
            let chunk: Vec<Subject<'a>> = subjects.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            chunks.push(chunk);
        }
        let answers = parallel::map(chunks, |chunk| {
            deadline::under(self.deadline, || self.chunk(body, chunk))
        });
        let (mut all, mut left) = (Vec::new(), Vec::new());
        for (answers, rest) in answers {
            all.extend(answers);
            left.extend(rest);
        }
        (all, left)
    }

    fn chunk(&self, body: &HookBody, subjects: Vec<Subject<'a>>) -> Wave<'a> {
        let mut worker = Worker::new(self, body);
        let mut answers = Vec::new();
        let mut subjects = subjects.into_iter();
        while let Some(subject) = subjects.next() {
            // Most questions end before the engine looks at the time.
            if deadline::is_over() {
                let left = std::iter::once(subject).chain(subjects).collect();
                return (answers, left);
            }
            let result = worker.call(subject.facts());
            let fault = result.err().map(|error| Fault::of(&error));
            let decisions = worker.sink.take();
            if fault.is_some() || !decisions.is_empty() {
                answers.push(Answer { subject, decisions, fault });
            }
        }
        (answers, Vec::new())
    }
}

/// What one thread asks a hook of a policy with. Functions that were found once are found again at once, which is why
/// all this is kept between subjects.
struct Worker<'a> {
    engine: &'a Engine,
    limits: &'a Limits,
    body: &'a HookBody,
    node: Option<&'a Node>,
    context: &'a Dynamic,
    global: GlobalRuntimeState,
    caches: Caches,
    scope: Scope<'static>,
    sink: SinkHandle,
}

impl<'a> Worker<'a> {
    fn new(question: &'a Question<'_, '_>, body: &'a HookBody) -> Self {
        let engine = &question.set.host().engine;
        let installed = question.installed;
        let sink = SinkHandle::new(question.catalog.world().clone());
        let mut global = engine.new_global_runtime_state();
        global.lib.push(installed.policy.module.clone());
        global.source = Some(installed.policy.path.as_str().into());
        global.tag = Dynamic::from(Carried::new(sink.clone()));
        Self {
            engine,
            limits: question.set.limits(),
            body,
            node: question.set.node(body),
            context: &question.context,
            global,
            caches: Caches::new(),
            scope: Scope::new(),
            sink,
        }
    }

    fn call(&mut self, subject: Dynamic) -> Result<(), Box<EvalAltResult>> {
        self.sink.begin(self.limits.decisions, self.limits.work);
        self.global.num_operations = Default::default();
        self.global.level = 0;
        self.global.scope_level = 0;
        self.give(subject);
        let (global, caches, scope) = (&mut self.global, &mut self.caches, &mut self.scope);
        let mut evaluation = EvalContext::new(self.engine, global, caches, scope, None);
        let result = match self.node {
            Some(node) => node.evaluate(&mut evaluation),
            None => evaluation.eval_expression_tree(&(&self.body.plain).into()),
        };
        match result {
            Ok(_) => Ok(()),
            Err(error) if matches!(*error, EvalAltResult::Return(..)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Gives the two parameters their values. They are made once: a script may have changed them since.
    fn give(&mut self, subject: Dynamic) {
        let [subject_name, context_name] = &self.body.parameters;
        self.scope.rewind(2);
        if let Some(place) = self.scope.get_mut(subject_name) {
            *place = subject;
        } else {
            self.scope.push_dynamic(subject_name.clone(), subject);
        }
        match self.scope.get_mut(context_name) {
            Some(place) if place.is::<Context>() => {}
            Some(place) => *place = self.context.clone(),
            None => {
                self.scope.push_dynamic(context_name.clone(), self.context.clone());
            }
        }
    }
}
