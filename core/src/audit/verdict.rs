//! What verifying a trail finds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::types::AuditHead;
use crate::error::one_line;

/// What `verify_audit` found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditVerdict {
    /// Whether nothing is wrong. Without a known head this does not tell whether the newest entries are missing.
    pub ok: bool,
    /// Number of records that are sound, up to the first that is not.
    pub entries: u64,
    /// Number of those whose body was erased, so that it was not held against its digest.
    pub erased: u64,
    /// The head after the sound records; absent when nothing tells whose trail it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<AuditHead>,
    /// Whether the records were held against a known head: only then it is found when the newest ones are missing,
    /// or when all of them were written anew.
    pub truncation_checked: bool,
    /// The first thing that is wrong; absent when nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_bad: Option<FirstBad>,
}

/// The first thing that is wrong with a trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstBad {
    /// Place in the trail: the `seq` that is expected there, whatever the record says of itself.
    pub seq: u64,
    /// Line of the text, counted from 1; absent for records that were read already, and where no line is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: AuditReason,
    /// One line for people: lower case, without a full stop.
    pub message: String,
}

/// What is wrong with a record, or with a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditReason {
    /// It is no record, or not in canonical JSON.
    Malformed,
    /// The last line breaks off.
    TruncatedLine,
    /// The entry does not have the hash that is stored with it.
    Hash,
    /// The entry is of another tenant.
    Tenant,
    /// Entries are missing before it.
    Gap,
    /// It stands behind a later entry, or its time lies before that of the entry before.
    Order,
    /// It does not name the hash of the entry before.
    Prev,
    /// An earlier entry has the same `event_id`.
    Duplicate,
    /// The body does not fit its digest.
    Body,
    /// There are fewer entries than the known head counts.
    Truncated,
    /// There are other entries than those of the known head.
    Fork,
}

/// Why a record is not sound.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) reason: AuditReason,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(reason: AuditReason, message: String) -> Self {
        Self { reason, message: one_line(message) }
    }

    /// Returns where in the trail it is.
    pub(super) fn at(self, seq: u64, line: Option<u64>) -> FirstBad {
        FirstBad { seq, line, reason: self.reason, message: self.message }
    }

    /// Returns the fault of an entry of another tenant.
    pub(super) fn tenant(found: &SmolStr, expected: &SmolStr) -> Self {
        let message = format!("the entry is of tenant `{found}`, and the trail of `{expected}`");
        Self::new(AuditReason::Tenant, message)
    }
}
