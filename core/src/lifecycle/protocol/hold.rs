//! What conflicts keep from going on: an artifact is blocked exactly when it waits for one.
//!
//! What is active never depends on what is not: an active artifact that depends on a blocked one waits for a conflict
//! that says so. Those conflicts follow from others alone (a least fixed point): two artifacts that depend on each other
//! never keep each other blocked.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::config::LifecycleMode;
use super::record::OpenConflict;
use super::rules::{CONFLICT_OPENED, CONFLICTS_CLEARED};
use super::step::{Step, Stop, Stopped};
use super::store::Store;
use super::subject::Subject;
use crate::conflict::{BlockedDependencyFacts, ConflictFacts, ConflictKind, conflict_id};
use crate::error::Result;

impl Step<'_> {
    /// Blocks what has to wait, and lets go on what has not any more.
    pub(super) fn hold(&mut self) -> Stopped<()> {
        let touched = std::mem::take(&mut self.touched);
        let (region, blocked) = self.store.blocked_around(&touched);
        self.derive(&region, &blocked)?;
        // By id: places depend on who was declared first, which a stored state does not tell.
        let mut in_order: Vec<usize> = region.iter().copied().collect();
        in_order.sort_by(|a, b| self.store.by_id(*a, *b));
        for index in &in_order {
            let Some(artifact) = self.store.artifact(*index).map(|one| &one.artifact) else {
                continue;
            };
            let event = match (blocked.contains(index), self.store.is_blocked(*index)) {
                (true, false) if artifact.is_open() => CONFLICT_OPENED,
                (false, true) => CONFLICTS_CLEARED,
                _ => continue,
            };
            self.fire(&Subject::Artifact(*index), Some(event))?;
        }
        for index in &region {
            let Some(key) = self.store.key(*index) else { continue };
            let tasks = self.store.keys.tasks(key).cloned();
            self.touched_others.extend(tasks.map(Subject::Task));
        }
        for subject in std::mem::take(&mut self.touched_others) {
            self.tell(&subject)?;
        }
        Ok(())
    }

    /// Writes for which blocked artifacts those of the region wait.
    fn derive(&mut self, region: &BTreeSet<usize>, blocked: &BTreeSet<usize>) -> Result<()> {
        for index in region {
            let is_blocked = |target: &usize| {
                target != index
                    && if region.contains(target) {
                        blocked.contains(target)
                    } else {
                        self.store.is_blocked(*target)
                    }
            };
            let wanted = self.wanted(*index, is_blocked)?;
            let waits = self.store.waits_for(*index).into_iter();
            let old = waits.filter(|(_, one)| one.kind == ConflictKind::BlockedDependency);
            let gone = old.filter(|(id, _)| !wanted.contains_key(*id));
            let gone: Vec<String> = gone.map(|(id, _)| id.clone()).collect();
            for id in gone {
                self.remove(&id);
            }
            for (id, conflict) in wanted {
                self.put(&id, conflict);
            }
        }
        // Whatever was written is in the region, and looked at now.
        self.touched.clear();
        Ok(())
    }

    /// Returns the conflicts of an artifact with what it depends on, as far as that is blocked.
    fn wanted(
        &self,
        index: usize,
        is_blocked: impl Fn(&usize) -> bool,
    ) -> Result<BTreeMap<String, OpenConflict>> {
        let artifact = self.store.artifact(index).map(|one| &one.artifact);
        let Some(artifact) = artifact.filter(|one| one.is_active()) else {
            return Ok(BTreeMap::new());
        };
        let targets: BTreeSet<usize> = self.store.targets(index).filter(is_blocked).collect();
        let on = targets.into_iter().map(|target| self.store.id(&Subject::Artifact(target)));
        on.map(|on| self.follows(&artifact.id(), &artifact.actor, on)).collect()
    }

    /// Returns the conflict of an active artifact with a dependency that is blocked.
    fn follows(&self, id: &str, actor: &str, on: String) -> Result<(String, OpenConflict)> {
        let kind = ConflictKind::BlockedDependency;
        let message = format!("`{id}` is active and depends on `{on}`, which is blocked");
        let facts = BlockedDependencyFacts { blocked_dependency: on };
        let facts = ConflictFacts::BlockedDependency(facts);
        let members = vec![id.to_owned()];
        let key = conflict_id(kind, &members, &facts)?;
        let known = self.store.conflicts.get(&key);
        let severity = self.severity(kind, &members);
        let conflict = OpenConflict {
            kind,
            severity,
            project: Subject::project_of(id).to_owned(),
            waiting: members.clone(),
            members,
            actors: vec![actor.to_owned()],
            facts,
            message,
            since: known.map_or(self.at, |one| one.since),
            approvals: known.map(|one| one.approvals.clone()).unwrap_or_default(),
            overridden_by: None,
            escalated: known.and_then(|one| one.escalated.clone()),
        };
        Ok((key, conflict))
    }

    /// Tells a task or a project that something keeps it from going on, or nothing does any more. If its machine has no
    /// answer, or its guards do not hold, it stays where it is.
    fn tell(&mut self, subject: &Subject) -> Stopped<()> {
        let waits = match subject {
            Subject::Artifact(_) => return Ok(()),
            Subject::Project(name) => {
                let mode = self.store.rules.scope(&self.store.tenant, name).policy.mode;
                mode == LifecycleMode::Strict && self.store.is_project_waiting(name)
            }
            Subject::Task(_) => {
                let needed = self.store.dependencies(subject).into_iter();
                let mut targets = needed.filter_map(|(_, target)| target);
                targets.any(|index| self.store.is_blocked(index))
            }
        };
        let event = if waits { CONFLICT_OPENED } else { CONFLICTS_CLEARED };
        let Some(position) = self.position(subject) else { return Ok(()) };
        let rules = self.store.rules.clone();
        let machine = Self::machine(&rules, subject);
        if machine.answers(&position.state, event).next().is_none()
            || !self.told.insert(subject.clone())
        {
            return Ok(());
        }
        match self.fire(subject, Some(event)) {
            Err(Stop::Denied(_)) => Ok(()),
            other => other,
        }
    }
}

impl Store {
    /// Returns the artifacts that may have to be blocked, or to go on, after those in `touched` have changed, and which
    /// of them are to be blocked.
    fn blocked_around(&self, touched: &BTreeSet<usize>) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let (mut region, mut expanded) = (touched.clone(), BTreeSet::new());
        for index in touched {
            region.extend(self.kept_by(*index));
        }
        loop {
            let blocked = self.least(&region);
            let is_new = |index: &usize| {
                !expanded.contains(index) && (self.is_blocked(*index) || blocked.contains(index))
            };
            let new: Vec<usize> = region.iter().copied().filter(is_new).collect();
            if new.is_empty() {
                return (region, blocked);
            }
            for index in new {
                expanded.insert(index);
                region.extend(self.active_dependents(index));
                region.extend(self.kept_by(index));
            }
        }
    }

    /// Lists the artifacts that wait because this one is blocked.
    fn kept_by(&self, index: usize) -> Vec<usize> {
        let is_on_it = |one: &OpenConflict| {
            one.facts.blocked_dependency().is_some_and(|on| self.find(on) == Some(index))
        };
        let follows = self.conflicts_of(index).into_iter().filter(|(_, one)| is_on_it(one));
        follows.flat_map(|(_, one)| &one.members).filter_map(|member| self.find(member)).collect()
    }

    /// Returns which artifacts of the region are to be blocked; those outside stay as they are.
    fn least(&self, region: &BTreeSet<usize>) -> BTreeSet<usize> {
        let is_held = |index: &&usize| {
            let waits = self.waits_for(**index);
            let is_direct =
                waits.iter().any(|(_, one)| one.kind != ConflictKind::BlockedDependency);
            let is_outside = |target: usize| !region.contains(&target) && self.is_blocked(target);
            self.is_open(**index)
                && (is_direct || (self.is_active(**index) && self.targets(**index).any(is_outside)))
        };
        let mut blocked: BTreeSet<usize> = region.iter().filter(is_held).copied().collect();
        let mut queue: VecDeque<usize> = blocked.iter().copied().collect();
        while let Some(index) = queue.pop_front() {
            for dependent in self.active_dependents(index) {
                if region.contains(&dependent) && blocked.insert(dependent) {
                    queue.push_back(dependent);
                }
            }
        }
        blocked
    }
}
