//! By which rules artifacts, projects and tasks move.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::transition::SharedGuard;
use crate::conflict::{ConflictKind, PackageVersions};
use crate::document::Source;
use crate::finding::Severity;
use crate::version::Dialect;

/// By which rules artifacts, projects and tasks move: the machines, and the policy of the organisation, its tenants and
/// their projects.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LifecycleConfig {
    /// The state machines. Absent: those that `list_machines` tells.
    pub machines: LifecycleMachines,
    /// The policy of the organisation.
    pub policy: LifecyclePolicy,
    /// The policies of tenants by name; they can only tighten that of the organisation.
    pub tenants: BTreeMap<String, TenantPolicy>,
    /// The versions that exist of packages, by dialect and package, each with the packages it depends on. Of a package
    /// that is not listed, ranges alone are compared.
    pub packages: BTreeMap<Dialect, BTreeMap<String, PackageVersions>>,
    /// How many events of a tenant are kept in mind to know repeated ones, 1 to 10,000,000; the oldest is forgotten
    /// first. Absent: 100,000.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub seen_events: Option<usize>,
    /// Policies that are asked whether something may change its state; documents cannot state them here.
    #[serde(skip)]
    pub guard: Option<SharedGuard>,
}

/// State machines of what moves.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LifecycleMachines {
    /// Of artifacts: every state is one of `draft`, `active`, `superseded`, `archived` and `blocked`, or stands inside
    /// of one. Absent: the machine `artifact` that `list_machines` tells.
    pub artifact: Option<Source>,
    /// Of projects. Absent: the machine `project` that `list_machines` tells.
    pub project: Option<Source>,
    /// Of tasks. Absent: the machine `task` that `list_machines` tells.
    pub task: Option<Source>,
}

/// The policies of a tenant and its projects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TenantPolicy {
    /// Of the tenant.
    pub policy: LifecyclePolicy,
    /// Of its projects by name; they can only tighten that of the tenant.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub projects: BTreeMap<String, LifecyclePolicy>,
}

/// How much somebody may do. What a policy does not state is as those above it have it; of two statements, the tighter
/// one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LifecyclePolicy {
    /// How strict it is at all. Nobody states it: `adaptive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<LifecycleMode>,
    /// Conflicts of this severity and worse block; lower is tighter. Nobody states it: as the mode has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_at: Option<Severity>,
    /// How many actors may have open drafts of one artifact at a time, at least 1; fewer is tighter. Nobody states it:
    /// as the mode has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub parallel_drafts: Option<usize>,
    /// Severity of kinds of conflicts; higher is tighter, and nothing is lower than `explain_code` tells.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub severities: BTreeMap<ConflictKind, Severity>,
    /// The gates that `gates_passed` asks for; more are tighter.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub required_gates: BTreeSet<String>,
    /// Seconds for which `soak_met` asks, since the artifact was declared and verified; more are tighter. Nobody states
    /// it: 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soak_seconds: Option<u64>,
    /// How many people `approved` asks for; more are tighter. Nobody states it: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approvals: Option<u64>,
    /// For how many seconds an approval counts; fewer are tighter. Nobody states it: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval_seconds: Option<u64>,
}

/// How strict it is, from the loosest to the tightest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LifecycleMode {
    /// To try things out: only `critical` conflicts block, and any number of actors may have drafts of one artifact.
    Playground,
    /// Conflicts of `high` and worse block what they are between, and the rest goes on; one actor at a time has a draft
    /// of an artifact.
    #[default]
    Adaptive,
    /// Conflicts of `moderate` and worse block, and with them the whole project. What leaves out a version, depends on
    /// nothing, or belongs to a project or a key that is blocked is not declared at all; one actor at a time has a
    /// draft of an artifact; nothing becomes active that was not verified, or of which it is not known whether it is
    /// free of conflicts.
    Strict,
}
