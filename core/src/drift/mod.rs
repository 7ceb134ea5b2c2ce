//! Drift: where what services declare and what is published have come apart.
//!
//! 1. `spec_index` and `inputs` read the documents drift is told from;
//! 2. `pins`, `events`, `libraries` and `releases` each compare one kind of statement;
//! 3. `labels` lowers what changes under way explain, and the report names what could not be decided.

mod classify;
mod degraded;
mod events;
mod inputs;
mod labels;
mod libraries;
mod pins;
mod releases;
mod spec_index;
mod types;
mod upgrade;
mod weigh;

use classify::Facts;
pub use classify::classify_drift;
pub(crate) use classify::{Documents, Lock, analyze};
pub use inputs::{
    Commit, History, Label, Labels, LockedFacts, LockedSpec, ServiceHistory, SpecsLock,
};
pub use spec_index::{
    EventEntry, IndexStatus, SPEC_INDEX_PATH, SpecEntry, SpecIndex, SpecVersion, VersionFacts,
};
pub use types::{ClassifyDriftInput, DegradedInput, DriftIssue, DriftReport, Weighed, Weighing};
pub use upgrade::UpgradeDecision;
