//! What the guards that are built in say of an artifact, a task or a project, and what policies say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::config::LifecycleMode;
use super::policy::EffectivePolicy;
use super::record::Credentials;
use super::rules::{CONFLICTS_CLEARED, POLICY_ALLOWS};
use super::store::Store;
use super::subject::Subject;
use super::transition::Transition;
use crate::lifecycle::machine::{Crossing, GuardQuestion, Said, World};
use crate::time::Timestamp;

/// What guards are asked of.
pub(super) struct View<'a> {
    pub(super) store: &'a Store,
    pub(super) subject: &'a Subject,
    pub(super) actor: &'a str,
    /// Artifacts that leave together with this one.
    pub(super) leaving: &'a BTreeSet<usize>,
    pub(super) facts: &'a Value,
    pub(super) guards: &'a BTreeMap<String, bool>,
}

/// A subject as guards see it.
pub(super) struct Asked<'a> {
    pub(super) project: &'a str,
    pub(super) maker: &'a str,
    /// From when on it soaks.
    since: Timestamp,
    /// Since when it is in its state.
    pub(super) entered: Timestamp,
    pub(super) credentials: &'a Credentials,
}

fn said(holds: bool, value: Value, needs: impl FnOnce() -> String) -> Said {
    Said { holds: Some(holds), value: Some(value), needs: (!holds).then(needs) }
}

fn unknown(needs: impl Into<String>) -> Said {
    Said { holds: None, value: None, needs: Some(needs.into()) }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl World for View<'_> {
    fn guard(&self, question: &GuardQuestion<'_>) -> Said {
        let GuardQuestion { name, with, crossing } = *question;
        let at = crossing.at;
        let Some(asked) = self.asked() else { return unknown("a subject that is there") };
        let policy = &self.store.rules.scope(&self.store.tenant, asked.project).policy;
        let number = |name: &str| with.get(name).and_then(Value::as_u64).unwrap_or(0);
        match name {
            "approved" => {
                let least = policy.approvals.max(number("least"));
                self.approved(&asked, least, policy, crossing)
            }
            "dependencies_active" => self.dependencies_active(),
            "gates_passed" => gates_passed(&asked, policy, with.get("gates")),
            "no_active_dependents" => self.no_active_dependents(),
            "no_blocking_conflict" => self.no_blocking_conflict(policy, crossing.event),
            "no_newer_active" => self.no_newer_active(),
            "soak_met" => soak_met(&asked, policy, policy.soak_seconds.max(number("seconds")), at),
            POLICY_ALLOWS => match &self.store.rules.guard {
                Some(policies) => policies.judge(&Transition::of(self, &asked, crossing)),
                None => unknown("a set of policies, which is not given"),
            },
            other => match self.guards.get(other) {
                Some(holds) => said(*holds, json!(holds), || format!("that `{other}` holds")),
                None => unknown(format!("to be told whether `{other}` holds")),
            },
        }
    }

    fn fact(&self, pointer: &str) -> Option<&Value> {
        self.facts.pointer(pointer)
    }
}

impl View<'_> {
    /// Returns who acts; nobody when something is due by itself.
    pub(super) fn actor(&self, crossing: Crossing<'_>) -> Option<&str> {
        crossing.event.map(|_| self.actor)
    }

    fn asked(&self) -> Option<Asked<'_>> {
        Some(match self.subject {
            Subject::Artifact(index) => {
                let one = self.store.artifact(*index)?;
                Asked {
                    project: &one.artifact.project,
                    maker: &one.artifact.actor,
                    since: one.declared_at,
                    entered: one.position.since,
                    credentials: &one.credentials,
                }
            }
            Subject::Task(id) => {
                let one = self.store.tasks.get(id)?;
                Asked {
                    project: Subject::project_of(id),
                    maker: &one.actor,
                    since: one.position.since,
                    entered: one.position.since,
                    credentials: &one.credentials,
                }
            }
            Subject::Project(id) => {
                let one = self.store.projects.get(id)?;
                Asked {
                    project: id,
                    maker: &one.actor,
                    since: one.position.since,
                    entered: one.position.since,
                    credentials: &one.credentials,
                }
            }
        })
    }

    fn approved(
        &self,
        asked: &Asked<'_>,
        least: u64,
        policy: &EffectivePolicy,
        crossing: Crossing<'_>,
    ) -> Said {
        let actor = self.actor(crossing);
        let names: Vec<String> = asked
            .approvers(policy, crossing.at)
            .filter(|by| Some(*by) != actor && *by != asked.maker)
            .map(str::to_owned)
            .collect();
        let missing = least.saturating_sub(names.len() as u64);
        said(missing == 0, json!(names), || {
            format!("{missing} more to approve it, other than who acts and who made it")
        })
    }

    fn dependencies_active(&self) -> Said {
        let inactive = self.store.inactive(self.subject);
        said(inactive.is_empty(), json!(inactive), || {
            format!("that these are active: {}", listed(&inactive))
        })
    }

    fn no_active_dependents(&self) -> Said {
        let Subject::Artifact(index) = self.subject else {
            return said(true, json!([]), String::new);
        };
        let dependents = self.store.active_dependents(*index).into_iter();
        let dependents = dependents.filter(|index| !self.leaving.contains(index));
        let dependents: BTreeSet<String> =
            dependents.map(|index| self.store.id(&Subject::Artifact(index))).collect();
        let dependents: Vec<String> = dependents.into_iter().collect();
        said(dependents.is_empty(), json!(dependents), || {
            format!("that nothing active depends on it, as these do: {}", listed(&dependents))
        })
    }

    fn no_blocking_conflict(&self, policy: &EffectivePolicy, event: Option<&str>) -> Said {
        let conflicts: Vec<String> = match self.subject {
            Subject::Artifact(index) => self.store.ids_of_waits(*index),
            Subject::Task(_) => self.store.blocking(self.subject).into_iter().collect(),
            Subject::Project(name) => self.store.waiting_for_project(name),
        };
        if conflicts.is_empty()
            && event != Some(CONFLICTS_CLEARED)
            && policy.mode == LifecycleMode::Strict
            && let Some(question) = self.store.undecided_of(self.subject)
        {
            return unknown(format!("an answer to what is not decided: {question}"));
        }
        said(conflicts.is_empty(), json!(conflicts), || {
            format!("that these conflicts are settled: {}", listed(&conflicts))
        })
    }

    fn no_newer_active(&self) -> Said {
        let Subject::Artifact(index) = self.subject else {
            return unknown("an artifact: nothing else has versions");
        };
        let Some(own) = self.store.artifact(*index).map(|one| &one.artifact) else {
            return unknown("an artifact that is there");
        };
        let active = self.store.key(*index).and_then(|key| self.store.active_version(key));
        let active = active.and_then(|index| self.store.artifact(index));
        let newer = active.filter(|one| one.artifact.version > own.version);
        let id = newer.map(|one| one.artifact.id());
        said(id.is_none(), json!(id), || {
            format!("that `{}`, which is newer, is not active", id.clone().unwrap_or_default())
        })
    }
}

impl<'a> Asked<'a> {
    /// Lists those whose approval counts at an instant, sorted.
    pub(super) fn approvers(
        &self,
        policy: &EffectivePolicy,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a str> {
        let approvals = self.credentials.approvals.iter();
        let counting = approvals.filter(move |(_, approval)| approval.counts(policy, at));
        counting.map(|(by, _)| by.as_str())
    }
}

fn gates_passed(asked: &Asked<'_>, policy: &EffectivePolicy, with: Option<&Value>) -> Said {
    let more = with.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let required: BTreeSet<&str> =
        policy.required_gates.iter().map(String::as_str).chain(more).collect();
    let gate = |name: &str| asked.credentials.gates.get(name).map(|gate| gate.passed);
    let missing: Vec<String> = required
        .iter()
        .filter(|name| gate(name) != Some(true))
        .map(|name| (*name).to_owned())
        .collect();
    let needs = (!missing.is_empty()).then(|| format!("to pass {}", listed(&missing)));
    let failed = missing.iter().any(|name| gate(name) == Some(false));
    // A gate that nothing is told of is not known, and passes nothing.
    let holds = if missing.is_empty() { Some(true) } else { failed.then_some(false) };
    let value = required.into_iter().map(|name| (name.to_owned(), json!(gate(name))));
    Said { holds, value: Some(Value::Object(value.collect())), needs }
}

/// As of Kargo's soak time, counted from when it was both declared and verified.
fn soak_met(asked: &Asked<'_>, policy: &EffectivePolicy, seconds: u64, at: Timestamp) -> Said {
    let verified = asked.credentials.verified_at;
    if seconds == 0 && policy.mode != LifecycleMode::Strict {
        return said(true, json!({ "seconds": 0 }), String::new);
    }
    let Some(verified) = verified else {
        let value = json!({ "seconds": seconds, "verified_at": null });
        return said(false, value, || "to be verified".to_owned());
    };
    let until = verified.max(asked.since).plus_seconds(seconds);
    let value = json!({ "seconds": seconds, "verified_at": verified, "until": until });
    said(until.is_some_and(|until| at >= until), value, || match until {
        Some(until) => format!("to wait until {until}"),
        None => "a time that never comes".to_owned(),
    })
}
