//! Adding events to a trail.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::batch::{Batch, Linked};
use super::chain::{self, Chain};
use super::hash::Sha256;
use super::records::Records;
use super::types::{AuditEntry, AuditHead, AuditRecord};
use crate::error::{Error, Result};
use crate::parallel;
use crate::time::Timestamp;

/// What `build_audit` reads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildAuditInput {
    /// Whose trail it is.
    pub tenant: SmolStr,
    /// The head of the trail so far. Absent: it has no entries.
    #[serde(default)]
    pub head: Option<AuditHead>,
    /// What happened, in order.
    pub events: Vec<AuditEvent>,
    /// The newest stored records, as many as the caller likes: an event that one of them has already is not added
    /// again. Without them only repetitions inside `events` are found.
    #[serde(default)]
    pub recent: Records,
}

/// One event that is to be added.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditEvent {
    /// When it happened; never before the event before.
    pub at: Timestamp,
    /// Name of the event, such as a UUID: by it a repetition is recognised.
    pub event_id: SmolStr,
    /// Kind of the event, such as `policy.changed`.
    #[serde(rename = "type")]
    pub kind: SmolStr,
    /// Who did it.
    pub actor: SmolStr,
    /// Project it belongs to.
    #[serde(default)]
    pub project: Option<SmolStr>,
    /// What, or whom, it is about.
    #[serde(default)]
    pub subject: Option<SmolStr>,
    /// What there is to say; any value, `null` too. Numbers lie within ±(2^53 - 1).
    pub body: Value,
    /// 16 to 64 random bytes in lower-case hexadecimal digits, drawn for this event alone: who knows the salt of an
    /// erased body can try which body it was.
    pub salt: String,
}

/// What `build_audit` returns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AuditBatch {
    /// The head after the new records. Store it apart from them.
    pub head: AuditHead,
    /// The new records, to be stored behind the others.
    pub records: Vec<AuditRecord>,
    /// Events that are there already, and were not added again.
    pub duplicates: Vec<DuplicateEvent>,
}

/// An event that is there already: with the same type, actor, project, subject and body. Its time and salt may differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateEvent {
    /// Name of the event.
    pub event_id: SmolStr,
    /// Place in `events`, from 0.
    pub index: usize,
    /// Place of its entry in the trail.
    pub seq: u64,
}

/// Adds events to a trail: returns the records to store and the new head. It needs the head only, never the entries
/// before.
///
/// # Errors
/// All or nothing: `input_invalid` for a head that is none or of another tenant, a name that is empty, longer than
/// 256 bytes or holds control characters, a salt that is none or was used before, a number in a body that hosts
/// change, and an `event_id` that is there with another content; `clock_regression` when an event lies before the one before;
/// `limit_exceeded` for a body that is nested more than 90 deep, or a trail of more than 2^53 - 1 entries.
pub fn build_audit(input: &BuildAuditInput) -> Result<AuditBatch> {
    let linked = input.linked()?;
    let events = parallel::map(input.events.chunks(256).collect(), <[AuditEvent]>::to_vec);
    Ok(linked.close(&input.tenant, events.into_iter().flatten()))
}

impl BuildAuditInput {
    /// Returns what [`build_audit`] returns. Bodies and names are not copied, which takes longer than all the rest.
    ///
    /// # Errors
    /// As [`build_audit`].
    pub fn build(self) -> Result<AuditBatch> {
        let linked = self.linked()?;
        Ok(linked.close(&self.tenant, self.events.into_iter()))
    }

    /// Returns the places of the events in the trail.
    fn linked(&self) -> Result<Linked> {
        chain::agreed(Some(&self.tenant), &[("/head", self.head.as_ref())])?;
        let chain = match &self.head {
            Some(head) => head.open().map_err(|error| error.within("/head"))?,
            None => Chain::new(Some(self.tenant.clone())),
        };
        let stored =
            stored(&self.recent, &self.tenant, &chain).map_err(|error| error.within("/recent"))?;
        Batch::new(chain, &self.tenant, &stored, &self.events).linked()
    }
}

/// Returns the records that are stored already.
fn stored(recent: &Records, tenant: &SmolStr, chain: &Chain) -> Result<Vec<AuditRecord>> {
    let mut records = Vec::new();
    recent.visit(|stored| {
        if stored.entry.tenant != *tenant {
            let message = format!("the record is of tenant `{}`", stored.entry.tenant);
            return Err(Error::invalid("/entry/tenant", message)
                .help("each tenant has a trail and a head of its own"));
        }
        is_before_head(chain, &stored.entry, stored.hash)?;
        records.push(stored.record()?);
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(records)
}

/// Refuses a head that is older than a record, or of another trail.
fn is_before_head(chain: &Chain, entry: &AuditEntry, stored: Sha256) -> Result<()> {
    let size = chain.tree.size();
    if entry.hash().map_err(|error| error.within("/entry"))? != stored {
        return Err(Error::invalid(
            "/hash",
            "the entry does not have the hash that is stored with it",
        )
        .help("`verify_audit` tells what is wrong with stored records"));
    }
    if entry.seq >= size {
        let message =
            format!("the head counts {size} entries, and this record is entry {}", entry.seq);
        return Err(Error::invalid("/entry/seq", message).help("pass the newest head"));
    }
    if entry.seq + 1 == size && stored != chain.last {
        let message = "the head ends in another entry than this one";
        return Err(Error::invalid("/hash", message).help("pass the head of this trail"));
    }
    Ok(())
}
