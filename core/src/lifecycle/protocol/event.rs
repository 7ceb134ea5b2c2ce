//! What happens to artifacts, projects and tasks.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use crate::conflict::{ArtifactReference, NamedSchema, Requirement};
use crate::time::Timestamp;

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleEvent {
    /// Id of the event, of 1 to 256 bytes: the same event again does nothing, another event of the same id is an error.
    pub event_id: SmolStr,
    /// Tenant it happens to. Absent: `default`.
    #[serde(default = "default_tenant")]
    pub tenant: SmolStr,
    /// Who has it happen.
    pub actor: SmolStr,
    /// When it happens; not before the event before of the tenant.
    pub at: Timestamp,
    /// What happens.
    pub action: LifecycleAction,
}

pub(super) fn default_tenant() -> SmolStr {
    SmolStr::new_static("default")
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LifecycleAction {
    /// A new version of an artifact is declared, as a draft. Its project begins with it, if it has not begun.
    Declare(DeclaredArtifact),
    /// A project begins.
    BeginProject(BeginProject),
    /// A task begins.
    BeginTask(BeginTask),
    /// An event of the state machine happens to an artifact, a project or a task.
    Advance(AdvanceSubject),
    /// An artifact, a project or a task was verified: from now on it soaks.
    Verify(VerifySubject),
    /// A gate was passed, or was not.
    RecordGate(RecordGate),
    /// Somebody approves an artifact, a project, a task, or that a conflict is accepted.
    Approve(Approve),
    /// A conflict is settled, or somebody is asked to.
    Resolve(Box<ResolveConflict>),
    /// Time passes.
    Tick(Tick),
}

/// What happens: exactly one of these.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the shape that hosts see of an enumeration")]
struct ActionFields {
    /// A new version of an artifact is declared, as a draft. Its project begins with it, if it has not begun.
    declare: Option<DeclaredArtifact>,
    /// A project begins.
    begin_project: Option<BeginProject>,
    /// A task begins.
    begin_task: Option<BeginTask>,
    /// An event of the state machine happens to an artifact, a project or a task.
    advance: Option<AdvanceSubject>,
    /// An artifact, a project or a task was verified: from now on it soaks.
    verify: Option<VerifySubject>,
    /// A gate was passed, or was not.
    record_gate: Option<RecordGate>,
    /// Somebody approves an artifact, a project, a task, or that a conflict is accepted.
    approve: Option<Approve>,
    /// A conflict is settled, or somebody is asked to.
    resolve: Option<ResolveConflict>,
    /// Time passes.
    tick: Option<Tick>,
}

impl JsonSchema for LifecycleAction {
    fn schema_name() -> Cow<'static, str> {
        "LifecycleAction".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = ActionFields::json_schema(generator);
        schema.insert("minProperties".to_owned(), 1.into());
        schema.insert("maxProperties".to_owned(), 1.into());
        schema
    }
}

/// Time that passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tick {}

/// A new version of an artifact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredArtifact {
    /// Project it belongs to.
    pub project: SmolStr,
    /// What it is, such as `design` or `service`.
    pub kind: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// Version. Absent: the one behind the newest there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Artifacts it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ArtifactReference>,
    /// Files it writes, relative to the root of the project, with `/` between folders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<SmolStr>,
    /// Packages it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Requirement>,
    /// Schemas of what it writes for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<NamedSchema>,
    /// Schemas of what it reads from others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<NamedSchema>,
}

/// A project that begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginProject {
    /// Its name.
    pub project: String,
}

/// A task that begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginTask {
    /// Project it belongs to; it has begun already.
    pub project: String,
    /// Its name, which no other task of the project has.
    pub name: String,
    /// Artifacts it needs: they have to be active before it starts, and it waits while one of them is blocked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ArtifactReference>,
}

/// An event of a state machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceSubject {
    /// What it happens to: an artifact (`project/kind/name@version`), a task (`project/name`) or a project (`project`).
    pub subject: String,
    /// The event of its machine, such as `activate`.
    pub event: String,
    /// Artifacts to which the event happens, too, all or none: what depends on an artifact that is archived.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub cascade: BTreeSet<String>,
    /// What conditions of the machine read.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub facts: Value,
    /// Guards that the machine declares, each with whether it holds. Guards that are built in are not asked of anybody.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guards: BTreeMap<String, bool>,
}

/// Something that was verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifySubject {
    /// An artifact, a task or a project.
    pub subject: String,
}

/// What came of a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordGate {
    /// An artifact, a task or a project.
    pub subject: String,
    /// Name of the gate.
    pub gate: String,
    /// Whether it was passed.
    pub passed: bool,
    /// What shows it: a digest, or where to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// An approval of the actor; of an earlier one, the time and the end are replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// An artifact, a task or a project. Exactly one of `subject` and `conflict` is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Id of a conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// From when on it does not count any more. Absent: as the policy has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// A conflict that is settled: exactly one way is stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveConflict {
    /// Id of the conflict.
    pub conflict: String,
    /// One member is declared again, and put away. Settles versions out of turn and missing dependencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryConflict>,
    /// The conflict is accepted.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub accept: Option<AcceptConflict>,
    /// All members are replaced by one, and put away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<MergeConflict>,
    /// Somebody is asked; the conflict goes on blocking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalate: Option<EscalateConflict>,
}

/// One member is declared again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryConflict {
    /// Id of the member that is put away. Absent: the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What takes its place.
    pub artifact: DeclaredArtifact,
}

/// A conflict is accepted by the actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptConflict {
    /// The member that wins.
    pub winner: String,
    /// Why the conflict is accepted.
    pub justification: String,
    /// From when on it is not accepted any more. Absent: it stays so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// All members are replaced by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeConflict {
    /// Ids of what was merged: all members, at least two.
    pub parents: BTreeSet<String>,
    /// What takes their place.
    pub artifact: DeclaredArtifact,
}

/// Somebody is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalateConflict {
    /// Who is asked.
    pub to: String,
}
