//! A trail up to some entry: what the next one is linked to.

use smol_str::SmolStr;

use super::hash::Sha256;
use super::merkle::{self, CompactRange};
use super::names;
use super::read::Link;
use super::types::{AuditHead, MOST_ENTRIES};
use super::verdict::{AuditReason, Fault};
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// The end of a trail.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// None until something tells whose trail it is.
    pub(super) tenant: Option<SmolStr>,
    pub(super) tree: CompactRange,
    pub(super) last: Sha256,
    pub(super) at: Option<Timestamp>,
}

impl Chain {
    /// Returns the trail without entries.
    pub(super) fn new(tenant: Option<SmolStr>) -> Self {
        Self { tenant, tree: CompactRange::default(), last: Sha256::ZERO, at: None }
    }

    /// Adds an entry that fits.
    pub(super) fn push(&mut self, hash: Sha256, leaf: Sha256, at: Timestamp) {
        self.tree.push(leaf);
        self.last = hash;
        self.at = Some(at);
    }

    /// Returns the head; none when nothing tells whose trail it is.
    pub(super) fn head(&self) -> Option<AuditHead> {
        Some(AuditHead {
            tenant: self.tenant.clone()?,
            size: self.tree.size(),
            hash: self.last,
            root: self.tree.root(),
            at: self.at,
            range: self.tree.hashes().to_vec(),
        })
    }

    /// Returns what is wrong with an entry that is to be the next one, its body aside.
    pub(super) fn fault(&self, link: &Link) -> Option<Fault> {
        let seq = self.tree.size();
        let fault = |reason, message| Some(Fault::new(reason, message));
        if !link.has_own_hash {
            let message = format!("the hash of the entry is {}, not the stored one", link.hash);
            return fault(AuditReason::Hash, message);
        }
        if let Some(tenant) = self.tenant.as_ref().filter(|tenant| **tenant != link.tenant) {
            return Some(Fault::tenant(&link.tenant, tenant));
        }
        if link.seq > seq {
            let message = format!("`seq` {seq} is missing: {} stands in its place", link.seq);
            return fault(AuditReason::Gap, message);
        }
        if link.seq < seq {
            let message = format!("`seq` {} stands where {seq} is expected", link.seq);
            return fault(AuditReason::Order, message);
        }
        if link.prev != self.last {
            let message = format!("`prev` is not {}, the hash of the entry before", self.last);
            return fault(AuditReason::Prev, message);
        }
        if let Some(before) = self.at.filter(|before| link.at < *before) {
            let message = format!("`at` is {}, before {before} of the entry before", link.at);
            return fault(AuditReason::Order, message);
        }
        None
    }
}

impl AuditHead {
    /// Returns the head of a trail without entries.
    pub fn empty(tenant: impl Into<SmolStr>) -> Self {
        Self {
            tenant: tenant.into(),
            size: 0,
            hash: Sha256::ZERO,
            root: merkle::empty(),
            at: None,
            range: Vec::new(),
        }
    }

    /// Returns the trail that ends with this head.
    ///
    /// # Errors
    /// `input_invalid` when its parts do not fit each other.
    pub(super) fn open(&self) -> Result<Chain> {
        let unfit = |path: &str, message: &str| {
            Err(Error::invalid(path, message)
                .help("pass a head as `build_audit` or `verify_audit` returned it"))
        };
        names::check(&self.tenant).map_err(|error| error.at("/tenant"))?;
        if self.size > MOST_ENTRIES {
            return unfit("/size", "a trail has at most 2^53 - 1 entries");
        }
        let Some(tree) = CompactRange::restore(self.size, self.range.clone()) else {
            return unfit(
                "/range",
                "`range` has not one hash for each one in the digits of `size`",
            );
        };
        if tree.root() != self.root {
            return unfit("/root", "`root` is not that of `range`");
        }
        if (self.size == 0) != self.at.is_none() {
            return unfit(
                "/at",
                "`at` is the time of the last entry: it is there when there is one",
            );
        }
        let last = self.range.last().filter(|_| self.size % 2 == 1);
        let fits = match last {
            // A tree of an odd number of leaves ends in a leaf of its own.
            Some(last) => *last == merkle::leaf(self.hash.as_bytes()),
            None => (self.size == 0) == (self.hash == Sha256::ZERO),
        };
        if !fits {
            return unfit("/hash", "`hash` is not that of the last entry");
        }
        let tenant = Some(self.tenant.clone());
        Ok(Chain { tenant, tree, last: self.hash, at: self.at })
    }
}

/// Returns the tenant that the caller and its heads name.
pub(super) fn agreed(
    tenant: Option<&SmolStr>,
    heads: &[(&str, Option<&AuditHead>)],
) -> Result<Option<SmolStr>> {
    let mut known = tenant.cloned();
    if let Some(tenant) = tenant {
        names::check(tenant).map_err(|error| error.at("/tenant"))?;
    }
    for (path, head) in heads {
        let Some(head) = head else { continue };
        match &known {
            Some(tenant) if *tenant != head.tenant => {
                let message =
                    format!("the head is of tenant `{}`, and not of `{tenant}`", head.tenant);
                return Err(Error::invalid(format!("{path}/tenant"), message)
                    .help("each tenant has a trail and a head of its own"));
            }
            _ => known = Some(head.tenant.clone()),
        }
    }
    Ok(known)
}
