//! What a proof shows to those who have a head and no records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hash::Sha256;
use super::merkle;
use super::proof::{ConsistencyProof, InclusionProof, one_of};
use super::types::AuditEntry;
use crate::error::{Error, Result};

/// What `verify_audit_proof` reads: `inclusion` or `consistency`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyAuditProofInput {
    /// A proof that an entry is in a trail.
    #[serde(default)]
    pub inclusion: Option<InclusionCheck>,
    /// A proof that a trail began with its earlier entries as they were.
    #[serde(default)]
    pub consistency: Option<ConsistencyCheck>,
}

/// A proof of inclusion, and what the asker knows. `entry` or `hash` is needed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusionCheck {
    /// The proof.
    pub proof: InclusionProof,
    /// The entry that is said to be in the trail.
    #[serde(default)]
    pub entry: Option<AuditEntry>,
    /// The hash of the entry, where the entry is not at hand.
    #[serde(default)]
    pub hash: Option<Sha256>,
    /// Number of entries of a head that is known to be right; not one that came with the proof.
    pub size: u64,
    /// Root of that head.
    pub root: Sha256,
}

/// A proof of consistency, and what the asker knows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyCheck {
    /// The proof.
    pub proof: ConsistencyProof,
    /// Number of entries of the earlier head, as it was kept.
    pub from_size: u64,
    /// Root of the earlier head.
    pub from_root: Sha256,
    /// Number of entries of the later head.
    pub to_size: u64,
    /// Root of the later head.
    pub to_root: Sha256,
}

/// What `verify_audit_proof` found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditProofVerdict {
    /// Whether the proof shows what it is to show.
    pub ok: bool,
    /// Why not; absent when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ProofReason>,
    /// The same in one line for people: lower case, without a full stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Why a proof does not show what it is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProofReason {
    /// It is about another entry.
    Entry,
    /// It is about another number of entries, or another root, than what the asker knows.
    Head,
    /// Its path does not lead to the root.
    Path,
}

/// Verifies a proof against what the asker knows, without any records.
///
/// # Errors
/// `input_invalid` when not exactly one of `inclusion` and `consistency` is there, when a proof of inclusion comes
/// without `entry` and `hash`, and when the entry is none.
pub fn verify_audit_proof(input: &VerifyAuditProofInput) -> Result<AuditProofVerdict> {
    one_of(input.inclusion.is_some(), input.consistency.is_some())?;
    let fault = match (&input.inclusion, &input.consistency) {
        (Some(check), _) => included(check).map_err(|error| error.within("/inclusion"))?,
        (_, Some(check)) => consistent(check),
        (None, None) => None,
    };
    let (reason, message) = fault.unzip();
    Ok(AuditProofVerdict { ok: reason.is_none(), reason, message: message.map(str::to_owned) })
}

type Fault = Option<(ProofReason, &'static str)>;

fn included(check: &InclusionCheck) -> Result<Fault> {
    let proof = &check.proof;
    if check.entry.is_none() && check.hash.is_none() {
        return Err(Error::invalid("", "neither `entry` nor `hash` is there")
            .help("state which entry is to be in the trail: a proof alone names one of its own"));
    }
    if let Some(entry) = &check.entry {
        let hash = entry.hash().map_err(|error| error.within("/entry"))?;
        if entry.seq != proof.seq {
            return Ok(Some((ProofReason::Entry, "the proof is about another `seq`")));
        }
        if hash != proof.hash {
            return Ok(Some((ProofReason::Entry, "the proof is about another entry")));
        }
    }
    if check.hash.is_some_and(|hash| hash != proof.hash) {
        return Ok(Some((ProofReason::Entry, "the proof is about an entry with another hash")));
    }
    if (proof.size, proof.root) != (check.size, check.root) {
        return Ok(Some((ProofReason::Head, "the proof is about another head")));
    }
    let leaf = merkle::leaf(proof.hash.as_bytes());
    if merkle::included_root(proof.seq, check.size, leaf, &proof.path) != Some(check.root) {
        return Ok(Some((ProofReason::Path, "the path does not lead to the root")));
    }
    Ok(None)
}

fn consistent(check: &ConsistencyCheck) -> Fault {
    let (earlier, later) = ((check.from_size, check.from_root), (check.to_size, check.to_root));
    let proof = &check.proof;
    if (proof.from_size, proof.from_root) != earlier {
        return Some((ProofReason::Head, "the proof is about another earlier head"));
    }
    if (proof.to_size, proof.to_root) != later {
        return Some((ProofReason::Head, "the proof is about another later head"));
    }
    if !merkle::is_consistent(earlier, later, &proof.path) {
        return Some((ProofReason::Path, "the path does not lead from one root to the other"));
    }
    None
}
