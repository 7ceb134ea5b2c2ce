//! What is stored: entries, records, heads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::hash::Sha256;
use crate::present::present;
use crate::time::Timestamp;

/// Version of the form of entries.
pub(super) const VERSION: u8 = 1;

/// The most entries of a trail: behind that, not every `seq` is a number of its own in every host.
pub(super) const MOST_ENTRIES: u64 = (1 << 53) - 1;

/// What is hashed of an event: a link of the chain and a leaf of the tree. It says what happened, and of the body
/// only the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditEntry {
    /// Version of this form: 1.
    pub v: u8,
    /// Whose trail it is.
    pub tenant: SmolStr,
    /// Place in the trail, from 0 without gaps.
    pub seq: u64,
    /// When it happened: RFC 3339 in UTC with the fewest digits of a second. Never before that of the entry before.
    pub at: Timestamp,
    /// Name of the event; no other entry of the trail has it.
    pub event_id: SmolStr,
    /// Kind of the event.
    #[serde(rename = "type")]
    pub kind: SmolStr,
    /// Who did it.
    pub actor: SmolStr,
    /// Project it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<SmolStr>,
    /// What, or whom, it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SmolStr>,
    /// SHA-256 of the bytes of the salt and, behind them, the canonical JSON (RFC 8785) of the body.
    pub body_digest: Sha256,
    /// Hash of the entry before; 64 zeros for the first one.
    pub prev: Sha256,
}

/// An entry as it is stored. Without `body` and `salt` the body is erased, and the trail verifies still.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditRecord {
    /// The entry.
    pub entry: AuditEntry,
    /// SHA-256 of the canonical JSON (RFC 8785) of the entry.
    pub hash: Sha256,
    /// Salt of the body, in lower-case hexadecimal digits: it is there when the body is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The body; any value, `null` too. Absent when it was erased.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

impl AuditRecord {
    /// Returns the record without its body and salt: what was said is gone for ever, and the trail verifies still.
    #[must_use]
    pub fn erased(self) -> Self {
        Self { salt: None, body: None, ..self }
    }
}

/// The state of a trail after its last entry: all that appending needs, and what verifying is done against. Store it
/// apart from the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditHead {
    /// Whose trail it is.
    pub tenant: SmolStr,
    /// Number of entries.
    pub size: u64,
    /// Hash of the last entry; 64 zeros without entries.
    pub hash: Sha256,
    /// Root of the Merkle tree over all entries (RFC 6962 section 2.1).
    pub root: Sha256,
    /// Time of the last entry; absent without entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Roots of the perfect subtrees, the largest first: as many as there are ones in the binary digits of `size`.
    pub range: Vec<Sha256>,
}
