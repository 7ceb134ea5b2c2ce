//! What reports say of a set of policies, and what others ask of it.

use std::collections::BTreeMap;

use meta_core::canonical;
use meta_core::document::Source;
use meta_core::finding::PackExceptions;
use serde_json::Value;

use super::report::{Digests, PolicyUse, Skipped};
use super::set::Installed;
use super::{Catalog, PolicySet};
use crate::pack::{Mode, Pack};
use crate::policy::{Header, Hook};

impl PolicySet {
    pub(crate) fn uses(&self) -> Vec<PolicyUse> {
        let of = |installed: &Installed| PolicyUse {
            id: installed.policy.header.id.clone(),
            title: installed.policy.header.title.clone(),
            why: installed.policy.header.why.clone(),
            fix: installed.policy.header.fix.clone(),
            severity: installed.policy.header.severity,
            tags: installed.policy.header.tags.clone(),
            version: installed.policy.header.version.clone(),
            digest: installed.policy.digest.clone(),
            mode: installed.mode,
            hooks: installed.policy.hooks.keys().copied().collect(),
            asked: 0,
            decided: 0,
        };
        self.installed().iter().map(of).collect()
    }

    /// Lists the policies that were not asked at all, and why.
    pub(crate) fn not_asked(&self) -> Vec<Skipped> {
        let off = self.installed().iter().filter(|installed| installed.mode == Mode::Off);
        let off = off.map(|i| Skipped::whole(i, "the pack switches it off"));
        let other = self.installed().iter().filter(|i| !i.policy.header.is_for_this_version());
        let other = other.map(|i| Skipped::whole(i, "it needs another version of meta-core"));
        let mut left: Vec<Skipped> = off.chain(other).collect();
        left.sort_by(|a, b| a.policy.cmp(&b.policy));
        left
    }

    /// Returns what of the pack accepts findings, and the text of its manifest.
    pub(crate) fn accepted(&self) -> Option<(PackExceptions, Source)> {
        let pack = self.pack()?;
        let (exceptions, path) = (pack.exceptions.clone(), pack.path.clone());
        Some((PackExceptions { exceptions, path }, pack.source.clone()))
    }

    /// Returns the values of the parameters of a policy.
    pub(crate) fn parameters_of(&self, header: &Header) -> BTreeMap<String, Value> {
        let none = Pack::default();
        self.pack().map_or(&none, |loaded| &loaded.pack).parameters_of(header)
    }

    /// Tells whether a policy that is asked has a hook.
    pub(crate) fn has(&self, hook: Hook) -> bool {
        self.asked(hook).next().is_some()
    }

    /// Counts the policies that are asked by a hook, and whose answers count.
    pub(crate) fn voters(&self, hook: Hook) -> usize {
        self.asked(hook).filter(|installed| installed.mode == Mode::Deny).count()
    }

    fn asked(&self, hook: Hook) -> impl Iterator<Item = &Installed> {
        self.installed().iter().filter(move |installed| {
            installed.policy.hooks.contains_key(&hook)
                && installed.mode != Mode::Off
                && installed.policy.header.is_for_this_version()
        })
    }

    pub(super) fn digests(&self, catalog: &Catalog) -> Digests {
        self.digests_with(catalog.digest())
    }

    /// Returns the digests of a report over a catalog with a digest.
    pub(crate) fn digests_with(&self, catalog: &str) -> Digests {
        Digests {
            policies: self.digest().to_owned(),
            catalog: catalog.to_owned(),
            engine: engine(),
            limits: canonical::digest_hex(self.limits()).unwrap_or_default(),
        }
    }
}

/// Returns the engine and its version.
pub(crate) fn engine() -> String {
    format!("meta-rules {}", env!("CARGO_PKG_VERSION"))
}
