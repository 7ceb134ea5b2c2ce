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

/// A setting without effect: something tighter holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loosened {
    pub(super) setting: String,
    pub(super) stated: String,
    /// What holds.
    pub(super) held: String,
    /// Who has it so.
    pub(super) by: String,
}

/// A policy, and those above it by name, the one of the organisation first.
pub(super) struct Layers<'a> {
    pub(super) above: &'a [(&'a str, &'a LifecyclePolicy)],
    pub(super) own: &'a LifecyclePolicy,
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

impl Layers<'_> {
    /// Returns what holds.
    pub(super) fn join(&self) -> EffectivePolicy {
        let above = self.above.iter().map(|(_, policy)| *policy);
        join(&above.chain([self.own]).collect::<Vec<_>>())
    }

    /// Lists the settings that are looser than what holds.
    pub(super) fn loosened(&self) -> Vec<Loosened> {
        let held = self.join();
        let mut all = Vec::new();
        all.extend(self.looser("mode", Some(held.mode), |one| one.mode, |a, b| b < a));
        all.extend(self.looser("block_at", Some(held.block_at), |one| one.block_at, |a, b| b > a));
        let drafts = held.parallel_drafts;
        all.extend(self.looser("parallel_drafts", drafts, |one| one.parallel_drafts, |a, b| b > a));
        let soak = Some(held.soak_seconds);
        all.extend(self.looser("soak_seconds", soak, |one| one.soak_seconds, |a, b| b < a));
        all.extend(self.looser(
            "approvals",
            Some(held.approvals),
            |one| one.approvals,
            |a, b| b < a,
        ));
        let seconds = held.approval_seconds;
        all.extend(self.looser(
            "approval_seconds",
            seconds,
            |one| one.approval_seconds,
            |a, b| b > a,
        ));
        for kind in self.own.severities.keys() {
            let read = |one: &LifecyclePolicy| one.severities.get(kind).copied();
            let held = held.severities.get(kind).copied();
            all.extend(self.looser(&format!("severities/{kind}"), held, read, |a, b| b < a));
        }
        all
    }

    fn looser<T: Copy + PartialEq + Serialize>(
        &self,
        setting: &str,
        held: Option<T>,
        read: impl Fn(&LifecyclePolicy) -> Option<T>,
        is_looser: fn(T, T) -> bool,
    ) -> Option<Loosened> {
        let (held, stated) = (held?, read(self.own)?);
        let stating = self.above.iter().find(|(_, policy)| read(policy) == Some(held));
        // What nobody has stated is as the mode has it.
        let by = match stating {
            Some((name, _)) => (*name).to_owned(),
            None => format!("the mode `{}`", shown(self.join().mode)),
        };
        let (setting, stated_as) = (setting.to_owned(), shown(stated));
        is_looser(held, stated).then(|| Loosened {
            setting,
            stated: stated_as,
            held: shown(held),
            by,
        })
    }
}

fn shown(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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
        let layers = Layers { above: &[("the organisation", &above)], own: &below };
        let settings: Vec<String> = layers.loosened().into_iter().map(|one| one.setting).collect();
        assert_eq!(settings, ["block_at", "soak_seconds"]);
    }
    #[test]
    fn a_mode_can_be_tighter_than_what_stands_beside_it() {
        let own = LifecyclePolicy {
            mode: Some(LifecycleMode::Strict),
            block_at: Some(Severity::Critical),
            ..Default::default()
        };
        let loosened = Layers { above: &[], own: &own }.loosened();
        let [one] = loosened.as_slice() else { panic!("{loosened:?}") };
        assert_eq!((one.setting.as_str(), one.held.as_str()), ("block_at", "moderate"));
        assert_eq!(one.by, "the mode `strict`");
    }
}
