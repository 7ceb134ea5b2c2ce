//! Adding events to a trail.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use smol_str::SmolStr;

use super::body::{body_digest, canonical_body, digest, salt_bytes};
use super::chain::{self, Chain};
use super::hash::Sha256;
use super::merkle;
use super::names;
use super::records::Records;
use super::types::{AuditEntry, AuditHead, AuditRecord, MOST_ENTRIES, VERSION};
use crate::error::{Error, ErrorCode, Result};
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
    chain::agreed(Some(&input.tenant), &[("/head", input.head.as_ref())])?;
    let chain = match &input.head {
        Some(head) => head.open().map_err(|error| error.within("/head"))?,
        None => Chain::new(Some(input.tenant.clone())),
    };
    let mut batch = Batch::new(chain, &input.tenant);
    batch.learn(&input.recent).map_err(|error| error.within("/recent"))?;
    let digests = parallel::map(input.events.chunks(256).collect(), |events: &[AuditEvent]| {
        events.iter().map(checked).collect::<Vec<_>>()
    });
    for ((index, event), digest) in
        input.events.iter().enumerate().zip(digests.into_iter().flatten())
    {
        let within = |error: Error| error.within(&format!("/events/{index}"));
        batch.add(index, event, digest.map_err(within)?).map_err(within)?;
    }
    batch.close()
}

/// Returns the digest of the body of an event whose parts are what they have to be.
fn checked(event: &AuditEvent) -> Result<Sha256> {
    let names = [
        ("/event_id", Some(&event.event_id)),
        ("/type", Some(&event.kind)),
        ("/actor", Some(&event.actor)),
        ("/project", event.project.as_ref()),
        ("/subject", event.subject.as_ref()),
    ];
    for (path, name) in names {
        name.map_or(Ok(()), |name| names::check(name)).map_err(|error| error.at(path))?;
    }
    body_digest(&event.salt, &event.body)
}

/// Records that are being made.
struct Batch<'i> {
    chain: Chain,
    tenant: &'i SmolStr,
    recent: Vec<AuditRecord>,
    records: Vec<AuditRecord>,
    duplicates: Vec<DuplicateEvent>,
    /// Where each event is: among the recent ones, or behind them among the new ones.
    places: HashMap<SmolStr, usize, RandomState>,
    salts: HashMap<String, u64, RandomState>,
}

impl<'i> Batch<'i> {
    fn new(chain: Chain, tenant: &'i SmolStr) -> Self {
        Self {
            chain,
            tenant,
            recent: Vec::new(),
            records: Vec::new(),
            duplicates: Vec::new(),
            places: HashMap::default(),
            salts: HashMap::default(),
        }
    }

    /// Keeps the records that are stored already.
    fn learn(&mut self, recent: &Records) -> Result<()> {
        recent.visit(|stored| {
            if stored.entry.tenant != *self.tenant {
                let message = format!("the record is of tenant `{}`", stored.entry.tenant);
                return Err(Error::invalid("/entry/tenant", message)
                    .help("each tenant has a trail and a head of its own"));
            }
            self.is_before_head(&stored.entry, stored.hash)?;
            let record = stored.record();
            self.places.insert(record.entry.event_id.clone(), self.recent.len());
            if let Some(salt) = &record.salt {
                self.salts.insert(salt.clone(), record.entry.seq);
            }
            self.recent.push(record);
            Ok(std::ops::ControlFlow::Continue(()))
        })
    }

    /// Refuses a head that is older than a record, or of another trail.
    fn is_before_head(&self, entry: &AuditEntry, stored: Sha256) -> Result<()> {
        let size = self.chain.tree.size();
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
        if entry.seq + 1 == size && stored != self.chain.last {
            let message = "the head ends in another entry than this one";
            return Err(Error::invalid("/hash", message).help("pass the head of this trail"));
        }
        Ok(())
    }

    fn add(&mut self, index: usize, event: &AuditEvent, body_digest: Sha256) -> Result<()> {
        if let Some(earlier) = self.earlier(&event.event_id) {
            let seq = earlier.entry.seq;
            is_same(event, earlier)?;
            let event_id = event.event_id.clone();
            self.duplicates.push(DuplicateEvent { event_id, index, seq });
            return Ok(());
        }
        self.is_in_time(event)?;
        let seq = self.chain.tree.size();
        if seq >= MOST_ENTRIES {
            return Err(
                Error::limit("a trail has at most 2^53 - 1 entries").help("begin another trail")
            );
        }
        if let Some(other) = self.salts.insert(event.salt.clone(), seq) {
            let message = format!("the salt is that of entry {other}, too");
            return Err(
                Error::invalid("/salt", message).help("draw 16 random bytes for each event")
            );
        }
        self.push(
            AuditEntry {
                v: VERSION,
                tenant: self.tenant.clone(),
                seq,
                at: event.at,
                event_id: event.event_id.clone(),
                kind: event.kind.clone(),
                actor: event.actor.clone(),
                project: event.project.clone(),
                subject: event.subject.clone(),
                body_digest,
                prev: self.chain.last,
            },
            event,
        )
    }

    fn push(&mut self, entry: AuditEntry, event: &AuditEvent) -> Result<()> {
        let hash = entry.hash()?;
        self.chain.push(hash, merkle::leaf(hash.as_bytes()), entry.at);
        self.places.insert(entry.event_id.clone(), self.recent.len() + self.records.len());
        let (salt, body) = (Some(event.salt.clone()), Some(event.body.clone()));
        self.records.push(AuditRecord { entry, hash, salt, body });
        Ok(())
    }

    /// Returns the record that an event has already.
    fn earlier(&self, event_id: &SmolStr) -> Option<&AuditRecord> {
        let place = *self.places.get(event_id)?;
        match place.checked_sub(self.recent.len()) {
            None => self.recent.get(place),
            Some(new) => self.records.get(new),
        }
    }

    fn is_in_time(&self, event: &AuditEvent) -> Result<()> {
        names::check_time(&event.at.to_string())?;
        let Some(before) = self.chain.at.filter(|before| event.at < *before) else { return Ok(()) };
        let message = format!("the event is of {}, before {before} of the entry before", event.at);
        Err(Error::new(ErrorCode::ClockRegression, message)
            .at("/at")
            .help("add events in the order of their times"))
    }

    fn close(self) -> Result<AuditBatch> {
        let head = self.chain.head().ok_or_else(|| Error::invalid("/tenant", "no tenant"))?;
        Ok(AuditBatch { head, records: self.records, duplicates: self.duplicates })
    }
}

/// Refuses an event that has another content than the one with its name.
fn is_same(event: &AuditEvent, earlier: &AuditRecord) -> Result<()> {
    let entry = &earlier.entry;
    let conflict = |what: &str| {
        let message =
            format!("event `{}` is there with {what}, at `seq` {}", event.event_id, entry.seq);
        Err(Error::invalid("/event_id", message)
            .help("give another event another name, or repeat this one as it was"))
    };
    let parts = [
        ("another type", event.kind == entry.kind),
        ("another actor", event.actor == entry.actor),
        ("another project", event.project == entry.project),
        ("another subject", event.subject == entry.subject),
    ];
    if let Some((what, _)) = parts.into_iter().find(|(_, same)| !same) {
        return conflict(what);
    }
    let Some(salt) = &earlier.salt else { return conflict("an erased body, which may be another") };
    if digest(&salt_bytes(salt)?, &canonical_body(&event.body)?) != entry.body_digest {
        return conflict("another body");
    }
    Ok(())
}
