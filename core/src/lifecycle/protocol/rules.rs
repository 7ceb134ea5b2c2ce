//! The rules of a lifecycle, checked and ready to be asked.

use std::collections::BTreeMap;

use serde::Serialize;
use smol_str::SmolStr;

use super::config::{LifecycleConfig, LifecyclePolicy, TenantPolicy};
use super::policy::{self, EffectivePolicy};
use super::subject::Subject;
use super::transition::SharedGuard;
use crate::canonical;
use crate::conflict::{ArtifactState, ConflictConfig, OpenState, Registry};
use crate::document::Source;
use crate::document::pointer::push;
use crate::error::{Error, ErrorCode, Result};
use crate::lifecycle::machine::{Guard, Machine, PREVIOUS, Position, load};
use crate::lifecycle::shipped_machine;

/// What a state of an artifact's machine can stand for.
const STANDINGS: [(&str, ArtifactState); 5] = [
    ("draft", ArtifactState::Draft),
    ("active", ArtifactState::Active),
    ("superseded", ArtifactState::Superseded),
    ("archived", ArtifactState::Archived),
    ("blocked", ArtifactState::Blocked),
];
/// What machines answer when a conflict keeps their subject from going on.
pub(super) const CONFLICT_OPENED: &str = "conflict_opened";
/// What machines answer when nothing keeps their subject from going on any more.
pub(super) const CONFLICTS_CLEARED: &str = "conflicts_cleared";
/// The guard that asks policies.
pub(super) const POLICY_ALLOWS: &str = "policy_allows";
const SEEN_EVENTS: usize = 100_000;
const MOST_SEEN_EVENTS: usize = 10_000_000;

/// The rules of a lifecycle.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) artifact: Machine,
    pub(super) project: Machine,
    pub(super) task: Machine,
    /// The packages that are listed.
    pub(super) packages: Registry,
    /// The policies that are asked whether something may change its state.
    pub(super) guard: Option<SharedGuard>,
    pub(super) seen_events: usize,
    organisation: TenantRules,
    tenants: BTreeMap<String, TenantRules>,
}

#[derive(Debug)]
struct TenantRules {
    base: Scope,
    projects: BTreeMap<String, Scope>,
    digest: SmolStr,
}

/// What holds in a project.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) policy: EffectivePolicy,
    /// How versions and drafts are looked at.
    pub(super) conflicts: ConflictConfig,
}

/// What the digest of the rules of a tenant is made of.
#[derive(Serialize)]
struct Identity<'a> {
    machines: [&'a str; 3],
    policy: &'a LifecyclePolicy,
    tenant: &'a TenantPolicy,
    packages: &'a str,
    seen_events: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<&'a str>,
}

impl Rules {
    /// Checks the rules.
    ///
    /// # Errors
    /// `policy_invalid` with the JSON Pointer in the rules.
    pub(super) fn new(config: &LifecycleConfig) -> Result<Self> {
        let guard = config.guard.clone();
        let machine = |source: Option<&Source>, name| machine(source, name, guard.is_some());
        let artifact = machine(config.machines.artifact.as_ref(), "artifact")?;
        check_artifact(&artifact).map_err(|error| error.at("/machines/artifact"))?;
        let project = machine(config.machines.project.as_ref(), "project")?;
        let task = machine(config.machines.task.as_ref(), "task")?;
        let seen_events = seen_events(config)?;
        let packages_digest = canonical::digest_hex(&config.packages)?;
        let packages = Registry::new(&config.packages).map_err(|error| {
            let path = format!("/packages{}", error.path());
            Error::new(ErrorCode::PolicyInvalid, error.message()).at(path)
        })?;
        let machines = [artifact.digest(), project.digest(), task.digest()].map(str::to_owned);
        let build = |tenant: &TenantPolicy| -> Result<TenantRules> {
            let [a, b, c] = &machines;
            let identity = Identity {
                machines: [a, b, c],
                policy: &config.policy,
                tenant,
                packages: &packages_digest,
                seen_events,
                policies: guard.as_ref().map(SharedGuard::digest),
            };
            Ok(TenantRules {
                base: scope(&[&config.policy, &tenant.policy]),
                projects: tenant
                    .projects
                    .iter()
                    .map(|(name, own)| {
                        (name.clone(), scope(&[&config.policy, &tenant.policy, own]))
                    })
                    .collect(),
                digest: canonical::digest_hex(&identity)?.into(),
            })
        };
        check_policies(config)?;
        let organisation = build(&TenantPolicy::default())?;
        let tenants = config.tenants.iter().map(|(name, own)| Ok((name.clone(), build(own)?)));
        let tenants = tenants.collect::<Result<_>>()?;
        Ok(Self { artifact, project, task, packages, guard, seen_events, organisation, tenants })
    }

    fn tenant(&self, tenant: &str) -> &TenantRules {
        self.tenants.get(tenant).unwrap_or(&self.organisation)
    }

    /// Returns what holds in a project.
    pub(super) fn scope(&self, tenant: &str, project: &str) -> &Scope {
        let tenant = self.tenant(tenant);
        tenant.projects.get(project).unwrap_or(&tenant.base)
    }

    /// Returns the digest of all that holds for a tenant.
    pub(super) fn digest(&self, tenant: &str) -> &SmolStr {
        &self.tenant(tenant).digest
    }

    /// Returns what a position of an artifact stands for: its state, and of a blocked one what it was before.
    pub(super) fn standing(&self, position: &Position) -> (ArtifactState, Option<OpenState>) {
        let state = standing(&self.artifact, &position.state).unwrap_or(ArtifactState::Blocked);
        if state != ArtifactState::Blocked {
            return (state, None);
        }
        let before = self.artifact.remembered(position);
        let before = before.and_then(|leaf| standing(&self.artifact, leaf));
        let open = if before == Some(ArtifactState::Active) {
            OpenState::Active
        } else {
            OpenState::Draft
        };
        (state, Some(open))
    }
}

impl Rules {
    /// Returns what a state of a subject's machine stands for: of an artifact one that every machine of artifacts has.
    pub(super) fn stands_for(&self, subject: &Subject, state: &str) -> String {
        let names = STANDINGS.map(|(name, _)| name);
        let name = match subject {
            Subject::Artifact(_) => self.artifact.stands_for(state, &names),
            _ => None,
        };
        name.unwrap_or(state).to_owned()
    }
}

fn seen_events(config: &LifecycleConfig) -> Result<usize> {
    let count = config.seen_events.unwrap_or(SEEN_EVENTS);
    if (1..=MOST_SEEN_EVENTS).contains(&count) {
        return Ok(count);
    }
    let message = format!("{count} events cannot be kept in mind");
    let error = Error::new(ErrorCode::PolicyInvalid, message).at("/seen_events");
    Err(error.help(format!("state 1 to {MOST_SEEN_EVENTS}")))
}

fn check_policies(config: &LifecycleConfig) -> Result<()> {
    policy::check(&config.policy).map_err(|error| error.within("/policy"))?;
    for (name, tenant) in &config.tenants {
        let at = push("/tenants", name);
        policy::check(&tenant.policy).map_err(|error| error.within(&push(&at, "policy")))?;
        for (project, own) in &tenant.projects {
            let at = push(&push(&at, "projects"), project);
            policy::check(own).map_err(|error| error.within(&at))?;
        }
    }
    Ok(())
}

fn scope(layers: &[&LifecyclePolicy]) -> Scope {
    let policy = policy::join(layers);
    let conflicts = ConflictConfig {
        block_at: policy.block_at,
        parallel_drafts: policy.parallel_drafts.unwrap_or(usize::MAX),
        severities: policy.severities.clone(),
        packages: BTreeMap::new(),
    };
    Scope { policy, conflicts }
}

fn machine(source: Option<&Source>, name: &str, asks_policies: bool) -> Result<Machine> {
    let at = push("/machines", name);
    let shipped = Source::text(shipped_machine(name)?);
    let (_, mut machine) = load(source.unwrap_or(&shipped)).map_err(|error| error.within(&at))?;
    if machine.is_eventless() {
        let message =
            format!("the machine `{}` has transitions that wait for nothing", machine.name());
        let error = Error::new(ErrorCode::PolicyInvalid, message).at(at);
        return Err(error.help("give each an `event`, or `after_seconds`: what is true of many subjects is not looked at all the time"));
    }
    if asks_policies {
        // What follows from conflicts is decided by conflicts alone.
        machine.guard_events(POLICY_ALLOWS, &[CONFLICT_OPENED, CONFLICTS_CLEARED]);
    }
    Ok(machine)
}

fn standing(machine: &Machine, leaf: &str) -> Option<ArtifactState> {
    let name = machine.stands_for(leaf, &STANDINGS.map(|(name, _)| name))?;
    STANDINGS.iter().find(|(known, _)| *known == name).map(|(_, state)| *state)
}

/// Checks that a machine can be one of artifacts: conflicts can block whatever is open, and let it go on.
fn check_artifact(machine: &Machine) -> Result<()> {
    let invalid = |message: String| Err(Error::new(ErrorCode::PolicyInvalid, message));
    for leaf in machine.leaves() {
        match standing(machine, leaf) {
            None => {
                let error = invalid(format!("nobody can tell what the state `{leaf}` stands for"));
                return error.map_err(|error: Error| {
                    error.help(
                        "put it inside of `draft`, `active`, `superseded`, `archived` or `blocked`",
                    )
                });
            }
            Some(ArtifactState::Draft | ArtifactState::Active) if !can_block(machine, leaf) => {
                return invalid(format!(
                    "`{CONFLICT_OPENED}` does not lead from `{leaf}` to `blocked` without guards"
                ));
            }
            Some(ArtifactState::Blocked) if !can_clear(machine, leaf) => {
                return invalid(format!(
                    "`{CONFLICTS_CLEARED}` does not lead from `{leaf}` to `{PREVIOUS}`"
                ));
            }
            Some(_) => {}
        }
    }
    if standing(machine, machine.initial_leaf()) != Some(ArtifactState::Draft) {
        return invalid("artifacts do not begin as a draft".to_owned());
    }
    Ok(())
}

fn can_block(machine: &Machine, leaf: &str) -> bool {
    machine.answers(leaf, CONFLICT_OPENED).next().is_some_and(|(to, guards)| {
        let to = to.map(|to| machine.leaf_of(to));
        guards.is_empty()
            && to.and_then(|leaf| standing(machine, leaf)) == Some(ArtifactState::Blocked)
    })
}

fn can_clear(machine: &Machine, leaf: &str) -> bool {
    let is_known =
        |guard: &Guard| matches!(guard, Guard::Named(name) if name == "no_blocking_conflict");
    machine
        .answers(leaf, CONFLICTS_CLEARED)
        .next()
        .is_some_and(|(to, guards)| to == Some(PREVIOUS) && guards.iter().all(is_known))
}
