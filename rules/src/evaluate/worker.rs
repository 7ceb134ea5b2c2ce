//! Running a hook of a policy.

use std::sync::Arc;

use rhai::{Caches, Dynamic, Engine, EvalAltResult, EvalContext, GlobalRuntimeState, Scope};

use super::PolicySet;
use super::ask::Answer;
use super::subjects::Subject;
use crate::decision::{Carried, SinkHandle};
use crate::engine::Limits;
use crate::engine::fault::Fault;
use crate::engine::nodes::Node;
use crate::facts::{Context, World};
use crate::policy::{HookBody, Policy};

/// What one thread asks a hook of a policy with. Functions that were found once are found again at once, which is why
/// all this is kept between subjects.
pub(super) struct Worker<'a> {
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
    /// Returns what asks `policy`, by one of its hooks, about a platform.
    pub(super) fn new(
        set: &'a PolicySet,
        (policy, body): (&Policy, &'a HookBody),
        world: &Arc<World>,
        context: &'a Dynamic,
    ) -> Self {
        let engine = &set.host().engine;
        let sink = SinkHandle::new(Arc::clone(world));
        let mut global = engine.new_global_runtime_state();
        global.lib.push(policy.module.clone());
        global.source = Some(policy.path.as_str().into());
        global.tag = Dynamic::from(Carried::new(sink.clone()));
        Self {
            engine,
            limits: set.limits(),
            body,
            node: set.node(body),
            context,
            global,
            caches: Caches::new(),
            scope: Scope::new(),
            sink,
        }
    }

    /// Asks about one subject; none when nothing was said.
    pub(super) fn ask<'s>(&mut self, subject: Subject<'s>) -> Option<Answer<'s>> {
        let fault = self.call(subject.facts()).err().map(|error| Fault::of(&error));
        let (decisions, bytes) = self.sink.take();
        let is_answer = fault.is_some() || !decisions.is_empty();
        is_answer.then_some(Answer { subject, decisions, bytes, fault })
    }

    fn call(&mut self, subject: Dynamic) -> Result<(), Box<EvalAltResult>> {
        self.sink.begin(self.limits);
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
