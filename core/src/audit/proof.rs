//! Proofs of what a trail holds, for those who have only its head.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::chain::Chain;
use super::hash::Sha256;
use super::merkle;
use super::records::Records;
use crate::error::{Error, ErrorCode, Result};

/// What `build_audit_proof` reads: `inclusion` or `consistency`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildAuditProofInput {
    /// The stored records of the trail, from the first one on.
    pub records: Records,
    /// Prove that an entry is in the trail.
    #[serde(default)]
    pub inclusion: Option<InclusionQuery>,
    /// Prove that the trail began with its earlier entries as they were.
    #[serde(default)]
    pub consistency: Option<ConsistencyQuery>,
}

/// Which entry is to be proved to be in which trail.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusionQuery {
    /// Place of the entry.
    pub seq: u64,
    /// Number of entries of the trail, that of the head it is proved against. Default: all records.
    #[serde(default)]
    pub size: Option<u64>,
}

/// Which two states of a trail are to be proved to follow each other.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyQuery {
    /// Number of entries of the earlier head.
    pub from_size: u64,
    /// Number of entries of the later head. Default: all records.
    #[serde(default)]
    pub to_size: Option<u64>,
}

/// What `build_audit_proof` returns: the proof that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditProof {
    /// Shows that an entry is in the trail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<InclusionProof>,
    /// Shows that a later trail begins with an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consistency: Option<ConsistencyProof>,
}

/// Shows that an entry is in a trail (RFC 6962 section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusionProof {
    /// Place of the entry.
    pub seq: u64,
    /// Hash of the entry.
    pub hash: Sha256,
    /// Number of entries of the trail.
    pub size: u64,
    /// Root of the trail.
    pub root: Sha256,
    /// Hashes of the siblings on the way from the entry to the root; at most 53.
    pub path: Vec<Sha256>,
}

/// Shows that a later trail begins with all entries of an earlier one (RFC 6962 section 2.1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyProof {
    /// Number of entries of the earlier trail.
    pub from_size: u64,
    /// Root of the earlier trail.
    pub from_root: Sha256,
    /// Number of entries of the later trail.
    pub to_size: u64,
    /// Root of the later trail.
    pub to_root: Sha256,
    /// Hashes of the nodes that both roots are made of; at most 54, none when either is empty or both are the same.
    pub path: Vec<Sha256>,
}

/// Builds a proof from the stored records: that an entry is in the trail, or that the trail began with its earlier
/// entries as they were.
///
/// # Errors
/// `input_invalid` when not exactly one of both is asked for, when the records are not sound from the first one on,
/// or when there are not so many.
pub fn build_audit_proof(input: &BuildAuditProofInput) -> Result<AuditProof> {
    one_of(input.inclusion.is_some(), input.consistency.is_some())?;
    let leaves = leaves(&input.records).map_err(|error| error.within("/records"))?;
    let mut proof = AuditProof { inclusion: None, consistency: None };
    if let Some(query) = &input.inclusion {
        proof.inclusion = Some(inclusion(&leaves, query).map_err(|e| e.within("/inclusion"))?);
    }
    if let Some(query) = &input.consistency {
        proof.consistency =
            Some(consistency(&leaves, query).map_err(|e| e.within("/consistency"))?);
    }
    Ok(proof)
}

/// Refuses to be asked for none or for both.
pub(super) fn one_of(inclusion: bool, consistency: bool) -> Result<()> {
    if inclusion != consistency {
        return Ok(());
    }
    let said = if inclusion { "both are" } else { "neither is" };
    Err(Error::new(
        ErrorCode::InputInvalid,
        format!("{said} there of `inclusion` and `consistency`"),
    )
    .help("state one of the two"))
}

/// The leaves of a trail, and the hashes of its entries.
#[derive(Default)]
struct Leaves {
    leaves: Vec<Sha256>,
    entries: Vec<Sha256>,
}

/// Returns the leaves of records that are a trail.
fn leaves(records: &Records) -> Result<Leaves> {
    let mut chain = Chain::new(None);
    let mut leaves = Leaves::default();
    records.visit(|stored| {
        let link = stored.link();
        if let Some(fault) = chain.fault(&link) {
            return Err(super::records::error_of(fault));
        }
        chain.tenant.get_or_insert_with(|| SmolStr::clone(&link.tenant));
        chain.push(link.hash, link.leaf, link.at);
        leaves.leaves.push(link.leaf);
        leaves.entries.push(link.hash);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(leaves)
}

impl Leaves {
    /// Returns the first `size` leaves.
    fn first(&self, size: Option<u64>, path: &str) -> Result<&[Sha256]> {
        let Some(size) = size else { return Ok(&self.leaves) };
        let wanted = usize::try_from(size).ok();
        wanted.and_then(|size| self.leaves.get(..size)).ok_or_else(|| {
            let message =
                format!("{size} entries are asked for, and there are {}", self.leaves.len());
            Error::invalid(path, message).help("pass all records of the trail")
        })
    }
}

fn inclusion(all: &Leaves, query: &InclusionQuery) -> Result<InclusionProof> {
    let leaves = all.first(query.size, "/size")?;
    let index = usize::try_from(query.seq).unwrap_or(usize::MAX);
    let (Some(path), Some(hash)) = (merkle::inclusion(leaves, index), all.entries.get(index))
    else {
        let message = format!("`seq` {} is not in a trail of {} entries", query.seq, leaves.len());
        return Err(Error::invalid("/seq", message).help("`seq` counts from 0"));
    };
    let (size, root) = (leaves.len() as u64, merkle::root(leaves));
    Ok(InclusionProof { seq: query.seq, hash: *hash, size, root, path })
}

fn consistency(all: &Leaves, query: &ConsistencyQuery) -> Result<ConsistencyProof> {
    let later = all.first(query.to_size, "/to_size")?;
    let earlier = all.first(Some(query.from_size), "/from_size")?;
    let Some(path) = merkle::consistency(later, earlier.len()) else {
        let message = format!("`from_size` {} is more than {}", query.from_size, later.len());
        return Err(
            Error::invalid("/from_size", message).help("the earlier trail has fewer entries")
        );
    };
    Ok(ConsistencyProof {
        from_size: earlier.len() as u64,
        from_root: merkle::root(earlier),
        to_size: later.len() as u64,
        to_root: merkle::root(later),
        path,
    })
}
