//! Conflicts that somebody decided to accept.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reference::check_id;
use super::types::Conflict;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::time::Timestamp;

/// The decision to accept a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideRecord {
    /// Tenant of the conflict. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: String,
    /// Id of the conflict.
    pub conflict: String,
    /// The member that wins.
    pub winner: String,
    /// Why the conflict is accepted.
    pub justification: String,
    /// Who decided.
    pub by: String,
    /// Who approved. A critical conflict needs two who are neither `by` nor a maker of a member.
    #[serde(default)]
    pub approvals: Vec<String>,
    /// When it was decided.
    pub at: Timestamp,
    /// From when on it has no effect. Absent: it stays in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

fn default_tenant() -> String {
    "default".to_owned()
}

/// An override without any effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnusedOverride {
    /// Place in the list of overrides, from 0.
    pub index: usize,
    /// Tenant of the conflict.
    pub tenant: String,
    /// The conflict it names.
    pub conflict: String,
    /// Why it has no effect.
    pub reason: UnusedReason,
    /// The same in a sentence.
    pub message: String,
}

/// Why an override has no effect.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum UnusedReason {
    /// There is no such conflict: it is settled, or never was.
    UnknownConflict,
    /// It is over: `now` is `expires_at` or later.
    Expired,
    /// It was decided later than `now`.
    NotYetInForce,
    /// The winner is no member of the conflict.
    UnknownWinner,
    /// No reason is given.
    NoJustification,
    /// The conflict is critical, and two independent approvers are not there.
    NeedsApprovals,
    /// An earlier one of the list is in force.
    Repeated,
}

/// Returns the approvers of an override that count, sorted.
pub(crate) fn independent<'a>(
    approvals: &'a [String],
    by: &str,
    actors: &[String],
) -> BTreeSet<&'a str> {
    let is_party = |name: &str| name == by || actors.iter().any(|actor| actor == name);
    approvals.iter().map(String::as_str).filter(|name| !is_party(name)).collect()
}

/// What an override is held against: the conflict it names.
pub(crate) struct Overridden<'a> {
    pub(crate) severity: Severity,
    pub(crate) members: &'a [String],
    pub(crate) actors: &'a [String],
}

/// Returns why `record` cannot settle a conflict, when it cannot.
pub(crate) fn fault(
    record: &OverrideRecord,
    conflict: &Overridden<'_>,
    now: Option<Timestamp>,
) -> Option<(UnusedReason, String)> {
    let (id, winner) = (&record.conflict, &record.winner);
    if let (Some(end), Some(now)) = (record.expires_at, now)
        && now >= end
    {
        return Some((UnusedReason::Expired, format!("the override of {id} expired at {end}")));
    }
    if let Some(now) = now
        && now < record.at
    {
        let message = format!("the override of {id} is in force from {} on", record.at);
        return Some((UnusedReason::NotYetInForce, message));
    }
    if record.justification.trim().is_empty() {
        let message = format!("the override of {id} has no justification");
        return Some((UnusedReason::NoJustification, message));
    }
    if !conflict.members.contains(winner) {
        let message = format!("the winner `{winner}` is no member of {id}");
        return Some((UnusedReason::UnknownWinner, message));
    }
    let approvers = independent(&record.approvals, &record.by, conflict.actors).len();
    if conflict.severity == Severity::Critical && approvers < 2 {
        let message = format!("{id} is critical and has {approvers} of 2 independent approvals");
        return Some((UnusedReason::NeedsApprovals, message));
    }
    None
}

/// Checks the overrides of a call.
pub(super) fn check(records: &[OverrideRecord], now: Option<Timestamp>) -> Result<()> {
    for (index, record) in records.iter().enumerate() {
        let at = |field: &str| format!("/overrides/{index}/{field}");
        check_id(&record.by, "one who decided").map_err(|error| error.at(at("by")))?;
        for (place, approver) in record.approvals.iter().enumerate() {
            check_id(approver, "approver")
                .map_err(|error| error.at(at(&format!("approvals/{place}"))))?;
        }
        if let Some(end) = record.expires_at {
            if now.is_none() {
                let error = Error::invalid("/now", "an override expires, and there is no `now`");
                return Err(error.help("state the time of the search"));
            }
            if end <= record.at {
                let message = "the override ends before it begins";
                return Err(Error::invalid(at("expires_at"), message));
            }
        }
    }
    Ok(())
}

/// Settles the conflicts that overrides name, and returns the overrides without any effect.
pub(super) fn apply(
    records: &[OverrideRecord],
    conflicts: &mut [Conflict],
    now: Option<Timestamp>,
) -> Vec<UnusedOverride> {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (place, conflict) in conflicts.iter().enumerate() {
        places.insert((conflict.tenant.clone(), conflict.id.clone()), place);
    }
    let mut unused = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let named = (record.tenant.clone(), record.conflict.clone());
        let conflict = places.get(&named).and_then(|place| conflicts.get_mut(*place));
        let fault = match conflict {
            None => {
                let message = format!("there is no conflict {}", record.conflict);
                Some((UnusedReason::UnknownConflict, message))
            }
            Some(conflict) => {
                let Conflict { severity, members, actors, .. } = &*conflict;
                let named = Overridden { severity: *severity, members, actors };
                fault(record, &named, now).or_else(|| settle(record, conflict))
            }
        };
        let (tenant, conflict) = named;
        unused.extend(fault.map(|(reason, message)| {
            let message = crate::finding::one_line(message);
            UnusedOverride { index, tenant, conflict, reason, message }
        }));
    }
    unused
}

fn settle(record: &OverrideRecord, conflict: &mut Conflict) -> Option<(UnusedReason, String)> {
    if conflict.overridden_by.is_some() {
        let message = format!("{} has an override already", record.conflict);
        return Some((UnusedReason::Repeated, message));
    }
    conflict.overridden_by = Some(record.clone());
    conflict.is_blocking = false;
    None
}
