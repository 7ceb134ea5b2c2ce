//! A conflict as it is found, before it gets its id.

use std::collections::BTreeSet;

use serde::Serialize;

use super::artifact::Artifact;
use super::config::ConflictConfig;
use super::facts::ConflictFacts;
use super::kind::ConflictKind;
use super::suggestion::Suggestion;
use super::types::{Conflict, Precondition, ResolutionOption, ResolutionWay};
use crate::canonical::Canonicalizer;
use crate::error::Result;
use crate::finding::{Severity, one_line};

/// A conflict without an id.
pub(super) struct Found<'a> {
    pub(super) kind: ConflictKind,
    pub(super) members: Vec<&'a Artifact>,
    pub(super) facts: ConflictFacts,
    pub(super) message: String,
    pub(super) suggestions: Vec<Suggestion>,
}

/// What the id is made of.
#[derive(Serialize)]
struct Identity<'a> {
    kind: ConflictKind,
    members: &'a [String],
    facts: &'a ConflictFacts,
}

/// Returns the id of a conflict: the first 16 digits of the SHA-256 of the canonical JSON (RFC 8785) of its kind, its
/// sorted members and its facts.
///
/// # Errors
/// None of facts as they are found: they have no number that JSON cannot hold.
pub(crate) fn conflict_id(
    kind: ConflictKind,
    members: &[String],
    facts: &ConflictFacts,
) -> Result<String> {
    let mut id = Canonicalizer::default().digest_hex(&Identity { kind, members, facts })?;
    id.truncate(16);
    Ok(id)
}

impl Found<'_> {
    /// Returns the conflict with everything that follows from its kind and its members.
    pub(super) fn conflict(self, config: &ConflictConfig) -> Result<Conflict> {
        let Self { kind, members, facts, message, suggestions } = self;
        let first = members.first();
        let (tenant, project) =
            first.map(|one| (one.tenant.to_string(), one.project.to_string())).unwrap_or_default();
        let ids: BTreeSet<String> = members.iter().map(|member| member.id()).collect();
        let actors: BTreeSet<String> =
            members.iter().map(|member| member.actor.to_string()).collect();
        let ids: Vec<String> = ids.into_iter().collect();
        let severity = config.severity(kind);
        Ok(Conflict {
            id: conflict_id(kind, &ids, &facts)?,
            kind,
            code: kind.code().id.to_owned(),
            severity,
            is_blocking: severity >= config.block_at,
            tenant,
            project,
            actors: actors.into_iter().collect(),
            facts,
            message: one_line(message),
            why: kind.code().why.to_owned(),
            suggestions,
            resolutions: resolutions(kind, severity, ids.len()),
            members: ids,
            overridden_by: None,
        })
    }
}

/// Tells whether declaring again can settle conflicts of a kind.
pub(crate) fn can_retry(kind: ConflictKind) -> bool {
    matches!(kind, ConflictKind::VersionGap | ConflictKind::MissingDependency)
}

/// Lists the ways to settle a conflict.
pub(crate) fn resolutions(
    kind: ConflictKind,
    severity: Severity,
    members: usize,
) -> Vec<ResolutionOption> {
    use Precondition::{
        AllMembersAsParents, CleanRecheck, Justification, Member, Receiver, Result, TwoApprovers,
    };
    let option = |way: ResolutionWay, requires: &[Precondition]| ResolutionOption {
        way,
        can_close: way != ResolutionWay::Escalate,
        requires: requires.to_vec(),
    };
    let mut options = Vec::new();
    if can_retry(kind) {
        options.push(option(ResolutionWay::Retry, &[CleanRecheck]));
    }
    if members > 1 {
        let needs = [AllMembersAsParents, Result, CleanRecheck];
        options.push(option(ResolutionWay::Merge, &needs));
    }
    options.push(match severity {
        Severity::Critical => {
            option(ResolutionWay::Override, &[Member, Justification, TwoApprovers])
        }
        _ => option(ResolutionWay::Override, &[Member, Justification]),
    });
    options.push(option(ResolutionWay::Escalate, &[Receiver]));
    options
}
