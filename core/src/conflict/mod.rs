//! Which artifacts of several actors do not go together, and how to settle it.
//!
//! 1. `register` checks the artifacts and sorts them by key and version.
//! 2. `versions`, `dependencies`, `paths`, `packages` and `schemas` find conflicts, each with what shows it and what
//!    would mend it; superseded and archived artifacts count for the sequence of versions only.
//! 3. `found` gives each its id, which depends on its kind, members and facts alone.
//! 4. `overrides` settles what somebody decided to accept.
//!
//! ```
//! use meta_core::conflict::{ConflictKind, FindConflictsInput, find_conflicts};
//!
//! let input: FindConflictsInput = serde_json::from_value(serde_json::json!({"artifacts": [
//!     {"project": "shop", "kind": "service", "name": "cart", "version": 1, "actor": "ann",
//!      "depends_on": ["service/stock"]},
//!     {"project": "shop", "kind": "service", "name": "stock", "version": 1, "actor": "bob",
//!      "depends_on": ["service/cart"]},
//! ]}))?;
//! let report = find_conflicts(&input)?;
//! assert!(report.is_blocked);
//! assert_eq!(report.conflicts[0].kind, ConflictKind::Cycle);
//! assert_eq!(report.conflicts[0].members, ["shop/service/cart@1", "shop/service/stock@1"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod artifact;
mod config;
mod dependencies;
mod facts;
mod found;
mod kind;
mod manifest;
mod merged;
mod nearest;
mod overrides;
mod packages;
mod path;
mod paths;
mod reference;
mod register;
mod resolve;
mod schemas;
mod suggestion;
mod types;
mod versions;

use std::collections::BTreeMap;

use crate::error::Result;
use packages::Library;

pub use artifact::{Artifact, ArtifactState, NamedSchema, OpenState, Requirement};
pub use config::{ConflictConfig, PackageVersions, VersionDependencies};
pub use facts::{
    Asker, ConflictFacts, CoreRequirement, CycleFacts, DependencyFault, MissingDependencyFacts,
    OpenDraft, ParallelWriteFacts, PathCaseFacts, PathFault, PathInvalidFacts, PathPrefixFacts,
    PathSameFacts, SchemaBreak, SchemaMismatchFacts, UnsatisfiableFacts, VersionGapFacts,
};
pub use kind::ConflictKind;
pub use manifest::{
    BuildManifestInput, ManifestConflict, ManifestPackage, ManifestReport, PackageAsker,
    build_manifest,
};
pub use overrides::{OverrideRecord, UnusedOverride, UnusedReason};
pub use reference::ArtifactReference;
use register::Register;
pub use resolve::{
    CheckResolutionInput, LackingEvidence, ProposedEscalation, ProposedMerge, ProposedOverride,
    ProposedResolution, ProposedRetry, ResolutionReport, check_resolution,
};
pub use suggestion::{SuggestedAction, Suggestion};
pub use types::{
    BlockedArtifact, Conflict, ConflictCounts, ConflictsReport, FindConflictsInput, Precondition,
    ResolutionOption, ResolutionWay, UndecidedQuestion,
};

/// Finds what does not go together among artifacts: versions, drafts, dependencies, files, packages and schemas.
///
/// # Errors
/// `input_invalid` when an artifact, a range, a version or an override cannot be read, or an id is given twice;
/// `policy_invalid` when the configuration lowers a severity or allows no draft at all.
pub fn find_conflicts(input: &FindConflictsInput) -> Result<ConflictsReport> {
    overrides::check(&input.overrides, input.now)?;
    let (mut conflicts, undecided) = detect(&input.artifacts, &input.config)?;
    let unused_overrides = overrides::apply(&input.overrides, &mut conflicts, input.now);
    Ok(ConflictsReport {
        is_blocked: conflicts.iter().any(|conflict| conflict.is_blocking),
        blocked: blocked(&conflicts),
        counts: counts(&conflicts),
        undecided,
        unused_overrides,
        conflicts,
    })
}

/// Returns every conflict, worst first, and what could not be decided.
fn detect(
    artifacts: &[Artifact],
    config: &ConflictConfig,
) -> Result<(Vec<Conflict>, Vec<UndecidedQuestion>)> {
    config.check().map_err(|error| error.within("/config"))?;
    let register = Register::new(artifacts)?;
    let mut library = Library::new(artifacts, config)?;
    let (mut found, mut undecided) = (Vec::new(), Vec::new());
    versions::gaps(&register, &mut found);
    versions::parallel(&register, config, &mut found);
    dependencies::find(&register, &mut found);
    paths::find(&register, &mut found);
    packages::find(&register, &mut library, &mut found, &mut undecided);
    schemas::find(&register, &mut found, &mut undecided)?;
    let conflicts: Result<Vec<Conflict>> =
        found.into_iter().map(|found| found.conflict(config)).collect();
    let mut conflicts = conflicts?;
    conflicts.sort_by(|a, b| {
        let by_severity = b.severity.cmp(&a.severity);
        by_severity.then_with(|| a.id.cmp(&b.id)).then_with(|| a.tenant.cmp(&b.tenant))
    });
    conflicts.dedup_by(|a, b| a.id == b.id && a.tenant == b.tenant);
    undecided.sort();
    undecided.dedup();
    Ok((conflicts, undecided))
}

fn blocked(conflicts: &[Conflict]) -> Vec<BlockedArtifact> {
    let mut blocked: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for conflict in conflicts.iter().filter(|conflict| conflict.is_blocking) {
        for member in &conflict.members {
            blocked.entry((&conflict.tenant, member)).or_default().push(conflict.id.clone());
        }
    }
    let blocked = blocked.into_iter().map(|((tenant, artifact), conflicts)| BlockedArtifact {
        tenant: tenant.to_owned(),
        artifact: artifact.to_owned(),
        conflicts,
    });
    blocked.collect()
}

fn counts(conflicts: &[Conflict]) -> ConflictCounts {
    let mut counts = ConflictCounts { total: conflicts.len(), ..ConflictCounts::default() };
    for conflict in conflicts {
        counts.blocking += usize::from(conflict.is_blocking);
        counts.overridden += usize::from(conflict.overridden_by.is_some());
        counts.by_severity.add(conflict.severity);
        *counts.by_kind.entry(conflict.kind).or_default() += 1;
    }
    counts
}
