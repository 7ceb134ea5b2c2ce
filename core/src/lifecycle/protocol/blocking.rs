//! What is blocked, by what, waiting for whom, and in which order it can go on.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::event::default_tenant;
use super::handle::Lifecycle;
use super::record::{EscalationRecord, OpenConflict};
use super::rules::CONFLICTS_CLEARED;
use super::step::Step;
use super::subject::Subject;
use crate::conflict::{
    Artifact, ConflictConfig, ConflictKind, Question, ResolutionOption, Suggestion,
    UndecidedQuestion, detect_among, resolutions,
};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::time::Timestamp;

/// What is asked of all that is blocked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockingQuery {
    /// Tenant. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// The project it is asked of. Absent: all.
    #[serde(default)]
    pub project: Option<String>,
    /// The time it is asked about, after what is due by then. Absent: that of the state.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What is blocked, by what, waiting for whom, and in which order it can go on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockingReport {
    /// Tenant.
    pub tenant: String,
    /// The project it was asked of. Absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The time it is about. Absent: nothing has happened to the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Whether something is blocked.
    pub is_blocked: bool,
    /// What is blocked, by id.
    pub blocked: Vec<BlockedSubject>,
    /// The conflicts for which it waits, worst first, then by id.
    pub conflicts: Vec<BlockingConflict>,
    /// In which order it can go on: first what waits for nothing blocked, then what waits for that, and so on.
    pub unblock_order: Vec<UnblockStep>,
    /// What could not be decided, and so is not known to be free of conflicts.
    pub undecided: Vec<UndecidedQuestion>,
}

/// Something that is blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedSubject {
    /// An artifact, a task or a project.
    pub subject: String,
    /// The state it is in.
    pub state: String,
    /// Since when.
    pub since: Timestamp,
    /// Ids of the conflicts for which it waits, worst first.
    pub conflicts: Vec<String>,
    /// Blocked artifacts it depends on, which have to go on before it can.
    pub waits_for: Vec<String>,
}

/// A conflict for which something waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockingConflict {
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub kind: ConflictKind,
    /// Code; `explain_code` tells what it means.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// How conflicts of its kind are mended.
    pub remediation: String,
    /// Since when it is there.
    pub since: Timestamp,
    /// Ids of its members.
    pub members: Vec<String>,
    /// Those of them that wait.
    pub waiting: Vec<String>,
    /// Whom they wait for: who was asked last, or else who made the members. Nobody when it follows from another
    /// conflict.
    pub waiting_for: Vec<String>,
    /// Who approves that it is accepted, at that time.
    pub approvals: Vec<String>,
    /// Who was asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<EscalationRecord>,
    /// What would mend it, the best first.
    pub suggestions: Vec<Suggestion>,
    /// Ways to settle it, and what each needs; none when it follows from another conflict.
    pub resolutions: Vec<ResolutionOption>,
}

/// What can go on together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnblockStep {
    /// Conflicts to settle for it, by id.
    pub settle: Vec<String>,
    /// What can go on then, by id.
    pub subjects: Vec<String>,
}

impl Lifecycle {
    /// Reports what is blocked, by what, waiting for whom, in which order it can go on, and what would mend each
    /// conflict.
    ///
    /// # Errors
    /// `clock_regression` when the tenant is known beyond the time; `input_invalid` when there is no such project.
    pub fn blocking_report(&mut self, asked: &BlockingQuery) -> Result<BlockingReport> {
        let known = self.tenants.get(&asked.tenant).and_then(|tenant| tenant.now);
        let Some(at) = asked.at.or(known) else {
            if let Some(project) = &asked.project {
                let message = format!("the tenant `{}` has no project `{project}`", asked.tenant);
                return Err(Error::invalid("/project", message));
            }
            return Ok(empty(asked));
        };
        self.look(&asked.tenant, "", at, |step| report(step, asked, at))
    }
}

fn empty(input: &BlockingQuery) -> BlockingReport {
    BlockingReport {
        tenant: input.tenant.to_string(),
        project: input.project.clone(),
        at: None,
        is_blocked: false,
        blocked: Vec::new(),
        conflicts: Vec::new(),
        unblock_order: Vec::new(),
        undecided: Vec::new(),
    }
}

fn report(step: &mut Step<'_>, input: &BlockingQuery, at: Timestamp) -> Result<BlockingReport> {
    if let Some(project) = &input.project {
        step.known(project, "/project")?;
    }
    let is_asked =
        |id: &str| input.project.as_ref().is_none_or(|one| Subject::project_of(id) == one);
    let ids = step.store.all_ids().into_iter().filter(|id| is_asked(id));
    let blocked: Vec<BlockedSubject> = ids.filter_map(|id| blocked(step, &id)).collect();
    let wanted: BTreeSet<&String> = blocked.iter().flat_map(|one| &one.conflicts).collect();
    let suggestions = suggestions(step)?;
    let mut conflicts: Vec<BlockingConflict> = wanted
        .into_iter()
        .filter_map(|id| Some(conflict(step, at, id, step.store.conflicts.get(id)?, &suggestions)))
        .collect();
    conflicts.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(&b.id)));
    let undecided = step.store.undecided.iter().filter(|((project, _), _)| is_asked(project));
    Ok(BlockingReport {
        at: Some(at),
        is_blocked: !blocked.is_empty(),
        unblock_order: order(&blocked, &conflicts),
        conflicts,
        undecided: undecided.flat_map(|(_, all)| all).cloned().collect(),
        blocked,
        ..empty(input)
    })
}

/// Returns why something is blocked; none when it is not.
fn blocked(step: &Step<'_>, id: &str) -> Option<BlockedSubject> {
    let subject = step.store.subject(id)?;
    let position = step.position(&subject)?;
    let mut waits_for: BTreeSet<String> = BTreeSet::new();
    let mut blocked_of = |targets: Vec<usize>| {
        let targets = targets.into_iter().filter(|index| step.store.is_blocked(*index));
        waits_for.extend(targets.map(|index| step.store.id(&Subject::Artifact(index))));
    };
    let mut conflicts: Vec<String> = match &subject {
        Subject::Artifact(index) => {
            if !step.store.is_blocked(*index) {
                return None;
            }
            if step.store.artifact(*index)?.artifact.is_active() {
                blocked_of(step.store.targets(*index).collect());
            }
            step.store.ids_of_waits(*index)
        }
        _ if !is_held(step, &subject, &position.state) => return None,
        Subject::Task(_) => {
            let needed = step.store.dependencies(&subject).into_iter();
            blocked_of(needed.filter_map(|(_, target)| target).collect());
            step.store.blocking(&subject).into_iter().collect()
        }
        Subject::Project(name) => step.store.waiting_for_project(name),
    };
    let severity = |id: &String| step.store.conflicts.get(id).map(|one| one.severity);
    conflicts.sort_by(|a, b| severity(b).cmp(&severity(a)).then_with(|| a.cmp(b)));
    Some(BlockedSubject {
        subject: id.to_owned(),
        state: position.state.to_string(),
        since: position.since,
        conflicts,
        waits_for: waits_for.into_iter().collect(),
    })
}

/// Tells whether a task or a project is where it goes on when conflicts are cleared.
fn is_held(step: &Step<'_>, subject: &Subject, state: &str) -> bool {
    let rules = step.store.rules.clone();
    Step::machine(&rules, subject).answers(state, CONFLICTS_CLEARED).next().is_some()
}

/// Looks for conflicts once more, for what would mend them: that changes with everything else.
fn suggestions(step: &Step<'_>) -> Result<BTreeMap<String, Vec<Suggestion>>> {
    let artifacts: Vec<&Artifact> = step.store.artifacts.iter().map(|one| &one.artifact).collect();
    let rules = step.store.rules.clone();
    let others: Vec<Question> =
        Question::ALL.into_iter().filter(|one| *one != Question::Versions).collect();
    let (mut found, _) =
        detect_among(&artifacts, &ConflictConfig::default(), &rules.packages, &others)?;
    let mut projects: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
    for artifact in artifacts {
        projects.entry(&artifact.project).or_default().push(artifact);
    }
    for (project, artifacts) in projects {
        let config = &rules.scope(&step.store.tenant, project).conflicts;
        found.extend(detect_among(&artifacts, config, &rules.packages, &[Question::Versions])?.0);
    }
    Ok(found.into_iter().map(|one| (one.id, one.suggestions)).collect())
}

fn conflict(
    step: &Step<'_>,
    at: Timestamp,
    id: &str,
    open: &OpenConflict,
    suggestions: &BTreeMap<String, Vec<Suggestion>>,
) -> BlockingConflict {
    let policy = &step.store.rules.scope(&step.store.tenant, &open.project).policy;
    let approvals = open.approvals.iter().filter(|(_, one)| one.counts(policy, at));
    let follows = open.kind == ConflictKind::BlockedDependency;
    let waiting_for = match &open.escalated {
        _ if follows => Vec::new(),
        Some(escalated) => vec![escalated.to.clone()],
        None => open.actors.clone(),
    };
    let code = open.kind.code();
    BlockingConflict {
        id: id.to_owned(),
        kind: open.kind,
        code: code.id.to_owned(),
        severity: open.severity,
        message: open.message.clone(),
        why: code.why.to_owned(),
        remediation: code.fix.to_owned(),
        since: open.since,
        members: open.members.clone(),
        waiting: open.waiting.clone(),
        waiting_for,
        approvals: approvals.map(|(by, _)| by.clone()).collect(),
        escalated: open.escalated.clone(),
        suggestions: suggestions.get(id).cloned().unwrap_or_default(),
        resolutions: if follows {
            Vec::new()
        } else {
            resolutions(open.kind, open.severity, open.members.len())
        },
    }
}

/// Puts in order what is blocked; what waits for each other in a circle comes last, together.
fn order(blocked: &[BlockedSubject], conflicts: &[BlockingConflict]) -> Vec<UnblockStep> {
    // What follows from other conflicts goes with them.
    let follows = |id: &String| {
        let is_it = |one: &&BlockingConflict| one.id == *id;
        conflicts.iter().find(is_it).is_some_and(|one| one.kind == ConflictKind::BlockedDependency)
    };
    let mut left: BTreeMap<&str, &BlockedSubject> =
        blocked.iter().map(|one| (one.subject.as_str(), one)).collect();
    let mut settled: BTreeSet<&String> = BTreeSet::new();
    let mut steps = Vec::new();
    while !left.is_empty() {
        let is_free = |one: &BlockedSubject| {
            !one.waits_for
                .iter()
                .any(|other| *other != one.subject && left.contains_key(other.as_str()))
        };
        let mut free: Vec<&BlockedSubject> =
            left.values().copied().filter(|one| is_free(one)).collect();
        if free.is_empty() {
            free = left.values().copied().collect();
        }
        let own = free.iter().flat_map(|one| &one.conflicts);
        let own: BTreeSet<&String> = own.filter(|id| !follows(id)).collect();
        steps.push(UnblockStep {
            settle: own.difference(&settled).map(|id| (*id).clone()).collect(),
            subjects: free.iter().map(|one| one.subject.clone()).collect(),
        });
        settled.extend(own);
        for one in free {
            left.remove(one.subject.as_str());
        }
    }
    steps
}
