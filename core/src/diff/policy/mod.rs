//! What a team makes of the changes that were found: classes and severities of its own, and changes
//! it accepts.
//!
//! 1. `overrides` states classes and severities by code, place, artifact and environment.
//! 2. `entries` lists what accepts changes: the rules file, and `inline` entries of the artifact.
//! 3. `accept` marks the changes that an entry accepts, and reports the entries that are of no use.

mod accept;
mod entries;
mod inline;
mod members;
mod overrides;
mod types;

use std::collections::BTreeSet;

use super::Change;
use super::kind::Versions;
use crate::config::{Loaded, Rules};
use crate::finding::{EntryCheck, Finding, codes, matches};
use crate::time::Timestamp;

pub use types::{AdjustedBy, Adjustment, Ignored, IgnoredBy};

/// What a policy is applied to.
pub(super) struct Scope<'a> {
    pub(super) versions: &'a Versions,
    pub(super) rules: &'a Loaded<Rules>,
    /// Environment the comparison is made for.
    pub(super) environment: Option<&'a str>,
    pub(super) now: Timestamp,
}

/// What the policy did to changes, besides what stands in them.
#[derive(Default)]
pub(super) struct Applied {
    /// What is wrong with the policy.
    pub(super) findings: Vec<Finding>,
    /// Places of the entries of the rules file that mean a change.
    pub(super) used: BTreeSet<String>,
}

/// Applies the policy to `changes`, and reports what is wrong with it.
pub(super) fn apply(scope: &Scope<'_>, changes: &mut [Change]) -> Applied {
    let check = EntryCheck::new("change", codes::ids(), scope.now);
    let mut findings = overrides::apply(scope, &check, changes);
    let entries = entries::collect(scope, &mut findings);
    let mut applied = accept::accept(scope, &check, &entries, changes);
    findings.append(&mut applied.findings);
    Applied { findings, ..applied }
}

impl Scope<'_> {
    /// Tells whether a glob for names of artifacts means this one.
    fn is_of(&self, path: Option<&String>) -> bool {
        let (before, after) = (&self.versions.before.path, &self.versions.after.path);
        path.is_none_or(|glob| matches(glob, after) || matches(glob, before))
    }
}

/// Tells whether a glob for JSON Pointers means the place of a change, before or after.
fn is_at(pointer: Option<&String>, change: &Change) -> bool {
    let places = [&change.before_location, &change.after_location];
    pointer.is_none_or(|glob| places.into_iter().flatten().any(|at| matches(glob, &at.pointer)))
}
