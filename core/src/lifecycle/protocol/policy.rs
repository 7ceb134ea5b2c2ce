//! What holds in a project when the policies of organisation, tenant and project are put together.
//!
//! Every setting is an ordered scale, and what counts is the tightest that is stated: a policy below can tighten one
//! above and never loosen it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::{LifecycleMode, LifecyclePolicy};
use crate::conflict::ConflictKind;
use crate::error::{Error, ErrorCode, Result};
use crate::finding::Severity;

/// What holds in a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectivePolicy {
    /// How strict it is.
    pub mode: LifecycleMode,
    /// Conflicts of this severity and worse block.
    pub block_at: Severity,
    /// How many actors may have open drafts of one artifact. Absent: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel_drafts: Option<usize>,
    /// Severity of kinds of conflicts that are raised.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub severities: BTreeMap<ConflictKind, Severity>,
    /// The gates that are asked for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub required_gates: BTreeSet<String>,
    /// Seconds that an artifact soaks.
    pub soak_seconds: u64,
    /// People who have to approve.
    pub approvals: u64,
    /// Seconds for which an approval counts. Absent: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_seconds: Option<u64>,
}

/// A setting that is looser than one above it, and so without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loosened {
    pub(super) setting: String,
    pub(super) stated: String,
    pub(super) above: String,
}

/// Puts policies together, the one of the organisation first.
pub(super) fn join(layers: &[&LifecyclePolicy]) -> EffectivePolicy {
    let mut all = LifecyclePolicy::default();
    for layer in layers {
        all = tightened(&all, layer);
    }
    let mode = all.mode.unwrap_or_default();
    let (block_at, drafts) = match mode {
        LifecycleMode::Strict => (Severity::Moderate, Some(1)),
        LifecycleMode::Adaptive => (Severity::High, None),
        LifecycleMode::Playground => (Severity::Critical, None),
    };
    let unstated = if mode == LifecycleMode::Playground { None } else { Some(1) };
    EffectivePolicy {
        mode,
        block_at: all.block_at.map_or(block_at, |stated| stated.min(block_at)),
        parallel_drafts: drafts.or(all.parallel_drafts).or(unstated),
        severities: all.severities,
        required_gates: all.required_gates,
        soak_seconds: all.soak_seconds.unwrap_or(0),
        approvals: all.approvals.unwrap_or(1),
        approval_seconds: all.approval_seconds,
    }
}

/// Returns the tighter of every setting.
fn tightened(above: &LifecyclePolicy, below: &LifecyclePolicy) -> LifecyclePolicy {
    let mut severities = above.severities.clone();
    for (kind, severity) in &below.severities {
        let known = severities.entry(*kind).or_insert(*severity);
        *known = (*known).max(*severity);
    }
    LifecyclePolicy {
        mode: above.mode.max(below.mode),
        block_at: least(above.block_at, below.block_at),
        parallel_drafts: least(above.parallel_drafts, below.parallel_drafts),
        severities,
        required_gates: above.required_gates.union(&below.required_gates).cloned().collect(),
        soak_seconds: above.soak_seconds.max(below.soak_seconds),
        approvals: above.approvals.max(below.approvals),
        approval_seconds: least(above.approval_seconds, below.approval_seconds),
    }
}

fn least<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    a.into_iter().chain(b).min()
}

/// Lists the settings of `below` that are looser than what `above` states.
pub(super) fn loosened(above: &LifecyclePolicy, below: &LifecyclePolicy) -> Vec<Loosened> {
    let mut all = Vec::new();
    let mut compare = |setting: &str, pair: Option<(String, String)>| {
        all.extend(pair.map(|(stated, above)| Loosened { setting: setting.into(), stated, above }));
    };
    compare("mode", looser(above.mode, below.mode, |a, b| b < a));
    compare("block_at", looser(above.block_at, below.block_at, |a, b| b > a));
    compare("parallel_drafts", looser(above.parallel_drafts, below.parallel_drafts, |a, b| b > a));
    compare("soak_seconds", looser(above.soak_seconds, below.soak_seconds, |a, b| b < a));
    compare("approvals", looser(above.approvals, below.approvals, |a, b| b < a));
    let seconds = looser(above.approval_seconds, below.approval_seconds, |a, b| b > a);
    compare("approval_seconds", seconds);
    for (kind, severity) in &below.severities {
        let above = above.severities.get(kind).copied();
        compare(&format!("severities/{kind}"), looser(above, Some(*severity), |a, b| b < a));
    }
    all
}

fn looser<T: Copy + Serialize>(
    above: Option<T>,
    below: Option<T>,
    is_looser: fn(T, T) -> bool,
) -> Option<(String, String)> {
    let (above, below) = (above?, below?);
    let shown = |value: T| {
        let value = serde_json::to_value(value).unwrap_or_default();
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    is_looser(above, below).then(|| (shown(below), shown(above)))
}

/// Checks what types cannot say.
///
/// # Errors
/// `policy_invalid` with the JSON Pointer in the policy.
pub(super) fn check(policy: &LifecyclePolicy) -> Result<()> {
    let invalid = |message: String| Error::new(ErrorCode::PolicyInvalid, message);
    if policy.parallel_drafts == Some(0) {
        let error = invalid("nobody may have an open draft".to_owned()).at("/parallel_drafts");
        return Err(error.help("state at least 1"));
    }
    for (kind, severity) in &policy.severities {
        let least = kind.code().severity;
        if *severity < least {
            let message = format!("`{kind}` cannot be lowered from {least} to {severity}");
            let error = invalid(message).at(format!("/severities/{kind}"));
            return Err(error.help("accept single conflicts with overrides"));
        }
    }
    if let Some(name) = policy.required_gates.iter().find(|name| name.trim().is_empty()) {
        let error = invalid(format!("`{name}` is no name of a gate")).at("/required_gates");
        return Err(error.help("name the gates as `record_gate` does"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_is_as_the_mode_has_it() {
        let strict = LifecyclePolicy { mode: Some(LifecycleMode::Strict), ..Default::default() };
        let joined = join(&[&strict]);
        assert_eq!((joined.block_at, joined.parallel_drafts), (Severity::Moderate, Some(1)));
        assert_eq!(join(&[]).parallel_drafts, Some(1));
        let playground =
            LifecyclePolicy { mode: Some(LifecycleMode::Playground), ..Default::default() };
        assert_eq!(join(&[&playground]).parallel_drafts, None);
        assert_eq!(join(&[&playground, &strict]), joined);
        assert_eq!(join(&[&strict, &playground]), joined);
    }

    #[test]
    fn a_policy_below_cannot_loosen() {
        let above = LifecyclePolicy {
            block_at: Some(Severity::Moderate),
            soak_seconds: Some(60),
            ..Default::default()
        };
        let below = LifecyclePolicy {
            block_at: Some(Severity::Critical),
            soak_seconds: Some(30),
            approvals: Some(2),
            ..Default::default()
        };
        let joined = join(&[&above, &below]);
        assert_eq!((joined.block_at, joined.soak_seconds), (Severity::Moderate, 60));
        assert_eq!(joined.approvals, 2);
        let settings: Vec<String> =
            loosened(&above, &below).into_iter().map(|one| one.setting).collect();
        assert_eq!(settings, ["block_at", "soak_seconds"]);
    }
}
