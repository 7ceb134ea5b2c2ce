//! How a conflict is settled: it goes when a new look does not find it any more, or an override names it.

use std::collections::BTreeSet;

use serde_json::json;

use super::declare::judgement;
use super::event::{
    AcceptConflict, DeclaredArtifact, MergeConflict, ResolveConflict, RetryConflict,
};
use super::record::{EscalationRecord, OpenConflict};
use super::step::{Step, Stopped, refused};
use crate::conflict::{
    ConflictKind, Overridden, OverrideRecord, can_retry, check_id, override_fault,
};
use crate::error::Error;
use crate::lifecycle::Judgement;

const AT: &str = "/action/resolve";

impl Step<'_> {
    pub(super) fn resolve(&mut self, resolve: &ResolveConflict) -> Stopped<()> {
        let id = &resolve.conflict;
        let conflict = self.conflict(id, "/action/resolve/conflict")?;
        match (&resolve.retry, &resolve.accept, &resolve.merge, &resolve.escalate) {
            (Some(retry), None, None, None) => self.retry(id, &conflict, retry),
            (None, Some(accept), None, None) => self.accept(id, conflict, accept),
            (None, None, Some(merge), None) => self.merge(id, &conflict, merge),
            (None, None, None, Some(escalate)) => {
                check_id(&escalate.to, "one who is asked")
                    .map_err(|error| error.at("/action/resolve/escalate/to"))?;
                let (to, by) = (escalate.to.clone(), self.actor.to_owned());
                let escalated = Some(EscalationRecord { to, by, at: self.at });
                self.note(id);
                self.store.put_conflict(id, Some(OpenConflict { escalated, ..conflict }));
                Ok(())
            }
            _ => {
                let error = Error::invalid(AT, "not exactly one way to settle it is stated");
                let help = "state one of `retry`, `override`, `merge` and `escalate`";
                Err(error.help(help).into())
            }
        }
    }

    fn retry(&mut self, id: &str, conflict: &OpenConflict, retry: &RetryConflict) -> Stopped<()> {
        let only = match conflict.members.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        let member = retry.member.as_ref().or(only);
        let is_member = member.is_some_and(|member| conflict.members.contains(member));
        let key = retry.artifact.key();
        let is_same = member.is_some_and(|id| id.rsplit_once('@').is_some_and(|(of, _)| of == key));
        all_hold(
            id,
            vec![
                judgement("kind_allows", can_retry(conflict.kind), json!(conflict.kind), || {
                    "another way: a retry settles versions out of turn and missing dependencies"
                        .to_owned()
                }),
                judgement("member", is_member, json!(member), || {
                    format!("one of {}", conflict.members.join(", "))
                }),
                judgement("same_artifact", is_same, json!(key), || {
                    "the artifact that is declared again".to_owned()
                }),
            ],
        )?;
        let parents: BTreeSet<String> = member.into_iter().cloned().collect();
        self.replace(id, &parents, &retry.artifact, "/action/resolve/retry/artifact")
    }

    fn merge(&mut self, id: &str, conflict: &OpenConflict, merge: &MergeConflict) -> Stopped<()> {
        let members: BTreeSet<&String> = conflict.members.iter().collect();
        let is_all = merge.parents.iter().collect::<BTreeSet<_>>() == members && members.len() > 1;
        all_hold(
            id,
            vec![judgement("all_members_as_parents", is_all, json!(merge.parents), || {
                if members.len() < 2 {
                    "another way: a merge has two parents at least".to_owned()
                } else {
                    format!("all members: {}", conflict.members.join(", "))
                }
            })],
        )?;
        self.replace(id, &merge.parents, &merge.artifact, "/action/resolve/merge/artifact")
    }

    /// Puts members away, declares what takes their place, and looks whether that settles the conflict.
    fn replace(
        &mut self,
        id: &str,
        parents: &BTreeSet<String>,
        artifact: &DeclaredArtifact,
        at: &str,
    ) -> Stopped<()> {
        let mut places = Vec::new();
        for parent in parents {
            places.push(self.known(parent, AT)?);
        }
        self.leave(&places);
        for place in &places {
            self.fire(place, Some("archive"))?;
        }
        self.leave(&[]);
        // What takes their place is held against what is left.
        self.follow()?;
        let index = self.declare(artifact, at)?;
        self.follow()?;
        let is_gone = !self.store.conflicts.contains_key(id);
        let others = self.store.ids_of_waits(index);
        let value = json!({ "is_gone": is_gone, "others": others });
        let is_clean = is_gone && others.is_empty();
        let clean = judgement("clean_recheck", is_clean, value, || {
            if is_gone {
                format!("that no other conflict comes: {}", others.join(", "))
            } else {
                "that the conflict is not found any more".to_owned()
            }
        });
        all_hold(id, vec![clean])
    }

    fn accept(&mut self, id: &str, conflict: OpenConflict, accept: &AcceptConflict) -> Stopped<()> {
        if accept.expires_at.is_some_and(|end| end <= self.at) {
            let at = "/action/resolve/override/expires_at";
            return Err(Error::invalid(at, "it ends before it begins").into());
        }
        let record = self.record(id, &conflict, accept);
        let named = Overridden {
            severity: conflict.severity,
            members: &conflict.members,
            actors: &conflict.actors,
        };
        let fault = override_fault(&record, &named, Some(self.at));
        let follows = conflict.kind == ConflictKind::BlockedDependency;
        let guards = vec![
            judgement("kind_allows", !follows, json!(conflict.kind), || {
                "that the conflict of the dependency is settled: this one follows from it"
                    .to_owned()
            }),
            judgement("override_admissible", fault.is_none(), json!(record.approvals), || {
                let message = fault.as_ref().map(|(_, message)| message.clone());
                format!("a record that counts: {}", message.unwrap_or_default())
            }),
        ];
        all_hold(id, guards)?;
        self.note(id);
        self.touch_members(&conflict);
        let (overridden_by, waiting) = (Some(record), Vec::new());
        self.store.put_conflict(id, Some(OpenConflict { waiting, overridden_by, ..conflict }));
        Ok(())
    }

    fn record(&self, id: &str, conflict: &OpenConflict, accept: &AcceptConflict) -> OverrideRecord {
        let policy = &self.store.rules.scope(&self.store.tenant, &conflict.project).policy;
        let approvals = conflict.approvals.iter().filter(|(_, one)| one.counts(policy, self.at));
        OverrideRecord {
            tenant: self.store.tenant.to_string(),
            conflict: id.to_owned(),
            winner: accept.winner.clone(),
            justification: accept.justification.clone(),
            by: self.actor.to_owned(),
            approvals: approvals.map(|(by, _)| by.clone()).collect(),
            at: self.at,
            expires_at: accept.expires_at,
        }
    }

    /// Has an override end: the conflict blocks again.
    pub(super) fn end_override(&mut self, id: &str) {
        let Some(conflict) = self.store.conflicts.get(id).cloned() else { return };
        self.note(id);
        let waiting = self.waiting(conflict.severity, &conflict.members);
        self.touch_members(&conflict);
        let overridden_by = None;
        self.store.put_conflict(id, Some(OpenConflict { waiting, overridden_by, ..conflict }));
    }
}

/// Refuses when something does not hold.
fn all_hold(id: &str, guards: Vec<Judgement>) -> Stopped<()> {
    if guards.iter().all(Judgement::passes) {
        return Ok(());
    }
    Err(refused(id, "resolve", guards))
}
