//! Artifacts, projects and tasks of many tenants that move by events: where everything is, and why.
//!
//! 1. `config` and `policy` say by which rules; `rules` checks them and makes them ready.
//! 2. `record` is what a host stores, `load` opens it, `store` holds it with all that is looked up
//!    (`keys`).
//! 3. `handle` takes an `event`: what is due by then, the event itself (`step`, `fire`, `declare`, `evidence`, `settle`), and
//!    what follows from it: conflicts (`detect`), and what they keep from going on (`hold`).
//! 4. What has come of it is a `decision`; if something did not hold (`guards`, and policies, which see
//!    a `transition`), nothing has happened.

mod artifacts;
mod blocking;
mod check;
mod config;
mod decision;
mod declare;
mod detect;
mod event;
mod evidence;
mod fire;
mod guards;
mod handle;
mod hold;
mod keys;
mod load;
mod lookup;
mod many;
mod operations;
mod policy;
pub(crate) mod prepared;
mod queries;
mod record;
mod rules;
mod settle;
mod step;
mod store;
mod subject;
mod transition;

pub use blocking::{BlockedSubject, BlockingConflict, BlockingQuery, BlockingReport, UnblockStep};
pub use check::{CheckLifecycleInput, EffectiveTenant, LifecycleRulesReport, check_lifecycle};
pub use config::{
    LifecycleConfig, LifecycleMachines, LifecycleMode, LifecyclePolicy, TenantPolicy,
};
pub use decision::{
    ConflictNotice, DecisionOutcome, LifecycleDecision, SubjectMove, TransitionRefusal,
    UnansweredEvent,
};
pub use event::{
    AcceptConflict, AdvanceSubject, Approve, BeginProject, BeginTask, DeclaredArtifact,
    EscalateConflict, LifecycleAction, LifecycleEvent, MergeConflict, RecordGate, ResolveConflict,
    RetryConflict, Tick, VerifySubject,
};
pub use handle::Lifecycle;
pub use many::EventResult;
pub use operations::{
    AdvanceLifecycleInput, AdvanceManyInput, BuildBlockingReportInput, ExplainTransitionInput,
    LifecycleStep, ListAvailableInput, ManySteps, ReplayLifecycleInput, ReplayedLifecycle,
    advance_lifecycle, advance_many, build_blocking_report, explain_transition, list_available,
    replay_lifecycle,
};
pub use policy::EffectivePolicy;
pub use prepared::{EventResults, EventsQuery, OpenLifecycleInput, StateQuery};
pub use queries::{
    AvailableQuery, AvailableSubject, AvailableTransitions, TransitionExplanation, TransitionQuery,
};
pub use record::{
    ApprovalRecord, ArtifactRecord, Credentials, EscalationRecord, GateRecord, LifecycleState,
    OpenConflict, ProjectRecord, SeenEvent, TaskRecord, TenantState,
};
pub use transition::{
    SharedGuard, Transition, TransitionConflict, TransitionGuard, TransitionNeighbour,
    TransitionOverride,
};
