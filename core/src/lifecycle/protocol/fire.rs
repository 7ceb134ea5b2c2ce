//! What the machine of a subject does, and what that asks for.

use std::collections::BTreeMap;

use serde_json::Value;

use super::artifacts::Standing;
use super::decision::{SubjectMove, TransitionRefusal, UnansweredEvent};
use super::keys::Key;
use super::record::{ArtifactRecord, Credentials, ProjectRecord, TaskRecord};
use super::rules::{CONFLICT_OPENED, CONFLICTS_CLEARED};
use super::step::{KeyChange, Step, Stop, Stopped};
use super::subject::Subject;
use crate::conflict::MOST_VERSION;
use crate::error::{Error, ErrorCode, Result};
use crate::lifecycle::machine::{Answer, Machine, Position, Run, Taken, possible};
use crate::lifecycle::{Candidate, EffectWith, PossibleTransition};

/// Where a subject is after its machine has run.
struct Fired {
    position: Position,
    taken: Vec<Taken>,
    unanswered: Vec<String>,
}

impl From<Run<'_>> for Fired {
    fn from(run: Run<'_>) -> Self {
        Self { position: run.position, taken: run.taken, unanswered: run.unanswered }
    }
}

impl Step<'_> {
    /// Begins a subject, and returns where it is.
    pub(super) fn begin(&mut self, subject: &Subject, id: &str) -> Result<Position> {
        let rules = self.store.rules.clone();
        let view = self.view(subject);
        let run = Run::begin(Self::machine(&rules, subject), &view, self.at)?;
        let Fired { position, taken, unanswered } = run.into();
        for Taken { at, event, from, to, effects, .. } in taken {
            self.moves.push(SubjectMove { subject: id.to_owned(), at, event, from, to, effects });
        }
        self.unanswered(id, unanswered);
        Ok(position)
    }

    /// Keeps events that a machine has raised and that nothing answered.
    fn unanswered(&mut self, id: &str, events: Vec<String>) {
        let unanswered = events.into_iter();
        self.unanswered.extend(unanswered.map(|event| UnansweredEvent {
            subject: id.to_owned(),
            at: self.at,
            event,
        }));
    }

    pub(super) fn position(&self, subject: &Subject) -> Option<&Position> {
        match subject {
            Subject::Artifact(index) => self.store.artifact(*index).map(|one| &one.position),
            Subject::Task(id) => self.store.tasks.get(id).map(|one| &one.position),
            Subject::Project(id) => self.store.projects.get(id).map(|one| &one.position),
        }
    }

    /// Has an event happen to a subject, or what is due now, and does what it asks for.
    pub(super) fn fire(&mut self, subject: &Subject, event: Option<&str>) -> Stopped<()> {
        let Fired { position, taken, unanswered } = self.run(subject, event)?;
        let id = self.store.id(subject);
        self.unanswered(&id, unanswered);
        let mut asked = Vec::new();
        for one in taken {
            let (own, effects): (Vec<EffectWith>, Vec<EffectWith>) =
                one.effects.into_iter().partition(|one| is_own(&one.effect));
            asked.extend(own.into_iter().map(|one| one.effect));
            let Taken { at, event, from, to, .. } = one;
            self.moves.push(SubjectMove { subject: id.clone(), at, event, from, to, effects });
        }
        match subject {
            Subject::Artifact(index) if asked.iter().any(|effect| effect == "new_version") => {
                self.renew(*index, position)?;
            }
            _ => self.put_position(subject, position),
        }
        match subject {
            Subject::Artifact(index) if asked.iter().any(|effect| effect == "supersede_active") => {
                self.supersede(*index)
            }
            _ => Ok(()),
        }
    }

    /// Lists what may happen to a subject now.
    pub(super) fn possible(&self, subject: &Subject) -> Result<Vec<PossibleTransition>> {
        let Some(position) = self.position(subject).cloned() else { return Ok(Vec::new()) };
        let rules = self.store.rules.clone();
        let machine = Self::machine(&rules, subject);
        let view = self.view(subject);
        let run = Run::resume(machine, &view, position, self.at)?;
        let mut all = possible(machine, &run);
        all.retain(|one| {
            let event = one.event.as_deref();
            event != Some(CONFLICT_OPENED) && event != Some(CONFLICTS_CLEARED)
        });
        Ok(all)
    }

    /// Says what conditions of machines read.
    pub(super) fn state(&mut self, facts: &Value, guards: &BTreeMap<String, bool>) {
        self.facts = facts.clone();
        self.guards.clone_from(guards);
    }

    fn run(&self, subject: &Subject, event: Option<&str>) -> Stopped<Fired> {
        let Some(position) = self.position(subject).cloned() else {
            return Err(Error::invalid("", "the subject is not there").into());
        };
        let rules = self.store.rules.clone();
        let view = self.view(subject);
        let machine = Self::machine(&rules, subject);
        let mut run = Run::resume(machine, &view, position, self.at)?;
        let Some(event) = event else {
            return Ok(run.into());
        };
        let answer = run.event(event).map_err(|error| match error.code() {
            ErrorCode::IllegalTransition => illegal(error, machine, &run.position.state, event),
            _ => error,
        })?;
        match answer {
            Answer::Taken => Ok(run.into()),
            Answer::Denied(candidates) => {
                let subject = self.store.id(subject);
                let refusal = |one: Candidate| TransitionRefusal {
                    subject: subject.clone(),
                    event: event.to_owned(),
                    to: one.to,
                    guards: one.guards,
                };
                Err(Stop::Denied(candidates.into_iter().map(refusal).collect()))
            }
        }
    }

    /// Notes that a key is about to change.
    pub(super) fn change(&mut self, key: Key, is_reshaped: bool) {
        let unchanged = || KeyChange { had_open: self.store.has_open(key), is_reshaped: false };
        self.dirty.entry(key).or_insert_with(unchanged).is_reshaped |= is_reshaped;
    }

    pub(super) fn put_position(&mut self, subject: &Subject, position: Position) {
        match subject {
            Subject::Artifact(index) => return self.move_artifact(*index, position),
            Subject::Task(id) => {
                if let Some(record) = self.store.tasks.get(id).cloned() {
                    self.store.put_task(id, TaskRecord { position, ..record });
                }
            }
            Subject::Project(id) => {
                if let Some(record) = self.store.projects.get(id).cloned() {
                    self.store.put_project(id, ProjectRecord { position, ..record });
                }
            }
        }
        self.touched_others.insert(subject.clone());
    }

    fn move_artifact(&mut self, index: usize, position: Position) {
        let (Some(record), Some(key)) = (self.store.artifact(index), self.store.key(index)) else {
            return;
        };
        let old = &record.artifact;
        let (state, blocked_from) = self.store.rules.standing(&position);
        // What conflicts look at.
        let (was, is) = (old.state.unblocked(old.blocked_from), state.unblocked(blocked_from));
        if was != is {
            self.change(key, was.is_open() != is.is_open());
        }
        self.touched.insert(index);
        self.store.put_standing(index, Standing { position, state, blocked_from });
    }

    /// Declares an artifact that was put away once more, as the next version: the one that was put away stays so.
    fn renew(&mut self, index: usize, position: Position) -> Stopped<()> {
        let (Some(old), Some(key)) = (self.store.artifact(index).cloned(), self.store.key(index))
        else {
            return Ok(());
        };
        let version = self.next_version(key)?;
        let (state, blocked_from) = self.store.rules.standing(&position);
        let mut artifact = old.artifact;
        (artifact.version, artifact.state, artifact.blocked_from) = (version, state, blocked_from);
        artifact.actor = self.actor.into();
        if let Some(last) = self.moves.last_mut() {
            last.subject = artifact.id();
        }
        self.change(key, true);
        let credentials = Credentials::default();
        let record = ArtifactRecord { artifact, position, declared_at: self.at, credentials };
        let depends_on = self.store.references(index).map(|(key, _)| key).collect();
        let index = self.store.add_artifact(record, key, depends_on);
        self.touched.insert(index);
        Ok(())
    }

    /// Returns the version behind the newest of a key.
    pub(super) fn next_version(&self, key: Key) -> Result<u64> {
        let newest = self.store.newest_version(key);
        if newest >= MOST_VERSION {
            let key = self.store.keys.name(key);
            return Err(Error::limit(format!("`{key}` has no version behind {newest}")));
        }
        Ok(newest + 1)
    }

    /// Supersedes what was active of the key so far.
    fn supersede(&mut self, index: usize) -> Stopped<()> {
        let versions = self.store.key(index).map(|key| self.store.versions(key));
        let others = versions.into_iter().flatten().copied().filter(|other| *other != index);
        let others: Vec<usize> = others.filter(|other| self.store.is_active(*other)).collect();
        // Who leaves together does so by another event.
        let leaving = std::mem::take(&mut self.leaving);
        for other in others {
            self.fire(&Subject::Artifact(other), Some("supersede"))?;
        }
        self.leaving = leaving;
        Ok(())
    }
}

/// Tells what is possible in place of an event, without what the lifecycle tells itself.
fn illegal(error: Error, machine: &Machine, state: &str, event: &str) -> Error {
    let error = error.at("/action/advance/event");
    let is_known = machine.has_event(event);
    let mut events = if is_known { machine.events_from(state) } else { machine.events() };
    events.retain(|one| *one != CONFLICT_OPENED && *one != CONFLICTS_CLEARED);
    error.help(match (is_known, events.is_empty()) {
        (true, true) => "no event is answered in this state".to_owned(),
        (true, false) => format!("possible here: {}", events.join(", ")),
        (false, _) => format!("it has: {}", events.join(", ")),
    })
}

/// Tells whether an effect is one that happens here.
fn is_own(effect: &str) -> bool {
    matches!(effect, "new_version" | "supersede_active")
}
