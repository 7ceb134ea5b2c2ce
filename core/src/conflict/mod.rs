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
use crate::version::Range;
use packages::Library;
pub(crate) use packages::Registry;

pub(crate) use found::{can_retry, conflict_id, resolutions};
pub(crate) use overrides::{Overridden, fault as override_fault};
pub(crate) use path::{fault as path_fault, folded};
pub(crate) use reference::{MOST_VERSION, check_id, check_name};

pub use artifact::{Artifact, ArtifactState, NamedSchema, OpenState, Requirement};
pub use config::{ConflictConfig, PackageVersions, VersionDependencies};
pub use facts::{
    Asker, BlockedDependencyFacts, ConflictFacts, CoreRequirement, CycleFacts, DependencyFault,
    MissingDependencyFacts, OpenDraft, ParallelWriteFacts, PathCaseFacts, PathFault,
    PathInvalidFacts, PathPrefixFacts, PathSameFacts, SchemaBreak, SchemaMismatchFacts,
    UnsatisfiableFacts, VersionGapFacts,
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

/// Conflicts, worst first, and what could not be decided.
pub(crate) type Detected = (Vec<Conflict>, Vec<UndecidedQuestion>);

/// A question that artifacts are looked at for. Each depends on less than all artifacts of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// Versions and drafts: on the versions of a key.
    Versions,
    /// Dependencies on nothing: on an artifact, and the versions of what it depends on.
    Absent,
    /// Circles: on every version of the keys that lead to each other.
    Cycles,
    /// Files: on the open artifacts of a project.
    Paths,
    /// Packages: on the artifacts of a project.
    Packages,
    /// Schemas: on the open artifacts of a project.
    Schemas,
}

impl Question {
    pub(crate) const ALL: [Self; 6] =
        [Self::Versions, Self::Absent, Self::Cycles, Self::Paths, Self::Packages, Self::Schemas];
}

fn detect(artifacts: &[Artifact], config: &ConflictConfig) -> Result<Detected> {
    config.check().map_err(|error| error.within("/config"))?;
    let registry = config.registry().map_err(|error| error.within("/config"))?;
    detect_among(&artifacts.iter().collect::<Vec<_>>(), config, &registry, &Question::ALL)
}

/// Checks one artifact that nothing is known of yet: its identifiers, and the ranges of what it requires.
///
/// # Errors
/// `input_invalid` with the JSON Pointer in the artifact.
pub(crate) fn check_artifact(artifact: &Artifact) -> Result<()> {
    register::check(artifact)?;
    for (index, required) in artifact.requires.iter().enumerate() {
        Range::parse(required.dialect, &required.range)
            .map_err(|error| error.at(format!("/requires/{index}/range")))?;
    }
    Ok(())
}

/// Returns every conflict of the `questions` among `artifacts`, worst first, and what could not be decided.
///
/// # Errors
/// Those of [`find_conflicts`].
pub(crate) fn detect_among(
    artifacts: &[&Artifact],
    config: &ConflictConfig,
    registry: &Registry,
    questions: &[Question],
) -> Result<Detected> {
    let register = Register::new(artifacts)?;
    let (mut found, mut undecided) = (Vec::new(), Vec::new());
    let mut library = None;
    if questions.contains(&Question::Packages) {
        library = Some(Library::new(artifacts, registry)?);
    }
    for question in questions {
        match question {
            Question::Versions => {
                versions::gaps(&register, &mut found);
                versions::parallel(&register, config, &mut found);
            }
            Question::Absent => dependencies::absent(&register, &mut found),
            Question::Cycles => dependencies::cycles(&register, &mut found),
            Question::Paths => paths::find(&register, &mut found),
            Question::Packages => {
                if let Some(library) = &library {
                    let (more, open) = packages::find(&register, library);
                    found.extend(more);
                    undecided.extend(open);
                }
            }
            Question::Schemas => schemas::find(&register, &mut found, &mut undecided)?,
        }
    }
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
