//! Whether a proposed way to settle a conflict does settle it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::artifact::{Artifact, ArtifactState};
use super::config::ConflictConfig;
use super::detect;
use super::found::can_retry;
use super::overrides::independent;
use super::reference::ArtifactReference;
use super::types::{Conflict, Precondition, ResolutionWay};
use crate::canonical;
use crate::error::{Error, Result};
use crate::finding::Severity;

/// What `check_resolution` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckResolutionInput {
    /// The artifacts, as for `find_conflicts`.
    pub artifacts: Vec<Artifact>,
    /// What counts as a conflict. Absent: the defaults.
    #[serde(default)]
    pub config: ConflictConfig,
    /// Tenant of the conflict. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: String,
    /// Id of the conflict.
    pub conflict: String,
    /// How it is to be settled.
    pub resolution: ProposedResolution,
}

fn default_tenant() -> String {
    "default".to_owned()
}

/// How a conflict is to be settled: exactly one of these.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedResolution {
    /// One member is declared again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<ProposedRetry>,
    /// The conflict is accepted.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub accept: Option<ProposedOverride>,
    /// All members are replaced by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<ProposedMerge>,
    /// Somebody is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalate: Option<ProposedEscalation>,
}

/// One member is declared again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedRetry {
    /// Id of the member. Absent: the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<String>,
    /// Its version from now on.
    pub new_version: u64,
    /// What it depends on from now on. Absent: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<Vec<ArtifactReference>>,
}

/// The conflict is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedOverride {
    /// The member that wins.
    pub winner: String,
    /// Why the conflict is accepted.
    pub justification: String,
    /// Who decides.
    pub by: String,
    /// Who approves.
    #[serde(default)]
    pub approvals: Vec<String>,
}

/// All members are replaced by one artifact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedMerge {
    /// Ids of what was merged: all members.
    pub parents: Vec<String>,
    /// SHA-256 of the canonical JSON (RFC 8785) of the result, in hexadecimal.
    pub result_digest: String,
    /// The result. Absent: what it would do cannot be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Artifact>,
}

/// Somebody is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedEscalation {
    /// Who is asked.
    pub to: String,
}

/// Whether a proposed way to settle a conflict does settle it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionReport {
    /// Id of the conflict.
    pub conflict: String,
    /// The way.
    pub way: ResolutionWay,
    /// Whether everything is there that the way needs.
    pub is_admissible: bool,
    /// Whether the conflict is settled by it: no way but these closes a conflict.
    pub closes: bool,
    /// Whether the members go on waiting.
    pub keeps_blocking: bool,
    /// What is not there.
    pub lacks: Vec<LackingEvidence>,
    /// Conflicts that the change would make, worst first.
    pub introduces: Vec<Conflict>,
}

/// Something that a resolution needs, and does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LackingEvidence {
    /// What it needs.
    pub precondition: Precondition,
    /// What is not there, in a sentence.
    pub message: String,
}

/// Tells whether a proposed way to settle a conflict has what it needs, and whether the conflict is settled by it.
///
/// A retry and a merge are tried: the artifacts are changed so, and looked at again.
///
/// # Errors
/// Those of [`find_conflicts`](super::find_conflicts); `input_invalid` at `/conflict` when the artifacts have no such
/// conflict, and at `/resolution` when not exactly one way is proposed.
pub fn check_resolution(input: &CheckResolutionInput) -> Result<ResolutionReport> {
    let (before, _) = detect(&input.artifacts, &input.config)?;
    let is_it = |one: &&Conflict| one.id == input.conflict && one.tenant == input.tenant;
    let conflict = before.iter().find(is_it).ok_or_else(|| {
        let message = format!("the artifacts have no conflict `{}`", input.conflict);
        Error::invalid("/conflict", message).help(
            "a conflict that is not found any more is closed; `find_conflicts` lists the others",
        )
    })?;
    let mut check =
        Check { input, before: &before, conflict, lacks: Vec::new(), introduces: Vec::new() };
    let proposed = &input.resolution;
    let way = match (&proposed.retry, &proposed.accept, &proposed.merge, &proposed.escalate) {
        (Some(retry), None, None, None) => check.retry(retry)?,
        (None, Some(accept), None, None) => check.accept(accept),
        (None, None, Some(merge), None) => check.merge(merge)?,
        (None, None, None, Some(escalation)) => check.escalate(escalation),
        _ => {
            let error = Error::invalid("/resolution", "not exactly one way is proposed");
            return Err(error.help("state one of `retry`, `override`, `merge` and `escalate`"));
        }
    };
    Ok(check.report(way))
}

/// A proposal that is being looked at.
struct Check<'a> {
    input: &'a CheckResolutionInput,
    before: &'a [Conflict],
    conflict: &'a Conflict,
    lacks: Vec<LackingEvidence>,
    introduces: Vec<Conflict>,
}

impl Check<'_> {
    fn lacks(&mut self, precondition: Precondition, message: impl Into<String>) {
        let message = crate::finding::one_line(message.into());
        self.lacks.push(LackingEvidence { precondition, message });
    }

    fn report(self, way: ResolutionWay) -> ResolutionReport {
        let is_admissible = self.lacks.is_empty();
        let closes = is_admissible && way != ResolutionWay::Escalate;
        ResolutionReport {
            conflict: self.conflict.id.clone(),
            way,
            is_admissible,
            closes,
            keeps_blocking: self.conflict.is_blocking && !closes,
            lacks: self.lacks,
            introduces: self.introduces,
        }
    }

    fn is_member(&self, id: &str) -> bool {
        self.conflict.members.iter().any(|member| member == id)
    }

    fn retry(&mut self, retry: &ProposedRetry) -> Result<ResolutionWay> {
        let conflict = self.conflict;
        if !can_retry(conflict.kind) {
            let message =
                format!("a conflict of kind `{}` is not settled by a retry", conflict.kind);
            self.lacks(Precondition::KindAllows, message);
        }
        let named = retry.artifact.as_ref().or(match conflict.members.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        let Some(id) = named.filter(|id| self.is_member(id)) else {
            self.lacks(Precondition::Member, "no member of the conflict is named");
            return Ok(ResolutionWay::Retry);
        };
        let mut after = self.input.artifacts.clone();
        for one in &mut after {
            if one.tenant == conflict.tenant && one.id() == *id {
                one.version = retry.new_version;
                if let Some(depends_on) = &retry.depends_on {
                    one.depends_on.clone_from(depends_on);
                }
            }
        }
        self.recheck(&after, "/resolution/retry")?;
        Ok(ResolutionWay::Retry)
    }

    fn accept(&mut self, accept: &ProposedOverride) -> ResolutionWay {
        if !self.is_member(&accept.winner) {
            let message = format!("the winner `{}` is no member of the conflict", accept.winner);
            self.lacks(Precondition::Member, message);
        }
        if accept.justification.trim().is_empty() {
            self.lacks(Precondition::Justification, "there is no justification");
        }
        let approvers = independent(&accept.approvals, &accept.by, &self.conflict.actors).len();
        if self.conflict.severity == Severity::Critical && approvers < 2 {
            let message = format!("{approvers} of 2 independent approvals are there");
            self.lacks(Precondition::TwoApprovers, message);
        }
        ResolutionWay::Override
    }

    fn merge(&mut self, merge: &ProposedMerge) -> Result<ResolutionWay> {
        let parents: BTreeSet<&String> = merge.parents.iter().collect();
        let members: BTreeSet<&String> = self.conflict.members.iter().collect();
        if parents != members || parents.len() < 2 {
            let message = format!("the parents are not the {} members", members.len());
            let message = if members.len() < 2 {
                "a merge has two parents at least".to_owned()
            } else {
                message
            };
            self.lacks(Precondition::AllMembersAsParents, message);
        }
        let Some(result) = &merge.result else {
            self.lacks(
                Precondition::Result,
                "the result is not given, so that it cannot be looked at",
            );
            return Ok(ResolutionWay::Merge);
        };
        if canonical::digest_hex(result)? != merge.result_digest.to_lowercase() {
            self.lacks(Precondition::Result, "the digest is not that of the result");
        }
        if result.tenant != self.conflict.tenant {
            self.lacks(Precondition::Result, "the result is of another tenant");
        }
        let mut after = self.input.artifacts.clone();
        for one in &mut after {
            if one.tenant == self.conflict.tenant && parents.contains(&one.id()) {
                one.state = ArtifactState::Superseded;
                one.blocked_from = None;
            }
        }
        after.push(result.clone());
        self.recheck(&after, "/resolution/merge/result")?;
        Ok(ResolutionWay::Merge)
    }

    fn escalate(&mut self, escalation: &ProposedEscalation) -> ResolutionWay {
        if escalation.to.trim().is_empty() {
            self.lacks(Precondition::Receiver, "nobody is named");
        }
        ResolutionWay::Escalate
    }

    /// Looks at the artifacts after the change: the conflict has to be gone, and no other to come.
    fn recheck(&mut self, after: &[Artifact], at: &str) -> Result<()> {
        let (found, _) = detect(after, &self.input.config).map_err(|error| match error.path() {
            path if path.starts_with("/artifacts") => error.at(at),
            _ => error,
        })?;
        let known: BTreeSet<(&str, &str)> =
            self.before.iter().map(|one| (one.tenant.as_str(), one.id.as_str())).collect();
        if found.iter().any(|one| one.id == self.conflict.id && one.tenant == self.conflict.tenant)
        {
            self.lacks(Precondition::CleanRecheck, "the conflict is still there");
        }
        let is_known = |one: &Conflict| known.contains(&(one.tenant.as_str(), one.id.as_str()));
        self.introduces = found.into_iter().filter(|one| !is_known(one)).collect();
        if let Some(first) = self.introduces.first() {
            let message = format!("another conflict would come: {}", first.message);
            self.lacks(Precondition::CleanRecheck, message);
        }
        Ok(())
    }
}
