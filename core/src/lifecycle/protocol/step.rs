//! One event: what is due by then, what it does, and what follows from that.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::decision::{ConflictNotice, SubjectMove, TransitionRefusal, UnansweredEvent};
use super::event::{AdvanceSubject, LifecycleAction, LifecycleEvent};
use super::guards::View;
use super::keys::Key;
use super::record::OpenConflict;
use super::rules::{CONFLICT_OPENED, CONFLICTS_CLEARED, Rules};
use super::store::{Due, Store};
use super::subject::Subject;
use crate::error::{Error, ErrorCode, Result};
use crate::lifecycle::machine::{Judgement, Machine, Position};
use crate::suggest;
use crate::time::Timestamp;

/// Why a step stops: something that has to hold does not, or something is wrong.
pub(super) enum Stop {
    Denied(Vec<TransitionRefusal>),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

pub(super) type Stopped<T> = std::result::Result<T, Stop>;

/// Most instants at which something was due in one step.
const MOST_INSTANTS: usize = 100_000;

/// Most artifacts among which a name is looked for that was probably meant.
const MOST_NAMES: usize = 10_000;

/// How the versions of a key have changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyChange {
    /// Whether some version was open before.
    pub(super) had_open: bool,
    /// Whether a version came, or one is open now that was not, or the other way round.
    pub(super) is_reshaped: bool,
}

/// How much has happened in a step.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    store: usize,
    moves: usize,
    unanswered: usize,
}

/// What is going on in one event.
pub(super) struct Step<'a> {
    pub(super) store: &'a mut Store,
    pub(super) actor: &'a str,
    pub(super) at: Timestamp,
    pub(super) facts: Value,
    pub(super) guards: BTreeMap<String, bool>,
    /// Artifacts that leave together.
    pub(super) leaving: BTreeSet<usize>,
    pub(super) moves: Vec<SubjectMove>,
    pub(super) unanswered: Vec<UnansweredEvent>,
    /// Keys with versions that have changed.
    pub(super) dirty: BTreeMap<Key, KeyChange>,
    /// Tasks and projects that were told of conflicts already: once in an event is enough.
    pub(super) told: BTreeSet<Subject>,
    /// Artifacts that may have to be blocked, or to go on.
    pub(super) touched: BTreeSet<usize>,
    /// Projects and tasks of which the same is true.
    pub(super) touched_others: BTreeSet<Subject>,
    /// Conflicts that were written, each as it was before.
    pub(super) noted: BTreeMap<String, Option<ConflictNotice>>,
}

impl<'a> Step<'a> {
    pub(super) fn new(store: &'a mut Store, actor: &'a str, at: Timestamp) -> Self {
        Self {
            store,
            actor,
            at,
            facts: Value::Null,
            guards: BTreeMap::new(),
            leaving: BTreeSet::new(),
            moves: Vec::new(),
            unanswered: Vec::new(),
            dirty: BTreeMap::new(),
            told: BTreeSet::new(),
            touched: BTreeSet::new(),
            touched_others: BTreeSet::new(),
            noted: BTreeMap::new(),
        }
    }

    /// Has everything happen that is due up to `now`, each at its instant.
    pub(super) fn pass_time(&mut self, now: Timestamp) -> Result<()> {
        for _ in 0..MOST_INSTANTS {
            let first = self.store.agenda.first().filter(|(at, _)| *at <= now).cloned();
            let Some((at, due)) = first else {
                self.at = now;
                return Ok(());
            };
            self.at = at;
            self.told.clear();
            let mark = self.mark();
            match self.due(&due).and_then(|()| self.follow()) {
                Ok(()) => {}
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Denied(_)) => {
                    // What was due and could not happen does not happen.
                    self.rollback(mark);
                    self.clear();
                    self.let_pass(&due);
                }
            }
        }
        let message = format!("more than {MOST_INSTANTS} transitions were due by {now}");
        Err(Error::limit(message).at("/at").help("let time pass in smaller steps"))
    }

    /// Returns how much has happened, for `rollback`.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            store: self.store.mark(),
            moves: self.moves.len(),
            unanswered: self.unanswered.len(),
        }
    }

    /// Takes back everything that has happened behind the mark.
    pub(super) fn rollback(&mut self, mark: Mark) {
        self.store.rollback(mark.store);
        self.moves.truncate(mark.moves);
        self.unanswered.truncate(mark.unanswered);
    }

    fn due(&mut self, due: &Due) -> Stopped<()> {
        match due {
            Due::Override(id) => {
                self.end_override(id);
                Ok(())
            }
            Due::Subject(id) => {
                if let Some(subject) = self.store.subject(id) {
                    self.fire(&subject, None)?;
                }
                Ok(())
            }
        }
    }

    /// Notes of something that was due that its instant is over.
    fn let_pass(&mut self, due: &Due) {
        let Due::Subject(id) = due else { return };
        let Some(subject) = self.store.subject(id) else { return };
        let Some(position) = self.position(&subject).cloned() else { return };
        self.put_position(&subject, Position { now: self.at, ..position });
        self.clear();
    }

    /// Forgets what was to follow.
    pub(super) fn clear(&mut self) {
        self.dirty.clear();
        self.touched.clear();
        self.touched_others.clear();
    }

    /// Has an action happen, and what follows from it.
    pub(super) fn act(&mut self, event: &LifecycleEvent) -> Stopped<()> {
        self.told.clear();
        match &event.action {
            LifecycleAction::Tick(_) => {}
            LifecycleAction::Declare(declared) => drop(self.declare(declared, "/action/declare")?),
            LifecycleAction::BeginProject(begin) => self.begin_project(begin)?,
            LifecycleAction::BeginTask(begin) => self.begin_task(begin)?,
            LifecycleAction::Advance(advance) => self.advance(advance)?,
            LifecycleAction::Verify(verify) => self.verify(verify)?,
            LifecycleAction::RecordGate(gate) => self.record_gate(gate)?,
            LifecycleAction::Approve(approve) => self.approve(approve)?,
            LifecycleAction::Resolve(resolve) => self.resolve(resolve)?,
        }
        self.follow()
    }

    /// Has everything happen that follows: conflicts come and go, and what they are between is blocked or goes on.
    pub(super) fn follow(&mut self) -> Stopped<()> {
        while !self.dirty.is_empty() || !self.touched.is_empty() || !self.touched_others.is_empty()
        {
            self.detect()?;
            self.hold()?;
        }
        Ok(())
    }

    /// Returns what `id` names.
    ///
    /// # Errors
    /// `input_invalid` at `at` when there is no such artifact, task or project.
    pub(super) fn known(&self, id: &str, at: &str) -> Result<Subject> {
        self.store.subject(id).ok_or_else(|| {
            let tenant = &self.store.tenant;
            let message = format!("the tenant `{tenant}` has no artifact, task or project `{id}`");
            let key = id.rsplit_once('@').and_then(|(key, _)| self.store.keys.find(key));
            let newest = key.and_then(|key| self.store.versions(key).last());
            let near = newest.map(|index| self.store.id(&Subject::Artifact(*index)));
            let near = near.or_else(|| {
                let is_small = self.store.artifacts.len() <= MOST_NAMES;
                let names = if is_small { self.store.all_ids() } else { BTreeSet::new() };
                suggest::nearest(id, names.iter().map(String::as_str)).map(str::to_owned)
            });
            let error = Error::invalid(at, message);
            error.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "an artifact is `project/kind/name@version`, a task `project/name`, a project `project`".to_owned(),
            })
        })
    }

    fn advance(&mut self, advance: &AdvanceSubject) -> Stopped<()> {
        if advance.event == CONFLICT_OPENED || advance.event == CONFLICTS_CLEARED {
            let message = format!("`{}` is told by the lifecycle itself", advance.event);
            let error = Error::new(ErrorCode::IllegalTransition, message);
            let error = error.at("/action/advance/event");
            return Err(error
                .help("settle the conflicts: `resolve` them, or change what they are between")
                .into());
        }
        let subject = self.known(&advance.subject, "/action/advance/subject")?;
        let mut all = Vec::new();
        for id in &advance.cascade {
            let one = self.known(id, "/action/advance/cascade")?;
            if !matches!(one, Subject::Artifact(_)) || one == subject {
                let error = Error::invalid(
                    "/action/advance/cascade",
                    format!("`{id}` is no other artifact"),
                );
                return Err(error.into());
            }
            all.push(one);
        }
        all.push(subject);
        self.leave(&all);
        self.state(&advance.facts, &advance.guards);
        for subject in &all {
            self.fire(subject, Some(&advance.event))?;
        }
        self.leave(&[]);
        Ok(())
    }

    /// Says which artifacts leave together.
    pub(super) fn leave(&mut self, subjects: &[Subject]) {
        let index = |subject: &Subject| match subject {
            Subject::Artifact(index) => Some(*index),
            _ => None,
        };
        self.leaving = subjects.iter().filter_map(index).collect();
    }

    pub(super) fn machine<'m>(rules: &'m Rules, subject: &Subject) -> &'m Machine {
        match subject {
            Subject::Artifact(_) => &rules.artifact,
            Subject::Task(_) => &rules.task,
            Subject::Project(_) => &rules.project,
        }
    }

    pub(super) fn view<'v>(&'v self, subject: &'v Subject) -> View<'v> {
        View {
            store: self.store,
            subject,
            actor: self.actor,
            leaving: &self.leaving,
            facts: &self.facts,
            guards: &self.guards,
        }
    }

    /// Keeps how a conflict was before this event.
    pub(super) fn note(&mut self, id: &str) {
        if !self.noted.contains_key(id) {
            let notice = self.store.conflicts.get(id).map(|one| notice(id, one));
            self.noted.insert(id.to_owned(), notice);
        }
    }
}

pub(super) fn notice(id: &str, conflict: &OpenConflict) -> ConflictNotice {
    ConflictNotice {
        id: id.to_owned(),
        kind: conflict.kind,
        severity: conflict.severity,
        message: conflict.message.clone(),
        waiting: conflict.waiting.clone(),
    }
}

/// Builds the refusal of something that is no transition.
pub(super) fn refused(subject: &str, event: &str, guards: Vec<Judgement>) -> Stop {
    let (subject, event) = (subject.to_owned(), event.to_owned());
    Stop::Denied(vec![TransitionRefusal { subject, event, to: None, guards }])
}
