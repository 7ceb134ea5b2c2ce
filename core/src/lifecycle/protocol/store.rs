//! The records of one tenant, what is looked up in them, and how to take back what was written.
//!
//! Everything is written by one of the `put_…` functions, which keep what was there; `rollback` puts that back. So a
//! step that fails half-way leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;

use super::artifacts::{Known, Standing};
use super::keys::{Key, Keys};
use super::record::{ArtifactRecord, Credentials, OpenConflict, ProjectRecord, TaskRecord};
use super::rules::Rules;
use super::subject::{Subject, key_of_id};
use crate::conflict::{Question, UndecidedQuestion};
use crate::time::Timestamp;

/// Something that is due at an instant. At one instant, overrides end first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The override of a conflict is over.
    Override(String),
    /// A transition of an artifact, a task or a project may be due.
    Subject(String),
}

/// What was there before something was written. What an artifact is made of never changes.
pub(super) enum Before {
    Added,
    Moved(usize, Box<Standing>),
    Credited(usize, Box<Credentials>),
    Conflict(String, Option<Box<OpenConflict>>),
    Project(String, Option<Box<ProjectRecord>>),
    Task(String, Option<Box<TaskRecord>>),
    Undecided(Cell, Option<Vec<UndecidedQuestion>>),
}

/// What a question is asked of: a project.
pub(super) type Cell = (SmolStr, Question);

/// The artifacts of a project that questions are asked of, by place.
#[derive(Default)]
pub(super) struct Group {
    pub(super) paths: Vec<usize>,
    /// Who writes a path, in any case.
    pub(super) files: BTreeMap<String, Vec<usize>>,
    pub(super) packages: Vec<usize>,
    pub(super) schemas: Vec<usize>,
}

/// The records of one tenant.
pub(super) struct Store {
    pub(super) tenant: SmolStr,
    pub(super) rules: Arc<Rules>,
    pub(super) artifacts: Vec<ArtifactRecord>,
    /// What is known of each of them.
    pub(super) known: Vec<Known>,
    pub(super) keys: Keys,
    pub(super) groups: HashMap<SmolStr, Group>,
    pub(super) projects: HashMap<String, ProjectRecord>,
    pub(super) tasks: HashMap<String, TaskRecord>,
    pub(super) conflicts: BTreeMap<String, OpenConflict>,
    conflicts_of: HashMap<String, BTreeSet<String>>,
    /// How many conflicts some member of a project waits for.
    waiting_in: HashMap<String, usize>,
    pub(super) undecided: BTreeMap<Cell, Vec<UndecidedQuestion>>,
    pub(super) agenda: BTreeSet<(Timestamp, Due)>,
    pub(super) before: Vec<Before>,
}

impl Store {
    pub(super) fn new(tenant: SmolStr, rules: Arc<Rules>) -> Self {
        Self {
            tenant,
            rules,
            artifacts: Vec::new(),
            known: Vec::new(),
            keys: Keys::default(),
            groups: HashMap::new(),
            projects: HashMap::new(),
            tasks: HashMap::new(),
            conflicts: BTreeMap::new(),
            conflicts_of: HashMap::new(),
            waiting_in: HashMap::new(),
            undecided: BTreeMap::new(),
            agenda: BTreeSet::new(),
            before: Vec::new(),
        }
    }

    /// Makes room for so many artifacts.
    pub(super) fn reserve(&mut self, count: usize) {
        self.artifacts.reserve(count);
        self.known.reserve(count);
        self.keys.reserve(count);
    }

    /// Returns how much was written, for `rollback`.
    pub(super) fn mark(&self) -> usize {
        self.before.len()
    }

    /// Forgets what was there before: what was written stays.
    pub(super) fn commit(&mut self) {
        self.before.clear();
    }

    /// Takes back everything that was written behind the mark.
    pub(super) fn rollback(&mut self, mark: usize) {
        while self.before.len() > mark {
            match self.before.pop() {
                Some(Before::Added) => self.drop_artifact(),
                Some(Before::Moved(index, old)) => drop(self.set_standing(index, *old)),
                Some(Before::Credited(index, old)) => drop(self.set_credentials(index, *old)),
                Some(Before::Conflict(id, old)) => {
                    self.set_conflict(&id, old.map(|old| *old));
                }
                Some(Before::Project(name, old)) => {
                    self.set_project(&name, old.map(|old| *old));
                }
                Some(Before::Task(id, old)) => {
                    self.set_task(&id, old.map(|old| *old));
                }
                Some(Before::Undecided(cell, old)) => {
                    self.set_undecided(cell, old.unwrap_or_default());
                }
                None => break,
            }
        }
        self.keys.trim();
    }

    /// Writes when something is due, or takes it away.
    pub(super) fn plan(&mut self, due: Option<Timestamp>, adds: bool, id: impl FnOnce() -> String) {
        let Some(at) = due else { return };
        let entry = (at, Due::Subject(id()));
        if adds {
            self.agenda.insert(entry);
        } else {
            self.agenda.remove(&entry);
        }
    }

    /// Writes a conflict, or takes it away.
    pub(super) fn put_conflict(&mut self, id: &str, conflict: Option<OpenConflict>) {
        let old = self.set_conflict(id, conflict).map(Box::new);
        self.before.push(Before::Conflict(id.to_owned(), old));
    }

    fn set_conflict(&mut self, id: &str, conflict: Option<OpenConflict>) -> Option<OpenConflict> {
        let old = self.conflicts.remove(id);
        if let Some(old) = &old {
            self.index_conflict(id, old, false);
        }
        if let Some(conflict) = conflict {
            self.index_conflict(id, &conflict, true);
            self.conflicts.insert(id.to_owned(), conflict);
        }
        old
    }

    fn index_conflict(&mut self, id: &str, conflict: &OpenConflict, adds: bool) {
        let cause = conflict.facts.blocked_dependency();
        for member in conflict.members.iter().chain(cause) {
            let ids = self.conflicts_of.entry(member.clone()).or_default();
            if adds {
                ids.insert(id.to_owned());
            } else {
                ids.remove(id);
            }
            if ids.is_empty() {
                self.conflicts_of.remove(member);
            }
            let known = self.find(member).and_then(|index| self.known.get_mut(index));
            if let Some(Known { conflicts, .. }) = known {
                *conflicts = if adds { *conflicts + 1 } else { conflicts.saturating_sub(1) };
            }
        }
        let projects = conflict.waiting.iter().map(|member| Subject::project_of(member));
        for project in projects.collect::<BTreeSet<_>>() {
            let count = self.waiting_in.entry(project.to_owned()).or_default();
            *count = if adds { *count + 1 } else { count.saturating_sub(1) };
        }
        let ends = conflict.overridden_by.as_ref().and_then(|record| record.expires_at);
        if let Some(at) = ends {
            let entry = (at, Due::Override(id.to_owned()));
            if adds {
                self.agenda.insert(entry);
            } else {
                self.agenda.remove(&entry);
            }
        }
    }

    /// Writes a project.
    pub(super) fn put_project(&mut self, name: &str, record: ProjectRecord) {
        let old = self.set_project(name, Some(record)).map(Box::new);
        self.before.push(Before::Project(name.to_owned(), old));
    }

    fn set_project(&mut self, name: &str, record: Option<ProjectRecord>) -> Option<ProjectRecord> {
        let old = self.projects.remove(name);
        if let Some(old) = &old {
            let due = self.rules.project.next_due(&old.position);
            self.plan(due, false, || name.to_owned());
        }
        if let Some(record) = record {
            let due = self.rules.project.next_due(&record.position);
            self.plan(due, true, || name.to_owned());
            self.projects.insert(name.to_owned(), record);
        }
        old
    }

    /// Writes a task.
    pub(super) fn put_task(&mut self, id: &str, record: TaskRecord) {
        let old = self.set_task(id, Some(record)).map(Box::new);
        self.before.push(Before::Task(id.to_owned(), old));
    }

    fn set_task(&mut self, id: &str, record: Option<TaskRecord>) -> Option<TaskRecord> {
        let project = Subject::project_of(id).to_owned();
        let old = self.tasks.remove(id);
        if let Some(old) = &old {
            let due = self.rules.task.next_due(&old.position);
            self.plan(due, false, || id.to_owned());
            for reference in &old.depends_on {
                let key = self.named(&project, reference);
                self.keys.remove_task(key, id);
            }
        }
        if let Some(record) = record {
            let due = self.rules.task.next_due(&record.position);
            self.plan(due, true, || id.to_owned());
            for reference in &record.depends_on {
                let key = self.named(&project, reference);
                self.keys.add_task(key, id);
            }
            self.tasks.insert(id.to_owned(), record);
        }
        old
    }

    /// Writes what could not be decided of a cell.
    pub(super) fn put_undecided(&mut self, cell: Cell, questions: Vec<UndecidedQuestion>) {
        let old = self.set_undecided(cell.clone(), questions);
        self.before.push(Before::Undecided(cell, old));
    }

    fn set_undecided(
        &mut self,
        cell: Cell,
        questions: Vec<UndecidedQuestion>,
    ) -> Option<Vec<UndecidedQuestion>> {
        if questions.is_empty() {
            self.undecided.remove(&cell)
        } else {
            self.undecided.insert(cell, questions)
        }
    }

    /// Returns the versions of a key, oldest first.
    pub(super) fn versions(&self, key: Key) -> &[usize] {
        self.keys.versions(key)
    }

    /// Returns the newest version of a key; 0 when there is none.
    pub(super) fn newest_version(&self, key: Key) -> u64 {
        let newest = self.versions(key).last().and_then(|index| self.artifacts.get(*index));
        newest.map_or(0, |one| one.artifact.version)
    }

    /// Returns the artifact of an id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        let (key, version) = key_of_id(id)?;
        self.version(self.keys.find(key)?, version)
    }

    /// Returns a version of a key.
    pub(super) fn version(&self, key: Key, version: u64) -> Option<usize> {
        let place = self.place_of(key, version).ok()?;
        self.versions(key).get(place).copied()
    }

    /// Returns the place of a version among those of its key, or else the place where it would be.
    pub(super) fn place_of(&self, key: Key, version: u64) -> Result<usize, usize> {
        let version_of = |index: &usize| self.artifacts.get(*index).map(|one| one.artifact.version);
        self.versions(key).binary_search_by_key(&Some(version), version_of)
    }

    /// Lists the conflicts an artifact is a member of, or others are because it is blocked, by id.
    pub(super) fn conflicts_of(&self, index: usize) -> Vec<(&String, &OpenConflict)> {
        if self.known.get(index).is_none_or(|one| one.conflicts == 0) {
            return Vec::new();
        }
        let id = self.id(&Subject::Artifact(index));
        let ids = self.conflicts_of.get(&id).into_iter().flatten();
        ids.filter_map(|id| self.conflicts.get_key_value(id)).collect()
    }

    /// Lists the conflicts an artifact waits for, by id.
    pub(super) fn waits_for(&self, index: usize) -> Vec<(&String, &OpenConflict)> {
        let mut conflicts = self.conflicts_of(index);
        if !conflicts.is_empty() {
            let id = self.id(&Subject::Artifact(index));
            conflicts.retain(|(_, conflict)| conflict.waiting.contains(&id));
        }
        conflicts
    }

    /// Returns the ids of the conflicts an artifact waits for, sorted.
    pub(super) fn ids_of_waits(&self, index: usize) -> Vec<String> {
        self.waits_for(index).into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// Tells whether a member of the project waits for a conflict.
    pub(super) fn is_project_waiting(&self, project: &str) -> bool {
        self.waiting_in.get(project).is_some_and(|count| *count > 0)
    }
}
