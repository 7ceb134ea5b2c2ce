//! What is told of something that moves: that it was verified, passed a gate, or is approved.

use super::event::{Approve, RecordGate, VerifySubject};
use super::record::{ApprovalRecord, Credentials, GateRecord, OpenConflict};
use super::step::{Step, Stopped};
use super::subject::Subject;
use crate::conflict::check_id;
use crate::error::{Error, Result};

impl Step<'_> {
    pub(super) fn verify(&mut self, verify: &VerifySubject) -> Stopped<()> {
        let subject = self.known(&verify.subject, "/action/verify/subject")?;
        let at = self.at;
        self.credit(&subject, |credentials| credentials.verified_at = Some(at));
        Ok(())
    }

    pub(super) fn record_gate(&mut self, gate: &RecordGate) -> Stopped<()> {
        let subject = self.known(&gate.subject, "/action/record_gate/subject")?;
        check_id(&gate.gate, "name of the gate")
            .map_err(|error| error.at("/action/record_gate/gate"))?;
        let record = GateRecord {
            passed: gate.passed,
            at: self.at,
            by: self.actor.to_owned(),
            evidence: gate.evidence.clone(),
        };
        self.credit(&subject, |credentials| {
            credentials.gates.insert(gate.gate.clone(), record);
        });
        Ok(())
    }

    pub(super) fn approve(&mut self, approve: &Approve) -> Stopped<()> {
        let approval = ApprovalRecord { at: self.at, expires_at: approve.expires_at };
        if approve.expires_at.is_some_and(|end| end <= self.at) {
            let error = Error::invalid("/action/approve/expires_at", "it ends before it begins");
            return Err(error.help("state a time behind that of the event").into());
        }
        let by = self.actor.to_owned();
        match (&approve.subject, &approve.conflict) {
            (Some(id), None) => {
                let subject = self.known(id, "/action/approve/subject")?;
                self.credit(&subject, |credentials| {
                    credentials.approvals.insert(by, approval);
                });
                Ok(())
            }
            (None, Some(id)) => {
                let mut conflict = self.conflict(id, "/action/approve/conflict")?;
                conflict.approvals.insert(by, approval);
                self.store.put_conflict(id, Some(conflict));
                Ok(())
            }
            _ => {
                let error = Error::invalid("/action/approve", "it is not told what is approved");
                Err(error.help("state either `subject` or `conflict`").into())
            }
        }
    }

    /// Returns the conflict of an id.
    ///
    /// # Errors
    /// `input_invalid` at `at` when there is none.
    pub(super) fn conflict(&self, id: &str, at: &str) -> Result<OpenConflict> {
        self.store.conflicts.get(id).cloned().ok_or_else(|| {
            let message = format!("the tenant `{}` has no open conflict `{id}`", self.store.tenant);
            Error::invalid(at, message).help("a conflict that is not found any more is closed")
        })
    }

    fn credit(&mut self, subject: &Subject, write: impl FnOnce(&mut Credentials)) {
        match subject {
            Subject::Artifact(index) => {
                let known = self.store.artifact(*index).map(|one| one.credentials.clone());
                if let Some(mut credentials) = known {
                    write(&mut credentials);
                    self.store.put_credentials(*index, credentials);
                }
            }
            Subject::Task(id) => {
                if let Some(mut record) = self.store.tasks.get(id).cloned() {
                    write(&mut record.credentials);
                    self.store.put_task(id, record);
                }
            }
            Subject::Project(id) => {
                if let Some(mut record) = self.store.projects.get(id).cloned() {
                    write(&mut record.credentials);
                    self.store.put_project(id, record);
                }
            }
        }
    }
}
