//! Audit trail: what happened, in an order and with a content that cannot be changed unnoticed.
//!
//! 1. `build` links events to a chain: each [`AuditEntry`] holds the hash of the one before, and of its body only a
//!    salted digest, so that a body can be erased later;
//! 2. [`merkle`] is a tree over the hashes of all entries (RFC 6962); the [`AuditHead`] holds its root, and enough of
//!    its edge to append without the entries before;
//! 3. `read` takes a stored record for one only in its canonical JSON, so that no bit of a stored line is without meaning;
//! 4. `verify` holds records against their hashes, each other and a known head, and names the first that is wrong;
//! 5. `proof` and `proved` show to others that an entry is in a trail, or that a trail only grew; `find` and `render`
//!    search and write records.
//!
//! Storing records and heads is for the host. A head that is kept apart from the records is what tells that the newest
//! entries are missing, or that all were written anew: a chain alone cannot.
//!
//! ```
//! use meta_core::audit::{
//!     AuditRecord, BuildAuditInput, Records, VerifyAuditInput, build_audit, verify_audit,
//! };
//! use serde_json::{from_value, json};
//!
//! let event = |id, hour| json!({
//!     "at": format!("2026-01-01T0{hour}:00:00Z"), "event_id": id, "type": "policy.changed", "actor": "ana",
//!     "body": {"policy": "supply/unlisted_technology"}, "salt": format!("{hour:032x}"),
//! });
//! let events = json!({"tenant": "acme", "events": [event("e-1", 1), event("e-2", 2)]});
//! let input: BuildAuditInput = from_value(events).map_err(|e| e.to_string())?;
//! let batch = build_audit(&input).map_err(|e| e.to_string())?;
//!
//! // Bodies can go; entries cannot.
//! let erased: Vec<AuditRecord> = batch.records.into_iter().map(AuditRecord::erased).collect();
//! let verify = |records: &[AuditRecord]| {
//!     let records = Records::list(records)?;
//!     verify_audit(&VerifyAuditInput { records, head: Some(batch.head.clone()), ..Default::default() })
//! };
//! assert!(verify(&erased).map_err(|e| e.to_string())?.ok);
//! let bad = verify(&erased[..1]).map_err(|e| e.to_string())?.first_bad.ok_or("it was cut")?;
//! assert_eq!((bad.seq, bad.message.as_str()), (1, "the known head counts 2 entries, and there are 1"));
//! # Ok::<(), String>(())
//! ```

mod batch;
mod body;
mod build;
mod chain;
mod draft;
mod exact;
mod find;
mod hash;
pub mod merkle;
mod names;
mod proof;
mod proved;
mod read;
mod records;
mod render;
mod scan;
mod types;
mod verdict;
mod verify;
mod waves;
mod write;

pub use body::body_digest;
pub use build::{AuditBatch, AuditEvent, BuildAuditInput, DuplicateEvent, build_audit};
pub use find::{AuditFilter, FindAuditEntriesInput, FoundEntries, find_audit_entries};
pub use hash::Sha256;
pub use proof::{
    AuditProof, BuildAuditProofInput, ConsistencyProof, ConsistencyQuery, InclusionProof,
    InclusionQuery, build_audit_proof,
};
pub use proved::{
    AuditProofVerdict, ConsistencyCheck, InclusionCheck, ProofReason, VerifyAuditProofInput,
    verify_audit_proof,
};
pub use records::Records;
pub use render::{AuditFormat, RenderAuditInput, RenderedAudit, render_audit};
pub use types::{AuditEntry, AuditHead, AuditRecord};
pub use verdict::{AuditReason, AuditVerdict, FirstBad};
pub use verify::{Verifier, VerifyAuditInput, verify_audit};
